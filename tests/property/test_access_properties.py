"""The engine on random directed graphs equals networkx's Dijkstra: ties, loops, gaps and all."""

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from microville.access import (
    NEVER,
    Labels,
    Network,
    at_points,
    closest,
    closest_by_category,
    closest_times,
    count_reached,
    matrix,
    nodes_reached,
    reachable,
    shortest_paths,
)
from microville.access.nearest import LATEST, NOBODY
from microville.access.profiles import Profile
from microville.access.rows import both_ways
from microville.access.sight import look
from microville.errors import InputError, TerritoryError

PROFILE = Profile("test", 1, 5.0, 1.0, 5.0, 11)
BIG = int(NEVER)


def network_of(count, arcs, legs):
    """Return a network whose points stand on its nodes, one each."""
    tails, heads, weight = np.array(arcs, dtype=np.int64).reshape(-1, 3).T
    return Network.from_arcs(tails, heads, weight, count, legs_ms=np.array(legs), profile=PROFILE)


@st.composite
def networks(draw, most=14):
    """Loops, parallel arcs, arcs that take no time, nodes that nothing reaches."""
    count = draw(st.integers(1, most))
    node = st.integers(0, count - 1)
    # Few weights make many ties.
    arcs = draw(st.lists(st.tuples(node, node, st.integers(0, 4)), max_size=3 * most))
    legs = draw(st.lists(st.integers(0, 3), min_size=count, max_size=count))
    return network_of(count, arcs, legs)


@st.composite
def cases(draw):
    network = draw(networks())
    points = draw(st.lists(st.integers(0, network.node_count - 1), max_size=8))
    owners = draw(st.permutations(range(len(points))))
    return network, points, owners, draw(st.integers(1, 4))


def dijkstra(network):
    """Return all shortest times between nodes by networkx, on the same integers."""
    graph = nx.DiGraph()
    graph.add_nodes_from(range(network.node_count))
    for tail, head, ms in zip(*(a.tolist() for a in network.arcs()), strict=True):
        if not graph.has_edge(tail, head) or graph[tail][head]["weight"] > ms:
            graph.add_edge(tail, head, weight=ms)
    return dict(nx.all_pairs_dijkstra_path_length(graph))


def expected(network, points, owners, k, limit=LATEST):
    """Return the k closest (time, owner) of every node, by brute force."""
    times = np.full((network.node_count, k), NEVER)
    found = np.full((network.node_count, k), NOBODY)
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


limits = st.one_of(st.just(LATEST), st.integers(0, 12))


@settings(max_examples=150, deadline=None)
@given(case=cases(), limit=limits)
def test_k_closest_equal_dijkstra_with_ties_by_owner(case, limit):
    network, points, owners, k = case
    times, found = closest(network, *as_arrays(points, owners), k=k, limit_ms=limit)
    wanted_times, wanted_owners = expected(network, points, owners, k, limit)
    assert times.tolist() == wanted_times.tolist()
    assert found.tolist() == wanted_owners.tolist()
    several = closest_by_category(
        network, *zip(*[as_arrays(points, owners)] * 3, strict=True), k=k, limit_ms=limit, threads=2
    )
    assert all((t == times).all() and (o == found).all() for t, o in several)
    every = np.arange(network.node_count, dtype=np.int32)[::-1]
    seen = closest(network, *as_arrays(points, owners), k=k, limit_ms=limit, seen_from=every)
    assert (seen[0] == at_points(network, times, every)).all()
    assert (seen[1] == found[network.point_node[every]]).all()


@settings(max_examples=150, deadline=None)
@given(data=st.data(), network=networks(), limit=limits, threads=st.integers(1, 3))
def test_lanes_equal_dijkstra_in_both_directions(data, network, limit, threads):
    # Up to 20 categories: several blocks of lanes, empty ones among them.
    node = st.integers(0, network.node_count - 1)
    points = data.draw(st.lists(st.lists(node, max_size=4), max_size=20))
    arrays = [np.array(p, dtype=np.int32) for p in points]
    times = closest_times(network, arrays, limit_ms=limit, threads=threads)
    away = closest_times(network, arrays, limit_ms=limit, outward=True, threads=threads)
    assert times.shape == away.shape == (network.node_count, len(points))
    length, legs = dijkstra(network), network.point_leg_ms.tolist()
    for column, own in enumerate(points):
        for here in range(network.node_count):
            to = [length[here][p] + legs[p] for p in own if p in length[here]]
            fro = [length[p][here] + legs[p] for p in own if here in length[p]]
            for found, ways in ((times, to), (away, fro)):
                near = min(ways, default=BIG)
                assert found[here, column] == (near if near <= limit else BIG)
    every = np.arange(network.node_count, dtype=np.int32)
    seen = closest_times(network, arrays, seen_from=every, limit_ms=limit, threads=threads)
    assert (seen == at_points(network, times, every)).all()


