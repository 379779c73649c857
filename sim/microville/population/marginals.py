"""Integer household sizes, kinds and age groups from a commune's marginals."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from microville.parameters.population import Population as Assumptions
from microville.population.columns import (
    COUPLE,
    COUPLE_CHILDREN,
    OTHER_HOUSEHOLD,
    SINGLE,
    SINGLE_PARENT,
)

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

KINDS = (SINGLE, COUPLE, COUPLE_CHILDREN, SINGLE_PARENT, OTHER_HOUSEHOLD)
TOWN_MEAN, TOWN_KINDS = 1.93, np.array([0.491, 0.206, 0.173, 0.108, 0.021])
"""Persons a household and shares of :data:`KINDS` in the urban unit of Reims (INSEE 8592721,
2022)."""
RING_MEAN, RING_KINDS = 2.49, np.array([0.206, 0.330, 0.378, 0.064, 0.022])
"""The same for the rest of the arrondissement. Derived: the arrondissement (INSEE 6455929, 2019:
139,851 households of 2.07 persons; 42.0, 23.7, 22.4, 9.7 and 2.2 %) less some 105,000 households
of the urban unit. The three years between them make it an approximation."""
SIZES_IN_KIND = {
    SINGLE: (1.0,),
    COUPLE: (0.0, 1.0),
    COUPLE_CHILDREN: (0.0, 0.0, 0.40, 0.39, 0.15, 0.06),
    SINGLE_PARENT: (0.0, 0.55, 0.32, 0.10, 0.03),
    OTHER_HOUSEHOLD: (0.0, 0.85, 0.12, 0.03),
}
"""Shares of 1, 2 … persons in each kind (assumption; couples with children then have 3.87 persons
on average, as in the arrondissement in 2019)."""
RARE = 1e-4
"""Weight of sizes that the tables do not name: they serve where the mean asks for them only."""

UNDER_15, OVER_64 = 0.176, 0.177
"""Share of Grand Reims aged under 15, and 65 and over (INSEE, census 2020): where a commune gives
only its people of 15 to 64, the others are split in this proportion."""
WORKING_FROM = (15, 18, 20, 25, 40, 55, 65)
WORKING_WEIGHTS = (4.44, 2.96, 8.3, 19.1, 18.4, 11.5)
"""First ages of bands, and weights of 15-17, 18-19, 20-24, 25-39, 40-54, 55-64: Grand Reims, INSEE
census 2020; of the 7.4 % of 15-19 three fifths are taken as 15-17 (assumption)."""
ELDER_FROM = (65, 80, 99)
ELDER_WEIGHTS = (12.7, 5.0)
"""Weights of 65-79 and 80 and over: Grand Reims, INSEE census 2020."""


@dataclass(frozen=True, slots=True)
class AgeProfile:
    """Relative weights of age bands, where more than Grand Reims is known.

    Attributes
    ----------
    under_15, over_64
        Persons under 15, and of 65 and over; only their proportion is used.
    working
        Weights of 15-17, 18-19, 20-24, 25-39, 40-54, 55-64.
    elders
        Weights of 65-79 and of 80 and over.
    """

    under_15: float = UNDER_15
    over_64: float = OVER_64
    working: tuple[float, ...] = WORKING_WEIGHTS
    elders: tuple[float, ...] = ELDER_WEIGHTS


@dataclass(frozen=True, slots=True)
class Marginals:
    """What is imposed on one zone (counts).

    Attributes
    ----------
    persons, households, institution
        ``institution`` persons live outside households.
    under_15, over_64, working, elders
        Age groups; ``working`` and ``elders`` are the bands of :class:`AgeProfile`.
    active, unemployed
        Of 15 to 64 years.
    """

    persons: int
    households: int
    institution: int
    under_15: int
    over_64: int
    working: tuple[int, ...]
    elders: tuple[int, ...]
    active: int
    unemployed: int

    @property
    def in_households(self) -> int:
        """Persons who live in households."""
        return self.persons - self.institution


def cell_profile(cells: pd.DataFrame) -> AgeProfile | None:
    """Return the age profile of a zone's census cells, None where they hold no ages.

    Parameters
    ----------
    cells
        Rows of ``territory.cells`` of one zone, with the columns ``age_0_3`` … ``age_80_plus``.
        Of those of 11 to 17 four sevenths are taken as under 15, of those of 18 to 24 two sevenths
        as under 20.
    """
    bands = ("0_3", "4_5", "6_10", "11_17", "18_24", "25_39", "40_54", "55_64", "65_79", "80_plus")
    if not all(f"age_{band}" in cells for band in bands):
        return None
    total = [float(cells[f"age_{band}"].sum()) for band in bands]
    teens, young, elders = total[3], total[4], tuple(total[8:])
    working = (teens * 3 / 7, young * 2 / 7, young * 5 / 7, *total[5:8])
    if not (np.isfinite(total).all() and sum(working) > 0 and sum(elders) > 0):
        return None
    return AgeProfile(sum(total[:3]) + teens * 4 / 7, sum(elders), working, elders)


def zone_marginals(
    persons: int,
    households: int,
    aged_15_64: int,
    active: int,
    unemployed: int,
    *,
    profile: AgeProfile | None = None,
    assumptions: Assumptions | None = None,
) -> Marginals:
    """Return consistent integer marginals of a zone from its census facts.

    Parameters
    ----------
    persons, households, aged_15_64, active, unemployed
        Counts. ``aged_15_64`` may be 0 where unknown: then the shares of Grand Reims serve.
    profile
        Ages where they are known; those of Grand Reims otherwise.
    assumptions
        The group ``population`` of the parameters.
    """
    profile = profile or AgeProfile()
    largest = (assumptions or Assumptions()).largest_mean_household
    households = min(households, persons)
    institution = max(0, persons - int(largest * households)) if households else persons
    if aged_15_64 <= 0:
        aged_15_64 = round(persons * (1 - UNDER_15 - OVER_64))
    aged_15_64 = min(aged_15_64, persons)
    rest = persons - aged_15_64
    under = round(rest * profile.under_15 / (profile.under_15 + profile.over_64))
    active = min(active, aged_15_64)
    working = controlled_rounding(np.array(profile.working), aged_15_64)
    elders = controlled_rounding(np.array(profile.elders), rest - under)
    return Marginals(
        persons=persons,
        households=households,
        institution=institution,
        under_15=under,
        over_64=rest - under,
        working=tuple(working.tolist()),
        elders=tuple(elders.tolist()),
        active=active,
        unemployed=min(unemployed, active),
    )


def kinds_by_size(mean: float, largest: int) -> NDArray[np.float64]:
    """Return weights of household kinds by size at a mean size.

    The shares of kinds are interpolated between the urban unit of Reims and the rest of its
    arrondissement by the mean number of persons.

    Parameters
    ----------
    mean
        Persons a household.
    largest
        Number of sizes wanted; at least those that the tables name are given.

    Returns
    -------
    ndarray of float64, shape (len(KINDS), sizes)
        Weights; column 0 is one person.
    """
    part = float(np.clip((mean - TOWN_MEAN) / (RING_MEAN - TOWN_MEAN), -0.5, 1.2))
    shares = np.maximum(TOWN_KINDS + part * (RING_KINDS - TOWN_KINDS), 0.01)
    table = np.zeros((len(KINDS), max(largest, len(SIZES_IN_KIND[COUPLE_CHILDREN]))))
    for row, kind in enumerate(KINDS):
        named = SIZES_IN_KIND[kind]
        table[row, : len(named)] = named
        if kind == COUPLE_CHILDREN:
            table[row, len(named) :] = RARE
    result: NDArray[np.float64] = table * shares[:, None]
    return result


def household_sizes(persons: int, households: int) -> NDArray[np.int64]:
    """Return how many households have 1, 2 … 6 or more persons, exactly matching both totals.

    The distribution of :func:`kinds_by_size` is tilted exponentially until its mean fits (the
    distribution of least relative entropy with that mean), rounded by largest remainders, and the
    last persons are moved one size up or down.

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
        return np.zeros(len(SIZES_IN_KIND[COUPLE_CHILDREN]), dtype=np.int64)
    mean = persons / households
    size = np.arange(1, max(len(SIZES_IN_KIND[COUPLE_CHILDREN]), int(np.ceil(mean)) + 1) + 1)
    base = kinds_by_size(mean, len(size)).sum(axis=0)
    low, high = -20.0, 20.0
    for _ in range(80):
        middle = (low + high) / 2
        power = middle * (size - size.mean())
        weight = base * np.exp(power - power.max())
        low, high = (low, middle) if (weight @ size) / weight.sum() > mean else (middle, high)
    counts = controlled_rounding(weight, households)
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
    """Round values to integers that sum to a total, each less than one from its target.

    The largest remainders are rounded up (ties: first). See :func:`rounding_target`.
    """
    exact = rounding_target(values, total)
    floor: NDArray[np.int64] = np.floor(exact + 1e-9).astype(np.int64)
    order = np.argsort(-(exact - floor), kind="stable")
    floor[order[: total - int(floor.sum())]] += 1
    return floor


def rounding_target(values: NDArray[np.float64], total: int) -> NDArray[np.float64]:
    """Return what is rounded to give a total.

    The values themselves where rounding each up or down can give the total; otherwise the values
    scaled to it (equal parts if all are 0).
    """
    exact = np.asarray(values, dtype=np.float64)
    if np.floor(exact + 1e-9).sum() <= total <= np.ceil(exact - 1e-9).sum():
        return exact
    if exact.sum() <= 0:
        exact = np.ones(len(exact))
    result: NDArray[np.float64] = exact * (total / exact.sum())
    return result
