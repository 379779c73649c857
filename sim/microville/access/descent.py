"""The order in which a sweep goes down: level by level, and in each by the number of arcs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numba import njit

if TYPE_CHECKING:
    from numpy.typing import NDArray

Descent = tuple["NDArray[np.int32]", "NDArray[np.int64]", "NDArray[np.uint32]", "NDArray[np.int32]"]
"""Ranks; runs of ranks; higher rank and milliseconds of each arc (see :func:`arrange`)."""


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def arrange(
    ptr: NDArray[np.int32], head: NDArray[np.uint32], ms: NDArray[np.int32]
) -> tuple[NDArray[np.int32], NDArray[np.int64], NDArray[np.uint32], NDArray[np.int32]]:
    """Arrange rows of arcs to higher ranks for a sweep that completes the highest ranks first.

    A rank's level is one more than the highest level among the ranks that it sees; ranks of one
    level see nothing of each other, so that a processor works on several at once, and where all
    have the same number of arcs it never guesses wrong how many come.

    Parameters
    ----------
    ptr, head, ms
        Compressed rows: from each rank to higher ranks.

    Returns
    -------
    row
        int32: the ranks that have arcs, by level, then number of arcs, then descending.
    runs
        int64, shape (runs, 2): how many rows come with one number of arcs, and that number.
    head, ms
        The arcs in the order of ``row``.

    Notes
    -----
    Levels are those of Delling, Goldberg, Nowatzyk & Werneck (2013), "PHAST: Hardware-accelerated
    shortest path trees", Journal of Parallel and Distributed Computing 73. Equal numbers of arcs
    side by side are ours.
    """
    count = len(ptr) - 1
    level, degree = np.zeros(count, np.int64), np.empty(count, np.int64)
    for v in range(count - 1, -1, -1):
        degree[v] = ptr[v + 1] - ptr[v]
        for a in range(ptr[v], ptr[v + 1]):
            level[v] = max(level[v], level[head[a]] + 1)
    by_degree = _sorted(degree, np.arange(count - 1, -1, -1))
    order = _sorted(level, by_degree)
    # Ranks that see nobody stand first, on level 0: they are complete.
    order = order[np.sum(degree == 0) :]
    row = order.astype(np.int32)
    runs = np.empty((len(order), 2), np.int64)
    used = 0
    to, time = np.empty(len(head), np.uint32), np.empty(len(head), np.int32)
    at = 0
    for i in range(len(order)):
        v = order[i]
        before = order[i - 1]
        if i == 0 or level[v] != level[before] or degree[v] != degree[before]:
            runs[used, 0], runs[used, 1] = 0, degree[v]
            used += 1
        runs[used - 1, 0] += 1
        for a in range(ptr[v], ptr[v + 1]):
            to[at], time[at] = head[a], ms[a]
            at += 1
    return row, runs[:used].copy(), to, time


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _sorted(key: NDArray[np.int64], order: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return some indices in the order of their (small) keys, equal ones as they stood."""
    start = np.zeros(key.max() + 2 if len(key) else 1, np.int64)
    for i in order:
        start[key[i] + 1] += 1
    start = np.cumsum(start)
    out = np.empty_like(order)
    for i in order:
        out[start[key[i]]] = i
        start[key[i]] += 1
    return out
