"""Closest facilities on random directed graphs equal networkx's Dijkstra, ties and all."""

import networkx as nx
import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from microville.access import (
    NEVER,
    Network,
    add_facilities,
    at_points,
    closest,
    matrix,
    remove_facility,
)
from microville.access.nearest import NOBODY, empty_labels
from microville.access.profiles import Profile

PROFILE = Profile("test", 1, 5.0, 1.0, 5.0, 11)
BIG = int(NEVER)


def network_of(count, arcs, legs):
    """Return a network whose points stand on its nodes, one each."""
    arcs = sorted(arcs, key=lambda arc: arc[1])
    heads = np.array([arc[1] for arc in arcs], dtype=np.int64)
    return Network(
        profile=PROFILE,
        indptr=np.concatenate([[0], np.cumsum(np.bincount(heads, minlength=count))]),
        tails=np.array([arc[0] for arc in arcs], dtype=np.int32),
        weight_ms=np.array([arc[2] for arc in arcs], dtype=np.int32),
        point_node=np.arange(count, dtype=np.int32),
        point_leg_ms=np.array(legs, dtype=np.int32),
    )


@st.composite
def cases(draw):
    count = draw(st.integers(2, 14))
    node = st.integers(0, count - 1)
    # Few weights make many ties.
    arcs = draw(st.lists(st.tuples(node, node, st.integers(1, 4)), min_size=1, max_size=45))
    legs = draw(st.lists(st.integers(0, 3), min_size=count, max_size=count))
    points = draw(st.lists(node, min_size=1, max_size=8))
    owners = draw(st.permutations(range(len(points))))
    return network_of(count, arcs, legs), points, owners, draw(st.integers(1, 4))


def dijkstra(network):
    """Return all shortest times between nodes by networkx, on the same integers."""
    graph = nx.DiGraph()
    graph.add_nodes_from(range(network.node_count))
    for tail, head, ms in zip(*(a.tolist() for a in network.arcs()), strict=True):
        if not graph.has_edge(tail, head) or graph[tail][head]["weight"] > ms:
            graph.add_edge(tail, head, weight=ms)
    return dict(nx.all_pairs_dijkstra_path_length(graph))


def expected(network, points, owners, k, limit=BIG - 1):
    """Return the k closest (time, owner) of every node, by brute force."""
    times, found = empty_labels(network.node_count, k)
    length = dijkstra(network)
    legs = network.point_leg_ms.tolist()
    for node in range(network.node_count):
        reached = sorted(
            (length[node][point] + legs[point], owner)
            for point, owner in zip(points, owners, strict=True)
            if point in length[node] and length[node][point] + legs[point] <= limit
        )
        for rank, (time, owner) in enumerate(reached[:k]):
            times[node, rank], found[node, rank] = time, owner
    return times, found


def as_arrays(points, owners):
    return np.array(points, dtype=np.int32), np.array(owners, dtype=np.int32)


@settings(max_examples=150, deadline=None)
@given(case=cases(), limit=st.one_of(st.just(BIG - 1), st.integers(0, 12)))
def test_k_closest_equal_dijkstra_with_ties_by_owner(case, limit):
    network, points, owners, k = case
    times, found = closest(network, *as_arrays(points, owners), k=k, limit_ms=limit)
    wanted_times, wanted_owners = expected(network, points, owners, k, limit)
    assert times.tolist() == wanted_times.tolist()
    assert found.tolist() == wanted_owners.tolist()
    assert ((times == NEVER) == (found == NOBODY)).all()


@settings(max_examples=100, deadline=None)
@given(case=cases(), data=st.data())
def test_openings_one_by_one_in_any_order_equal_a_computation_from_scratch(case, data):
    network, points, owners, k = case
    order = data.draw(st.permutations(range(len(points))))
    times, found = empty_labels(network.node_count, k)
    for i in order:
        add_facilities(network, times, found, *as_arrays([points[i]], [owners[i]]))
    whole = closest(network, *as_arrays(points, owners), k=k)
    assert (times == whole[0]).all()
    assert (found == whole[1]).all()
    again = times.copy()
    add_facilities(network, times, found, *as_arrays(points, owners))
    assert (times == again).all()


@settings(max_examples=100, deadline=None)
@given(case=cases())
def test_the_matrix_and_what_points_see_add_both_legs_and_the_fixed_time(case):
    network, points, _, _ = case
    origins = np.arange(network.node_count, dtype=np.int32)
    targets = np.array(points, dtype=np.int32)
    found = matrix(network, origins, targets)
    length, legs = dijkstra(network), network.point_leg_ms.tolist()
    for origin in origins.tolist():
        for column, target in enumerate(points):
            way = length[origin].get(target)
            wanted = BIG if way is None else way + legs[origin] + legs[target] + PROFILE.fixed_ms
            assert found[origin, column] == wanted
    labels, _ = closest(network, targets, np.arange(len(points), dtype=np.int32))
    assert (at_points(network, labels, origins)[:, 0] == found.min(axis=1)).all()


@given(cases(), st.data())
@settings(max_examples=300, deadline=None)
def test_closing_repairs_to_what_recomputing_gives(case, data):
    network, points, owners, k = case
    times, found = closest(network, np.array(points, np.int32), np.array(owners, np.int32), k=k)
    rows = list(zip(points, owners, strict=True))
    while rows:
        gone = rows.pop(data.draw(st.integers(0, len(rows) - 1)))
        stay = np.array([row[0] for row in rows], dtype=np.int32)
        names = np.array([row[1] for row in rows], dtype=np.int32)
        remove_facility(network, times, found, gone[1], stay, names)
        again, whose = closest(network, stay, names, k=k)
        np.testing.assert_array_equal(times, again)
        np.testing.assert_array_equal(found, whose)
