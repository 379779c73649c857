"""The model's columns and kernels give the trajectories of a town written in plain Mesa."""

import importlib
from collections import Counter
from dataclasses import fields

import numpy as np
import pytest

from conftest import ACTIVE, QUIET
from microville import rng
from microville.indicators import collect
from microville.model import Microville
from microville.model.access_state import MODES
from microville.model.facilities import ERRANDS
from microville.model.rates import make_rates
from microville.population.columns import STATUSES

from . import luck
from .by_agents import ByAgents
from .plain import PlainTown, Wish

CHANGES = """
[[programme.services]]
category = "bakery"
parcel = "P05"
start = "2025-02"
until = "2025-05"

[[programme.services]]
category = "grocery"
parcel = "P09"
start = "2025-03"

[[shocks]]
kind = "close_category"
category = "restaurant_cafe"
share = 0.6
start = "2025-02"
months = 2

[[shocks]]
kind = "close_category"
category = "green_space"
start = "2025-04"
months = 1
"""
"""Places open and close, on the site and off it; nobody is hired, so that ages alone rule work."""
MANY_MOVES = """
[parameters.population]
leave_home_share_year = 0.9
"""


@pytest.fixture
def seen(monkeypatch):
    """Errands of the columns as they are made: ``(kind, rows of wishes)``."""
    daily = importlib.import_module("microville.model.phases.daily_life")
    made, own = [], daily.errands

    def errands(model, traits, kind, room):
        done, turned = own(model, traits, kind, room)
        made.append((kind, done))
        return done, turned

    monkeypatch.setattr(daily, "errands", errands)
    return made


def of_columns(model, seen):
    """Return each wish of a month as ``(person, kind, category, facility, mode, ms, outcome)``."""
    rows = []
    for kind, done in seen:
        for i in range(len(done.person)):
            there = int(done.facility[i]) >= 0
            outcome = "" if done.served[i] else "turned away" if done.reached[i] else "out of reach"
            rows.append(
                (
                    f"{int(model.population.people.key[done.person[i]]):016x}",
                    kind,
                    ERRANDS[done.category[i]],
                    int(done.facility[i]) if there else None,
                    *((MODES[done.mode[i]], int(done.ms[i])) if there else (None, None)),
                    outcome,
                )
            )
    seen.clear()
    return rows


def of_town(wishes):
    return [
        (
            w.person.key,
            w.kind,
            w.category,
            w.facility.row if w.facility else None,
            *((MODES[w.mode], w.ms) if w.facility else (None, None)),
            w.reason,
        )
        for w in wishes
    ]


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
        )
        for p in town.demography.people
    }
    town.month += 1
    return found


def check_week(model, town):
    """Check what a week gave everyone, errands only."""
    day, people = model.day, model.population.people
    weeks = town.week(town.wishes)
    for name in ("wanted", "served", "turned_away", "out_of_reach"):
        column = getattr(day, name)
        for row in np.flatnonzero(people.alive):
            week = weeks.get(f"{int(people.key[row]):016x}", Counter())
            assert column[row] == week[name], name
    visits = [f.visits for f in town.facilities]
    assert model.facilities.visits.tolist() == visits
    assert model.facilities.turned_away.tolist() == [f.turned_away for f in town.facilities]


@pytest.mark.parametrize(
    ("seed", "fraction", "months"), [(1, 1.0, 7), (2**40 + 7, 1.0, 5), (3, 0.2, 5)]
)
def test_every_person_and_every_wish_of_several_months(
    scenario, village, seen, monkeypatch, seed, fraction, months
):
    commuting = importlib.import_module("microville.model.phases.daily_life")
    monkeypatch.setattr(commuting, "work_and_school", lambda *_: None)
    model = Microville(scenario(CHANGES, MANY_MOVES), village, seed=seed, fraction=fraction)
    capacity = model.facilities.capacity
    capacity[:] = np.minimum(capacity, 14)  # so that many are turned away, and try again
    town = PlainTown(model)
    seen.clear()
    outcomes, opened, told, modes = Counter(), set(), Counter(), set()
    for _ in range(months):
        model.step()
        town.look(model.facilities.open, capacity)
        town.step()
        assert people_of_columns(model) == people_of_town(town)
        rows = of_columns(model, seen)
        assert rows == of_town(town.wishes)
        check_week(model, town)
        outcomes.update(row[-1] for row in rows)
        modes |= {row[4] for row in rows}
        opened.add(model.facilities.open.tobytes())
        told.update(model.counts)
    # What is compared happened at all.
    assert len(opened) >= 4
    assert modes >= set(MODES)
    assert min(outcomes[name] for name in ("", "turned away", "out of reach")) > 20
    assert told  # births, deaths, leavers and arrivals come in the two years below


