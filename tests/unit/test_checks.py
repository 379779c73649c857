"""Each check of a territory finds what it is for, and says nothing of a sound one."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import shapely

from microville.territory.checks import check_territory
from microville.territory.osm import build_from_osm
from microville.territory.territory import CAR, Territory

HAMLET = Path(__file__).parents[1] / "fixtures" / "hamlet.osm"


@pytest.fixture(scope="module")
def hamlet():
    return build_from_osm(HAMLET, name="hamlet")


def codes(territory):
    return {finding.code: finding for finding in check_territory(territory)}


def changed(territory, layer, **columns):
    frame = territory.layers[layer].copy()
    for name, values in columns.items():
        frame[name] = values
    copy = object.__new__(Territory)  # what a check is for may be what the schema refuses
    object.__setattr__(copy, "info", territory.info)
    object.__setattr__(copy, "layers", territory.layers | {layer: frame})
    return copy


def with_first(values, new):
    column = values.copy()
    column.iloc[0] = new
    return column


def test_a_sound_territory_has_no_errors(hamlet):
    found = check_territory(hamlet)
    assert {f.level for f in found} <= {"info", "warning"}
    assert codes(hamlet)["components_walk"].count == 3
    assert codes(hamlet)["components_car"].level == "warning"  # five pieces in a hamlet
    assert codes(hamlet)["unknown_categories"].count == len(hamlet.info.notes["unknown_categories"])
    assert codes(hamlet)["population"].count == hamlet.zones["population"].sum()


def test_errors_come_first(hamlet):
    levels = [f.level for f in check_territory(changed(hamlet, "zones", households=10_000))]
    assert levels[0] == "error"
    assert levels == sorted(levels, key=["error", "warning", "info"].index)


@pytest.mark.parametrize(
    ("column", "value", "code"),
    [
        ("length_m", 0.0, "edge_length_zero"),
        ("length_m", np.nan, "edge_length_zero"),
        ("length_m", 50_000.0, "edge_length_huge"),
        ("length_m", 20.0, "edge_shorter_than_straight"),
        ("speed_kmh", 0.0, "edge_without_speed"),
        ("speed_kmh", np.nan, "edge_without_speed"),
    ],
)
def test_edges(hamlet, column, value, code):
    assert code not in codes(hamlet)
    edges = hamlet.edges
    assert edges["forward"].iloc[0] & CAR
    found = codes(changed(hamlet, "edges", **{column: with_first(edges[column], value)}))
    assert found[code].count == 1


def test_an_edge_that_nobody_may_use(hamlet):
    nobody = {way: with_first(hamlet.edges[way], 0) for way in ("forward", "backward")}
    assert codes(changed(hamlet, "edges", **nobody))["edge_closed"].count == 1


def test_no_street_for_cars(hamlet):
    bits = {way: hamlet.edges[way] & ~np.uint8(CAR) for way in ("forward", "backward")}
    assert codes(changed(hamlet, "edges", **bits))["no_car"].level == "warning"


def test_duplicate_edges(hamlet):
    assert "duplicate_edges" not in codes(hamlet)
    edges = pd.concat([hamlet.edges, hamlet.edges.iloc[:2]], ignore_index=True)
    turned = edges.copy()
    turned.loc[len(edges) - 1, ["u", "v"]] = edges.loc[len(edges) - 1, ["v", "u"]].to_numpy()
    for frame in (edges, turned):
        copy = Territory(hamlet.info, hamlet.layers | {"edges": frame})
        assert codes(copy)["duplicate_edges"].count == 2


def test_far_places(hamlet):
    assert "far_services" not in codes(hamlet)
    away = shapely.Point(hamlet.nodes.total_bounds[2] + 501, hamlet.nodes.total_bounds[3])
    far = changed(hamlet, "services", geometry=with_first(hamlet.services.geometry, away))
    assert codes(far)["far_services"].count == 1
    home = with_first(hamlet.buildings.geometry, away.buffer(10))
    assert codes(changed(hamlet, "buildings", geometry=home))["far_homes"].count == 1


def test_categories(hamlet):
    strange = changed(hamlet, "services", category="zeppelin")
    assert codes(strange)["strange_categories"].level == "error"
    assert codes(strange)["unknown_essential_categories"].count > 10


def test_housing_and_zones(hamlet):
    few = codes(changed(hamlet, "buildings", dwellings=np.int32(0)))
    assert few["too_few_dwellings"].level == "error"
    assert "Hameau" in few["too_few_dwellings"].message
    lost = codes(changed(hamlet, "services", zone="nowhere"))
    assert lost["place_without_zone"].count == len(hamlet.services)


@pytest.mark.parametrize(
    ("column", "value"),
    [("households", 999), ("aged_15_64", 999), ("active_15_64", 80), ("households", 0)],
)
def test_people_that_do_not_add_up(hamlet, column, value):
    zones = changed(hamlet, "zones", **{column: with_first(hamlet.zones[column], value)})
    assert codes(zones)["population_sums"].count == 1


def test_no_people(hamlet):
    nobody = {c: np.int32(0) for c in ("population", "households", "aged_15_64", "active_15_64")}
    assert codes(changed(hamlet, "zones", **nobody))["population"].level == "warning"


def test_cells_that_disagree_with_their_zone(hamlet):
    from microville.territory.territory import make_frame

    people = hamlet.zones["population"].iloc[0]
    for persons, expected in ((people, False), (people * 1.2, True)):
        cells = make_frame(
            "cells",
            {"cell": ["c"], "zone": ["51999"], "persons": [persons]},
            [shapely.box(0, 0, 200, 200)],
            hamlet.info.crs,
        )
        copy = Territory(hamlet.info, hamlet.layers | {"cells": cells})
        assert ("cells_and_zones" in codes(copy)) is expected
