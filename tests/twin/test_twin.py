"""A whole town of plain Mesa agents: its people, month after month, and the days they live."""

from collections import Counter

import numpy as np
import pytest

from microville import rng
from microville.model import Microville
from microville.population.columns import STATUSES

from . import luck
from .compare import wishes_of_agents, wishes_of_columns
from .plain import PlainTown

MANY_MOVES = """
[parameters.population]
leave_home_share_year = 0.9

[parameters.housing]
refused_burden_share = 0.35

[parameters.moves]
household_moves_share_year = 0.3
within_commune_share = 0.35
within_map_share = 0.45
couples_18_29 = 0.8
couples_30_44 = 0.6
couples_45_64 = 0.5
separations_30_44 = 0.4
separations_45_64 = 0.3
waiting_months = 5
"""


def people_of_columns(model):
    people, households = model.population.people, model.population.households
    age = people.age(model.month - 1)
    found = {}
    for row in np.flatnonzero(people.alive):
        home = people.household[row]
        found[f"{int(people.key[row]):016x}"] = (
            int(age[row]),
            STATUSES[people.status[row]],
            bool(people.female[row]),
            bool(people.licence[row]),
            bool(people.bike[row]),
            int(households.key[home]),
            int(households.home[home]),
            int(households.cars[home]),
            int(households.weight[home]),
            int(households.zone[home]),
            int(households.kind[home]),
            int(households.presence[home]),
            int(households.income_eur[home]),
        )
    return found


def people_of_town(town):
    town.month -= 1  # ages of the month that was lived
    found = {
        p.key: (
            p.age,
            p.status,
            p.female,
            p.licence,
            p.bike,
            p.house.key,
            p.home,
            p.cars,
            p.weight,
            p.house.zone,
            p.house.kind,
            p.house.presence,
            p.house.income_eur,
        )
        for p in town.demography.people
    }
    town.month += 1
    return found


def waiting_of_columns(model):
    entries, households = model.housing.waiting, model.population.households
    here = entries.keep(households.alive[entries.row])
    keys = households.key[here.row].tolist()
    return sorted(
        zip(keys, here.zone.tolist(), here.since.tolist(), here.alone.tolist(), strict=True)
    )


def waiting_of_town(town):
    return sorted(
        (entry.house.key, entry.zone, entry.since, entry.alone)
        for entry in town.demography.waiting
        if entry.house.alive
    )


@pytest.mark.parametrize(("fraction", "seed"), [(1.0, 5), (0.5, 6), (0.2, 8)])
def test_two_years_of_births_deaths_couples_and_moves(
    scenario, village, monkeypatch, fraction, seed
):
    monkeypatch.setattr(Microville, "daily_life", lambda _: None)
    monkeypatch.setattr(PlainTown, "live", lambda *_: [])
    model = Microville(scenario(MANY_MOVES), village, seed=seed, fraction=fraction)
    town = PlainTown(model)
    start, households = people_of_columns(model), len(model.population.households)
    told, waited, weights = Counter(), 0, set()
    for _ in range(26):
        model.step()
        town.step()
        assert people_of_columns(model) == people_of_town(town)
        assert waiting_of_columns(model) == waiting_of_town(town)
        told.update(model.counts)
        waited += len(waiting_of_town(town))
        weights |= {p[8] for p in people_of_columns(model).values() if p[9] == 0}
    end = people_of_columns(model)
    both = start.keys() & end.keys()
    # What is compared happened at all.
    names = ("births", "deaths", "leavers", "arrivals", "moved", "couples_formed")
    assert all(told[name] for name in names)
    assert waited > 10
    assert sum(start[key][5] != end[key][5] for key in both) > 10  # another household
    assert sum(start[key][9] != end[key][9] for key in both) > 10  # another commune
    assert len({person[10] for person in end.values()}) >= 4  # kinds of household
    assert len(model.population.households) > households + 5
    if fraction == 1:
        changed = {(start[key][1], end[key][1]) for key in both}
        assert {("child", "pupil"), ("pupil", "student")} <= changed
        assert any(now == "retired" and was != now for was, now in changed)
    else:
        assert len(weights) > 1  # one of several went its own way


def test_draws_of_the_plain_town_are_those_of_the_model():
    keys = rng.bits(0, rng.stream("any"), np.arange(200))
    for seed in (0, 1, 2**63 - 1):
        ours = rng.bits(seed, rng.stream("daily.choice"), keys, 7, -1)
        assert ours.tolist() == [luck.bits(seed, "daily.choice", int(k), 7, -1) for k in keys]
    table = rng.gumbel_table()
    for i in range(4095):
        assert luck.gumbel(i << 52) == table[0, i]
        assert luck.gumbel((4095 << 52) | (i << 40)) == table[1, i]


def places_of_columns(model):
    """Return who has which job and seat, which the plain town is told."""
    people = model.population.people
    return {
        f"{int(people.key[row]):016x}": (
            int(people.workplace[row]),
            int(people.school[row]),
            bool(people.on_site[row]),
        )
        for row in np.flatnonzero(people.alive)
    }


def test_people_who_are_born_and_move_live_the_same_days(scenario, village, seen):
    model = Microville(scenario(MANY_MOVES), village, seed=9)
    town = PlainTown(model)
    for _ in range(4):
        model.step()
        town.look(model.facilities.open, model.facilities.capacity)
        town.places = places_of_columns(model)
        town.step()
        assert people_of_columns(model) == people_of_town(town)
        for kind, day in enumerate(town.days):
            assert wishes_of_columns(model, kind, seen[kind]) == wishes_of_agents(day)
        assert model.facilities.visits.tolist() == [f.visits for f in town.facilities]
