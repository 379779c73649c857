"""Repairing labels where streets close and open, and nowhere else: compiled."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numba import njit

from microville.access.heap import grown, push_named
from microville.access.repair import OWNER, spread
from microville.access.sweeps import EMPTY, FAR

if TYPE_CHECKING:
    from numpy.typing import NDArray

Rows = tuple["NDArray[np.int64]", "NDArray[np.int32]"]


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _refill(
    ahead: tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.int32]],
    weight: NDArray[np.int32],
    doors: tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int32]],
    labels: NDArray[np.int64],
    node: int,
    heap: tuple[NDArray[np.int64], NDArray[np.int64], int],
    after: int,
) -> tuple[NDArray[np.int64], NDArray[np.int64], int]:
    """Offer a node that lost a label what is known one arc ahead, and who stands on it."""
    indptr, heads, arcs = ahead
    first, following, leg = doors
    keys, names, size = heap
    last = labels.shape[1] - 1
    owner = first[node]
    while owner >= 0:
        label = (np.int64(leg[owner]) << 32) | np.int64(owner)
        if label < min(labels[node, last], after):
            keys, names = grown(keys, size + 1), grown(names, size + 1)
            size = push_named(keys, names, size, (label & ~OWNER) | node, np.int64(owner))
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
            if label >= min(labels[node, last], after):
                break
            keys, names = grown(keys, size + 1), grown(names, size + 1)
            size = push_named(keys, names, size, (label & ~OWNER) | node, label & OWNER)
    return keys, names, size


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _drop_equal(row: NDArray[np.int64], label: int) -> bool:
    """Take a label out of a node's list if it stands there exactly."""
    last = len(row) - 1
    for i in range(last + 1):
        if row[i] > label:
            return False
        if row[i] == label:
            for j in range(i, last):
                row[j] = row[j + 1]
            row[last] = EMPTY
            return True
    return False


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _lose(
    labels: NDArray[np.int64],
    tail: int,
    label: int,
    ms: int,
    lost: NDArray[np.int64],
    label_of: NDArray[np.int64],
    count: int,
) -> tuple[NDArray[np.int64], NDArray[np.int64], int]:
    """Drop the label of a tail that may have come through an arc, and remember it as lost."""
    if label != EMPTY and ms < FAR:
        through = label + (np.int64(ms) << 32)
        if _drop_equal(labels[tail], through):
            lost, label_of = grown(lost, count + 1), grown(label_of, count + 1)
            lost[count], label_of[count] = tail, through
            count += 1
    return lost, label_of, count


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def close_arcs(
    behind: Rows,
    ahead: tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.int32]],
    weight: NDArray[np.int32],
    doors: tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int32]],
    labels: NDArray[np.int64],
    heap: tuple[NDArray[np.int64], NDArray[np.int64]],
    shut: tuple[NDArray[np.int64], NDArray[np.int32]],
    limit: int,
    touched: NDArray[np.bool_],
) -> int:
    """Close arcs and repair the labels whose way may have used them; return how many these were.

    Parameters
    ----------
    shut
        Arcs that close and the node where each ends. Their weight becomes :data:`FAR`.
    """
    indptr, tails = behind
    arcs, heads = shut
    lost = np.empty(64, np.int64)
    label_of = np.empty(64, np.int64)
    count = 0
    for s in range(len(arcs)):
        for i in range(labels.shape[1]):
            lost, label_of, count = _lose(
                labels, tails[arcs[s]], labels[heads[s], i], weight[arcs[s]], lost, label_of, count
            )
    done = 0
    while done < count:
        node, label = lost[done], label_of[done]
        done += 1
        for arc in range(indptr[node], indptr[node + 1]):
            lost, label_of, count = _lose(
                labels, tails[arc], label, weight[arc], lost, label_of, count
            )
    # Only now: what was lost through one closing arc may have come through another before it.
    for arc in arcs:
        weight[arc] = FAR
    keys, names = heap
    size = 0
    after = (np.int64(limit) + 1) << 32
    for i in range(count):
        keys, names, size = _refill(
            ahead, weight, doors, labels, lost[i], (keys, names, size), after
        )
    spread(behind, weight, labels, keys, names, size, limit, touched)
    return count


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def reopen_arcs(
    behind: Rows,
    weight: NDArray[np.int32],
    labels: NDArray[np.int64],
    heap: tuple[NDArray[np.int64], NDArray[np.int64]],
    opened: tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.int32]],
    limit: int,
    touched: NDArray[np.bool_],
) -> None:
    """Open arcs (with the node where each ends and its milliseconds) and spread what they offer."""
    tails = behind[1]
    arcs, heads, times = opened
    keys, names = heap
    size = 0
    after = (np.int64(limit) + 1) << 32
    for s in range(len(arcs)):
        weight[arcs[s]] = times[s]
    for s in range(len(arcs)):
        tail = np.int64(tails[arcs[s]])
        for i in range(labels.shape[1]):
            label = labels[heads[s], i]
            if label == EMPTY or times[s] >= FAR:
                break
            label += np.int64(times[s]) << 32
            if label < after:
                keys, names = grown(keys, size + 1), grown(names, size + 1)
                size = push_named(keys, names, size, (label & ~OWNER) | tail, label & OWNER)
    spread(behind, weight, labels, keys, names, size, limit, touched)
