"""networkx: the reference for every answer, on the same integers."""

from __future__ import annotations

import math
from itertools import repeat
from typing import TYPE_CHECKING, Any

import numpy as np

from benchmarks.case import FAR_MS, LIMIT_MS, LONGEST_MS, NEVER, REACH, K
from benchmarks.common import by_node, sparse_rows
from benchmarks.implementation import Run

if TYPE_CHECKING:
    from collections.abc import Iterator

    from networkx import DiGraph
    from numpy.typing import NDArray

    from benchmarks.case import Bench


def _graph(starts: NDArray[Any], ends: NDArray[Any], weight: NDArray[Any], count: int) -> DiGraph:
    import networkx as nx

    graph = nx.DiGraph()
    graph.add_nodes_from(range(count))
    graph.add_weighted_edges_from(zip(starts.tolist(), ends.tolist(), weight.tolist(), strict=True))
    return graph


def backwards(bench: Bench) -> DiGraph:
    """Return the graph with every arc turned."""
    case = bench.case
    return bench.shared(
        "networkx backwards",
        lambda: _graph(case.heads, case.tails, case.weight_ms, case.node_count),
    )


def forwards(bench: Bench) -> DiGraph:
    """Return the graph in the direction of travel."""
    case = bench.case
    return bench.shared(
        "networkx forwards",
        lambda: _graph(case.tails, case.heads, case.weight_ms, case.node_count),
    )


def closest(bench: Bench) -> Run:
    """One search a category, from all its facilities at once, against the arcs."""
    return _closest(bench, backwards(bench))


def _closest(bench: Bench, graph: DiGraph) -> Run:
    import networkx as nx

    sources = [set(nodes.tolist()) for nodes in bench.case.facilities]

    def run() -> list[dict[int, int]]:
        return [nx.multi_source_dijkstra_path_length(graph, nodes) for nodes in sources]

    count = bench.case.node_count
    return Run(run, lambda found: np.column_stack([by_node(one, count) for one in found]))


def one_lane(bench: Bench, facilities: NDArray[Any], without: NDArray[Any]) -> NDArray[np.int32]:
    """Return the times to the closest of facilities when some arcs are closed."""
    import networkx as nx

    graph, case = backwards(bench), bench.case
    if not len(facilities):
        return np.full(case.node_count, NEVER, dtype=np.int32)
    gone = {(int(case.heads[arc]), int(case.tails[arc])) for arc in without}

    def weight(u: int, v: int, data: dict[str, int]) -> int | None:
        return None if (u, v) in gone else data["weight"]

    found = nx.multi_source_dijkstra_path_length(graph, set(facilities.tolist()), weight=weight)
    return by_node(found, case.node_count)


def closest_reweighted(bench: Bench) -> Any:
    """Return the closest times under the other weights."""
    case = bench.case
    graph = _graph(case.heads, case.tails, bench.other_weights, case.node_count)
    run = _closest(bench, graph)
    return run.answer(run.run())


MOST_PAIRS = 70_000_000
"""Facilities times nodes that its searches for the five closest are let to take (two minutes)."""


def five(bench: Bench) -> Run:
    """Bounded searches from each facility; then from nodes that lack some, without a bound."""
    pairs = sum(len(nodes) for nodes in bench.case.facilities) * bench.case.node_count
    if pairs > MOST_PAIRS:
        raise RuntimeError(f"left out: {pairs:,} pairs take it more than a quarter of an hour")
    back, ahead = backwards(bench), forwards(bench)

    def run() -> list[list[list[int]]]:
        return [_five(back, ahead, nodes.tolist()) for nodes in bench.case.facilities]

    def answer(found: list[list[list[int]]]) -> NDArray[np.int32]:
        never = int(NEVER)
        lanes = [[row + [never] * (K - len(row)) for row in lane] for lane in found]
        return np.hstack([np.array(lane, dtype=np.int32) for lane in lanes])

    return Run(run, answer)


def _five(back: DiGraph, ahead: DiGraph, facilities: list[int]) -> list[list[int]]:
    import networkx as nx

    last, enough = math.inf, min(K, len(facilities))
    cutoff = _reach(back, facilities)
    while True:
        known = _bounded(back, facilities, cutoff)
        lacking = [node for node, times in enumerate(known) if len(times) < enough]
        # few are left, or islands that no bound will serve
        if cutoff is None or not len(facilities) // 2 < len(lacking) <= 0.7 * last:
            break
        cutoff, last = cutoff * 3 // 2, len(lacking)
    while lacking and cutoff is not None:
        cutoff = cutoff * 2 if cutoff < LONGEST_MS else None
        for node in lacking:
            found = nx.single_source_dijkstra_path_length(ahead, node, cutoff=cutoff)
            known[node] = [found[facility] for facility in facilities if facility in found]
        lacking = [node for node in lacking if len(known[node]) < enough]
    return [sorted(times)[:K] for times in known]


