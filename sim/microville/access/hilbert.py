"""Positions along a Hilbert curve: nodes near each other in space stand near in memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

BITS = 16
"""Cells a side are 2 to this power: finer than a metre over 65 km."""


def hilbert_order(xy: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return the order in which a Hilbert curve over their bounding square visits points.

    Parameters
    ----------
    xy
        Coordinates, shape (n, 2), finite.

    Returns
    -------
    ndarray of int64, shape (n,)
        Indices of the points along the curve; points in one cell keep their order.

    Notes
    -----
    Source: J. Skilling (2004), "Programming the Hilbert curve", AIP Conference Proceedings 707,
    381-387; for two dimensions the quadrant walk that is given in its introduction.
    """
    return np.argsort(_index(xy), kind="stable")


def _index(xy: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return the position of each point along the curve."""
    if not len(xy):
        return np.zeros(0, dtype=np.int64)
    low = xy.min(axis=0)
    span = float(max((xy.max(axis=0) - low).max(), 1e-9))
    cell = np.minimum((xy - low) / span * 2**BITS, 2**BITS - 1).astype(np.int64)
    x, y = cell[:, 0].copy(), cell[:, 1].copy()
    position = np.zeros(len(xy), dtype=np.int64)
    side = 2 ** (BITS - 1)
    while side:
        right, upper = (x & side) > 0, (y & side) > 0
        position += side * side * ((3 * right) ^ upper)
        # Turn the quadrant so that the curve inside it starts and ends where it should.
        turned = ~upper
        mirrored = turned & right
        x[mirrored], y[mirrored] = (2 * side - 1) - x[mirrored], (2 * side - 1) - y[mirrored]
        x[turned], y[turned] = y[turned], x[turned]
        side //= 2
    return position
