"""Repairing labels that know one facility a node: the same as :mod:`repair`, at full speed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numba import njit

from microville.access.heap import grown, pop, push
from microville.access.repair import OWNER
from microville.access.sweeps import EMPTY, FAR

if TYPE_CHECKING:
    from numpy.typing import NDArray


BUDGET = 16_384
"""Visits after which a repair goes on in the order of time: first come, first served is faster in
small regions (half as fast again, measured), but may come back too often in large ones."""


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _spread(
    indptr: NDArray[np.int64],
    tails: NDArray[np.int32],
    weight: NDArray[np.int32],
    label: NDArray[np.int64],
    queue: NDArray[np.int32],
    waits: NDArray[np.bool_],
    size: int,
    limit: int,
) -> None:
    """Spread the labels of the queue's first nodes backwards as far as they are the closest.

    Labels only ever get better, until none can: the order of visits changes the time that this
    takes and nothing else.

    Parameters
    ----------
    queue, waits
        A ring whose length is a power of two and more than all nodes, and which nodes are in it
        (all False again afterwards).
    size
        How many nodes wait at the ring's start.
    """
    after = (np.int64(limit) + 1) << 32
    ring = len(queue) - 1
    first, last = 0, size
    while first < last and first < BUDGET:
        node = queue[first & ring]
        first += 1
        waits[node] = False
        own = label[node]
        for arc in range(indptr[node], indptr[node + 1]):
            tail = np.uint32(tails[arc])
            later = own + (np.int64(weight[arc]) << 32)
            if later < label[tail] and later < after and weight[arc] < FAR:
                label[tail] = later
                if not waits[tail]:
                    waits[tail] = True
                    queue[last & ring] = tail
                    last += 1
    if first < last:
        _spread_by_time(indptr, tails, weight, label, queue, waits, first, last, after)


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _spread_by_time(
    indptr: NDArray[np.int64],
    tails: NDArray[np.int32],
    weight: NDArray[np.int32],
    label: NDArray[np.int64],
    queue: NDArray[np.int32],
    waits: NDArray[np.bool_],
    first: int,
    last: int,
    after: int,
) -> None:
    """Go on with the nodes that wait, nearest first."""
    heap = np.empty(last - first + len(tails), np.int64)
    size = 0
    for at in range(first, last):
        node = np.int64(queue[at & (len(queue) - 1)])
        waits[node] = False
        size = push(heap, size, (label[node] & ~OWNER) | node)
    while size > 0:
        key = heap[0]
        size = pop(heap, size)
        node = key & OWNER
        own = label[node]
        if own >> 32 != key >> 32:
            continue
        heap = grown(heap, size + indptr[node + 1] - indptr[node])
        for arc in range(indptr[node], indptr[node + 1]):
            tail = np.int64(tails[arc])
            later = own + (np.int64(weight[arc]) << 32)
            if later < label[tail] and later < after and weight[arc] < FAR:
                label[tail] = later
                size = push(heap, size, (later & ~OWNER) | tail)


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def open_one(
    indptr: NDArray[np.int64],
    tails: NDArray[np.int32],
    weight: NDArray[np.int32],
    label: NDArray[np.int64],
    queue: NDArray[np.int32],
    waits: NDArray[np.bool_],
    owner: int,
    node: int,
    leg: int,
    limit: int,
) -> None:
    """Spread one facility as far as it is the closest."""
    new = (np.int64(leg) << 32) | np.int64(owner)
    if leg <= limit and new < label[node]:
        label[node] = new
        queue[0] = node
        _spread(indptr, tails, weight, label, queue, waits, 1, limit)


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _at_door(owner: int, following: NDArray[np.int32], legs: NDArray[np.int32]) -> np.int64:
    """Return the best label of the facilities that stand on one node."""
    best = EMPTY
    while owner >= 0:
        best = min(best, (np.int64(legs[owner]) << 32) | np.int64(owner))
        owner = following[owner]
    return best


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _forget(
    indptr: NDArray[np.int64],
    tails: NDArray[np.int32],
    label: NDArray[np.int64],
    region: NDArray[np.int32],
    owner: int,
    door: int,
) -> int:
    """Empty the labels of everyone who knew a facility; fill and count the region they make."""
    if (label[door] & OWNER) != owner or label[door] == EMPTY:
        return 0
    region[0], count = door, 1
    label[door] = EMPTY
    done = 0
    while done < count:
        node = region[done]
        done += 1
        for arc in range(indptr[node], indptr[node + 1]):
            tail = np.uint32(tails[arc])
            if (label[tail] & OWNER) == owner:
                label[tail] = EMPTY
                region[count] = tail
                count += 1
    return count


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def close_one(
    indptr: NDArray[np.int64],
    tails: NDArray[np.int32],
    weight: NDArray[np.int32],
    ahead_ptr: NDArray[np.int64],
    ahead_head: NDArray[np.int32],
    ahead_arc: NDArray[np.int32],
    first: NDArray[np.int32],
    following: NDArray[np.int32],
    legs: NDArray[np.int32],
    label: NDArray[np.int64],
    queue: NDArray[np.int32],
    waits: NDArray[np.bool_],
    region: NDArray[np.int32],
    offer: NDArray[np.int64],
    owner: int,
    door: int,
    limit: int,
) -> int:
    """Take a facility out of all labels, fill the gaps, return how many there were.

    Parameters
    ----------
    region, offer
        Room for every node.
    """
    count: int = _forget(indptr, tails, label, region, owner, door)
    after = (np.int64(limit) + 1) << 32
    # Offers first, labels after: inside the region nobody has anything to offer yet.
    rim = 0
    for i in range(count):
        node = region[i]
        best = EMPTY if first[node] < 0 else _at_door(first[node], following, legs)
        for j in range(ahead_ptr[node], ahead_ptr[node + 1]):
            there = label[np.uint32(ahead_head[j])]
            if there < best:
                ms = weight[ahead_arc[j]]
                if ms < FAR:
                    best = min(best, there + (np.int64(ms) << 32))
        if best < after:
            region[rim], offer[rim] = node, best
            rim += 1
    for i in range(rim):
        label[region[i]] = offer[i]
        queue[i] = region[i]
        waits[region[i]] = True
    _spread(indptr, tails, weight, label, queue, waits, rim, limit)
    return count
