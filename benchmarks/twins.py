"""Slow twins: plain searches compiled by numba, and one pass over the graph as the limit."""

from __future__ import annotations

import heapq
from typing import TYPE_CHECKING, Any

import numpy as np
from numba import njit

from benchmarks.case import NEVER
from benchmarks.hilbert import hilbert_order
from benchmarks.implementation import Run

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from benchmarks.case import Bench

LANES = 8
"""Six categories and what fills a line of memory."""


@njit(cache=True)
def _heap(
    indptr: NDArray[np.int64],
    tails: NDArray[np.int32],
    weight: NDArray[np.int32],
    sources: NDArray[np.int32],
    times: NDArray[np.int32],
) -> None:
    """Dijkstra with a binary heap of (time, node) in one integer."""
    times[:] = NEVER
    heap = [np.int64(0) for _ in range(0)]
    for source in sources:
        times[source] = 0
        heapq.heappush(heap, np.int64(source))
    while len(heap) > 0:
        entry = heapq.heappop(heap)
        time, node = entry >> 32, entry & 0xFFFFFFFF
        if time > times[node]:
            continue
        for arc in range(indptr[node], indptr[node + 1]):
            later = time + weight[arc]
            if later < times[tails[arc]]:
                times[tails[arc]] = later
                heapq.heappush(heap, (later << 32) | np.int64(tails[arc]))


@njit(cache=True)
def _buckets(
    indptr: NDArray[np.int64],
    tails: NDArray[np.int32],
    weight: NDArray[np.int32],
    sources: NDArray[np.int32],
    times: NDArray[np.int32],
    width: int,
    ring: int,
) -> None:
    """Search with a ring of buckets, each a linked list; inside a bucket labels are corrected."""
    times[:] = NEVER
    first = np.full(ring, -1, np.int64)
    size = len(tails) + len(sources) + 1
    entry_node, entry_time = np.empty(size, np.int32), np.empty(size, np.int32)
    following = np.empty(size, np.int64)
    free, used, waiting = np.int64(-1), 0, 0
    for source in sources:
        if times[source] == 0:
            continue
        times[source] = 0
        entry_node[used], entry_time[used], following[used] = source, 0, first[0]
        first[0] = used
        used += 1
        waiting += 1
    bucket = 0
    while waiting > 0:
        slot = bucket % ring
        while first[slot] >= 0:
            entry = first[slot]
            first[slot] = following[entry]
            node, time = entry_node[entry], entry_time[entry]
            following[entry] = free
            free = entry
            waiting -= 1
            if time > times[node]:
                continue
            for arc in range(indptr[node], indptr[node + 1]):
                later = time + weight[arc]
                tail = tails[arc]
                if later < times[tail]:
                    times[tail] = later
                    if free >= 0:
                        place = free
                        free = following[free]
                    else:
                        if used == len(entry_node):
                            entry_node = np.append(entry_node, np.empty_like(entry_node))
                            entry_time = np.append(entry_time, np.empty_like(entry_time))
                            following = np.append(following, np.empty_like(following))
                        place = np.int64(used)
                        used += 1
                    goal = (later // width) % ring
                    entry_node[place], entry_time[place] = tail, later
                    following[place] = first[goal]
                    first[goal] = place
                    waiting += 1
        bucket += 1


@njit(cache=True)
def _relax_once(
    indptr: NDArray[np.int64],
    tails: NDArray[np.uint32],
    weight: NDArray[np.int32],
    times: NDArray[np.int32],
    out: NDArray[np.int32],
) -> None:
    """Read every arc once: each lane of a node is the best of its tails' and its own."""
    for node in range(len(indptr) - 1):
        for lane in range(LANES):
            out[node, lane] = times[node, lane]
        for arc in range(indptr[node], indptr[node + 1]):
            tail, time = tails[arc], weight[arc]
            for lane in range(LANES):
                later = np.int32(times[tail, lane] + time)
                out[node, lane] = min(out[node, lane], later)


@njit(cache=True)
def _relax_lane(
    indptr: NDArray[np.int64],
    tails: NDArray[np.uint32],
    weight: NDArray[np.int32],
    times: NDArray[np.int32],
    out: NDArray[np.int32],
) -> None:
    """Do the same for one lane."""
    for node in range(len(indptr) - 1):
        best = times[node]
        for arc in range(indptr[node], indptr[node + 1]):
            later = np.int32(times[tails[arc]] + weight[arc])
            best = min(best, later)
        out[node] = best


@njit(cache=True)
def _read_once(
    indptr: NDArray[np.int64], tails: NDArray[np.int32], weight: NDArray[np.int32]
) -> int:
    """Add up every number of the graph."""
    total = np.int64(0)
    for node in range(len(indptr) - 1):
        total += indptr[node]
    for arc in range(len(tails)):
        total += np.int64(tails[arc]) + np.int64(weight[arc])
    return total


def _rows(
    bench: Bench, place: NDArray[Any] | None = None
) -> tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.int32]]:
    """Return the arcs into each node as compressed rows, with nodes renumbered if asked."""
    case = bench.case
    tails, heads = case.tails, case.heads
    if place is not None:
        tails, heads = place[tails], place[heads]
    order = np.lexsort((tails, heads))
    indptr = np.concatenate([[0], np.cumsum(np.bincount(heads, minlength=case.node_count))])
    return indptr.astype(np.int64), tails[order].astype(np.int32), case.weight_ms[order]


