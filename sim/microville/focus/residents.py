"""Residents live the life that was recorded; who the programme brings is simulated.

Births, deaths, couples and moves of the whole map are in the recording: they do not depend on what
the site becomes, but for its own dwellings. The recording numbers people and households; here is
the row that each has in the model.
"""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

import numpy as np

from microville.focus.roster import Roster
from microville.population.columns import (
    EMPLOYED,
    NEWCOMER,
    NOWHERE,
    Households,
    People,
    extend,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from microville.focus.replay import Replay
    from microville.model import Microville


class Residents:
    """People and households of a recording in a model.

    Parameters
    ----------
    replay
        The recording.
    facility
        Row of each recorded facility, -1 where the scenario has none; the last two entries answer
        for "beyond the map" and "nowhere". Looked at when asked: it grows as facilities open.

    Attributes
    ----------
    people, homes
        What is recorded of each now, and their rows.
    reserve
        Numbers of the recorded people who are of the labour reserve.
    """

    def __init__(self, replay: Replay, facility: NDArray[np.int64]) -> None:
        self._facility = facility
        about = replay.about
        self.people = Roster(replay.parts["people"], int(about["people"]))
        self.homes = Roster(replay.parts["households"], int(about["households"]))
        self.reserve = np.zeros(len(self.people.row), dtype=bool)
        self.reserve[np.asarray(replay.arrays["reserve"], dtype=np.int64)] = True

    def begin(self) -> tuple[People, Households]:
        """Return those of the start, as tables; call once."""
        self.advance(0)
        homes = self.homes.fresh()
        self.homes.row[homes] = np.arange(len(homes))
        people = self.people.fresh()
        self.people.row[people] = np.arange(len(people))
        return self._people(people), self._households(homes)

    def advance(self, slot: int) -> None:
        """Read what changed in a slot of the recording."""
        self.people.advance(slot)
        self.homes.advance(slot)

    def alive(self, model: Microville, numbers: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Return which of some recorded people are simulated now."""
        now, homes = self.people.now, self.homes.now
        home = now["household"][numbers]
        here = model.focus_zone[homes["zone"][home]] | (homes["presence"][home] == NEWCOMER)
        on_site = model.population.people.on_site[self.people.row[numbers]]
        alive: NDArray[np.bool_] = now["alive"][numbers] & (here | on_site)
        return alive

    def impose(self, model: Microville, born_from: int, barred: NDArray[np.bool_]) -> None:
        """Let recorded people and households be as the recording says; in place.

        Parameters
        ----------
        model
            The model.
        born_from
            First row of those who were born this month: they may be recorded ones.
        barred
            Recorded households whose dwelling of the programme is not there.
        """
        self._join(model, born_from)
        people, households = model.population.people, model.population.households
        known = self.homes.known()
        rows, now = self.homes.row[known], self.homes.now
        stays = barred[known]
        for field in fields(Households):
            values = now[field.name][known]
            if field.name in ("home", "zone"):  # who cannot move in stays where they were
                values = np.where(stays, getattr(households, field.name)[rows], values)
            getattr(households, field.name)[rows] = values
        numbers = self.people.known()
        own, recorded = self.people.row[numbers], self.people.now
        home = recorded["household"][numbers]
        people.household[own] = self.homes.row[home]
        people.on_site[own] &= recorded["alive"][numbers]
        newcomer = self.homes.now["presence"][home] == NEWCOMER
        here = self.alive(model, numbers) & ~(newcomer & barred[home])
        people.alive[own] = here
        gone = own[~here]
        people.on_site[gone], people.workplace[gone] = False, NOWHERE
        self._pool_statuses(model)
        households.alive[rows] = False
        households.alive[people.household[own[here]]] = True

    def give_places(self, model: Microville) -> None:
        """Give recorded people the workplace and school that they had."""
        people, facility, now = model.population.people, self._facility, self.people.now
        numbers = self.people.known()
        numbers = numbers[people.alive[self.people.row[numbers]]]
        rows = self.people.row[numbers]
        work = facility[now["workplace"][numbers]]
        free = ~people.on_site[rows] & ~now["on_site"][numbers]
        works = free & (people.status[rows] == EMPLOYED)
        people.workplace[rows[works]] = work[works]
        school = facility[now["school"][numbers]]
        there = (school != NOWHERE) | (now["school"][numbers] == NOWHERE)
        people.school[rows[there]] = school[there]
        model.school_ms[rows[there]] = now["ms"][numbers[there]]

    def pool(self, model: Microville) -> NDArray[np.int64]:
        """Return the rows of people elsewhere who may be hired now."""
        numbers = self.people.known()
        rows = self.people.row[numbers]
        pool: NDArray[np.int64] = rows[
            self.people.now["alive"][numbers] & ~model.population.people.alive[rows]
        ]
        return pool

    def of_reserve(self, model: Microville) -> NDArray[np.bool_]:
        """Return which rows are of the labour reserve and were never hired in the recording."""
        flag = np.zeros(len(model.population.people), dtype=bool)
        numbers = self.people.known()
        flag[self.people.row[numbers]] = self.reserve[numbers]
        return flag

    def _join(self, model: Microville, born_from: int) -> None:
        """Append the rows of recorded people and households that are new this month."""
        people, households = model.population.people, model.population.households
        homes = self.homes.fresh()
        self.homes.row[homes] = len(households) + np.arange(len(homes))
        extend(households, self._households(homes))
        fresh = self.people.fresh()
        born = np.arange(born_from, len(people))
        key = self.people.now["key"][fresh]
        order = np.argsort(people.key[born])
        at = np.searchsorted(people.key[born][order], key)
        found = np.zeros(len(fresh), dtype=bool)
        inside = at < len(born)
        found[inside] = people.key[born[order[at[inside]]]] == key[inside]
        self.people.row[fresh[found]] = born[order[at[found]]]
        more = fresh[~found]
        self.people.row[more] = len(people) + np.arange(len(more))
        extend(people, self._people(more))
        model.grow_school_times()

    def _people(self, numbers: NDArray[np.int64]) -> People:
        now = self.people.now
        columns = {field.name: now[field.name][numbers] for field in fields(People)}
        columns["household"] = self.homes.row[columns["household"]].astype(np.int32)
        # Recorded facilities have other rows here: places are given by the next daily life. Of a
        # row that stood for several with a job on the site, one who moves keeps it.
        work = self._facility[columns["workplace"]]
        on_site = columns["on_site"] & (work >= 0)
        columns["on_site"] = on_site
        columns["workplace"] = np.where(on_site, work, NOWHERE).astype(np.int32)
        columns["school"] = np.full(len(numbers), NOWHERE, dtype=np.int32)
        return People(**columns)

    def _households(self, numbers: NDArray[np.int64]) -> Households:
        now = self.homes.now
        return Households(**{field.name: now[field.name][numbers] for field in fields(Households)})

    def _pool_statuses(self, model: Microville) -> None:
        """Let people elsewhere have the status that was recorded."""
        people, now = model.population.people, self.people.now
        numbers = self.people.known()
        rows = self.people.row[numbers]
        away = ~people.alive[rows]
        for name in ("status", "licence", "bike"):
            getattr(people, name)[rows[away]] = now[name][numbers[away]]
