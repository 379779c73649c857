"""Barriers on streets: whom each lets through, and that nobody else gets past."""

import networkx as nx
import numpy as np
import pytest

from microville.territory.osm.barriers import KINDS, MODES, close_at_barriers, passing
from microville.territory.osm.simplify import Chain
from microville.territory.territory import BIKE, CAR, WALK, WHEELCHAIR

ON_FOOT = WALK | WHEELCHAIR
ALL = ON_FOOT | BIKE | CAR


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        ("barrier=gate", ALL),
        ("barrier=lift_gate", ALL),
        ("barrier=entrance", ALL),
        ("barrier=toll_booth", ALL),
        ("barrier=cattle_grid", ALL),
        ("barrier=height_restrictor", ALL),
        ("barrier=bollard", ON_FOOT | BIKE),
        ("barrier=block", ON_FOOT | BIKE),
        ("barrier=chain", ON_FOOT | BIKE),
        ("barrier=cycle_barrier", WALK | BIKE),
        ("barrier=motorcycle_barrier", WALK | BIKE),
        ("barrier=stile", WALK),
        ("barrier=kissing_gate", WALK),
        ("barrier=turnstile", WALK),
        ("barrier=wall", 0),
        ("barrier=fence", 0),
        ("barrier=yes", 0),
        ("barrier=dragon", ON_FOOT | BIKE),  # unknown: cars only are stopped
        # own access tags
        ("barrier=gate access=private", 0),
        ("barrier=gate access=no", 0),
        ("barrier=gate access=private foot=yes", ON_FOOT),
        ("barrier=gate access=private foot=yes bicycle=yes", ON_FOOT | BIKE),
        ("barrier=gate access=permissive", ALL),
        ("barrier=gate access=destination", ALL),
        ("barrier=gate motor_vehicle=private", ON_FOOT | BIKE),
        ("barrier=gate motor_vehicle=no bicycle=no", ON_FOOT),
        ("barrier=gate vehicle=no", ON_FOOT),
        ("barrier=lift_gate motorcar=private", ON_FOOT | BIKE),
        ("barrier=bollard access=yes", ON_FOOT | BIKE),  # says nothing of cars between posts
        ("barrier=bollard motor_vehicle=yes", ALL),
        ("barrier=bollard bicycle=no", ON_FOOT),
        ("barrier=fence foot=yes", WALK),
        ("barrier=cycle_barrier bicycle=no", WALK),
        ("barrier=cycle_barrier wheelchair=yes", ON_FOOT | BIKE),
        ("barrier=kissing_gate wheelchair=limited", ON_FOOT),
        ("barrier=bollard wheelchair=no", WALK | BIKE),
        ("barrier=gate foot=no wheelchair=yes", BIKE | CAR),
        # kerbs
        ("barrier=kerb", ALL),
        ("barrier=kerb kerb=lowered", ALL),
        ("barrier=kerb kerb=flush", ALL),
        ("barrier=kerb kerb=raised", WALK | BIKE | CAR),
        ("barrier=kerb kerb=raised wheelchair=yes", ALL),
    ],
)
def test_who_passes(tags, expected):
    assert passing(dict(tag.split("=") for tag in tags.split())) == expected


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_wheelchairs_pass_only_where_people_walk(kind):
    bits = passing({"barrier": kind})
    assert not bits & WHEELCHAIR or bits & WALK
    assert not bits & CAR or bits == ALL  # what lets a car through lets everyone through


def street(*refs, forward=ALL, backward=ALL):
    return Chain(refs, forward, backward, "residential", 30.0)


def evenly(u, v):
    return float(abs(u - v))


def test_a_bollard_closes_the_shorter_stretch_to_cars_only():
    found, closed = close_at_barriers([street(0, 10, 13, 30)], {10: CAR}, evenly)
    assert [(c.refs, c.forward, c.backward) for c in found] == [
        ((0, 10), ALL, ALL),
        ((10, 13), ALL & ~CAR, ALL & ~CAR),
        ((13, 30), ALL, ALL),
    ]
    assert closed == {"walk": 0, "bike": 0, "car": 1, "wheelchair": 0}


