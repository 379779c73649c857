"""The errands of one typical day: agenda, choice and admission, in at most three rounds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from microville import rng
from microville.access.threads import chunks, share
from microville.model.daily.admission import admit
from microville.model.daily.agenda import agenda, window_of_functions
from microville.model.daily.choice import (
    FULL,
    OUT_OF_REACH,
    PENDING,
    SERVED,
    choose,
    full_hours,
)
from microville.model.daily.opening import SLOTS
from microville.model.daily.options import learn_options
from microville.model.facilities import ERRANDS
from microville.territory.categories import FUNCTIONS, categories

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from microville.model.daily.mains import Mains
    from microville.model.model import Microville
    from microville.model.traits import Traits

TRIES = 3
"""A first choice and two more (MODEL.md 5.4)."""
PLAYGROUND_AGE = 12
FUNCTION_OF = np.array(
    [FUNCTIONS.index(categories()[name].function) for name in ERRANDS], dtype=np.int8
)
"""Index of the social function of each errand."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """Wishes of one day and what became of them: one a row, by person and hour.

    Attributes
    ----------
    person, category
        Row of the person; index in ``ERRANDS``.
    minute
        When they would be there; -1 if nothing is open when they are free.
    follows
        Starts a tour, follows the wish before, or the day's work or school (see ``agenda``).
    state
        ``SERVED``, or the index of the reason why not (``day.REASONS``).
    facility, mode, ms
        The last choice made: facility row (-1 none), mode (-1 none), milliseconds from home.
    starts
        Number of the first wish of each part of people, and after the last: threads take parts.
    """

    person: NDArray[np.int32]
    category: NDArray[np.int8]
    minute: NDArray[np.int16]
    follows: NDArray[np.int8]
    state: NDArray[np.int8]
    facility: NDArray[np.int32]
    mode: NDArray[np.int8]
    ms: NDArray[np.int32]
    starts: NDArray[np.int64]

    @property
    def served(self) -> NDArray[np.bool_]:
        """Which were served."""
        served: NDArray[np.bool_] = self.state == SERVED
        return served

    def part(self, number: int) -> slice:
        """Return the wishes of one part of people (``chunks`` of ``Traits.by_home``)."""
        return slice(int(self.starts[number]), int(self.starts[number + 1]))


def rooms(model: Microville, kind: int) -> NDArray[np.int64]:
    """Return the visits that each facility can take by hour of a day (by the day in hour 0)."""
    facilities = model.facilities
    visits = np.where(facilities.open, facilities.capacity, 0).astype(np.int64)
    hours = np.ones(len(facilities), dtype=np.int64)
    errand = (facilities.category >= 0) & (facilities.category < len(ERRANDS))
    hours[errand] = model.opening.hours(kind)[facilities.category[errand]]
    return np.repeat(-(-visits // hours)[:, None], SLOTS, axis=1)


def errands(
    model: Microville, traits: Traits, kind: int, room: NDArray[np.int64], mains: Mains
) -> tuple[Wishes, NDArray[np.int64]]:
    """Draw, choose and ration the errands of one day.

    Parameters
    ----------
    model, traits
        The state.
    kind
        Weekday or Saturday.
    room
        Visits that each facility can take, shape (facilities, hours); lowered in place.
    mains
        The day's work and school.

    Returns
    -------
    wishes
        What became of each.
    turned_away
        Visits that each facility refused.
    """
    people = model.population.people
    occasion = np.uint64(model.month * 2 + kind)
    parts = _draw(model, traits, kind, occasion, mains)
    starts = np.cumsum([0, *(len(part[0]) for part in parts)])
    person, category, minute, follows = (
        np.concatenate([part[i] for part in parts]) for i in range(4)
    )
    count = len(person)
    wishes = Wishes(
        person,
        category,
        minute,
        follows,
        np.full(count, PENDING, dtype=np.int8),
        np.full(count, -1, dtype=np.int32),
        np.full(count, -1, dtype=np.int8),
        np.zeros(count, dtype=np.int32),
        starts,
    )
    if traits.stays_in is not None:
        wishes.state[traits.stays_in[person]] = OUT_OF_REACH
    turned = np.zeros(len(model.facilities), dtype=np.int64)
    luck = rng.start_state(model.seed_number, rng.stream("daily.admission"))
    by_hour = ~model.opening.appointment
    learn_options(model, traits.home[traits.by_home])
    row = model.worths.rows(traits.by_home, traits.home, traits.kind)
    for attempt in range(TRIES):
        _choose(model, traits, wishes, room, mains, row, occasion)
        model.elsewhere.come(kind, attempt, room)
        left = admit(
            luck,
            occasion,
            (person, category, minute, wishes.state),
            wishes.facility,
            by_hour,
            (people.key, model.facilities.key),
            traits.weight,
            room,
            turned,
        )
        model.elsewhere.admitted(kind, attempt, wishes, room)
        if not left:
            break
    wishes.state[wishes.state == PENDING] = FULL
    return wishes, turned


def _choose(
    model: Microville,
    traits: Traits,
    wishes: Wishes,
    room: NDArray[np.int64],
    mains: Mains,
    row: NDArray[np.int32],
    occasion: np.uint64,
) -> None:
    """Let pending wishes choose, each part (whole persons) on a thread."""
    state = rng.start_state(model.seed_number, rng.stream("daily.choice"))
    people, facilities = model.population.people, model.facilities
    full, by_hour = full_hours(room), ~model.opening.appointment

    def part(number: int) -> None:
        own = wishes.part(number)
        columns = (wishes.person, wishes.category, wishes.minute, wishes.follows, wishes.state)
        choose(
            (state, occasion),
            rng.gumbel_table(),
            tuple(column[own] for column in columns),
            full,
            by_hour,
            (people.key, traits.home, traits.may, traits.slow_permille, mains.mode, row),
            facilities.key,
            (model.options.facility, model.options.ms),
            model.worths.table,
            model.utility,
            wishes.facility[own],
            wishes.mode[own],
            wishes.ms[own],
        )

    share(part, range(len(wishes.starts) - 1))


Part = tuple["NDArray[np.int32]", "NDArray[np.int8]", "NDArray[np.int16]", "NDArray[np.int8]"]


def _draw(
    model: Microville, traits: Traits, kind: int, occasion: np.uint64, mains: Mains
) -> list[Part]:
    """Return person, category, minute and what it follows of each wish, in parts by person."""
    people, activity = model.population.people, model.parameters.activity
    here = traits.by_home
    segment, chance = chances(model, traits.age)
    chain = tuple(
        int(rng.ppb(value))
        for value in (activity.stop_on_way_home_share, activity.chained_errand_share)
    )
    hours = model.opening.first[kind], model.opening.last[kind]
    free = window_of_functions()[FUNCTION_OF]
    state = rng.start_state(model.seed_number, rng.stream("daily.agenda"))

    def draw(part: range) -> Part:
        own = here[part.start : part.stop]
        most = len(own) * len(ERRANDS)
        person, category = np.empty(most, np.int32), np.empty(most, np.int8)
        minute, follows = np.empty(most, np.int16), np.empty(most, np.int8)
        count = agenda(
            state,
            occasion,
            own,
            people.key,
            segment,
            chance[kind],
            chain,
            hours,
            free,
            (mains.end, mains.home_at),
            person,
            category,
            minute,
            follows,
        )
        return person[:count], category[:count], minute[:count], follows[:count]

    return share(draw, chunks(len(here)))


def chances(
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
        share_of_all = counts[who].sum() / total if total else 1.0
        per_week[who, c] = rate / max(share_of_all, 0.01)
    factor = activity.saturday_factor
    weekday = per_week / (5 + factor)
    return segment, np.stack([rng.ppb(weekday), rng.ppb(weekday * factor)])
