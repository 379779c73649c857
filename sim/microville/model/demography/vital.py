"""Births, deaths and birthdays: one pass over everyone, then only those concerned."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numba import njit

from microville import rng
from microville.model.demography.kinds import end_households, lose_heads, members_of
from microville.model.rates import BIRTHS_BY_AGE, DEATHS_BY_AGE
from microville.population.activity import birthday_status
from microville.population.columns import CHILD, EMPLOYED, NOWHERE, People, extend
from microville.rng import mix_word

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from microville.model.model import Microville

ADULT = 18
DIES, GIVES_BIRTH, BIRTHDAY = 1, 2, 4


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _events(
    death_state: np.uint64,
    birth_state: np.uint64,
    month: int,
    alive: NDArray[np.bool_],
    birth: NDArray[np.int16],
    female: NDArray[np.bool_],
    key: NDArray[np.uint64],
    household: NDArray[np.int32],
    zone: NDArray[np.int16],
    death_ppb: NDArray[np.int64],
    birth_ppb: NDArray[np.int64],
    event: NDArray[np.int8],
) -> None:
    """Write what happens to each this month: a sum of DIES, GIVES_BIRTH and BIRTHDAY."""
    oldest = death_ppb.shape[1] - 1
    now, billion = np.uint64(month), np.uint64(1_000_000_000)
    half = np.uint64(32)
    for i in range(len(alive)):
        event[i] = 0
        if not alive[i]:
            continue
        lived = month - np.int64(birth[i])
        if lived % 12 == 0:
            event[i] += 4
        age = min(lived // 12, oldest)
        where = zone[household[i]]
        draw = ((mix_word(mix_word(death_state, key[i]), now) >> half) * billion) >> half
        if np.int64(draw) < death_ppb[where, age]:
            event[i] += 1
        if female[i] and birth_ppb[where, age] > 0:
            draw = ((mix_word(mix_word(birth_state, key[i]), now) >> half) * billion) >> half
            if np.int64(draw) < birth_ppb[where, age]:
                event[i] += 2


def vital(model: Microville) -> NDArray[np.int64]:
    """Let people die, be born and have birthdays.

    Returns
    -------
    ndarray of int64
        Rows of households that lost or gained somebody.
    """
    people, households = model.population.people, model.population.households
    event = np.empty(len(people), dtype=np.int8)
    rates, seed = model.rates, model.seed_number
    _events(
        rng.start_state(seed, rng.stream("demography.death")),
        rng.start_state(seed, rng.stream("demography.birth")),
        model.month,
        people.alive,
        people.birth,
        people.female,
        people.key,
        people.household,
        households.zone,
        rates.monthly_ppb(rates.death, DEATHS_BY_AGE),
        rates.monthly_ppb(rates.birth, BIRTHS_BY_AGE),
        event,
    )
    dead = np.flatnonzero(event & DIES)
    changed = _bury(model, dead)
    mothers = np.flatnonzero((event & GIVES_BIRTH) != 0)
    mothers = mothers[people.alive[mothers]]
    birthdays = np.flatnonzero((event & BIRTHDAY) != 0)
    _birthdays(model, birthdays[people.alive[birthdays]])
    _births(model, mothers)
    return np.concatenate([changed, people.household[mothers].astype(np.int64)])


def _bury(model: Microville, dead: NDArray[np.int64]) -> NDArray[np.int64]:
    """Take the dead out, and minors who are left alone, who go to relatives beyond the map.

    Returns the rows of households that go on with fewer.
    """
    people, households = model.population.people, model.population.households
    homes = np.unique(people.household[dead]).astype(np.int64)
    lose_heads(model, homes, dead)
    people.alive[dead] = False
    people.workplace[dead] = NOWHERE
    people.on_site[dead] = False
    model.count("deaths", int(households.weight[people.household[dead]].sum()))
    rows = members_of(model, homes)
    grown = rows[model.month - people.birth[rows].astype(np.int64) >= 12 * ADULT]
    gone = end_households(model, np.setdiff1d(homes, people.household[grown]))
    model.count("leavers", gone)
    return homes[households.alive[homes]]


def _births(model: Microville, mothers: NDArray[np.int64]) -> None:
    people, households = model.population.people, model.population.households
    if not len(mothers):
        return
    keys = rng.bits(0, rng.stream("newborn"), people.key[mothers], model.month)
    count = len(mothers)
    sex = rng.bits(model.seed_number, rng.stream("population.sex"), keys) & np.uint64(1)
    extend(
        people,
        People(
            key=keys,
            household=people.household[mothers],
            birth=np.full(count, model.month, dtype=np.int16),
            female=sex.astype(bool),
            status=np.full(count, CHILD, dtype=np.int8),
            licence=np.zeros(count, dtype=bool),
            bike=np.zeros(count, dtype=bool),
            workplace=np.full(count, NOWHERE, dtype=np.int32),
            school=np.full(count, NOWHERE, dtype=np.int32),
            on_site=np.zeros(count, dtype=bool),
            alive=np.ones(count, dtype=bool),
        ),
    )
    model.count("births", int(households.weight[people.household[mothers]].sum()))


def _birthdays(model: Microville, rows: NDArray[np.int64]) -> None:
    """Let birthdays change what people do."""
    people, seed = model.population.people, model.seed_number
    population = model.parameters.population
    age = (model.month - people.birth[rows].astype(np.int64)) // 12
    keys, before = people.key[rows], people.status[rows]
    after = birthday_status(before, age, keys, seed)
    people.status[rows] = after
    stops = rows[(before == EMPLOYED) & (after != EMPLOYED)]
    people.workplace[stops] = NOWHERE
    people.on_site[stops] = False
    for column, years, stream, share in (
        (people.licence, ADULT, "population.licence", population.licence_share),
        (people.bike, 6, "population.bike", population.bike_ownership),
    ):
        now = rows[age == years]
        column[now] |= rng.happens(seed, rng.stream(stream), rng.ppb(share), people.key[now])