@pytest.mark.parametrize(("fraction", "seed"), [(1.0, 5), (0.5, 6)])
def test_two_years_of_births_deaths_birthdays_and_moves(
    scenario, village, monkeypatch, fraction, seed
):
    monkeypatch.setattr(Microville, "daily_life", lambda _: None)
    monkeypatch.setattr(PlainTown, "live", lambda *_: [])
    model = Microville(scenario(MANY_MOVES), village, seed=seed, fraction=fraction)
    people = model.population.people
    if fraction < 1:
        # All children are 16 years older, so that many look for the few dwellings there are.
        people.birth[people.birth > -18 * 12] -= 16 * 12
        model.rates = make_rates(model)
    town = PlainTown(model)
    start, households = people_of_columns(model), len(model.population.households)
    told = Counter()
    for _ in range(26):
        model.step()
        town.step()
        assert people_of_columns(model) == people_of_town(town)
        told.update(model.counts)
    end = people_of_columns(model)
    both = start.keys() & end.keys()
    changed = {(start[key][1], end[key][1]) for key in both}
    assert any(now == "retired" and was != now for was, now in changed)
    assert all(told[name] for name in ("births", "deaths", "leavers"))
    assert sum(start[key][5] != end[key][5] for key in both) > 5
    assert len(model.population.households) > households + 5
    if fraction == 1:
        assert told["arrivals"]
        assert {("child", "pupil"), ("pupil", "student")} <= changed


def test_draws_of_the_plain_town_are_those_of_the_model():
    keys = rng.bits(0, rng.stream("any"), np.arange(200))
    for seed in (0, 1, 2**63 - 1):
        ours = rng.bits(seed, rng.stream("daily.choice"), keys, 7, -1)
        assert ours.tolist() == [luck.bits(seed, "daily.choice", int(k), 7, -1) for k in keys]
    table = rng.gumbel_table()
    for i in range(4095):
        assert luck.gumbel(i << 52) == table[0, i]
        assert luck.gumbel((4095 << 52) | (i << 40)) == table[1, i]


def test_a_difference_would_be_found(scenario, village, seen, monkeypatch):
    """One facility with one place more, or the order of the day reversed, is another trajectory."""
    model = Microville(scenario(CHANGES), village)
    model.facilities.capacity[:] = np.minimum(model.facilities.capacity, 14)
    town, other = PlainTown(model), PlainTown(model)
    seen.clear()
    model.step()
    rows = of_columns(model, seen)
    town.look(model.facilities.open, model.facilities.capacity)
    other.look(model.facilities.open, model.facilities.capacity)
    town.step()
    assert of_town(town.wishes) == rows
    bakery = next(f for f in other.facilities if f.category == "bakery")
    bakery.capacity += 1
    other.step()
    assert of_town(other.wishes) != rows
    assert sorted(w[:3] for w in of_town(other.wishes)) == sorted(w[:3] for w in rows)


def test_reasons_are_told_apart():
    wish = Wish(None, 0, "bakery")
    assert wish.reason == "out of reach"
    wish.reached = True
    assert wish.reason == "turned away"
    wish.served = True
    assert wish.reason == ""


SHUT = """
[[shocks]]
kind = "close_category"
category = "workplace"
share = 0.5
start = "2025-03"
months = 2
"""


@pytest.mark.parametrize(("fraction", "months"), [(1.0, 11), (0.2, 7)])
def test_daily_life_by_agents_gives_the_same_indicators_and_accounts(
    scenario, village, fraction, months
):
    """With newcomers, hirings, businesses and shut workplaces; agents read and write columns."""
    given = scenario(ACTIVE, QUIET, SHUT)
    ours, plain = (kind(given, village, fraction=fraction) for kind in (Microville, ByAgents))
    for _ in range(months):
        ours.step()
        plain.step()
        for field in fields(ours.day):
            name = field.name
            assert (getattr(ours.day, name) == getattr(plain.day, name)).all(), name
        day = ours.day
        unserved = (day.wanted_by - day.served_by).sum(axis=1)
        assert (unserved == day.turned_away + day.out_of_reach).all()
        assert collect(ours).equals(collect(plain))
    assert ours.events == plain.events
    assert ours.cooperative.ledger.to_columns() == plain.cooperative.ledger.to_columns()
    assert ours.site_visits > 0


def test_who_finds_the_workplace_shut_is_told_so(scenario, village):
    model = Microville(scenario(QUIET, SHUT.replace("0.5", "1.0")), village)
    reasons = []
    for _ in range(4):
        model.step()
        unserved = (model.day.wanted_by - model.day.served_by).sum()
        assert unserved == model.day.turned_away.sum() + model.day.out_of_reach.sum()
        reasons.append(int(model.day.out_of_reach.sum()))
    assert min(reasons[2:]) > 5 * 100 + max(reasons[:2])
