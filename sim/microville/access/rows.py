"""Arcs into compressed rows in linear time: counted, put in place, each short row sorted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numba import njit

if TYPE_CHECKING:
    from numpy.typing import NDArray


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def rows_by_head(
    tail: NDArray[np.int64], head: NDArray[np.int64], weight: NDArray[np.int64], count: int
) -> tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.int32]]:
    """Return arcs by the node where they end, then by tail and weight.

    Parameters
    ----------
    tail, head, weight
        Of each arc, 0 or more and below 2 to the 31.
    count
        Number of nodes.

    Returns
    -------
    indptr, tails, weights
        Compressed rows, one a node.
    """
    indptr = _starts(head, count)
    at = indptr[:-1].copy()
    packed = np.empty(len(head), np.int64)
    for i in range(len(head)):
        packed[at[head[i]]] = (tail[i] << 32) | weight[i]
        at[head[i]] += 1
    tails, weights = np.empty(len(head), np.int32), np.empty(len(head), np.int32)
    for v in range(count):
        packed[indptr[v] : indptr[v + 1]].sort()
        for i in range(indptr[v], indptr[v + 1]):
            tails[i], weights[i] = packed[i] >> 32, packed[i] & 0xFFFFFFFF
    return indptr, tails, weights


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _starts(node: NDArray[np.int64], count: int) -> NDArray[np.int64]:
    """Return where each node's row begins, and the end of the last."""
    indptr = np.zeros(count + 1, np.int64)
    for v in node:
        indptr[v + 1] += 1
    for v in range(count):
        indptr[v + 1] += indptr[v]
    return indptr


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def both_ways(
    indptr: NDArray[np.int64], tails: NDArray[np.int32]
) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    """Return each node's neighbours in either direction, ascending, once each, loops left out."""
    count = len(indptr) - 1
    size = np.zeros(count + 1, np.int64)
    for v in range(count):
        for arc in range(indptr[v], indptr[v + 1]):
            if tails[arc] != v:
                size[v + 1] += 1
                size[tails[arc] + 1] += 1
    start = np.cumsum(size)
    at = start[:-1].copy()
    neighbour = np.empty(start[count], np.int32)
    for v in range(count):
        for arc in range(indptr[v], indptr[v + 1]):
            u = tails[arc]
            if u != v:
                neighbour[at[v]], neighbour[at[u]] = u, v
                at[v] += 1
                at[u] += 1
    rows, used = np.zeros(count + 1, np.int64), 0
    for v in range(count):
        neighbour[start[v] : start[v + 1]].sort()
        for i in range(start[v], start[v + 1]):
            if used == rows[v] or neighbour[used - 1] != neighbour[i]:
                neighbour[used] = neighbour[i]
                used += 1
        rows[v + 1] = used
    return rows, neighbour[:used].copy()
