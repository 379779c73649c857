"""Indicators of land and of travel that adds up, read from a small model."""

from __future__ import annotations

import pytest

from microville.indicators import collect, make_groups
from microville.model import Microville

LAND = """
[[programme.parcels]]
parcel = "P09"
area_ha = 2.0
cover = "market_garden"
start = "2025-04"

[[programme.parcels]]
parcel = "P05"
area_ha = 1.5
unseal_ha = 1.0
cover = "renatured"
start = "2025-02"
until = "2025-03"
"""


def values(model, *names):
    table = collect(model, names=names)
    return {(row.indicator, row.group): row.value for row in table.itertuples()}


def test_land_is_conserved_between_covers(village, scenario):
    model = Microville(scenario(LAND), village, seed=1)
    found = []
    for _ in range(4):
        model.step()
        read = values(model, "site_sealed_ha", "site_natural_ha", "food_land_ha")
        found.append(
            [read[name, "all"] for name in ("site_sealed_ha", "site_natural_ha", "food_land_ha")]
        )
    # 11.375 ha, of which 2.1 are sealed. In February and March 1 ha is unsealed and 1.5 renatured
    # (half a hectare of it was grass); in April 2 ha of grass become a garden. Unsealed stays so.
    assert found == [
        [2.1, pytest.approx(9.275, abs=0.006), 0],
        [1.1, pytest.approx(10.275, abs=0.006), 0],
        [1.1, pytest.approx(10.275, abs=0.006), 0],
        [1.1, pytest.approx(7.275, abs=0.006), 2.0],
    ]


def test_travel_totals_are_sums_over_people(village, quiet):
    model = Microville(quiet, village, seed=1)
    model.step()
    read = values(model, "car_km_total_day", "travel_hours_total_day", "travel_minutes_per_day")
    groups = make_groups(model)
    km = sum(
        int(model.day.car_m[row]) * int(groups.weight[row]) for row in range(len(groups.weight))
    )
    assert read["car_km_total_day", "all"] == pytest.approx(km / 6000, abs=0.5)
    assert km > 0
    hours = read["travel_hours_total_day", "all"]
    people = int(groups.weight[groups.member["all"]].sum())
    assert read["travel_minutes_per_day", "all"] == pytest.approx(hours * 60 / people, abs=0.01)
    communes = [read["car_km_total_day", f"commune:{zone}"] for zone in "WE"]
    assert sum(communes) == pytest.approx(read["car_km_total_day", "all"], abs=1.0)
