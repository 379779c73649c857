"""The model of the focus area alone: a month in milliseconds."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any

import numpy as np

from microville.errors import InputError
from microville.focus import housing
from microville.focus.demand import Recorded
from microville.focus.residents import Residents
from microville.model import Microville, phases
from microville.model.calendar import is_september
from microville.model.day import WEEKDAY, empty_day
from microville.model.demography.kinds import settle_kinds
from microville.model.demography.state import make_housing
from microville.model.demography.vital import vital
from microville.model.rates import Rates
from microville.model.schooling.schools import assign_schools, leave_closed_schools
from microville.model.work.assign import assign_work, size_of
from microville.population.columns import NOWHERE, OUTSIDE
from microville.population.synthesis import Population

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from microville.focus.monthly import Columns
    from microville.focus.replay import Replay
    from microville.scenario import Scenario
    from microville.territory import Territory


class FocusModel(Microville):
    """The focus area (Courcy and the site) of a territory; the rest replays from a recording.

    A :class:`Microville` (hence a :class:`mesa.Model`) whose people are those of the focus area, of
    the programme's dwellings, and who works on the site. With the scenario that was recorded it
    gives them the same lives, days and places as the full run. With another programme residents
    live as recorded, and the site's works, tenants, jobs, newcomers and everybody's days follow the
    programme; what others do stays as recorded (see docs/focus.md for what that misses).

    Parameters
    ----------
    scenario
        What is assumed and decided.
    territory
        The map of the recording.
    replay
        The recording; it sets the seed and the fraction.

    Raises
    ------
    InputError
        If the recording is of another map, or ends before a month that is stepped to.

    Attributes
    ----------
    replay, residents
        The recording, and its people.
    row_of_facility
        Row of each recorded facility, -1 where the scenario has none; its last two entries answer
        for -2 and -1.
    reserve_lead
        What is added to the utility of the labour reserve, thousandths of a util.
    """

    def __init__(self, scenario: Scenario, territory: Territory, replay: Replay) -> None:
        about = replay.about
        if about["territory"] != territory.info.name:
            raise InputError(
                f"The recording is of the map {about['territory']}, not {territory.info.name}.",
                hint="Record the scenario on this map.",
            )
        self.replay = replay
        self.reserve_lead = size_of(int(about["reserve_stands_for"]))
        super().__init__(scenario, territory, seed=int(about["seed"]), fraction=replay.fraction)
        self.elsewhere = self._recorded = Recorded(self)
        self.persons_elsewhere = np.zeros(self.access.places.service_start, dtype=np.int64)

    # -- construction -------------------------------------------------------------------------

    def _build_people(self, fraction: float) -> None:
        del fraction  # that of the recording
        arrays = self.replay.arrays
        self._map_facilities()
        self.residents = Residents(self.replay, self.row_of_facility)
        people, households = self.residents.begin()
        self.population = Population(people, households, int(self.replay.about["weight"]))
        self.segment_counts = np.asarray(arrays["segment_counts"], dtype=float)
        self.school_ms = self.residents.people.now["ms"][self.residents.people.known()].copy()
        self.day = empty_day(len(people))
        self.seeking: list[int] = []
        rates: dict[str, Any] = {f.name: arrays[f"rates_{f.name}"] for f in fields(Rates)}
        self.rates = Rates(**{k: v if v.ndim else v.item() for k, v in rates.items()})
        nobody = np.zeros(len(self.residents.homes.row), dtype=bool)
        self.housing = make_housing(self)
        self.residents.impose(self, len(people), nobody)
        self.residents.give_places(self)

    def _map_facilities(self) -> None:
        """Find the row of each recorded facility by its name."""
        names = self.replay.about["facilities"]
        at_start = int(self.replay.about["facilities_at_start"])
        self._recorded_names = {name: i for i, name in enumerate(names)}
        self.row_of_facility = np.full(len(names) + 2, NOWHERE, dtype=np.int64)
        self.row_of_facility[-2] = OUTSIDE
        self._known_facilities = 0
        self._find_new_facilities()
        known = self.row_of_facility[:at_start]
        there = known >= 0
        capacity = np.asarray(self.replay.arrays["capacity"])
        self.facilities.capacity[known[there]] = capacity[:at_start][there]

    def _settle(self) -> None:
        """Places and capacities are those of the recording."""

    # -- the month ----------------------------------------------------------------------------

    def step(self) -> None:
        """Simulate one month, in the order of :meth:`Microville.step`.

        Raises
        ------
        InputError
            If the recording has ended.
        """
        if self.month >= self.replay.months:
            raise InputError(
                f"The recording ends after {self.replay.months} months.",
                hint="Record the scenario for longer.",
            )
        super().step()

    def leases(self) -> None:
        """Phase 3; people elsewhere may be hired, though they do not count otherwise."""
        people = self.population.people
        pool = self.residents.pool(self)
        people.alive[pool] = True
        super().leases()
        away = pool[~people.on_site[pool]]
        people.alive[away] = False
        hired = pool[people.on_site[pool]]
        self.population.households.alive[people.household[hired]] = True

    def run_businesses(self) -> None:
        """Phase 4: of the whole map, since the visits of others are recorded."""
        part = self.month_of("persons")
        np.add.at(self.persons_elsewhere, part["home"], part["change"])
        super().run_businesses()
        self._find_new_facilities()

    def _find_new_facilities(self) -> None:
        """Note the rows of facilities that opened here as in the recording."""
        names = self.facilities.names
        for row in range(self._known_facilities, len(names)):
            number = self._recorded_names.get(names[row])
            if number is not None:
                self.row_of_facility[number] = row
        self._known_facilities = len(names)

    def demography(self) -> None:
        """Phase 5: births and deaths; residents as recorded; the programme's dwellings."""
        before = len(self.population.people)
        settle_kinds(self, vital(self))
        self.residents.advance(self.month + 1)
        matched = housing.matched_units(self)
        self.residents.impose(self, before, housing.barred_households(self, matched))
        self._forget_strangers(before)
        housing.newcomers_leave(self, self._own_households())
        housing.fill_units(self, matched)
        housing.recall_waiting(self)
        self.housing.remember(self)
        self.grow_school_times()
        part = self.month_of("counts")
        for name, value in zip(part["name"].tolist(), part["value"].tolist(), strict=True):
            self.counts[self.replay.about["counts"][name]] = value

    def daily_life(self) -> None:
        """Phase 7; recorded people have the places they had, others find one in what is left."""
        self.residents.give_places(self)
        assign_work(self)
        self._schools()
        self.residents.give_places(self)
        phases.daily_life(self)
        site = self.site_facilities()
        self.site_visits += int(self._recorded.visits(WEEKDAY)[site].sum())

    def _schools(self) -> None:
        """Change seats as recorded; pupils who are not recorded ask for what is left."""
        part = self.month_of("classes")
        for number, seats in zip(part["facility"].tolist(), part["seats"].tolist(), strict=True):
            row = self.row_of_facility[number]
            if row >= 0:
                kind = "opens" if seats > self.facilities.capacity[row] else "closes"
                self.facilities.capacity[row] = seats
                self.tell(f"class_{kind}", self.facilities.names[row], seats)
        leave_closed_schools(self)
        assign_schools(self, everyone=is_september(self.month))

    # -- what the parts ask -------------------------------------------------------------------

    def month_of(self, name: str) -> Columns:
        """Return a part of the recording for the month that is simulated."""
        return self.replay.parts[name].of(self.month)

    def _known_rows(self) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        """Return which people and which households are recorded ones."""
        people = np.zeros(len(self.population.people), dtype=bool)
        homes = np.zeros(len(self.population.households), dtype=bool)
        people[self.residents.people.row[self.residents.people.known()]] = True
        homes[self.residents.homes.row[self.residents.homes.known()]] = True
        return people, homes

    def _own_households(self) -> NDArray[np.int64]:
        """Return the households that are not recorded: those that this programme brought."""
        _, known = self._known_rows()
        return np.flatnonzero(~known & self.population.households.alive)

    def _forget_strangers(self, before: int) -> None:
        """Take out who was born this month to recorded people, though the recording knows none."""
        known, homes = self._known_rows()
        people = self.population.people
        born = np.arange(before, len(people))
        people.alive[born[~known[born] & homes[people.household[born]]]] = False
