"""Who wishes what today, at which minute, and which wishes hang together in one tour: compiled.

A wish happens with the daily chance of its category. People free all day go at a minute drawn
evenly within the hours of the function (:data:`WINDOWS`) in which such places are open. Who works
or learns that day is free from the way home on: a share of errands is done on the way, the others
later. An errand may follow the one before it without a return home.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numba import njit

from microville.rng import mix_word
from microville.territory.categories import FUNCTIONS

if TYPE_CHECKING:
    from numpy.typing import NDArray

WINDOWS = {
    "living": (9 * 60, 18 * 60, 15),
    "working": (9 * 60, 18 * 60, 60),
    "supplying": (8 * 60, 19 * 60 + 30, 25),
    "caring": (8 * 60, 19 * 60, 30),
    "learning": (9 * 60, 19 * 60, 45),
    "enjoying": (10 * 60, 21 * 60, 75),
}
"""First and last minute of arriving, and minutes of stay, of errands by function (assumptions)."""
MAIN_WINDOWS = {
    "working": (6 * 60 + 45, 9 * 60, 510),
    "learning": (7 * 60 + 30, 8 * 60 + 15, 480),
}
"""The same of work and school (assumptions)."""
NEXT_STOP_MIN = 10
"""Minutes that the way to a next stop is taken to last when the day is planned (assumption)."""
REST_MIN = 15
"""Minutes at home before an errand after work or school (assumption)."""
CHAIN_GAP_MIN = 180
"""Errands farther apart than this are not chained (assumption: half a working day)."""
ALONE, AFTER_WISH, AFTER_MAIN = range(3)
"""A wish starts its own tour, follows the wish before it, or the day's work or school."""
CLOSED_MINUTE = -1
"""Minute of a wish for which nothing is open when the person is free."""
PPB = 1_000_000_000


def window_of_functions() -> NDArray[np.int64]:
    """Return :data:`WINDOWS` as rows (first, last, stay) in the order of the functions."""
    return np.array([WINDOWS[name] for name in FUNCTIONS], dtype=np.int64)


@njit(cache=True, nogil=True, inline="always")  # type: ignore[untyped-decorator]
def _scaled(bits: np.uint64, bound: int) -> np.int64:
    """Return an integer in [0, bound) from 32 random bits."""
    return np.int64((bits * np.uint64(bound)) >> np.uint64(32))


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _minute(
    bits: np.uint64,
    first: int,
    last: int,
    main_end: int,
    home_at: int,
    stop_ppb: int,
    first_free: int,
    last_free: int,
) -> tuple[int, int]:
    """Return the minute of a wish and whether it follows the day's work or school.

    Lower bits draw the minute, upper bits whether it is done on the way home.
    """
    low, high = bits & np.uint64(0xFFFFFFFF), bits >> np.uint64(32)
    if main_end >= 0:
        on_way = main_end + NEXT_STOP_MIN
        if first <= on_way < last and _scaled(high, PPB) < stop_ppb:
            return on_way, AFTER_MAIN
    if home_at >= 0:
        first_free = max(first_free, home_at + REST_MIN)
    begin, end = max(first, first_free), min(last, last_free)
    if begin >= end:
        return CLOSED_MINUTE, ALONE
    return begin + _scaled(low, end - begin), ALONE


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def agenda(
    state: np.uint64,
    occasion: np.uint64,
    persons: NDArray[np.int32],
    person_key: NDArray[np.uint64],
    segment: NDArray[np.int8],
    chance_ppb: NDArray[np.int64],
    chain_ppb: tuple[int, int],
    hours: tuple[NDArray[np.int64], NDArray[np.int64]],
    free: NDArray[np.int64],
    mains: tuple[NDArray[np.int16], NDArray[np.int16]],
    out_person: NDArray[np.int32],
    out_category: NDArray[np.int8],
    out_minute: NDArray[np.int16],
    out_follows: NDArray[np.int8],
) -> int:
    """Draw the wishes of people on one day, in the order of their rows and minutes.

    Parameters
    ----------
    state
        Random state after seed and stream.
    occasion
        Key of the day.
    persons, person_key
        Rows of those who are here; identity of every person.
    segment
        Row of ``chance_ppb`` for each person.
    chance_ppb
        Chance of each category, parts per billion, shape (segments, categories).
    chain_ppb
        Chance that an errand is done on the way home, and that one follows another.
    hours
        First and last minute at which places of each category let people in.
    free
        First and last minute, and stay, of each category's function, shape (categories, 3).
    mains
        For every person the minute at which work or school on the map ends (-1: neither today),
        and that of being home again (-1: at home all day).
    out_person, out_category, out_minute, out_follows
        Filled with one entry a wish; minute :data:`CLOSED_MINUTE` if nothing is open.

    Returns
    -------
    int
        How many wishes there are.
    """
    first, last = hours
    main_end, home_at = mains
    categories = chance_ppb.shape[1]
    count = 0
    for person in persons:
        key = mix_word(mix_word(state, person_key[person]), occasion)
        chance = chance_ppb[segment[person]]
        begin = count
        for category in range(categories):
            if category % 2 == 0:  # two draws of 32 bits from one hash
                bits = mix_word(key, np.uint64(category))
            draw = bits >> np.uint64(32) if category % 2 else bits & np.uint64(0xFFFFFFFF)
            if _scaled(draw, PPB) >= chance[category]:
                continue
            minute, follows = _minute(
                mix_word(key, np.uint64(64 + category)),
                first[category],
                last[category],
                np.int64(main_end[person]),
                np.int64(home_at[person]),
                chain_ppb[0],
                free[category, 0],
                free[category, 1],
            )
            at = count
            while at > begin and out_minute[at - 1] > minute:
                out_category[at], out_minute[at] = out_category[at - 1], out_minute[at - 1]
                out_follows[at] = out_follows[at - 1]
                at -= 1
            out_person[count] = person
            out_category[at], out_minute[at], out_follows[at] = category, minute, follows
            count += 1
        _chain(key, chain_ppb[1], hours, free, begin, count, out_category, out_minute, out_follows)
    return count


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _chain(
    key: np.uint64,
    chain_ppb: int,
    hours: tuple[NDArray[np.int64], NDArray[np.int64]],
    free: NDArray[np.int64],
    begin: int,
    end: int,
    category: NDArray[np.int8],
    minute: NDArray[np.int16],
    follows: NDArray[np.int8],
) -> None:
    """Move wishes that follow others behind them, in place; those of one person, by minute."""
    first, last = hours
    for i in range(begin + 1, end):
        before = minute[i - 1]
        if before == CLOSED_MINUTE:
            continue
        after = before + free[category[i - 1], 2] + NEXT_STOP_MIN
        if not first[category[i]] <= after < last[category[i]]:
            continue
        if follows[i] == AFTER_MAIN:
            minute[i] = after  # more than one errand on the way home: one after the other
            continue
        bits = mix_word(key, np.uint64(128 + category[i])) >> np.uint64(32)
        near = minute[i] - before <= CHAIN_GAP_MIN
        if near and _scaled(bits, PPB) < chain_ppb:
            minute[i], follows[i] = after, AFTER_WISH
