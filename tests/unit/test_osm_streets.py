"""A street of a few hundred metres with everything that stands on streets: from XML to columns."""

import numpy as np
import pytest

from microville.territory.checks import check_territory
from microville.territory.osm import build_from_osm
from microville.territory.osm.stops import stops
from microville.territory.store import read_territory, save_territory
from microville.territory.territory import BIKE, CAR, WALK, WHEELCHAIR

ALL = WALK | BIKE | CAR | WHEELCHAIR
PAVED = "surface=asphalt lanes=2"
AT_TIMES = "bicycle:conditional=no@(Mo-Fr) maxspeed:conditional=30@(22:00-06:00)"


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        ("highway=traffic_signals", (1, 0)),
        ("highway=traffic_signals crossing=traffic_signals", (1, 0)),
        ("highway=traffic_signals traffic_signals:direction=forward", (0.5, 0)),
        ("highway=traffic_signals traffic_signals:direction=both", (1, 0)),
        ("highway=crossing crossing=traffic_signals", (1, 0)),
        ("highway=crossing crossing:signals=yes", (1, 0)),
        ("highway=crossing", (0, 1)),
        ("highway=crossing crossing=uncontrolled", (0, 1)),
        ("highway=crossing crossing=no", (0, 0)),
        ("highway=stop", (0, 0)),
        ("crossing=traffic_signals", (0, 0)),
    ],
)
def test_what_makes_people_stop(tags, expected):
    assert stops(dict(tag.split("=") for tag in tags.split())) == expected


def tag(text):
    pairs = (pair.split("=", 1) for pair in text.split())
    return "".join(f'<tag k="{k}" v="{v}"/>' for k, v in pairs)


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    """Nodes 1 to 9 in a line, 100 m apart; a side street at 3, a path from 6, a track from 9."""
    nodes = {
        2: "highway=crossing crossing=uncontrolled",
        3: "highway=traffic_signals",
        4: "highway=crossing crossing=traffic_signals",
        6: "highway=crossing",
        7: "barrier=bollard",
        21: "barrier=gate access=private",
        31: "barrier=stile",
        40: "barrier=bollard",  # stands on no street
    }
    places = {k: (k * 100.0, 0.0) for k in range(1, 10)}
    places |= {20: (300, 100), 21: (300, 150), 22: (300, 300)}
    places |= {30: (600, -100), 31: (600, -140), 32: (600, -300), 40: (0, 500), 41: (900, 200)}
    ways = {
        1: ([1, 2, 3, 4, 5, 6], f"highway=tertiary maxspeed=50 {PAVED}"),
        2: (
            [6, 7, 8, 9],
            f"highway=tertiary maxspeed:forward=50 maxspeed:backward=30 {PAVED} {AT_TIMES}",
        ),
        3: ([3, 20, 21, 22], "highway=service surface=weird incline=up oneway=reversible"),
        4: ([6, 30, 31, 32], "highway=path"),
        5: ([9, 41], "highway=track tracktype=grade4"),
        6: ([1, 40], "route=ferry"),
    }
    text = '<osm version="0.6">'
    for k, (x, y) in sorted(places.items()):
        lon, lat = 4.0 + x / 72_700, 49.3 + y / 111_200
        text += f'<node id="{k}" lat="{lat:.7f}" lon="{lon:.7f}">{tag(nodes.get(k, ""))}</node>'
    for k, (refs, tags) in ways.items():
        text += f'<way id="{k}">{"".join(f"<nd ref={chr(34)}{r}{chr(34)}/>" for r in refs)}'
        text += f"{tag(tags)}</way>"
    member = '<member type="way" ref="1" role="from"/><member type="node" ref="3" role="via"/>'
    rule = tag("type=restriction restriction=no_left_turn")
    text += f'<relation id="1">{member}{rule}</relation></osm>'
    path = tmp_path_factory.mktemp("town") / "town.osm"
    path.write_text(text, encoding="utf-8")
    return build_from_osm(path, name="town", population=10)


def between(town, *wanted):
    """The edge that lies over all given places (x, y)."""
    import shapely
    from pyproj import Transformer

    to_map = Transformer.from_crs("EPSG:4326", town.info.crs, always_xy=True)
    points = [
        shapely.Point(to_map.transform(4.0 + x / 72_700, 49.3 + y / 111_200)) for x, y in wanted
    ]
    near = [all(line.distance(p) < 0.5 for p in points) for line in town.edges.geometry]
    assert sum(near) == 1, wanted
    return town.edges.iloc[int(np.flatnonzero(near)[0])]


