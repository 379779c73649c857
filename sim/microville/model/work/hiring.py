"""Who works on the site: jobs are filled by people of the map, and lost with their tenant."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from microville import rng
from microville.model.daily.utility import utilities
from microville.model.work.hiring_kernels import way_values, who_wants
from microville.population.columns import EMPLOYED, NOWHERE, UNEMPLOYED

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from microville.model.model import Microville
    from microville.model.site import Unit

HIRE_WITHIN_MS = 45 * 60_000
"""Nobody is hired from farther than three quarters of an hour (assumption)."""
UNEMPLOYED_BONUS = 1500
"""Thousandths of a util by which people without work come first (assumption)."""


def fill_jobs(model: Microville) -> None:
    """Fill the jobs of let units that nobody has: after a letting, a retirement, a move.

    Somebody who stands for ten takes ten jobs, so that a unit may be a little over while the site
    as a whole never is. People who had another job leave it to somebody from beyond the map
    (assumption until firms compete for workers).
    """
    let = [unit for unit in model.site.units if unit.jobs]
    if not let:
        return
    people, households = model.population.people, model.population.households
    here = np.flatnonzero(people.on_site & people.alive)
    weight = households.weight[people.household[here]]
    place, focus = people.workplace[here], _of_focus(model, here)
    count = len(model.facilities)
    staff = np.bincount(place, weights=weight, minlength=count).astype(np.int64)
    local = np.bincount(place[focus], weights=weight[focus], minlength=count).astype(np.int64)
    room = sum(unit.jobs for unit in let) - sum(int(staff[model.work_facility(u)]) for u in let)
    if room < model.population.weight:
        return
    share = model.parameters.business.local_hiring_share
    for unit in let:
        row = model.work_facility(unit)
        lack = unit.jobs - int(staff[row])
        if lack > 0 and room > 0:
            first = min(max(round(unit.jobs * share) - int(local[row]), 0), lack)
            room -= hire(model, unit, lack=lack, room=room, local_first=first)


def hire(model: Microville, unit: Unit, *, lack: int, room: int, local_first: int = 0) -> int:
    """Hire people of the map for a unit, near ones and unemployed ones first.

    Parameters
    ----------
    model, unit
        The state.
    lack
        Jobs that the unit wants to fill.
    room
        Jobs that the site as a whole may fill.
    local_first
        Jobs of these that are offered to people of the focus area before others.

    Returns
    -------
    int
        Jobs filled.
    """
    rows, value = model.elsewhere.applicants(unit, *wanted(model, unit))
    filled = 0
    if local_first:
        focus = _of_focus(model, rows)
        filled = _take(model, unit, rows[focus], value[focus], lack=local_first, room=room)
        free = ~model.population.people.on_site[rows]
        rows, value = rows[free], value[free]
    return filled + _take(model, unit, rows, value, lack=lack - filled, room=room - filled)


def _of_focus(model: Microville, rows: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Return which people live in the focus area."""
    people, households = model.population.people, model.population.households
    return np.asarray(model.focus_zone[households.zone[people.household[rows]]])


def wanted(model: Microville, unit: Unit) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the workers who can get to a unit, and how much each wants a job there.

    Near jobs are wanted more (as any destination is), those without work want any job more, and
    the rest is luck, keyed by person, unit, letting and month.
    """
    people, households, access = model.population.people, model.population.households, model.access
    column = int(access.work_column(np.array([unit.place], dtype=np.int32))[0])
    constant, per_hour, _ = utilities(model.parameters)
    times = np.ascontiguousarray(access.work_ms[:, :, column])
    rows, value = np.empty(len(people), np.int64), np.empty(len(people), np.int64)
    words = [int(rng.identity(unit.key)), unit.lettings, model.month]
    count = who_wants(
        rng.start_state(model.seed_number, rng.stream("hiring")),
        rng.gumbel_table(),
        np.array(words, dtype=np.uint64),
        way_values(times, constant, per_hour, HIRE_WITHIN_MS),
        people.alive & ~people.on_site,
        people.status,
        people.key,
        people.household,
        households.home,
        households.cars,
        people.bike,
        people.licence,
        UNEMPLOYED_BONUS,
        rows,
        value,
    )
    return rows[:count], value[:count]


def _take(
    model: Microville,
    unit: Unit,
    rows: NDArray[np.int64],
    value: NDArray[np.int64],
    *,
    lack: int,
    room: int,
) -> int:
    """Hire those who want it most, of equal ones by identity, and return the jobs filled."""
    people, households = model.population.people, model.population.households
    filled = 0
    if lack <= 0 or not len(rows):
        return 0
    # Nobody stands for less than one job: more than ``lack`` people are never needed.
    most = min(lack, len(value))
    bar = np.partition(value, len(value) - most)[len(value) - most]
    best = np.flatnonzero(value >= bar)
    order = np.lexsort((people.key[rows[best]], -value[best]))
    for person in rows[best[order]]:
        jobs = int(households.weight[people.household[person]])
        if filled >= lack or filled + jobs > room:
            break
        filled += jobs
        people.status[person] = EMPLOYED
        people.on_site[person] = True
        people.workplace[person] = model.work_facility(unit)
    return filled


def lay_off(model: Microville, unit: Unit) -> None:
    """Make the people who work in a unit unemployed; they look for work (:func:`find_work`)."""
    people = model.population.people
    row = model.work_facility(unit)
    staff = people.on_site & (people.workplace == row)
    people.status[staff & (people.status == EMPLOYED)] = UNEMPLOYED
    people.workplace[staff] = NOWHERE
    people.on_site[staff] = False
    model.seeking.extend(int(person) for person in np.flatnonzero(staff & people.alive))


def find_work(model: Microville) -> None:
    """Let some of those laid off find work elsewhere, by a monthly chance."""
    people = model.population.people
    seeking = np.array(model.seeking, dtype=np.int64)
    if not len(seeking):
        return
    still = people.alive[seeking] & (people.status[seeking] == UNEMPLOYED)
    finds = still & rng.happens(
        model.seed_number,
        rng.stream("hiring.elsewhere"),
        rng.ppb(1.0 / model.parameters.business.job_search_months),
        people.key[seeking],
        model.month,
    )
    people.status[seeking[finds]] = EMPLOYED
    model.seeking = [int(person) for person in seeking[still & ~finds]]