@settings(max_examples=150, deadline=None)
@given(case=cases(), limit=limits, threads=st.integers(1, 3))
def test_searches_within_a_limit_equal_dijkstra(case, limit, threads):
    network, points, _, _ = case
    origins = np.arange(network.node_count, dtype=np.int32)
    targets = np.array(points, dtype=np.int32)
    length, legs = dijkstra(network), network.point_leg_ms.tolist()
    dense = matrix(network, origins, targets, limit_ms=limit, threads=threads)
    for some in (origins, origins[: len(points) // 2]):  # either side may be the smaller
        same = matrix(network, some, targets, limit_ms=limit, threads=threads)
        assert (same == dense[: len(some)]).all()
        sparse = reachable(network, some, targets, limit_ms=limit, threads=threads).to_dense()
        for origin in some.tolist():
            for column, target in enumerate(points):
                way = length[origin].get(target, BIG) + legs[target]
                own = legs[origin] + PROFILE.fixed_ms
                assert dense[origin, column] == (way + own if way <= limit else BIG)
                total = way + own
                assert sparse[origin, column] == (total if total <= limit else BIG)
    halves = [targets[::2], targets[1::2]]
    counts = count_reached(network, halves, limit_ms=limit, threads=threads)
    twice = count_reached(
        network, halves, limit_ms=limit, amounts=[np.full(len(h), 2) for h in halves]
    )
    assert (twice == 2 * counts).all()
    indptr, node, ms = nodes_reached(network, targets, limit_ms=limit, threads=threads)
    for row, target in enumerate(points):
        own = legs[target] + PROFILE.fixed_ms
        wanted = {n: t + own for n, t in length[target].items() if t + own <= limit}
        found = slice(indptr[row], indptr[row + 1])
        assert dict(zip(node[found].tolist(), ms[found].tolist(), strict=True)) == wanted
        assert (np.diff(ms[found]) >= 0).all()
    for here in range(network.node_count):
        for column in (0, 1):
            near = [p for p in points[column::2] if length[here].get(p, BIG) + legs[p] <= limit]
            assert counts[here, column] == len(near)


@settings(max_examples=100, deadline=None)
@given(case=cases(), limit=limits, data=st.data())
def test_repairs_equal_recomputing_whatever_opens_and_closes(case, limit, data):
    network, points, owners, k = case
    labels = Labels(network, *as_arrays(points, owners), k=k, limit_ms=limit)
    start = labels.packed.copy()
    standing = dict(zip(owners, points, strict=True))
    shut = set()
    arcs = list(range(len(network.weight_ms)))
    everywhere = slice(0, network.node_count)
    # Whatever stood in that memory before, the first look makes it true.
    rubbish = data.draw(st.tuples(*[st.sampled_from([0, 7, BIG])] * 2))
    held = [np.full(labels.packed.shape, value, dtype=np.int32) for value in rubbish]
    look(labels, *held, np.zeros(network.node_count, dtype=bool))
    assert all((a == b).all() for a, b in zip(held, labels.at_points(everywhere), strict=True))
    for _ in range(data.draw(st.integers(1, 8))):
        deed = data.draw(st.sampled_from(["open", "close", "shut", "reopen"]))
        if deed == "open":
            owner = data.draw(st.integers(0, 20).filter(lambda o: o not in standing))
            standing[owner] = data.draw(st.integers(0, network.node_count - 1))
            labels.open(owner, standing[owner])
        elif deed == "close" and standing:
            owner = data.draw(st.sampled_from(sorted(standing)))
            del standing[owner]
            labels.close(owner)
        elif deed == "shut" and arcs:
            # Often many at once: a street is a chain of arcs.
            some = data.draw(st.sets(st.sampled_from(arcs), max_size=3 + len(arcs)))
            labels.close_arcs(np.array(sorted(some), dtype=np.int64))
            shut |= some
        elif deed == "reopen" and shut:
            some = data.draw(st.sets(st.sampled_from(sorted(shut))))
            labels.reopen_arcs(np.array(sorted(some), dtype=np.int64))
            shut -= some
        left = [arc for arc in zip(*(a.tolist() for a in network.arcs()), strict=True)]
        left = [arc for row, arc in enumerate(left) if row not in shut]
        rest = network_of(network.node_count, left, network.point_leg_ms)
        wanted = closest(
            rest, *as_arrays(list(standing.values()), list(standing)), k=k, limit_ms=limit
        )
        assert labels.times.tolist() == wanted[0].tolist(), deed
        assert labels.owners.tolist() == wanted[1].tolist(), deed
        if data.draw(st.booleans()):
            before, moved = np.hstack(held), np.zeros(network.node_count, dtype=bool)
            look(labels, *held, moved)
            for kept, now in zip(held, labels.at_points(everywhere), strict=True):
                assert (kept == now).all(), deed
            assert (moved == (before != np.hstack(held)).any(axis=1)).all()
    for owner in sorted(standing.keys() - set(owners)):
        labels.close(owner)
    for owner, point in zip(owners, points, strict=True):
        if owner in standing and standing[owner] != point:
            labels.close(owner)
            del standing[owner]
        if owner not in standing:
            labels.open(owner, point)
    labels.reopen_arcs(np.array(sorted(shut), dtype=np.int64))
    assert (labels.packed == start).all()


@settings(max_examples=100, deadline=None)
@given(network=networks(), data=st.data(), threads=st.integers(1, 3))
def test_paths_are_ways_of_their_time(network, data, threads):
    node = st.integers(0, network.node_count - 1)
    pairs = data.draw(st.lists(st.tuples(node, node), max_size=6))
    origins, targets = np.array(pairs, dtype=np.int32).reshape(-1, 2).T
    found = shortest_paths(network, origins, targets, threads=threads)
    length, legs = dijkstra(network), network.point_leg_ms.tolist()
    tails, heads, ms = network.arcs()
    for i, (origin, target) in enumerate(pairs):
        arcs = found.arc[found.indptr[i] : found.indptr[i + 1]]
        if target not in length[origin]:
            assert found.time_ms[i] == BIG
            assert not len(arcs)
            continue
        assert ms[arcs].sum() == length[origin][target]
        own = legs[origin] + legs[target] + PROFILE.fixed_ms
        assert found.time_ms[i] == length[origin][target] + own
        stops = [*tails[arcs].tolist(), target]
        assert stops[0] == origin or not len(arcs)
        assert [*stops[1:]] == heads[arcs].tolist()


@settings(max_examples=60, deadline=None)
@given(network=networks(), data=st.data())
def test_times_keep_to_the_rules_of_distance(network, data):
    every = np.arange(network.node_count, dtype=np.int32)
    bare = Network.from_arcs(*network.arcs(), network.node_count)
    time = matrix(bare, every, every).astype(np.int64)
    assert (time.diagonal() == 0).all()
    through = (time[:, :, None] + time[None, :, :]).min(axis=1)
    assert (time <= through).all()  # the triangle inequality
    factor = data.draw(st.integers(2, 5))
    slower = matrix(bare.reweighted(bare.weight_ms * factor), every, every)
    assert (slower == np.where(time == BIG, BIG, time * factor)).all()
    shuffle = np.array(data.draw(st.permutations(every.tolist())), dtype=np.int32)
    tails, heads, weight = bare.arcs()
    xy = np.array(data.draw(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)),
                                     min_size=len(every), max_size=len(every))), dtype=float)  # fmt: skip
    for where in (None, xy):
        renamed = Network.from_arcs(shuffle[tails], shuffle[heads], weight, len(every), xy=where)
        assert (matrix(renamed, shuffle, shuffle) == time).all()
        best = closest_times(renamed, [shuffle[:2]], seen_from=shuffle)[:, 0]
        assert (best == time[:, :2].min(axis=1)).all()