def test_signals_and_crossings_sum_up_along_a_route(town):
    first, second = between(town, (150, 0)), between(town, (450, 0))
    assert (first.signals, first.crossings) == (0.5, 1.0)  # half of the signals at 3
    assert (second.signals, second.crossings) == (1.5, 0.5)  # the other half, and the one at 4
    along = town.edges[(town.edges["road_class"] == "tertiary")]
    assert along["signals"].sum() == 2  # every node on the way counts once
    assert along["crossings"].sum() == 2
    side = between(town, (300, 50))
    assert (side.signals, side.crossings) == (0.5, 0.0)


def test_barriers_stop_whom_they_should(town):
    before, behind = between(town, (650, 0)), between(town, (750, 0))
    cars = sorted(bool((e.forward | e.backward) & CAR) for e in (before, behind))
    assert cars == [False, True]
    for edge in (before, behind):
        assert (int(edge.forward) | CAR, int(edge.backward) | CAR) == (ALL, ALL)
    # the private gate: nobody on the short stretch before it, everyone behind it
    lines = town.edges[town.edges["road_class"] == "service"]
    assert sorted(lines["length_m"].round(-1)) == [100, 150]
    stile = between(town, (600, -120))
    assert (stile.forward, stile.stress) == (WALK, 0)
    assert between(town, (600, -250)).forward & BIKE


def test_surface_and_stress(town):
    assert between(town, (150, 0)).surface == "paved"
    assert between(town, (150, 0)).stress == 3
    assert between(town, (900, 100)).surface == "unpaved"
    assert between(town, (900, 100)).forward == WALK | BIKE
    assert between(town, (300, 50)).surface == ""
    assert between(town, (300, 50)).stress == 1
    assert town.nodes["elevation_m"].isna().all()


def test_what_is_not_read_is_counted_and_told(town):
    notes = town.info.notes
    assert notes["barriers_on_streets"] == {"bollard": 1, "gate": 1, "stile": 1}
    assert notes["stretches_closed_at_barriers"] == {
        "walk": 1,
        "bike": 2,
        "car": 2,
        "wheelchair": 1,
    }
    assert notes["conditional_tags_not_read"] == {
        "bicycle:conditional": 1,
        "maxspeed:conditional": 1,
    }
    assert notes["ways_with_two_speeds"] == 1
    assert notes["ways_with_unreadable_oneway"] == 1
    assert notes["ways_with_unreadable_surface"] == 1
    assert notes["ways_with_incline_without_number"] == 1
    assert notes["ways_without_surface"] == 2
    assert notes["read"]["turn_restrictions"] == 1
    assert notes["read"]["ferries"] == 1
    assert sum(notes["ways_by_stress_origin"].values()) == 5
    found = {f.code: f for f in check_territory(town)}
    for code, count in (
        ("turn_restrictions", 1),
        ("ferries", 1),
        ("conditional_tags_not_read", 2),
        ("ways_with_two_speeds", 1),
        ("ways_with_unreadable_oneway", 1),
        ("barriers_on_streets", 3),
        ("stretches_closed_at_barriers", 6),
        ("stress_default", 1),
        ("speed_default", 1),
    ):
        assert found[code].count == count, code
        assert found[code].level == "info"
    assert "bicycle:conditional 1" in found["conditional_tags_not_read"].message


def test_a_map_of_an_older_version_is_read_with_what_it_lacks_filled_in(town, tmp_path):
    """Columns that came later are taken out of the files; classes still say how calm streets are."""
    import geopandas as gpd

    save_territory(town, tmp_path / "old")
    for layer, columns in (
        ("nodes", ["elevation_m"]),
        ("edges", ["stress", "surface", "signals", "crossings"]),
    ):
        path = tmp_path / "old" / f"{layer}.parquet"
        gpd.read_parquet(path).drop(columns=columns).to_parquet(path, index=False)
    old = read_territory(tmp_path / "old")
    assert old.nodes["elevation_m"].isna().all()
    assert set(old.edges["surface"]) == {""}
    assert old.edges["signals"].sum() == 0
    # but before the bollard: the stretch lost its cars, which its class does not tell
    bits = (town.edges["forward"] | town.edges["backward"]).to_numpy()
    told = ((bits & CAR) > 0) | (town.edges["road_class"] != "tertiary").to_numpy()
    assert (~told).sum() == 1
    np.testing.assert_array_equal(old.edges["stress"][told], town.edges["stress"][told])
    assert list(old.edges.columns) == list(town.edges.columns)
    codes = {f.code for f in check_territory(old) if f.level == "error"}
    assert codes <= {f.code for f in check_territory(town) if f.level == "error"}
