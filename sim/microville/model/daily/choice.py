"""Where to, then how: a nested logit on integers, compiled.

A person weighs the places that are among the closest by some network (see ``options``). The utility
of reaching one by a mode is a constant plus that of its time; a destination is worth its logsum
over modes, times :attr:`~microville.parameters.mobility.Mobility.destination_logsum`, plus a Gumbel
draw keyed by (person, day, facility); then the mode is chosen by utilities plus Gumbel draws keyed
by (person, day, facility, mode). Together this is the nested logit (Ben-Akiva & Lerman, 1985,
Discrete Choice Analysis, ch. 10), and one more facility changes only the choices of those who take
it.

Utilities are integers, thousandths of a util; logsums add modes by a table made with
:mod:`decimal`, so that no bit depends on the machine's exponential.
"""

from __future__ import annotations

from decimal import Decimal, localcontext
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from numba import njit

from microville.model.daily.agenda import AFTER_MAIN, AFTER_WISH, ALONE, CLOSED_MINUTE
from microville.model.daily.options import MOST, NEVER, option_of
from microville.rng import gumbel_of, mix_word

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Utility = tuple[
        NDArray[np.int64], NDArray[np.int64], NDArray[np.int64], NDArray[np.int64], int, int
    ]

NOTHING = np.int64(-(2**31) + 1)
"""Utility of what cannot be had."""
MODES_WEIGHED = 5
STEP = 4
"""Thousandths of a util between two entries of :func:`log1pexp_table`."""
PENDING, SERVED, OUT_OF_REACH, CLOSED, FULL = -1, -2, 0, 1, 2
"""State of a wish: to be served, served, or the index of the reason why not."""


@lru_cache(maxsize=1)
def log1pexp_table() -> NDArray[np.int32]:
    """Return 1000 ln(1 + exp(-x / 1000)) for x = 0, 4, 8 … until it rounds to nothing."""
    values: list[int] = []
    with localcontext() as context:
        context.prec = 18
        base, step = Decimal(1), (Decimal(-STEP) / 1000).exp()
        while not values or values[-1] > 0:
            values.append(int(((1 + base).ln() * 1000).to_integral_value()))
            base *= step
    table = np.array(values, dtype=np.int32)
    table.setflags(write=False)
    return table


