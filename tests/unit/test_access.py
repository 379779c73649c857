"""Travel times on the village: who may go where, how long it takes, and what can be measured."""

import networkx as nx
import numpy as np
import pytest

from microville.access import (
    NEVER,
    PROFILES,
    Labels,
    build_network,
    closest,
    complete,
    find_places,
    function_scores,
    matrix,
    place_score,
    profile,
    travel_time,
    within,
)
from microville.errors import InputError, TerritoryError
from microville.parameters import Parameters
from microville.territory import Category, categories
from microville.territory.territory import BIKE, CAR, WALK, WHEELCHAIR

PARAMETERS = Parameters()
WALK_MS = 3600 / 4.8  # milliseconds a metre
BIKE_MS = 3600 / 15
ALL = WALK | BIKE | CAR | WHEELCHAIR


def network_of(territory, name, points=None, **options):
    who = profile(name, PARAMETERS)
    xy = find_places(territory).xy if points is None else np.array(points, dtype=float)
    return build_network(territory, who, xy, options=options)


def times_between(territory, name, points, **options):
    every = np.arange(len(points), dtype=np.int32)
    return matrix(network_of(territory, name, points, **options), every, every)


def junctions(*pairs):
    return [(775_000 + 100 * i, 6_910_000 + 100 * j) for i, j in pairs]


def graph_of(network, *, weight="ms"):
    graph = nx.DiGraph()
    graph.add_nodes_from(range(network.node_count))
    for tail, head, ms in zip(*(a.tolist() for a in network.arcs()), strict=True):
        if not graph.has_edge(tail, head) or graph[tail][head][weight] > ms:
            graph.add_edge(tail, head, **{weight: ms})
    return graph


@pytest.mark.parametrize("link", [False, True])
@pytest.mark.parametrize("name", PROFILES)
def test_closest_services_equal_networkx_for_every_profile(village, name, link):
    result = travel_time(village, profile=name, options={"link": link})
    network, places = result.network, result.places
    legs, nodes = network.point_leg_ms.tolist(), network.point_node.tolist()
    back = graph_of(network).reverse()
    present = village.services["category"].to_numpy()
    assert result.time_ms.shape == (34, len(set(present)))
    for column, category in enumerate(result.names):
        best = np.full(places.service_start, int(NEVER), dtype=np.int64)
        for row in np.flatnonzero(present == category):
            point = places.services[row]
            length = nx.single_source_dijkstra_path_length(back, nodes[point], weight="ms")
            for home in range(places.service_start):
                if nodes[home] in length:
                    whole = length[nodes[home]] + legs[home] + legs[point]
                    best[home] = min(best[home], whole + network.profile.fixed_ms)
        assert (result.time_ms[:, column] == best).all()
    assert (result.time_ms < NEVER).all()


def test_times_by_hand(village):
    """A door is not at a junction: 12 m to the street, then along it."""
    a, b = (775_035.0, 6_910_112.0), (775_165.0, 6_910_112.0)
    walk = times_between(village, "walk", [a, b])
    assert walk[0, 1] == walk[1, 0] == pytest.approx((12 + 130 + 12) * WALK_MS, abs=4)
    slow = times_between(village, "walk_slow", [a, b])
    assert slow[0, 1] == pytest.approx(walk[0, 1] * 4.8 / 3.6, abs=4)
    # On a bicycle the legs to the street are walked.
    bike = times_between(village, "bike", [a, b])
    assert bike[0, 1] == pytest.approx(24 * WALK_MS + 130 * BIKE_MS, abs=4)
    # By car: 30 km/h, slowed by a factor, and eight minutes to walk and to park, once.
    car = times_between(village, "car", [a, b])
    drive = 130 * 3600 / (30 * PARAMETERS.mobility.car_speed_factor)
    assert car[0, 1] == pytest.approx(480_000 + 24 * WALK_MS + drive, abs=4)
    assert walk[0, 0] == 2 * round(12 * WALK_MS)


def test_one_way_streets_bind_wheels_and_not_feet(village):
    west, east = junctions((2, 3), (3, 3))
    walk = times_between(village, "walk", [west, east])
    assert walk[0, 1] == walk[1, 0] == 100 * WALK_MS
    bike = times_between(village, "bike", [west, east])
    assert bike[0, 1] == 100 * BIKE_MS
    assert bike[1, 0] == 300 * BIKE_MS  # round the block


