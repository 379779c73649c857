"""What people who are not simulated do: nothing, where everybody is.

The model asks at the few points where the people of a part of the map meet those of the rest:
counters, jobs and seats. The focus mode (:mod:`microville.focus`) answers from a recording.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from microville.model.daily.errands import Wishes
    from microville.model.site import Unit


class Elsewhere:
    """Nobody is elsewhere: everyone on the map is simulated."""

    def come(self, kind: int, attempt: int, room: NDArray[np.int64]) -> None:
        """Take, before others, what people from elsewhere take of the room; in place.

        Parameters
        ----------
        kind
            Weekday or Saturday.
        attempt
            0 for first choices, 1 and 2 for the next ones.
        room
            Visits left, shape (facilities, hours).
        """

    def admitted(self, kind: int, attempt: int, wishes: Wishes, room: NDArray[np.int64]) -> None:
        """Look at who got in; ``room`` is what is left."""

    def visits(self, kind: int) -> NDArray[np.int64] | int:
        """Return the day's visits of people from elsewhere to each facility."""
        del kind
        return 0

    def turned_away(self, kind: int) -> NDArray[np.int64] | int:
        """Return the day's visits of people from elsewhere that each facility refused."""
        del kind
        return 0

    def places_taken(self) -> NDArray[np.int64] | int:
        """Return the jobs and seats that people from elsewhere have at each facility."""
        return 0

    def known(self, indicator: str, values: dict[str, float]) -> dict[str, float]:
        """Return the values of an indicator by group, of groups of which all is known."""
        del indicator
        return values

    def persons(self) -> NDArray[np.int64] | int:
        """Return how many people from elsewhere live at each home place."""
        return 0

    def applicants(
        self, unit: Unit, candidates: NDArray[np.int64], value: NDArray[np.int64]
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return which candidates ask for a unit's jobs, and their utility."""
        del unit
        return candidates, value
