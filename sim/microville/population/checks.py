"""Households that could not be: children alone, partners or parents of impossible ages.

Each function answers for the people as they are made, before the model moves, adds or takes away
anybody: within a household the head comes first, then a partner, then children.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from microville.population.columns import COUPLE, COUPLE_CHILDREN, INSTITUTION, SINGLE_PARENT

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from microville.population.synthesis import Population

ADULT_YEARS = 18
PARENT_LEAST_YEARS, PARENT_MOST_YEARS = 18.0, 50.0


def minors_alone(population: Population) -> NDArray[np.bool_]:
    """Return, by household, whether nobody of 18 or over lives in it."""
    people, households = population.people, population.households
    adult = people.age(0) >= ADULT_YEARS
    adults = np.bincount(people.household[adult], minlength=len(households))
    alone: NDArray[np.bool_] = (adults == 0) & (households.kind != INSTITUTION)
    return alone


def partner_gaps(population: Population) -> NDArray[np.float64]:
    """Return the difference of age between partners by household, years; NaN without a couple."""
    kind = population.households.kind
    first = _first(population)
    gaps = np.full(len(kind), np.nan)
    rows = np.flatnonzero((kind == COUPLE) | (kind == COUPLE_CHILDREN))
    birth = population.people.birth.astype(np.int64)
    gaps[rows] = np.abs(birth[first[rows]] - birth[first[rows] + 1]) / 12
    return gaps


def parent_gaps(population: Population) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return how much older parents are than their children, years, by household.

    Returns
    -------
    least
        Difference between the younger parent and the oldest child.
    most
        Difference between the older parent and the youngest child. Both NaN without children.
    """
    people, kind = population.people, population.households.kind
    family = (kind == COUPLE_CHILDREN) | (kind == SINGLE_PARENT)
    rank = np.arange(len(people)) - _first(population)[people.household]
    child = rank >= np.where(kind == COUPLE_CHILDREN, 2, 1)[people.household]
    months = -people.birth.astype(np.float64)  # whole numbers: differences are exact
    extremes = []
    for mine, sign in ((~child, 1.0), (child, -1.0), (~child, -1.0), (child, 1.0)):
        value = np.full(len(kind), np.inf)
        np.minimum.at(value, people.household[mine], sign * months[mine])
        extremes.append(np.where(family, sign * value, np.nan))
    youngest_parent, oldest_child, oldest_parent, youngest_child = extremes
    return (youngest_parent - oldest_child) / 12, (oldest_parent - youngest_child) / 12


def partners_apart(population: Population, years: float) -> NDArray[np.bool_]:
    """Return, by household, whether partners differ by more than some years."""
    return np.nan_to_num(partner_gaps(population)) > years


def parents_too_young(
    population: Population, years: float = PARENT_LEAST_YEARS
) -> NDArray[np.bool_]:
    """Return, by household, whether a parent is less than some years older than a child."""
    return np.nan_to_num(parent_gaps(population)[0], nan=np.inf) < years


def parents_too_old(population: Population, years: float = PARENT_MOST_YEARS) -> NDArray[np.bool_]:
    """Return, by household, whether a parent is more than some years older than a child."""
    return np.nan_to_num(parent_gaps(population)[1]) > years


def _first(population: Population) -> NDArray[np.int64]:
    """Return the row of each household's first member (people stand household by household)."""
    count = len(population.households)
    result: NDArray[np.int64] = np.searchsorted(population.people.household, np.arange(count))
    return result
