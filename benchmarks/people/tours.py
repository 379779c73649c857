"""Tours of a day with numpy: home to the first stop, between stops, home again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from microville.model.daily.agenda import AFTER_WISH
from microville.model.daily.choice import SERVED
from microville.model.day import TRAVEL_MODES
from microville.model.trips import between_stops

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from benchmarks.people.columns import Day

Sums = tuple["NDArray[np.int64]", "NDArray[np.int64]", "NDArray[np.int64]"]


def tours(day: Day) -> Sums:
    """Return trips, milliseconds and metres by person and mode."""
    crowd = day.crowd
    model, home = crowd.model, crowd.traits.home.astype(np.int64)
    people, modes = len(home), len(TRAVEL_MODES)
    xy, detour = model.access.places.xy, model.parameters.mobility.street_detour
    per_m, fixed = between_stops(model.parameters)
    sums = tuple(np.zeros(people * modes, dtype=np.int64) for _ in range(3))
    at, by, back = home.copy(), np.zeros(people, np.int64), np.zeros(people, np.int64)

    def metres(origin: NDArray[np.int64], target: NDArray[np.int64]) -> NDArray[np.int64]:
        gap = xy[origin] - xy[target]
        return np.sqrt(gap[:, 0] * gap[:, 0] + gap[:, 1] * gap[:, 1]).astype(np.int64)

    def go(
        who: NDArray[np.int64],
        origin: NDArray[np.int64],
        target: NDArray[np.int64],
        mode: NDArray[np.int64],
        ms: NDArray[np.int64],
    ) -> None:
        cell = who * modes + mode
        length = (metres(origin, target) * detour).astype(np.int64)
        # Everybody makes one trip at a time, so that no cell comes twice.
        sums[0][cell] += 1
        sums[1][cell] += ms
        sums[2][cell] += length

    def home_again(who: NDArray[np.int64]) -> None:
        go(who, at[who], home[who], by[who], back[who])
        at[who] = home[who]

    for rows in day.ranks():
        rows = rows[day.state[rows] == SERVED]  # noqa: PLW2901
        who = day.person[rows].astype(np.int64)
        there = model.facilities.point[day.facility[rows]].astype(np.int64)
        mode, ms = day.mode[rows].astype(np.int64), day.ms[rows].astype(np.int64)
        on = (at[who] != home[who]) & (day.follows[rows] == AFTER_WISH) & (mode == by[who])
        home_again(who[~on & (at[who] != home[who])])
        leg = (metres(at[who], there) * per_m[mode]).astype(np.int64) + fixed[mode]
        slow = crowd.traits.slow_permille[who]
        leg = np.where(mode == 0, leg * slow // 1000, leg)
        go(who, at[who], there, mode, np.where(on, leg, ms))
        at[who], by[who], back[who] = there, mode, ms
    home_again(np.flatnonzero(at != home))
    trips, trip_ms, trip_m = (total.reshape(people, modes) for total in sums)
    return trips, trip_ms, trip_m