@njit(cache=True, nogil=True, inline="always")  # type: ignore[untyped-decorator]
def add_logs(a: int, b: int, table: NDArray[np.int32]) -> np.int64:
    """Return 1000 ln(exp(a / 1000) + exp(b / 1000)); ``a`` may be :data:`NOTHING`."""
    high, low = max(a, b), min(a, b)
    at = (high - low + STEP // 2) // STEP
    return np.int64(high + (table[at] if at < len(table) else 0))


@njit(cache=True, nogil=True, inline="always")  # type: ignore[untyped-decorator]
def utility_of(
    option: tuple[int, int, int, int, int], mode: int, slow_permille: int, utility: Utility
) -> tuple[np.int64, np.int64]:
    """Return the milliseconds that an option takes by a mode, and their utility.

    Parameters
    ----------
    option
        Milliseconds on foot, by bike, by car, by public transport, and its service (numbers, not
        a row: views of arrays cost more than what is done here).
    mode
        Index in ``day.TRAVEL_MODES``.
    slow_permille
        The person's time on foot over that of an adult.
    utility
        Constants by mode and, for public transport, by service; utility of a millisecond times
        2**32; longest milliseconds; per mille of the logsum that counts for a destination; time of
        an electric over a plain bicycle (per mille).

    Returns
    -------
    ms, value
        Value :data:`NOTHING` where there is no way.
    """
    constant, by_service, per_ms, longest_ms, _, ebike_permille = utility
    walk, bike, car, transit, service = option
    fixed = constant[mode]
    if mode == 0:
        ms = np.int64(walk)
    elif mode == 2:
        ms = np.int64(car)
    elif mode == 4:
        ms = np.int64(transit)
    else:
        ms = np.int64(bike)
    if ms == NEVER:
        return ms, NOTHING
    if mode == 0:
        ms = ms * slow_permille // 1000
    elif mode == 3:
        ms = ms * ebike_permille // 1000
    elif mode == 4:
        fixed = by_service[service]
    if ms > longest_ms[mode]:
        return ms, NOTHING
    return ms, np.int64(fixed + ((ms * per_ms[mode]) >> 32))


@njit(cache=True, nogil=True, inline="always")  # type: ignore[untyped-decorator]
def worth(
    option: tuple[int, int, int, int, int],
    only: int,
    may: NDArray[np.bool_],
    p: int,
    slow_permille: int,
    utility: Utility,
    logs: NDArray[np.int32],
) -> np.int64:
    """Return an option's logsum over the modes a person may use, or its utility by one only."""
    total = NOTHING
    for mode in range(MODES_WEIGHED):
        if may[p, mode] and (only < 0 or mode == only):
            _, value = utility_of(option, mode, slow_permille, utility)
            if value != NOTHING:
                total = add_logs(total, value, logs)
    return np.int64(total)


@njit(cache=True, nogil=True, inline="always")  # type: ignore[untyped-decorator]
def best_mode(
    key: np.uint64,
    option: tuple[int, int, int, int, int],
    only: int,
    may: NDArray[np.bool_],
    p: int,
    slow_permille: int,
    utility: Utility,
    gumbels: NDArray[np.int64],
) -> tuple[int, np.int64]:
    """Return the mode of greatest utility plus Gumbel draw, and its milliseconds; -1 for none.

    ``only`` restricts to one mode (-1: any); lower modes win ties.
    """
    best, chosen, time = NOTHING, -1, np.int64(0)
    for mode in range(MODES_WEIGHED):
        if not may[p, mode] or (only >= 0 and mode != only):
            continue
        ms, value = utility_of(option, mode, slow_permille, utility)
        if value == NOTHING:
            continue
        total = value + gumbel_of(mix_word(key, np.uint64(mode)), gumbels)
        if total > best:
            best, chosen, time = total, mode, ms
    return chosen, time


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
    while count < MOST and facility[home, category, count] >= 0:
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
    best, chosen, chosen_key = NOTHING, -1, np.uint64(0)
    for c in range(count):
        value, there = np.int64(worths[at[0], at[1], c]), facility[home, category, c]
        if value == NOTHING or (full[there] >> np.uint32(hour)) & np.uint32(1):
            continue
        own = facility_key[there]
        total = value * logsum_permille // 1000 + gumbel_of(mix_word(key, own), gumbels)
        # Equal totals go to the lower key: the order of lists decides nothing.
        if total > best or (total == best and own < chosen_key):
            best, chosen, chosen_key = total, c, own
    return chosen


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def choose(
    keys: tuple[np.uint64, np.uint64],
    tables: tuple[NDArray[np.int64], NDArray[np.int32]],
    wish: tuple[
        NDArray[np.int32], NDArray[np.int8], NDArray[np.int16], NDArray[np.int8], NDArray[np.int8]
    ],
    full: NDArray[np.uint32],
    by_hour: NDArray[np.bool_],
    people: tuple[
        NDArray[np.uint64],
        NDArray[np.int32],
        NDArray[np.bool_],
        NDArray[np.int64],
        NDArray[np.int8],
        NDArray[np.int32],
    ],
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
    tables
        :func:`microville.rng.gumbel_table` and :func:`log1pexp_table`.
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
        See :func:`utility_of`.
    out_facility, out_mode, out_ms
        Choice of each wish; a mode that is there already is kept by wishes that others follow.
    """
    person, category, minute, follows, state = wish
    person_key, home, may, slow_permille, main_mode, row = people
    facility, option_ms = options
    bound = np.empty((1, 1, MOST), np.int32)
    for w in range(len(person)):
        if state[w] != PENDING:
            continue
        p = person[w]
        h, kind, slow = home[p], category[w], slow_permille[p]
        count, state[w] = _look(facility, h, kind, worths, row[p], minute[w])
        if state[w] != PENDING:
            continue
        hour = minute[w] // 60 if by_hour[category[w]] else 0
        key = mix_word(mix_word(keys[0], person_key[p]), keys[1])
        only = _tour_mode(w, follows, out_mode, main_mode[p])
        chosen, place = -1, (h, kind, count)
        if only >= 0:
            for c in range(count):
                option = option_of(option_ms, h, kind, c)
                bound[0, 0, c] = worth(option, only, may, p, slow, utility, tables[1])
            at = 0, 0
            chosen = _destination(
                key, bound, at, facility, place, full, hour, facility_key, tables[0], utility[4]
            )
            if chosen < 0:  # the mode of the tour gets nowhere: a tour of its own, by any mode
                follows[w], only = ALONE, -1
        if chosen < 0:
            at = row[p], kind
            chosen = _destination(
                key, worths, at, facility, place, full, hour, facility_key, tables[0], utility[4]
            )
        if chosen < 0:
            state[w] = FULL
            continue
        there = facility[h, kind, chosen]
        own = mix_word(key, facility_key[there])
        option = option_of(option_ms, h, kind, chosen)
        mode, ms = best_mode(own, option, only, may, p, slow, utility, tables[0])
        if mode < 0:  # a replaced phase lets them use fewer modes than any kind of person
            state[w] = OUT_OF_REACH
            continue
        out_facility[w], out_mode[w], out_ms[w] = there, mode, ms
