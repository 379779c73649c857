"""When places are open, from ``maps/opening_hours.csv``."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from microville.errors import TerritoryError
from microville.model.facilities import ERRANDS
from microville.paths import data_dir

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from microville.parameters import Parameters

FILE = "opening_hours.csv"
SLOTS = 24
"""Capacity is rationed by the hour; what works by appointment, by the day."""


@dataclass(frozen=True, slots=True)
class Opening:
    """Opening of each errand's places on a weekday and a Saturday.

    Attributes
    ----------
    first, last
        int64, shape (day kinds, errands): minutes after midnight between which people are let in.
    appointment
        bool, by errand: the place serves so many a day, whatever the hour.
    """

    first: NDArray[np.int64]
    last: NDArray[np.int64]
    appointment: NDArray[np.bool_]

    def hours(self, kind: int) -> NDArray[np.int64]:
        """Return the number of hourly slots in which each errand's places are open; 1 by the day.

        Parameters
        ----------
        kind
            Weekday or Saturday.
        """
        count = -(-self.last[kind] // 60) - self.first[kind] // 60
        return np.where(self.appointment, 1, np.maximum(count, 1))


@lru_cache(maxsize=1)
def _table() -> dict[str, tuple[list[int], bool]]:
    """Return minutes (opens, closes, opens and closes on Saturday) and appointment by category.

    Raises
    ------
    TerritoryError
        If the file lacks a category or holds something that is no hour.
    """
    path = data_dir("maps") / FILE
    with path.open(encoding="utf-8", newline="") as file:
        rows = {row["category"]: row for row in csv.DictReader(file)}
    names = ("opens", "closes", "saturday_opens", "saturday_closes")
    found = {}
    for category in ERRANDS:
        if category not in rows:
            raise TerritoryError(
                f"{FILE} lacks {category!r}.", hint="Add a row with its opening hours."
            )
        row = rows[category]
        minutes = [minute_of(row[name]) for name in names]
        if not (minutes[0] < minutes[1] and minutes[2] < minutes[3]):
            raise TerritoryError(
                f"{FILE}: {category!r} closes before it opens.", hint="Correct its hours."
            )
        found[category] = (minutes, row["appointment"] == "1")
    return found


def minute_of(text: str) -> int:
    """Return the minute after midnight of ``"HH:MM"``.

    Raises
    ------
    TerritoryError
        If the text is no time of day.
    """
    hour, _, minute = text.partition(":")
    if not (hour.isdecimal() and minute.isdecimal() and int(hour) <= 24 and int(minute) < 60):
        raise TerritoryError(f"{text!r} is no time of day.", hint="Write for example 08:30.")
    return int(hour) * 60 + int(minute)


def opening(parameters: Parameters) -> Opening:
    """Return opening hours, closing shifted by ``activity.closing_shift_min``."""
    table = _table()
    hours = np.array([table[name][0] for name in ERRANDS], dtype=np.int64)
    shift = round(parameters.activity.closing_shift_min)
    first = hours[:, [0, 2]].T
    last = np.clip(hours[:, [1, 3]].T + shift, first + 30, 24 * 60 - 1)
    return Opening(
        np.ascontiguousarray(first),
        np.ascontiguousarray(last),
        np.array([table[name][1] for name in ERRANDS]),
    )
