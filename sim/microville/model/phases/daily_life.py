"""7. Daily life: one typical weekday and one typical Saturday.

On the weekday people go to work or school. Everybody draws wishes by weekly rates and arranges them
in the day, chooses a place and a mode, is admitted or turned away, and travels in tours from home.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from microville.access.threads import share
from microville.model.calendar import SATURDAYS_A_MONTH, WEEKDAYS_A_MONTH
from microville.model.commuting import work_and_school
from microville.model.daily.errands import FUNCTION_OF, Wishes, errands, rooms
from microville.model.daily.mains import Mains, no_mains
from microville.model.daily.tours import tally
from microville.model.day import SATURDAY, SATURDAYS, WEEKDAY, WEEKDAYS, WITHIN_MS
from microville.model.trips import add_trips
from microville.population.columns import NEWCOMER

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from microville.model.model import Microville
    from microville.model.traits import Traits


def daily_life(model: Microville, traits: Traits | None = None) -> None:
    """Simulate the month's typical days and fill ``model.day`` and the facilities' visits.

    Parameters
    ----------
    model
        The state.
    traits
        The month's, if they are known already.
    """
    model.day.clear(len(model.population.people))
    if model.watched is not None:
        model.watched.clear()
    model.facilities.visits[:] = 0
    model.facilities.turned_away[:] = 0
    traits = model.traits() if traits is None else traits
    for kind in (WEEKDAY, SATURDAY):
        mains = (
            work_and_school(model, traits)
            if kind == WEEKDAY
            else no_mains(len(model.population.people))
        )
        done, turned = errands(model, traits, kind, rooms(model, kind), mains)
        _record(model, traits, kind, done, mains)
        days = WEEKDAYS_A_MONTH if kind == WEEKDAY else SATURDAYS_A_MONTH
        turned = turned + model.elsewhere.turned_away(kind)
        model.facilities.turned_away += np.rint(turned * days).astype(np.int64)


def _record(model: Microville, traits: Traits, kind: int, done: Wishes, mains: Mains) -> None:
    """Add a day's errands to the week's results and to the facilities' visits."""
    day, facilities = model.day, model.facilities

    def part(number: int) -> None:
        own = done.part(number)
        tally(
            (done.person[own], done.category[own], done.state[own]),
            (done.mode[own], done.ms[own]),
            FUNCTION_OF,
            WEEKDAYS if kind == WEEKDAY else SATURDAYS,
            WITHIN_MS,
            day.wanted_by,
            day.served_by,
            day.within_by,
            day.unserved_by,
        )

    share(part, range(len(done.starts) - 1))
    served = np.flatnonzero(done.served)
    person, facility = done.person[served], done.facility[served]
    if kind == WEEKDAY:
        people = len(day.wanted)
        day.wanted += np.bincount(done.person, minlength=people).astype(np.int16)
        day.served += np.bincount(person, minlength=people).astype(np.int16)
        model.site_visits = _visits_from_outside(model, traits, person, facility)
    add_trips(model, traits, kind, done, mains)
    days = WEEKDAYS_A_MONTH if kind == WEEKDAY else SATURDAYS_A_MONTH
    weight = traits.weight[person].astype(np.int64)
    daily = np.bincount(facility, weights=weight, minlength=len(facilities))
    daily = daily + model.elsewhere.visits(kind)
    facilities.visits += np.rint(daily * days).astype(np.int64)


def _visits_from_outside(
    model: Microville, traits: Traits, person: NDArray[np.int32], facility: NDArray[np.int32]
) -> int:
    """Return the weekday's visits to site services by people who neither live nor work there."""
    people, households = model.population.people, model.population.households
    there = np.isin(facility, model.site_facilities())
    person = person[there]
    own = people.on_site[person] | (households.presence[people.household[person]] == NEWCOMER)
    return int(traits.weight[person[~own]].sum())