def test_the_motorway_is_for_cars_and_the_footpath_for_feet(village):
    ends = junctions((1, 0), (2, 0))
    assert times_between(village, "walk", ends)[0, 1] == 300 * WALK_MS
    factor = PARAMETERS.mobility.car_speed_factor
    motorway = 480_000 + 100 * 3600 / (90 * factor)
    assert times_between(village, "car", ends)[0, 1] == pytest.approx(motorway, abs=1)
    path = junctions((5, 1), (5, 2))
    assert times_between(village, "walk", path)[0, 1] == 100 * WALK_MS
    assert times_between(village, "bike", path)[0, 1] == 300 * BIKE_MS
    steps = junctions((5, 6), (5, 7))
    assert times_between(village, "walk", steps)[0, 1] == 100 * WALK_MS
    assert times_between(village, "wheelchair", steps)[0, 1] == 300 * 3600 / 3.0


def test_options_switch_edges(village):
    gate = junctions((2, 6), (3, 6))
    assert times_between(village, "walk", gate)[0, 1] == 100 * WALK_MS
    assert times_between(village, "walk", gate, west_gate=False)[0, 1] == 300 * WALK_MS
    ends = junctions((7, 3), (10, 3))
    off, on = (times_between(village, "walk", ends, link=value)[0, 1] for value in (False, True))
    assert on == 300 * WALK_MS
    assert off == pytest.approx((400 + np.hypot(300, 200) + 200) * WALK_MS, abs=4)
    with pytest.raises(TerritoryError, match=r"tunnel.*west_gate"):
        network_of(village, "walk", tunnel=True)


def test_nothing_leads_there_is_never(make_map):
    """Two hamlets without a road: doors join the larger one; a lone street takes cars only."""
    nodes = [(0, 0), (100, 0), (200, 0), (5000, 0), (5100, 0)]
    hamlets = make_map(nodes, [(0, 1, {}), (1, 2, {}), (3, 4, {})])
    network = network_of(hamlets, "walk", [(0, 10), (5050, 10)])
    place = network.streets.map_node
    assert network.point_node.tolist() == place[[0, 2]].tolist()
    assert network.point_leg_ms[1] == round(np.hypot(4850, 10) * WALK_MS)
    lone, _ = closest(network, np.array([1], np.int32), np.array([0], np.int32))
    assert (lone[place[3:]] == NEVER).all()
    oneway = make_map(nodes[:3], [(0, 1, {}), (1, 0, {}), (1, 2, {"forward": CAR, "backward": 0})])
    cars = network_of(oneway, "car", [(0, 0), (200, 0)])
    place = cars.streets.map_node
    # nobody could come back from the dead end
    assert cars.point_node.tolist() == place[[0, 1]].tolist()
    labels, _ = closest(cars, np.array([0], np.int32), np.array([7], np.int32))
    assert labels[place[2], 0] == NEVER
    oneway = make_map(nodes[:2], [(0, 1, {"forward": CAR, "backward": CAR})])
    with pytest.raises(TerritoryError, match="walk"):
        network_of(oneway, "walk", [(0, 0)])


def test_profiles_are_those_of_the_parameters_and_no_other():
    quick = Parameters().model_copy(deep=True)
    assert profile("bike", quick).speed_kmh == PARAMETERS.mobility.bike_speed_kmh
    assert profile("car", quick).fixed_ms == 480_000
    with pytest.raises(InputError, match=r"rollerskate.*walk_slow"):
        profile("rollerskate", quick)


@pytest.mark.parametrize("name", ["walk", "bike", "car"])
def test_splitting_streets_at_doors_keeps_lengths_and_paths(village, name):
    bare, split = network_of(village, name, junctions((0, 1))), network_of(village, name)
    count = len(village.nodes)
    pieces = split.node_count - count
    assert pieces > 30
    # Each piece is rounded to a millisecond: the whole to half of one a piece.
    assert abs(int(bare.weight_ms.sum()) - int(split.weight_ms.sum())) <= pieces + 1
    short, long = (
        dict(nx.all_pairs_dijkstra_path_length(graph_of(n), weight="ms")) for n in (bare, split)
    )
    a, b = bare.streets.map_node.tolist(), split.streets.map_node.tolist()
    for u in range(count):
        for v in range(count):
            assert (a[v] in short[a[u]]) == (b[v] in long[b[u]])
            if a[v] in short[a[u]]:
                assert abs(short[a[u]][a[v]] - long[b[u]][b[v]]) <= pieces


