"""Order of nodes along a Hilbert curve: neighbours in space become neighbours in memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

BITS = 16


def hilbert_order(xy: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return nodes in the order of a Hilbert curve over their bounding square."""
    low = xy.min(axis=0)
    span = max(float((xy.max(axis=0) - low).max()), 1e-9)
    x, y = ((xy - low) / span * (2**BITS - 1)).astype(np.int64).T
    place = np.zeros(len(xy), dtype=np.int64)
    for bit in range(BITS - 1, -1, -1):
        side = 1 << bit
        right, up = (x & side) > 0, (y & side) > 0
        place += side * side * ((3 * right) ^ up)
        flip = ~up & right
        x, y = np.where(flip, side - 1 - x, x), np.where(flip, side - 1 - y, y)
        x, y = np.where(up, x, y), np.where(up, y, x)
        x, y = x & (side - 1), y & (side - 1)
    return np.argsort(place, kind="stable")
