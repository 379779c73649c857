"""A crowd of a given size on one map: the population's columns repeated, or a part of them."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

import numpy as np

from microville import rng
from microville.model.daily.agenda import window_of_functions
from microville.model.daily.errands import FUNCTION_OF, chances, rooms
from microville.model.daily.mains import Mains, no_mains
from microville.model.daily.options import learn_options
from microville.model.day import SATURDAY, empty_day
from microville.model.facilities import NO_LIMIT
from microville.population.columns import Households, People
from microville.population.synthesis import Population

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from microville.model import Microville
    from microville.model.traits import Traits

DAY = "the month's day"
"""Name of the columns that a month fills, among :func:`bytes_per_person`."""
KIND = SATURDAY
"""The day that is measured: errands and nothing else."""


@dataclass(frozen=True, slots=True)
class Crowd:
    """A model whose people are a crowd, and what every implementation is given ready made.

    Attributes
    ----------
    model
        The model; its people, traits and capacities are those of the crowd.
    traits
        Of the month.
    mains
        Nobody works.
    segment, chance
        Of each person, and daily chances by segment and category (parts per billion).
    free
        First and last minute, and stay, of each category's function.
    row
        Row of the worths of each person, see ``daily.worths``.
    """

    model: Microville
    traits: Traits
    mains: Mains
    segment: NDArray[np.int8]
    chance: NDArray[np.int64]
    free: NDArray[np.int64]
    row: NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.traits.by_home)

    def room(self) -> NDArray[np.int64]:
        """Return the visits that each facility can take by hour."""
        return rooms(self.model, KIND)


def make_crowd(model: Microville, size: int, scarcity: float = 1.0) -> Crowd:
    """Return a crowd of about a size: whole households, drawn by identity or repeated.

    Parameters
    ----------
    model
        A model that was built and not stepped; its people are replaced (once a model).
    size
        People.
    scarcity
        Capacities are divided by it.
    """
    people, households = model.population.people, model.population.households
    copies = -(-size // len(people))
    share = size / (copies * len(people))
    luck = rng.bits(0, rng.stream("benchmark.crowd"), households.key) >> np.uint64(32)
    kept = luck < np.uint64(round(share * 2**32))
    model.population = _repeated(people, households, np.flatnonzero(kept), copies)
    capacity = model.facilities.capacity.astype(float) * share * copies / scarcity
    model.facilities.capacity = np.clip(capacity, 1, NO_LIMIT).astype(np.int32)
    model.school_ms = np.zeros((len(model.population.people), 3), dtype=np.int32)
    model.day = empty_day(len(model.population.people))
    traits = model.traits()
    segment, chance = chances(model, traits.age)
    learn_options(model, traits.home[traits.by_home])
    row = model.worths.rows(traits.by_home, traits.home, traits.kind)
    free = window_of_functions()[FUNCTION_OF]
    return Crowd(model, traits, no_mains(len(traits.home)), segment, chance[KIND], free, row)


def _repeated(
    people: People, households: Households, kept: NDArray[np.int64], copies: int
) -> Population:
    number = np.full(len(households), -1, dtype=np.int32)
    number[kept] = np.arange(len(kept), dtype=np.int32)
    rows = np.flatnonzero(people.alive & (number[people.household] >= 0))
    own = {f.name: np.tile(getattr(people, f.name)[rows], copies) for f in fields(People)}
    homes = {f.name: np.tile(getattr(households, f.name)[kept], copies) for f in fields(Households)}
    which = np.repeat(np.arange(copies), len(rows))
    own["household"] = number[own["household"]] + (which * len(kept)).astype(np.int32)
    stream = rng.stream("benchmark.copy")
    own["key"] = rng.bits(0, stream, own["key"], which)
    homes["key"] = rng.bits(0, stream, homes["key"], np.repeat(np.arange(copies), len(kept)))
    homes["weight"] = np.ones(len(homes["key"]), dtype=np.int16)
    return Population(People(**own), Households(**homes), 1)


def bytes_per_person(model: Microville) -> dict[str, float]:
    """Return the bytes a person of columns that last, and of those that a month fills."""
    people, households = model.population.people, model.population.households

    def size(table: Any) -> int:
        return sum(getattr(table, f.name).nbytes for f in fields(table))

    count = len(people)
    return {
        "people": size(people) / count,
        "households": size(households) / count,
        "time to school": model.school_ms.nbytes / count,
        DAY: size(model.day) / count,
    }
