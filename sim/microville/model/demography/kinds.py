"""What kind of household people make up, told from who lives in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numba import njit

from microville.population.columns import (
    COUPLE,
    COUPLE_CHILDREN,
    INSTITUTION,
    NOWHERE,
    OTHER_HOUSEHOLD,
    SINGLE,
    SINGLE_PARENT,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from microville.model.model import Microville

GENERATION = 18 * 12
"""Months: who was born that much after the oldest member of a family is a child of it. Mothers are
18 or more, partners are of like age."""


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _members(
    asked: NDArray[np.bool_],
    household: NDArray[np.int32],
    alive: NDArray[np.bool_],
    found: NDArray[np.int64],
) -> int:
    count = 0
    for i in range(len(household)):
        if asked[household[i]] and alive[i]:
            found[count] = i
            count += 1
    return count


def members_of(model: Microville, homes: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the rows of people who live in some households, in the order of their rows."""
    people = model.population.people
    asked = np.zeros(len(model.population.households), dtype=bool)
    asked[homes] = True
    found = np.empty(len(people), dtype=np.int64)
    count = _members(asked, people.household, people.alive, found)
    return found[:count].copy()


def heads_among(model: Microville, rows: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Return which of some people, all members of their households, are no children there."""
    people = model.population.people
    home = people.household[rows]
    birth = people.birth[rows].astype(np.int64)
    eldest = np.full(int(home.max(initial=-1)) + 1, np.iinfo(np.int64).max)
    np.minimum.at(eldest, home, birth)
    return birth < eldest[home] + GENERATION


def end_households(model: Microville, homes: NDArray[np.int64]) -> int:
    """End households with all who live in them; return how many persons that is."""
    people, households = model.population.people, model.population.households
    if not len(homes):
        return 0
    rows = members_of(model, homes)
    households.alive[homes] = False
    people.alive[rows] = False
    people.workplace[rows] = NOWHERE
    people.on_site[rows] = False
    return int(households.weight[people.household[rows]].sum())


def lose_heads(model: Microville, homes: NDArray[np.int64], dead: NDArray[np.int64]) -> None:
    """Mark households of which all heads die, and couples of which one does.

    Grown children who stay, or one partner with a grown child of the other, are no couple. Called
    before the dead are taken out.
    """
    if not len(homes):
        return
    people, households = model.population.people, model.population.households
    rows = members_of(model, homes)
    heads = rows[heads_among(model, rows)]
    stays = heads[~np.isin(heads, dead)]
    left = np.bincount(people.household[stays], minlength=len(households))[homes]
    before = households.kind[homes]
    couple = (before == COUPLE) | (before == COUPLE_CHILDREN)
    households.kind[homes[couple & (left == 1)]] = SINGLE_PARENT
    households.kind[homes[(left == 0) & (before != INSTITUTION)]] = OTHER_HOUSEHOLD


def settle_kinds(model: Microville, homes: NDArray[np.int64]) -> None:
    """Make kinds follow composition in households where somebody came or went.

    A household of one is a single; one head with children is a single parent; two heads are a
    couple if they were one; others stay what they are.
    """
    households, people = model.population.households, model.population.people
    homes = np.unique(homes)
    homes = homes[households.alive[homes] & (households.kind[homes] != INSTITUTION)]
    if not len(homes):
        return
    rows = members_of(model, homes)
    place = np.searchsorted(homes, people.household[rows])
    size = np.bincount(place, minlength=len(homes))
    heads = np.bincount(place[heads_among(model, rows)], minlength=len(homes))
    old = households.kind[homes]
    couple = (old == COUPLE) | (old == COUPLE_CHILDREN)
    family = couple | (old == SINGLE) | (old == SINGLE_PARENT)
    kind = np.full(len(homes), OTHER_HOUSEHOLD, dtype=np.int8)
    kind[family & (heads == 1)] = SINGLE_PARENT
    kind[couple & (heads == 2)] = COUPLE_CHILDREN
    kind[couple & (heads == 2) & (size == 2)] = COUPLE
    kind[size == 1] = SINGLE
    households.kind[homes] = kind
