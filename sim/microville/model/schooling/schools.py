"""Who goes to which school: seats are counted, and nobody gets one that is not there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from microville import rng
from microville.access import NEVER
from microville.model.access_state import CHOICES, MODES
from microville.model.facilities import ERRANDS, NO_LIMIT, SCHOOLS
from microville.model.rationing import ration
from microville.population.columns import NOWHERE, OUTSIDE, PUPIL

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from microville.model.model import Microville

SCHOOL_AGES = ((3, 5), (6, 10), (11, 14), (15, 17))
"""First and last age of each of :data:`SCHOOLS` (law: school from three; usual ages)."""
ASKED_BY = (0, len(MODES) - 1)
"""Modes by which schools are near: on foot first, then by car."""


def assign_schools(model: Microville, *, everyone: bool) -> None:
    """Give each pupil who has none a seat in one of the closest schools of their level.

    Pupils are taken by their own luck, the same at every school and every time; all ask the
    closest school on foot first, then the next one, then those closest by car. Who finds all of
    them full is without a seat (``NOWHERE``) and asks again next month. Who has no school of the
    level in reach learns beyond the map. Of a level that the map does not know nothing is said.

    Parameters
    ----------
    model
        The state; ``people.school`` and ``model.school_ms`` are filled.
    everyone
        Look at all pupils, whose level may have changed (September); else only at those without.
    """
    people = model.population.people
    pupil = people.alive & (people.status == PUPIL)
    if everyone:
        _leave_other_levels(model, np.flatnonzero(pupil & (people.school >= 0)))
    lacks = pupil if everyone else pupil & (people.school == NOWHERE)
    for level in range(len(SCHOOLS)):
        who = np.flatnonzero(lacks)
        who = who[at_level(model, who, level)]
        rows = model.facilities.of(SCHOOLS[level])
        if len(who) and len(rows):
            asking = who[~np.isin(people.school[who], rows)]
            _seat(model, level, asking, free_seats(model, rows))
            # Who stays knows the way, also where the school is no longer among the closest.
            _remember_times(model, asking, len(ERRANDS) + level)
    people.school[people.alive & (people.status != PUPIL)] = NOWHERE


def _leave_other_levels(model: Microville, pupils: NDArray[np.int64]) -> None:
    """Free the seats of those whose age is of another level than their school."""
    people, category = model.population.people, model.facilities.category
    for level in range(len(SCHOOLS)):
        mine = pupils[at_level(model, pupils, level)]
        other = category[people.school[mine]] != len(ERRANDS) + level
        people.school[mine[other]] = NOWHERE


def at_level(model: Microville, rows: NDArray[np.int64], level: int) -> NDArray[np.bool_]:
    """Return which people are of the age of a level."""
    low, high = SCHOOL_AGES[level]
    age = (model.month - model.population.people.birth[rows]) // 12
    return np.asarray((age >= low) & (age <= high))


def free_seats(model: Microville, rows: NDArray[np.int32]) -> NDArray[np.int64]:
    """Return the seats that are left at schools, one entry a facility (0 elsewhere)."""
    people, households = model.population.people, model.population.households
    room = np.zeros(len(model.facilities), dtype=np.int64)
    room[rows] = model.facilities.capacity[rows]
    sits = np.flatnonzero(people.school >= 0)
    sits = sits[people.alive[sits] & (people.status[sits] == PUPIL)]
    weight = households.weight[people.household[sits]]
    taken = np.bincount(people.school[sits], weights=weight, minlength=len(room))
    taken = taken + model.elsewhere.places_taken()
    room[rows] -= taken[rows].astype(np.int64)
    return room


def _seat(
    model: Microville, level: int, pupils: NDArray[np.int64], room: NDArray[np.int64]
) -> None:
    """Seat pupils in the order of their luck, the closest school first; ``room`` is lowered."""
    people, access = model.population.people, model.access
    luck = rng.bits(model.seed_number, rng.stream("school.order"), people.key[pupils])
    pupils = pupils[np.argsort(luck, kind="stable")].astype(np.int32)
    home = model.population.households.home[people.household[pupils]]
    weight = model.population.households.weight[people.household]
    category = len(ERRANDS) + level
    people.school[pupils] = OUTSIDE
    pending, got = np.ones(len(pupils), dtype=bool), np.zeros(len(pupils), dtype=bool)
    turned = np.zeros(len(model.facilities), dtype=np.int64)
    for mode in ASKED_BY:
        for rank in range(CHOICES):
            choice = access.home_owner[mode, category, home, rank].copy()
            choice[access.home_ms[mode, category, home, rank] == NEVER] = -1
            asks = pending & (choice >= 0)
            before = got.copy()
            people.school[pupils[asks]] = NOWHERE
            ration(pupils, weight, asks, np.maximum(choice, 0), room, got, turned)
            new = got & ~before
            people.school[pupils[new]] = choice[new]
            pending &= ~got


def closest_school(model: Microville, pupils: NDArray[np.int64], level: int) -> NDArray[np.int32]:
    """Return the school that is closest to each pupil, on foot or else by car; -1 for none."""
    access, category = model.access, len(ERRANDS) + level
    home = model.population.households.home[model.population.people.household[pupils]]
    found = np.full(len(pupils), -1, dtype=np.int32)
    for mode in reversed(ASKED_BY):
        there = access.home_ms[mode, category, home, 0] != NEVER
        found[there] = access.home_owner[mode, category, home, 0][there]
    return found


def leave_closed_schools(model: Microville) -> None:
    """Take pupils out of schools that have closed, so that they look for another."""
    people = model.population.people
    sits = np.flatnonzero(people.school >= 0)
    closed = sits[~model.facilities.open[people.school[sits]]]
    people.school[closed] = NOWHERE


def settle_seats(model: Microville) -> None:
    """Give everybody a school at the start, and schools the classes that they then need.

    The counts of schools are of 2013 and say nothing of sizes. Where the published seats of a
    level are fewer than its pupils they count as a tenth more than needed; who still finds none
    goes to the closest school. Then each school has the classes that its pupils fill as usual
    (``class_filled_share``). From then on seats change by classes only
    (:mod:`microville.model.schooling.classes`).
    """
    facilities, people = model.facilities, model.population.people
    pupils = np.flatnonzero(people.alive & (people.status == PUPIL))
    weight = model.population.households.weight[people.household]
    for level, name in enumerate(SCHOOLS):
        rows = facilities.of(name)
        needed = int(weight[pupils[at_level(model, pupils, level)]].sum())
        total = int(facilities.capacity[rows].sum())
        if 0 < total < needed * 11 // 10:
            raised = -(-facilities.capacity[rows].astype(np.int64) * needed * 11 // (10 * total))
            facilities.capacity[rows] = np.minimum(raised, NO_LIMIT)
    assign_schools(model, everyone=True)
    for level, name in enumerate(SCHOOLS):
        without = pupils[at_level(model, pupils, level)]
        without = without[people.school[without] == NOWHERE]
        if len(facilities.of(name)) and len(without):
            people.school[without] = closest_school(model, without, level)
            _remember_times(model, without, len(ERRANDS) + level)


def _remember_times(model: Microville, pupils: NDArray[np.int64], category: int) -> None:
    """Keep each pupil's time to their school by mode (never where it is not among the closest)."""
    people = model.population.people
    home = model.population.households.home[people.household[pupils]]
    school = people.school[pupils]
    for mode in range(len(MODES)):
        owner = model.access.home_owner[mode, category, home]
        times = model.access.home_ms[mode, category, home]
        match = owner == school[:, None]
        model.school_ms[pupils, mode] = np.where(
            match.any(axis=1), times[np.arange(len(pupils)), match.argmax(axis=1)], NEVER
        )
