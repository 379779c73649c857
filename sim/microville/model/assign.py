"""Lasting places: who works where, who goes to which school."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from microville import rng
from microville.model.access_state import CHOICES, MODES
from microville.model.assign_kernels import choose_work
from microville.model.daily_kernels import NEVER, ration
from microville.model.facilities import ERRANDS, NO_LIMIT, SCHOOLS
from microville.population.columns import EMPLOYED, NOWHERE, OUTSIDE, PUPIL

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from microville.model.model import Microville

TRIES = 4
SCHOOL_AGES = ((3, 5), (6, 10), (11, 14), (15, 17))
"""First and last age of each of :data:`SCHOOLS` (law: school from three; usual ages)."""


def assign_work(model: Microville) -> None:
    """Give a workplace to everyone employed who has none, under the jobs that are left.

    A share works beyond the map, and so does who finds none (the region's labour market is open:
    a closed one would be unfounded).
    """
    people, access = model.population.people, model.access
    persons = np.flatnonzero(
        people.alive & (people.status == EMPLOYED) & (people.workplace == NOWHERE)
    ).astype(np.int32)
    outside = rng.happens(
        model.seed_number,
        rng.stream("work.outside"),
        rng.ppb(model.parameters.activity.outside_work_share),
        people.key[persons],
    )
    people.workplace[persons[outside]] = OUTSIDE
    persons = persons[~outside]
    rows = access.work_rows
    if not len(persons) or not len(rows):
        people.workplace[persons] = OUTSIDE
        return
    jobs = model.facilities.jobs[rows].astype(np.int64)
    weight = model.population.households.weight[people.household]
    taken_by = people.alive & (people.workplace >= 0)
    taken = np.bincount(
        people.workplace[taken_by], weights=weight[taken_by], minlength=len(model.facilities)
    )
    room = jobs - taken[rows].astype(np.int64)
    traits = model.traits()
    size = np.array([size_of(int(n)) for n in jobs], dtype=np.int64)
    pending = np.ones(len(persons), dtype=bool)
    got, choice = np.zeros(len(persons), dtype=bool), np.full(len(persons), -1, dtype=np.int32)
    turned = np.zeros(len(rows), dtype=np.int64)
    state = rng.start_state(model.seed_number, rng.stream("work.place"))
    for _ in range(TRIES):
        choose_work(
            state,
            rng.gumbel_table(),
            persons,
            pending,
            room <= 0,
            people.key,
            model.facilities.key[rows],
            traits.home,
            traits.may,
            access.work_ms[:, :, : len(rows)],
            size,
            traits.constant,
            traits.per_hour,
            choice,
        )
        ration(persons, weight, pending, choice, room, got, turned)
    people.workplace[persons[got]] = rows[choice[got]]
    people.workplace[persons[~got]] = OUTSIDE


@lru_cache(maxsize=4096)
def size_of(jobs: int) -> int:
    """Return a thousand times the natural logarithm of a number of jobs, by integers only.

    Exact to a thousandth through :mod:`decimal`, hence the same on every machine.
    """
    from decimal import Decimal

    return int((Decimal(max(jobs, 1)).ln() * 1000).to_integral_value())


def assign_schools(model: Microville, *, everyone: bool) -> None:
    """Give each pupil one of the closest schools of their level, nearest first, under its seats.

    ``everyone`` looks at all pupils, whose level may have changed; else only those without a place.

    Where a level's seats are fewer than its pupils, they are raised to a tenth more than needed:
    the facility counts are of 2013 and say nothing of sizes.
    """
    people = model.population.people
    age = people.age(model.month)
    weight = model.population.households.weight[people.household]
    home = model.population.households.home[people.household]
    for level, (low, high) in enumerate(SCHOOL_AGES):
        pupils_of_level = people.alive & (people.status == PUPIL) & (age >= low) & (age <= high)
        current = people.school
        who = pupils_of_level if everyone else pupils_of_level & (current == NOWHERE)
        rows = model.facilities.of(SCHOOLS[level])
        if not who.any() or not len(rows):
            continue  # of a level that the map does not know nothing is said
        holds = np.isin(current, rows)
        seats = _seats(model, rows, int(weight[pupils_of_level].sum()))
        sits = pupils_of_level & holds
        taken = np.bincount(current[sits], weights=weight[sits], minlength=len(model.facilities))
        room = seats - taken.astype(np.int64)
        pupils = np.flatnonzero(who & ~holds)
        luck = rng.bits(model.seed_number, rng.stream("school.order"), people.key[pupils])
        pupils = pupils[np.argsort(luck, kind="stable")].astype(np.int32)
        people.school[pupils] = OUTSIDE
        pending, got = np.ones(len(pupils), dtype=bool), np.zeros(len(pupils), dtype=bool)
        turned = np.zeros(len(model.facilities), dtype=np.int64)
        category = len(ERRANDS) + level
        for mode in (0, len(MODES) - 1):
            for rank in range(CHOICES):
                choice = model.access.home_owner[mode, category, home[pupils], rank].copy()
                choice[model.access.home_ms[mode, category, home[pupils], rank] == NEVER] = -1
                asks = pending & (choice >= 0)
                before = got.copy()
                ration(pupils, weight, asks, np.maximum(choice, 0), room, got, turned)
                new = got & ~before
                people.school[pupils[new]] = choice[new]
                pending &= ~got
        _remember_times(model, np.flatnonzero(who), category, home)
    too_old = people.alive & (people.status != PUPIL)
    people.school[too_old] = NOWHERE


def leave_closed_schools(model: Microville) -> None:
    """Take pupils out of schools that have closed, so that they look for another."""
    people = model.population.people
    sits = np.flatnonzero(people.school >= 0)
    closed = sits[~model.facilities.open[people.school[sits]]]
    people.school[closed] = NOWHERE


def _seats(model: Microville, rows: NDArray[np.int32], pupils: int) -> NDArray[np.int64]:
    seats = np.zeros(len(model.facilities), dtype=np.int64)
    seats[rows] = model.facilities.capacity[rows]
    total = int(seats.sum())
    if 0 < total < pupils * 11 // 10:
        seats[rows] = -(-seats[rows] * pupils * 11 // (10 * total))
    return np.minimum(seats, NO_LIMIT)


def _remember_times(
    model: Microville, pupils: NDArray[np.int64], category: int, home: NDArray[np.int32]
) -> None:
    """Keep each pupil's time to their school by mode (never where it is not among the closest)."""
    school = model.population.people.school[pupils]
    for mode in range(len(MODES)):
        owner = model.access.home_owner[mode, category, home[pupils]]
        times = model.access.home_ms[mode, category, home[pupils]]
        match = owner == school[:, None]
        model.school_ms[pupils, mode] = np.where(
            match.any(axis=1), times[np.arange(len(pupils)), match.argmax(axis=1)], NEVER
        )
