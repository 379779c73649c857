"""Bounded searches from many points: compiled loops around one Dijkstra."""

from __future__ import annotations

from threading import local
from typing import TYPE_CHECKING

import numpy as np
from numba import njit

from microville.access.heap import dijkstra

if TYPE_CHECKING:
    from numpy.typing import NDArray

NEVER = np.int32(2**31 - 1)
"""Time of what cannot be reached."""

RowsOf = tuple["NDArray[np.int64]", "NDArray[np.int32]", "NDArray[np.int32]"]


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _search(
    rows: RowsOf,
    seed: int,
    seed_ms: int,
    limit: int,
    best: NDArray[np.int32],
    settled: NDArray[np.int32],
    heap: NDArray[np.int64],
) -> int:
    """Search from one node; return how many nodes were settled."""
    if seed < 0 or seed_ms > limit:
        return 0
    best[seed] = seed_ms
    heap[0] = (np.int64(seed_ms) << 32) | np.int64(seed)
    found: int = dijkstra(rows[0], rows[1], rows[2], best, settled, heap, 1, limit)
    return found


def nodes_within(
    rows: RowsOf, seed_node: NDArray[np.int32], seed_ms: NDArray[np.int32], limit: int
) -> tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.int32]]:
    """Return the nodes within a limit of each seed, nearest first, and their times.

    Parameters
    ----------
    rows
        Compressed rows in the direction of the search.
    seed_node, seed_ms
        Node (-1: none) and milliseconds of each seed.
    limit
        Milliseconds.

    Returns
    -------
    indptr, node, time
        Compressed rows, one a seed.
    """
    count = len(rows[0]) - 1
    kept = getattr(_HERE, "nodes", None)
    # While a search runs the thread has no clean times to lend: whatever stops it, none are lent.
    _HERE.nodes = None
    best = np.full(count, NEVER, np.int32) if kept is None or len(kept) != count else kept
    found = _nodes_within(rows, seed_node, seed_ms, limit, best)
    _HERE.nodes = best
    return found  # type: ignore[no-any-return]


_HERE = local()
"""Of each thread: times of all nodes, unknown between two calls. Asking the system for fresh memory
takes longer than a short search does."""


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _nodes_within(
    rows: RowsOf,
    seed_node: NDArray[np.int32],
    seed_ms: NDArray[np.int32],
    limit: int,
    best: NDArray[np.int32],
) -> tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.int32]]:
    """Search with times that are all unknown, and are again at the end."""
    count = len(best)
    heap = np.empty(len(rows[1]) + 1, np.int64)
    indptr = np.zeros(len(seed_node) + 1, np.int64)
    node = np.empty(64 * len(seed_node) + count, np.int32)
    time = np.empty(len(node), np.int32)
    used = 0
    for i in range(len(seed_node)):
        if used + count > len(node):
            more = 2 * (used + count)
            node = np.concatenate((node[:used], np.empty(more, np.int32)))
            time = np.concatenate((time[:used], np.empty(more, np.int32)))
        found = _search(rows, seed_node[i], seed_ms[i], limit, best, node[used:], heap)
        for j in range(used, used + found):
            time[j] = best[node[j]]
            best[node[j]] = NEVER
        used += found
        indptr[i + 1] = used
    return indptr, node[:used], time[:used]


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def count_within(
    rows: RowsOf,
    seed_node: NDArray[np.int32],
    seed_ms: NDArray[np.int32],
    column: NDArray[np.int32],
    amount: NDArray[np.int64],
    limit: int,
    out: NDArray[np.int64],
) -> None:
    """Add each seed's amount to its column of every node within the limit of it."""
    count = len(rows[0]) - 1
    best = np.full(count, NEVER, np.int32)
    settled = np.empty(count, np.int32)
    heap = np.empty(len(rows[1]) + 1, np.int64)
    for i in range(len(seed_node)):
        found = _search(rows, seed_node[i], seed_ms[i], limit, best, settled, heap)
        for j in range(found):
            there = settled[j]
            out[there, column[i]] += amount[i]
            best[there] = NEVER


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def pairs_within(
    rows: RowsOf,
    seeds: tuple[NDArray[np.int32], NDArray[np.int32]],
    at_node: tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.int32]],
    limit: int,
) -> tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.int32]]:
    """Return the points within a limit of each seed.

    Parameters
    ----------
    rows
        Compressed rows in the direction of the search.
    seeds
        Node (-1: none) and milliseconds of each seed.
    at_node
        Compressed rows: the points that stand on each node, ascending, and their legs.
    limit
        Milliseconds, the points' legs included.

    Returns
    -------
    indptr, point, time
        Compressed rows, one a seed; points ascend in each.
    """
    seed_node, seed_ms = seeds
    first, point, leg = at_node
    count = len(rows[0]) - 1
    best = np.full(count, NEVER, np.int32)
    settled = np.empty(count, np.int32)
    heap = np.empty(len(rows[1]) + 1, np.int64)
    indptr = np.zeros(len(seed_node) + 1, np.int64)
    packed = np.empty(32 * len(seed_node) + len(point), np.int64)
    used = 0
    for i in range(len(seed_node)):
        found = _search(rows, seed_node[i], seed_ms[i], limit, best, settled, heap)
        if used + len(point) > len(packed):
            packed = np.concatenate((packed[:used], np.empty(used + len(point), np.int64)))
        begin = used
        for j in range(found):
            there = settled[j]
            for p in range(first[there], first[there + 1]):
                time = np.int64(best[there]) + leg[p]
                if time <= limit:
                    packed[used] = (np.int64(point[p]) << 32) | time
                    used += 1
            best[there] = NEVER
        packed[begin:used].sort()
        indptr[i + 1] = used
    target, time_ms = np.empty(used, np.int32), np.empty(used, np.int32)
    for i in range(used):
        target[i], time_ms[i] = packed[i] >> 32, packed[i] & 0xFFFFFFFF
    return indptr, target, time_ms


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def fill_rows(
    rows: RowsOf,
    seeds: tuple[NDArray[np.int32], NDArray[np.int32]],
    at_node: tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.int32]],
    limit: int,
    out: NDArray[np.int32],
) -> None:
    """Fill ``out[seed, point]`` with times, the seed's milliseconds added after the search.

    The limit is on the way and the point's leg; beyond it stands :data:`NEVER`.
    """
    seed_node, seed_ms = seeds
    first, point, leg = at_node
    count = len(rows[0]) - 1
    best = np.full(count, NEVER, np.int32)
    settled = np.empty(count, np.int32)
    heap = np.empty(len(rows[1]) + 1, np.int64)
    for i in range(len(seed_node)):
        out[i, :] = NEVER
        found = _search(rows, seed_node[i], 0, limit, best, settled, heap)
        for j in range(found):
            there = settled[j]
            for p in range(first[there], first[there + 1]):
                time = np.int64(best[there]) + leg[p]
                if time <= limit:
                    out[i, point[p]] = time + seed_ms[i]
            best[there] = NEVER
