"""What a full run's days leave to the focus area: visits of others by facility and hour."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from microville.focus.monthly import Slots
from microville.focus.replay import ATTEMPTS
from microville.focus.scope import in_scope
from microville.model.daily.choice import PENDING
from microville.model.daily.opening import SLOTS
from microville.model.elsewhere import Elsewhere

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from microville.model import Microville
    from microville.model.daily.errands import Wishes


class Listener(Elsewhere):
    """Writes down who was let in where, of those who do not count in the focus mode.

    Attributes
    ----------
    room_taken
        By month, kind of day and attempt: facility times 24 plus hour, and what others took of
        the room there. Where no room was left it is all that focus people did not get, so that
        what is left is exactly theirs (a row that stands for several can exceed the room).
    visits_served, visits_refused
        By month and kind of day: visits of others that each facility served, and refused.
    """

    def __init__(self, model: Microville) -> None:
        self._model = model
        self.room_taken = Slots(cell=np.int32, count=np.int32)
        self.visits_served = Slots(facility=np.int32, count=np.int32)
        self.visits_refused = Slots(facility=np.int32, count=np.int32)
        self._before = np.zeros(0, dtype=bool)

    def admitted(self, kind: int, attempt: int, wishes: Wishes, room: NDArray[np.int64]) -> None:
        """Write down who got in at one attempt."""
        model = self._model
        people, households = model.population.people, model.population.households
        now = wishes.served
        new = now & ~self._before if attempt else now
        self._before = now
        others = ~in_scope(model)
        day = 2 * model.month + kind
        rows = np.flatnonzero(new & others[wishes.person])
        weight = households.weight[people.household[wishes.person[rows]]].astype(np.int64)
        facility = wishes.facility[rows]
        by_day = model.opening.appointment[wishes.category[rows]]
        cell = facility.astype(np.int64) * SLOTS + np.where(by_day, 0, wishes.minute[rows] // 60)
        count = np.bincount(cell, weights=weight, minlength=room.size).astype(np.int64)
        self._full_cells(count, wishes, np.flatnonzero(new), room)
        cells = np.flatnonzero(count)
        self.room_taken.add(ATTEMPTS * day + attempt, cell=cells, count=count[cells])
        self._by_facility(self.visits_served, day, facility, weight)
        out = np.flatnonzero((wishes.state == PENDING) & others[wishes.person])
        weight = households.weight[people.household[wishes.person[out]]].astype(np.int64)
        self._by_facility(self.visits_refused, day, wishes.facility[out], weight)

    def _full_cells(
        self,
        count: NDArray[np.int64],
        wishes: Wishes,
        new: NDArray[np.int64],
        room: NDArray[np.int64],
    ) -> None:
        """Where somebody got in and no room is left, let others take all but what focus got."""
        by_day = self._model.opening.appointment[wishes.category[new]]
        hour = np.where(by_day, 0, wishes.minute[new] // 60)
        used = np.unique(wishes.facility[new].astype(np.int64) * SLOTS + hour)
        left = room.ravel()[used]
        full = left <= 0
        count[used[full]] += left[full]

    def _by_facility(
        self, slots: Slots, day: int, facility: NDArray[np.int32], weight: NDArray[np.int64]
    ) -> None:
        count = np.bincount(facility, weights=weight, minlength=len(self._model.facilities))
        rows = np.flatnonzero(count)
        slots.add(day, facility=rows, count=count[rows])
