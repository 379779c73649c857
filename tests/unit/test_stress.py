"""Cycling level of traffic stress: the report's tables, tags of streets, and what is assumed."""

from itertools import product

import numpy as np
import pytest

from microville.territory.osm.cycling import facility, lanes, parking, stress
from microville.territory.osm.tags import CLASSES, permissions, speed
from microville.territory.stress import QUIET, level_of_stress, stress_by_class
from microville.territory.territory import BIKE, CAR, WALK, make_frame

# Mineta report 11-19, mixed traffic: rows are speed limits (mph), columns 2-3, 4-5 and 6 or more
# lanes; of two levels the lower is for residential streets or those without a centre line.
MIXED = {
    25: ((1, 2), 3, 4),
    30: ((2, 3), 4, 4),
    35: (4, 4, 4),
    40: (4, 4, 4),
}
KMH = {25: 40, 30: 50, 35: 60, 40: 70}  # as European limits come


@pytest.mark.parametrize("mph", MIXED)
def test_mixed_traffic_is_the_report_s_table(mph):
    for column, count in ((0, 2), (1, 4), (1, 5), (2, 6), (2, 8)):
        expected = MIXED[mph][column]
        low, high = expected if isinstance(expected, tuple) else (expected, expected)
        for quiet, level in ((True, low), (False, high)):
            got = level_of_stress("", speed_kmh=KMH[mph], lanes=count, quiet=quiet)
            assert got == level, (count, quiet)
    # three lanes are never "residential" for the report
    assert level_of_stress("", speed_kmh=30, lanes=3, quiet=True) == 2
    # one-way streets are halves of divided roads: their lanes count twice
    assert level_of_stress("", speed_kmh=30, lanes=1, oneway=True, quiet=True) == 1
    assert level_of_stress("", speed_kmh=50, lanes=2, oneway=True) == 4
    assert level_of_stress("", speed_kmh=30, lanes=2, oneway=True) == 3


@pytest.mark.parametrize(
    ("kmh", "lanes_", "oneway", "level"),
    [
        (50, 2, False, 2),  # 1 by speed and lanes; 2, since the lane's width is not known
        (30, 2, False, 2),
        (60, 2, False, 3),  # 35 mph
        (70, 2, False, 4),  # 40 mph or more
        (50, 4, False, 3),  # two lanes each way, no median known
        (50, 2, True, 2),  # two lanes one way: the other carriageway is another street
        (50, 3, True, 3),
        (50, 3, False, 3),  # three lanes: two of them one way
    ],
)
def test_cycle_lanes_without_parking(kmh, lanes_, oneway, level):
    assert level_of_stress("lane", speed_kmh=kmh, lanes=lanes_, oneway=oneway) == level


@pytest.mark.parametrize(
    ("kmh", "lanes_", "level"),
    [(30, 2, 2), (40, 2, 2), (50, 2, 2), (60, 2, 3), (70, 2, 4), (50, 4, 3), (40, 4, 3)],
)
def test_cycle_lanes_beside_parked_cars(kmh, lanes_, level):
    assert level_of_stress("lane", speed_kmh=kmh, lanes=lanes_, parking=True) == level


SPEEDS = (20, 30, 40, 45, 50, 55, 60, 70, 90)


def test_more_traffic_is_never_calmer_and_own_space_never_worse():
    for quiet, oneway, park in product((False, True), repeat=3):
        own = {"quiet": quiet, "oneway": oneway, "parking": park}
        for kind in ("", "lane", "track"):
            table = np.array(
                [
                    [level_of_stress(kind, speed_kmh=s, lanes=n, **own) for n in range(1, 9)]
                    for s in SPEEDS
                ]
            )
            assert (np.diff(table, axis=0) >= 0).all()
            assert (np.diff(table, axis=1) >= 0).all()
            assert set(table.ravel().tolist()) <= {1, 2, 3, 4}
            if kind == "track":
                assert (table == 1).all()
        for s, n in product(SPEEDS, range(1, 9)):
            mixed, lane = (level_of_stress(k, speed_kmh=s, lanes=n, **own) for k in ("", "lane"))
            assert lane <= mixed


