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


def interval(values: ArrayLike) -> tuple[float, float, float]:
    """Return mean, low and high end of the values of some seeds.

    Parameters
    ----------
    values
        One a seed. From :data:`ENOUGH` on the ends are those of the 95 % interval of the mean, else
        the least and the greatest; all three are NaN where there is no value.
    """
    each = np.asarray(values, dtype=float)
    if not len(each):
        return np.nan, np.nan, np.nan
    middle = float(each.mean())
    if len(each) < ENOUGH:
        return middle, float(each.min()), float(each.max())
    half = float(t_half_widths(each.std(ddof=1), len(each)))
    return middle, middle - half, middle + half
