"""Travel and daily life in numbers: emissions by year, five modes, wishes served and not."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from microville.indicators import collect
from microville.indicators.emissions import car_grams, grams_per_km, travel_grams
from microville.model import Microville
from microville.model.day import REASONS, TRAVEL_MODES
from microville.parameters import Parameters
from microville.territory.categories import FUNCTIONS


@pytest.fixture(scope="module")
def stepped(active, village):
    """The village after two months."""
    model = Microville(active, village, seed=4)
    for _ in range(2):
        model.step()
    return model


def values(model):
    return collect(model).set_index(["indicator", "group"])["value"]


def test_cars_emit_what_is_published_and_less_from_year_to_year():
    parameters = Parameters()
    published = {2015: 157.2, 2030: 120.9, 2050: 87.2}
    assert {year: car_grams(parameters, year) for year in published} == published
    assert car_grams(parameters, 2025) == pytest.approx(157.2 - 10 / 15 * (157.2 - 120.9))
    assert car_grams(parameters, 2040) == pytest.approx((120.9 + 87.2) / 2)
    assert (car_grams(parameters, 2000), car_grams(parameters, 2070)) == (157.2, 87.2)
    years = [car_grams(parameters, year) for year in range(2015, 2051)]
    assert all(later < earlier for earlier, later in pairwise(years))


def test_a_week_by_hand(active, village):
    model = Microville(active, village, seed=1)
    model.step()
    model.day.trip_m[:] = 0
    model.day.trip_ms[:] = 0
    person = int(np.flatnonzero(model.population.people.age(0) >= 18)[0])
    # 145 km by car, 100 km by e-bike and 10 km by public transport in the week.
    model.day.trip_m[person, 2:] = (145_000, 100_000, 10_000)
    model.day.trip_ms[person] = [minutes * 60_000 for minutes in (100, 20, 60, 30, 40)]
    grams = travel_grams(model)
    assert grams[person].tolist() == pytest.approx([0, 0, 100 * 133.0, 100 * 8 * 0.055, 500])
    assert grams.sum() == pytest.approx(grams[person].sum())
    told, people = values(model), values(model)["population", "all"]
    assert told["car_cost_eur_per_day", "all"] * 6 * people == pytest.approx(12.0, abs=3)
    # 100 + 20 + 30 minutes on foot, by bike and by e-bike are just enough for one adult.
    adults = (model.population.people.age(model.month) >= 18) & model.population.people.alive
    assert told["active_adults_share", "all"] == pytest.approx(1 / adults.sum(), abs=1e-4)
    model.day.trip_ms[person, 3] -= 1
    assert values(model)["active_adults_share", "all"] == 0


def test_the_year_of_the_month_simulated_counts(active, village):
    model = Microville(active, village, seed=1)
    model.step()
    model.day.trip_m[:] = 1000
    for month, year in ((1, 2025), (12, 2025), (13, 2026), (72, 2030), (73, 2031)):
        model.month = month
        expected = grams_per_km(model.parameters, year)
        assert np.allclose(travel_grams(model), expected), month


def test_modes_add_up_to_all_travel(stepped):
    told = values(stepped)
    for group in ("all", "focus", "present", "age:30-64"):
        shares = [told[f"trip_share_{mode}", group] for mode in TRAVEL_MODES]
        assert sum(shares) == pytest.approx(1.0, abs=3e-4)
        for what, name, near in (
            ("trips", "trips_per_day", 3e-3),
            ("minutes", "travel_minutes_per_day", 3e-2),
        ):
            parts = sum(told[f"{mode}_{what}_per_day", group] for mode in TRAVEL_MODES)
            assert parts == pytest.approx(told[name, group], abs=near)
        active = sum(told[f"{mode}_minutes_per_day", group] for mode in ("walk", "bike", "ebike"))
        assert active == pytest.approx(told["active_minutes_per_day", group], abs=2e-2)
        assert told["car_co2_kg_per_day", group] <= told["travel_co2_kg_per_day", group]


def test_every_wish_is_served_or_has_a_reason(stepped):
    told = values(stepped)
    for group in told["person_served_share"].index:
        reasons = ("turned_away_share", "closed_share", "out_of_reach_share")
        unserved = sum(told[name, group] for name in reasons)
        assert told["person_served_share", group] + unserved == pytest.approx(1.0, abs=3e-4)
        near, far = (told[f"person_served_{n}_share", group] for n in ("nearby", "30"))
        assert near <= far <= told["person_served_share", group]
    for function in FUNCTIONS:
        if (f"served_{function}", "all") not in told.index:
            continue  # nobody wishes for it
        kinds = [
            told[f"{kind}_{function}", "all"] for kind in ("served_nearby", "served_30", "served")
        ]
        assert kinds == sorted(kinds)


def test_each_reason_is_read_from_its_own_column(stepped):
    day, before = stepped.day, stepped.day.unserved_by.copy()
    try:
        for column, name in enumerate(("out_of_reach_share", "closed_share", "turned_away_share")):
            day.unserved_by[:] = 0
            day.unserved_by[:, column] = day.wanted_by.sum(axis=1)
            told = values(stepped)
            assert told[name, "all"] == 1.0, REASONS[column]
            assert (
                told.loc[["out_of_reach_share", "closed_share", "turned_away_share"], "all"].sum()
                == 1
            )
    finally:
        day.unserved_by[:] = before