def of(text):
    tags = dict(tag.split("=") for tag in text.split())
    forward, backward = permissions(tags)
    kmh, origin = speed(tags, bool((forward | backward) & CAR))
    return stress(tags, forward, backward, kmh, origin)


@pytest.mark.parametrize(
    ("tags", "level", "basis"),
    [
        ("highway=motorway", 0, "no_bike"),
        ("highway=footway", 0, "no_bike"),
        ("highway=primary bicycle=no", 0, "no_bike"),
        ("highway=cycleway", 1, "no_car"),
        ("highway=path", 1, "no_car"),
        ("highway=pedestrian", 1, "no_car"),
        ("highway=track", 1, "no_car"),
        ("highway=residential motor_vehicle=no", 1, "no_car"),
        ("highway=steps ramp:bicycle=yes", 1, "no_car"),
        ("highway=primary cycleway=track", 1, "track"),
        ("highway=primary maxspeed=90 cycleway:both=track", 1, "track"),
        # defaults: 2 lanes, speed of the class
        ("highway=residential", 1, "default_both"),
        ("highway=living_street", 1, "default_both"),
        ("highway=service", 1, "default_both"),
        ("highway=unclassified", 3, "default_both"),
        ("highway=tertiary", 3, "default_both"),
        ("highway=primary", 4, "default_both"),
        ("highway=trunk", 4, "default_both"),
        # tagged
        ("highway=residential maxspeed=50", 2, "default_lanes"),
        ("highway=residential maxspeed=70", 4, "default_lanes"),
        ("highway=tertiary maxspeed=30", 2, "default_lanes"),
        ("highway=tertiary maxspeed=30 lanes=4", 3, "tagged"),
        ("highway=tertiary lanes=2", 3, "default_speed"),
        ("highway=unclassified maxspeed=30 lane_markings=no", 1, "default_lanes"),
        ("highway=tertiary maxspeed=30 bicycle_road=yes", 1, "default_lanes"),
        ("highway=tertiary maxspeed=50 cyclestreet=yes", 2, "default_lanes"),
        ("highway=residential lanes=many", 1, "default_both"),
        ("highway=residential maxspeed=fast", 1, "default_both"),
        # cycle lanes
        ("highway=tertiary maxspeed=50 cycleway=lane", 2, "default_lanes"),
        ("highway=tertiary maxspeed=50 cycleway:right=lane", 3, "default_lanes"),  # one side only
        ("highway=secondary maxspeed=50 lanes=2 cycleway:both=lane", 2, "tagged"),
        ("highway=secondary maxspeed=50 lanes=4 cycleway:both=lane", 3, "tagged"),
        ("highway=secondary maxspeed=70 lanes=2 cycleway:both=lane", 4, "tagged"),
        ("highway=tertiary maxspeed=50 cycleway=shared_lane", 3, "default_lanes"),
        ("highway=residential cycleway=lane", 1, "default_both"),  # calmer in mixed traffic
        # one-way streets have one lane by default
        ("highway=tertiary maxspeed=50 oneway=yes cycleway:right=lane", 2, "default_lanes"),
        ("highway=tertiary maxspeed=50 oneway=yes lanes=2 cycleway=lane", 2, "tagged"),
        ("highway=tertiary maxspeed=50 oneway=yes lanes=3 cycleway=lane", 3, "tagged"),
        # cyclists against a one-way street: the worse of both directions
        ("highway=tertiary maxspeed=50 oneway=yes cycleway=opposite_lane", 3, "default_lanes"),
        (
            "highway=tertiary maxspeed=50 oneway=yes cycleway:left=opposite_lane cycleway:right=lane",
            2,
            "default_lanes",
        ),
    ],
)
def test_tags(tags, level, basis):
    assert of(tags) == (level, basis)