def _lanes(bench: Bench, search: Any, place: NDArray[Any] | None, rest: tuple[int, ...]) -> Run:
    indptr, tails, weight = _rows(bench, place)
    facilities = [nodes if place is None else place[nodes] for nodes in bench.case.facilities]
    facilities = [nodes.astype(np.int32) for nodes in facilities]

    def run() -> NDArray[np.int32]:
        out = np.empty((len(facilities), bench.case.node_count), dtype=np.int32)
        for lane, nodes in enumerate(facilities):
            search(indptr, tails, weight, nodes, out[lane], *rest)
        return out if place is None else out[:, place]

    return Run(run, np.transpose)


def _place(bench: Bench) -> NDArray[Any]:
    return np.argsort(hilbert_order(bench.case.xy))


def heap(bench: Bench) -> Run:
    """Binary heap, nodes as they come."""
    return _lanes(bench, _heap, None, ())


def heap_sorted(bench: Bench) -> Run:
    """Binary heap, nodes sorted along a Hilbert curve."""
    return _lanes(bench, _heap, _place(bench), ())


def buckets_sorted(bench: Bench) -> Run:
    """Bucket queue, nodes sorted along a Hilbert curve."""
    weight = bench.case.weight_ms
    width = max(int(np.median(weight)) // 4, 1)
    ring = int(weight.max()) // width + 2
    return _lanes(bench, _buckets, _place(bench), (width, ring))


def read_once(bench: Bench) -> Run:
    """One pass that reads the graph (Hilbert order, one thread)."""
    rows = _rows(bench, _place(bench))
    return Run(lambda: _read_once(*rows), size_bytes=sum(part.nbytes for part in rows))


def relax_once(bench: Bench) -> Run:
    """One pass that also relaxes eight lanes (Hilbert order, one thread)."""
    indptr, tails, weight = _rows(bench, _place(bench))
    unsigned = tails.astype(np.uint32)
    times = np.full((bench.case.node_count, LANES), 1 << 29, dtype=np.int32)
    out = np.empty_like(times)
    return Run(
        lambda: _relax_once(indptr, unsigned, weight, times, out), size_bytes=2 * times.nbytes
    )


def relax_lane(bench: Bench) -> Run:
    """One pass that relaxes one lane."""
    indptr, tails, weight = _rows(bench, _place(bench))
    unsigned = tails.astype(np.uint32)
    times = np.full(bench.case.node_count, 1 << 29, dtype=np.int32)
    out = np.empty_like(times)
    return Run(
        lambda: _relax_lane(indptr, unsigned, weight, times, out), size_bytes=2 * times.nbytes
    )
