"""The synthetic people of the village: exact by zone, in homes of their own zone."""

from dataclasses import fields

import numpy as np
import pytest

from microville.access import find_places
from microville.errors import InputError
from microville.parameters import Parameters
from microville.population import sample_weight, synthetic_population
from microville.population.columns import (
    EMPLOYED,
    INSTITUTION,
    NEWCOMER,
    PUPIL,
    RETIRED,
    UNEMPLOYED,
)
from microville.population.marginals import zone_marginals
from microville.population.newcomers import TYPES, newcomer_households
from microville.population.traits import incomes

PARAMETERS = Parameters()


def people_of(territory, seed=1, fraction=1.0):
    rows = find_places(territory).buildings
    return synthetic_population(territory, PARAMETERS, seed, home_rows=rows, fraction=fraction)


@pytest.fixture(scope="module")
def made(village):
    return people_of(village)


def zone_of(population):
    return population.households.zone[population.people.household]


def equal(one, two):
    return all((getattr(one, f.name) == getattr(two, f.name)).all() for f in fields(one))


def test_each_zone_has_exactly_its_census(village, made):
    age, zone = made.people.age(0), zone_of(made)
    for row, facts in enumerate(village.zones.itertuples()):
        here = zone == row
        assert here.sum() == facts.population
        homes = made.households.kind[made.households.zone == row]
        assert (homes != INSTITUTION).sum() == facts.households
        assert ((age >= 15) & (age < 65) & here).sum() == facts.aged_15_64
        status = made.people.status[here]
        assert np.isin(status, (EMPLOYED, UNEMPLOYED)).sum() == facts.active_15_64
        assert (status == UNEMPLOYED).sum() == facts.unemployed_15_64
        wanted = zone_marginals(
            facts.population,
            facts.households,
            facts.aged_15_64,
            facts.active_15_64,
            facts.unemployed_15_64,
        )
        assert ((age < 15) & here).sum() == wanted.under_15
        assert ((age >= 65) & here).sum() == wanted.over_64
        assert wanted.under_15 + wanted.over_64 + facts.aged_15_64 == facts.population


def test_everybody_lives_in_a_dwelling_of_their_zone(village, made):
    places = find_places(village)
    buildings = village.buildings.iloc[places.buildings]
    home = made.households.home
    names = village.zones["zone"].to_numpy()
    assert (buildings["zone"].to_numpy()[home] == names[made.households.zone]).all()
    lived = np.bincount(home, minlength=len(buildings))
    assert (lived <= buildings["dwellings"].to_numpy()).all()
    assert len(np.unique(made.households.key)) == len(made.households)
    assert len(np.unique(made.people.key)) == len(made.people)


def test_people_are_and_own_what_they_can(made):
    people, households, age = made.people, made.households, made.people.age(0)
    assert (age[people.licence] >= 18).all()
    assert (age[people.bike] >= 6).all()
    drivers = np.bincount(people.household[people.licence], minlength=len(households))
    assert (households.cars <= drivers).all()
    assert (people.status[age >= 65] == RETIRED).all()
    assert (people.status[(age >= 3) & (age < 15)] == PUPIL).all()
    assert (households.income_eur > 0).all()
    assert people.alive.all()
    assert 0.4 < people.female.mean() < 0.6


def test_the_same_seed_gives_the_same_people_and_another_others(village, made):
    again, other = people_of(village), people_of(village, seed=2)
    assert equal(made.people, again.people)
    assert equal(made.households, again.households)
    assert not equal(made.people, other.people)
    # Who they are does not depend on luck.
    assert (np.sort(made.households.key) == np.sort(other.households.key)).all()


