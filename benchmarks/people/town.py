"""The town of plain Mesa agents: what they know, the room at counters, who is let in."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import mesa

from benchmarks.people.agents import Citizen, Wish
from benchmarks.people.crowd import KIND
from microville.model.daily.errands import FUNCTION_OF, TRIES
from microville.model.trips import between_stops

if TYPE_CHECKING:
    from benchmarks.people.crowd import Crowd


class Town(mesa.Model):  # type: ignore[misc]
    """Citizens and the room at their counters."""

    def __init__(self, crowd: Crowd, seed: int = 1) -> None:
        super().__init__(rng=seed)
        model, traits = crowd.model, crowd.traits
        self.crowd = crowd
        constant, by_service, per_ms, longest, logsum, ebike = model.utility
        self.constant, self.by_service = constant.tolist(), by_service.tolist()
        self.per_ms, self.longest = per_ms.tolist(), longest.tolist()
        self.logsum, self.ebike = int(logsum), int(ebike)
        first, last = model.opening.first[KIND].tolist(), model.opening.last[KIND].tolist()
        self.opening = list(zip(first, last, strict=True))
        self.stays = crowd.free[:, 2].tolist()
        self.hours = [
            (max(a, c), min(b, d))
            for a, b, (c, d, _) in zip(first, last, crowd.free.tolist(), strict=True)
        ]
        self.chances = [
            [(c, p / 1e9) for c, p in enumerate(row) if p] for row in crowd.chance.tolist()
        ]
        self.chain = model.parameters.activity.chained_errand_share
        self.by_day = model.opening.appointment.tolist()
        self.xy = model.access.places.xy.tolist()
        self.point = model.facilities.point.tolist()
        self.detour = model.parameters.mobility.street_detour
        per_m, fixed = between_stops(model.parameters)
        self.per_m, self.fixed = per_m.tolist(), fixed.tolist()
        self.room: list[list[int]] = []
        self.asks: list[Wish] = []
        memo: dict[int, Any] = {}
        for person in traits.by_home.tolist():
            citizen = Citizen(
                self,
                int(traits.home[person]),
                traits.may[person].tolist(),
                int(traits.slow_permille[person]),
                int(crowd.segment[person]),
            )
            row = int(crowd.row[person])
            if row not in memo:
                memo[row] = _options(crowd, citizen.home, row)
            citizen.options = memo[row]

    def step(self) -> None:
        """Simulate a day."""
        self.room = self.crowd.room().tolist()
        self.agents.shuffle_do("plan")
        for _ in range(TRIES):
            self.asks = []
            self.agents.shuffle_do("choose")
            if not self._admit():
                break
        self.agents.shuffle_do("go")

    def _admit(self) -> int:
        """Let in who comes, in the order of the shuffled agents; return how many are turned away.

        Where all find room the order decides nothing.
        """
        refused = 0
        for wish in self.asks:
            hours, hour = self.room[wish.facility], self.hour(wish)
            if hours[hour] > 0:
                hours[hour] -= 1
                wish.served = True
            else:
                refused += 1
        return refused

    def hour(self, wish: Wish) -> int:
        """Return the slot of a wish: its hour, or 0 where one comes by appointment."""
        return 0 if self.by_day[wish.category] else wish.minute // 60

    def gumbel(self) -> float:
        """Return a Gumbel draw in thousandths of a util."""
        return -1000.0 * math.log(-math.log(self.random.random() or 1e-300))

    def metres(self, origin: int, target: int) -> int:
        """Return whole straight metres."""
        (x0, y0), (x1, y1) = self.xy[origin], self.xy[target]
        return int(math.hypot(x0 - x1, y0 - y1))

    def totals(self) -> dict[str, float]:
        """Return what the day gave a person in the mean."""
        count = len(self.agents)
        wishes = [wish for agent in self.agents for wish in agent.wishes]
        served = [wish for wish in wishes if wish.served]
        trips = sum(sum(agent.trips) for agent in self.agents)
        metres = sum(sum(agent.trip_m) for agent in self.agents)
        return {
            "served": len(served) / count,
            "trips": trips / count,
            "metres": metres / count,
            "functions": len({int(FUNCTION_OF[wish.category]) for wish in served}),
        }


def _options(crowd: Crowd, home: int, row: int) -> dict[int, list[tuple[int, int, list[int]]]]:
    """Return facility, worth and ways of each option, by category."""
    facility, ms = (
        crowd.model.options.facility[home].tolist(),
        crowd.model.options.ms[home].tolist(),
    )
    worths = crowd.model.worths.table[row].tolist()
    return {
        category: [
            (there, worth, ways)
            for there, worth, ways in zip(
                facility[category], worths[category], ms[category], strict=True
            )
            if there >= 0
        ]
        for category in range(len(facility))
    }
