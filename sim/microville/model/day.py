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
NEAR_MS = 15 * 60_000
"""What counts as nearby: fifteen minutes on foot or by bike."""


@dataclass(slots=True)
class Day:
    """Results of the month's typical weekday and Saturday, one row a person.

    Attributes
    ----------
    wanted_by, served_by, near_by
        int16, shape (people, functions): wishes, wishes served, wishes served within fifteen
        minutes on foot or by bike; weekday and Saturday together, weekdays counted five times.
    wanted, served
        int16, of the weekday.
    turned_away, out_of_reach
        int16: unserved wishes by reason, weighted like ``wanted_by``.
    trips
        int32, shape (people, modes): single trips a week.
    trip_ms
        int64, shape (people, modes): their travel time a week, milliseconds.
    car_m
        int64: metres by car a week.
    """

    wanted_by: NDArray[np.int16]
    served_by: NDArray[np.int16]
    near_by: NDArray[np.int16]
    wanted: NDArray[np.int16]
    served: NDArray[np.int16]
    turned_away: NDArray[np.int16]
    out_of_reach: NDArray[np.int16]
    trips: NDArray[np.int32]
    trip_ms: NDArray[np.int64]
    car_m: NDArray[np.int64]

    def clear(self, people: int) -> None:
        """Set everything to zero, for that many people."""
        for field in fields(self):
            old = getattr(self, field.name)
            setattr(self, field.name, np.zeros((people, *old.shape[1:]), dtype=old.dtype))


def empty_day(people: int, modes: int) -> Day:
    """Return a day on which nobody has done anything yet."""
    by_function = (people, len(FUNCTIONS))
    return Day(
        wanted_by=np.zeros(by_function, np.int16),
        served_by=np.zeros(by_function, np.int16),
        near_by=np.zeros(by_function, np.int16),
        wanted=np.zeros(people, np.int16),
        served=np.zeros(people, np.int16),
        turned_away=np.zeros(people, np.int16),
        out_of_reach=np.zeros(people, np.int16),
        trips=np.zeros((people, modes), np.int32),
        trip_ms=np.zeros((people, modes), np.int64),
        car_m=np.zeros(people, np.int64),
    )
