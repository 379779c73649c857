"""Who lives together: household kinds, sizes and who is what in them, zone by zone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from microville import rng
from microville.parameters.population import Population as Assumptions
from microville.population.ages import Slots, household_ages, uniform
from microville.population.columns import (
    COUPLE,
    COUPLE_CHILDREN,
    INSTITUTION,
    SINGLE,
    SINGLE_PARENT,
)
from microville.population.marginals import KINDS, household_sizes, kinds_by_size

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from microville.population.marginals import Marginals


@dataclass(slots=True)
class ZonePeople:
    """Members of a zone's households: one row a person.

    Attributes
    ----------
    household
        Rank of the household within the zone.
    age_months
        Age in months.
    female
        Whether a woman or girl.
    sizes, kinds
        Size and kind of each household, by rank. An institution is a row of its own.
    """

    household: NDArray[np.int64]
    age_months: NDArray[np.int64]
    female: NDArray[np.bool_]
    sizes: NDArray[np.int64]
    kinds: NDArray[np.int8]


def compose(
    zone: str, marginals: Marginals, seed: int, assumptions: Assumptions | None = None
) -> ZonePeople:
    """Make a zone's households and their members from its marginals.

    Exact: persons, households, persons under 15, of 15 to 64, 65 and over. No child lives alone or
    keeps house; parents are at least 18 years older than their children; partners differ in age by
    no more than ``partner_gap_years``. In a household the first is its head, the second of a couple
    the partner; children follow, the oldest first.

    Parameters
    ----------
    zone
        Identifier of the zone, part of every random key.
    marginals
        What is imposed.
    seed
        The run's seed.
    assumptions
        The group ``population`` of the parameters.
    """
    assumptions = assumptions or Assumptions()
    counts = household_sizes(marginals.in_households, marginals.households)
    sizes = np.repeat(np.arange(1, len(counts) + 1), counts)
    sizes = sizes[_shuffled(seed, "population.sizes", zone, len(sizes))]
    kinds = _kinds(zone, sizes, marginals, seed)
    if marginals.institution:
        sizes = np.append(sizes, marginals.institution)
        kinds = np.append(kinds, np.int8(INSTITUTION))
    household = np.repeat(np.arange(len(sizes)), sizes)
    first = np.concatenate([[0], np.cumsum(sizes)[:-1]]).astype(np.int64)
    slots = Slots(household, np.arange(len(household)) - first[household], kinds)
    months = household_ages(zone, slots, marginals, seed, round(assumptions.partner_gap_years * 12))
    female = _sexes(zone, slots, months, seed, assumptions)
    return ZonePeople(household, months, female, sizes, kinds)


def _shuffled(seed: int, stream: str, zone: str, count: int) -> NDArray[np.int64]:
    """Return 0 … count - 1 in an order that depends on the key only."""
    ranks = np.arange(count)
    draws = rng.bits(seed, rng.stream(stream), rng.identity(zone), ranks)
    return np.argsort(draws, kind="stable")


def _kinds(
    zone: str, sizes: NDArray[np.int64], marginals: Marginals, seed: int
) -> NDArray[np.int8]:
    """Choose kinds by size with the expected numbers (to one), and children enough."""
    kinds = np.zeros(len(sizes), dtype=np.int8)
    if not len(sizes):
        return kinds
    table = kinds_by_size(marginals.in_households / len(sizes), int(sizes.max()))
    start = uniform(seed, "population.kind", zone, int(sizes.max()))
    for size in np.unique(sizes):
        here = np.flatnonzero(sizes == size)  # in random order: sizes are shuffled
        share = np.cumsum(table[:, size - 1]) / table[:, size - 1].sum()
        edges = np.floor(share * len(here) + start[size - 1]).astype(np.int64)
        edges[-1] = len(here)
        kinds[here] = np.array(KINDS)[np.searchsorted(edges, np.arange(len(here)), side="right")]
    _repair(zone, sizes, kinds, marginals, seed)
    return kinds


def _repair(
    zone: str, sizes: NDArray[np.int64], kinds: NDArray[np.int8], marginals: Marginals, seed: int
) -> None:
    """Turn other households into single parents where there is no room for the minors; in place."""
    couples = (kinds == COUPLE) | (kinds == COUPLE_CHILDREN)
    families = (kinds == COUPLE_CHILDREN) | (kinds == SINGLE_PARENT)
    room = int((sizes - 1 - couples)[families].sum())
    minors = marginals.under_15 + marginals.working[0]
    may = np.flatnonzero((sizes > 1) & (kinds != SINGLE_PARENT))
    may = may[_shuffled(seed, "population.kind_repair", zone, len(may))]
    may = may[np.argsort(families[may], kind="stable")]
    gain = np.where(families[may], 1, sizes[may] - 1)
    wanted = int(np.searchsorted(np.cumsum(gain), minors - room)) + 1 if minors > room else 0
    kinds[may[:wanted]] = SINGLE_PARENT


def _sexes(
    zone: str,
    slots: Slots,
    months: NDArray[np.int64],
    seed: int,
    assumptions: Assumptions,
) -> NDArray[np.bool_]:
    """Return who is female: partners mostly differ, parents who are alone mostly are mothers."""
    count = len(months)
    kind, rank = slots.kind, slots.rank
    chance = np.full(count, 0.5)
    chance[(kind == SINGLE) & (months >= 65 * 12)] = assumptions.elder_alone_women_share
    head = rank == 0
    chance[head & (kind == SINGLE_PARENT)] = assumptions.single_mother_share
    chance[head & (kind == COUPLE_CHILDREN)] = 1.0
    female: NDArray[np.bool_] = uniform(seed, "population.sex", zone, count) < chance
    partner = np.flatnonzero((rank == 1) & slots.couple)
    draw = uniform(seed, "population.same_sex", zone, count)[partner]
    female[partner] = female[partner - 1] == (draw < assumptions.same_sex_couple_share)
    return female
