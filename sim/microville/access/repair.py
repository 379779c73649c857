"""Repairing labels where facilities open and close, and nowhere else: compiled.

Labels are packed (milliseconds in the upper 32 bits, owner in the lower) and sorted, k a node. A
facility that is among the k closest of a node is among the k closest of every node on the way
there, so that the nodes which know it hang together and are found from its door.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numba import njit

from microville.access.heap import grown, pop_named, push_named
from microville.access.sweeps import EMPTY, FAR, insert

if TYPE_CHECKING:
    from numpy.typing import NDArray

Rows = tuple["NDArray[np.int64]", "NDArray[np.int32]"]
OWNER = np.int64(0xFFFFFFFF)


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def spread(
    behind: Rows,
    weight: NDArray[np.int32],
    labels: NDArray[np.int64],
    keys: NDArray[np.int64],
    names: NDArray[np.int64],
    size: int,
    limit: int,
    touched: NDArray[np.bool_],
) -> None:
    """Spread the labels in the heap backwards as far as they are among the k closest.

    Nodes whose labels change are noted in ``touched``, here and in what calls this.
    """
    indptr, tails = behind
    last = labels.shape[1] - 1
    after = (np.int64(limit) + 1) << 32
    while size > 0:
        key, name = keys[0], names[0]
        size = pop_named(keys, names, size)
        node = key & 0xFFFFFFFF
        label = (key & ~OWNER) | name
        if not insert(labels[node], label):
            continue
        touched[node] = True
        begin, end = indptr[node], indptr[node + 1]
        keys, names = grown(keys, size + end - begin), grown(names, size + end - begin)
        for arc in range(begin, end):
            tail = np.int64(tails[arc])
            later = label + (np.int64(weight[arc]) << 32)
            if (
                weight[arc] < FAR
                and later < min(labels[tail, last], after)
                and not _better(labels[tail], later)
            ):
                size = push_named(keys, names, size, (later & ~OWNER) | tail, name)


@njit(cache=True, nogil=True, inline="always")  # type: ignore[untyped-decorator]
def _better(row: NDArray[np.int64], label: int) -> bool:
    """Return whether a list of several knows the owner of a label with no longer a time."""
    if len(row) > 1:
        for i in range(len(row) - 1):
            if row[i] > label:
                return False
            if (row[i] & OWNER) == (label & OWNER):
                return True
    return False


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _best_offer(
    ahead: tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.int32]],
    weight: NDArray[np.int32],
    doors: tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int32]],
    labels: NDArray[np.int64],
    node: int,
) -> np.int64:
    """Return the best label for the one free place of a node, :data:`EMPTY` if there is none."""
    indptr, heads, arcs = ahead
    first, following, leg = doors
    last = labels.shape[1] - 1
    best = EMPTY
    owner = first[node]
    while owner >= 0:
        label = (np.int64(leg[owner]) << 32) | np.int64(owner)
        if label < best and not _better(labels[node], label):
            best = label
        owner = following[owner]
    for j in range(indptr[node], indptr[node + 1]):
        ms = weight[arcs[j]]
        if ms >= FAR:
            continue
        for i in range(last + 1):
            label = labels[heads[j], i]
            if label == EMPTY:
                break
            label += np.int64(ms) << 32
            if label >= best:
                break
            if not _better(labels[node], label):
                best = label
                break
    return best


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _drop(row: NDArray[np.int64], owner: int) -> np.int64:
    """Take an owner out of a node's list and return its label, :data:`EMPTY` if not there."""
    last = len(row) - 1
    for i in range(last + 1):
        label: np.int64 = row[i]
        if label == EMPTY:
            return EMPTY
        if (label & OWNER) == owner:
            for j in range(i, last):
                row[j] = row[j + 1]
            row[last] = EMPTY
            return label
    return EMPTY


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def open_facility(
    behind: Rows,
    weight: NDArray[np.int32],
    labels: NDArray[np.int64],
    heap: tuple[NDArray[np.int64], NDArray[np.int64]],
    door: tuple[int, int, int],
    limit: int,
    touched: NDArray[np.bool_],
) -> None:
    """Spread one facility (owner, node, leg) as far as it is among the k closest."""
    keys, names = heap
    owner, node, leg = door
    size = 0
    if leg <= limit:
        size = push_named(keys, names, 0, (np.int64(leg) << 32) | np.int64(node), np.int64(owner))
    spread(behind, weight, labels, keys, names, size, limit, touched)


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def close_facility(
    behind: Rows,
    ahead: tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.int32]],
    weight: NDArray[np.int32],
    doors: tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int32]],
    labels: NDArray[np.int64],
    heap: tuple[NDArray[np.int64], NDArray[np.int64]],
    gone: tuple[int, int],
    limit: int,
    touched: NDArray[np.bool_],
) -> int:
    """Take a facility (owner, node) out of all labels, fill the gaps, return how many there were.

    Parameters
    ----------
    doors
        First owner on each node, next owner of each owner, leg of each owner; without the one
        that closes.
    """
    indptr, tails = behind
    owner, door = gone
    region = np.empty(64, np.int64)
    count = 0
    if _drop(labels[door], owner) != EMPTY:
        region[0], count = door, 1
    done = 0
    while done < count:
        node = region[done]
        done += 1
        for arc in range(indptr[node], indptr[node + 1]):
            tail = tails[arc]
            if _drop(labels[tail], owner) != EMPTY:
                region = grown(region, count + 1)
                region[count] = tail
                count += 1
    keys, names = heap
    size = 0
    after = (np.int64(limit) + 1) << 32
    for i in range(count):
        touched[region[i]] = True
        label = _best_offer(ahead, weight, doors, labels, region[i])
        if label < after:
            keys, names = grown(keys, size + 1), grown(names, size + 1)
            size = push_named(keys, names, size, (label & ~OWNER) | region[i], label & OWNER)
    spread(behind, weight, labels, keys, names, size, limit, touched)
    return count
