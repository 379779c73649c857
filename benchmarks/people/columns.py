"""The same day with numpy alone: whole columns, no compiled code of ours, the same keyed draws.

Wishes of one person hang together (a chained errand goes by the mode of the one before): columns
are worked off by the order of wishes in the day, the first of everybody, then the second.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from benchmarks.people.agenda import Agenda, gumbel, mix
from benchmarks.people.outcome import Outcome
from benchmarks.people.tours import tours
from microville.access import NEVER
from microville.model.daily.agenda import AFTER_WISH, ALONE, CLOSED_MINUTE
from microville.model.daily.choice import CLOSED, FULL, OUT_OF_REACH, PENDING, SERVED
from microville.model.daily.errands import FUNCTION_OF, TRIES
from microville.model.daily.modes import NOTHING
from microville.model.day import SATURDAYS, TRAVEL_MODES
from microville.territory.categories import FUNCTIONS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from benchmarks.people.crowd import Crowd

MODES = len(TRAVEL_MODES)


class Day(Agenda):
    """One day of a crowd in columns; :meth:`run` works it off.

    Attributes
    ----------
    weighed
        Alternatives weighed: places, and ways to get to the chosen one.
    """

    def __init__(self, crowd: Crowd) -> None:
        super().__init__(crowd)
        self.weighed = 0

    def run(self) -> Outcome:
        """Draw, choose, ration and go."""
        with np.errstate(over="ignore"):
            self._draw()
            room = self.crowd.room()
            for _ in range(TRIES):
                self._choose(room)
                if not self._admit(room):
                    break
            self.state[self.state == PENDING] = FULL
            return self._outcome()

    # -- choice -------------------------------------------------------------------------------

    def _choose(self, room: NDArray[np.int64]) -> None:
        for rows in self.ranks():
            rows = rows[self.state[rows] == PENDING]  # noqa: PLW2901
            rows = rows[self._look(rows)]  # noqa: PLW2901
            if len(rows):
                self._choose_some(rows, room)

    def _look(self, rows: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Set aside what is out of reach or closed; return what is left."""
        crowd = self.crowd
        home, category = crowd.traits.home[self.person[rows]], self.category[rows]
        there = crowd.model.options.facility[home, category] >= 0
        worths = crowd.model.worths.table[crowd.row[self.person[rows]], category]
        usable = (there & (worths != NOTHING)).any(axis=1)
        shut = self.minute[rows] == CLOSED_MINUTE
        self.state[rows[~usable]] = OUT_OF_REACH
        self.state[rows[usable & shut]] = CLOSED
        return usable & ~shut

    def _choose_some(self, rows: NDArray[np.int64], room: NDArray[np.int64]) -> None:
        only = self._only(rows)
        bound = only >= 0
        key = self._key("daily.choice", self.crowd.model.population.people.key[self.person[rows]])
        chosen = np.full(len(rows), -1, dtype=np.int64)
        mine = np.flatnonzero(bound)
        values = self._values(rows[mine], only[mine])
        chosen[mine] = self._best(rows[mine], key[mine], values, room)
        # The mode of the tour gets nowhere: a tour of its own, by any mode.
        lost = bound & (chosen < 0)
        self.follows[rows[lost]], only[lost] = ALONE, -1
        mine = np.flatnonzero(only < 0)
        values = self._values(rows[mine], None)
        chosen[mine] = self._best(rows[mine], key[mine], values, room)
        self.state[rows[chosen < 0]] = FULL
        got = np.flatnonzero(chosen >= 0)
        self._take(rows[got], key[got], chosen[got], only[got])

    def _only(self, rows: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the mode that each wish is bound to, -1 for any."""
        only = np.full(len(rows), -1, dtype=np.int64)
        after = np.append(self.follows[1:], ALONE)[rows] == AFTER_WISH
        only[after] = self.mode[rows[after]]
        chained = self.follows[rows] == AFTER_WISH
        only[chained] = self.mode[rows[chained] - 1]
        return only

    def _values(self, rows: NDArray[np.int64], only: NDArray[np.int64] | None) -> NDArray[np.int64]:
        """Return the worth of each option: over all modes, or by one only."""
        crowd = self.crowd
        person, category = self.person[rows], self.category[rows]
        if only is None:
            return crowd.model.worths.table[crowd.row[person], category].astype(np.int64)
        ms = crowd.model.options.ms[crowd.traits.home[person], category]
        values = np.full(ms.shape[:2], NOTHING)
        for mode in range(MODES):
            mine = np.flatnonzero((only == mode) & crowd.traits.may[person, mode])
            values[mine] = self._utility(ms[mine], mode, crowd.traits.slow_permille[person[mine]])[
                1
            ]
        return values

    def _utility(
        self, option: NDArray[np.int32], mode: int, slow: NDArray[np.int64]
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return milliseconds and utility by a mode of options whose last axis is the ways."""
        constant, by_service, per_ms, longest, _, ebike = self.crowd.model.utility
        column = {0: 0, 1: 1, 2: 2, 3: 1, 4: 3}[mode]
        way = option[..., column].astype(np.int64)
        ms, fixed = way, np.full(way.shape, constant[mode])
        if mode == 0:
            ms = way * slow.reshape(-1, *[1] * (way.ndim - 1)) // 1000
        elif mode == 3:
            ms = way * ebike // 1000
        elif mode == 4:
            fixed = by_service[option[..., 4]]
        no = (way == NEVER) | (ms > longest[mode])
        return ms, np.where(no, NOTHING, fixed + ((ms * per_ms[mode]) >> 32))

    def _best(
        self,
        rows: NDArray[np.int64],
        key: NDArray[np.uint64],
        values: NDArray[np.int64],
        room: NDArray[np.int64],
    ) -> NDArray[np.int64]:
        """Return which option is best, -1 if none has room."""
        model = self.crowd.model
        home = self.crowd.traits.home[self.person[rows]]
        there = model.options.facility[home, self.category[rows]]
        may = (there >= 0) & (values != NOTHING)
        may &= room[there, self._hour(rows)[:, None]] > 0
        self.weighed += int(may.sum())
        own = model.facilities.key[there]
        total = values * model.utility[4] // 1000 + gumbel(mix(key[:, None], own))
        total[~may] = NOTHING
        best = total.max(axis=1)
        # Of equal totals the lower key.
        tied = np.where(may & (total == best[:, None]), own, np.uint64(2**64 - 1))
        return np.where(may.any(axis=1), tied.argmin(axis=1), -1)

    def _hour(self, rows: NDArray[np.int64]) -> NDArray[np.int64]:
        by_day = self.crowd.model.opening.appointment[self.category[rows]]
        return np.where(by_day, 0, self.minute[rows].astype(np.int64) // 60)

    def _take(
        self,
        rows: NDArray[np.int64],
        key: NDArray[np.uint64],
        chosen: NDArray[np.int64],
        only: NDArray[np.int64],
    ) -> None:
        """Choose the mode to the chosen place, and write the choice down."""
        crowd = self.crowd
        person, category = self.person[rows], self.category[rows]
        home = crowd.traits.home[person]
        there = crowd.model.options.facility[home, category, chosen]
        option = crowd.model.options.ms[home, category, chosen]
        own = mix(key, crowd.model.facilities.key[there])
        total = np.full((len(rows), MODES), NOTHING)
        times = np.zeros((len(rows), MODES), dtype=np.int64)
        for mode in range(MODES):
            may = crowd.traits.may[person, mode] & ((only < 0) | (only == mode))
            ms, value = self._utility(option, mode, crowd.traits.slow_permille[person])
            may &= value != NOTHING
            self.weighed += int(may.sum())
            drawn = value + gumbel(mix(own, np.uint64(mode)))
            total[may, mode], times[:, mode] = drawn[may], ms
        best = total.argmax(axis=1)
        none = total.max(axis=1) == NOTHING
        self.facility[rows] = there
        self.mode[rows] = np.where(none, -1, best)
        self.ms[rows] = np.where(none, 0, times[np.arange(len(rows)), best])

    # -- admission and the way ----------------------------------------------------------------

    def _admit(self, room: NDArray[np.int64]) -> bool:
        """Let in whom there is room for, by luck where there is not; whether some are left."""
        model = self.crowd.model
        rows = np.flatnonzero(self.state == PENDING)
        cell = self.facility[rows].astype(np.int64) * room.shape[1] + self._hour(rows)
        weight = self.crowd.traits.weight[self.person[rows]].astype(np.int64)
        wanted = np.bincount(cell, weights=weight, minlength=room.size).astype(np.int64)
        people = model.population.people.key[self.person[rows]]
        luck = mix(self._key("daily.admission", people), model.facilities.key[self.facility[rows]])
        order = np.lexsort((people, luck, cell))
        before = np.cumsum(weight[order]) - weight[order]
        start = np.append(True, np.diff(cell[order]) != 0)[: len(order)]
        base = np.maximum.accumulate(np.where(start, before, 0))
        free = room.ravel()[cell[order]]
        comes_in = (before - base < free) | (wanted[cell[order]] <= free)
        self.state[rows[order[comes_in]]] = SERVED
        used = np.bincount(
            cell[order][comes_in], weights=weight[order][comes_in], minlength=room.size
        )
        room.ravel()[:] -= used.astype(np.int64)
        return bool((~comes_in).any())

    def _outcome(self) -> Outcome:
        served = self.state == SERVED
        people = len(self.crowd.traits.home)
        function = FUNCTION_OF[self.category[served]]
        by = np.bincount(
            self.person[served].astype(np.int64) * len(FUNCTIONS) + function,
            minlength=people * len(FUNCTIONS),
        )
        trips, trip_ms, trip_m = tours(self)
        return Outcome(
            self.person,
            self.category,
            self.minute,
            self.follows,
            self.state,
            self.facility,
            self.mode,
            self.ms,
            (trips * SATURDAYS).astype(np.int32),
            trip_ms * SATURDAYS,
            trip_m * SATURDAYS,
            by.reshape(people, len(FUNCTIONS)).astype(np.int16),
        )
