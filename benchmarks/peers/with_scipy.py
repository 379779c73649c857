"""scipy.sparse.csgraph.dijkstra: directed, bounded, several sources at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from benchmarks.case import FAR_MS, LIMIT_MS, LONGEST_MS, NEVER, REACH, K
from benchmarks.common import k_smallest, sparse_rows, whole_ms
from benchmarks.hilbert import hilbert_order
from benchmarks.implementation import Run

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy.sparse import csr_array

    from benchmarks.case import Bench

CHUNK = 64
"""Rows of a dense answer at a time, so that it stays in tens of megabytes."""


def _graph(starts: NDArray[Any], ends: NDArray[Any], weight: NDArray[Any], count: int) -> csr_array:
    from scipy.sparse import coo_array

    return coo_array((weight.astype(np.float64), (starts, ends)), shape=(count, count)).tocsr()


def _backwards(bench: Bench) -> csr_array:
    case = bench.case
    return bench.shared(
        "scipy backwards",
        lambda: _graph(case.heads, case.tails, case.weight_ms, case.node_count),
    )


def _forwards(bench: Bench) -> csr_array:
    case = bench.case
    return bench.shared(
        "scipy forwards",
        lambda: _graph(case.tails, case.heads, case.weight_ms, case.node_count),
    )


def closest(bench: Bench) -> Run:
    """One search a category, from all its facilities at once, against the arcs."""
    return _closest(_backwards(bench), bench.case.facilities)


def _closest(graph: csr_array, facilities: list[NDArray[np.int32]]) -> Run:
    from scipy.sparse.csgraph import dijkstra

    def run() -> list[NDArray[np.float64]]:
        return [dijkstra(graph, indices=nodes, min_only=True) for nodes in facilities]

    return Run(run, lambda found: whole_ms(np.column_stack(found)))


def one_category(bench: Bench) -> Run:
    """Time the same for one category: what an event costs without repair."""
    whole = closest(bench)
    return Run(whole.run, parts=len(bench.case.categories))


def closest_sorted(bench: Bench) -> Run:
    """Search nodes sorted along a Hilbert curve beforehand; answers are put back in order."""
    from scipy.sparse.csgraph import dijkstra

    case = bench.case
    order = hilbert_order(case.xy)
    place = np.argsort(order)
    graph = _graph(place[case.heads], place[case.tails], case.weight_ms, case.node_count)
    facilities = [place[nodes] for nodes in case.facilities]

    def run() -> list[NDArray[np.float64]]:
        return [dijkstra(graph, indices=nodes, min_only=True)[place] for nodes in facilities]

    return Run(run, lambda found: whole_ms(np.column_stack(found)))


def five(bench: Bench) -> Run:
    """Bounded searches from each facility, sorted by node; then from nodes that lack some."""
    backwards, forwards = _backwards(bench), _forwards(bench)

    def run() -> list[NDArray[np.int32]]:
        return [_five(backwards, forwards, nodes) for nodes in bench.case.facilities]

    return Run(run, np.hstack)


def _five(
    backwards: csr_array, forwards: csr_array, facilities: NDArray[np.int32]
) -> NDArray[np.int32]:
    last, enough = np.inf, min(K, len(facilities)) - 1
    limit = _reach(backwards, facilities)
    while True:
        out = _bounded(backwards, facilities, limit)
        lacking = np.flatnonzero(out[:, enough] == NEVER)
        # few are left, or islands that no bound will serve
        if np.isinf(limit) or not len(facilities) // 2 < len(lacking) <= 0.7 * last:
            break
        limit, last = limit * 1.5, len(lacking)
    while len(lacking) and np.isfinite(limit):
        limit = limit * 2 if limit < LONGEST_MS else np.inf
        out[lacking] = _one_by_one(forwards, facilities, lacking, limit)
        lacking = lacking[out[lacking, enough] == NEVER]
    return out


def _one_by_one(
    forwards: csr_array, facilities: NDArray[np.int32], nodes: NDArray[Any], limit: float
) -> NDArray[np.int32]:
    """Return the K shortest times of some nodes by searches from each of them."""
    from scipy.sparse.csgraph import dijkstra

    out = np.full((len(nodes), K), NEVER, dtype=np.int32)
    for begin in range(0, len(nodes), CHUNK):
        part = slice(begin, begin + CHUNK)
        found = dijkstra(forwards, indices=nodes[part], limit=limit)[:, facilities]
        out[part, : min(K, len(facilities))] = whole_ms(np.sort(found, axis=1)[:, :K])
    return out


def _bounded(
    backwards: csr_array, facilities: NDArray[np.int32], limit: float
) -> NDArray[np.int32]:
    """Return the K shortest times of each node to facilities within a limit."""
    from scipy.sparse.csgraph import dijkstra

    nodes, times = [], []
    for begin in range(0, len(facilities), CHUNK):
        found = dijkstra(backwards, indices=facilities[begin : begin + CHUNK], limit=limit)
        row, node = np.nonzero(found < np.inf)
        nodes.append(node)
        times.append(found[row, node])
    return k_smallest(np.concatenate(nodes), np.concatenate(times), backwards.shape[0], K)


def _reach(backwards: csr_array, facilities: NDArray[np.int32]) -> float:
    """Return a time within which most nodes know K facilities."""
    from scipy.sparse.csgraph import dijkstra

    wanted = REACH * backwards.shape[0] // len(facilities)
    if wanted >= backwards.shape[0]:
        return np.inf
    column = np.sort(dijkstra(backwards, indices=facilities[:4]), axis=1)[:, wanted]
    reached = column[np.isfinite(column)]
    return float(np.median(reached)) if len(reached) else np.inf


def opportunities(bench: Bench) -> Run:
    """Bounded searches from each facility; finite entries are counted."""
    from scipy.sparse.csgraph import dijkstra

    graph = _backwards(bench)

    def one(facilities: NDArray[np.int32]) -> NDArray[np.int32]:
        out = np.zeros(bench.case.node_count, dtype=np.int32)
        for begin in range(0, len(facilities), CHUNK):
            part = facilities[begin : begin + CHUNK]
            found = dijkstra(graph, indices=part, limit=LIMIT_MS)
            out += np.isfinite(found).sum(axis=0, dtype=np.int32)
        return out

    return Run(lambda: [one(nodes) for nodes in bench.case.facilities], np.column_stack)


def isochrones(bench: Bench) -> Run:
    """Bounded searches from each origin; nodes and times within the limit are kept."""
    from scipy.sparse.csgraph import dijkstra

    graph, starts = _forwards(bench), bench.starts

    def run() -> list[tuple[NDArray[Any], NDArray[Any]]]:
        rows = []
        for begin in range(0, len(starts), CHUNK):
            for line in dijkstra(graph, indices=starts[begin : begin + CHUNK], limit=LIMIT_MS):
                nodes = np.flatnonzero(line < np.inf)
                rows.append((nodes, line[nodes]))
        return rows

    return Run(run, lambda rows: sparse_rows(rows, bench.case.node_count))


def matrix(bench: Bench) -> Run:
    """Bounded searches from each origin; the columns of the targets are kept."""
    from scipy.sparse.csgraph import dijkstra

    graph, origins, targets = _forwards(bench), bench.origins, bench.targets

    def run() -> NDArray[np.float32]:
        out = np.empty((len(origins), len(targets)), dtype=np.float32)
        for begin in range(0, len(origins), CHUNK):
            part = slice(begin, begin + CHUNK)
            out[part] = dijkstra(graph, indices=origins[part], limit=FAR_MS)[:, targets]
        return out

    return Run(run, whole_ms)
