"""7. Daily life: one typical weekday and one typical Saturday.

Everybody draws wishes by weekly rates, chooses facility and mode, is admitted or turned away, and
goes to work or school. Chains of activities, departure times and paths come with the issue on
people; here each wish is a tour from home and back.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from microville import rng
from microville.model.calendar import SATURDAYS_A_MONTH, WEEKDAYS_A_MONTH
from microville.model.daily_kernels import choose, commute, ration, wishes
from microville.model.day import SATURDAY, WEEKDAY
from microville.model.facilities import ERRANDS
from microville.population.columns import CHILD, EMPLOYED, NEWCOMER, NOWHERE, OUTSIDE
from microville.territory.categories import FUNCTIONS, categories

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from microville.model.model import Microville
    from microville.model.traits import Traits

TRIES = 3
"""A first choice and two more (MODEL.md 5.4)."""
DETOUR = 1.3
"""Road metres over straight metres for car kilometres (assumption; the streets of the map have a
detour of 1.2 to 1.4)."""
NEAR_MS = 15 * 60_000
PLAYGROUND_AGE = 12
WEEKDAYS, SATURDAYS = 5, 1
"""Days of each kind in a week of results."""


def daily_life(model: Microville) -> None:
    """Simulate the month's typical days and fill ``model.day`` and the facilities' visits."""
    people = model.population.people
    model.day.clear(len(people))
    model.facilities.visits[:] = 0
    model.facilities.turned_away[:] = 0
    traits = model.traits()
    for kind in (WEEKDAY, SATURDAY):
        room = np.where(model.facilities.open, model.facilities.capacity, 0).astype(np.int64)
        done, turned = errands(model, traits, kind, room)
        _record(model, traits, kind, done)
        days = WEEKDAYS_A_MONTH if kind == WEEKDAY else SATURDAYS_A_MONTH
        model.facilities.turned_away += np.rint(turned * days).astype(np.int64)
    _work_and_school(model, traits)


def _chances(
    model: Microville, age: NDArray[np.int16]
) -> tuple[NDArray[np.int8], NDArray[np.int64]]:
    """Return each person's segment and the daily chances by day kind, segment and category.

    Segments: 0 under 3, 1 to 12 years, 2 to 17, 3 adults. Weekly visits are spread over five
    weekdays and a Saturday that counts ``saturday_factor`` weekdays. Under-threes are taken along,
    children do not shop; rates of adults are raised so that the mean of all stays as published.
    """
    activity = model.parameters.activity
    segment = np.digitize(age, [3, PLAYGROUND_AGE + 1, 18]).astype(np.int8)
    counts = model.segment_counts
    total = counts.sum()
    per_week = np.zeros((4, len(ERRANDS)))
    child_ok = {"playground", "sports_ground", "library", "green_space", "general_practitioner"}
    for c, name in enumerate(ERRANDS):
        if name not in model.known_errands:
            continue  # of a category that the map does not know nothing is said
        rate = getattr(activity, f"{name}_visits_week")
        if name == "playground":
            # The published habit is that of children, with an adult.
            per_week[1, c] = rate
            continue
        who = [1, 2, 3] if name in child_ok else [3]
        if name in ("bakery", "restaurant_cafe"):
            who = [2, 3]
        share = counts[who].sum() / total if total else 1.0
        per_week[who, c] = rate / max(share, 0.01)
    factor = activity.saturday_factor
    weekday = per_week / (5 + factor)
    return segment, np.stack([rng.ppb(weekday), rng.ppb(weekday * factor)])


@dataclass(frozen=True, slots=True)
class Wishes:
    """Wishes of one day and what became of them, one a row."""

    person: NDArray[np.int32]
    category: NDArray[np.int16]
    served: NDArray[np.bool_]
    reached: NDArray[np.bool_]
    facility: NDArray[np.int32]
    mode: NDArray[np.int8]
    ms: NDArray[np.int32]


def errands(
    model: Microville, traits: Traits, kind: int, room: NDArray[np.int64]
) -> tuple[Wishes, NDArray[np.int64]]:
    """Draw, choose and ration the errands of one day.

    Parameters
    ----------
    model, traits
        The state.
    kind
        Weekday or Saturday.
    room
        Visits that each facility can take today; lowered in place.

    Returns
    -------
    wishes
        What became of each.
    turned_away
        Visits that each facility refused.
    """
    people, facilities = model.population.people, model.facilities
    segment, chance = _chances(model, traits.age)
    occasion = np.uint64(model.month * 2 + kind)
    person, category = _draw(model, segment, chance[kind], occasion)
    count = len(person)
    pending, served = np.ones(count, dtype=bool), np.zeros(count, dtype=bool)
    reached = np.zeros(count, dtype=bool)
    facility = np.full(count, -1, dtype=np.int32)
    mode, ms = np.zeros(count, dtype=np.int8), np.zeros(count, dtype=np.int32)
    turned = np.zeros(len(facilities), dtype=np.int64)
    state = rng.start_state(model.seed_number, rng.stream("daily.choice"))
    for _ in range(TRIES):
        choose(
            state,
            rng.gumbel_table(),
            occasion,
            person,
            category,
            pending,
            room <= 0,
            people.key,
            facilities.key,
            traits.home,
            traits.may,
            traits.slow_permille,
            model.access.home_ms,
            model.access.home_owner,
            traits.constant,
            traits.per_hour,
            traits.longest_ms,
            facility,
            mode,
            ms,
        )
        reached |= pending & (facility >= 0)
        ration(person, traits.weight, pending, facility, room, served, turned)
        if not pending.any():
            break
    return Wishes(person, category, served, reached, facility, mode, ms), turned


def _draw(
    model: Microville,
    segment: NDArray[np.int8],
    chance: NDArray[np.int64],
    occasion: np.uint64,
) -> tuple[NDArray[np.int32], NDArray[np.int16]]:
    """Return person and category of each wish of a day, in the day's order of people."""
    people = model.population.people
    here = np.flatnonzero(people.alive)
    luck = rng.bits(model.seed_number, rng.stream("daily.order"), people.key[here], occasion)
    order = here[np.argsort(luck, kind="stable")].astype(np.int32)
    person = np.empty(len(order) * len(ERRANDS), dtype=np.int32)
    category = np.empty(len(person), dtype=np.int16)
    state = rng.start_state(model.seed_number, rng.stream("daily.wishes"))
    count = wishes(state, people.key, order, segment, chance, occasion, person, category)
    return person[:count], category[:count]


