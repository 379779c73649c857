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

HIRE_WITHIN_MS = 45 * 60_000
"""Nobody is hired from farther than three quarters of an hour by car (assumption)."""
UNEMPLOYED_BONUS = 1500
"""Thousandths of a util by which people without work come first (assumption)."""


def hire(model: Microville, unit: Unit) -> None:
    """Fill a unit's jobs with people of the map, near ones and unemployed ones first.

    People who had another job leave it to somebody from beyond the map (assumption until firms
    compete for workers).
    """
    people = model.population.people
    column = int(model.access.work_column(np.array([unit.place]))[0])
    candidates = np.flatnonzero(
        people.alive
        & ((people.status == EMPLOYED) | (people.status == UNEMPLOYED))
        & ~people.on_site
    )
    home = model.population.households.home[people.household[candidates]]
    time = model.access.work_ms[2, home, column].astype(np.int64)
    near = (time != NEVER) & (time <= HIRE_WITHIN_MS)
    candidates, time = candidates[near], time[near]
    traits = model.traits()
    value = traits.constant[2] + traits.per_hour[2] * time // 3_600_000
    value[people.status[candidates] == UNEMPLOYED] += UNEMPLOYED_BONUS
    value += _luck(model, unit, people.key[candidates])
    weight = model.population.households.weight[people.household[candidates]].astype(np.int64)
    order = np.argsort(-value, kind="stable")
    # Somebody who stands for ten takes ten jobs: stop where the next would pass the half.
    filled = np.cumsum(weight[order])
    chosen = candidates[order[filled - weight[order] // 2 <= unit.jobs]]
    people.status[chosen] = EMPLOYED
    people.on_site[chosen] = True
    people.workplace[chosen] = model.work_facility(unit)


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
    model.needs_work = model.needs_work or bool(finds.any())
    model.seeking = [int(person) for person in seeking[still & ~finds]]


def _luck(model: Microville, unit: Unit, keys: NDArray[np.uint64]) -> NDArray[np.int64]:
    bits = rng.bits(
        model.seed_number, rng.stream("hiring"), keys, rng.identity(unit.key), unit.lettings
    )
    table = rng.gumbel_table()
    first = (bits >> np.uint64(52)).astype(np.int64)
    tail = ((bits >> np.uint64(40)) & np.uint64(4095)).astype(np.int64)
    return np.asarray(np.where(first == 4095, table[1, tail], table[0, first]), dtype=np.int64)
