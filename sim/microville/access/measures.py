"""Measures of access from travel times: pure functions of arrays."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from microville.territory.categories import FUNCTIONS, Category

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray


def within(time_ms: NDArray[np.int32], minutes: float) -> NDArray[np.bool_]:
    """Return which travel times (milliseconds) lie within some minutes."""
    return time_ms <= round(minutes * 60_000)


def function_scores(
    time_ms: NDArray[np.int32],
    names: Sequence[str],
    table: Mapping[str, Category],
    minutes: float,
) -> dict[str, NDArray[np.float64]]:
    """Return, for each social function, the share of its essential categories within reach.

    Parameters
    ----------
    time_ms
        Time to the closest service, shape (origins, categories).
    names
        Category of each column. Categories of which nothing is known are simply not there: they
        leave numerator and denominator.
    table
        All categories, see :func:`microville.territory.categories`.
    minutes
        The threshold.

    Returns
    -------
    dict
        Share (0-1) for each origin, by function; a function without data is missing.
    """
    reached = within(time_ms, minutes)
    scores = {}
    for function in FUNCTIONS:
        columns = [
            i for i, n in enumerate(names) if table[n].essential and table[n].function == function
        ]
        if columns:
            scores[function] = reached[:, columns].mean(axis=1)
    return scores


def place_score(
    time_ms: NDArray[np.int32],
    names: Sequence[str],
    table: Mapping[str, Category],
    minutes: float,
) -> NDArray[np.float64]:
    """Return the mean over the six functions of the share of essential categories within reach.

    Parameters and units as in :func:`function_scores`. Access only: what could be reached, not what
    people obtained.
    """
    scores = function_scores(time_ms, names, table, minutes)
    if not scores:
        return np.zeros(len(time_ms))
    return np.mean(list(scores.values()), axis=0)  # type: ignore[no-any-return]


def complete(
    time_ms: NDArray[np.int32],
    names: Sequence[str],
    table: Mapping[str, Category],
    minutes: float,
) -> NDArray[np.bool_]:
    """Return the origins from which every essential category with data is within reach."""
    columns = [i for i, name in enumerate(names) if table[name].essential]
    return np.asarray(within(time_ms[:, columns], minutes).all(axis=1), dtype=bool)