def _record(model: Microville, traits: Traits, kind: int, done: Wishes) -> None:
    """Add a day's errands to the week's results and to the facilities' visits."""
    day, facilities = model.day, model.facilities
    times = WEEKDAYS if kind == WEEKDAY else SATURDAYS
    person, served, function = done.person, done.served, FUNCTION_OF[done.category]
    np.add.at(day.wanted_by, (person, function), times)
    np.add.at(day.served_by, (person[served], function[served]), times)
    near = served & (done.mode < 2) & (done.ms <= NEAR_MS)
    np.add.at(day.near_by, (person[near], function[near]), times)
    if kind == WEEKDAY:
        np.add.at(day.wanted, person, 1)
        np.add.at(day.served, person[served], 1)
    np.add.at(day.turned_away, person[~served & done.reached], times)
    np.add.at(day.out_of_reach, person[~served & ~done.reached], times)
    facility = done.facility[served]
    if kind == WEEKDAY:
        model.site_visits = _visits_from_outside(model, traits, person[served], facility)
    _add_trips(
        model,
        traits,
        person[served],
        done.mode[served],
        done.ms[served],
        facilities.point[facility],
        times,
    )
    days = WEEKDAYS_A_MONTH if kind == WEEKDAY else SATURDAYS_A_MONTH
    weight = traits.weight[person[served]].astype(np.int64)
    daily = np.bincount(facility, weights=weight, minlength=len(facilities))
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


