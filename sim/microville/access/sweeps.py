"""Weights on a contraction order, and sweeps up and down it: compiled, single-threaded, exact.

After :func:`customise` every shortest path from a node to a facility climbs the order and then
descends it. Searching backwards from all facilities at once therefore takes one pass over the
nodes in ascending order and one in descending order, for several categories side by side (lanes).

Sources: Dibbelt, Strasser & Wagner (2016), "Customizable Contraction Hierarchies", ACM Journal of
Experimental Algorithmics 21 (weights by lower triangles); Delling, Goldberg, Nowatzyk & Werneck
(2013), "PHAST: Hardware-accelerated shortest path trees", Journal of Parallel and Distributed
Computing 73 (the sweeps). Several sources at once and k labels are ours.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numba import njit

from microville.access.lanes import LANES, load, nearer, store

if TYPE_CHECKING:
    from numpy.typing import NDArray

FAR = np.int32(2**30 - 1)
"""No way, inside a hierarchy: two of them still fit into an int32 (12 days and 10 hours)."""
EMPTY = np.int64(0x7FFFFFFF7FFFFFFF)
"""A packed label (milliseconds in the upper 32 bits, owner in the lower) that knows nobody."""


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def customise(
    up_ptr: NDArray[np.int32],
    up_head: NDArray[np.int32],
    slot: NDArray[np.int32],
    weight: NDArray[np.int32],
    climb: NDArray[np.int32],
    descend: NDArray[np.int32],
) -> None:
    """Fill the times of climbing to each higher neighbour and of descending from it.

    Parameters
    ----------
    up_ptr, up_head
        Higher neighbours of each rank, ascending.
    slot, weight
        Where each arc goes (see :func:`microville.access.elimination.slots`) and how long it takes.
    climb, descend
        Output, milliseconds, :data:`FAR` where there is no way.
    """
    climb[:] = FAR
    descend[:] = FAR
    for arc in range(len(slot)):
        s = np.int64(slot[arc])
        if s >= 0:
            climb[s] = min(climb[s], weight[arc])
        elif ~s < len(descend):
            descend[~s] = min(descend[~s], weight[arc])
    for v in range(len(up_ptr) - 1):
        end = up_ptr[v + 1]
        for i in range(up_ptr[v], end):
            into, out = descend[i], climb[i]
            if into == FAR and out == FAR:
                continue
            side = up_ptr[up_head[i]]
            for j in range(i + 1, end):
                far = up_head[j]
                while up_head[side] != far:
                    side += 1
                climb[side] = min(climb[side], np.int32(into + climb[j]))
                descend[side] = min(descend[side], np.int32(descend[j] + out))


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def perfect(
    up_ptr: NDArray[np.int32],
    up_head: NDArray[np.int32],
    climb: NDArray[np.int32],
    descend: NDArray[np.int32],
) -> None:
    """Shorten each time of a customised order, in place, to that of the fastest way there is."""
    for v in range(len(up_ptr) - 2, -1, -1):
        end = up_ptr[v + 1]
        for i in range(up_ptr[v], end):
            side = up_ptr[up_head[i]]
            for j in range(i + 1, end):
                far = up_head[j]
                while up_head[side] != far:
                    side += 1
                rise, fall = climb[side], descend[side]
                climb[j] = min(climb[j], np.int32(climb[i] + rise))
                descend[j] = min(descend[j], np.int32(fall + descend[i]))
                climb[i] = min(climb[i], np.int32(climb[j] + fall))
                descend[i] = min(descend[i], np.int32(rise + descend[j]))


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def keep(
    up_ptr: NDArray[np.int32],
    up_head: NDArray[np.int32],
    time: NDArray[np.int32],
    shortest: NDArray[np.int32],
) -> tuple[NDArray[np.int32], NDArray[np.uint32], NDArray[np.int32]]:
    """Return the rows of an order without the arcs that a faster way replaces."""
    ptr = np.empty(len(up_ptr), np.int32)
    head = np.empty(len(up_head), np.uint32)
    ms = np.empty(len(up_head), np.int32)
    used = 0
    for v in range(len(up_ptr) - 1):
        ptr[v] = used
        for a in range(up_ptr[v], up_ptr[v + 1]):
            if time[a] < FAR and time[a] == shortest[a]:
                head[used], ms[used] = up_head[a], time[a]
                used += 1
    ptr[len(up_ptr) - 1] = used
    return ptr, head[:used].copy(), ms[:used].copy()


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def sweep_up(
    rising: tuple[NDArray[np.int32], NDArray[np.uint32], NDArray[np.int32]],
    seeds: tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int32]],
    best: NDArray[np.int32],
) -> None:
    """Begin ``best[rank, lane]``, the time to the closest seed of each lane, from below.

    Parameters
    ----------
    rising
        Rows (pointers, higher ranks, milliseconds). For times *to* seeds these are the arcs that
        descend, for times *from* seeds those that climb.
    seeds
        Rank, lane and milliseconds of each seed.
    best
        Output, shape (ranks, :data:`~microville.access.lanes.LANES`), :data:`FAR` or more where
        there is no way.
    """
    up_ptr, up_head, up_ms = rising
    seed_rank, seed_lane, seed_ms = seeds
    count = len(up_ptr) - 1
    best[:] = FAR
    flat = best.reshape(-1)
    touched = np.zeros(count, np.bool_)
    for i in range(len(seed_rank)):
        r, lane = seed_rank[i], seed_lane[i]
        best[r, lane] = min(best[r, lane], seed_ms[i])
        touched[r] = True
    for v in range(count):
        if not touched[v]:
            continue
        own = load(best, v)
        for a in range(up_ptr[v], up_ptr[v + 1]):
            w = np.int64(up_head[a])
            touched[w] = True
            store(flat, w * LANES, nearer(load(best, w), own, up_ms[a]))


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def sweep_down(
    falling: tuple[NDArray[np.int32], NDArray[np.int64], NDArray[np.uint32], NDArray[np.int32]],
    best: NDArray[np.int32],
) -> None:
    """Complete what :func:`sweep_up` began.

    Parameters
    ----------
    falling
        Arcs of the other kind, see :func:`microville.access.descent.arrange`.
    best
        As there.
    """
    row, runs, head, ms = falling
    flat = best.reshape(-1)
    first = a = 0
    for i in range(len(runs)):
        after, degree = first + runs[i, 0], runs[i, 1]
        # Rows of one arc and of two are most: without a loop they take a third less time.
        if degree == 1:
            for j in range(first, after):
                v = np.int64(row[j])
                own = nearer(load(best, v), load(best, np.int64(head[a])), ms[a])
                store(flat, v * LANES, own)
                a += 1
        elif degree == 2:
            for j in range(first, after):
                v = np.int64(row[j])
                own = nearer(load(best, v), load(best, np.int64(head[a])), ms[a])
                own = nearer(own, load(best, np.int64(head[a + 1])), ms[a + 1])
                store(flat, v * LANES, own)
                a += 2
        else:
            for j in range(first, after):
                v = np.int64(row[j])
                own = load(best, v)
                for _ in range(degree):
                    own = nearer(own, load(best, np.int64(head[a])), ms[a])
                    a += 1
                store(flat, v * LANES, own)
        first = after


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def insert(row: NDArray[np.int64], label: int) -> bool:
    """Put a packed label into a sorted list that knows each owner once; False if it has no place.

    Labels order by time, then by owner, which is how ties are broken everywhere.
    """
    last = len(row) - 1
    if label >= row[last]:
        return False
    owner = label & 0xFFFFFFFF
    i = 0
    while row[i] <= label:
        if (row[i] & 0xFFFFFFFF) == owner:
            return False
        i += 1
    end = i
    while end < last and (row[end] & 0xFFFFFFFF) != owner:
        end += 1
    for j in range(end, i, -1):
        row[j] = row[j - 1]
    row[i] = label
    return True


@njit(cache=True, nogil=True, inline="always")  # type: ignore[untyped-decorator]
def _offer(known: NDArray[np.int64], row: NDArray[np.int64], ms: int) -> None:
    """Put the labels of one list, some milliseconds later, into another where they belong."""
    last = len(row) - 1
    later = np.int64(ms) << 32
    for i in range(last + 1):
        label = known[i]
        if label == EMPTY or label + later >= min(row[last], np.int64(FAR) << 32):
            break
        insert(row, label + later)


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def sweep_labels(
    rising: tuple[NDArray[np.int32], NDArray[np.uint32], NDArray[np.int32]],
    falling: tuple[NDArray[np.int32], NDArray[np.uint32], NDArray[np.int32]],
    seeds: tuple[NDArray[np.int32], NDArray[np.int64]],
    best: NDArray[np.int64],
) -> None:
    """Fill ``best[rank]`` with the labels of the k closest seeds, sorted by (time, owner).

    As :func:`sweep_up` and :func:`sweep_down`, with k packed labels of one category in place of
    lanes. Each list of k labels is complete because a label that k others beat at some rank is
    beaten by them from there on.

    Parameters
    ----------
    seeds
        Rank and packed label of each seed.
    best
        Output, shape (ranks, k), :data:`EMPTY` where fewer are known.
    """
    up_ptr, up_head, up_ms = rising
    down_ptr, down_head, down_ms = falling
    seed_rank, seed_label = seeds
    count = len(up_ptr) - 1
    best[:] = EMPTY
    for i in range(len(seed_rank)):
        insert(best[seed_rank[i]], seed_label[i])
    for v in range(count):
        if best[v, 0] == EMPTY:
            continue
        for a in range(up_ptr[v], up_ptr[v + 1]):
            _offer(best[v], best[up_head[a]], up_ms[a])
    for v in range(count - 1, -1, -1):
        for a in range(down_ptr[v], down_ptr[v + 1]):
            _offer(best[down_head[a]], best[v], down_ms[a])
