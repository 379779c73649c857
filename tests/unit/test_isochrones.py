"""Isochrones: exact times, ground that nobody walked over water or a motorway to, holes, counts."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from microville.access import (
    NEVER,
    PROFILES,
    build_network,
    find_places,
    isochrones,
    matrix,
    nodes_reached,
    profile,
)
from microville.access.ground import ground_of
from microville.access.isochrone import _door, times_from
from microville.access.service_area import BANK_M, WIDTH_M, ServiceAreas, cut_lines
from microville.errors import InputError
from microville.parameters import Parameters
from microville.territory import Option
from microville.territory.territory import CAR, WALK

PARAMETERS = Parameters()
WALK_MS = 3600 / 4.8  # milliseconds a metre
CRS = "EPSG:2154"
X, Y = 775_000.0, 6_910_000.0


def network_of(territory, name, points, **options):
    xy = np.array(points, dtype=float)
    return build_network(territory, profile(name, PARAMETERS), xy, options=options)


def degrees(territory, x, y):
    point = gpd.GeoSeries.from_xy([x], [y], crs=territory.info.crs).to_crs(4326).iloc[0]
    return point.x, point.y


def area_from(territory, x, y, minutes, **more):
    """The area within some minutes of a point that is given in metres from the origin."""
    at = degrees(territory, X + x, Y + y)
    return isochrones(territory, *at, minutes=[minutes], **more).geometry.iloc[0]


def holds(area, x, y):
    return bool(shapely.contains_xy(area, X + x, Y + y))


def at(*points):
    return [(X + x, Y + y) for x, y in points]


def barrier(kind, *points):
    columns = {"name": [""], "kind": [kind], "status": ["observed"], "half_width_m": [20.0]}
    return columns, [shapely.LineString(at(*points))]


def water(*polygons):
    return {"kind": ["water"] * len(polygons), "name": [""] * len(polygons)}, list(polygons)


@pytest.mark.parametrize("name", PROFILES)
def test_times_equal_to_the_millisecond_those_of_a_street_that_is_cut(village, name):
    """Two seeds at the ends of the street where one enters stand for a node in its middle."""
    rng = np.random.default_rng(5)
    spots = [*rng.uniform((-60, -60), (1260, 760), (12, 2)), (300.0, 300.0), (299.97, 300.0)]
    spots += [(250.0, 300.0), (0.04, 350.0), (500.0, 650.0), (640.03, 0.0)]
    limit = 20 * 60_000
    for x, y in spots:
        lon, lat = degrees(village, X + x, Y + y)
        ground = ground_of(village, profile(name, PARAMETERS), {})
        door = _door(village, ground, lon, lat)
        found = times_from(ground.network, door.node, door.ms, limit)[ground.map_node]
        cut = network_of(village, name, [ground.to_map.transform(lon, lat)])
        _, node, time = nodes_reached(cut, np.zeros(1, np.int32), limit_ms=limit)
        wanted = np.full(cut.node_count, NEVER)
        wanted[node] = time
        assert (found == wanted[cut.streets.map_node]).all()
        assert (found < NEVER).any()


BUFFER = WIDTH_M + 1.0  # and its rounding


def test_isochrones_hold_what_can_be_reached_and_nothing_else(village):
    x, y = 775_050.0, 6_910_120.0
    minutes = [3, 6]
    areas = isochrones(village, *degrees(village, x, y), minutes=minutes[::-1])
    assert areas["minutes"].tolist() == minutes
    three, six = areas.geometry
    assert shapely.area(shapely.difference(three, six)) < 1e-6
    assert six.area > 2 * three.area
    places = find_places(village)
    network = network_of(village, "walk", np.vstack([[x, y], places.xy]))
    here, others = np.array([0], np.int32), np.arange(1, len(places.xy) + 1, dtype=np.int32)
    times = matrix(network, here, others)[0]
    legs = network.point_leg_ms[1:]
    for limit, area in zip(minutes, areas.geometry, strict=True):
        inside = shapely.contains_xy(area, places.xy)
        reached = times <= limit * 60_000
        near = legs < (BUFFER - 2) * WALK_MS
        assert inside[reached & near].all()
        # Inside means: reached, or within the width of a street that is.
        assert (times[inside] - legs[inside] <= limit * 60_000 + BUFFER * WALK_MS).all()
    assert shapely.get_num_interior_rings(shapely.get_parts(six)).sum() > 0  # blocks stay holes


def test_isochrones_respect_gates_and_one_way_streets(make_map):
    nodes = [(775_000 + x, 6_910_000 + y) for x, y in ((0, 0), (600, 0), (600, 300), (0, 300))]
    square = [(0, 1, {}), (1, 2, {}), (2, 3, {"option": "gate"}), (3, 0, {})]
    gate = Option("gate", default=False, kind="gate", label_en="", label_fr="")
    shut = make_map(nodes, square, options=[gate])
    beyond = (775_300.0, 6_910_300.0)
    start = degrees(shut, *nodes[0])
    (area,) = isochrones(shut, *start, minutes=[12]).geometry
    assert not shapely.contains_xy(area, *beyond)
    (area,) = isochrones(shut, *start, minutes=[12], options={"gate": True}).geometry
    assert shapely.contains_xy(area, *beyond)
    # Against a one-way street nobody rides: (3, 0) leads to the start only.
    square[3] = (3, 0, {"backward": WALK})
    oneway = make_map(nodes, square, options=[gate])
    (area,) = isochrones(
        oneway, *start, minutes=[4], profile="bike", options={"gate": True}
    ).geometry
    assert shapely.contains_xy(area, 775_580.0, 6_910_000.0)
    assert not shapely.contains_xy(area, 775_000.0, 6_910_150.0)


def test_an_isochrone_starts_in_the_middle_of_a_long_street(make_map):
    street = make_map([(775_000.0, 6_910_000.0), (777_000.0, 6_910_000.0)], [(0, 1, {})])
    start = degrees(street, 776_000.0, 6_910_000.0)
    (area,) = isochrones(street, *start, minutes=[5]).geometry
    assert shapely.contains_xy(area, 776_390.0, 6_910_000.0)
    assert not shapely.contains_xy(area, 776_450.0, 6_910_000.0)


def test_a_motorway_beside_a_street_is_not_jumped(make_map):
    nodes = at((0, 0), (600, 0), (0, 20), (600, 20), (0, 200))
    street = [(0, 1, {})]
    lane = (2, 3, {"forward": CAR, "backward": CAR, "road_class": "motorway"})
    free = area_from(make_map(nodes[:2], street), 300, -5, 3)
    assert holds(free, 300, 35)
    fenced = make_map(nodes[:2], street, barriers=barrier("motorway", (-50, 20), (650, 20)))
    for territory in (fenced, make_map(nodes[:4], [*street, lane])):
        area = area_from(territory, 300, -5, 3)
        assert holds(area, 300, 19)
        assert not holds(area, 300, 21)
        assert holds(area, 300, -35)
    # Whoever may use the motorway is not stopped by it, nor anybody by a quiet street.
    by_car = area_from(make_map(nodes[:4], [*street, lane, (0, 2, {})]), 300, -5, 12, profile="car")
    assert holds(by_car, 300, 35)
    # One gets off it elsewhere: it serves nothing itself.
    assert not holds(by_car, 300, 45)
    quiet = (2, 3, {"forward": CAR, "backward": CAR, "road_class": "service"})
    assert holds(area_from(make_map(nodes[:4], [*street, quiet]), 300, -5, 3), 300, 35)


def canal_map(make_map, *, bridge):
    """A towpath (y = 0), a canal (y = 10), a street behind it (y = 70), a bridge far east."""
    nodes = at((0, 0), (1500, 0), (1500, 70), (0, 70))
    edges = [(0, 1, {}), (2, 3, {})] + ([(1, 2, {})] if bridge else [(0, 3, {"option": "ford"})])
    ford = Option("ford", default=False, kind="link", label_en="", label_fr="")
    line = barrier("canal", (-100, 10), (1600, 10))
    return make_map(nodes, edges, barriers=line, options=[] if bridge else [ford])


def test_a_canal_parts_its_banks(make_map):
    alone = canal_map(make_map, bridge=False)
    area = area_from(alone, 400, -2, 10)
    assert holds(area, 400, 9)
    assert not holds(area, 400, 12)
    assert not holds(area, 400, 70)
    crossed = area_from(alone, 400, -2, 10, options={"ford": True})
    assert holds(crossed, 0, 11)  # the ford itself
    assert holds(crossed, 300, 70)
    assert not holds(crossed, 300, 15)  # nobody's: 55 m from the street behind, over the canal


def test_a_reached_bridge_does_not_give_the_other_bank_to_the_towpath(make_map):
    area = area_from(canal_map(make_map, bridge=True), 1200, -2, 9)
    assert holds(area, 1500, 40)
    assert holds(area, 1400, 70)
    # In one piece with the bridge, but farther than a street's width from what is reached there.
    assert holds(area, 1300, 5)
    assert not holds(area, 1300, 20)


@pytest.mark.parametrize("apart", [0.0, 0.04, 0.12, 0.3, 2.0])
def test_a_bridge_over_a_barrier_that_is_drawn_twice_joins_both_sides(make_map, apart):
    nodes = at((0, 0), (0, 200), (-300, 100 + apart), (300, 100 + apart))
    lane = (2, 3, {"forward": CAR, "backward": CAR, "road_class": "motorway"})
    line = barrier("motorway", (-300, 100), (300, 100))
    area = area_from(make_map(nodes, [(0, 1, {}), lane], barriers=line), 2, 20, 10)
    assert len(area.geoms) == 1
    assert holds(area, 30, 90)
    assert holds(area, 30, 110)


def test_a_ring_road_does_not_fill_its_lake(make_map):
    nodes = at((0, 0), (300, 0), (300, 70), (0, 70))
    ring = [(0, 1, {}), (1, 2, {}), (2, 3, {}), (3, 0, {})]
    lake = shapely.box(X + 20, Y + 15, X + 280, Y + 55)
    dry, wet = make_map(nodes, ring), make_map(nodes, ring, landuse=water(lake))
    assert holds(area_from(dry, 150, -2, 15), 150, 35)
    area = area_from(wet, 150, -2, 15)
    inside = shapely.buffer(lake, -0.5)
    assert not area.intersects(inside)
    assert area.covers(shapely.buffer(lake, 1.0).boundary)
    assert len(area.geoms) == 1
    assert len(area.geoms[0].interiors) == 1
    # A footbridge brings its own strip of water, and no more.
    crossed = make_map([*nodes, *at((150, 0), (150, 70))], [*ring, (4, 5, {}), (0, 4, {})],
                       landuse=water(lake))  # fmt: skip
    area = area_from(crossed, 10, -2, 15)
    assert holds(area, 150 + BANK_M - 1, 35)
    assert not holds(area, 150 + BANK_M + 1, 35)


def test_a_pond_beside_a_street_hides_what_lies_behind(make_map):
    pond = shapely.box(X - 100, Y + 8, X + 700, Y + 20)
    territory = make_map(at((0, 0), (600, 0)), [(0, 1, {})], landuse=water(pond))
    area = area_from(territory, 300, -2, 3)
    assert holds(area, 300, 7)
    assert not holds(area, 300, 10)
    assert not holds(area, 300, 30)


def test_a_large_lake_in_pieces_is_the_same_lake(make_map):
    """Waters of many corners are divided; the banks must not show it."""
    round_lake = shapely.Point(X + 150, Y + 300).buffer(280, quad_segs=200)
    small = shapely.simplify(round_lake, 0.001)
    assert shapely.get_num_coordinates(round_lake) > 700
    assert len(ServiceAreas(
        make_map(at((0, 0), (300, 0)), [(0, 1, {})], landuse=water(round_lake)),
        np.zeros(1, bool), np.zeros(1, int)).water) > 3  # fmt: skip
    areas = [
        area_from(make_map(at((0, 0), (300, 0)), [(0, 1, {})], landuse=water(lake)), 150, -2, 9)
        for lake in (round_lake, small)
    ]
    assert shapely.area(shapely.symmetric_difference(*areas)) < 1.0
    assert shapely.area(shapely.intersection(areas[0], round_lake)) < 1500  # the strip of the bank


def test_a_courtyard_stays_a_hole(make_map):
    nodes = at((0, 0), (200, 0), (200, 200), (0, 200))
    ring = make_map(nodes, [(0, 1, {}), (1, 2, {}), (2, 3, {}), (3, 0, {})])
    area = area_from(ring, 100, 2, 15)
    (hole,) = area.geoms[0].interiors
    side = 200 - 2 * WIDTH_M
    assert shapely.Polygon(hole).area == pytest.approx(side * side, rel=0.01)


@settings(max_examples=25, deadline=None)
@given(
    x=st.floats(-100, 1300),
    y=st.floats(-100, 800),
    minutes=st.lists(st.floats(0.1, 20), min_size=2, max_size=4, unique=True),
    name=st.sampled_from(PROFILES),
)
def test_areas_are_valid_and_grow_with_time(village, x, y, minutes, name):
    frame = isochrones(village, *degrees(village, X + x, Y + y), minutes=minutes, profile=name)
    assert frame["minutes"].tolist() == sorted(minutes)
    assert frame.is_valid.all()
    assert frame["area_km2"].is_monotonic_increasing
    for smaller, larger in zip(frame.geometry[:-1], frame.geometry[1:], strict=True):
        assert shapely.area(shapely.difference(smaller, larger)) < 1e-6
    for column in ("inhabitants", "services", "living"):
        assert frame[column].is_monotonic_increasing
    # Asked alone, an area is the same but for the corners of round ends.
    alone = isochrones(village, *degrees(village, X + x, Y + y), minutes=[max(minutes)],
                       profile=name)  # fmt: skip
    apart = shapely.symmetric_difference(alone.geometry.iloc[0], frame.geometry.iloc[-1])
    assert shapely.area(apart) < 0.002 * alone.geometry.iloc[0].area + 150


def test_joined_ground_is_the_union_of_what_streets_serve(village):
    rng = np.random.default_rng(3)
    every = np.arange(len(village.edges))
    areas = ServiceAreas(village, np.zeros(len(every), bool), every)
    for share in (0.2, 0.9, 1.0):
        reached = rng.random(len(every)) < share
        before = reached & (rng.random(len(every)) < 0.5)
        one_by_one = shapely.union_all(areas.of(areas.lines[reached]))
        known = shapely.union_all(areas.of(areas.lines[before]))
        parts = areas.union(reached, before)
        joined = shapely.union_all([known, *parts])
        assert len(parts) <= reached.sum()
        assert shapely.area(shapely.symmetric_difference(one_by_one, joined)) < 1e-3
    assert len(areas.union(np.ones(len(every), bool), np.zeros(len(every), bool))) == 1


def test_lines_are_cut_as_shapely_cuts_one():
    rng = np.random.default_rng(1)
    lines = np.array([shapely.LineString(rng.uniform(0, 99, (n, 2))) for n in (2, 5, 3, 9)] * 5)
    start = rng.uniform(0, 0.5, 20)
    end = start + rng.uniform(0, 0.5, 20)
    start[:2], end[:2] = 0.0, 1.0
    for line, a, b, found in zip(lines, start, end, cut_lines(lines, start, end), strict=True):
        wanted = shapely.ops.substring(line, a, b, normalized=True)
        assert shapely.hausdorff_distance(wanted, found) < 1e-9
        assert found.length == pytest.approx(wanted.length)


def test_what_lies_inside_by_hand(village):
    whole = isochrones(village, *degrees(village, X + 350, Y + 350), minutes=[5, 90]).iloc[-1]
    assert whole["inhabitants"] == 400 + 131
    assert whole["services"] == len(village.services)
    functions = whole[["living", "working", "supplying", "caring", "learning", "enjoying"]]
    assert functions.sum() == whole["services"]
    assert whole["working"] == 5
    # At the gate of one home: 13 dwellings of 400 / 195 persons each.
    near = isochrones(village, *degrees(village, X + 35, Y + 112), minutes=[0.5]).iloc[0]
    assert near["inhabitants"] == round(13 * 400 / 195)
    assert near["services"] == near["enjoying"] == 1  # the sports ground at (20, 130)


def test_what_is_not_known_is_not_counted(make_map):
    home = shapely.box(X + 90, Y + 5, X + 110, Y + 15)
    columns = {
        "building_id": ["h"], "use": ["residential"], "dwellings": [3], "floor_area_m2": [200.0],
        "footprint_m2": [200.0], "year": [1990], "energy_class": ["D"], "zone": ["Z"],
        "site": [False], "status": ["occupied"], "source": ["hand"],
    }  # fmt: skip
    services = {
        "service_id": ["a", "b", "c"], "category": ["bakery", "bakery", "pharmacy"],
        "status": ["observed", "unknown", "closed"], "name": [""] * 3, "zone": ["Z"] * 3,
        "jobs": [0] * 3, "source": ["hand"] * 3,
    }  # fmt: skip
    zone = {
        "zone": ["Z"], "name": ["Z"], "population": [0], "population_2015": [0], "households": [0],
        "births": [0], "deaths": [0], "aged_15_64": [0], "active_15_64": [0],
        "unemployed_15_64": [0], "price_eur_m2": [0.0], "focus": [False],
    }  # fmt: skip
    territory = make_map(
        at((0, 0), (200, 0)),
        [(0, 1, {})],
        buildings=(columns, [home]),
        services=(services, shapely.points(at((100, 5), (110, 5), (120, 5)))),
        zones=(zone, [shapely.box(X - 500, Y - 500, X + 500, Y + 500)]),
    )
    row = isochrones(territory, *degrees(territory, X + 100, Y + 1), minutes=[5]).iloc[0]
    assert row["inhabitants"] is pd.NA
    assert row["services"] == row["supplying"] == 1


@pytest.mark.parametrize(
    ("where", "more", "says"),
    [
        ((2.35, 48.85), {}, r"more than 1 km.*longitude \d.* to .*latitude \d.* to"),
        ((200.0, 48.85), {}, "not on Earth"),
        ((float("nan"), 48.85), {}, "not on Earth"),
        (None, {"minutes": [-3]}, "-3"),
        (None, {"minutes": []}, "threshold"),
        (None, {"minutes": [float("nan")]}, "nan"),
        (None, {"profile": "horse"}, "walk_slow"),
        (None, {"options": {"tunnel": True}}, "west_gate"),
    ],
)
def test_wrong_questions_are_errors(village, where, more, says):
    where = where or degrees(village, X + 350, Y + 350)
    with pytest.raises(InputError, match=says):
        isochrones(village, *where, **more)


def test_too_short_a_time_leaves_one_where_one_is(village):
    """By car eight minutes go before anything is reached."""
    area = area_from(village, 350, 350, 5, profile="car")
    assert area.area == pytest.approx(np.pi * WIDTH_M**2, rel=0.03)
    assert holds(area, 350, 350)
