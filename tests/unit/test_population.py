"""The synthetic people of the village: exact by zone, in homes of their own zone."""

from dataclasses import fields

import numpy as np
import pandas as pd
import pytest

from microville.access import find_places
from microville.errors import InputError
from microville.parameters import Parameters
from microville.population import sample_weight, synthetic_population
from microville.population.activity import (
    ACTIVITY_RATES,
    activity_rate,
    birthday_status,
    unemployment_rate,
)
from microville.population.columns import (
    EMPLOYED,
    INSTITUTION,
    NEWCOMER,
    PUPIL,
    RETIRED,
    UNEMPLOYED,
)
from microville.population.marginals import cell_profile, zone_marginals
from microville.population.newcomers import TYPES, newcomer_households
from microville.population.placement import place_in_cells
from microville.population.traits import incomes, statuses, zone_cars

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


def test_ages_of_cells_set_the_profile_of_their_commune():
    bands = ("0_3", "4_5", "6_10", "11_17", "18_24", "25_39", "40_54", "55_64", "65_79", "80_plus")
    cells = pd.DataFrame({f"age_{band}": [1.0, 0.0] for band in bands})
    cells["age_11_17"] = [4.0, 3.0]
    cells["age_65_79"] = [10.0, 2.0]
    profile = cell_profile(cells)
    assert (profile.under_15, profile.over_64) == (pytest.approx(3 + 4), 13.0)
    assert profile.working == pytest.approx((3, 2 / 7, 5 / 7, 1, 1, 1))
    made = zone_marginals(1000, 400, 600, 400, 40, profile=profile)
    assert (made.under_15, made.over_64) == (140, 260)
    assert made.elders == (240, 20)
    assert cell_profile(cells.drop(columns="age_4_5")) is None
    assert cell_profile(cells.iloc[:0]) is None


def test_only_very_large_households_stand_for_an_institution():
    """Thillois: 511 people, 163 households; Variscourt: 210 and 73."""
    assert zone_marginals(511, 163, 340, 243, 17).institution == 511 - int(2.9 * 163)
    assert zone_marginals(210, 73, 139, 116, 7).institution == 0
    assert zone_marginals(30, 0, 20, 9, 1).institution == 30


def test_activity_odds_are_those_of_age_times_one_number():
    """Second implementation: the odds ratios of ages do not depend on a commune's level."""
    age = np.repeat([20, 40, 57, 62], 20_000)
    for level in (0.5, 0.66, 0.8):
        given_ = zone_marginals(80_000, 40_000, 80_000, int(level * 80_000), 6000)
        status = statuses("Z", age, given_, 3)
        share = np.isin(status, (EMPLOYED, UNEMPLOYED)).reshape(4, -1).mean(axis=1)
        odds = share / (1 - share)
        rate = activity_rate(np.array([20, 40, 57, 62])) / 1000
        wanted = rate / (1 - rate)
        assert odds / odds[0] == pytest.approx(wanted / wanted[0], rel=0.12)


def test_young_people_are_unemployed_more_often():
    rate = unemployment_rate(np.array([15, 24, 25, 54, 55, 64]))
    # 1 - employment rate / activity rate, Grand Reims 2022.
    published = [1 - 30.3 / 39.7, 1 - 80.2 / 90.6, 1 - 54.6 / 60.4]
    assert rate[::2] / 1000 == pytest.approx(published, abs=0.0015)
    assert (rate[::2] == rate[1::2]).all()


def test_birthdays_carry_each_rate_into_the_next():
    keys = np.arange(100_000, dtype=np.uint64)
    status = np.full(len(keys), PUPIL, dtype=np.int8)
    for age in range(16, 66):
        status = birthday_status(status, np.full(len(keys), age), keys, 1)
        active = np.isin(status, (EMPLOYED, UNEMPLOYED)).mean()
        band = next((rate for low, high, rate in ACTIVITY_RATES if low <= age <= high), 0)
        if age >= 18:
            assert active == pytest.approx(band / 1000, abs=0.006)
    assert (status == RETIRED).all()


@pytest.mark.parametrize(("urban", "share", "mean"), [(True, 0.70, 1.3), (False, 0.90, 1.5)])
def test_as_many_own_cars_as_published(urban, share, mean):
    keys = np.arange(5000, dtype=np.uint64)
    drivers = np.tile([0, 1, 2, 3, 2, 1, 2, 2, 3, 2, 1, 2, 2, 1, 2], 334)[:5000]
    owned = zone_cars(keys, urban, drivers, PARAMETERS, 1)
    assert (owned > 0).sum() == round(share * 5000)
    assert (owned <= drivers).all()
    assert owned[owned > 0].mean() == pytest.approx(mean, abs=0.001)
    # Where drivers are too few, every car that can be driven is there and no more.
    few = zone_cars(keys, urban, (drivers > 2).astype(np.int64), PARAMETERS, 1)
    assert few.sum() == (drivers > 2).sum()


def test_homes_outside_cells_serve_when_those_inside_do_not_suffice():
    sizes = np.array([2, 2, 2, 1])
    homes, cell = np.array([10, 11]), np.array([0, -1])
    chosen = place_in_cells("Z", sizes, homes, np.array([2, 5]), cell, np.array([7.0]), 1)
    assert np.bincount(chosen, minlength=12)[[10, 11]].tolist() == [2, 2]
    chosen = place_in_cells("Z", sizes, homes, np.array([4, 5]), cell, np.array([7.0]), 1)
    assert (chosen == 10).all()


def test_partners_are_mostly_of_unlike_sex(made):
    first = np.searchsorted(made.people.household, np.arange(len(made.households)))
    couples = first[np.isin(made.households.kind, (1, 2))]
    same = made.people.female[couples] == made.people.female[couples + 1]
    assert same.mean() < 0.06