def _bounded(back: DiGraph, facilities: list[int], cutoff: int | None) -> list[list[int]]:
    """Return the times of each node to the facilities within a bound."""
    import networkx as nx

    known: list[list[int]] = [[] for _ in range(len(back))]
    for facility in facilities:
        found = nx.single_source_dijkstra_path_length(back, facility, cutoff=cutoff)
        for node, time in found.items():
            known[node].append(time)
    return known


def _reach(back: DiGraph, facilities: list[int]) -> int | None:
    """Return a time within which most nodes know K facilities, None for no bound."""
    import networkx as nx

    wanted = REACH * len(back) // len(facilities)
    reached = []
    for facility in facilities[:4]:
        times = list(nx.single_source_dijkstra_path_length(back, facility).values())
        if len(times) > wanted:
            reached.append(times[wanted])  # they come in ascending order
    return sorted(reached)[len(reached) // 2] if reached else None


def opportunities(bench: Bench) -> Run:
    """Bounded searches from each facility, counted by node."""
    import networkx as nx

    graph, count = backwards(bench), bench.case.node_count

    def one(facilities: list[int]) -> list[int]:
        out = [0] * count
        for facility in facilities:
            for node in nx.single_source_dijkstra_path_length(graph, facility, cutoff=LIMIT_MS):
                out[node] += 1
        return out

    facilities = [nodes.tolist() for nodes in bench.case.facilities]
    return Run(
        lambda: [one(nodes) for nodes in facilities],
        lambda found: np.array(found, dtype=np.int32).T,
    )


def isochrones(bench: Bench) -> Run:
    """Bounded searches from each origin."""
    import networkx as nx

    graph, starts = forwards(bench), bench.starts.tolist()

    def run() -> list[dict[int, int]]:
        return [
            nx.single_source_dijkstra_path_length(graph, start, cutoff=LIMIT_MS) for start in starts
        ]

    def rows(found: list[dict[int, int]]) -> Iterator[tuple[NDArray[Any], NDArray[Any]]]:
        for one in found:
            yield np.array(list(one), np.int64), np.array(list(one.values()), np.int64)

    return Run(run, lambda found: sparse_rows(rows(found), bench.case.node_count))


def ego_graphs(bench: Bench) -> Run:
    """Call ``ego_graph`` on a MultiDiGraph by ``time``, as osmnx's example of isochrones does."""
    import networkx as nx

    graph = bench.shared("osmnx", lambda: _as_osmnx(bench))
    starts = bench.starts.tolist()

    def run() -> list[list[int]]:
        return [
            list(nx.ego_graph(graph, start, radius=LIMIT_MS, distance="time").nodes)
            for start in starts
        ]

    def rows(found: list[list[int]]) -> Iterator[tuple[NDArray[Any], NDArray[Any]]]:
        for one in found:
            yield np.array(one, np.int64), np.zeros(len(one), np.int64)

    return Run(run, lambda found: sparse_rows(rows(found), bench.case.node_count, times=False))


def _as_osmnx(bench: Bench) -> Any:
    """Return the graph as osmnx holds one: nodes with x and y, edges with length and time."""
    import networkx as nx
    import osmnx  # noqa: F401 - the row is named after it: it must be there

    case = bench.case
    graph = nx.MultiDiGraph(crs="EPSG:2154")
    for node, (x, y) in enumerate(case.xy.tolist()):
        graph.add_node(node, x=x, y=y)
    for tail, head, time in zip(
        case.tails.tolist(), case.heads.tolist(), case.weight_ms.tolist(), strict=True
    ):
        graph.add_edge(tail, head, length=time / 800, time=time)
    return graph


def matrix(bench: Bench) -> Run:
    """Bounded searches from each origin, looked up at the targets."""
    import networkx as nx

    graph, origins, targets = forwards(bench), bench.origins.tolist(), bench.targets.tolist()

    def run() -> NDArray[np.int32]:
        out = np.empty((len(origins), len(targets)), dtype=np.int32)
        never = repeat(int(NEVER))
        for row, origin in enumerate(origins):
            found = nx.single_source_dijkstra_path_length(graph, origin, cutoff=FAR_MS)
            out[row] = list(map(found.get, targets, never))
        return out

    return Run(run)
