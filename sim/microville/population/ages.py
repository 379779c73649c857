"""Ages of the members of households: exact groups, plausible families."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from microville import rng
from microville.population.columns import (
    COUPLE,
    COUPLE_CHILDREN,
    INSTITUTION,
    SINGLE_PARENT,
)
from microville.population.marginals import ELDER_FROM, WORKING_FROM, controlled_rounding

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from microville.population.marginals import Marginals

YEAR = 12
GROWN = (10, 9, 8, 7, 5, 4, 3, 2, 2, 1, 1, 1)
"""Weights of ages 18 to 29 among grown children at home (assumption)."""
YOUNGEST_PARENT, OLDEST_MOTHER = 18 * YEAR, 45 * YEAR
"""Months between parent and child: at least; at most for mothers (assumption)."""
FIRST_CHILD = (20 * YEAR, 9 * YEAR)
"""A mother's age at the birth of the oldest child at home: the first number and twice a uniform
draw of the second, 20 to 38 years, 29 on average (assumption)."""
SIBLINGS = (15, 45)
"""Months from child to child: the first number and a uniform draw of the second (assumption)."""
FATHER = (-3 * YEAR, 10 * YEAR)
"""A father's age less the mother's: the first number and a uniform draw of the second, in months
(assumption)."""
PAIRED = (15, 50, 45, 100, 110, 45)
"""Inclination to live as a couple without children at 18-24, 25-39, 40-54, 55-64, 65-79 and from
80 (assumption; relative)."""
INSTITUTED = (2, 1, 1, 1, 2, 8)
"""Inclination to live in an institution at the same ages (assumption; relative)."""
ADULT_EDGES = np.array([25, 40, 55, 65, 80]) * YEAR
WORKING_END = 65 * YEAR


@dataclass(slots=True)
class Slots:
    """Places in a zone's households, one row a person.

    Attributes
    ----------
    household, rank
        Rank of the household in the zone, and of the person in it.
    kinds
        Kind of each household.
    kind, couple, child, parent
        Of each person; derived.
    """

    household: NDArray[np.int64]
    rank: NDArray[np.int64]
    kinds: NDArray[np.int8]
    kind: NDArray[np.int8] = field(init=False)
    couple: NDArray[np.bool_] = field(init=False)
    child: NDArray[np.bool_] = field(init=False)
    parent: NDArray[np.bool_] = field(init=False)

    def __post_init__(self) -> None:
        self.kind = self.kinds[self.household]
        self.couple = (self.kind == COUPLE) | (self.kind == COUPLE_CHILDREN)
        family = (self.kind == COUPLE_CHILDREN) | (self.kind == SINGLE_PARENT)
        self.child = family & (self.rank >= np.where(self.couple, 2, 1))
        self.parent = family & ~self.child


def uniform(seed: int, stream: str, zone: str, count: int) -> NDArray[np.float64]:
    """Return numbers in [0, 1), exact in binary, one a rank."""
    draws = rng.bits(seed, rng.stream(stream), rng.identity(zone), np.arange(count))
    result: NDArray[np.float64] = (draws >> np.uint64(11)).astype(np.float64) * 2.0**-53
    return result


def household_ages(
    zone: str, slots: Slots, marginals: Marginals, seed: int, partner_gap: int
) -> NDArray[np.int64]:
    """Return ages in months with exactly the groups under 15, 15 to 64, 65 and over.

    The bands within 15 to 64 follow the marginals as far as families allow.

    Parameters
    ----------
    zone
        Part of the random keys.
    slots
        Who lives with whom.
    marginals
        What is imposed.
    seed
        The run's seed.
    partner_gap
        Largest difference between partners, months.
    """
    months = np.full(len(slots.household), -1, dtype=np.int64)
    _children(zone, slots, marginals, seed, months)
    _parents(zone, slots, seed, months, partner_gap)
    free = np.flatnonzero(~slots.child & ~slots.parent)
    minors = marginals.under_15 - int(((months >= 0) & (months < 15 * YEAR)).sum())
    if minors > 0:  # hardly any children at home: institutions hold them, if there are any
        rows = free[slots.kind[free] == INSTITUTION][:minors]
        months[rows] = _spread(zone, "minors", seed, [(0, 15 * YEAR, len(rows))])
        free = np.setdiff1d(free, rows)
    elders = min(marginals.over_64, len(free))
    _elder_parents(zone, slots, marginals.over_64 - elders, seed, months)
    pool = np.concatenate(
        [
            _working_pool(zone, marginals, seed, months, len(free) - elders),
            _elder_pool(zone, marginals, seed, elders),
        ]
    )
    _deal(zone, slots, free, pool, seed, months, partner_gap)
    return months


def _spread(
    zone: str, name: str, seed: int, bands: Sequence[tuple[int, int, int]]
) -> NDArray[np.int64]:
    """Return months spread evenly over bands (first, end, how many), in rising order."""
    parts = []
    for first, end, count in bands:
        draw = uniform(seed, f"population.age.{name}.{first}", zone, count)
        parts.append(first + np.floor((np.arange(count) + draw) / max(count, 1) * (end - first)))
    return np.concatenate(parts).astype(np.int64) if parts else np.zeros(0, dtype=np.int64)


def _children(
    zone: str, slots: Slots, marginals: Marginals, seed: int, months: NDArray[np.int64]
) -> None:
    """Give children their ages: the zone's minors first, siblings some years apart; in place."""
    rows = np.flatnonzero(slots.child)
    room = len(rows)
    under = min(marginals.under_15, room)
    teens = min(marginals.working[0], room - under)
    bands = [(0, 15 * YEAR, under), (15 * YEAR, 18 * YEAR, teens)]
    grown = controlled_rounding(np.array(GROWN, dtype=np.float64), room - under - teens)
    bands += [((18 + k) * YEAR, (19 + k) * YEAR, int(n)) for k, n in enumerate(grown)]
    ages = _spread(zone, "child", seed, bands)
    # Each family has a clock; the ranks of the clocks take the ages, so that the ages are kept.
    clock = uniform(seed, "population.family", zone, len(slots.kinds)) * 24 * YEAR
    step = SIBLINGS[0] + uniform(seed, "population.sibling", zone, room) * SIBLINGS[1]
    order = slots.rank[rows] - np.where(slots.couple[rows], 2, 1)
    since = np.cumsum(step) - step
    start = np.maximum.accumulate(np.where(order == 0, np.arange(room), 0))
    key = clock[slots.household[rows]] - (since - since[start])
    months[rows[np.lexsort((np.arange(room), key))]] = ages


