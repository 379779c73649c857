"""What kernels ask of people and parameters: made once a month."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numba import njit

from microville import rng
from microville.model.daily.utility import slow_permille, utilities
from microville.model.daily.worths import kinds_of
from microville.model.day import TRAVEL_MODES
from microville.model.shocks.people import struck

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from microville.model.model import Microville

SLOW_FROM, SLOW_UNTIL = 65, 6
BIKE_FROM = 8
EBIKE_FROM = 14
DRIVEN_UNTIL = 15
"""Walks slowly from 65 and under 6; rides alone from 8, with electric assistance from 14; is driven
by the household until 15 (assumptions; MODEL.md 5.1 gives the slow profile)."""


@dataclass(frozen=True, slots=True)
class Traits:
    """Columns and constants for choices.

    Attributes
    ----------
    age, home, weight
        Of each person: years, place of the home, how many they stand for.
    slow_permille
        Factor on walking time.
    may
        Which of :data:`~microville.model.day.TRAVEL_MODES` they may use, shape (people, modes).
    constant, per_hour
        Utility of each mode: thousandths of a util, and thousandths of a util an hour.
    longest_ms
        Longest trip by mode.
    stays_in
        Who does not go out in a heat wave; None where nobody stays in for it.
    by_home
        Rows of those who are here, by home: kernels find neighbours' places together.
    """

    age: NDArray[np.int16]
    home: NDArray[np.int32]
    weight: NDArray[np.int16]
    slow_permille: NDArray[np.int64]
    may: NDArray[np.bool_]
    constant: NDArray[np.int64]
    per_hour: NDArray[np.int64]
    longest_ms: NDArray[np.int64]
    by_home: NDArray[np.int32]
    stays_in: NDArray[np.bool_] | None = None

    @property
    def kind(self) -> NDArray[np.int8]:
        """What of a person decides the worth of destinations (see ``daily.worths``).

        Taken from ``may`` each time, so that who changes what people may use changes their choice.
        """
        return kinds_of(self.may, self.slow_permille != 1000)

    def by_network(self) -> NDArray[np.bool_]:
        """Return which networks (walk, bike, car) people may use; electric bikes are bikes."""
        may = self.may[:, :3].copy()
        may[:, 1] |= self.may[:, 3]
        return may


def make_traits(model: Microville) -> Traits:
    """Return this month's traits of everyone."""
    people, households = model.population.people, model.population.households
    age = people.age(model.month)
    is_slow = (age >= SLOW_FROM) | (age < SLOW_UNTIL)
    stays_in = None
    hot = struck(model, "heat", people.key)
    if hot is not None:
        # All walk at the pace of the slow; the old and the young stay at home (assumptions).
        stays_in = hot & is_slow
        is_slow |= hot
    may = _may(model, age)
    home = households.home[people.household]
    constant, per_hour, longest_ms = utilities(model.parameters)
    return Traits(
        age=age,
        home=home,
        weight=households.weight[people.household],
        slow_permille=np.where(is_slow, slow_permille(model.parameters), 1000).astype(np.int64),
        may=may,
        constant=constant,
        per_hour=per_hour,
        longest_ms=longest_ms,
        by_home=rows_by_home(people.alive, home, len(model.homes.zone)),
        stays_in=stays_in,
    )


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def rows_by_home(
    alive: NDArray[np.bool_], home: NDArray[np.int32], homes: int
) -> NDArray[np.int32]:
    """Return the rows of the living in ascending order of home, then of row."""
    first = np.zeros(homes + 1, np.int64)
    for p in range(len(alive)):
        if alive[p]:
            first[home[p] + 1] += 1
    for h in range(homes):
        first[h + 1] += first[h]
    rows = np.empty(first[homes], np.int32)
    for p in range(len(alive)):
        if alive[p]:
            rows[first[home[p]]] = p
            first[home[p]] += 1
    return rows


def _may(model: Microville, age: NDArray[np.int16]) -> NDArray[np.bool_]:
    """Return which modes people may use: an electric bicycle stands in for the plain one."""
    people, households = model.population.people, model.population.households
    may = np.ones((len(people), len(TRAVEL_MODES)), dtype=bool)
    electric = people.bike & rng.happens(
        model.seed_number,
        rng.stream("population.ebike"),
        rng.ppb(model.parameters.mobility.ebike_share_of_bikes),
        people.key,
    )
    may[:, 3] = electric & (age >= EBIKE_FROM)
    may[:, 1] = people.bike & (age >= BIKE_FROM) & ~may[:, 3]
    may[:, 2] = (households.cars[people.household] > 0) & (people.licence | (age < DRIVEN_UNTIL))
    without = struck(model, "fuel", households.key)
    if without is not None:
        may[:, 2] &= ~without[people.household]
    return may
