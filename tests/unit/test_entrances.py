"""Where places enter the streets: at their front door, never from a motorway, never on wheels only."""

import numpy as np
import pytest

from microville.access import (
    NEVER,
    TravelTimes,
    access_study,
    build_network,
    closest_times,
    find_places,
    isochrones,
    matrix,
    profile,
    travel_time,
)
from microville.access.attach import FRONT_M
from microville.cli.main import main
from microville.errors import TerritoryError
from microville.parameters import Parameters
from microville.territory import save_territory
from microville.territory.checks import check_territory
from microville.territory.territory import CAR, WALK, WHEELCHAIR

X, Y = 775_000.0, 6_910_000.0
FOOT = WALK | WHEELCHAIR
EVEN = Parameters.model_validate(
    {"mobility": {"walk_slow_speed_kmh": 3.0, "wheelchair_speed_kmh": 3.0}}
)


def two_ways(make_map, track_m, street_m):
    """Return a track north of a house and a street south of it, joined far away."""
    nodes = [(X, Y), (X + 900, Y), (X, Y + track_m + street_m), (X + 900, Y + track_m + street_m)]
    nodes += [(X + 3_000, Y)]
    track = {"forward": WALK, "backward": WALK, "road_class": "track"}
    return make_map(nodes, [(0, 1, {}), (2, 3, track), (3, 4, track), (1, 4, {})])


@pytest.mark.parametrize(
    ("track_m", "street_m", "on_foot", "on_wheels"),
    [
        (5, 30, "street", "street"),  # the front door, though the track is nearer
        (5, 5 + FRONT_M, "street", "street"),
        (5, 6 + FRONT_M, "track", None),  # nobody rolls over the fields
        (300, 320, "street", "street"),
    ],
)
def test_on_foot_the_front_door_counts(make_map, track_m, street_m, on_foot, on_wheels):
    hamlet = two_ways(make_map, track_m, street_m)
    house = np.array([[X + 400, Y + street_m], [X + 10, Y]])
    away = {"street": street_m, "track": track_m}
    for who, where in (("walk", on_foot), ("walk_slow", on_foot), ("wheelchair", on_wheels)):
        network = build_network(hamlet, profile(who, EVEN), house)
        if where is None:
            assert network.point_node[0] == -1
            both = np.arange(2, dtype=np.int32)
            assert matrix(network, both, both)[0, 1] == NEVER
            assert closest_times(network, [both[:1]], seen_from=both)[1, 0] == NEVER
        else:
            assert network.streets.point_m[0] == pytest.approx(away[where])
    bike = build_network(hamlet, profile("bike", EVEN), house)
    assert bike.streets.point_m[0] == street_m  # the track is for walkers only


def at_equal_speed(territory):
    """Return minutes on wheels minus minutes on foot, where wheels get there."""
    foot, wheels = (
        travel_time(territory, profile=who, parameters=EVEN) for who in ("walk_slow", "wheelchair")
    )
    assert foot.names == wheels.names
    there = wheels.time_ms != NEVER
    assert there.any()
    assert (foot.time_ms[there] != NEVER).all()
    # To the millisecond: streets that wheels can follow are cut at the same doors for both.
    late = wheels.time_ms[there].astype(np.int64) - foot.time_ms[there]
    assert late.min() >= 0
    return late


def test_wheels_never_beat_feet_at_equal_speed(village):
    at_equal_speed(village)


def test_wheels_never_beat_feet_on_the_default_map():
    from microville.territory.schematic import build_schematic

    assert at_equal_speed(build_schematic(seed=7)).max() > 60_000  # steps and tracks cost them


def test_nobody_enters_from_a_motorway(make_map):
    nodes = [(X, Y), (X + 1_000, Y), (X + 1_000, Y + 800), (X, Y + 800)]
    fast = {"forward": CAR, "backward": CAR, "road_class": "motorway"}
    ring = make_map(nodes, [(0, 1, fast), (1, 2, {}), (2, 3, {}), (3, 0, {})])
    house = np.array([[X + 300, Y + 20]])
    network = build_network(ring, profile("car", Parameters()), house)
    assert network.streets.point_m[0] == pytest.approx(300)  # the side street


def test_streets_that_lead_nowhere_are_said_to(make_map):
    nodes = [(X, Y), (X + 100, Y), (X + 200, Y)]
    oneway = {"forward": CAR, "backward": 0}
    for own in (oneway, oneway | {"road_class": "motorway"}):
        street = make_map(nodes, [(0, 1, own), (1, 2, own)])
        for deed in (
            lambda town: travel_time(town, profile="car"),
            lambda town: isochrones(town, 3.0, 49.0, profile="car"),
        ):
            with pytest.raises(TerritoryError, match="No two places"):
                deed(street)


def test_small_capacities_are_not_rounded_away(village):
    study = access_study(village, measures=("fca",), minutes=(30.0,))
    columns = [name for name in study.communes if name.startswith("fca_")]
    homes, communes = study.homes, study.communes
    assert columns
    assert isinstance(travel_time(village), TravelTimes)
    for name in columns:
        total = float((homes[name] * homes["inhabitants"]).sum())
        again = float((communes[name] * communes["inhabitants"]).sum())
        assert again == pytest.approx(total, rel=1e-3)  # inhabitants are rounded


BROKEN = {
    "edge_line_ends": lambda t: t.edges.__setitem__("geometry", t.edges.geometry.reverse()),
    "service_status": lambda t: t.services.__setitem__("status", "perhaps"),
    "edge_stops": lambda t: t.edges.__setitem__("signals", np.float32(-3)),
    "node_height": lambda t: t.nodes.__setitem__("elevation_m", 1e9),
}


@pytest.mark.parametrize("code", sorted(BROKEN))
def test_a_check_names_what_is_broken(make_map, code, tmp_path, capsys):
    nodes = [(X, Y), (X + 100, Y), (X + 200, Y + 50)]
    service = {"service_id": ["s"], "category": ["bakery"], "status": ["observed"]}
    import shapely

    town = make_map(
        nodes, [(0, 1, {}), (1, 2, {})], services=(service, shapely.points([(X + 50, Y + 10)]))
    )
    assert not {f.code for f in check_territory(town)} & set(BROKEN)
    BROKEN[code](town)
    findings = {f.code: f for f in check_territory(town)}
    assert findings[code].level == "error"
    save_territory(town, tmp_path / "broken")
    with pytest.raises(SystemExit) as stop:
        main(["map", "check", str(tmp_path / "broken")])
    assert stop.value.code == 1
    assert code in capsys.readouterr().out


def test_places_without_position_are_named(make_map):
    import shapely

    places = [shapely.Point(), shapely.Point(0, 0), shapely.Point(X, Y)]
    services = {
        "service_id": ["nowhere", "null island", "here"],
        "category": ["bakery"] * 3,
        "status": ["observed"] * 3,
    }
    town = make_map([(X, Y), (X + 100, Y)], [(0, 1, {})], services=(services, places))
    findings = {f.code: f for f in check_territory(town)}
    assert findings["place_without_position"].ids == ("nowhere",)
    assert findings["place_outside"].ids == ("null island",)
    with pytest.raises(TerritoryError, match="no position"):
        build_network(town, profile("walk", Parameters()), find_places(town).xy)