def test_openings_and_closings_equal_a_computation_from_scratch(village):
    network, places = network_of(village, "walk"), find_places(village)
    bakery = np.flatnonzero(village.services["category"] == "restaurant_cafe").astype(np.int32)
    points = places.services[bakery]
    whole = closest(network, points, bakery, k=2)
    for left_out in range(len(bakery)):
        kept = np.delete(np.arange(len(bakery)), left_out)
        times, owners = closest(network, points[kept], bakery[kept], k=2)
        assert (times >= whole[0]).all()
        # Where it was not among the two closest, nothing changes.
        unknown = (whole[1] != bakery[left_out]).all(axis=1)
        assert (times[unknown] == whole[0][unknown]).all()
        assert (owners[unknown] == whole[1][unknown]).all()
        labels = Labels(network, points[kept], bakery[kept], k=2)
        labels.open(int(bakery[left_out]), int(points[left_out]))
        assert (labels.times == whole[0]).all()
        assert (labels.owners == whole[1]).all()
        labels.close(int(bakery[left_out]))
        assert (labels.times == times).all()
        assert (labels.owners == owners).all()


def test_the_numbering_of_points(village):
    places = find_places(village)
    buildings = village.buildings
    assert (buildings["dwellings"].iloc[places.buildings[:30]] > 0).all()
    assert buildings["site"].iloc[places.buildings[30:]].all()
    assert len(places.xy) == 34 + len(village.services) + 2
    row = 5
    at = village.services.geometry.iloc[row]
    assert tuple(places.xy[places.services[row]]) == (at.x, at.y)
    at = village.parcels.geometry.iloc[1].centroid
    assert places.xy[places.parcel_start + 1] == pytest.approx((at.x, at.y))


def table_of(*rows):
    return {
        name: Category(name, function, essential, "observed", (), ())
        for name, function, essential in rows
    }


def test_place_score_by_hand():
    table = table_of(
        ("bakery", "supplying", True),
        ("grocery", "supplying", True),
        ("cinema", "enjoying", False),
        ("park", "enjoying", True),
        ("doctor", "caring", True),
    )
    minute = 60_000
    names = ["bakery", "grocery", "cinema", "park", "doctor"]
    times = np.array(
        [
            [15 * minute, 15 * minute + 1, 1, 14 * minute, NEVER],
            [minute, minute, NEVER, 40 * minute, 30 * minute],
        ],
        dtype=np.int32,
    )
    scores = function_scores(times, names, table, 15)
    assert {name: list(value) for name, value in scores.items()} == {
        "supplying": [0.5, 1.0],
        "caring": [0.0, 0.0],
        "enjoying": [1.0, 0.0],
    }
    assert place_score(times, names, table, 15) == pytest.approx([0.5, 1 / 3])
    assert place_score(times, names, table, 30) == pytest.approx([2 / 3, 2 / 3])
    assert complete(times, names, table, 30).tolist() == [False, False]
    assert complete(times[1:], names, table, 40).tolist() == [True]
    assert within(times, 15)[0].tolist() == [True, False, True, True, False]
    # What nobody knows of leaves numerator and denominator: no doctors, no "caring".
    assert place_score(times[:, :4], names[:4], table, 15) == pytest.approx([0.75, 0.5])


def test_unknown_categories_leave_the_score_of_a_map(village):
    result = travel_time(village)
    assert "library" not in result.names
    assert categories()["library"].essential
    frame = result.to_frame()
    learning = [n for n in result.names if categories()[n].function == "learning"]
    essential = [n for n in learning if categories()[n].essential]
    share = (frame[[f"{name}_min" for name in essential]] <= 15).mean(axis=1)
    assert frame["learning_15"].to_numpy() == pytest.approx(share.to_numpy(), abs=1e-4)
    assert frame["place_score_30"].between(0, 1).all()
    assert (frame["place_score_30"] >= frame["place_score_15"]).all()
    only = travel_time(village, categories=["grocery", "library", "bakery"])
    assert only.names == ("grocery", "bakery")
    column = result.names.index("grocery")
    assert (only.time_ms[:, 0] == result.time_ms[:, column]).all()
