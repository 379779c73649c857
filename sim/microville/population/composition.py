"""Who lives together: household kinds and the ages of their members, zone by zone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from microville import rng
from microville.population.columns import (
    COUPLE,
    COUPLE_CHILDREN,
    INSTITUTION,
    SINGLE,
    SINGLE_PARENT,
)
from microville.population.marginals import household_sizes

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from microville.population.marginals import Marginals

SINGLE_PARENT_SHARE_OF_TWO = 0.17
SINGLE_PARENT_SHARE_OF_MORE = 0.26
"""Share of single parents among households of two, and of three and more. Derived from the
arrondissement of Reims (INSEE 2019): 23.7 % couples without children, 22.4 % couples with
children, 9.7 % single parents; the split by size is an assumption."""

ADULT_BANDS = ((19, 24, 13.0), (25, 39, 19.1), (40, 54, 18.4), (55, 64, 11.5))
"""First age, last age, weight: Grand Reims (INSEE 2020); 19-24 from its 15-19 and 20-24."""
ELDER_BANDS = ((65, 79, 12.7), (80, 97, 5.0))


@dataclass(slots=True)
class ZonePeople:
    """Members of a zone's households: one row a person.

    Attributes
    ----------
    household
        Rank of the household within the zone.
    age_months
        Age in months.
    sizes, kinds
        Size and kind of each household, by rank.
    """

    household: NDArray[np.int64]
    age_months: NDArray[np.int64]
    sizes: NDArray[np.int64]
    kinds: NDArray[np.int8]


def _shuffled(seed: int, stream: str, zone: str, count: int) -> NDArray[np.int64]:
    """Return 0 … count - 1 in an order that depends on the key only."""
    ranks = np.arange(count)
    draws = rng.bits(seed, rng.stream(stream), rng.identity(zone), ranks)
    return np.argsort(draws, kind="stable")


def compose(zone: str, marginals: Marginals, seed: int) -> ZonePeople:
    """Make a zone's households and their members' ages from its marginals.

    Exact: persons, households, persons under 15, 65 and over. No child lives alone; parents are 20
    to 44 years older than their children; partners are of like age.

    Parameters
    ----------
    zone
        Identifier of the zone, part of every random key.
    marginals
        What is imposed.
    seed
        The run's seed.
    """
    counts = household_sizes(marginals.in_households, marginals.households)
    sizes = np.repeat(np.arange(1, len(counts) + 1), counts)
    sizes = sizes[_shuffled(seed, "population.sizes", zone, len(sizes))]
    kinds = _kinds(zone, sizes, marginals, seed)
    if marginals.institution:
        sizes = np.append(sizes, marginals.institution)
        kinds = np.append(kinds, np.int8(INSTITUTION))
    household = np.repeat(np.arange(len(sizes)), sizes)
    first = np.concatenate([[0], np.cumsum(sizes)[:-1]]).astype(np.int64)
    rank = np.arange(len(household)) - first[household]
    kind = kinds[household]
    adults = np.where((kind == COUPLE) | (kind == COUPLE_CHILDREN), 2, 1)
    child = (rank >= adults) & (kind != INSTITUTION)
    age = _ages(zone, household, child, kind, marginals, seed)
    _align_parents(zone, age, child, household, kind, rank, seed)
    draws = rng.below(
        seed, rng.stream("population.birth_month"), 12, rng.identity(zone), np.arange(len(age))
    )
    return ZonePeople(household, age * 12 + draws, sizes, kinds)


def _kinds(
    zone: str, sizes: NDArray[np.int64], marginals: Marginals, seed: int
) -> NDArray[np.int8]:
    """Choose couples and single parents so that there are children enough."""
    lone = np.where(sizes == 2, SINGLE_PARENT_SHARE_OF_TWO, SINGLE_PARENT_SHARE_OF_MORE)
    draws = rng.below(
        seed, rng.stream("population.kind"), 10_000, rng.identity(zone), np.arange(len(sizes))
    )
    single_parent = (sizes > 1) & (draws < (lone * 10_000).astype(np.int64))
    kinds = np.where(sizes == 2, COUPLE, COUPLE_CHILDREN).astype(np.int8)
    kinds[sizes == 1] = SINGLE
    kinds[single_parent] = SINGLE_PARENT
    children = int((sizes - 1).sum() - ((kinds == COUPLE) | (kinds == COUPLE_CHILDREN)).sum())
    # A tenth of the children at home are 15 or older (assumption), so more are needed.
    lacking = -(-marginals.under_15 * 11 // 10) - children
    if lacking > 0:
        couples = np.flatnonzero((kinds == COUPLE) | (kinds == COUPLE_CHILDREN))
        order = _shuffled(seed, "population.kind_repair", zone, len(couples))
        kinds[couples[order[:lacking]]] = SINGLE_PARENT
    return kinds


def _ages(
    zone: str,
    household: NDArray[np.int64],
    child: NDArray[np.bool_],
    kind: NDArray[np.int8],
    marginals: Marginals,
    seed: int,
) -> NDArray[np.int64]:
    """Draw ages in years with exactly the age groups imposed."""
    count = len(household)
    draw = rng.below(
        seed, rng.stream("population.age"), 1_000_000, rng.identity(zone), np.arange(count)
    )
    age = _from_bands(draw, ADULT_BANDS)
    children = np.flatnonzero(child)
    order = children[_shuffled(seed, "population.children", zone, len(children))]
    young, grown = order[: marginals.under_15], order[marginals.under_15 :]
    age[young] = draw[young] * 15 // 1_000_000
    age[grown] = 15 + draw[grown] * 8 // 1_000_000
    lacking = marginals.under_15 - len(young)
    elders = _choose_elders(zone, household, child, kind, marginals.over_64, seed)
    age[elders] = _from_bands(draw[elders], ELDER_BANDS)
    if lacking > 0:  # only where there are hardly any children at home: institutions hold them
        others = np.flatnonzero(~child & (age < 65) & (kind == INSTITUTION))[:lacking]
        age[others] = draw[others] * 15 // 1_000_000
    return age


def _choose_elders(
    zone: str,
    household: NDArray[np.int64],
    child: NDArray[np.bool_],
    kind: NDArray[np.int8],
    wanted: int,
    seed: int,
) -> NDArray[np.int64]:
    """Choose who is 65 or over: people of institutions, singles and couples without children."""
    may = np.flatnonzero(((kind == SINGLE) | (kind == COUPLE) | (kind == INSTITUTION)) & ~child)
    may_also = np.flatnonzero(((kind == COUPLE_CHILDREN) | (kind == SINGLE_PARENT)) & ~child)
    ranked = []
    for part in (may, may_also):
        key = rng.bits(seed, rng.stream("population.elder"), rng.identity(zone), household[part])
        # One key a household, so that partners stand side by side.
        ranked.append(part[np.lexsort((part, household[part], key))])
    return np.concatenate(ranked)[:wanted]


def _from_bands(
    draw: NDArray[np.int64], bands: tuple[tuple[int, int, float], ...]
) -> NDArray[np.int64]:
    """Turn draws below a million into ages, uniform within weighted bands."""
    weight = np.array([band[2] for band in bands])
    edges = np.rint(np.concatenate([[0.0], np.cumsum(weight)]) / weight.sum() * 1_000_000)
    edges = edges.astype(np.int64)
    band = np.searchsorted(edges, draw, side="right") - 1
    low = np.array([b[0] for b in bands])[band]
    years = np.array([b[1] - b[0] + 1 for b in bands])[band]
    span = edges[band + 1] - edges[band]
    result: NDArray[np.int64] = low + (draw - edges[band]) * years // span
    return result


def _align_parents(
    zone: str,
    age: NDArray[np.int64],
    child: NDArray[np.bool_],
    household: NDArray[np.int64],
    kind: NDArray[np.int8],
    rank: NDArray[np.int64],
    seed: int,
) -> None:
    """Give parents ages that fit their children, and partners like ages; in place.

    Nobody changes age group (15-64 stays 15-64), so the marginals stay exact.
    """
    households = int(household.max()) + 1 if len(household) else 0
    oldest = np.full(households, -1)
    np.maximum.at(oldest, household[child], age[child])
    gap = rng.below(
        seed, rng.stream("population.parent_gap"), 17, rng.identity(zone), np.arange(households)
    )
    parent = ~child & (rank == 0) & (oldest[household] >= 0) & (age < 65) & (kind != INSTITUTION)
    age[parent] = np.clip(oldest[household[parent]] + 22 + gap[household[parent]], 19, 64)
    partner = ~child & (rank == 1) & (kind != INSTITUTION)
    spread = (
        rng.below(
            seed, rng.stream("population.partner_gap"), 7, rng.identity(zone), np.arange(households)
        )
        - 3
    )
    head_age = np.zeros(households, dtype=np.int64)
    head_age[household[rank == 0]] = age[rank == 0]
    wanted = head_age[household[partner]] + spread[household[partner]]
    elder = age[partner] >= 65
    # In the one couple that the number of elders splits, one has just turned 65.
    heads = np.flatnonzero(rank == 0)
    split = heads[household[partner][~elder & (head_age[household[partner]] > 64)]]
    age[split] = np.minimum(age[split], 67)
    age[partner] = np.where(elder, np.clip(wanted, 65, 99), np.clip(wanted, 19, 64))
