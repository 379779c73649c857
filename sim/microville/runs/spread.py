"""Intervals over seeds: one rule for every table."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

CONFIDENCE = 0.95
ENOUGH = 3
"""Seeds from which an interval is given."""


def t_half_widths(spread: ArrayLike, count: ArrayLike) -> NDArray[np.float64]:
    """Return half the widths of 95 % intervals of means by Student's t.

    Parameters
    ----------
    spread
        Standard deviations over seeds (with one degree of freedom taken off).
    count
        How many seeds; below two the width is 0.
    """
    from scipy.stats import t

    number = np.asarray(count)
    factor = t.ppf((1 + CONFIDENCE) / 2, np.maximum(number - 1, 1))
    return np.asarray(factor * np.nan_to_num(np.asarray(spread, float)) / np.sqrt(number))
