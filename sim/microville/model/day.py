"""What a month's typical days gave each inhabitant: columns that indicators read."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

import numpy as np

from microville.territory.categories import FUNCTIONS

if TYPE_CHECKING:
    from numpy.typing import NDArray

WEEKDAY, SATURDAY = 0, 1
WEEKDAYS, SATURDAYS = 5, 1
"""Days of each kind in a week of results."""
WITHIN_MS = (15 * 60_000, 30 * 60_000)
"""What counts as nearby: fifteen and thirty minutes on foot or by bike."""
TRAVEL_MODES = ("walk", "bike", "car", "ebike", "transit")
"""Ways to travel; the first three are the networks of ``access_state.MODES``."""
WALK, BIKE, CAR, EBIKE, TRANSIT = range(5)
ACTIVE = (WALK, BIKE, EBIKE)
"""Modes of one's own strength, at least in part."""
REASONS = ("out_of_reach", "closed", "full")
"""Why a wish was not served: no way there; not open when they are free; full wherever they tried.
"""


@dataclass(slots=True)
class Day:
    """Results of the month's typical weekday and Saturday, one row a person.

    A week has five weekdays and a Saturday: results of a weekday count five times.

    Attributes
    ----------
    wanted_by, served_by
        int16, shape (people, functions): wishes of the week, and those that were served.
    within_by
        int16, shape (people, functions, 2): those served by a walk or ride (electric or not) of at
        most :data:`WITHIN_MS`.
    unserved_by
        int16, shape (people, reasons): unserved wishes by :data:`REASONS`.
    wanted, served
        int16, of the weekday alone.
    trips
        int32, shape (people, modes): single trips by :data:`TRAVEL_MODES`.
    trip_ms, trip_m
        int64, shape (people, modes): their travel time (milliseconds) and length (metres).
    """

    wanted_by: NDArray[np.int16]
    served_by: NDArray[np.int16]
    within_by: NDArray[np.int16]
    unserved_by: NDArray[np.int16]
    wanted: NDArray[np.int16]
    served: NDArray[np.int16]
    trips: NDArray[np.int32]
    trip_ms: NDArray[np.int64]
    trip_m: NDArray[np.int64]

    @property
    def near_by(self) -> NDArray[np.int16]:
        """Wishes served within fifteen minutes on foot or by bike, by function (a view)."""
        return self.within_by[:, :, 0]

    @property
    def out_of_reach(self) -> NDArray[np.int16]:
        """Wishes for which there was no way (a view)."""
        return self.unserved_by[:, 0]

    @property
    def closed(self) -> NDArray[np.int16]:
        """Wishes for which nothing was open when they were free (a view)."""
        return self.unserved_by[:, 1]

    @property
    def turned_away(self) -> NDArray[np.int16]:
        """Wishes that found every place tried full (a view)."""
        return self.unserved_by[:, 2]

    @property
    def car_m(self) -> NDArray[np.int64]:
        """Metres by car (a view)."""
        return self.trip_m[:, CAR]

    def clear(self, people: int) -> None:
        """Set everything to zero, for that many people."""
        for field in fields(self):
            old = getattr(self, field.name)
            if len(old) == people:
                old.fill(0)
            else:
                setattr(self, field.name, np.zeros((people, *old.shape[1:]), dtype=old.dtype))


def empty_day(people: int) -> Day:
    """Return a day on which nobody has done anything yet."""
    functions, modes = len(FUNCTIONS), len(TRAVEL_MODES)
    return Day(
        wanted_by=np.zeros((people, functions), np.int16),
        served_by=np.zeros((people, functions), np.int16),
        within_by=np.zeros((people, functions, len(WITHIN_MS)), np.int16),
        unserved_by=np.zeros((people, len(REASONS)), np.int16),
        wanted=np.zeros(people, np.int16),
        served=np.zeros(people, np.int16),
        trips=np.zeros((people, modes), np.int32),
        trip_ms=np.zeros((people, modes), np.int64),
        trip_m=np.zeros((people, modes), np.int64),
    )
