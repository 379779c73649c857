"""The trips of a day, one after another: compiled.

A tour leads from home to its stops and back. The way from home to a stop, and back from it, takes
what the street network says; the way between two stops is straight metres times the detour of
streets at the speed of the mode (an estimate: times between all pairs of places are not kept).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numba import njit

from microville.model.daily.agenda import AFTER_MAIN, AFTER_WISH
from microville.model.daily.choice import SERVED
from microville.model.daily.transit import straight_m

if TYPE_CHECKING:
    from numpy.typing import NDArray

PAUSE_S = 5 * 60
"""Seconds at home between two tours (assumption)."""


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def tally(
    wish: tuple[NDArray[np.int32], NDArray[np.int8], NDArray[np.int8]],
    how: tuple[NDArray[np.int8], NDArray[np.int32]],
    function_of: NDArray[np.int8],
    times: int,
    within_ms: tuple[int, int],
    wanted_by: NDArray[np.int16],
    served_by: NDArray[np.int16],
    within_by: NDArray[np.int16],
    unserved_by: NDArray[np.int16],
) -> None:
    """Add what became of wishes to the week's columns, in place.

    Parameters
    ----------
    wish
        Person, category and state of each.
    how
        Mode and milliseconds of each.
    function_of
        Social function of each category.
    times
        Days of this kind in a week.
    within_ms
        What is nearby, ascending.
    wanted_by, served_by, within_by, unserved_by
        See :class:`microville.model.day.Day`.
    """
    person, category, state = wish
    mode, ms = how
    for w in range(len(person)):
        p, function = person[w], function_of[category[w]]
        wanted_by[p, function] += times
        if state[w] != SERVED:
            unserved_by[p, state[w]] += times
            continue
        served_by[p, function] += times
        if mode[w] == 0 or mode[w] == 1 or mode[w] == 3:
            for i in range(2):
                if ms[w] <= within_ms[i]:
                    within_by[p, function, i] += times


@njit(cache=True, nogil=True, inline="always")  # type: ignore[untyped-decorator]
def _leg(
    xy: NDArray[np.float64],
    origin: int,
    target: int,
    mode: int,
    slow_permille: int,
    leg: tuple[NDArray[np.float64], NDArray[np.int64]],
) -> np.int64:
    """Return the milliseconds between two stops."""
    ms = np.int64(straight_m(xy, origin, target) * leg[0][mode]) + leg[1][mode]
    return np.int64(ms * slow_permille // 1000 if mode == 0 else ms)


@njit(cache=True, nogil=True, inline="always")  # type: ignore[untyped-decorator]
def _go(
    person: int,
    trip: tuple[int, int, int, int, int],
    leaves_s: int,
    xy: NDArray[np.float64],
    detour: float,
    times: int,
    sums: tuple[NDArray[np.int32], NDArray[np.int64], NDArray[np.int64]],
    seen: tuple[
        NDArray[np.int32],
        NDArray[np.int8],
        NDArray[np.int8],
        NDArray[np.int32],
        NDArray[np.int32],
        NDArray[np.int32],
        NDArray[np.int32],
    ],
    count: int,
) -> int:
    """Add one trip to the sums, note it if trips are watched, and return the number of trips."""
    origin, target, mode, ms, function = trip
    trips, trip_ms, trip_m = sums
    trips[person, mode] += times
    trip_ms[person, mode] += times * ms
    trip_m[person, mode] += times * np.int64(straight_m(xy, origin, target) * detour)
    if count < len(seen[0]):
        seen[0][count], seen[1][count], seen[2][count] = person, mode, function
        seen[3][count], seen[4][count] = origin, target
        seen[5][count], seen[6][count] = leaves_s, ms
    return count + 1


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def travel(
    persons: NDArray[np.int32],
    people: tuple[NDArray[np.int32], NDArray[np.int64]],
    mains: tuple[
        NDArray[np.int8],
        NDArray[np.int32],
        NDArray[np.int32],
        NDArray[np.int8],
        NDArray[np.int16],
        NDArray[np.int16],
    ],
    wish: tuple[
        NDArray[np.int32], NDArray[np.int8], NDArray[np.int16], NDArray[np.int8], NDArray[np.int8]
    ],
    how: tuple[NDArray[np.int32], NDArray[np.int8], NDArray[np.int32]],
    facility_point: NDArray[np.int32],
    stays: tuple[NDArray[np.int8], NDArray[np.int64]],
    ground: tuple[NDArray[np.float64], float, tuple[NDArray[np.float64], NDArray[np.int64]]],
    times: int,
    sums: tuple[NDArray[np.int32], NDArray[np.int64], NDArray[np.int64]],
    seen: tuple[
        NDArray[np.int32],
        NDArray[np.int8],
        NDArray[np.int8],
        NDArray[np.int32],
        NDArray[np.int32],
        NDArray[np.int32],
        NDArray[np.int32],
    ],
) -> int:
    """Lay out everybody's trips of a day, and add them up.

    Parameters
    ----------
    persons
        Rows of those who are here, in the order of their wishes.
    people
        Home, and time on foot (per mille), of every person.
    mains
        Way to work or school of every person: mode (-1: none today), milliseconds, place, function,
        first and last minute there.
    wish
        Person, category, minute, what it follows, state; sorted by person.
    how
        Facility, mode and milliseconds from home of each wish.
    facility_point
        Place of each facility.
    stays
        Function of each category, and seconds of stay by function.
    ground
        Coordinates of places, detour of streets, and the way between stops: milliseconds a straight
        metre and fixed milliseconds by mode.
    times
        Days of this kind in a week.
    sums
        Trips, milliseconds and metres by person and mode; raised.
    seen
        Person, mode, function, origin, target, second of departure and milliseconds of each trip;
        filled if they have any length.

    Returns
    -------
    int
        Number of trips of the day.
    """
    home, slow = people
    main_mode, main_ms, main_point, main_function, main_start, main_end = mains
    wish_person, category, minute, follows, state = wish
    facility, mode, ms = how
    function_of, stay_s = stays
    xy, detour, leg = ground
    count, w = 0, 0
    for p in persons:
        at, back_ms, by, what = home[p], np.int64(0), np.int64(0), np.int64(0)
        now = np.int64(0)  # second from which the person may leave the place
        if main_mode[p] >= 0:
            by, back_ms, what = main_mode[p], np.int64(main_ms[p]), main_function[p]
            leaves = max(np.int64(main_start[p]) * 60 - back_ms // 1000, np.int64(0))
            at = main_point[p]
            trip = home[p], at, by, back_ms, what
            count = _go(p, trip, leaves, xy, detour, times, sums, seen, count)
            now = max(np.int64(main_end[p]) * 60, leaves + back_ms // 1000)
        while w < len(wish_person) and wish_person[w] == p:
            if state[w] != SERVED:
                w += 1
                continue
            there, time = facility_point[facility[w]], np.int64(ms[w])
            goes_on = at != home[p] and (follows[w] == AFTER_WISH or follows[w] == AFTER_MAIN)
            if goes_on and mode[w] == by:
                time = _leg(xy, at, there, by, slow[p], leg)
            elif at != home[p]:
                trip = at, home[p], by, back_ms, what
                count = _go(p, trip, now, xy, detour, times, sums, seen, count)
                now += back_ms // 1000 + PAUSE_S
                at = home[p]
            what = np.int64(function_of[category[w]])
            if at == home[p]:
                now = max(now, np.int64(minute[w]) * 60 - time // 1000)
            by = np.int64(mode[w])
            trip = at, there, by, time, what
            count = _go(p, trip, now, xy, detour, times, sums, seen, count)
            now += time // 1000 + stay_s[what]
            at, back_ms = there, np.int64(ms[w])
            w += 1
        if at != home[p]:
            trip = at, home[p], by, back_ms, what
            count = _go(p, trip, now, xy, detour, times, sums, seen, count)
    return count
