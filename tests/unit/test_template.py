"""A programme is a template: other maps, other types of site, and no site at all."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from microville.errors import ScenarioError
from microville.indicators import collect
from microville.model import Microville
from microville.scenario import load_scenario, scale_programme
from microville.territory.osm import build_from_osm

ROOT = Path(__file__).parents[2]
EXTRACTS = ROOT.parent / "shared" / "osm"
HAMLET = ROOT / "tests" / "fixtures" / "hamlet.osm"


def run(territory, name, months, **more):
    scenario = load_scenario(name).update({"run.months": months})
    model = Microville(scenario, territory, seed=1, **more)
    for _ in range(months):
        model.step()
    return model


def check_scaled(model, name):
    """Floors, land and homes are those of the template times the scale, and conserved."""
    scale = model.territory.site_scale
    whole = load_scenario(name).programme
    for entry, unit in zip(whole.floors, model.site.units, strict=True):
        if entry.floor_area_m2 is not None:
            assert unit.area_m2 == pytest.approx(entry.floor_area_m2 * scale)
        if entry.dwellings is not None:
            assert unit.dwellings == int(entry.dwellings * scale)
    parcels = model.territory.layers["parcels"]
    assert model.site.land_ha == pytest.approx(float(parcels["area_ha"].sum()))
    assert model.site.land_ha == pytest.approx(65 * scale, rel=1e-3)
    assert model.site.used_floor_m2() <= model.site.total_floor_m2 + 0.5


@pytest.mark.parametrize("name", ["balanced", "sprawl"])
def test_the_same_programme_runs_on_the_hamlet_scaled(name):
    territory = build_from_osm(HAMLET, name="hamlet", site=(4.004, 49.300), population=60)
    model = run(territory, name, 14)
    assert model.site.units
    check_scaled(model, name)
    assert any(unit.in_use for unit in model.site.units)


@pytest.mark.skipif(not EXTRACTS.is_dir(), reason="../shared/osm with real extracts is missing")
def test_the_same_programme_runs_on_liechtenstein():
    path = EXTRACTS / "liechtenstein.osm.pbf"
    territory = build_from_osm(path, name="liechtenstein", site=(9.5215, 47.1660))
    model = run(territory, "balanced", 2, fraction=0.02)
    check_scaled(model, "balanced")
    assert 0.05 <= model.territory.site_scale <= 1.0


def test_removing_the_site_returns_the_status_quo_exactly(village, scenario):
    """Without a site each programme is refused, and people live as where it stands empty."""
    buildings = village.layers["buildings"]
    gone = village.layers | {
        "buildings": buildings[~buildings["site"]].reset_index(drop=True),
        "parcels": village.layers["parcels"].iloc[:0],
    }
    bare = replace(village, layers=gone)
    empty = scenario("")
    with_site, without = (Microville(empty, place, seed=1) for place in (village, bare))
    for _ in range(4):
        with_site.step()
        without.step()
        one, two = (collect(m).set_index(["indicator", "group"]) for m in (with_site, without))
        names = [key for key in two.index if key[0].startswith(("person", "popul", "place_score"))]
        assert len(names) > 20
        assert one.loc[names].equals(two.loc[names])
        assert two.loc[("site_jobs", "all"), "value"] == 0
    with pytest.raises(ScenarioError, match="has no site for its programme"):
        Microville(load_scenario("balanced"), bare, seed=1)


def test_a_template_at_full_size_is_itself():
    scenario = load_scenario("sprawl")
    assert scale_programme(scenario, 1.0) is scenario
    quarter = scale_programme(scenario, 0.25).programme.greenfield
    for whole, part in zip(scenario.programme.greenfield, quarter, strict=True):
        assert (part.land_ha, part.east_m) == (whole.land_ha / 4, whole.east_m / 2)
