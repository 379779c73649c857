"""Scores of access from times to the closest service of each category: pure functions of arrays.

Times are those of one profile (on foot, by bike, …): a score is a score by that profile.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from microville.access.reach import to_ms
from microville.errors import InputError
from microville.territory.categories import FUNCTIONS, Category

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray


def within(time_ms: NDArray[np.int32], minutes: float) -> NDArray[np.bool_]:
    """Return which travel times (milliseconds) lie within some minutes.

    Where there is no way (the largest int32), nothing is within, however long the threshold.
    """
    return time_ms <= to_ms(minutes)


def known_essentials(
    names: Sequence[str], table: Mapping[str, Category]
) -> dict[str, tuple[str, ...]]:
    """Return the essential categories with data of each of the six functions.

    Parameters
    ----------
    names
        Categories with data.
    table
        All categories, see :func:`microville.territory.categories`.

    Returns
    -------
    dict
        All six functions in the order of :data:`~microville.territory.categories.FUNCTIONS`; one
        of which nothing is known has an empty tuple, and is in no score.

    Raises
    ------
    InputError
        If a name is not in the table or stands there twice.
    """
    strange = sorted(set(names) - set(table))
    if strange or len(set(names)) != len(names):
        raise InputError(
            f"Categories are unknown or repeated: {', '.join(strange or names)}.",
            hint="Name each column once, as in maps/services.csv.",
        )
    found: dict[str, list[str]] = {function: [] for function in FUNCTIONS}
    for name in names:
        if table[name].essential:
            found[table[name].function].append(name)
    return {function: tuple(mine) for function, mine in found.items()}


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
        leave numerator and denominator. A column without any way is known, and counts as out of
        reach.
    table
        All categories, see :func:`microville.territory.categories`.
    minutes
        The threshold; whatever is exactly there is within.

    Returns
    -------
    dict
        Share (0-1) for each origin, by function; a function without data is missing, see
        :func:`known_essentials`.

    Raises
    ------
    InputError
        If there is not one name for each column, or a name is unknown or repeated.
    """
    return {
        function: reached.mean(axis=1)
        for function, reached in _reached(time_ms, names, table, minutes).items()
    }


def place_score(
    time_ms: NDArray[np.int32],
    names: Sequence[str],
    table: Mapping[str, Category],
    minutes: float,
) -> NDArray[np.float64]:
    """Return the mean over the six functions of the share of essential categories within reach.

    Parameters, units and errors as in :func:`function_scores`. Functions without data leave the
    mean; where none has any, the score is not a number, since unknown is not zero. Access only:
    what could be reached, not what people obtained.

    Returns
    -------
    ndarray of float64, shape (origins)
        From 0 to 1.

    Notes
    -----
    Source: six functions, Moreno et al. (2021), Smart Cities 4(1); categories and mean: ours.
    """
    scores = function_scores(time_ms, names, table, minutes)
    if not scores:
        return np.full(len(time_ms), np.nan)
    return np.mean(list(scores.values()), axis=0)  # type: ignore[no-any-return]


def complete_functions(
    time_ms: NDArray[np.int32],
    names: Sequence[str],
    table: Mapping[str, Category],
    minutes: float,
) -> dict[str, NDArray[np.bool_]]:
    """Return, for each function, the origins from which it is complete.

    Complete means that every essential category with data is within reach. Parameters, units and
    errors as in :func:`function_scores`; a function without data is missing.
    """
    return {
        function: np.asarray(reached.all(axis=1), dtype=bool)
        for function, reached in _reached(time_ms, names, table, minutes).items()
    }


def complete(
    time_ms: NDArray[np.int32],
    names: Sequence[str],
    table: Mapping[str, Category],
    minutes: float,
) -> NDArray[np.bool_]:
    """Return the origins from which every function with data is complete.

    Parameters, units and errors as in :func:`function_scores`. Where no function has data, no
    origin is complete: nothing says that it is.
    """
    functions = complete_functions(time_ms, names, table, minutes)
    if not functions:
        return np.zeros(len(time_ms), dtype=bool)
    return np.all(list(functions.values()), axis=0)  # type: ignore[no-any-return]


def _reached(
    time_ms: NDArray[np.int32],
    names: Sequence[str],
    table: Mapping[str, Category],
    minutes: float,
) -> dict[str, NDArray[np.bool_]]:
    """Return which essential categories are within reach, (origins, categories) by function."""
    if time_ms.ndim != 2 or time_ms.shape[1] != len(names):
        raise InputError(
            f"Times of shape {time_ms.shape} do not fit {len(names)} categories.",
            hint="Give one row an origin and one column a category.",
        )
    reached = within(time_ms, minutes)
    position = {name: i for i, name in enumerate(names)}
    return {
        function: reached[:, [position[name] for name in mine]]
        for function, mine in known_essentials(names, table).items()
        if mine
    }
