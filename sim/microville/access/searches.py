"""Bounded searches from many points: compiled loops around one Dijkstra."""

from __future__ import annotations

from threading import local
from typing import TYPE_CHECKING

import numpy as np
from numba import njit

from microville.access.dijkstra import Packed, dijkstra

if TYPE_CHECKING:
    from numpy.typing import NDArray

NEVER = np.int32(2**31 - 1)
"""Time of what cannot be reached."""

UNKNOWN = np.uint32(NEVER)
"""The same among the unsigned times of searches."""
RowsOf = tuple["NDArray[np.int64]", "NDArray[np.int32]", "NDArray[np.int32]"]
"""Compressed rows of what was found: pointers, which, milliseconds."""


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _search(
    rows: Packed,
    seed: int,
    seed_ms: int,
    limit: int,
    best: NDArray[np.uint32],
    settled: NDArray[np.uint32],
    queue: NDArray[np.uint64],
) -> int:
    """Search from one node; return how many nodes were settled."""
    if seed < 0 or seed_ms > limit:
        return 0
    best[seed] = seed_ms
    queue[1] = (np.uint64(seed_ms) << np.uint64(32)) | np.uint64(seed)
    found: int = dijkstra(rows, best, settled, queue, 1, limit)
    return found


def nodes_within(
    rows: Packed, seed_node: NDArray[np.int32], seed_ms: NDArray[np.int32], limit: int
) -> RowsOf:
    """Return the nodes within a limit of each seed, nearest first, and their times.

    Parameters
    ----------
    rows
        Arcs in the direction of the search.
    seed_node, seed_ms
        Node (-1: none) and milliseconds of each seed; seeds near each other are quick to search
        one after the other.
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
    best = np.full(count, UNKNOWN, np.uint32) if kept is None or len(kept) != count else kept
    indptr, node, time = _nodes_within(rows, seed_node, seed_ms, limit, best)
    _HERE.nodes = best
    return indptr, node.view(np.int32), time.view(np.int32)


_HERE = local()
"""Of each thread: times of all nodes, unknown between two calls. Asking the system for fresh memory
takes longer than a short search does."""


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _nodes_within(
    rows: Packed,
    seed_node: NDArray[np.int32],
    seed_ms: NDArray[np.int32],
    limit: int,
    best: NDArray[np.uint32],
) -> tuple[NDArray[np.int64], NDArray[np.uint32], NDArray[np.uint32]]:
    """Search with times that are all unknown, and are again at the end."""
    count = len(best)
    queue = np.empty(len(rows[1]) + 2, np.uint64)
    indptr = np.zeros(len(seed_node) + 1, np.int64)
    node = np.empty(64 * len(seed_node) + count, np.uint32)
    time = np.empty(len(node), np.uint32)
    used = 0
    for i in range(len(seed_node)):
        if used + count > len(node):
            more = 2 * (used + count)
            node = np.concatenate((node[:used], np.empty(more, np.uint32)))
            time = np.concatenate((time[:used], np.empty(more, np.uint32)))
        found = _search(rows, seed_node[i], seed_ms[i], limit, best, node[used:], queue)
        for j in range(used, used + found):
            time[j] = best[node[j]]
            best[node[j]] = UNKNOWN
        used += found
        indptr[i + 1] = used
    return indptr, node[:used], time[:used]


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def put_back(
    found: RowsOf,
    row: NDArray[np.int64],
    indptr: NDArray[np.int64],
    node: NDArray[np.int32],
    time: NDArray[np.int32],
) -> None:
    """Copy each of some compressed rows to its place among others."""
    for i in range(len(row)):
        begin, at = found[0][i], indptr[row[i]]
        for j in range(found[0][i + 1] - begin):
            node[at + j] = found[1][begin + j]
            time[at + j] = found[2][begin + j]


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def count_within(
    rows: Packed,
    seed_node: NDArray[np.int32],
    seed_ms: NDArray[np.int32],
    column: NDArray[np.int32],
    amount: NDArray[np.int64],
    limit: int,
    out: NDArray[np.int64],
) -> None:
    """Add each seed's amount to its column of every node within the limit of it."""
    count = len(rows[0]) - 1
    best = np.full(count, UNKNOWN, np.uint32)
    settled = np.empty(count, np.uint32)
    queue = np.empty(len(rows[1]) + 2, np.uint64)
    for i in range(len(seed_node)):
        found = _search(rows, seed_node[i], seed_ms[i], limit, best, settled, queue)
        for j in range(found):
            there = settled[j]
            out[there, column[i]] += amount[i]
            best[there] = UNKNOWN


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def pairs_within(
    rows: Packed,
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
    best = np.full(count, UNKNOWN, np.uint32)
    settled = np.empty(count, np.uint32)
    queue = np.empty(len(rows[1]) + 2, np.uint64)
    indptr = np.zeros(len(seed_node) + 1, np.int64)
    packed = np.empty(32 * len(seed_node) + len(point), np.int64)
    used = 0
    for i in range(len(seed_node)):
        found = _search(rows, seed_node[i], seed_ms[i], limit, best, settled, queue)
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
            best[there] = UNKNOWN
        packed[begin:used].sort()
        indptr[i + 1] = used
    target, time_ms = np.empty(used, np.int32), np.empty(used, np.int32)
    for i in range(used):
        target[i], time_ms[i] = packed[i] >> 32, packed[i] & 0xFFFFFFFF
    return indptr, target, time_ms


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def fill_rows(
    rows: Packed,
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
    best = np.full(count, UNKNOWN, np.uint32)
    settled = np.empty(count, np.uint32)
    queue = np.empty(len(rows[1]) + 2, np.uint64)
    for i in range(len(seed_node)):
        out[i, :] = NEVER
        found = _search(rows, seed_node[i], 0, limit, best, settled, queue)
        for j in range(found):
            there = settled[j]
            for p in range(first[there], first[there + 1]):
                time = np.int64(best[there]) + leg[p]
                if time <= limit:
                    out[i, point[p]] = time + seed_ms[i]
            best[there] = UNKNOWN
