"""Searches over compressed rows: the only code here that runs once per arc.

All of them work on integer milliseconds and break ties by facility index, so that their results
do not depend on threads or machines. Their slow twins (networkx) stand in the tests.
"""

from __future__ import annotations

import heapq
from typing import TYPE_CHECKING

import numpy as np
from numba import njit

if TYPE_CHECKING:
    from numpy.typing import NDArray

NEVER = np.int32(2**31 - 1)
"""Time of what cannot be reached."""


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _insert(
    times: NDArray[np.int32], owners: NDArray[np.int32], time: np.int64, owner: np.int64
) -> bool:
    """Insert a label into a node's sorted list; return False if it does not belong there."""
    k = len(times)
    last = k - 1
    if time > times[last] or (time == times[last] and owner >= owners[last]):
        return False
    for i in range(k):
        if owners[i] == owner:  # already here with a time that is no longer
            return False
        if time < times[i] or (time == times[i] and owner < owners[i]):
            break
    end = last
    for j in range(i, k):
        if owners[j] == owner:
            end = j
            break
    for j in range(end, i, -1):
        times[j], owners[j] = times[j - 1], owners[j - 1]
    times[i], owners[i] = time, owner
    return True


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def spread(
    indptr: NDArray[np.int64],
    tails: NDArray[np.int32],
    weight: NDArray[np.int32],
    seed_node: NDArray[np.int32],
    seed_ms: NDArray[np.int32],
    seed_owner: NDArray[np.int32],
    times: NDArray[np.int32],
    owners: NDArray[np.int32],
    limit_ms: np.int64,
) -> None:
    """Spread facility labels backwards until every node knows its k closest facilities.

    Works on labels that are already there, too: then it only improves them, which is how a
    facility that opens is added (its labels die out where k closer ones are known).

    Parameters
    ----------
    indptr, tails, weight
        Compressed rows of a :class:`Network`.
    seed_node, seed_ms, seed_owner
        Where facilities stand, their leg time, their index.
    times, owners
        Labels of each node, shape (nodes, k), sorted by (time, owner); changed in place. Empty
        places hold :data:`NEVER` and the largest int32.
    limit_ms
        Nothing beyond this time is labelled.
    """
    heap = [(np.int64(0), np.int64(0), np.int64(0)) for _ in range(0)]
    for i in range(len(seed_node)):
        if seed_node[i] >= 0 and seed_ms[i] <= limit_ms:
            heapq.heappush(
                heap, (np.int64(seed_ms[i]), np.int64(seed_owner[i]), np.int64(seed_node[i]))
            )
    k = times.shape[1]
    while len(heap) > 0:
        time, owner, node = heapq.heappop(heap)
        if not _insert(times[node], owners[node], time, owner):
            continue
        for arc in range(indptr[node], indptr[node + 1]):
            tail = np.int64(tails[arc])
            later = time + weight[arc]
            worst = times[tail, k - 1]
            if later > limit_ms or later > worst:
                continue
            if later == worst and owner >= owners[tail, k - 1]:
                continue
            heapq.heappush(heap, (later, owner, tail))


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def forget(
    forward_indptr: NDArray[np.int64],
    heads: NDArray[np.int32],
    forward_weight: NDArray[np.int32],
    gone: np.int32,
    times: NDArray[np.int32],
    owners: NDArray[np.int32],
) -> list[tuple[np.int64, np.int64, np.int64]]:
    """Take a facility out of every label, and return what its neighbours offer instead.

    Parameters
    ----------
    forward_indptr, heads, forward_weight
        Compressed rows in the direction of travel.
    gone
        Owner to forget.
    times, owners
        Labels, changed in place: lists close up and end in an empty place.

    Returns
    -------
    list of (milliseconds, owner, node)
        Candidates for the nodes that lost a label: every label one arc ahead of them. Spreading
        them from there completes the lists (those who stand on such a node must be
        added).
    """
    k = times.shape[1]
    lost = np.zeros(len(times), dtype=np.bool_)
    for node in range(len(times)):
        for i in range(k):
            if owners[node, i] == gone:
                lost[node] = True
                for j in range(i, k - 1):
                    times[node, j], owners[node, j] = times[node, j + 1], owners[node, j + 1]
                times[node, k - 1] = NEVER
                owners[node, k - 1] = NEVER
                break
    offers = [(np.int64(0), np.int64(0), np.int64(0)) for _ in range(0)]
    for node in range(len(times)):
        if not lost[node]:
            continue
        for arc in range(forward_indptr[node], forward_indptr[node + 1]):
            head = heads[arc]
            for i in range(k):
                if times[head, i] == NEVER:
                    break
                offers.append(
                    (
                        np.int64(times[head, i]) + forward_weight[arc],
                        np.int64(owners[head, i]),
                        np.int64(node),
                    )
                )
    return offers


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def times_to_each(
    indptr: NDArray[np.int64],
    tails: NDArray[np.int32],
    weight: NDArray[np.int32],
    target_node: NDArray[np.int32],
    target_ms: NDArray[np.int32],
    origin_node: NDArray[np.int32],
    origin_ms: NDArray[np.int32],
    limit_ms: np.int64,
    out: NDArray[np.int32],
) -> None:
    """Fill ``out[origin, target]`` with travel times, one bounded search per target.

    Unreachable pairs hold :data:`NEVER`.
    """
    count = len(indptr) - 1
    best = np.empty(count, dtype=np.int32)
    for target in range(len(target_node)):
        best[:] = NEVER
        heap = [(np.int64(0), np.int64(0)) for _ in range(0)]
        start = target_node[target]
        if start >= 0:
            best[start] = target_ms[target]
            heapq.heappush(heap, (np.int64(target_ms[target]), np.int64(start)))
        while len(heap) > 0:
            time, node = heapq.heappop(heap)
            if time > best[node]:
                continue
            for arc in range(indptr[node], indptr[node + 1]):
                tail = tails[arc]
                later = time + weight[arc]
                if later < best[tail] and later <= limit_ms:
                    best[tail] = later
                    heapq.heappush(heap, (later, np.int64(tail)))
        for origin in range(len(origin_node)):
            node = origin_node[origin]
            if node < 0 or best[node] == NEVER:
                out[origin, target] = NEVER
            else:
                out[origin, target] = best[node] + origin_ms[origin]
