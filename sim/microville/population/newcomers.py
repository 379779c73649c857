"""Households that move into dwellings of the programme: young families, singles, elders."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from microville import rng
from microville.population.activity import drawn_status
from microville.population.columns import (
    COUPLE,
    COUPLE_CHILDREN,
    NEWCOMER,
    NOWHERE,
    SINGLE,
    SINGLE_PARENT,
    Households,
    People,
)
from microville.population.traits import cars, incomes

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from microville.parameters import Parameters

Member = tuple[int, int]
"""Age range in years, both ends included."""

TYPES: tuple[tuple[int, int, tuple[Member, ...]], ...] = (
    (SINGLE, 11, ((19, 25),)),
    (SINGLE, 13, ((26, 62),)),
    (SINGLE, 13, ((66, 84),)),
    (COUPLE, 12, ((24, 45), (24, 45))),
    (COUPLE, 11, ((65, 79), (65, 79))),
    (COUPLE_CHILDREN, 12, ((28, 42), (28, 42), (0, 9))),
    (COUPLE_CHILDREN, 16, ((30, 46), (30, 46), (2, 14), (0, 9))),
    (SINGLE_PARENT, 12, ((28, 46), (1, 14))),
)
"""Kind, share (%), ages of members: an intergenerational mix of two persons a household
(assumption; the programme names students, families and elders, no shares)."""

PARENT_MONTHS = 20 * 12
"""Least difference of age between parents and children."""

STUDENTS, SENIORS, FAMILIES, OTHERS = range(4)
"""For whom a dwelling of the programme is kept."""
KEPT_FOR = (STUDENTS, OTHERS, SENIORS, OTHERS, SENIORS, FAMILIES, FAMILIES, FAMILIES)
"""Of each of :data:`TYPES`."""


def allocation(
    key: str, ranks: NDArray[np.int64], parameters: Parameters, seed: int
) -> NDArray[np.int64]:
    """Return for whom each letting of a programme entry is kept, by the shares of the parameters.

    Parameters
    ----------
    key
        Identity of the programme entry.
    ranks
        Ranks of lettings: the n-th is kept for the same in every scenario that has the entry.
    parameters, seed
        The run's.

    Returns
    -------
    ndarray of int64
        ``STUDENTS``, ``SENIORS``, ``FAMILIES`` or ``OTHERS``.
    """
    housing = parameters.housing
    shares = np.cumsum([housing.student_share, housing.senior_share, housing.family_share])
    stream = rng.stream("newcomer.kept_for")
    draw = rng.below(seed, stream, 1_000_000_000, rng.identity(key), ranks)
    kept: NDArray[np.int64] = np.searchsorted(rng.ppb(shares), draw, side="right").astype(np.int64)
    return kept


def _types(kept_for: NDArray[np.int64], keys: NDArray[np.uint64], seed: int) -> NDArray[np.int64]:
    """Return a type for each household among those of its group, by their shares."""
    types = np.zeros(len(keys), dtype=np.int64)
    for group in range(OTHERS + 1):
        rows = np.flatnonzero(kept_for == group)
        own = np.flatnonzero(np.array(KEPT_FOR) == group)
        edges = np.cumsum([TYPES[row][1] for row in own])
        draw = rng.below(seed, rng.stream("newcomer.type"), int(edges[-1]), keys[rows])
        types[rows] = own[np.searchsorted(edges, draw, side="right")]
    return types


def newcomer_households(
    *,
    key: str,
    first: int,
    count: int,
    home: int,
    zone: int,
    month: int,
    parameters: Parameters,
    seed: int,
) -> tuple[People, Households]:
    """Return households that move in, and their members.

    Parameters
    ----------
    key
        Identity of the programme entry.
    first
        Rank of the first household: who comes as the n-th tenant of a place is the same in every
        scenario that has the place.
    count
        How many households.
    home
        Place of the building.
    zone
        Row of the zone.
    month
        Month of arrival.
    parameters, seed
        The run's. The mix is that of the allocation shares (see :func:`allocation`).

    Returns
    -------
    people, households
        Columns; ``people.household`` counts from 0.
    """
    ranks = np.arange(first, first + count)
    keys = rng.bits(0, rng.stream("newcomer"), rng.identity(key), ranks)
    kind_row = _types(allocation(key, ranks, parameters, seed), keys, seed)
    household, span, rank = [], [], []
    for row, kind in enumerate(kind_row):
        for member, ages in enumerate(TYPES[kind][2]):
            household.append(row)
            rank.append(member)
            span.append(ages)
    owner = np.array(household, dtype=np.int32)
    ages = np.array(span, dtype=np.int64).reshape(-1, 2)
    own = rng.bits(0, rng.stream("inhabitant"), keys[owner], np.array(rank))
    width = (ages[:, 1] - ages[:, 0] + 1) * 12
    age_months = ages[:, 0] * 12 + rng.below(seed, rng.stream("newcomer.age"), width, own)
    age_months = _of_like_age(age_months, owner, np.array(rank), kind_row, parameters)
    people = _people(own, owner, age_months, month, parameters, seed)
    years = age_months // 12
    grown = np.bincount(owner[years >= 14], minlength=count)
    members = np.bincount(owner, minlength=count)
    units = 1.0 + 0.5 * np.maximum(grown - 1, 0) + 0.3 * (members - np.maximum(grown, 1))
    income, third = incomes(keys, units, parameters, seed)
    drivers = np.bincount(owner[people.licence], minlength=count)
    rural = np.zeros(count, dtype=bool)
    households = Households(
        key=keys,
        zone=np.full(count, zone, dtype=np.int16),
        home=np.full(count, home, dtype=np.int32),
        kind=np.array([TYPES[row][0] for row in kind_row], dtype=np.int8),
        income_eur=income,
        third=third,
        cars=cars(keys, rural, drivers, parameters, seed),
        weight=np.ones(count, dtype=np.int16),
        presence=np.full(count, NEWCOMER, dtype=np.int8),
        alive=np.ones(count, dtype=bool),
    )
    return people, households


def _of_like_age(
    age_months: NDArray[np.int64],
    owner: NDArray[np.int32],
    rank: NDArray[np.int64],
    kind_row: NDArray[np.int64],
    parameters: Parameters,
) -> NDArray[np.int64]:
    """Return ages such that partners are of like age and parents 20 years older than children."""
    kind = np.array([row[0] for row in TYPES])[kind_row][owner]
    first = age_months[rank == 0][owner]
    gap = round(12 * parameters.population.partner_gap_years)
    partner = (rank == 1) & ((kind == COUPLE) | (kind == COUPLE_CHILDREN))
    ages = np.where(partner, np.clip(age_months, first - gap, first + gap), age_months)
    parent = (rank == 0) | partner
    youngest = np.full(len(kind_row), np.iinfo(np.int64).max)
    np.minimum.at(youngest, owner[parent], ages[parent])
    return np.where(parent, ages, np.minimum(ages, youngest[owner] - PARENT_MONTHS))


def _people(
    keys: np.ndarray,
    household: np.ndarray,
    age_months: np.ndarray,
    month: int,
    parameters: Parameters,
    seed: int,
) -> People:
    age = age_months // 12
    count = len(keys)
    status = drawn_status(age, keys, seed)
    population = parameters.population
    licence = rng.happens(
        seed, rng.stream("population.licence"), rng.ppb(population.licence_share), keys
    )
    bike = rng.happens(
        seed, rng.stream("population.bike"), rng.ppb(population.bike_ownership), keys
    )
    sex = rng.bits(seed, rng.stream("population.sex"), keys) & np.uint64(1)
    return People(
        key=keys,
        household=household,
        birth=(month - age_months).astype(np.int16),
        female=sex.astype(bool),
        status=status,
        licence=licence & (age >= 18),
        bike=bike & (age >= 6),
        workplace=np.full(count, NOWHERE, dtype=np.int32),
        school=np.full(count, NOWHERE, dtype=np.int32),
        on_site=np.zeros(count, dtype=bool),
        alive=np.ones(count, dtype=bool),
    )
