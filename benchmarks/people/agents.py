"""The same rules as plain Mesa agents: one object a person, plain Python, Mesa's random numbers.

Options and their worths are prepared for them as for the others. Their draws are Mesa's own, which
is quicker in Python than keyed ones; so their day is like that of the others, not the same.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import mesa

from microville.access import NEVER
from microville.model.daily.agenda import CHAIN_GAP_MIN, NEXT_STOP_MIN
from microville.model.daily.modes import NOTHING
from microville.model.day import TRAVEL_MODES

if TYPE_CHECKING:
    from benchmarks.people.town import Town

MODES = len(TRAVEL_MODES)
WAYS = (0, 1, 2, 1, 3)


class Wish:
    """One errand: what, when, whether it follows the one before, and what became of it."""

    __slots__ = ("category", "chained", "facility", "minute", "mode", "ms", "served")

    def __init__(self, category: int, minute: int) -> None:
        self.category, self.minute = category, minute
        self.chained = self.served = False
        self.facility = self.mode = -1
        self.ms = 0


class Citizen(mesa.Agent):  # type: ignore[misc]
    """A person who plans a day, chooses places and modes, and goes."""

    def __init__(self, town: Town, home: int, may: list[bool], slow: int, segment: int) -> None:
        super().__init__(town)
        self.home, self.may, self.slow, self.segment = home, may, slow, segment
        self.options: dict[int, list[tuple[int, int, list[int]]]] = {}
        self.wishes: list[Wish] = []
        self.trips, self.trip_ms, self.trip_m = [0] * MODES, [0] * MODES, [0] * MODES

    def plan(self) -> None:
        """Draw what is wished today, arrange it by the minute, let some follow others."""
        town, draw = self.model, self.random.random
        self.wishes = []
        for category, chance in town.chances[self.segment]:
            if draw() < chance:
                begin, end = town.hours[category]
                if begin < end:
                    self.wishes.append(Wish(category, begin + int(draw() * (end - begin))))
        self.wishes.sort(key=lambda wish: wish.minute)
        for before, wish in zip(self.wishes, self.wishes[1:], strict=False):
            after = before.minute + town.stays[before.category] + NEXT_STOP_MIN
            near = wish.minute - before.minute <= CHAIN_GAP_MIN
            opens, closes = town.opening[wish.category]
            if near and opens <= after < closes and draw() < town.chain:
                wish.minute, wish.chained = after, True

    def choose(self) -> None:
        """Choose a place and a mode for each wish that is not served."""
        for i, wish in enumerate(self.wishes):
            if wish.served:
                continue
            only = -1
            if wish.chained:
                only = self.wishes[i - 1].mode
            elif i + 1 < len(self.wishes) and self.wishes[i + 1].chained:
                only = wish.mode  # that others go on by, where this is a second try
            if not self._choose(wish, only) and only >= 0:
                wish.chained = False
                self._choose(wish, -1)

    def _choose(self, wish: Wish, only: int) -> bool:
        town = self.model
        hour = town.hour(wish)
        best, chosen = -math.inf, None
        for option in self.options[wish.category]:
            facility, worth, ways = option
            if only >= 0:
                worth = self.utility(ways, only)[1] if self.may[only] else NOTHING
            if worth == NOTHING or town.room[facility][hour] <= 0:
                continue
            total = worth * town.logsum / 1000 + town.gumbel()
            if total > best:
                best, chosen = total, option
        if chosen is None:
            wish.facility = -1
            return False
        best = -math.inf
        for mode in range(MODES):
            if self.may[mode] and (only < 0 or only == mode):
                ms, value = self.utility(chosen[2], mode)
                if value != NOTHING and (total := value + town.gumbel()) > best:
                    best, wish.mode, wish.ms = total, mode, ms
        wish.facility = chosen[0]
        town.asks.append(wish)
        return True

    def utility(self, ways: list[int], mode: int) -> tuple[int, int]:
        """Return milliseconds and utility of an option by a mode."""
        town = self.model
        ms, fixed = ways[WAYS[mode]], town.constant[mode]
        if ms == NEVER:
            return ms, NOTHING
        if mode == 0:
            ms = ms * self.slow // 1000
        elif mode == 3:
            ms = ms * town.ebike // 1000
        elif mode == 4:
            fixed = town.by_service[ways[4]]
        if ms > town.longest[mode]:
            return ms, NOTHING
        return ms, fixed + ((ms * town.per_ms[mode]) >> 32)

    def go(self) -> None:
        """Travel in tours from home."""
        town, at, by, back = self.model, self.home, 0, 0
        for wish in self.wishes:
            if not wish.served:
                continue
            there, ms = town.point[wish.facility], wish.ms
            if at != self.home and wish.chained and wish.mode == by:
                ms = int(town.metres(at, there) * town.per_m[by]) + town.fixed[by]
                if by == 0:
                    ms = ms * self.slow // 1000
            elif at != self.home:
                self._travel(at, self.home, by, back)
                at = self.home
            self._travel(at, there, wish.mode, ms)
            at, by, back = there, wish.mode, wish.ms
        if at != self.home:
            self._travel(at, self.home, by, back)

    def _travel(self, origin: int, target: int, mode: int, ms: int) -> None:
        self.trips[mode] += 1
        self.trip_ms[mode] += ms
        self.trip_m[mode] += int(self.model.metres(origin, target) * self.model.detour)
