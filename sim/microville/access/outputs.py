"""Writing what sweeps found in the order of points or nodes: compiled."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numba import njit

from microville.access.sweeps import EMPTY, FAR

if TYPE_CHECKING:
    from numpy.typing import NDArray


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def put(
    best: NDArray[np.int32],
    rank: NDArray[np.int32],
    seen: tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int32], int],
    limit: int,
    out: NDArray[np.int32],
) -> None:
    """Write lanes into the columns of ``out`` as they are seen from points.

    Points without a node and lanes beyond the limit or :data:`FAR` get the largest int32.

    Parameters
    ----------
    best, rank
        Lanes by rank; rank of each node.
    seen
        Points, one a row of ``out``; node and leg of every point; a time for all.
    """
    points, point_node, point_leg, fixed = seen
    last = min(np.int64(limit), np.int64(FAR) - 1)
    width = out.shape[1]
    for row in range(len(points)):
        node = point_node[points[row]]
        if node < 0:
            out[row, :] = 2147483647
            continue
        r, add = rank[node], np.int64(point_leg[points[row]]) + fixed
        for lane in range(width):
            time = np.int64(best[r, lane])
            out[row, lane] = time + add if time <= last else 2147483647


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
    rank: NDArray[np.int32],
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
    points, point_node, point_leg, fixed = seen
    after = (np.int64(limit) + 1) << 32
    for row in range(len(points)):
        node = point_node[points[row]]
        add = np.int64(point_leg[points[row]]) + fixed
        for i in range(times.shape[1]):
            label = EMPTY if node < 0 else best[rank[node], i]
            if label < after:
                times[row, i], owners[row, i] = (label >> 32) + add, label & 0xFFFFFFFF
            else:
                times[row, i], owners[row, i] = 2147483647, 2147483647