def test_a_larger_town_equals_networkx_too():
    """Enough nodes for deep hierarchies, one-way streets, and 20 categories on two threads."""
    rng = np.random.default_rng(5)
    side = 30
    place = np.arange(side * side).reshape(side, side)
    ends = np.concatenate(
        [
            np.stack([place[:, :-1].ravel(), place[:, 1:].ravel()], axis=1),
            np.stack([place[:-1].ravel(), place[1:].ravel()], axis=1),
        ]
    )
    ends = ends[rng.random(len(ends)) < 0.75]
    ms = rng.integers(1_000, 90_000, len(ends))
    both = rng.random(len(ends)) < 0.8
    tails = np.concatenate([ends[:, 0], ends[both, 1]])
    heads = np.concatenate([ends[:, 1], ends[both, 0]])
    weight = np.concatenate([ms, ms[both]])
    name = rng.permutation(side * side)
    network = Network.from_arcs(name[tails], name[heads], weight, side * side)
    graph = nx.DiGraph()
    graph.add_nodes_from(range(side * side))
    # Searched backwards, from the facilities: turn the arcs.
    graph.add_weighted_edges_from(
        zip(name[heads].tolist(), name[tails].tolist(), weight.tolist(), strict=True)
    )
    points = [rng.choice(side * side, int(rng.integers(1, 30)), replace=False) for _ in range(20)]
    wanted = np.full((side * side, 20), BIG)
    for column, own in enumerate(points):
        for here, time in nx.multi_source_dijkstra_path_length(graph, set(own.tolist())).items():
            wanted[here, column] = time
    assert (wanted == BIG).any()  # some places have no way, and say so
    arrays = [own.astype(np.int32) for own in points]
    for threads in (1, 2):
        assert (closest_times(network, arrays, threads=threads) == wanted).all()
    every = np.arange(side * side, dtype=np.int32)
    assert (matrix(network, every, arrays[0]).min(axis=1) == wanted[:, 0]).all()
    # New times on the same order.
    later = network.reweighted(network.weight_ms * 3)
    assert later.hierarchy.order is network.hierarchy.order
    tripled = np.where(wanted == BIG, BIG, wanted * 3)
    assert (closest_times(later, arrays) == tripled).all()


