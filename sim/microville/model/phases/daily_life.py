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
from microville.access.threads import chunks, share
from microville.model.calendar import SATURDAYS_A_MONTH, WEEKDAYS_A_MONTH
from microville.model.commuting import work_and_school
from microville.model.daily_kernels import choose, ration, wishes
from microville.model.day import NEAR_MS, SATURDAY, SATURDAYS, WEEKDAY, WEEKDAYS
from microville.model.facilities import ERRANDS
from microville.model.trips import add_counts, add_trips
from microville.population.columns import NEWCOMER
from microville.territory.categories import FUNCTIONS, categories

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from microville.model.model import Microville
    from microville.model.traits import Traits

TRIES = 3
"""A first choice and two more (MODEL.md 5.4)."""
PLAYGROUND_AGE = 12


def daily_life(model: Microville) -> None:
    """Simulate the month's typical days and fill ``model.day`` and the facilities' visits."""
    people = model.population.people
    model.day.clear(len(people))
    if model.watched is not None:
        model.watched.clear()
    model.facilities.visits[:] = 0
    model.facilities.turned_away[:] = 0
    traits = model.traits()
    for kind in (WEEKDAY, SATURDAY):
        room = np.where(model.facilities.open, model.facilities.capacity, 0).astype(np.int64)
        done, turned = errands(model, traits, kind, room)
        _record(model, traits, kind, done)
        days = WEEKDAYS_A_MONTH if kind == WEEKDAY else SATURDAYS_A_MONTH
        model.facilities.turned_away += np.rint(turned * days).astype(np.int64)
    work_and_school(model, traits)


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
    table = rng.gumbel_table()
    for _ in range(TRIES):
        refused = room <= 0

        def weigh(part: range, refused: NDArray[np.bool_] = refused) -> None:
            rows = slice(part.start, part.stop)
            choose(
                state,
                table,
                occasion,
                person[rows],
                category[rows],
                pending[rows],
                refused,
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
                facility[rows],
                mode[rows],
                ms[rows],
            )

        share(weigh, chunks(count))
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
    state = rng.start_state(model.seed_number, rng.stream("daily.wishes"))

    def draw(part: range) -> tuple[NDArray[np.int32], NDArray[np.int16]]:
        own = order[part.start : part.stop]
        person = np.empty(len(own) * len(ERRANDS), dtype=np.int32)
        category = np.empty(len(person), dtype=np.int16)
        count = wishes(state, people.key, own, segment, chance, occasion, person, category)
        return person[:count], category[:count]

    parts = share(draw, chunks(len(order)))
    return np.concatenate([p for p, _ in parts]), np.concatenate([c for _, c in parts])


def _record(model: Microville, traits: Traits, kind: int, done: Wishes) -> None:
    """Add a day's errands to the week's results and to the facilities' visits."""
    day, facilities = model.day, model.facilities
    times = WEEKDAYS if kind == WEEKDAY else SATURDAYS
    person, served, function = done.person, done.served, FUNCTION_OF[done.category]
    add_counts(day.wanted_by, person, function, times)
    add_counts(day.served_by, person[served], function[served], times)
    near = served & (done.mode < 2) & (done.ms <= NEAR_MS)
    add_counts(day.near_by, person[near], function[near], times)
    if kind == WEEKDAY:
        _count(day.wanted, person, 1)
        _count(day.served, person[served], 1)
    _count(day.turned_away, person[~served & done.reached], times)
    _count(day.out_of_reach, person[~served & ~done.reached], times)
    facility = done.facility[served]
    if kind == WEEKDAY:
        model.site_visits = _visits_from_outside(model, traits, person[served], facility)
    add_trips(
        model,
        traits,
        person[served],
        done.mode[served],
        done.ms[served],
        facilities.point[facility],
        function[served].astype(np.int8),
        kind,
    )
    days = WEEKDAYS_A_MONTH if kind == WEEKDAY else SATURDAYS_A_MONTH
    weight = traits.weight[person[served]].astype(np.int64)
    daily = np.bincount(facility, weights=weight, minlength=len(facilities))
    facilities.visits += np.rint(daily * days).astype(np.int64)


def _count(column: NDArray[np.int16], rows: NDArray[np.int32], times: int) -> None:
    """Add to a column at rows, which may come again; in place."""
    column += (np.bincount(rows, minlength=len(column)) * times).astype(column.dtype)


def _visits_from_outside(
    model: Microville, traits: Traits, person: NDArray[np.int32], facility: NDArray[np.int32]
) -> int:
    """Return the weekday's visits to site services by people who neither live nor work there."""
    people, households = model.population.people, model.population.households
    there = np.isin(facility, model.site_facilities())
    person = person[there]
    own = people.on_site[person] | (households.presence[people.household[person]] == NEWCOMER)
    return int(traits.weight[person[~own]].sum())


FUNCTION_OF = np.array(
    [FUNCTIONS.index(categories()[name].function) for name in ERRANDS], dtype=np.int16
)
"""Index of the social function of each errand."""
