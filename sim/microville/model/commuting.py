"""Work and school on a weekday: everybody goes to the place that is theirs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from microville import rng
from microville.access.threads import chunks, share
from microville.model.daily.agenda import MAIN_WINDOWS
from microville.model.daily.going import go, to_work
from microville.model.daily.mains import AWAY_HOME_MIN, Mains, no_mains
from microville.model.day import ACTIVE, WEEKDAYS, WITHIN_MS
from microville.model.schooling.schools import SCHOOL_AGES
from microville.population.columns import EMPLOYED, NOWHERE, OUTSIDE, PUPIL
from microville.territory.categories import FUNCTIONS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from microville.model.model import Microville
    from microville.model.traits import Traits


def work_and_school(model: Microville, traits: Traits) -> Mains:
    """Send workers and pupils off, fill ``model.day``, and return who goes where until when.

    Who works or learns beyond the map, works at home, or is off today has what they want, though
    not nearby. Of school levels that the map does not know nothing is said.
    """
    people = model.population.people
    mains = no_mains(len(people))
    stays = _stay(model)
    works = people.alive & (people.status == EMPLOYED)
    learns = people.alive & (people.status == PUPIL) & _level_known(model, traits.age)
    for who, place, function in (
        (works, people.workplace, "working"),
        (learns, people.school, "learning"),
    ):
        _tally(model, who, function, place)
        goes = who & (place >= 0)
        away = who & (place == OUTSIDE)
        beyond = away & ~stays if function == "working" else away
        _be_away(model, mains, np.flatnonzero(beyond), function)
        if function == "working":
            away |= goes & stays
            goes &= ~stays
            # A closed workplace leaves them without work that day: there is none to reach.
            shut = goes.copy()
            shut[goes] = ~model.facilities.open[place[goes]]
            model.day.out_of_reach[shut] += WEEKDAYS
            goes &= ~shut
        model.day.served_by[away, FUNCTIONS.index(function)] += WEEKDAYS
        _go(model, traits, mains, goes, place, function)
    return mains


def _stay(model: Microville) -> NDArray[np.bool_]:
    """Return who does not go to work today: off, ill, part time, or working at home for good."""
    people, activity, seed = model.population.people, model.parameters.activity, model.seed_number
    absent = rng.happens(
        seed,
        rng.stream("daily.absent"),
        rng.ppb(activity.absent_share_weekday),
        people.key,
        np.uint64(model.month),
    )
    at_home = rng.happens(
        seed, rng.stream("daily.at_home"), rng.ppb(activity.home_working_share), people.key
    )
    return absent | (at_home & ~people.on_site)


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


def _hours(
    model: Microville, rows: NDArray[np.int64], function: str
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return first and last minute at work or school; everybody keeps theirs for the whole run."""
    first, last, stay = MAIN_WINDOWS[function]
    key = model.population.people.key[rows]
    start = first + rng.below(
        model.seed_number, rng.stream(f"daily.start.{function}"), last - first, key
    )
    return start, start + stay


def _be_away(model: Microville, mains: Mains, rows: NDArray[np.int64], function: str) -> None:
    """Note until when people are beyond the map; how they go there is not simulated."""
    _, end = _hours(model, rows, function)
    mains.home_at[rows] = end + AWAY_HOME_MIN


def _go(
    model: Microville,
    traits: Traits,
    mains: Mains,
    goes: NDArray[np.bool_],
    place: NDArray[np.int32],
    function: str,
) -> None:
    """Choose modes of those who go, and record what they got."""
    day = model.day
    persons = np.flatnonzero(goes).astype(np.int32)
    rows = place[persons]
    work_ms, column = model.access.work_ms, model.work_columns()[rows]
    point = model.facilities.point[rows]
    mode, ms = np.zeros(len(persons), np.int8), np.zeros(len(persons), np.int32)
    state = rng.start_state(model.seed_number, rng.stream(f"daily.{function}"))
    transit = model.transit_columns()[:4]

    def part(own: range) -> None:
        cut = slice(own.start, own.stop)
        who = persons[cut]
        at_work = function == "working"
        times = to_work(work_ms, traits.home[who], column[cut]) if at_work else model.school_ms[who]
        go(
            (state, np.uint64(model.month)),
            rng.gumbel_table(),
            who,
            point[cut],
            times,
            (model.population.people.key, traits.home, traits.may, traits.slow_permille),
            model.utility,
            transit,
            mode[cut],
            ms[cut],
        )

    share(part, chunks(len(persons)))
    gets = mode >= 0
    column_of = FUNCTIONS.index(function)
    day.served_by[persons[gets], column_of] += WEEKDAYS
    active = gets & np.isin(mode, ACTIVE)
    for i, limit in enumerate(WITHIN_MS):
        day.within_by[persons[active & (ms <= limit)], column_of, i] += WEEKDAYS
    day.out_of_reach[persons[~gets]] += WEEKDAYS
    who = persons[gets]
    start, end = _hours(model, who.astype(np.int64), function)
    mains.mode[who], mains.ms[who], mains.point[who] = mode[gets], ms[gets], point[gets]
    mains.function[who] = column_of
    mains.start[who], mains.end[who] = start, end
    mains.home_at[who] = end + ms[gets] // 60_000
