"""The columns and kernels of daily life give what a town of plain Mesa agents gives.

Wish by wish, trip by trip and week by week.
"""

from collections import Counter

import numpy as np
import pytest

from conftest import ACTIVE, QUIET
from microville.indicators import collect
from microville.model import Microville
from microville.model.day import REASONS, TRAVEL_MODES
from microville.model.watch import watch
from microville.population.columns import OUTSIDE

from .by_agents import ByAgents
from .compare import check_same_month

TOWN = """
[parameters.population]
urban_density_km2 = 1000.0
bike_ownership = 0.8

[parameters.mobility]
ebike_share_of_bikes = 0.25
constant_transit = 1.0

[parameters.activity]
closing_shift_min = -60.0
"""
"""The west of the village is a town with public transport; many ride; places close early."""
CHANGES = """
[[programme.services]]
category = "bakery"
parcel = "P09"
start = "2025-02"
until = "2025-05"

[[shocks]]
kind = "close_category"
category = "restaurant_cafe"
share = 0.6
start = "2025-02"
months = 2

[[shocks]]
kind = "close_category"
category = "green_space"
start = "2025-03"
months = 1

[[shocks]]
kind = "close_category"
category = "workplace"
share = 0.5
start = "2025-03"
months = 1
"""
"""Places open and close, on the site and off it."""


@pytest.mark.parametrize(
    ("seed", "fraction", "months"), [(1, 1.0, 4), (2**40 + 7, 1.0, 2), (3, 0.2, 4)]
)
def test_every_wish_and_every_trip_of_several_months(
    scenario, village, seen, seed, fraction, months
):
    given = scenario(ACTIVE, QUIET, CHANGES, TOWN)
    ours, plain = (
        kind(given, village, seed=seed, fraction=fraction) for kind in (Microville, ByAgents)
    )
    watch(ours)
    for model in (ours, plain):  # so that many are turned away, and try again
        model.facilities.capacity[:] = np.minimum(model.facilities.capacity, 60)
        school = model.population.people.school
        school[::7][school[::7] >= 0] = OUTSIDE
    met = Counter()
    for _ in range(months):
        ours.step()
        plain.step()
        check_same_month(ours, plain, seen)
        met.update(kinds_of(plain))
    # What is compared happened at all.
    expected = {*TRAVEL_MODES, *REASONS, "served", "wish", "main", "own tour", "second", "between"}
    assert {name for name, count in met.items() if count} >= expected


def kinds_of(plain):
    """Count what happened in a month."""
    met = Counter()
    for day in plain.days:
        met.update(trip.mode for trips in day.trips.values() for trip in trips)
        met.update(wish.outcome for wish in day.errands())
        met.update(wish.follows or "own tour" for wish in day.errands())
        met["second"] += sum(f.refused > 0 for f in plain.town.facilities)
        met["between"] += sum(len(trips) % 2 for trips in day.trips.values())
    return met


def test_a_year_by_agents_gives_the_same_indicators_and_accounts(scenario, village, seen):
    """With newcomers, hirings, businesses and shut workplaces, and schools in September."""
    given = scenario(ACTIVE, QUIET, CHANGES)
    ours, plain = (kind(given, village, fraction=0.2) for kind in (Microville, ByAgents))
    watch(ours)
    for _ in range(10):
        ours.step()
        plain.step()
        check_same_month(ours, plain, seen)
        assert collect(ours).equals(collect(plain))
    assert ours.events == plain.events
    assert ours.cooperative.ledger.to_columns() == plain.cooperative.ledger.to_columns()
    assert ours.site_visits > 0
