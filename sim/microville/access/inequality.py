"""How unequally something is spread over people: Gini, Palma, Theil, all with weights.

Values are what each row has (access, minutes, euros): finite and not negative. Weights are how
many people a row stands for; a row of weight 2 counts as two rows. Rows of weight 0 are left out.
Infinite travel times are refused: say first what someone without a way counts for.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from microville.errors import InputError

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

BOTTOM, TOP = 0.4, 0.9
"""Where Palma cuts the people: the lowest 40 % and those above 90 %."""


def gini_index(values: ArrayLike, weights: ArrayLike | None = None) -> float:
    """Return the Gini index: twice the area between the Lorenz curve and equality.

    Parameters
    ----------
    values
        What each row has, shape (rows).
    weights
        People of each row, shape (rows); one each if not given.

    Returns
    -------
    float
        0 where all have the same, also where all have nothing; below 1 (at most ``1 - 1 / n``
        among ``n`` people: the population index, without small-sample correction).

    Raises
    ------
    InputError
        If there are no people, or a value or weight is negative, missing or infinite.

    Notes
    -----
    ``G = sum_i sum_j p_i p_j |x_i - x_j| / (2 mean)``, ``p`` shares of people, computed from the
    Lorenz curve after sorting. Source: Gini (1912), "Variabilità e mutabilità".
    """
    people, held = _lorenz(*_checked(values, weights))
    if held[-1] == 0:
        return 0.0
    area = np.sum(np.diff(people) * (held[1:] + held[:-1])) / (people[-1] * held[-1])
    return max(0.0, float(1.0 - area))


def palma_ratio(values: ArrayLike, weights: ArrayLike | None = None) -> float:
    """Return what the top 10 % of people hold over what the bottom 40 % hold.

    People are ranked by their value. A row that lies across a limit is split there.

    Parameters and errors as in :func:`gini_index`.

    Returns
    -------
    float
        0.25 where all have the same. Infinite where the bottom 40 % have nothing and somebody has
        something; not a number where nobody has anything (shares of nothing).

    Notes
    -----
    ``(1 - L(0.9)) / L(0.4)`` with ``L`` the Lorenz curve. Source: Cobham & Sumner (2013), "Is it
    all about the tails?", Center for Global Development, working paper 343. The R package
    ``accessibility`` divides means (four times as much) and ranks people by income.
    """
    people, held = _lorenz(*_checked(values, weights))
    if held[-1] == 0:
        return float("nan")
    bottom = _held_below(BOTTOM, people, held)
    top = float(held[-1]) - _held_below(TOP, people, held)
    return top / bottom if bottom > 0 else float("inf")


def theil_t(values: ArrayLike, weights: ArrayLike | None = None) -> float:
    """Return Theil's T index.

    Parameters and errors as in :func:`gini_index`.

    Returns
    -------
    float
        0 where all have the same, also where all have nothing; at most ``ln n`` among ``n``
        people, when one has all.

    Notes
    -----
    ``T = sum_i p_i (x_i / mean) ln(x_i / mean)`` with ``0 ln 0 = 0``. Source: Theil (1967),
    "Economics and Information Theory".
    """
    return _theil(*_checked(values, weights))


@dataclass(frozen=True, slots=True, eq=False)
class TheilDecomposition:
    """Theil's T between and within groups.

    Attributes
    ----------
    total, between, within
        ``total = between + within``, exactly.
    groups
        Labels, sorted; groups without people are left out. The arrays below follow them.
    theil
        T among the people of each group.
    people_share, value_share
        Share of each group in people and in what they have (0 where nobody has anything).
    between_by_group, within_by_group
        What each group adds to ``between`` (negative below the mean) and to ``within``.
    """

    total: float
    between: float
    within: float
    groups: tuple[object, ...]
    theil: NDArray[np.float64]
    people_share: NDArray[np.float64]
    value_share: NDArray[np.float64]
    between_by_group: NDArray[np.float64]
    within_by_group: NDArray[np.float64]


def theil_decomposition(
    values: ArrayLike, groups: ArrayLike, weights: ArrayLike | None = None
) -> TheilDecomposition:
    """Return Theil's T as the sum of inequality between and within groups.

    Parameters
    ----------
    values, weights
        As in :func:`gini_index`.
    groups
        Group of each row, shape (rows): one label, of one kind, for every row.

    Raises
    ------
    InputError
        As :func:`gini_index`; also if there is not one label for each row, or one is missing.

    Notes
    -----
    ``T = sum_g s_g ln(s_g / p_g) + sum_g s_g T_g``, with ``s_g`` the group's share of what there
    is and ``p_g`` its share of people. Source: Theil (1967), "Economics and Information Theory".
    """
    value, weight, label = _grouped(values, groups, weights)
    names, row = np.unique(label, return_inverse=True)
    people = np.bincount(row, weights=weight)
    people_share = people / people.sum()
    held = np.bincount(row, weights=weight * value)
    share = held / (held.sum() or 1.0)
    theil = np.array([_theil(value[row == g], weight[row == g]) for g in range(len(names))])
    within_by_group = share * theil
    between_by_group = share * _log(share / people_share)
    within, between = float(within_by_group.sum()), max(0.0, float(between_by_group.sum()))
    return TheilDecomposition(
        total=between + within,
        between=between,
        within=within,
        groups=tuple(names.tolist()),
        theil=theil,
        people_share=people_share,
        value_share=share,
        between_by_group=between_by_group,
        within_by_group=within_by_group,
    )


def _checked(
    values: ArrayLike, weights: ArrayLike | None
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return values and weights of rows with people, each scaled to at most 1."""
    value = np.asarray(values, dtype=np.float64)
    weight = np.ones(value.shape) if weights is None else np.asarray(weights, dtype=np.float64)
    for array, what in ((value, "values"), (weight, "weights")):
        if array.ndim != 1 or len(array) != len(value):
            raise InputError(
                f"Inequality takes one row of {what}, not shape {array.shape}.",
                hint="Give one value and one weight for each row.",
            )
        if not (np.isfinite(array).all() and (array >= 0).all()):
            raise InputError(
                f"Some {what} are negative, missing or infinite.",
                hint="Leave out what is unknown, and say what someone out of reach counts for.",
            )
    kept = weight > 0
    if not kept.any():
        raise InputError("There are no people.", hint="Give at least one row of weight above 0.")
    # The indices do not depend on scale; sums of scaled values cannot overflow.
    value, weight = value[kept], weight[kept]
    return value / (value.max() or 1.0), weight / weight.max()


