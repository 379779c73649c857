"""Contraction order of a street graph: minimum degree, then the fill it leaves, compiled.

The order depends on which nodes are joined, not on how long it takes: it is found once for a graph
and serves every profile speed, closure and direction (customizable contraction hierarchies).

Sources: Tinney & Walker (1967) for minimum degree; Dibbelt, Strasser & Wagner (2016), "Customizable
Contraction Hierarchies", ACM Journal of Experimental Algorithmics 21, for its use on streets;
Liu (1990), "The role of elimination trees in sparse factorization", for the postorder.
"""

from __future__ import annotations

import heapq
from typing import TYPE_CHECKING

import numpy as np
from numba import njit

if TYPE_CHECKING:
    from numpy.typing import NDArray


DEEPEST = 0xFFFF
"""Depths beyond this count as equal."""
Pool = tuple["NDArray[np.int64]", "NDArray[np.int32]", "NDArray[np.int32]"]
"""Start, length and room of each node's list in a common pool."""


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _rows_that_grow(
    indptr: NDArray[np.int64], neighbours: NDArray[np.int32]
) -> tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.int32], NDArray[np.int32], int]:
    """Return each node's neighbours as lists in a pool, with some room each."""
    count = len(indptr) - 1
    start, size = np.empty(count, np.int64), np.empty(count, np.int32)
    room = np.empty(count, np.int32)
    pool = np.empty(4 * len(neighbours) + 4 * count + 16, np.int32)
    used = 0
    for v in range(count):
        degree = indptr[v + 1] - indptr[v]
        start[v], size[v], room[v] = used, degree, degree + 2
        pool[used : used + degree] = neighbours[indptr[v] : indptr[v + 1]]
        used += degree + 2
    return start, size, room, pool, used


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _join(
    v: int,
    w: int,
    clique: NDArray[np.int32],
    lists: Pool,
    pool: NDArray[np.int32],
    used: int,
    stamp: NDArray[np.int64],
    mark: int,
) -> tuple[NDArray[np.int32], int]:
    """Replace v in the list of w by those of its other neighbours that w does not know yet."""
    start, size, room = lists
    here: np.int64 = start[w]
    held = np.int64(size[w])
    for j in range(here, here + held):
        if pool[j] == v:
            pool[j] = pool[here + held - 1]
            held -= 1
            break
    for j in range(here, here + held):
        stamp[pool[j]] = mark
    if held + len(clique) > room[w]:
        need = held + len(clique) + (held + len(clique)) // 2
        while used + need > len(pool):
            pool = np.concatenate((pool, np.empty_like(pool)))
        pool[used : used + held] = pool[here : here + held]
        start[w], room[w] = used, need
        here = start[w]
        used = int(used + need)
    for x in clique:
        if stamp[x] != mark:
            pool[here + held] = x
            held += 1
    size[w] = held
    return pool, used


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def eliminate(
    indptr: NDArray[np.int64], neighbours: NDArray[np.int32]
) -> tuple[NDArray[np.int32], NDArray[np.int64], NDArray[np.int32]]:
    """Contract nodes one by one, the one with the fewest neighbours first.

    Parameters
    ----------
    indptr, neighbours
        Compressed rows of a symmetric graph without loops or repeated neighbours.

    Returns
    -------
    order
        Nodes in the order of contraction. Ties: the shallower first, then the lower index.
    ptr, head
        The neighbours of each node (by its place in the order) when it was contracted.
    """
    count = len(indptr) - 1
    start, size, room, pool, used = _rows_that_grow(indptr, neighbours)
    heap = [(np.int64(size[v]) << 48) | np.int64(v) for v in range(count)]
    heapq.heapify(heap)
    depth = np.zeros(count, np.int64)
    gone = np.zeros(count, np.bool_)
    stamp = np.zeros(count, np.int64)
    order = np.empty(count, np.int32)
    ptr = np.zeros(count + 1, np.int64)
    head = np.empty(max(2 * len(neighbours), 16), np.int32)
    place, mark = 0, 0
    while place < count:
        key = heapq.heappop(heap)
        v = key & 0xFFFFFFFF
        if gone[v] or (key >> 48) != size[v] or ((key >> 32) & DEEPEST) != min(depth[v], DEEPEST):
            continue
        gone[v] = True
        order[place] = v
        filled, degree = ptr[place], np.int64(size[v])
        while filled + degree > len(head):
            head = np.concatenate((head, np.empty_like(head)))
        clique = head[filled : filled + degree]
        clique[:] = pool[start[v] : start[v] + degree]
        place += 1
        ptr[place] = filled + degree
        for i in range(degree):
            w = np.int64(clique[i])
            mark += 1
            stamp[w] = mark
            pool, used = _join(v, w, clique, (start, size, room), pool, used, stamp, mark)
            depth[w] = max(depth[w], depth[v] + 1)
            level = min(depth[w], DEEPEST)
            heapq.heappush(heap, (np.int64(size[w]) << 48) | (level << 32) | w)
    return order, ptr, head[: ptr[count]]


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def postorder(
    order: NDArray[np.int32], ptr: NDArray[np.int64], head: NDArray[np.int32]
) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int32]]:
    """Rank nodes by a postorder of the elimination tree, which keeps sweeps in the cache.

    Any order in which children stand before parents leaves the same fill.

    Parameters
    ----------
    order, ptr, head
        As :func:`eliminate` returns them.

    Returns
    -------
    node
        Node of each rank.
    up_ptr, up_head
        Ranks of the higher neighbours of each rank, ascending.
    """
    count = len(order)
    place = np.empty(count, np.int32)
    for i in range(count):
        place[order[i]] = i
    # Parent: the neighbour that is contracted first. Children in ascending order, by linked lists.
    first_child = np.full(count + 1, -1, np.int32)
    sibling = np.full(count, -1, np.int32)
    for i in range(count - 1, -1, -1):
        parent = count
        for a in range(ptr[i], ptr[i + 1]):
            parent = min(parent, place[head[a]])
        sibling[i] = first_child[parent]
        first_child[parent] = i
    rank = np.empty(count, np.int32)
    stack = np.empty(count + 1, np.int32)
    top, done = 0, 0
    stack[0] = count
    while top >= 0:
        here = stack[top]
        child = first_child[here]
        if child >= 0:
            first_child[here] = sibling[child]
            top += 1
            stack[top] = child
        else:
            if here < count:
                rank[here] = done
                done += 1
            top -= 1
    node = np.empty(count, np.int32)
    came = np.empty(count, np.int32)
    for i in range(count):
        node[rank[i]] = order[i]
        came[rank[i]] = i
    up_ptr = np.zeros(count + 1, np.int32)
    up_head = np.empty(len(head), np.int32)
    for r in range(count):
        i = came[r]
        begin = up_ptr[r]
        degree = np.int32(ptr[i + 1] - ptr[i])
        for j in range(degree):
            up_head[begin + j] = rank[place[head[ptr[i] + j]]]
        up_head[begin : begin + degree].sort()
        up_ptr[r + 1] = begin + degree
    return node, up_ptr, up_head


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def slots(
    rank: NDArray[np.int32],
    up_ptr: NDArray[np.int32],
    up_head: NDArray[np.int32],
    indptr: NDArray[np.int64],
    tails: NDArray[np.int32],
) -> NDArray[np.int32]:
    """Return where the weight of each arc goes.

    Returns
    -------
    ndarray of int32, shape (arcs,)
        ``s`` for an arc that climbs to the higher neighbour ``s``, ``~s`` for one that descends
        from it, :data:`LOOP` for an arc from a node to itself.
    """
    out = np.empty(len(tails), np.int32)
    for v in range(len(indptr) - 1):
        there = rank[v]
        for arc in range(indptr[v], indptr[v + 1]):
            here = rank[tails[arc]]
            low, high = min(here, there), max(here, there)
            if low == high:
                out[arc] = LOOP
                continue
            begin, end = up_ptr[low], up_ptr[low + 1]
            slot = begin + np.searchsorted(up_head[begin:end], high)
            out[arc] = slot if here < there else ~slot
    return out


LOOP = np.int32(-(2**31))
"""Slot of an arc that leads nowhere else."""