def test_a_locked_gate_takes_its_stretch_away():
    found, closed = close_at_barriers([street(0, 10, 13, 30)], {10: ALL}, evenly)
    assert [c.refs for c in found] == [(0, 10), (13, 30)]
    assert closed["walk"] == 1
    assert closed["wheelchair"] == 0  # gone with the walkers


def test_where_nothing_is_stopped_nothing_changes():
    ways = [street(0, 10, 13, 30), street(13, 40)]
    for stopped in ({}, {10: 0}, {99: ALL}, {0: ALL, 40: ALL}):  # the last two: dead ends
        assert close_at_barriers(ways, stopped, evenly)[0] == ways


def test_at_a_junction_one_street_stays_open():
    ways = [street(0, 10), street(10, 13), street(10, 18)]
    found, closed = close_at_barriers(ways, {10: CAR}, evenly)
    assert [c.refs for c in found if c.forward & CAR] == [(0, 10)]
    assert closed["car"] == 2


def test_one_way_streets_and_rings():
    ring = street(0, 1, 5, 0, forward=ALL, backward=ON_FOOT)
    found, _ = close_at_barriers([ring], {1: CAR | BIKE}, evenly)
    assert [(c.refs, c.forward) for c in found] == [((0, 1), ON_FOOT), ((1, 5, 0), ALL)]
    at_its_end, _ = close_at_barriers([ring], {0: CAR}, evenly)
    assert [(c.refs, bool(c.forward & CAR)) for c in at_its_end] == [
        ((0, 1), False),
        ((1, 5, 0), True),
    ]


def random_streets(rng):
    """A grid with bends, some one-way and some footpaths, and barriers on a tenth of its nodes."""
    ways, fresh = [], 1000
    for i in range(7):
        for j in range(7):
            for other in ((i + 1, j), (i, j + 1)):
                if max(other) > 6 or rng.random() < 0.2:
                    continue
                bends = int(rng.integers(0, 4))
                refs = (i * 7 + j, *range(fresh, fresh + bends), other[0] * 7 + other[1])
                fresh += bends
                kind = rng.choice([ALL, ALL, ON_FOOT | BIKE, WALK])
                back = kind & ~(CAR | BIKE) if rng.random() < 0.2 else kind
                ways.append(street(*refs, forward=int(kind), backward=int(back)))
    refs = sorted({ref for way in ways for ref in way.refs})
    stopped = {}
    for ref in refs:
        if rng.random() < 0.1:
            bits = int(
                rng.choice([CAR, CAR | WHEELCHAIR, CAR | BIKE | WHEELCHAIR, ALL, CAR | BIKE])
            )
            stopped[ref] = bits
    return ways, stopped


def digraph(ways, bit):
    graph = nx.DiGraph()
    for way in ways:
        for u, v in zip(way.refs, way.refs[1:], strict=False):
            if way.forward & bit:
                graph.add_edge(u, v)
            if way.backward & bit:
                graph.add_edge(v, u)
    return graph


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("mode", sorted(MODES))
def test_nobody_gets_past_and_no_one_else_is_cut_off(seed, mode):
    """Against a graph in which the barrier's node is taken out: what it cuts, ours cuts too."""
    rng = np.random.default_rng(seed)
    ways, stopped = random_streets(rng)
    place = dict(
        zip(sorted({r for w in ways for r in w.refs}), rng.permutation(10_000), strict=False)
    )
    found, closed = close_at_barriers(ways, stopped, lambda u, v: abs(place[u] - place[v]))
    bit = MODES[mode]
    before, after = digraph(ways, bit), digraph(found, bit)
    assert set(after.edges) <= set(before.edges)
    blocked = {ref for ref, bits in stopped.items() if bits & bit}
    for ref in blocked & set(after):
        assert len(set(after.to_undirected()[ref])) <= 1
    truth = before.subgraph(set(before) - blocked)
    for source in truth:
        here = nx.descendants(after, source) if source in after else set()
        assert here - blocked == nx.descendants(truth, source)
    # between open nodes, no stretch is lost
    lost = set(before.edges) - set(after.edges)
    assert all(u in blocked or v in blocked for u, v in lost)
    assert bool(lost) <= (closed[mode] > 0 or mode == "wheelchair")
