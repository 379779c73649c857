"""Where to, then how: a nested logit on integers, compiled.

A person weighs the places that are among the closest by some network (see ``options``). The utility
of reaching one by a mode is a constant plus that of its time; a destination is worth its logsum
over modes, times :attr:`~microville.parameters.mobility.Mobility.destination_logsum`, plus a Gumbel
draw keyed by (person, day, facility); then the mode is chosen by utilities plus Gumbel draws keyed
by (person, day, facility, mode). Together this is the nested logit (Ben-Akiva & Lerman, 1985,
Discrete Choice Analysis, ch. 10), and one more facility changes only the choices of those who take
it.

Utilities and logsums are integers, thousandths of a util: see ``modes``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numba import njit

from microville.ahead import fetch
from microville.model.daily.agenda import AFTER_MAIN, AFTER_WISH, ALONE, CLOSED_MINUTE
from microville.model.daily.modes import NOTHING, best_mode, worth_by
from microville.model.daily.options import option_of
from microville.rng import gumbel_of, mix_word

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from microville.model.daily.modes import Utility

    Wish = tuple[
        NDArray[np.int32], NDArray[np.int8], NDArray[np.int16], NDArray[np.int8], NDArray[np.int8]
    ]
    People = tuple[
        NDArray[np.uint64],
        NDArray[np.int32],
        NDArray[np.bool_],
        NDArray[np.int64],
        NDArray[np.int8],
        NDArray[np.int32],
    ]

LATER, DONE = -2, -1
"""Instead of an option: the mode of the tour must be known first; nothing is to be chosen."""
REFUSED = np.int64(-(2**62))
"""Total of a place without room: below all that can be had."""
AHEAD = 12
"""Wishes after which what is asked for has come (tried: 4 to 32 are alike)."""
PENDING, SERVED, OUT_OF_REACH, CLOSED, FULL = -1, -2, 0, 1, 2
"""State of a wish: to be served, served, or the index of the reason why not."""


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def full_hours(room: NDArray[np.int64]) -> NDArray[np.uint32]:
    """Return a bit for each hour in which each facility has no room."""
    full = np.zeros(len(room), np.uint32)
    for facility in range(len(room)):
        for hour in range(room.shape[1]):
            if room[facility, hour] <= 0:
                full[facility] |= np.uint32(1) << np.uint32(hour)
    return full


@njit(cache=True, nogil=True, inline="always")  # type: ignore[untyped-decorator]
def _look(
    facility: NDArray[np.int32],
    home: int,
    category: int,
    worths: NDArray[np.int32],
    row: int,
    minute: int,
) -> tuple[int, int]:
    """Return how many options a home has, and whether a wish is pending or out of the question."""
    count, usable = 0, False
    while count < facility.shape[2] and facility[home, category, count] >= 0:
        usable |= worths[row, category, count] != NOTHING
        count += 1
    if not usable:
        return count, OUT_OF_REACH
    return count, CLOSED if minute == CLOSED_MINUTE else PENDING


@njit(cache=True, nogil=True, inline="always")  # type: ignore[untyped-decorator]
def _tour_mode(
    w: int, follows: NDArray[np.int8], mode: NDArray[np.int8], main_mode: int
) -> np.int64:
    """Return the mode that a wish is bound to by its tour, -1 for any."""
    if follows[w] == AFTER_MAIN:
        return np.int64(main_mode)
    if follows[w] == AFTER_WISH:
        return np.int64(mode[w - 1])
    if w + 1 < len(follows) and follows[w + 1] == AFTER_WISH:
        return np.int64(mode[w])
    return np.int64(-1)


@njit(cache=True, nogil=True, inline="always")  # type: ignore[untyped-decorator]
def _waits(w: int, follows: NDArray[np.int8], mode: NDArray[np.int8]) -> bool:
    """Return whether a wish may be bound to a mode by its tour (see :func:`_tour_mode`)."""
    if follows[w] != ALONE:
        return True
    return w + 1 < len(follows) and follows[w + 1] == AFTER_WISH and mode[w] >= 0


@njit(cache=True, nogil=True, inline="always")  # type: ignore[untyped-decorator]
def _destination(
    key: np.uint64,
    worths: NDArray[np.int32],
    at: tuple[int, int],
    facility: NDArray[np.int32],
    place: tuple[int, int, int],
    full: NDArray[np.uint32],
    hour: int,
    facility_key: NDArray[np.uint64],
    gumbels: NDArray[np.int64],
    logsum_permille: int,
) -> int:
    """Return which of a home's options of a category with room is best, -1 if none is."""
    home, category, count = place
    best, chosen, chosen_key = REFUSED, -1, np.uint64(0)
    for c in range(count):
        value, there = np.int64(worths[at[0], at[1], c]), facility[home, category, c]
        own = facility_key[there]
        total = value * logsum_permille // 1000 + gumbel_of(mix_word(key, own), gumbels)
        # Without branches: which place is best is nothing a processor could guess.
        shut = (value == NOTHING) | (((full[there] >> np.uint32(hour)) & np.uint32(1)) != 0)
        total = REFUSED if shut else total
        # Equal totals go to the lower key: the order of lists decides nothing.
        wins = (total > best) | ((total == best) & (own < chosen_key))
        best = total if wins else best
        chosen = c if wins else chosen
        chosen_key = own if wins else chosen_key
    return chosen


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def choose(
    keys: tuple[np.uint64, np.uint64],
    gumbels: NDArray[np.int64],
    wish: Wish,
    full: NDArray[np.uint32],
    by_hour: NDArray[np.bool_],
    people: People,
    facility_key: NDArray[np.uint64],
    options: tuple[NDArray[np.int32], NDArray[np.int32]],
    worths: NDArray[np.int32],
    utility: Utility,
    out_facility: NDArray[np.int32],
    out_mode: NDArray[np.int8],
    out_ms: NDArray[np.int32],
) -> None:
    """Let each pending wish choose a destination with room and a mode.

    Parameters
    ----------
    keys
        Random state after seed and stream; key of the day.
    gumbels
        :func:`microville.rng.gumbel_table`.
    wish
        Person, category, minute, what it follows, and state, which becomes a reason where there is
        nothing to choose. Wishes of one person stand together, in the order of the day.
    full
        Hours without room of each facility, see :func:`full_hours`; by the day in hour 0.
    by_hour
        Whether a category's room is by the hour.
    people
        Key, home, modes they may use, time on foot (per mille), mode of today's way to work or
        school (-1 none), row of the worths.
    facility_key
        Identity of each facility.
    options
        Facilities and milliseconds, see :class:`microville.model.daily.options.Options`.
    worths
        See :class:`microville.model.daily.worths.Worths`.
    utility
        See :func:`microville.model.daily.modes.value_of`.
    out_facility, out_mode, out_ms
        Choice of each wish; a mode that is there already is kept by wishes that others follow.
    """
    at, key = np.empty(len(wish[0]), np.int8), np.empty(len(wish[0]), np.uint64)
    _free_destinations(
        keys,
        gumbels,
        wish,
        full,
        by_hour,
        people,
        facility_key,
        options[0],
        worths,
        utility[4],
        out_mode,
        at,
        key,
    )
    _free_modes(gumbels, wish, people, options, utility, at, key, out_facility, out_mode, out_ms)
    _bound(
        gumbels,
        wish,
        full,
        by_hour,
        people,
        facility_key,
        options,
        worths,
        utility,
        at,
        key,
        out_facility,
        out_mode,
        out_ms,
    )


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _free_destinations(
    keys: tuple[np.uint64, np.uint64],
    gumbels: NDArray[np.int64],
    wish: Wish,
    full: NDArray[np.uint32],
    by_hour: NDArray[np.bool_],
    people: People,
    facility_key: NDArray[np.uint64],
    facility: NDArray[np.int32],
    worths: NDArray[np.int32],
    logsum_permille: int,
    mode: NDArray[np.int8],
    at: NDArray[np.int8],
    key: NDArray[np.uint64],
) -> None:
    """Choose among a home's options for wishes that no tour binds to a mode.

    ``at`` becomes the option, :data:`LATER` for wishes bound to a mode, :data:`DONE` where nothing
    is to be chosen; ``key`` that of the person and day, then of the facility where one is chosen.
    """
    person, category, minute, follows, state = wish
    person_key, home, _, _, _, row = people
    for w in range(len(person)):
        at[w] = DONE
        if w + AHEAD < len(person):
            soon, then = person[w + AHEAD], category[w + AHEAD]
            fetch(worths, (row[soon], then, 0))
            fetch(worths, (row[soon], then, worths.shape[2] - 1))
            fetch(facility, (home[soon], then, 0))
            fetch(facility, (home[soon], then, facility.shape[2] - 1))
        if state[w] != PENDING:
            continue
        p, kind = person[w], category[w]
        count, state[w] = _look(facility, home[p], kind, worths, row[p], minute[w])
        if state[w] != PENDING:
            continue
        key[w] = mix_word(mix_word(keys[0], person_key[p]), keys[1])
        if _waits(w, follows, mode):
            at[w] = LATER
            continue
        hour = minute[w] // 60 if by_hour[kind] else 0
        place = home[p], kind, count
        chosen = _destination(
            key[w],
            worths,
            (row[p], kind),
            facility,
            place,
            full,
            hour,
            facility_key,
            gumbels,
            logsum_permille,
        )
        if chosen < 0:
            state[w] = FULL
            continue
        at[w] = chosen
        key[w] = mix_word(key[w], facility_key[facility[home[p], kind, chosen]])


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _free_modes(
    gumbels: NDArray[np.int64],
    wish: Wish,
    people: People,
    options: tuple[NDArray[np.int32], NDArray[np.int32]],
    utility: Utility,
    at: NDArray[np.int8],
    key: NDArray[np.uint64],
    out_facility: NDArray[np.int32],
    out_mode: NDArray[np.int8],
    out_ms: NDArray[np.int32],
) -> None:
    """Choose the mode to the destinations that :func:`_free_destinations` found.

    A pass of its own: memory is read ahead where no choice has to be waited for.
    """
    person, category, _, _, state = wish
    _, home, may, slow_permille, _, _ = people
    for w in range(len(person)):
        if w + AHEAD < len(person):
            soon, then, taken = person[w + AHEAD], category[w + AHEAD], max(at[w + AHEAD], 0)
            fetch(options[1], (home[soon], then, taken, 0))
            fetch(options[1], (home[soon], then, taken, 4))
            fetch(options[0], (home[soon], then, taken))
        if at[w] < 0:
            continue
        p = person[w]
        option = option_of(options[1], home[p], category[w], at[w])
        mode, ms = best_mode(key[w], option, -1, may, p, slow_permille[p], utility, gumbels)
        if mode < 0:  # a replaced phase lets them use fewer modes than any kind of person
            state[w] = OUT_OF_REACH
            continue
        out_facility[w] = options[0][home[p], category[w], at[w]]
        out_mode[w], out_ms[w] = mode, ms


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _bound(
    gumbels: NDArray[np.int64],
    wish: Wish,
    full: NDArray[np.uint32],
    by_hour: NDArray[np.bool_],
    people: People,
    facility_key: NDArray[np.uint64],
    options: tuple[NDArray[np.int32], NDArray[np.int32]],
    worths: NDArray[np.int32],
    utility: Utility,
    at: NDArray[np.int8],
    key: NDArray[np.uint64],
    out_facility: NDArray[np.int32],
    out_mode: NDArray[np.int8],
    out_ms: NDArray[np.int32],
) -> None:
    """Let wishes within a tour choose, in the order of the day: its mode is theirs."""
    person, category, minute, follows, state = wish
    _, home, may, slow_permille, main_mode, row = people
    facility, option_ms = options
    bound = np.empty((1, 1, facility.shape[2]), np.int32)
    for w in range(len(person)):
        if at[w] != LATER:
            continue
        p, kind = person[w], category[w]
        h, slow = home[p], slow_permille[p]
        only = _tour_mode(w, follows, out_mode, main_mode[p])
        hour = minute[w] // 60 if by_hour[kind] else 0
        count, _ = _look(facility, h, kind, worths, row[p], minute[w])
        chosen, place = -1, (h, kind, count)
        if only >= 0:
            for c in range(count):
                option = option_of(option_ms, h, kind, c)
                bound[0, 0, c] = worth_by(only, option, may, p, slow, utility)
            chosen = _destination(
                key[w],
                bound,
                (0, 0),
                facility,
                place,
                full,
                hour,
                facility_key,
                gumbels,
                utility[4],
            )
            if chosen < 0:  # the mode of the tour gets nowhere: a tour of its own, by any mode
                follows[w], only = ALONE, -1
        if chosen < 0:
            chosen = _destination(
                key[w],
                worths,
                (row[p], kind),
                facility,
                place,
                full,
                hour,
                facility_key,
                gumbels,
                utility[4],
            )
        if chosen < 0:
            state[w] = FULL
            continue
        there = facility[h, kind, chosen]
        own = mix_word(key[w], facility_key[there])
        option = option_of(option_ms, h, kind, chosen)
        mode, ms = best_mode(own, option, only, may, p, slow, utility, gumbels)
        if mode < 0:
            state[w] = OUT_OF_REACH
            continue
        out_facility[w], out_mode[w], out_ms[w] = there, mode, ms
