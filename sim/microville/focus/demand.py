"""What others take, from a recording: room at counters, jobs, seats, vacancies of the site."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from microville.focus.replay import ATTEMPTS
from microville.model.daily.opening import SLOTS
from microville.model.elsewhere import Elsewhere

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from microville.focus.model import FocusModel
    from microville.focus.monthly import Monthly
    from microville.model.site import Unit


UNKNOWN = {"overcrowded_share": frozenset({"on_site_worker"})}
"""Groups of which an indicator says nothing here: with whom workers live is not simulated."""


class Recorded(Elsewhere):
    """People elsewhere do what they did in the recorded run.

    Parameters
    ----------
    model
        The model of the focus area.
    """

    def __init__(self, model: FocusModel) -> None:
        self._model = model
        self._replay = model.replay

    def come(self, kind: int, attempt: int, room: NDArray[np.int64]) -> None:
        """Take of the room what others took at this attempt; in place."""
        day = 2 * self._model.month + kind
        part = self._replay.parts["visits"].of(ATTEMPTS * day + attempt)
        cell = np.asarray(part["cell"], dtype=np.int64)
        row = self._model.row_of_facility[cell // SLOTS]
        there = row >= 0
        room.ravel()[row[there] * SLOTS + cell[there] % SLOTS] -= part["count"][there]

    def visits(self, kind: int) -> NDArray[np.int64]:
        """Return the day's visits of others to each facility that is open."""
        return self._by_facility(self._replay.parts["served"], kind)

    def turned_away(self, kind: int) -> NDArray[np.int64]:
        """Return the day's visits of others that each open facility refused."""
        return self._by_facility(self._replay.parts["refused"], kind)

    def places_taken(self) -> NDArray[np.int64]:
        """Return the jobs and seats of others at each facility."""
        part = self._replay.parts["taken"].of(self._model.month)
        return self._spread(part["facility"], part["count"])

    def known(self, indicator: str, values: dict[str, float]) -> dict[str, float]:
        """Return what is known: groups of the focus area, and numbers of the whole map alone.

        ``all`` beside groups of people would be everybody on the map, who are not simulated; beside
        carriers, kinds or uses it is of the site or the focus area.
        """
        zones = self._model.territory.layers["zones"]["zone"]
        other = UNKNOWN.get(indicator, frozenset())
        if values.keys() & {"focus", *(f"commune:{code}" for code in zones)}:
            away = zones[~self._model.focus_zone]
            other = other | {"all", *(f"commune:{code}" for code in away)}
        return {group: value for group, value in values.items() if group not in other}

    def persons(self) -> NDArray[np.int64]:
        """Return how many people elsewhere live at each home place."""
        return self._model.persons_elsewhere

    def applicants(
        self, unit: Unit, candidates: NDArray[np.int64], value: NDArray[np.int64]
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return who asks for a unit's jobs, and their utility.

        Where the recorded run hired for this unit this month, they are the people of the focus area
        and who was ever hired in the recording: the same people get the same jobs. Else the labour
        reserve asks too, each for all whom they stand for: of n equal candidates the best has the
        utility of one plus the logarithm of n, since the greatest of n Gumbel draws is a Gumbel
        draw plus ln n.
        """
        model = self._model
        if model.reserve_lead == 0:
            return candidates, value  # the reserve is everybody
        reserve = model.residents.of_reserve(model)[candidates]
        hired = self._replay.parts["hired"].of(model.month)["facility"]
        if model.work_facility(unit) in model.row_of_facility[np.asarray(hired)]:
            return candidates[~reserve], value[~reserve]
        return candidates, value + np.where(reserve, model.reserve_lead, 0)

    def _by_facility(self, part: Monthly, kind: int) -> NDArray[np.int64]:
        rows = part.of(2 * self._model.month + kind)
        count = self._spread(rows["facility"], rows["count"])
        return np.where(self._model.facilities.open, count, 0)

    def _spread(self, facility: NDArray[Any], count: NDArray[Any]) -> NDArray[np.int64]:
        row = self._model.row_of_facility[np.asarray(facility)]
        there = row >= 0
        return np.bincount(
            row[there], weights=count[there], minlength=len(self._model.facilities)
        ).astype(np.int64)
