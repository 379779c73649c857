"""Social life of the site: who exchanges, learns, founds, visits and takes part."""

import numpy as np
import pytest

from microville.indicators import collect
from microville.model import Microville
from microville.model.observables import in_focus
from microville.model.social.generations import generations
from microville.model.social.recreation import participants
from microville.model.social.spin_offs import SpinOff, spin_offs
from microville.model.social.training import trainees
from microville.parameters import update
from microville.population.columns import STUDENT, UNEMPLOYED

SCHOOL = """
[parameters.social]
trainee_interest_share = 1.0
seat_m2 = {seat}

[[programme.buildings]]
building = "B12"
use = "training"
start = "2025-01"
"""


@pytest.fixture(scope="module")
def lively(scenario, village):
    """The model in May 2027, with homes for all ages, a school and a playground."""
    from conftest import ACTIVE, QUIET

    school = SCHOOL.format(seat=100.0).replace("B12", "B19")
    green = '[[programme.services]]\ncategory = "playground"\nparcel = "P05"\nstart = "2025-05"\n'
    model = Microville(scenario(ACTIVE, QUIET, school, green), village)
    for _ in range(29):
        model.step()
    return model


def both(model):
    """Return generations of the focus area."""
    return generations(model, np.flatnonzero(in_focus(model)))


def joins(model):
    """Return who of the focus area takes part."""
    return participants(model, np.flatnonzero(in_focus(model)))


def with_parameters(model, changes, what):
    """Return what a function says under other parameters; the model stays as it is."""
    known = model.parameters
    model.parameters = update(known, changes)
    try:
        return what(model)
    finally:
        model.parameters = known


def test_pairs_have_an_elder_and_a_young_household_of_one_building(lively):
    """Second implementation: building by building, in plain Python."""
    everyone = {"social.exchange_share": 1.0, "social.lodger_share": 1.0}
    found = with_parameters(lively, everyone, both)
    people, households = lively.population.people, lively.population.households
    ages = {}
    for row in np.flatnonzero(people.alive):
        home = int(people.household[row])
        if lively.focus_zone[households.zone[home]]:
            age = int(lively.month - people.birth[row]) // 12
            ages.setdefault(home, []).append(age)
    elders, youngs, families, lodgers = {}, {}, 0, 0
    on_site = {row for unit in lively.site.own_units for row in unit.households}
    for home, each in ages.items():
        place, old, young = int(households.home[home]), max(each) >= 65, min(each) < 30
        families += old and young and home in on_site
        lodgers += old and len(each) == 1 and home in on_site
        if old != young:
            (elders if old else youngs).setdefault(place, []).append(home)
    pairs = {place: min(len(rows), len(youngs.get(place, []))) for place, rows in elders.items()}
    assert found.pairs == sum(pairs.values()) > 0
    place = next(unit.place for unit in lively.site.own_units if unit.dwellings)
    assert found.site_pairs == pairs.get(place, 0)
    assert (found.families, found.lodgers) == (families, lodgers)
    nobody = {"social.exchange_share": 0.0, "social.lodger_share": 0.0}
    none = with_parameters(lively, nobody, both)
    assert none.pairs == none.lodgers == 0


def test_seats_are_the_limit_and_trainees_are_who_may_train(scenario, village):
    for seat in (100.0, 4.0):
        model = Microville(scenario(SCHOOL.format(seat=seat)), village)
        model.step()
        month = model.social_month
        assert month.seats == int(1600 * 0.75 / seat)
        people = model.population.people
        asked = people.alive & np.isin(people.status, (UNEMPLOYED, STUDENT))
        asked &= people.age(0) >= 18
        assert asked[month.trainees].all()
        # Everybody of the village lives within reach.
        assert len(month.trainees) == min(int(asked.sum()), month.seats)
        table = collect(model, names=["trainees"]).set_index("group")["value"]
        assert table["all"] == len(month.trainees)
        first = month.trainees
        for _ in range(7):
            model.step()
        alive = first[model.population.people.alive[first]]
        assert (model.social_month.trainees == alive).all()  # they stay until September


def test_nobody_trains_where_they_cannot_get(scenario, village):
    model = Microville(scenario(SCHOOL.format(seat=4.0)), village)
    model.step()
    model.month = 8
    none = np.zeros(0, dtype=np.int64)
    assert len(trainees(model, none)) > 0
    assert (
        len(with_parameters(model, {"social.training_reach_min": 0.0}, lambda m: trainees(m, none)))
        == 0
    )


def test_companies_survive_as_firms_do_and_better_while_incubated(lively):
    """Observed: 69 % after five years; chances by 4,000 companies over five years."""
    count, known = 4000, lively.month

    def left(months, helped):
        alive = tuple(SpinOff(f"floor {i}", 0) for i in range(count))
        for month in range(1, 61):
            lively.month = month
            alive = tuple(c for c in spin_offs(lively, alive) if c.born == 0)
            if month == months:
                break
        return len(alive) / count

    try:
        never = {"entry.incubator_months": 0}
        alone = with_parameters(lively, never, lambda _: left(60, helped=False))
        incubated = left(60, helped=True)
    finally:
        lively.month = known
    assert alone == pytest.approx(0.69, abs=4 * (0.69 * 0.31 / count) ** 0.5)
    assert incubated > alone + 0.02


def test_births_of_companies_follow_research_floor(lively):
    known, born = lively.month, 0
    try:
        for month in range(2000):
            lively.month = month
            born += len(spin_offs(lively, ()))
    finally:
        lively.month = known
    expected = 2000 / 12 * 900 * 0.25 / 1000 * 1.5
    assert born == pytest.approx(expected, abs=4 * expected**0.5)


def test_who_takes_part_lives_near_and_is_the_same_with_more_animation(lively):
    lively.cooperative.animation_cents = 250_000
    few = joins(lively)
    lively.cooperative.animation_cents = 500_000
    many = joins(lively)
    assert (few <= many).all()
    assert 0 < few.sum() < many.sum()
    people, households = lively.population.people, lively.population.households
    assert (people.age(lively.month)[many] >= 15).all()
    assert lively.focus_zone[households.zone[people.household[many]]].all()
    far = with_parameters(lively, {"social.half_distance_min": 0.1}, joins)
    assert far.sum() < many.sum()
    lively.cooperative.animation_cents = 0
    assert not joins(lively).any()


def test_visits_to_leisure_are_those_of_the_facilities(lively):
    found = lively.social_month.visits
    row = next(r for entry, r in lively.site_services if entry.category == "playground")
    assert found["playground"] == lively.facilities.visits[row] > 0
    table = collect(lively, names=["site_leisure_visits"]).set_index("group")["value"]
    assert table["all"] == sum(found.values())


def test_an_empty_site_has_no_social_life_of_its_own(scenario, village):
    model = Microville(scenario(""), village)
    model.step()
    month = model.social_month
    assert (month.seats, len(month.trainees), month.spin_offs) == (0, 0, ())
    assert sum(month.visits.values()) == 0
    assert month.generations.site_pairs == 0
