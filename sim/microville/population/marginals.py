"""Integer household sizes and age groups from a commune's marginals."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

BASE_SIZES = np.array([0.35, 0.33, 0.14, 0.115, 0.049, 0.016])
"""Households of 1 to 6 persons, France 2015. Sizes 1, 2 and 6: INED; 3 to 5 share the rest
(assumption)."""

LARGEST_MEAN = 2.75
"""Persons a household beyond which the rest are taken to live in institutions (assumption; the
communes here lie between 1.9 and 2.9 but for one with an institution)."""

UNDER_15, OVER_64 = 0.176, 0.177
"""Share of Grand Reims aged under 15, and 65 and over (INSEE, census 2020): where a commune gives
only its people of 15 to 64, the others are split in this proportion."""


@dataclass(frozen=True, slots=True)
class Marginals:
    """What is imposed on one zone: persons, households, age groups, activity (counts)."""

    persons: int
    households: int
    institution: int
    under_15: int
    over_64: int
    active: int
    unemployed: int

    @property
    def in_households(self) -> int:
        """Persons who live in households."""
        return self.persons - self.institution


def zone_marginals(
    persons: int, households: int, aged_15_64: int, active: int, unemployed: int
) -> Marginals:
    """Return consistent integer marginals of a zone from its census facts.

    Parameters
    ----------
    persons, households, aged_15_64, active, unemployed
        Counts. ``aged_15_64`` may be 0 where unknown: then the shares of Grand Reims serve.
    """
    households = min(households, persons)
    institution = max(0, persons - int(LARGEST_MEAN * households)) if households else persons
    if aged_15_64 <= 0:
        aged_15_64 = round(persons * (1 - UNDER_15 - OVER_64))
    aged_15_64 = min(aged_15_64, persons)
    rest = persons - aged_15_64
    under = round(rest * UNDER_15 / (UNDER_15 + OVER_64))
    active = min(active, aged_15_64)
    return Marginals(
        persons, households, institution, under, rest - under, active, min(unemployed, active)
    )


def household_sizes(persons: int, households: int) -> NDArray[np.int64]:
    """Return how many households have 1, 2 … 6 or more persons, exactly matching both totals.

    The national distribution is tilted exponentially until its mean fits (the distribution of
    least relative entropy with that mean), rounded by largest remainders, and the last persons
    are moved one size up or down.

    Returns
    -------
    ndarray of int64, shape (sizes,)
        Counts by size, from 1; at least six entries.

    Raises
    ------
    ValueError
        If there are fewer persons than households.
    """
    if persons < households:
        raise ValueError(f"{persons} persons cannot fill {households} households")
    if households == 0:
        return np.zeros(len(BASE_SIZES), dtype=np.int64)
    size = np.arange(1, max(len(BASE_SIZES), -(-persons // households) + 1) + 1)
    base = np.full(len(size), 1e-4)
    base[: len(BASE_SIZES)] = BASE_SIZES
    mean = persons / households
    low, high = -20.0, 20.0
    for _ in range(80):
        middle = (low + high) / 2
        power = middle * (size - size.mean())
        weight = base * np.exp(power - power.max())
        low, high = (low, middle) if (weight @ size) / weight.sum() > mean else (middle, high)
    share = weight / weight.sum() * households
    counts = np.floor(share + 1e-9).astype(np.int64)
    order = np.argsort(-(share - counts), kind="stable")
    counts[order[: households - counts.sum()]] += 1
    return _match_persons(counts, size, persons)


def _match_persons(
    counts: NDArray[np.int64], size: NDArray[np.int64], persons: int
) -> NDArray[np.int64]:
    """Move households one size up or down until the persons match."""
    missing = persons - int(counts @ size)
    while missing:
        step = 1 if missing > 0 else -1
        source = counts[:-1] if step > 0 else counts[1:]
        moved = int(np.argmax(source)) + (0 if step > 0 else 1)
        counts[moved] -= 1
        counts[moved + step] += 1
        missing -= step
    return counts


def controlled_rounding(values: NDArray[np.float64], total: int) -> NDArray[np.int64]:
    """Round values to integers that sum to a total, each within one of its scaled value.

    The values are first scaled to the total; largest remainders are rounded up (ties: first).
    """
    scaled = np.asarray(values, dtype=np.float64)
    if scaled.sum() <= 0:
        scaled = np.ones(len(scaled))
    scaled = scaled * (total / scaled.sum())
    floor: NDArray[np.int64] = np.floor(scaled + 1e-9).astype(np.int64)
    order = np.argsort(-(scaled - floor), kind="stable")
    floor[order[: total - int(floor.sum())]] += 1
    return floor
