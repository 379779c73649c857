"""The day's work or school of everybody: what the rest of the day is arranged around."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

AWAY_HOME_MIN = 30
"""Minutes that who works or learns beyond the map takes to be home (assumption)."""


@dataclass(slots=True)
class Mains:
    """Columns by person; a Saturday has none of it.

    Attributes
    ----------
    mode
        int8: how they go, -1 where nobody goes to a place on the map today.
    ms
        int32: one way, milliseconds.
    point
        int32: place.
    function
        int8: index of the social function.
    start, end
        int16: minutes of being there; end -1 where nobody goes.
    home_at
        int16: minute of being home again, -1 who is at home all day.
    """

    mode: NDArray[np.int8]
    ms: NDArray[np.int32]
    point: NDArray[np.int32]
    function: NDArray[np.int8]
    start: NDArray[np.int16]
    end: NDArray[np.int16]
    home_at: NDArray[np.int16]

    def columns(self) -> tuple[NDArray[np.generic], ...]:
        """Return what kernels ask for, in the order in which they do."""
        return self.mode, self.ms, self.point, self.function, self.start, self.end


def no_mains(people: int) -> Mains:
    """Return a day on which nobody works or learns."""
    return Mains(
        mode=np.full(people, -1, np.int8),
        ms=np.zeros(people, np.int32),
        point=np.zeros(people, np.int32),
        function=np.zeros(people, np.int8),
        start=np.zeros(people, np.int16),
        end=np.full(people, -1, np.int16),
        home_at=np.full(people, -1, np.int16),
    )
