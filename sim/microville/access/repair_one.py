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


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def spread_one(
    indptr: NDArray[np.int64],
    tails: NDArray[np.int32],
    weight: NDArray[np.int32],
    label: NDArray[np.int64],
    heap: NDArray[np.int64],
    size: int,
    limit: int,
) -> None:
    """Spread the labels of the nodes in the heap backwards as far as they are the closest.

    Unlike with k labels, a node takes a better label at once and is visited when its turn comes.
    """
    after = (np.int64(limit) + 1) << 32
    while size > 0:
        key = heap[0]
        size = pop(heap, size)
        node = key & OWNER
        own = label[node]
        if own >> 32 != key >> 32:
            continue
        begin, end = indptr[node], indptr[node + 1]
        heap = grown(heap, size + end - begin)
        for arc in range(begin, end):
            ms = weight[arc]
            tail = np.uint32(tails[arc])
            later = own + (np.int64(ms) << 32)
            if later < label[tail] and later < after and ms < FAR:
                label[tail] = later
                size = push(heap, size, (later & ~OWNER) | np.int64(tail))


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def open_one(
    indptr: NDArray[np.int64],
    tails: NDArray[np.int32],
    weight: NDArray[np.int32],
    label: NDArray[np.int64],
    heap: NDArray[np.int64],
    owner: int,
    node: int,
    leg: int,
    limit: int,
) -> None:
    """Spread one facility as far as it is the closest."""
    new = (np.int64(leg) << 32) | np.int64(owner)
    if leg <= limit and new < label[node]:
        label[node] = new
        heap[0] = (new & ~OWNER) | np.int64(node)
        spread_one(indptr, tails, weight, label, heap, 1, limit)


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _at_door(owner: int, following: NDArray[np.int32], legs: NDArray[np.int32]) -> np.int64:
    """Return the best label of the facilities that stand on one node."""
    best = EMPTY
    while owner >= 0:
        best = min(best, (np.int64(legs[owner]) << 32) | np.int64(owner))
        owner = following[owner]
    return best


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
    heap: NDArray[np.int64],
    region: NDArray[np.int64],
    owner: int,
    door: int,
    limit: int,
) -> int:
    """Take a facility out of all labels, fill the gaps, return how many there were.

    Parameters
    ----------
    region
        Room for every node.
    """
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
    after = (np.int64(limit) + 1) << 32
    heap = grown(heap, count)
    size = 0
    for i in range(count):
        node = region[i]
        best = EMPTY
        for j in range(ahead_ptr[node], ahead_ptr[node + 1]):
            there, ms = label[np.uint32(ahead_head[j])], weight[ahead_arc[j]]
            if there < best and ms < FAR:
                best = min(best, there + (np.int64(ms) << 32))
        if first[node] >= 0:
            best = min(best, _at_door(first[node], following, legs))
        if best < after and best < label[node]:
            label[node] = best
            size = push(heap, size, (best & ~OWNER) | node)
    spread_one(indptr, tails, weight, label, heap, size, limit)
    return count
