"""A full run that writes down what the focus area needs of it."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any

import numpy as np

from microville.focus.listener import Listener
from microville.focus.monthly import Slots
from microville.focus.replay import ATTEMPTS, Replay
from microville.focus.scope import in_scope
from microville.focus.tape import Tape
from microville.model import Microville
from microville.model.site import READY

if TYPE_CHECKING:
    from microville.scenario import Scenario
    from microville.territory import Territory


class Recorder(Microville):
    """A full run that records: the same results as :class:`Microville`, and :meth:`replay`.

    Parameters
    ----------
    scenario, territory, seed, fraction
        As :class:`Microville` takes them.
    """

    def __init__(
        self,
        scenario: Scenario,
        territory: Territory,
        *,
        seed: int = 1,
        fraction: float | None = None,
    ) -> None:
        super().__init__(scenario, territory, seed=seed, fraction=fraction)
        self._name = scenario.name
        self._fraction = scenario.fraction if fraction is None else fraction
        self._capacity = self.facilities.capacity.copy()
        self._first = len(self.facilities)
        self._tape = Tape(self)
        self.elsewhere = self._listener = Listener(self)
        self._count_names: list[str] = []
        self._hired: set[int] = set()
        self._new = np.zeros(0, dtype=np.int64)
        self._persons = np.zeros(self.access.places.service_start, dtype=np.int64)
        i32, i64 = np.int32, np.int64
        self._slots = {
            "taken": Slots(facility=i32, count=i32),
            "hired": Slots(facility=i32),
            "units": Slots(unit=i32, works_until=i32, dwellings=i32, lettings=i32),
            "homes": Slots(unit=i32, household=i32),
            "waiting": Slots(row=i32, zone=i32, since=i32, alone=np.bool_),
            "social": Slots(row=i32),
            "counts": Slots(name=i32, value=i64),
            "persons": Slots(home=i32, change=i32),
            "classes": Slots(facility=i32, seats=i32),
        }

    def step(self) -> None:
        """Simulate one month and write it down."""
        month, seats = self.month, self.facilities.capacity.copy()
        super().step()
        changed = np.flatnonzero(self.facilities.capacity[: len(seats)] != seats)
        self._slots["classes"].add(month, facility=changed, seats=self.facilities.capacity[changed])
        self._write_places(month)
        self._write_housing(month)
        self._tape.write(self, self._new)

    def leases(self) -> None:
        """Phase 3; who is hired, by which unit, is written down."""
        people = self.population.people
        before = people.on_site.copy()
        super().leases()
        self._new = np.flatnonzero(people.alive & people.on_site & ~before)
        self._hired.update(self._new.tolist())
        units = np.unique(people.workplace[self._new])
        self._slots["hired"].add(self.month, facility=units)

    def run_businesses(self) -> None:
        """Phase 4; who lives where elsewhere is written down: new shops count on them."""
        people, households = self.population.people, self.population.households
        home = people.household[people.alive & ~in_scope(self)]
        persons = np.bincount(
            households.home[home], weights=households.weight[home], minlength=len(self._persons)
        ).astype(np.int64)
        change = persons - self._persons
        homes = np.flatnonzero(change)
        self._slots["persons"].add(self.month, home=homes, change=change[homes])
        self._persons = persons
        super().run_businesses()

    def replay(self) -> Replay:
        """Return the recording of the months so far."""
        months = self.month
        people, households = self._tape.joined(months + 1)
        home, own = self._tape.homes.number(), self._tape.people.number()
        parts = {name: slots.joined(months) for name, slots in self._slots.items()}
        for name, column in (("homes", "household"), ("waiting", "row"), ("social", "row")):
            columns = parts[name].columns
            columns[column] = home[columns[column]]
        parts |= {"people": people, "households": households}
        parts |= {
            "visits": self._listener.room_taken.joined(2 * ATTEMPTS * months),
            "served": self._listener.visits_served.joined(2 * months),
            "refused": self._listener.visits_refused.joined(2 * months),
        }
        never = self._tape.reserve[~np.isin(self._tape.reserve, list(self._hired))]
        return Replay(self._about(), self._arrays() | {"reserve": own[never]}, parts)

    def _about(self) -> dict[str, Any]:
        return {
            "scenario": self._name,
            "territory": self.territory.info.name,
            "seed": self.seed_number,
            "fraction": self._fraction,
            "months": self.month,
            "weight": self.population.weight,
            "people": int(self._tape.people.kept.sum()),
            "households": int(self._tape.homes.kept.sum()),
            "reserve_stands_for": self._tape.stands_for,
            "facilities": list(self.facilities.names),
            "facilities_at_start": self._first,
            "units": [unit.key for unit in self.site.units],
            "counts": self._count_names,
        }

    def _arrays(self) -> dict[str, Any]:
        rates = {
            f"rates_{f.name}": np.asarray(getattr(self.rates, f.name)) for f in fields(self.rates)
        }
        return {"capacity": self._capacity, "segment_counts": self.segment_counts} | rates

    def _write_places(self, month: int) -> None:
        """Write the jobs and seats that people elsewhere have."""
        people, households = self.population.people, self.population.households
        rows = np.flatnonzero(people.alive & ~in_scope(self))
        weight = households.weight[people.household[rows]]
        count = np.zeros(len(self.facilities), dtype=np.int64)
        for place in (people.workplace[rows], people.school[rows]):
            has = place >= 0
            count += np.bincount(place[has], weights=weight[has], minlength=len(count)).astype(
                np.int64
            )
        taken = np.flatnonzero(count)
        self._slots["taken"].add(month, facility=taken, count=count[taken])

    def _write_housing(self, month: int) -> None:
        """Write the programme's dwellings and who waits for one."""
        for number, unit in enumerate(self.site.units):
            if unit.use != "housing" or unit.state != READY:
                continue
            self._slots["units"].add(
                month,
                unit=[number],
                works_until=[unit.works_until],
                dwellings=[unit.dwellings],
                lettings=[unit.lettings],
            )
            rows = np.array(unit.households, dtype=np.int32)
            self._slots["homes"].add(month, unit=np.full(len(rows), number), household=rows)
        households, waiting = self.population.households, self.housing.waiting
        here = waiting.keep(
            households.alive[waiting.row] & self.focus_zone[households.zone[waiting.row]]
        )
        self._slots["waiting"].add(
            month, row=here.row, zone=here.zone, since=here.since, alone=here.alone
        )
        social = np.array(sorted(self.housing.social), dtype=np.int32)
        self._slots["social"].add(month, row=social)
        for name, value in self.counts.items():
            if name not in self._count_names:
                self._count_names.append(name)
            self._slots["counts"].add(
                month, name=[self._count_names.index(name)], value=[int(value)]
            )
