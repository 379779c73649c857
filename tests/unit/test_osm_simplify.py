"""Simplified streets: the same ways to go, fewer nodes, at least as good as osmnx."""

from collections import Counter
from dataclasses import replace

import networkx as nx
import numpy as np
import osmnx
import pytest

from microville.territory.osm.simplify import Chain, simplify
from microville.territory.osm.tags import permissions
from microville.territory.territory import CAR, WALK


def chain(refs, tags="highway=residential", speed=30.0):
    pairs = dict(tag.split("=") for tag in tags.split())
    return Chain(tuple(refs), *permissions(pairs), pairs["highway"], speed)


def ends(chains):
    return sorted((c.refs[0], c.refs[-1]) for c in chains)


def random_town(seed):
    """Ways of a grid with bends, one-way streets, rings, gaps, parallels and a lonely ring."""
    rng = np.random.default_rng(seed)
    kinds = [
        "highway=residential",
        "highway=residential oneway=yes",
        "highway=residential oneway=-1",
        "highway=residential oneway=yes oneway:bicycle=no",
        "highway=footway",
        "highway=tertiary",
        "highway=steps",
    ]
    ways, fresh = [], 1000
    for row in range(6):
        for column in range(6):
            for other in ((row + 1, column), (row, column + 1)):
                if max(other) > 5 or rng.random() < 0.25:
                    continue
                bends = int(rng.integers(0, 5))
                refs = [row * 6 + column, *range(fresh, fresh + bends), other[0] * 6 + other[1]]
                fresh += bends
                kind = kinds[int(rng.choice(len(kinds), p=[0.4, 0.15, 0.1, 0.1, 0.1, 0.1, 0.05]))]
                street = chain(refs, kind)
                if bends and rng.random() < 0.5:  # two ways, the second drawn the other way round
                    cut = int(rng.integers(1, len(refs) - 1))
                    ways.append(replace(street, refs=street.refs[: cut + 1]))
                    ways.append(replace(street, refs=street.refs[cut:]).reverse())
                else:
                    ways.append(street)
    ways.append(chain([0, 5000, 5001, 5002, 0]))  # a loop at a junction
    ways.append(chain([1, 5010, 2]))
    ways.append(chain([1, 5011, 2]))  # two parallel streets
    ways.append(chain([6000, 6001, 6002, 6000]))  # a ring that touches nothing
    return ways


def digraph(chains, xy, bit):
    """The directed graph of one profile: every segment, float lengths."""
    graph = nx.MultiDiGraph(crs="EPSG:2154")
    for c in chains:
        length = sum(
            float(np.hypot(*(xy[a] - xy[b]))) for a, b in zip(c.refs, c.refs[1:], strict=False)
        )
        for u, v, bits in ((c.refs[0], c.refs[-1], c.forward), (c.refs[-1], c.refs[0], c.backward)):
            if bits & bit:
                graph.add_edge(u, v, length=length, rules=(c.road_class, c.speed_kmh))
    for node in graph:
        graph.nodes[node].update(x=float(xy[node][0]), y=float(xy[node][1]))
    return graph


def segments(chains):
    return [
        Chain((u, v), c.forward, c.backward, c.road_class, c.speed_kmh)
        for c in chains
        for u, v in zip(c.refs, c.refs[1:], strict=False)
    ]


def positions(chains, seed):
    rng = np.random.default_rng(seed)
    return {ref: rng.uniform(0, 1000, 2) for c in chains for ref in c.refs}


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("bit", [WALK, CAR])
def test_shortest_paths_between_kept_nodes_are_unchanged(seed, bit):
    ways = random_town(seed)
    xy = positions(ways, seed)
    before = digraph(segments(ways), xy, bit)
    after = digraph(simplify(ways), xy, bit)
    assert set(after) <= set(before)
    assert len(after) < len(before)
    for source in after:
        there = nx.single_source_dijkstra_path_length(before, source, weight="length")
        here = nx.single_source_dijkstra_path_length(after, source, weight="length")
        assert here.keys() == there.keys() & set(after)
        for target, length in here.items():
            assert length == pytest.approx(there[target], abs=1e-6)


@pytest.mark.parametrize("seed", range(6))
def test_as_few_nodes_as_osmnx(seed):
    """For one profile, osmnx with the same rules keeps the same nodes and edges."""
    ways = [c for c in random_town(seed) if (c.forward | c.backward) & CAR]
    ways = [
        Chain(c.refs, c.forward & CAR, c.backward & CAR, c.road_class, c.speed_kmh) for c in ways
    ]
    xy = positions(ways, seed)
    ours = simplify(ways)
    theirs = osmnx.simplify_graph(digraph(segments(ways), xy, CAR), edge_attrs_differ=["rules"])
    # osmnx drops rings that touch nothing; we keep each as one loop
    degree = Counter(ref for pair in ends(ours) for ref in pair)
    ours = [c for c in ours if c.refs[0] != c.refs[-1] or degree[c.refs[0]] > 2]
    assert {ref for pair in ends(ours) for ref in pair} == set(theirs)
    assert sum(bool(c.forward) + bool(c.backward) for c in ours) == theirs.number_of_edges()


def test_fewer_nodes_than_osmnx_with_all_profiles():
    """One table for all: on a one-way street, osmnx sees two rules and keeps every bend."""
    ways = [chain([1, 2, 3, 4, 5], "highway=residential oneway=yes")]
    assert ends(simplify(ways)) == [(1, 5)]


def test_geometry_stays_and_ways_join():
    merged = simplify([chain([1, 2, 3]), chain([5, 4, 3])])
    assert [c.refs for c in merged] == [(1, 2, 3, 4, 5)]


def test_head_to_head_one_way_streets_do_not_join():
    towards = [
        chain([1, 2, 3], "highway=residential oneway=yes"),
        chain([5, 4, 3], "highway=residential oneway=yes"),
    ]
    assert ends(simplify(towards)) == [(1, 3), (5, 3)]
    onwards = [towards[0], chain([5, 4, 3], "highway=residential oneway=-1")]
    assert ends(simplify(onwards)) == [(1, 5)]


@pytest.mark.parametrize(
    "second",
    [
        chain([3, 4], "highway=tertiary"),
        chain([3, 4], speed=50.0),
        chain([3, 4], "highway=residential foot=no"),
        chain([3, 4], "highway=residential wheelchair=no"),
    ],
)
def test_a_change_of_rules_keeps_the_node(second):
    assert ends(simplify([chain([1, 2, 3]), second])) == [(1, 3), (3, 4)]


def test_rings_parallels_and_turning_back():
    assert ends(simplify([chain([1, 2, 3, 1])])) == [(1, 1)]
    two_ways = simplify([chain([1, 2, 3]), chain([3, 4, 1])])
    assert [len(c.refs) for c in two_ways] == [5]
    parallels = [chain([1, 2, 3]), chain([1, 4, 3]), chain([3, 9]), chain([1, 8])]
    assert ends(simplify(parallels)) == [(1, 3), (1, 3), (1, 8), (3, 9)]
    assert ends(simplify([chain([1, 2, 1]), chain([1, 3]), chain([1, 4])])) == [
        (1, 2),
        (1, 3),
        (1, 4),
        (2, 1),
    ]
    crossing_itself = simplify([chain([1, 2, 3, 4, 2, 5])])
    assert ends(crossing_itself) == [(1, 2), (2, 2), (2, 5)]