def test_rows_that_are_counted_equal_rows_that_are_sorted():
    rng = np.random.default_rng(8)
    for count in (1, 7, 400):
        tail, head = rng.integers(count, size=(2, 3 * count))
        ms = rng.integers(3, size=len(tail))
        network = Network.from_arcs(tail, head, ms, count)
        order = np.lexsort((ms, tail, head))
        assert (network.tails == tail[order]).all()
        assert (network.weight_ms == ms[order]).all()
        assert (network.topology.heads() == head[order]).all()
        rows, node = both_ways(network.indptr, network.tails)
        pairs = {(a, b) for a, b in zip(*(x.tolist() for x in (tail, head)), strict=True) if a != b}
        wanted = sorted(pairs | {(b, a) for a, b in pairs})
        found = np.repeat(np.arange(count), np.diff(rows)).tolist()
        assert list(zip(found, node.tolist(), strict=True)) == wanted


def test_a_hub_with_many_streets_equals_networkx_too():
    """More nodes wait than a sorted queue holds; arcs of no time lead back to lower nodes."""
    rng = np.random.default_rng(3)
    hub, ring = 300, np.arange(300)
    out = [(hub, int(v), int(rng.integers(50))) for v in ring]
    round_ = [(int(v), int((7 * v + 1) % 300), int(rng.integers(3))) for v in ring]
    far = [(int(v), 301 + int(v), int(rng.integers(40))) for v in ring]
    network = network_of(601, out + round_ + far, [0] * 601)
    starts = np.array([hub, 5, hub, 17], dtype=np.int32)
    indptr, node, ms = nodes_reached(network, starts, limit_ms=60)
    length = dijkstra(network)
    for row, start in enumerate(starts.tolist()):
        found = slice(indptr[row], indptr[row + 1])
        wanted = {n: t + 11 for n, t in length[start].items() if t + 11 <= 60}
        assert dict(zip(node[found].tolist(), ms[found].tolist(), strict=True)) == wanted
        assert (np.diff(ms[found]) >= 0).all()
    assert indptr[1] > 400


def test_wrong_arcs_and_facilities_are_refused():
    one = np.zeros(1, dtype=np.int32)
    with pytest.raises(TerritoryError, match="not one of 1"):
        Network.from_arcs(one, one + 1, one, 1)
    with pytest.raises(TerritoryError, match="negative"):
        Network.from_arcs(one, one, one - 1, 1)
    with pytest.raises(TerritoryError, match="number"):
        Network.from_arcs(one, one, np.zeros(2), 1)
    network = Network.from_arcs(one, one, one, 1)
    with pytest.raises(TerritoryError, match="as many times"):
        _ = network.reweighted(np.zeros(2)).hierarchy
    with pytest.raises(InputError, match="own index"):
        Labels(network, np.zeros(2, np.int32), np.zeros(2, np.int32))
    labels = Labels(network, one, one)
    for deed in (lambda: labels.open(0, 0), lambda: labels.close(1), lambda: labels.open(-1, 0)):
        with pytest.raises(InputError):
            deed()
    with pytest.raises(InputError, match="threads"):
        closest_times(network, [one], threads=0)
    with pytest.raises(InputError, match="k of 1"):
        closest(network, one, one, k=0)


def test_repairs_of_a_whole_large_network_equal_recomputing():
    """So large that the order of visits changes on the way."""
    rng = np.random.default_rng(8)
    side = 160
    place = np.arange(side * side).reshape(side, side)
    right = np.stack([place[:, :-1].ravel(), place[:, 1:].ravel()])
    down = np.stack([place[:-1].ravel(), place[1:].ravel()])
    tails, heads = np.hstack([right, right[::-1], down, down[::-1]])
    # Most streets are slow, some fast: ways come late that are better.
    weight = np.where(rng.random(len(tails)) < 0.3, 1, rng.integers(50, 9_000, len(tails)))
    network = Network.from_arcs(tails, heads, weight, side * side)
    one, both = np.array([7], np.int32), np.array([7, 20_000], np.int32)
    alone, two = (closest(network, own, own)[0] for own in (one, both))
    labels = Labels(network, one, one)
    assert (labels.times == alone).all()
    labels.open(20_000, 20_000)
    assert (labels.times == two).all()
    labels.close(7)
    labels.open(7, 7)
    labels.close(20_000)
    assert (labels.times == alone).all()