def _parents(
    zone: str, slots: Slots, seed: int, months: NDArray[np.int64], partner_gap: int
) -> None:
    """Give parents ages that fit their oldest and youngest child; in place."""
    heads = np.flatnonzero(slots.parent & (slots.rank == 0))
    count = len(heads)
    if not count:
        return
    both = slots.couple[heads]
    oldest = months[heads + np.where(both, 2, 1)]
    last = np.searchsorted(slots.household, slots.household[heads], side="right") - 1
    youngest = months[last]
    first, span = FIRST_CHILD
    gap = first + span * (
        uniform(seed, "population.parent_gap", zone, count)
        + uniform(seed, "population.parent_gap_2", zone, count)
    )
    least = oldest + YOUNGEST_PARENT
    mother = np.minimum(oldest + np.floor(gap).astype(np.int64), youngest + OLDEST_MOTHER)
    mother = np.clip(mother, least, WORKING_END - 1)
    months[heads] = mother
    low, width = FATHER
    differ = low + np.floor(uniform(seed, "population.partner_gap", zone, count) * width)
    father = mother + np.clip(differ, -partner_gap, partner_gap).astype(np.int64)
    father = np.clip(father, least, WORKING_END - 1)
    months[heads[both] + 1] = father[both]


def _elder_parents(
    zone: str, slots: Slots, count: int, seed: int, months: NDArray[np.int64]
) -> None:
    """Make parents of the oldest children 65 and over where nobody else can be; in place."""
    if count <= 0:
        return
    rows = np.flatnonzero(slots.parent)
    oldest = np.zeros(len(slots.kinds), dtype=np.int64)
    np.maximum.at(oldest, slots.household[slots.child], months[slots.child])
    order = np.lexsort((rows, slots.household[rows], -oldest[slots.household[rows]]))
    draw = uniform(seed, "population.elder_parent", zone, len(rows))
    chosen = rows[order[:count]]
    months[chosen] = WORKING_END + np.floor(draw[: len(chosen)] * 4 * YEAR).astype(np.int64)
    split = order[count : count + 1]
    if len(split) and slots.household[rows[split[0]]] == slots.household[chosen[-1]]:
        months[rows[split[0]]] = WORKING_END - 1


