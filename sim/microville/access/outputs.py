"""Writing what sweeps found in the order of points or nodes: compiled."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numba import njit

from microville.access.lanes import LANES, load, store, within
from microville.access.sweeps import EMPTY, FAR

if TYPE_CHECKING:
    from numpy.typing import NDArray


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def put(
    best: NDArray[np.int32],
    seen: tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int32], int],
    limit: int,
    out: NDArray[np.int32],
    first: int,
    width: int,
) -> None:
    """Write lanes into columns of ``out`` as they are seen from points.

    Points that enter nowhere (rank -1) and lanes beyond the limit or :data:`FAR` get the largest
    int32.

    Parameters
    ----------
    best
        Lanes by rank.
    seen
        Points, one a row of ``out``; rank and leg of every point; a time for all.
    out
        Output, contiguous, shape (points, columns).
    first, width
        First column, and how many: a lane each.
    """
    points, point_rank, point_leg, fixed = seen
    last = np.int32(min(np.int64(limit), np.int64(FAR) - 1))
    columns, flat = out.shape[1], out.reshape(-1)
    # All lanes are written at once. Where that is more than the row's columns, the rest falls on
    # the next row, which is written later: not on the last rows, nor on what others write.
    room = 0
    if len(flat) >= LANES and width in (columns, LANES):
        room = (len(flat) - LANES - first) // columns + 1
    for row in range(len(points)):
        rank = point_rank[points[row]]
        add = np.int32(np.int64(point_leg[points[row]]) + fixed)
        if rank < 0:
            out[row, first : first + width] = 2147483647
        elif row < room:
            store(flat, row * columns + first, within(load(best, np.int64(rank)), last, add))
        else:
            for lane in range(width):
                time = best[rank, lane]
                out[row, first + lane] = time + add if time <= last else 2147483647


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def put_rows(
    best: NDArray[np.int32],
    rank: NDArray[np.int32],
    leg: NDArray[np.int32],
    add: NDArray[np.int32],
    limit: int,
    out: NDArray[np.int32],
) -> None:
    """Write each lane into a row of ``out``: the column's leg counts within the limit.

    ``add`` is added to each row beyond it; columns of rank -1 get the largest int32.
    """
    last = min(np.int64(limit), np.int64(FAR) - 1)
    for lane in range(len(add)):
        for column in range(len(rank)):
            r = rank[column]
            if r < 0 or np.int64(best[r, lane]) + leg[column] > last:
                out[lane, column] = 2147483647
            else:
                out[lane, column] = best[r, lane] + leg[column] + add[lane]


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def put_labels(
    best: NDArray[np.int64], rank: NDArray[np.int32], limit: int, out: NDArray[np.int64]
) -> None:
    """Write packed labels in the order of ``rank``; those beyond the limit become empty."""
    after = (np.int64(limit) + 1) << 32
    for row in range(len(rank)):
        for i in range(out.shape[1]):
            label = best[rank[row], i]
            out[row, i] = label if label < after else EMPTY


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def put_seen_labels(
    best: NDArray[np.int64],
    seen: tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int32], int],
    limit: int,
    times: NDArray[np.int32],
    owners: NDArray[np.int32],
) -> None:
    """Write labels as they are seen from points, as :func:`put` does; empty ones the largest int32.

    Parameters
    ----------
    times, owners
        Output, shape (points, k).
    """
    points, point_rank, point_leg, fixed = seen
    after = (np.int64(limit) + 1) << 32
    for row in range(len(points)):
        rank = point_rank[points[row]]
        add = np.int64(point_leg[points[row]]) + fixed
        for i in range(times.shape[1]):
            label = EMPTY if rank < 0 else best[rank, i]
            if label < after:
                times[row, i], owners[row, i] = (label >> 32) + add, label & 0xFFFFFFFF
            else:
                times[row, i], owners[row, i] = 2147483647, 2147483647
