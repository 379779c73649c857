"""Impacts in euros reproduce the figures that Bénéfriches publishes with its code."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from microville.errors import InputError
from microville.impacts import (
    ByDensity,
    Commune,
    Floors,
    Project,
    WhoExist,
    fixed_rule,
    holding_costs,
    make_years,
    ring_m2,
    travel_lines,
    travel_radius_m,
)
from microville.impacts.nature import cooling_lines, soil_lines
from microville.impacts.nearby import property_lines, property_tax_eur, public_lines
from microville.impacts.published import casualties_per_accident, pollution_eur_km
from microville.parameters import Parameters

P = Parameters()
COUNTRY = Commune(300_000, 6e9)
TOWN = Commune(18_000, 15e6)
SITE = Project(
    15_000, 0, Floors(housing=1_500, offices=1_000, other_activity=1_000, culture_sport=1_500)
)
LARGE = Project(10_000, 0, Floors(housing=160e6, offices=1_500, other_activity=700))


def years(count, first=2025):
    return make_years(first, P, count)


def by_key(lines):
    return {line.key: line for line in lines}


def travel(project, commune, count=10):
    period = years(count)
    spared = fixed_rule(project, ByDensity(commune, project.site_m2), period, P)
    return spared, by_key(travel_lines(spared, commune, period, P))


def test_rings_and_the_people_in_them():
    assert ring_m2(10_000, 500) == pytest.approx(962_643.55, abs=0.01)
    assert ring_m2(10_000, 100) == pytest.approx(66_865, abs=1)
    around = ByDensity(COUNTRY, 10_000)
    assert around.within(500) * 32 == pytest.approx(1540.23, abs=0.005)
    assert around.within(100) * 32 == pytest.approx(106.984, abs=0.0005)
    assert 50_000 / P.impacts.housing_per_person_m2 == 1562.5
    assert 1562.5 / P.impacts.persons_per_household == pytest.approx(710.227272, abs=1e-6)
    # The rule guesses 178 neighbours around Courcy's 65 ha.
    assert ByDensity(Commune(1247, 15.5e6), 650_000).within(500) == pytest.approx(178, abs=0.5)


@pytest.mark.parametrize(
    ("activity", "culture", "radius"),
    [
        (0, 0, 0),
        (145, 0, 100),
        (150.9, 0, 100),
        (151, 0, 200),
        (285, 0, 200),
        (300, 0, 500),
        (2200, 0, 500),
        (505, 30, 500),
        (0, 10, 500),
    ],
)
def test_how_far_activities_spare_trips(activity, culture, radius):
    floors = Floors(housing=10_000, other_activity=activity, culture_sport=culture)
    assert travel_radius_m(floors) == radius
    assert travel_radius_m(replace(floors, offices=activity, other_activity=0)) == radius


def test_factors_by_year():
    period = years(50)
    at = dict(zip(range(2025, 2075), range(50), strict=True))
    for year, gdp in ((2025, 1.04), (2030, 1.1), (2034, 1.15), (2050, 1.4), (2074, 1.86)):
        assert round(period.gdp[at[year]], 2) == gdp
    for year, carbon in ((2025, 150), (2027, 184), (2030, 250), (2034, 330), (2050, 775)):
        assert round(period.carbon_eur_t[at[year]]) == carbon
    assert period.carbon_eur_t[at[2074]] == 775
    for year, grams in ((2025, 132), (2030, 120.9), (2034, 113.3), (2050, 87.2), (2074, 87.2)):
        assert round(period.car_g_km[at[year]], 1) == grams
    for year, share in ((2025, 1), (2030, 0.8), (2034, 0.67), (2050, 0.33), (2074, 0.12)):
        assert round(period.discount[at[year]], 2) == share


def test_sums_over_years():
    long, short = years(50), years(10)
    assert round((83 * long.discount).sum()) == 1714
    assert round((83 * long.discount * long.between(1, 34)).sum()) == 1413
    assert round((83 * short.discount * short.between(1, 21)).sum()) == 603
    assert round((133_912 * long.discount * long.gdp).sum()) == 3_511_611
    assert round((15_000 * long.discount * long.carbon_eur_t).sum()) == 145_146_579
    month = years(30)
    assert round((0.225 * month.discount * month.carbon_eur_t).sum()) == 1544
    assert round((190_000 * long.car_g_km / 1e6).sum()) == 930


def test_travel_spared_in_a_town():
    spared, lines = travel(SITE, TOWN)
    one = years(1, first=2022)  # output a head is 1 in 2022: the rates as they are
    plain = by_key(
        travel_lines(fixed_rule(SITE, ByDensity(TOWN, SITE.site_m2), one, P), TOWN, one, P)
    )
    assert plain["accident_damage"].discounted_eur == pytest.approx(58.6, abs=0.05)
    assert plain["air_pollution"].discounted_eur == pytest.approx(3099.0, abs=0.05)
    assert plain["car_expenses"].discounted_eur == pytest.approx(23_536.78, abs=0.005)
    assert plain["travel_time"].discounted_eur == pytest.approx(78_763.75, abs=0.005)
    assert spared.hours[0] == pytest.approx(7900.07, abs=0.005)
    assert spared.hours.sum() == pytest.approx(79_000.75, abs=0.005)
    totals = {key: round(line.discounted_eur) for key, line in lines.items()}
    assert totals["air_pollution"] == 27_919
    assert totals["car_expenses"] == 212_041
    assert totals["accident_damage"] == 528
    assert totals["travel_time"] == 709_578
    assert totals["traffic_co2"] == 45_308
    assert round((spared.car_km * years(10).car_g_km / 1e6).sum()) == 240
    assert totals["minor_injuries"] == totals["severe_injuries"] == totals["deaths"] == 0


def test_casualties_are_whole_numbers_a_year():
    _, lines = travel(LARGE, COUNTRY)
    assert round(lines["minor_injuries"].discounted_eur) == 7_684_083  # 44 a year
    assert round(lines["severe_injuries"].discounted_eur) == 8_732_056  # 2 a year
    assert lines["deaths"].discounted_eur == 0  # 0.8 a year


def test_more_travel_costs_no_life_that_is_not_whole():
    period = years(10)
    spared, _ = travel(SITE, TOWN)
    more = replace(spared, car_km=-spared.car_km, hours=-spared.hours)
    gains = travel_lines(spared, TOWN, period, P)
    losses = travel_lines(more, TOWN, period, P)
    for gain, loss in zip(gains, losses, strict=True):
        assert loss.discounted_eur == pytest.approx(-gain.discounted_eur)
        assert loss.sign == -gain.sign


BESIDE = Commune(36_946, 20e6, price_eur_m2=974, zone_abc="B1")


@pytest.mark.parametrize(
    ("count", "renatured", "zone", "value", "duties"),
    [
        (10, False, "B1", 455_339, 6_637),
        (10, True, "B1", 2_286_071, 33_321),
        (3, True, "B1", 975_188, 8_585),
        (50, True, "B1", 2_286_071, 78_036),
        (50, False, "B2", 139_671, 4_768),
    ],
)
def test_nearby_property(count, renatured, zone, value, duties):
    commune = replace(BESIDE, zone_abc=zone)
    around = ByDensity(commune, 36_000)
    lines = by_key(property_lines(commune, around, years(count), P, renatured=renatured))
    assert round(lines["property_value"].discounted_eur) == value
    assert round(lines["transfer_duties"].discounted_eur) == duties


@pytest.mark.parametrize("change", [{"rural": True}, {"zone_abc": "C"}, {"price_eur_m2": 0.0}])
def test_nearby_property_is_left_out_not_zero_where_its_condition_fails(change):
    commune = replace(BESIDE, **change)
    for line in property_lines(commune, ByDensity(commune, 36_000), years(10), P):
        assert not line.counted
        assert (line.discounted_eur, line.sign) == (0, 0)


def test_cooling():
    project = Project(
        120_000,
        0,
        Floors(housing=1_500, offices=12_000, other_activity=1_000),
        public_green_m2=65_100,
    )
    period = years(10)
    lines = by_key(cooling_lines(project, ByDensity(TOWN, 120_000), period, P))
    assert round(lines["cooling_homes"].discounted_eur) == 2052
    assert round(lines["cooling_firms"].discounted_eur) == 7525
    assert round(lines["cooling_co2"].discounted_eur) == 771
    small = replace(project, site_m2=15_000, public_green_m2=400)
    assert not any(
        line.counted for line in cooling_lines(small, ByDensity(TOWN, 15_000), period, P)
    )


def test_soils():
    """One thousand square metres of grassland and 200 of woodland, in euros of 2022."""
    project = Project(1e5, 0, Floors(), {}, {"grassland": 1000.0, "woodland": 200.0})
    one = years(1, first=2022)
    gained = {k: v.discounted_eur for k, v in by_key(soil_lines(project, one, P)).items()}
    assert gained["leisure"] == pytest.approx(13, abs=0.5)
    assert gained["wood"] == pytest.approx(3, abs=0.5)
    assert gained["pollination"] == pytest.approx(1.2 * 9.2)
    assert gained["water_regulation"] == pytest.approx(1200 * 0.01184)
    assert gained["nitrogen"] == pytest.approx(6.9)
    assert gained["erosion"] == pytest.approx(1200 * (0.025 + 0.0034))
    assert gained["water_cycle"] == pytest.approx(1200 * 0.1356)
    lost = by_key(soil_lines(replace(project, covers_before={"grassland": 3000.0}), one, P))
    assert lost["leisure"].sign == lost["water_cycle"].sign == -1
    assert not lost["pollination"].counted
    assert lost["wood"].counted


def test_taxes_and_roads():
    one = years(2, first=2022)
    lines = by_key(public_lines(SITE, one, P))
    assert property_tax_eur(1_500, P.site_impacts) == pytest.approx(0.5 * 14 * 0.4038 * 1_500)
    assert lines["housing_tax"].eur[0] == pytest.approx(4239.9)
    assert lines["office_tax"].eur[0] == pytest.approx(2018 * 1_000 / 15)
    assert lines["roads"].eur.tolist() == [0.0, pytest.approx(-8995 * 1.5)]


@pytest.mark.parametrize("rural", [False, True])
def test_idle_site_costs_between_nothing_and_the_published_rate(rural):
    project = Project(5_000, 200, Floors())
    costs = {c.key: c for c in holding_costs(project, Commune(10_000, 1e7, rural=rural), P)}
    assert costs["dumping"].published_eur == pytest.approx(423)
    assert costs["security"].published_eur == pytest.approx(11_000)
    assert costs["security"].counted_eur == (0 if rural else pytest.approx(11_000))
    assert costs["upkeep"].counted_eur == pytest.approx(1_400)
    assert round(costs["tax"].counted_eur) == 565
    published, counted = costs["security"].discounted_eur(years(2))
    assert published == pytest.approx(11_000 * (1 + 1 / 1.045))
    assert counted == (0 if rural else published)


def test_neighbours_who_exist_are_counted_once():
    around = WhoExist(np.array([0.0, 99.0, 100.0, 100.1, 900.0]), np.array([1.0, 2, 4, 8, 16]))
    assert [around.within(radius) for radius in (0, 50, 100, 500, 1000)] == [0, 1, 7, 15, 31]
    period = years(1)
    few, guessed = (
        fixed_rule(SITE, who, period, P) for who in (around, ByDensity(TOWN, SITE.site_m2))
    )
    people = ByDensity(TOWN, SITE.site_m2).within(500) - 15
    assert guessed.car_km[0] - few.car_km[0] == pytest.approx(people * 365 * 0.5 * 1.2 / 1.45)


@pytest.mark.parametrize(("first", "count"), [(2025, 0), (2025, 51), (1900, 10), (2500, 10)])
def test_years_that_cannot_be_evaluated_are_refused(first, count):
    with pytest.raises(InputError, match="Choose"):
        make_years(first, P, count)


def test_carbon_before_its_first_year_goes_on_by_the_same_ratio():
    ratio = (250 / 90) ** 0.1
    assert make_years(2015, P, 1).carbon_eur_t[0] == pytest.approx(90 / ratio**5)
    assert math.isclose(make_years(2040, P, 1).carbon_eur_t[0], 500)


@pytest.mark.parametrize(
    ("density", "cost"),
    [
        (36.9, 0.0097),
        (37, 0.0133),
        (449, 0.0133),
        (450, 0.0158),
        (1499, 0.0158),
        (1500, 0.0388),
        (4499, 0.0388),
        (4500, 0.1405),
        (20_000, 0.1405),
    ],
)
def test_pollution_by_density(density, cost):
    assert pollution_eur_km(density) == cost


@pytest.mark.parametrize(
    ("population", "rates"),
    [
        (4_999, (0.096, 0.374, 1.016)),
        (5_000, (0.048, 0.234, 1.063)),
        (20_000, (0.030, 0.123, 1.158)),
        (50_000, (0.031, 0.119, 1.109)),
        (100_000, (0.023, 0.077, 1.232)),
    ],
)
def test_casualties_by_size_of_commune(population, rates):
    assert casualties_per_accident(population) == rates
