"""Capacities that fit the custom a facility has at the start."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from microville.model.commuting import work_and_school
from microville.model.daily.errands import errands
from microville.model.daily.mains import no_mains
from microville.model.daily.opening import SLOTS
from microville.model.day import SATURDAY, WEEKDAY
from microville.model.facilities import ERRANDS, NO_LIMIT

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from microville.model.model import Microville
    from microville.model.traits import Traits

SLACK_PERCENT = 120
"""A facility that exists can serve, at any hour, a fifth more than in its busiest simulated hour
(by appointment: on its busiest simulated day; assumption)."""
MONTHS_LOOKED_AT = 3


def settle_capacity(model: Microville) -> None:
    """Raise the capacity of facilities that exist to what they serve when nobody is refused.

    The facility counts are of 2013 and say nothing of sizes: without this, people would be turned
    away in 2025 from shops that do serve them. What opens later keeps the published capacity.
    """
    facilities = model.facilities
    traits = model.traits()
    busiest = np.zeros(len(facilities), dtype=np.int64)
    month = model.month
    for step in range(MONTHS_LOOKED_AT):
        model.month = month + step
        for kind in (WEEKDAY, SATURDAY):
            busiest = np.maximum(busiest, _visits_a_day(model, traits, kind))
    model.month = month
    model.day.clear(len(model.population.people))
    wanted = np.minimum(busiest * SLACK_PERCENT // 100, NO_LIMIT)
    facilities.capacity = np.maximum(facilities.capacity, wanted).astype(np.int32)


def _visits_a_day(model: Microville, traits: Traits, kind: int) -> NDArray[np.int64]:
    """Return what each facility would serve in a day, were every hour like the busiest."""
    facilities = model.facilities
    people = len(model.population.people)
    mains = work_and_school(model, traits) if kind == WEEKDAY else no_mains(people)
    room = np.repeat(np.where(facilities.open, NO_LIMIT, 0).astype(np.int64)[:, None], SLOTS, 1)
    done, _ = errands(model, traits, kind, room, mains)
    served = done.served
    category, facility = done.category[served], done.facility[served]
    hour = np.where(model.opening.appointment[category], 0, done.minute[served] // 60)
    visits = np.zeros((len(facilities), SLOTS))
    np.add.at(visits, (facility, hour), traits.weight[done.person[served]])
    hours = np.ones(len(facilities), dtype=np.int64)
    errand = (facilities.category >= 0) & (facilities.category < len(ERRANDS))
    hours[errand] = model.opening.hours(kind)[facilities.category[errand]]
    daily: NDArray[np.int64] = visits.max(axis=1).astype(np.int64) * hours
    return daily
