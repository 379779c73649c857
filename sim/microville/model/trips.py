"""A day's trips of everybody, added up and kept for who watches."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from microville.access.threads import chunks, share
from microville.model.daily.agenda import window_of_functions
from microville.model.daily.errands import FUNCTION_OF
from microville.model.daily.tours import travel
from microville.model.day import SATURDAYS, WEEKDAY, WEEKDAYS
from microville.model.watch import DayTrips

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from microville.model.daily.errands import Wishes
    from microville.model.daily.mains import Mains
    from microville.model.model import Microville
    from microville.model.traits import Traits
    from microville.parameters import Parameters

SEEN = (np.int32, np.int8, np.int8, np.int32, np.int32, np.int32, np.int32)
"""Types of the columns of a trip."""
STAY_S = window_of_functions()[:, 2] * 60


def between_stops(
    parameters: Parameters,
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Return milliseconds a straight metre, and fixed milliseconds, between two stops by mode."""
    mobility = parameters.mobility
    speeds = (
        mobility.walk_speed_kmh,
        mobility.bike_speed_kmh,
        mobility.car_leg_speed_kmh,
        mobility.ebike_speed_kmh,
        mobility.transit_speed_kmh,
    )
    car = mobility.car_access_egress_min + mobility.car_parking_min
    transit = mobility.transit_access_egress_min + mobility.transit_wait_urban_min
    fixed = np.array([0, 0, round(car * 60_000), 0, round(transit * 60_000)], dtype=np.int64)
    return np.array([3600.0 * mobility.street_detour / speed for speed in speeds]), fixed


def add_trips(model: Microville, traits: Traits, kind: int, done: Wishes, mains: Mains) -> None:
    """Add a day's trips to the week's results; in place.

    Parameters
    ----------
    model, traits
        The state.
    kind
        Weekday or Saturday.
    done
        The errands.
    mains
        Ways to work and school.
    """
    day = model.day
    people = chunks(len(traits.by_home))

    def part(number: int) -> tuple[NDArray[Any], ...]:
        own, here = done.part(number), traits.by_home[people[number].start : people[number].stop]
        most = 0
        if model.watched is not None:
            most = 2 * (own.stop - own.start + int((mains.mode[here] >= 0).sum()))
        seen = tuple(np.empty(most, dtype=dtype) for dtype in SEEN)
        count = travel(
            here,
            (traits.home, traits.slow_permille),
            mains.columns(),
            tuple(
                column[own]
                for column in (done.person, done.category, done.minute, done.follows, done.state)
            ),
            (done.facility[own], done.mode[own], done.ms[own]),
            model.facilities.point,
            (FUNCTION_OF, STAY_S),
            ground,
            WEEKDAYS if kind == WEEKDAY else SATURDAYS,
            (day.trips, day.trip_ms, day.trip_m),
            seen,
        )
        return tuple(column[:count] for column in seen)

    ground = (
        model.access.places.xy,
        model.parameters.mobility.street_detour,
        between_stops(model.parameters),
    )
    parts = share(part, range(len(people)))
    if model.watched is not None:
        model.watched[kind] = DayTrips(
            *(np.concatenate(column) for column in zip(*parts, strict=True))
        )