def _working_pool(
    zone: str, marginals: Marginals, seed: int, months: NDArray[np.int64], count: int
) -> NDArray[np.int64]:
    """Return ages of 18 to 64 for those who have none yet: what the bands still lack."""
    given = months[(months >= 18 * YEAR) & (months < WORKING_END)]
    edges = np.array(WORKING_FROM[1:]) * YEAR
    have = np.bincount(np.searchsorted(edges, given, side="right") - 1, minlength=len(edges) - 1)
    lacking = np.maximum(np.array(marginals.working[1:]) - have, 0)
    shares = controlled_rounding(lacking.astype(np.float64), count)
    bands = list(zip(edges[:-1].tolist(), edges[1:].tolist(), shares.tolist(), strict=True))
    return _spread(zone, "adult", seed, bands)


def _elder_pool(zone: str, marginals: Marginals, seed: int, count: int) -> NDArray[np.int64]:
    """Return ages of 65 and over; beyond 80 they thin out evenly (assumption)."""
    low, high, top = (years * YEAR for years in ELDER_FROM)
    shares = controlled_rounding(np.array(marginals.elders, dtype=np.float64), count)
    younger = _spread(zone, "elder", seed, [(low, high, int(shares[0]))])
    draw = uniform(seed, "population.age.oldest", zone, int(shares[1]))
    even = (np.arange(len(draw)) + draw) / max(len(draw), 1)
    older = high + np.floor((top - high) * (1 - np.sqrt(1 - even))).astype(np.int64)
    return np.concatenate([younger, older])


def _choose(
    zone: str, name: str, seed: int, pool: NDArray[np.int64], weights: Sequence[int], count: int
) -> NDArray[np.bool_]:
    """Return which ages of a pool are taken, by weights of the bands of adult age."""
    weight = np.array(weights)[np.searchsorted(ADULT_EDGES, pool, side="right")]
    key = uniform(seed, f"population.choose.{name}", zone, len(pool)) / weight
    taken = np.zeros(len(pool), dtype=bool)
    taken[np.lexsort((np.arange(len(pool)), key))[:count]] = True
    return taken


def _deal(
    zone: str,
    slots: Slots,
    free: NDArray[np.int64],
    pool: NDArray[np.int64],
    seed: int,
    months: NDArray[np.int64],
    partner_gap: int,
) -> None:
    """Deal ages to institutions, couples without children and the others; in place."""
    for kind, weights in ((INSTITUTION, INSTITUTED), (COUPLE, PAIRED)):
        rows = free[slots.kind[free] == kind]
        taken = _choose(zone, str(kind), seed, pool, weights, len(rows))
        mine, pool = pool[taken], pool[~taken]
        if kind == COUPLE and len(mine):
            mine, pool = _pair(zone, mine, pool, seed, partner_gap)
        months[rows] = mine
    rows = free[(slots.kind[free] != INSTITUTION) & (slots.kind[free] != COUPLE)]
    draw = uniform(seed, "population.deal", zone, len(rows))
    months[rows] = pool[np.argsort(draw, kind="stable")]


def _pair(
    zone: str, ages: NDArray[np.int64], others: NDArray[np.int64], seed: int, partner_gap: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Put ages of like value side by side; returns them couple by couple, and the others.

    A few months of noise in the order make differences of some years. Where two are still too far
    apart, one changes places with somebody of another household, or takes a like age of its group.
    """
    noise = uniform(seed, "population.pair", zone, len(ages)) * 5 * YEAR
    pairs = ages[np.argsort(ages + noise, kind="stable")].reshape(-1, 2)
    others = others.copy()
    for row in np.flatnonzero(np.abs(pairs[:, 0] - pairs[:, 1]) > partner_gap):
        pair = pairs[row]  # a view: written to below
        far = np.abs(others - pair[0])
        if len(others) and far.min() <= partner_gap:
            near = int(far.argmin())
            others[near], pair[1] = pair[1], others[near]
        elif (pair >= WORKING_END).all() or (pair < WORKING_END).all():
            pair[1] = pair[0]
        else:
            pair[:] = np.where(pair >= WORKING_END, WORKING_END, WORKING_END - 1)
    couples = rng.bits(
        seed, rng.stream("population.couples"), rng.identity(zone), np.arange(len(pairs))
    )
    return pairs[np.argsort(couples, kind="stable")].reshape(-1), others
