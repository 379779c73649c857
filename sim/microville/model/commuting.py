"""Work and school on a weekday: everybody goes to the place that is theirs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from microville import rng
from microville.model.assign import SCHOOL_AGES
from microville.model.daily_kernels import commute
from microville.model.day import NEAR_MS, WEEKDAY, WEEKDAYS
from microville.model.trips import add_trips
from microville.population.columns import EMPLOYED, NOWHERE, OUTSIDE, PUPIL
from microville.territory.categories import FUNCTIONS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from microville.model.model import Microville
    from microville.model.traits import Traits


def work_and_school(model: Microville, traits: Traits) -> None:
    """Send workers and pupils off, and fill ``model.day``.

    Who works or learns beyond the map, works at home, or is off today has what they want, though
    not nearby. Of school levels that the map does not know nothing is said.
    """
    people, activity = model.population.people, model.parameters.activity
    seed, month = model.seed_number, np.uint64(model.month)
    absent = rng.happens(
        seed,
        rng.stream("daily.absent"),
        rng.ppb(activity.absent_share_weekday),
        people.key,
        month,
    )
    # Who works at home does so for the whole run.
    at_home = rng.happens(
        seed, rng.stream("daily.at_home"), rng.ppb(activity.home_working_share), people.key
    )
    stays = absent | (at_home & ~people.on_site)
    works = people.alive & (people.status == EMPLOYED)
    learns = people.alive & (people.status == PUPIL) & _level_known(model, traits.age)
    for who, place, function in (
        (works, people.workplace, "working"),
        (learns, people.school, "learning"),
    ):
        _tally(model, who, function, place)
        goes = who & (place >= 0)
        away = who & (place == OUTSIDE)
        if function == "working":
            away |= goes & stays
            goes &= ~stays
            # A closed workplace leaves them without work that day: there is none to reach.
            shut = goes.copy()
            shut[goes] = ~model.facilities.open[place[goes]]
            model.day.out_of_reach[shut] += WEEKDAYS
            goes &= ~shut
        model.day.served_by[away, FUNCTIONS.index(function)] += WEEKDAYS
        _go(model, traits, goes, place, function)


def _level_known(model: Microville, age: NDArray[np.int16]) -> NDArray[np.bool_]:
    known = np.zeros(len(age), dtype=bool)
    for (low, high), there in zip(SCHOOL_AGES, model.known_levels, strict=True):
        known |= there & (age >= low) & (age <= high)
    return known


def _tally(
    model: Microville, who: NDArray[np.bool_], function: str, place: NDArray[np.int32]
) -> None:
    """Count the wish to work or learn; without a place it is out of reach."""
    day, column = model.day, FUNCTIONS.index(function)
    day.wanted_by[who, column] += WEEKDAYS
    day.out_of_reach[who & (place == NOWHERE)] += WEEKDAYS


def _go(
    model: Microville,
    traits: Traits,
    goes: NDArray[np.bool_],
    place: NDArray[np.int32],
    function: str,
) -> None:
    """Choose modes of those who go, and record what they got."""
    people, day = model.population.people, model.day
    persons = np.flatnonzero(goes).astype(np.int32)
    rows = place[persons]
    if function == "working":
        column = model.work_columns()[rows]
        time = model.access.work_ms[:, traits.home[persons], column].T
    else:
        time = model.school_ms[persons]
    mode, ms = np.zeros(len(persons), np.int8), np.zeros(len(persons), np.int32)
    commute(
        rng.start_state(model.seed_number, rng.stream(f"daily.{function}")),
        rng.gumbel_table(),
        np.uint64(model.month),
        persons,
        people.key,
        traits.may,
        traits.slow_permille,
        np.ascontiguousarray(time),
        traits.constant,
        traits.per_hour,
        traits.longest_ms,
        mode,
        ms,
    )
    gets = mode >= 0
    column_of = FUNCTIONS.index(function)
    day.served_by[persons[gets], column_of] += WEEKDAYS
    day.near_by[persons[gets & (mode < 2) & (ms <= NEAR_MS)], column_of] += WEEKDAYS
    day.out_of_reach[persons[~gets]] += WEEKDAYS
    point = model.facilities.point[rows[gets]]
    function_of = np.full(len(point), column_of, dtype=np.int8)
    add_trips(model, traits, persons[gets], mode[gets], ms[gets], point, function_of, WEEKDAY)
