"""What a day gives, in a form that implementations are compared in."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Outcome:
    """Columns by wish (sorted by person, then order of the day) and by person.

    Attributes
    ----------
    person, category, minute, follows, state, facility, mode, ms
        Of each wish, see ``daily.errands.Wishes``.
    trips, trip_ms, trip_m
        By person and mode, for one such day.
    served_by
        By person and function.
    """

    person: NDArray[np.int32]
    category: NDArray[np.int8]
    minute: NDArray[np.int16]
    follows: NDArray[np.int8]
    state: NDArray[np.int8]
    facility: NDArray[np.int32]
    mode: NDArray[np.int8]
    ms: NDArray[np.int32]
    trips: NDArray[np.int32]
    trip_ms: NDArray[np.int64]
    trip_m: NDArray[np.int64]
    served_by: NDArray[np.int16]

    def mismatches(self, other: Outcome) -> int:
        """Return how many entries differ; all of them where there are more or fewer wishes."""
        found = 0
        for field in fields(self):
            mine, theirs = getattr(self, field.name), getattr(other, field.name)
            if mine.shape != theirs.shape:
                return int(mine.size)
            found += int(np.count_nonzero(mine != theirs))
        return found

    def entries(self) -> int:
        """Return how many entries are compared."""
        return sum(int(getattr(self, field.name).size) for field in fields(self))
