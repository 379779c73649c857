"""Each check of a territory finds what it is for, and says nothing of a sound one."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import shapely

from microville.territory.checks import check_territory
from microville.territory.osm import build_from_osm
from microville.territory.territory import CAR, WALK, WHEELCHAIR, Option, Territory

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
    assert codes(hamlet)["elevation_unknown"].count == len(hamlet.nodes)
    assert all(f.message.rstrip().endswith((".", ")")) for f in found)
    assert all(len(f.ids) == min(f.count, 5) for f in found if f.ids)
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
        ("stress", np.uint8(0), "stress_and_permission"),
        ("stress", np.uint8(5), "stress_and_permission"),
        ("surface", "marble", "strange_surface"),
        ("length_m", 400.0, "edge_length_unlike_line"),
    ],
)
def test_edges(hamlet, column, value, code):
    assert code not in codes(hamlet)
    edges = hamlet.edges
    assert edges["forward"].iloc[0] & CAR
    found = codes(changed(hamlet, "edges", **{column: with_first(edges[column], value)}))
    assert found[code].count == 1
    assert found[code].ids == ("0",)


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


@pytest.fixture
def ladder(make_map):
    """A two-way street 0-1-2, a one-way street on from 2 to 3, and an island 4-5 for walkers.

    A footpath for all on foot joins 3 to 1; a switched-off gate joins 5 to 0.
    """
    east = 775_000.0
    nodes = [(east + x, 6_910_000.0 + y) for x, y in ((0, 0), (200, 0), (400, 0), (400, 200))]
    nodes += [(east, 800.0 + 6_910_000.0), (east + 200, 800.0 + 6_910_000.0)]
    foot = WALK | WHEELCHAIR
    edges = [
        (0, 1, {}),
        (1, 2, {}),
        (2, 3, {"backward": foot}),
        (3, 1, {"forward": foot, "backward": foot, "road_class": "footway"}),
        (4, 5, {"forward": foot, "backward": WALK, "road_class": "footway"}),
        (5, 0, {"option": "gate"}),
    ]
    spots = {"near": (100, 20), "beyond": (400, 190), "island": (100, 790), "far": (100, 1500)}
    points = [shapely.Point(east + x, 6_910_000.0 + y) for x, y in spots.values()]
    services = {"service_id": list(spots), "category": "bakery", "status": "observed"}
    homes = {"building_id": ["h-" + name for name in spots], "dwellings": [1, 1, 1, 0]}
    return make_map(
        nodes,
        edges,
        options=[Option("gate", default=False, kind="gate", label_en="G", label_fr="P")],
        services=(services, points),
        buildings=(homes, [point.buffer(5) for point in points]),
    )


OUT_OF_REACH = {
    "walk": ("island", "far"),
    "wheelchair": ("island", "far"),
    # by car and bike, 3 is reached but not left: its street lies outside the main part
    "bike": ("beyond", "far"),
    "car": ("beyond", "far"),
}


@pytest.mark.parametrize("profile", list(OUT_OF_REACH))
def test_places_out_of_reach(ladder, profile):
    """By hand: beyond the one-way street, on the island, and over 500 m from everything."""
    found = codes(ladder)
    lost = set(OUT_OF_REACH[profile])
    if profile in ("bike", "car"):
        # the island has streets on foot only; the next street for wheels is 790 m away
        lost |= {"island"}
    services = found[f"unreachable_services_{profile}"]
    assert set(services.ids) == lost
    assert services.count == len(lost)
    homes = found[f"unreachable_homes_{profile}"]
    assert set(homes.ids) == {f"h-{name}" for name in lost - {"far"}}
    assert found[f"components_{profile}"].count == (1 if profile in ("bike", "car") else 2)


def test_a_gate_that_is_open_joins_what_it_joins(ladder):
    options = (replace(ladder.info.options[0], default=True),)
    found = codes(Territory(replace(ladder.info, options=options), ladder.layers))
    assert found["components_walk"].count == 1
    assert found["unreachable_services_walk"].ids == ("far",)
    assert "1 farther than 500 m" in found["unreachable_services_walk"].message


def test_reach_against_networkx(village):
    """The share of the main part is that of networkx's largest strongly connected component."""
    import networkx as nx

    defaults = village.option_defaults()
    for name, bit in (("walk", WALK), ("car", CAR)):
        graph = nx.DiGraph()
        for edge in village.edges.itertuples():
            if defaults.get(edge.option, True):
                graph.add_edges_from([(edge.u, edge.v)] * bool(edge.forward & bit))
                graph.add_edges_from([(edge.v, edge.u)] * bool(edge.backward & bit))
        largest = max(map(len, nx.strongly_connected_components(graph)))
        finding = codes(village)[f"components_{name}"]
        assert f"{largest / len(graph):.1%} of nodes" in finding.message
        assert finding.count == nx.number_weakly_connected_components(graph)


def test_heights(hamlet):
    count = len(hamlet.nodes)
    some = np.arange(count, dtype=float)
    some[-2:] = np.nan
    found = codes(changed(hamlet, "nodes", elevation_m=some))
    assert found["elevation_missing"].count == 2
    assert found["elevation_missing"].level == "warning"
    assert found["elevation_zero"].ids == ("0",)
    flat = codes(changed(hamlet, "nodes", elevation_m=0.0))
    assert flat["elevation_flat"].count == count
    assert "elevation_zero" not in flat


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
