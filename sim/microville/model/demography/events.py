"""What each household wants this month: to leave the map, part, find a partner, or a dwelling."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numba import njit

from microville import rng
from microville.model.demography.flows import persons_by_band
from microville.population.columns import (
    COUPLE,
    COUPLE_CHILDREN,
    INSTITUTION,
    NEWCOMER,
    SINGLE,
    SINGLE_PARENT,
)
from microville.rng import mix_word

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from microville.model.demography.register import Register
    from microville.model.model import Microville

LEAVES, PARTS, SEEKS, LOOKS = 1, 2, 3, 4


@dataclass(frozen=True, slots=True)
class Wants:
    """By household row: what happens, where they look (commune), whether one like it arrives."""

    event: NDArray[np.int8]
    zone: NDArray[np.int16]
    copied: NDArray[np.bool_]


@njit(inline="always", cache=True)  # type: ignore[untyped-decorator]
def _billionth(state: np.uint64, key: np.uint64, month: np.uint64) -> np.int64:
    """Return a draw from 0 to below a billion: the numba twin of ``rng.happens``."""
    draw = mix_word(mix_word(state, key), month) >> np.uint64(32)
    return np.int64((draw * np.uint64(1_000_000_000)) >> np.uint64(32))


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _drawn(cumulated: NDArray[np.int64], draw: np.int64) -> int:
    """Return the first part whose cumulated share is above a draw."""
    for j in range(len(cumulated) - 1):
        if draw < cumulated[j]:
            return j
    return len(cumulated) - 1


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _wants(
    states: NDArray[np.uint64],
    month: int,
    key: NDArray[np.uint64],
    may: NDArray[np.bool_],
    zone: NDArray[np.int16],
    weight: NDArray[np.int16],
    newcomer: NDArray[np.bool_],
    love: NDArray[np.int8],
    band: NDArray[np.int8],
    eldest: NDArray[np.int32],
    permille: NDArray[np.int64],
    leave_ppb: NDArray[np.int64],
    arrive_ppb: NDArray[np.int64],
    love_ppb: NDArray[np.int64],
    twice: NDArray[np.bool_],
    look_ppb: NDArray[np.int64],
    to_elsewhere: NDArray[np.int64],
    to_focus: NDArray[np.int64],
    event: NDArray[np.int8],
    target: NDArray[np.int16],
    copied: NDArray[np.bool_],
) -> None:
    now = np.uint64(month)
    for i in range(len(key)):
        event[i], target[i], copied[i] = 0, zone[i], False
        if not may[i]:
            continue
        z, b = zone[i], band[i]
        if not newcomer[i]:
            copied[i] = _billionth(states[0], key[i], now) < arrive_ppb[z, b]
        if _billionth(states[1], key[i], now) < leave_ppb[z, b]:
            event[i] = 1
            continue
        if love[i] >= 0:
            years = (month - eldest[i]) // 12
            chance = love_ppb[love[i], (years >= 30) + (years >= 45) + (years >= 65)]
            if love[i] == 1 and twice[z]:
                chance *= 2
            if _billionth(states[2], key[i], now) < chance:
                event[i] = 2 + love[i]
                continue
        draw = _billionth(states[3], key[i], now)
        within = look_ppb[0, z, b] * permille[i] // 1000
        elsewhere = within + look_ppb[1, z, b] * permille[i] // 1000
        # Of the several households of a row one at most looks in the focus area.
        focus = elsewhere + look_ppb[2, z, b] * permille[i] // 1000 * weight[i]
        if draw >= focus:
            continue
        event[i] = 4
        if draw >= within:
            shares = to_elsewhere[z] if draw < elsewhere else to_focus[z]
            target[i] = _drawn(shares, _billionth(states[4], key[i], now))


def wants(model: Microville, register: Register, fading: float) -> Wants:
    """Return what households want this month.

    Parameters
    ----------
    model
        The model.
    register
        Who lives with whom.
    fading
        What is left of the communes' differences in net migration (1 at the start).
    """
    households, flows = model.population.households, model.housing.flows
    kind, count = households.kind, len(households)
    love = np.full(count, -1, dtype=np.int8)
    love[(kind == SINGLE) | (kind == SINGLE_PARENT)] = 1
    love[(kind == COUPLE) | (kind == COUPLE_CHILDREN)] = 0
    names = ("demography.arrive", "demography.leave", "couples", "moves.look", "moves.where")
    states = [rng.start_state(model.seed_number, rng.stream(name)) for name in names]
    looks = np.stack([rng.ppb(part / 12) for part in (flows.within, flows.elsewhere, flows.focus)])
    persons = persons_by_band(model, register)
    found = Wants(np.empty(count, np.int8), np.empty(count, np.int16), np.empty(count, bool))
    _wants(
        np.array(states, dtype=np.uint64),
        model.month,
        households.key,
        households.alive & (kind != INSTITUTION),
        households.zone,
        households.weight,
        households.presence == NEWCOMER,
        love,
        register.band,
        register.eldest,
        register.look_permille,
        flows.leave_ppb(persons, fading),
        flows.arrive_ppb(persons, fading),
        love_ppb(model),
        model.focus_zone & (~model.housing.stock.exact).any(),
        looks,
        flows.to_elsewhere,
        flows.to_focus,
        found.event,
        found.zone,
        found.copied,
    )
    return found


def love_ppb(model: Microville) -> NDArray[np.int64]:
    """Return monthly chances, shape (2, bands): to part, and to ask a partner.

    Two people are in each new couple and one of them asks, hence half the rate.
    """
    moves = model.parameters.moves
    bands = ("18_29", "30_44", "45_64", "from_65")
    part = [getattr(moves, f"separations_{band}") for band in bands]
    form = [getattr(moves, f"couples_{band}") / 2 for band in bands]
    return rng.ppb(np.array([part, form]) / 12)