def _add_trips(
    model: Microville,
    traits: Traits,
    person: NDArray[np.int32],
    mode: NDArray[np.int8],
    ms: NDArray[np.int32],
    point: NDArray[np.int32],
    times: int,
) -> None:
    """Count there and back, with kilometres for car trips."""
    day = model.day
    np.add.at(day.trips, (person, mode), 2 * times)
    np.add.at(day.trip_ms, (person, mode), 2 * times * ms.astype(np.int64))
    drive = mode == 2
    xy = model.access.places.xy
    straight = xy[traits.home[person[drive]]] - xy[point[drive]]
    metres = np.rint(np.hypot(straight[:, 0], straight[:, 1]) * DETOUR).astype(np.int64)
    np.add.at(day.car_m, person[drive], 2 * times * metres)


def _work_and_school(model: Microville, traits: Traits) -> None:
    """Send workers and pupils off on weekdays, each to the place that is theirs."""
    people = model.population.people
    activity = model.parameters.activity
    seed, occasion = model.seed_number, np.uint64(model.month)
    absent = rng.happens(
        seed,
        rng.stream("daily.absent"),
        rng.ppb(activity.absent_share_weekday),
        people.key,
        occasion,
    )
    # Who works at home does so for the whole run.
    at_home = rng.happens(
        seed, rng.stream("daily.at_home"), rng.ppb(activity.home_working_share), people.key
    )
    works = people.alive & (people.status == EMPLOYED)
    learns = people.alive & (people.status != EMPLOYED) & (people.status != CHILD)
    _tally(model, works, "working", people.workplace)
    _tally(model, learns & (people.school != NOWHERE), "learning", people.school)
    goes = works & ~absent & ~(at_home & ~people.on_site) & (people.workplace >= 0)
    # A closed workplace sends people home: they count as out of reach of their work.
    goes[goes] = model.facilities.open[people.workplace[goes]]
    _go(model, traits, goes, people.workplace, "working", occasion, model.work_columns())
    goes = learns & (people.school >= 0)
    _go(model, traits, goes, people.school, "learning", occasion, None)
    day = model.day
    # Who works or learns beyond the map, at home, or is off today has what they want, not nearby.
    for who, target, name in (
        (works, people.workplace, "working"),
        (learns, people.school, "learning"),
    ):
        stays = absent | (at_home & ~people.on_site)
        away = who & ((target == OUTSIDE) | ((target >= 0) & stays))
        if name == "learning":
            away = who & (target == OUTSIDE)
        day.served_by[away, FUNCTIONS.index(name)] += WEEKDAYS


def _tally(
    model: Microville, who: NDArray[np.bool_], function: str, target: NDArray[np.int32]
) -> None:
    """Count the wish to work or learn; without a place it is out of reach."""
    day, column = model.day, FUNCTIONS.index(function)
    day.wanted_by[who, column] += WEEKDAYS
    day.out_of_reach[who & (target == NOWHERE)] += WEEKDAYS


def _go(
    model: Microville,
    traits: Traits,
    goes: NDArray[np.bool_],
    target: NDArray[np.int32],
    function: str,
    occasion: np.uint64,
    column_of: NDArray[np.int32] | None,
) -> None:
    people, day = model.population.people, model.day
    persons = np.flatnonzero(goes).astype(np.int32)
    rows = target[persons]
    if column_of is None:
        time = model.school_ms[persons]
    else:
        time = model.access.work_ms[:, traits.home[persons], column_of[rows]].T
    mode, ms = np.zeros(len(persons), np.int8), np.zeros(len(persons), np.int32)
    state = rng.start_state(model.seed_number, rng.stream(f"daily.{function}"))
    commute(
        state,
        rng.gumbel_table(),
        occasion,
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
    column = FUNCTIONS.index(function)
    day.served_by[persons[gets], column] += WEEKDAYS
    near = gets & (mode < 2) & (ms <= NEAR_MS)
    day.near_by[persons[near], column] += WEEKDAYS
    day.out_of_reach[persons[~gets]] += WEEKDAYS
    _add_trips(
        model,
        traits,
        persons[gets],
        mode[gets],
        ms[gets],
        model.facilities.point[rows[gets]],
        WEEKDAYS,
    )


FUNCTION_OF = np.array(
    [FUNCTIONS.index(categories()[name].function) for name in ERRANDS], dtype=np.int16
)
"""Index of the social function of each errand."""