@pytest.mark.parametrize(
    ("tags", "both_ways", "expected"),
    [
        ("", True, ""),
        ("cycleway=lane", True, "lane"),
        ("cycleway=track", True, "track"),
        ("cycleway=no", True, ""),
        ("cycleway=separate", True, ""),
        ("cycleway:left=lane cycleway:right=track", True, "lane"),
        ("cycleway:right=track", True, ""),
        ("cycleway:right=track cycleway:right:oneway=no", True, "track"),
        ("cycleway:right=track", False, "track"),
        ("cycleway:left=lane", False, "lane"),
    ],
)
def test_what_cyclists_have_of_their_own(tags, both_ways, expected):
    pairs = dict(tag.split("=") for tag in tags.split())
    back = BIKE | CAR if both_ways else WALK
    assert facility(pairs, BIKE | CAR, back) == expected


def test_lanes_and_parking():
    counts = {"2": 2, "1": 1, "3.0": 3, "0": None, "99": None, "-2": None, "2;3": None, "": None}
    assert {text: lanes({"lanes": text}) for text in counts} == counts
    assert lanes({}) is None
    for tags, parked in (
        ({}, False),
        ({"parking:both": "lane"}, True),
        ({"parking:left": "no", "parking:right": "street_side"}, True),
        ({"parking:lane:right": "parallel"}, True),
        ({"parking:lane:both": "no_stopping"}, False),
    ):
        assert parking(tags) is parked


def test_by_class_is_what_the_tags_of_that_class_give():
    """Where only class, speed and permissions are known: the same levels as from bare tags."""
    rows = [(name, permissions({"highway": name})) for name in sorted(CLASSES)]
    either = np.array([forward | backward for _, (forward, backward) in rows])
    levels = stress_by_class(
        [name for name, _ in rows],
        np.array([CLASSES[name][1] for name, _ in rows], dtype=float),
        bike=(either & BIKE) > 0,
        car=(either & CAR) > 0,
    )
    assert levels.tolist() == [of(f"highway={name}")[0] for name, _ in rows]
    assert {"residential", "living_street", "service", "track"} == QUIET


def test_hand_made_edges_get_a_stress_unless_they_bring_one():
    import shapely

    line = [shapely.LineString([(0, 0), (1, 0)])] * 3
    given = {
        "u": [0, 0, 0],
        "v": [1, 1, 1],
        "length_m": 1.0,
        "road_class": ["tertiary", "residential", "footway"],
        "speed_kmh": [50.0, 30.0, 5.0],
        "forward": [BIKE | CAR, BIKE | CAR, WALK],
        "backward": 0,
    }
    assert make_frame("edges", given, line, "EPSG:2154")["stress"].tolist() == [3, 1, 0]
    own = make_frame("edges", given | {"stress": [2, 2, 0]}, line, "EPSG:2154")
    assert own["stress"].tolist() == [2, 2, 0]
    assert own["surface"].tolist() == ["", "", ""]
    assert own[["signals", "crossings"]].to_numpy().sum() == 0


@pytest.mark.slow
def test_the_default_map_follows_the_same_rules():
    from microville.territory import load_territory

    edges = load_territory().edges
    either = edges["forward"] | edges["backward"]
    level = edges["stress"]
    assert (level[(either & BIKE) == 0] == 0).all()
    assert (level[((either & BIKE) > 0) & ((either & CAR) == 0)] == 1).all()
    mixed = (either & BIKE > 0) & (either & CAR > 0)
    assert (level[mixed & (edges["speed_kmh"] > 50)] >= 3).all()
    assert (level[mixed & (edges["road_class"] == "residential")] == 1).all()
    assert (edges.loc[edges["road_class"] == "track", "surface"] == "unpaved").all()
    assert set(edges["surface"]) == {"paved", "compacted", "unpaved"}
    share = edges["length_m"][level == 1].sum() / edges["length_m"][level > 0].sum()
    assert 0.5 < share < 0.95  # most streets are residential, main roads are not
