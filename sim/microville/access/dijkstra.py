"""One search from seeds to everything within a limit, in arrays that the caller owns."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numba import njit

from microville.access.heap import pop, push

if TYPE_CHECKING:
    from numpy.typing import NDArray

Packed = tuple["NDArray[np.uint32]", "NDArray[np.uint64]"]
"""Compressed rows whose arcs hold milliseconds above and the node at the other end below 32 bits:
one place in memory an arc. All is unsigned: no index can count from the end, which would cost a
comparison each."""
WIDE = 48
"""Keys that wait in a sorted queue before a heap takes over (measured: 24 are a tenth slower in a
quarter of an hour on foot, 96 are no faster)."""
HALF, ONE, NODE = np.uint64(32), np.uint64(1), np.uint64(2**32 - 1)
"""Width of a key's time or node, a step, and the bits of the node."""


def pack(
    indptr: NDArray[np.int64], other: NDArray[np.int32], weight_ms: NDArray[np.int32]
) -> Packed:
    """Return compressed rows as searches read them; nodes and times are 0 or more."""
    arcs = (weight_ms.astype(np.uint64) << HALF) | other.astype(np.uint64)
    return indptr.astype(np.uint32), arcs


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def dijkstra(
    rows: Packed,
    best: NDArray[np.uint32],
    settled: NDArray[np.uint32],
    queue: NDArray[np.uint64],
    size: int,
    limit: int,
) -> int:
    """Search from the keys in the queue to everything within a limit.

    Parameters
    ----------
    rows
        Arcs in the direction of the search.
    best
        Time of each node, the largest int32 where none is known; the nodes in the queue hold
        theirs, each node once for that time.
    settled
        Output: nodes in the order of (time, node).
    queue, size
        The seeds ascending from ``queue[1]``, none beyond the limit: keys of milliseconds above
        and the node below 32 bits. Room for one key an arc beside them.
    limit
        Milliseconds, 0 or more.

    Returns
    -------
    int
        How many nodes were settled; ``best`` holds a time for these and no others.

    Notes
    -----
    Few nodes wait at the edge of a walk, and what is found lies mostly beyond all of them: a
    queue kept sorted, from the end, is quicker than a heap until it is :data:`WIDE`. Keys differ,
    so that the order is the same whatever holds them.
    """
    ptr, arcs = rows
    # What is taken leaves a key below all others, where new ones stop: along an arc that takes no
    # time one may be lower than the one just taken.
    queue[0] = 0
    last = np.uint64(limit)
    first, end, count = ONE, np.uint64(size) + ONE, np.uint64(0)
    while first < end <= first + np.uint64(WIDE):
        key = queue[first]
        queue[first] = 0
        first += ONE
        time, node = key >> HALF, key & NODE
        if time > best[node]:
            continue
        settled[count] = node
        count += ONE
        for arc in range(ptr[node], ptr[node + ONE]):
            new = arcs[arc] + (time << HALF)
            later, there = new >> HALF, new & NODE
            if later <= last and later < best[there]:
                best[there] = later
                at = end
                end += ONE
                while queue[at - ONE] > new:
                    queue[at] = queue[at - ONE]
                    at -= ONE
                queue[at] = new
    # In ascending order keys are a heap already.
    heap, waiting = queue[first:], np.int64(end - first)
    while waiting > 0:
        key = heap[0]
        waiting = pop(heap, waiting)
        time, node = key >> HALF, key & NODE
        if time > best[node]:
            continue
        settled[count] = node
        count += ONE
        for arc in range(ptr[node], ptr[node + ONE]):
            new = arcs[arc] + (time << HALF)
            later, there = new >> HALF, new & NODE
            if later <= last and later < best[there]:
                best[there] = later
                waiting = push(heap, waiting, new)
    return np.int64(count)  # type: ignore[return-value]