def _grouped(
    values: ArrayLike, groups: ArrayLike, weights: ArrayLike | None
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.generic]]:
    label = np.asarray(groups)
    rows = np.shape(values)
    # What is not equal to itself is a missing number; None and NA hide in arrays of objects.
    missing = label.dtype == object and not all(isinstance(each, str) for each in label.flat)
    if label.shape != rows or missing or (label != label).any():  # noqa: PLR0124
        raise InputError(
            "There is not one group for each row.",
            hint="Give every row one label, all texts or all numbers; leave out who has none.",
        )
    value, weight = _checked(values, weights)
    if weights is not None:
        label = label[np.asarray(weights, dtype=np.float64) > 0]
    return value, weight, label


def _lorenz(
    value: NDArray[np.float64], weight: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the Lorenz curve before division: people and what they hold, summed from the poor."""
    order = np.argsort(value, kind="stable")
    people = np.concatenate([[0.0], np.cumsum(weight[order])])
    return people, np.concatenate([[0.0], np.cumsum((weight * value)[order])])


def _held_below(share: float, people: NDArray[np.float64], held: NDArray[np.float64]) -> float:
    """Return what the poorest share of people hold, of the Lorenz curve before division."""
    cut = share * people[-1]
    # When just 40 % have nothing, rounding must not give them a sliver of the next row: less than
    # a billionth of the people is nobody.
    near = int(np.abs(people - cut).argmin())
    if abs(people[near] - cut) <= 1e-9 * people[-1]:
        return float(held[near])
    return float(np.interp(cut, people, held))


def _theil(value: NDArray[np.float64], weight: NDArray[np.float64]) -> float:
    if not value.any():
        return 0.0
    ratio = value / (np.sum(weight * value) / np.sum(weight))
    return max(0.0, float(np.sum(weight * ratio * _log(ratio)) / np.sum(weight)))


def _log(ratio: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the natural logarithm, with 0 where it is multiplied by 0."""
    return np.log(ratio, out=np.zeros_like(ratio), where=ratio > 0)
