"""Who works on the site: jobs are filled by people of the map, and lost with their tenant."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from microville import rng
from microville.access import NEVER
from microville.population.columns import EMPLOYED, NOWHERE, UNEMPLOYED

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from microville.model.model import Microville
    from microville.model.site import Unit
    from microville.model.traits import Traits

HIRE_WITHIN_MS = 45 * 60_000
"""Nobody is hired from farther than three quarters of an hour (assumption)."""
UNEMPLOYED_BONUS = 1500
"""Thousandths of a util by which people without work come first (assumption)."""
UNABLE = -(2**62)


def fill_jobs(model: Microville) -> None:
    """Fill the jobs of let units that nobody has: after a letting, a retirement, a move.

    Somebody who stands for ten takes ten jobs, so that a unit may be a little over while the site
    as a whole never is. People who had another job leave it to somebody from beyond the map
    (assumption until firms compete for workers).
    """
    people, households = model.population.people, model.population.households
    here = people.alive & people.on_site
    weight = households.weight[people.household[here]]
    staff = np.bincount(
        people.workplace[here], weights=weight, minlength=len(model.facilities)
    ).astype(np.int64)
    let = [unit for unit in model.site.units if unit.jobs]
    room = sum(unit.jobs for unit in let) - sum(int(staff[model.work_facility(u)]) for u in let)
    if room < model.population.weight:
        return
    traits = model.traits()
    for unit in let:
        lack = unit.jobs - int(staff[model.work_facility(unit)])
        if lack > 0 and room > 0:
            room -= hire(model, unit, traits, lack=lack, room=room)


def hire(model: Microville, unit: Unit, traits: Traits, *, lack: int, room: int) -> int:
    """Hire people of the map for a unit, near ones and unemployed ones first.

    Parameters
    ----------
    model, unit, traits
        The state.
    lack
        Jobs that the unit wants to fill.
    room
        Jobs that the site as a whole may fill.

    Returns
    -------
    int
        Jobs filled.
    """
    people = model.population.people
    column = int(model.access.work_column(np.array([unit.place], dtype=np.int32))[0])
    candidates = np.flatnonzero(
        people.alive
        & ((people.status == EMPLOYED) | (people.status == UNEMPLOYED))
        & ~people.on_site
    )
    time = model.access.work_ms[:, traits.home[candidates], column].T.astype(np.int64)
    able = traits.may[candidates] & (time != NEVER) & (time <= HIRE_WITHIN_MS)
    # Times that stand for never would overflow the product.
    travel = traits.per_hour * np.where(able, time, 0) // 3_600_000
    value = np.where(able, traits.constant + travel, UNABLE).max(axis=1)
    candidates, value = candidates[value > UNABLE], value[value > UNABLE]
    value[people.status[candidates] == UNEMPLOYED] += UNEMPLOYED_BONUS
    value += _luck(model, unit, people.key[candidates])
    filled = 0
    for person in candidates[np.argsort(-value, kind="stable")]:
        jobs = int(traits.weight[person])
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


def _luck(model: Microville, unit: Unit, keys: NDArray[np.uint64]) -> NDArray[np.int64]:
    bits = rng.bits(
        model.seed_number,
        rng.stream("hiring"),
        keys,
        rng.identity(unit.key),
        unit.lettings,
        model.month,
    )
    table = rng.gumbel_table()
    first = (bits >> np.uint64(52)).astype(np.int64)
    tail = ((bits >> np.uint64(40)) & np.uint64(4095)).astype(np.int64)
    return np.asarray(np.where(first == 4095, table[1, tail], table[0, first]), dtype=np.int64)
