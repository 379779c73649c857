"""Building on fields outside the site: what a developer does there, and what it leaves alone."""

from __future__ import annotations

import csv

import pytest
import shapely

from microville.errors import ScenarioError
from microville.indicators import collect
from microville.model import Microville
from microville.paths import data_dir
from microville.runs.site_check import check_on_map
from microville.scenario import list_scenarios, load_scenario
from microville.territory.fields import Plot, place_plots

LEVERS = """
[parameters.works]
new_build_months = 3

[parameters.housing]
site_fill_months = 2

[parameters.business]
letting_delay_months = 0
"""
PLOTS = """
[[programme.greenfield]]
plot = "F01"
use = "housing"
start = "2025-02"
land_ha = 0.6
floor_area_m2 = 800.0
dwellings = 10
east_m = -300.0
north_m = 300.0

[[programme.greenfield]]
plot = "F02"
use = "workshop"
start = "2025-01"
land_ha = 0.4
floor_area_m2 = 1400.0
east_m = -120.0
north_m = 300.0
categories = ["bakery"]
"""
ESTATE = LEVERS + PLOTS


def values(model):
    table = collect(model)
    return {(row.indicator, row.group): row.value for row in table.itertuples()}


@pytest.fixture(scope="module")
def twins(village, scenario):
    """The village without and with an estate and a workshop on its fields, after eight months."""
    quiet = '[[programme.buildings]]\nbuilding = "B01"\nuse = "office"\nstart = "2025-01"\n'
    models = [
        Microville(scenario(body, quiet), village, seed=1) for body in (LEVERS, LEVERS + PLOTS)
    ]
    for _ in range(8):
        for model in models:
            model.step()
    return models


def test_homes_and_jobs_appear_on_the_plots(twins):
    _, model = twins
    read = values(model)
    assert read["greenfield_built_ha", "all"] == pytest.approx(1.0)
    assert read["greenfield_sealed_ha", "all"] == pytest.approx(0.6)
    assert read["greenfield_dwellings_occupied", "all"] == 10
    assert read["greenfield_jobs", "all"] == round(1400 * 0.9 / 70)
    homes = next(u for u in model.site.units if u.entry.building == "F01")
    households = model.population.households
    lived = [r for r in homes.households if households.alive[r]]
    assert len(lived) == 10
    assert {int(households.home[r]) for r in lived} == {homes.place}
    # They live where the plot lies, not where the site is.
    box = model.territory.layers["buildings"].geometry.iloc[homes.row]
    assert box.contains(shapely.Point(*model.access.places.xy[homes.place]))
    assert box.area == pytest.approx(6000)
    row = model.facilities.names.index("field/F02/2025-01/workshop/bakery")
    assert model.facilities.open[row]


def test_the_cooperative_neither_builds_nor_earns(twins):
    before, after = twins
    books = [list(model.cooperative.ledger.entries()) for model in (before, after)]
    assert books[0] == books[1]
    assert len(books[0]) > 50
    one, two = values(before), values(after)
    for name in ("site_jobs", "site_floor_in_use_share", "site_dwellings_occupied"):
        assert one[name, "all"] == two[name, "all"]
    assert (one["greenfield_built_ha", "all"], one["greenfield_jobs", "all"]) == (0, 0)


def test_plots_lie_on_free_land_apart_from_each_other(village):
    plots = [Plot(f"F{i}", -300.0, 200.0, 1.0) for i in range(4)]
    shapes = place_plots(village, plots)
    taken = [*village.layers["buildings"].geometry, *village.layers["parcels"].geometry]
    for number, shape in enumerate(shapes):
        assert shape.area == pytest.approx(1e4)
        assert not any(shape.intersects(other) for other in [*taken, *shapes[:number]])
    assert [s.wkb for s in shapes] == [s.wkb for s in place_plots(village, plots)]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("land_ha = 0.6", "land_ha = 900.0", ":16: programme.greenfield: F01: no 900 ha of free"),
        ('plot = "F01"', 'plot = "B04"', ":16: programme.greenfield (from 2025-02): a building is"),
        ('plot = "F01"', 'plot = "F02"', "a building is named 'F02'"),
    ],
)
def test_land_that_is_not_there_is_refused_with_file_and_line(village, scenario, old, new, told):
    with pytest.raises(ScenarioError) as caught:
        check_on_map(scenario(ESTATE.replace(old, new)), village)
    assert told in str(caught.value)
    assert ".toml:" in str(caught.value)


def test_what_stands_on_a_field_has_no_end_and_fits(scenario):
    for old, new, told in (
        ('start = "2025-02"', 'start = "2025-02"\nuntil = "2030-01"', "stays: leave it out"),
        ("floor_area_m2 = 800.0", "floor_area_m2 = 80000.0", "do not fit on 0.6 ha"),
        ('use = "housing"', 'use = "office"', "only the use 'housing' has dwellings"),
    ):
        with pytest.raises(ScenarioError, match=told):
            scenario(ESTATE.replace(old, new))


def test_sprawl_has_the_homes_jobs_and_services_of_balanced():
    assert "sprawl" in list_scenarios()
    balanced, sprawl, quiet = map(load_scenario, ("balanced", "sprawl", "status_quo"))
    assert sprawl.programme.buildings == quiet.programme.buildings
    assert not sprawl.programme.parcels
    rates = sprawl.parameters.business
    floor_per_job = {
        "office": rates.floor_per_job_office_m2,
        "coworking": rates.floor_per_job_office_m2,
        "shop": rates.floor_per_job_shop_m2,
        "storage": rates.floor_per_job_storage_m2,
    }
    with (data_dir("maps") / "site_buildings.csv").open(encoding="utf-8") as handle:
        whole = {r["building_id"]: float(r["floor_area_m2"]) for r in csv.DictReader(handle)}

    def homes_and_jobs(scenario):
        final = [e for e in scenario.programme.buildings if e.until is None and e.use]
        entries = [*final, *scenario.programme.greenfield]
        dwellings = sum(e.dwellings or 0 for e in entries)
        floors = [
            (e.floor_area_m2 or whole[e.building], e.use) for e in entries if e.use != "housing"
        ]
        jobs = sum(m2 / floor_per_job.get(u, rates.floor_per_job_other_m2) for m2, u in floors)
        return dwellings, jobs, {c for e in entries for c in e.categories}

    one, two = homes_and_jobs(balanced), homes_and_jobs(sprawl)
    assert one[0] == two[0] == 140
    assert two[1] == pytest.approx(one[1], rel=0.01)
    # A sports hall shares the hall's roof; the cinema's floor is not built again.
    assert one[2] - two[2] <= {"cinema_theatre"}
