"""Choices and rationing of one typical day, over columns.

Choose in parallel, ration in a fixed order: everyone weighs (mode, facility) alternatives against
the same opening state; then people are admitted in the day's order while there is room; who is
turned away tries again among what refused nobody yet. Utilities are integers (thousandths of a
util), Gumbel draws come from an integer table keyed by (person, facility, mode, occasion).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numba import njit

from microville.rng import gumbel_of, mix_word

if TYPE_CHECKING:
    from numpy.typing import NDArray

NEVER = np.int32(2**31 - 1)


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def wishes(
    state: np.uint64,
    person_key: NDArray[np.uint64],
    persons: NDArray[np.int32],
    segment: NDArray[np.int8],
    chance_ppb: NDArray[np.int64],
    occasion: np.uint64,
    out_person: NDArray[np.int32],
    out_category: NDArray[np.int16],
) -> int:
    """Draw who wants to do what today; return how many wishes there are.

    Parameters
    ----------
    state
        Random state after seed and stream.
    person_key, persons
        Identity of every person; rows of those who are here, in the day's order.
    segment
        Row of ``chance_ppb`` for each person.
    chance_ppb
        Chance of each category, parts per billion, shape (segments, categories).
    occasion
        Key of the day.
    out_person, out_category
        Filled with one entry a wish.
    """
    count = 0
    categories = chance_ppb.shape[1]
    for person in persons:
        key = mix_word(mix_word(state, person_key[person]), occasion)
        for category in range(categories):
            bits = mix_word(key, np.uint64(category))
            draw = np.int64(((bits >> np.uint64(32)) * np.uint64(1_000_000_000)) >> np.uint64(32))
            if draw < chance_ppb[segment[person], category]:
                out_person[count] = person
                out_category[count] = category
                count += 1
    return count


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def choose(
    state: np.uint64,
    table: NDArray[np.int64],
    occasion: np.uint64,
    wish_person: NDArray[np.int32],
    wish_category: NDArray[np.int16],
    pending: NDArray[np.bool_],
    refused: NDArray[np.bool_],
    person_key: NDArray[np.uint64],
    facility_key: NDArray[np.uint64],
    home: NDArray[np.int32],
    may: NDArray[np.bool_],
    slow_permille: NDArray[np.int64],
    time_ms: NDArray[np.int32],
    owner: NDArray[np.int32],
    constant: NDArray[np.int64],
    per_hour: NDArray[np.int64],
    longest_ms: NDArray[np.int64],
    out_facility: NDArray[np.int32],
    out_mode: NDArray[np.int8],
    out_ms: NDArray[np.int32],
) -> None:
    """Let each pending wish choose its best (mode, facility) among those that refused nobody.

    ``time_ms`` and ``owner`` have shape (modes, categories, homes, k); ``constant`` is in
    thousandths of a util and ``per_hour`` in thousandths of a util an hour; ``slow_permille``
    lengthens walking. ``out_facility`` is -1 where there is no alternative.
    """
    modes, k = time_ms.shape[0], time_ms.shape[3]
    for wish in range(len(wish_person)):
        if not pending[wish]:
            continue
        person, category = wish_person[wish], wish_category[wish]
        place = home[person]
        key = mix_word(mix_word(state, person_key[person]), occasion)
        best_value = np.int64(-(2**62))
        out_facility[wish] = -1
        for mode in range(modes):
            if not may[person, mode]:
                continue
            for rank in range(k):
                time = np.int64(time_ms[mode, category, place, rank])
                if time == NEVER:
                    break
                facility = owner[mode, category, place, rank]
                if mode == 0:
                    time = time * slow_permille[person] // 1000
                if time > longest_ms[mode] or refused[facility]:
                    continue
                value = constant[mode] + per_hour[mode] * time // 3_600_000
                draw = mix_word(mix_word(key, facility_key[facility]), np.uint64(mode))
                value += gumbel_of(draw, table)
                if value > best_value:
                    best_value = value
                    out_facility[wish] = facility
                    out_mode[wish] = mode
                    out_ms[wish] = time


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def ration(
    wish_person: NDArray[np.int32],
    weight: NDArray[np.int16],
    pending: NDArray[np.bool_],
    facility: NDArray[np.int32],
    room: NDArray[np.int64],
    served: NDArray[np.bool_],
    turned_away: NDArray[np.int64],
) -> None:
    """Admit pending wishes in their order while there is room; in place.

    A wish of someone who stands for several counts as that many visits; it is admitted while any
    room is left (so that small counters are not closed to them), which can exceed the room by
    less than one weight. ``pending`` stays True for those turned away.
    """
    for wish in range(len(wish_person)):
        if not pending[wish]:
            continue
        target = facility[wish]
        if target < 0:
            pending[wish] = False
            continue
        visits = np.int64(weight[wish_person[wish]])
        if room[target] > 0:
            room[target] -= visits
            served[wish] = True
            pending[wish] = False
        else:
            turned_away[target] += visits


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def commute(
    state: np.uint64,
    table: NDArray[np.int64],
    occasion: np.uint64,
    persons: NDArray[np.int32],
    person_key: NDArray[np.uint64],
    may: NDArray[np.bool_],
    slow_permille: NDArray[np.int64],
    time_ms: NDArray[np.int32],
    constant: NDArray[np.int64],
    per_hour: NDArray[np.int64],
    longest_ms: NDArray[np.int64],
    out_mode: NDArray[np.int8],
    out_ms: NDArray[np.int32],
) -> None:
    """Choose the mode of trips whose destination is given.

    ``time_ms`` has shape (persons listed, modes). ``out_mode`` is -1 where no mode gets there.
    """
    for i in range(len(persons)):
        person = persons[i]
        key = mix_word(mix_word(state, person_key[person]), occasion)
        best_value = np.int64(-(2**62))
        out_mode[i] = -1
        for mode in range(time_ms.shape[1]):
            time = np.int64(time_ms[i, mode])
            if not may[person, mode] or time == NEVER:
                continue
            if mode == 0:
                time = time * slow_permille[person] // 1000
            if time > longest_ms[mode]:
                continue
            value = constant[mode] + per_hour[mode] * time // 3_600_000
            value += gumbel_of(mix_word(key, np.uint64(mode)), table)
            if value > best_value:
                best_value = value
                out_mode[i] = mode
                out_ms[i] = time