@pytest.mark.parametrize("weight", [2, 5])
def test_a_sample_keeps_the_focus_whole_and_stands_for_the_rest(village, made, weight):
    sample = people_of(village, fraction=1 / weight)
    focus = zone_of(sample) == 1
    whole = zone_of(made) == 1
    for field in ("key", "birth", "status", "female"):
        assert (getattr(sample.people, field)[focus] == getattr(made.people, field)[whole]).all()
    assert (sample.households.weight[sample.households.zone == 1] == 1).all()
    rest = sample.households.zone == 0
    assert (sample.households.weight[rest] == weight).all()
    assert abs(sample.households.weight[rest].sum() - 175) < weight
    counted = sample.households.weight[sample.people.household][~focus].sum()
    assert counted == pytest.approx(400, abs=4 * 1.2 * weight * np.sqrt(rest.sum()))
    assert np.isin(sample.people.key, made.people.key).all()


@pytest.mark.parametrize("fraction", [0.0, -1, 0.3, 2, 0.009, float("nan"), float("inf")])
def test_fractions_that_cannot_be_sampled_are_told(fraction):
    with pytest.raises(InputError, match="1 over a whole number"):
        sample_weight(fraction)


def test_fractions_are_one_over_a_whole_number():
    assert [sample_weight(f) for f in (1, 0.5, 0.2, 0.1, 0.01, 0.333333333)] == [
        1,
        2,
        5,
        10,
        100,
        3,
    ]


def test_incomes_have_the_published_deciles():
    keys = np.arange(200_000, dtype=np.uint64)
    income, third = incomes(keys, np.ones(len(keys)), PARAMETERS, 1)
    population = PARAMETERS.population
    first, middle, ninth = np.quantile(income * 12, [0.1, 0.5, 0.9])
    assert middle == pytest.approx(population.income_median_eur_year, rel=0.01)
    ratio = population.income_d9_eur_year / population.income_d1_eur_year
    assert ninth / first == pytest.approx(ratio, rel=0.02)
    assert np.bincount(third) / len(third) == pytest.approx([1 / 3] * 3, abs=0.01)
    assert income[third == 0].max() <= income[third == 1].min()
    assert income[third == 1].max() <= income[third == 2].min()
    double, _ = incomes(keys[:100], np.full(100, 2.0), PARAMETERS, 1)
    assert np.abs(double - 2 * income[:100]).max() <= 1


def test_ages_count_whole_years(made):
    people = made.people
    later = people.age(12)
    assert (later == people.age(0) + 1).all()
    assert (people.age(11) - people.age(0) <= 1).all()


def newcomers(first, count, month=20):
    return newcomer_households(
        key="B04/2025-03/housing",
        first=first,
        count=count,
        home=31,
        zone=1,
        month=month,
        parameters=PARAMETERS,
        seed=1,
    )


def test_newcomers_are_of_the_declared_mix_and_in_the_declared_home():
    people, households = newcomers(0, 4000)
    assert (households.home == 31).all()
    assert (households.presence == NEWCOMER).all()
    declared = {}
    for kind, share, _ in TYPES:
        declared[kind] = declared.get(kind, 0) + share
    assert sum(declared.values()) == 100
    found = np.bincount(households.kind, minlength=4)
    for kind, share in declared.items():
        assert found[kind] / 4000 == pytest.approx(share / 100, abs=0.035)
    age = people.age(20)
    assert age.min() >= 0
    eldest = np.zeros(4000)
    np.maximum.at(eldest, people.household, age)
    assert eldest.min() >= 19
    assert len(np.unique(people.key)) == len(people)
    # As many as the programme's targets are made of: 300 residents in 140 dwellings.
    assert len(people) / 4000 == pytest.approx(PARAMETERS.housing.site_household_size, abs=0.15)


def test_the_nth_newcomer_is_the_same_however_many_come():
    """Common random numbers: one more dwelling does not rename those who follow."""
    people, households = newcomers(0, 10)
    some, theirs = newcomers(4, 3)
    assert (theirs.key == households.key[4:7]).all()
    same = np.isin(people.household, (4, 5, 6))
    assert (some.key == people.key[same]).all()
    assert (some.birth == people.birth[same]).all()
