"""Couples that form: one asks, the other is somebody without partner, of like age, from near by."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numba import njit

from microville import rng
from microville.model.demography.copies import take_out
from microville.model.demography.events import SEEKS
from microville.model.demography.kinds import members_of
from microville.population.columns import COUPLE, NOWHERE, SINGLE, SINGLE_PARENT
from microville.rng import mix_word

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from microville.model.demography.events import Wants
    from microville.model.demography.register import Register
    from microville.model.model import Microville

ADULT_MONTHS = 18 * 12


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _by_birth(
    free: NDArray[np.bool_], eldest: NDArray[np.int32], first: int, start: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Return those free by month of birth, and write where each month begins (counting sort)."""
    for home in range(len(free)):
        if free[home]:
            start[eldest[home] - first + 1] += 1
    for month in range(1, len(start)):
        start[month] += start[month - 1]
    place = start.copy()
    pool = np.empty(start[-1], dtype=np.int64)
    for home in range(len(free)):
        if free[home]:
            month = eldest[home] - first
            pool[place[month]] = home
            place[month] += 1
    return pool


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _luckiest(
    mine: np.uint64,
    me: int,
    woman: bool,
    pool: NDArray[np.int64],
    free: NDArray[np.bool_],
    female: NDArray[np.bool_],
    key: NDArray[np.uint64],
    zone: NDArray[np.int16],
    weight: NDArray[np.int16],
    near: NDArray[np.bool_],
) -> np.int64:
    """Return who may be and has the least draw with me, -1 for nobody.

    Who stands for several asks nobody who stands for one: those ask themselves, twice as often.
    """
    best, least = np.int64(-1), np.uint64(0)
    for other in pool:
        if not free[other] or other == me or female[other] != woman:
            continue
        if not near[zone[me], zone[other]] or (weight[me] > 1 and weight[other] == 1):
            continue
        luck = mix_word(mine, key[other])
        if best < 0 or luck < least:
            best, least = other, luck
    return best


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _match(
    state: np.uint64,
    month: int,
    askers: NDArray[np.int64],
    target: NDArray[np.int64],
    gap: int,
    woman: NDArray[np.bool_],
    pool: NDArray[np.int64],
    first: int,
    start: NDArray[np.int64],
    free: NDArray[np.bool_],
    eldest: NDArray[np.int32],
    female: NDArray[np.bool_],
    key: NDArray[np.uint64],
    zone: NDArray[np.int16],
    weight: NDArray[np.int16],
    near: NDArray[np.bool_],
    found: NDArray[np.int64],
) -> None:
    """Give each asker, in order, the free one born closest to the target within the gap.

    The later born come first among equally close months, the luckiest within a month.
    """
    for i in range(len(askers)):
        me = askers[i]
        found[i] = -1
        if not free[me]:
            continue
        mine = mix_word(mix_word(state, key[me]), np.uint64(month))
        for step in range(4 * gap + 2):
            born = target[i] + (step + 1) // 2 * (1 if step % 2 else -1)
            row = born - first
            if abs(born - eldest[me]) > gap or row < 0 or row >= len(start) - 1:
                continue
            there = pool[start[row] : start[row + 1]]
            found[i] = _luckiest(mine, me, woman[i], there, free, female, key, zone, weight, near)
            if found[i] >= 0:
                free[me], free[found[i]] = False, False
                break


def couples(model: Microville, register: Register, wants: Wants) -> NDArray[np.int64]:
    """Let singles and single parents move together; a dwelling is freed.

    Who asks is drawn by age. In the order of a keyed draw each finds somebody free whose age is
    closest to one that is drawn within the largest gap.

    Returns
    -------
    ndarray of int64
        Rows of the households they make up, each of the kind that members give it later.
    """
    people, households = model.population.people, model.population.households
    kind = households.kind
    alone = (kind == SINGLE) | (kind == SINGLE_PARENT)
    adult = model.month - register.eldest.astype(np.int64) >= ADULT_MONTHS
    free = households.alive & alone & adult & ~register.busy
    asks = np.flatnonzero(free & (wants.event == SEEKS))
    if not len(asks):
        return asks
    seed = model.seed_number
    luck = rng.bits(seed, rng.stream("couples.order"), households.key[asks], model.month)
    asks = asks[np.argsort(luck, kind="stable")]
    first = int(register.eldest[free].min())
    start = np.zeros(int(register.eldest[free].max()) - first + 2, dtype=np.int64)
    pool = _by_birth(free, register.eldest, first, start)
    gap = round(12 * model.parameters.population.partner_gap_years)
    keys = households.key[asks]
    apart = rng.below(seed, rng.stream("couples.gap"), 2 * gap + 1, keys, model.month) - gap
    share = rng.ppb(model.parameters.population.same_sex_couple_share)
    same_sex = rng.happens(seed, rng.stream("couples.same_sex"), share, keys)
    female = people.female[register.head]
    found = np.empty(len(asks), dtype=np.int64)
    _match(
        rng.start_state(seed, rng.stream("couples.choice")),
        model.month,
        asks,
        register.eldest[asks] + apart,
        gap,
        female[asks] == same_sex,
        pool,
        first,
        start,
        free,
        register.eldest,
        female,
        households.key,
        households.zone,
        households.weight,
        model.housing.near,
        found,
    )
    met = found >= 0
    return _move_together(model, register, asks[met], found[met])


def _move_together(
    model: Microville, register: Register, one: NDArray[np.int64], two: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Let pairs live in the dwelling of who has children, or else the larger one.

    Between communes, a keyed draw decides, so that no commune gains by it.
    """
    households, people = model.population.households, model.population.people
    register.busy[one] = register.busy[two] = True
    floor = register.costs.floor_dm2[households.home]
    parent = households.kind == SINGLE_PARENT
    coin = rng.bits(model.seed_number, rng.stream("couples.home"), households.key[one], model.month)
    apart = households.zone[one] != households.zone[two]
    first = np.where(parent[one] != parent[two], parent[one], floor[one] >= floor[two])
    stays = np.where(apart, (coin & np.uint64(1)) == 1, first)
    host, guest = np.where(stays, one, two), np.where(stays, two, one)
    together = np.minimum(households.weight[host], households.weight[guest]).astype(np.int64)
    rows = take_out(model, np.concatenate([host, guest]), np.tile(together, 2))
    host, guest = rows[: len(host)], rows[len(host) :]
    into = np.full(len(households), -1, dtype=np.int32)
    into[guest] = host
    moved = members_of(model, guest)
    households.income_eur[host] += households.income_eur[guest]
    households.cars[host] += households.cars[guest]
    households.kind[host] = COUPLE
    households.alive[guest] = False
    people.household[moved] = into[people.household[moved]]
    people.school[moved] = NOWHERE
    model.count("moved", int(households.weight[people.household[moved]].sum()))
    model.count("couples_formed", int(together.sum()))
    return host
