"""What kernels ask of people and parameters: made once a month."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from microville.model.access_state import FARTHEST_MS, MODES

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from microville.model.model import Microville

SLOW_FROM, SLOW_UNTIL = 65, 6
BIKE_FROM = 8
DRIVEN_UNTIL = 15
"""Walks slowly from 65 and under 6; rides alone from 8; is driven by the household until 15
(assumptions; MODEL.md 5.1 gives the slow profile)."""


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
        Which modes they may use, shape (people, modes).
    constant, per_hour
        Utility of each mode: thousandths of a util, and thousandths of a util an hour.
    longest_ms
        Longest trip by mode.
    """

    age: NDArray[np.int16]
    home: NDArray[np.int32]
    weight: NDArray[np.int16]
    slow_permille: NDArray[np.int64]
    may: NDArray[np.bool_]
    constant: NDArray[np.int64]
    per_hour: NDArray[np.int64]
    longest_ms: NDArray[np.int64]


def make_traits(model: Microville) -> Traits:
    """Return this month's traits of everyone."""
    people, households = model.population.people, model.population.households
    mobility = model.parameters.mobility
    age = people.age(model.month)
    owns_car = households.cars[people.household] > 0
    slow = round(1000 * mobility.walk_speed_kmh / mobility.walk_slow_speed_kmh)
    may = np.ones((len(people), len(MODES)), dtype=bool)
    may[:, 1] = people.bike & (age >= BIKE_FROM)
    may[:, 2] = owns_car & (people.licence | (age < DRIVEN_UNTIL))
    utils = (
        (mobility.constant_walk, mobility.beta_time_walk_per_min, mobility.max_walk_min),
        (mobility.constant_bike, mobility.beta_time_bike_per_min, mobility.max_bike_min),
        (mobility.constant_car, mobility.beta_time_car_per_min, FARTHEST_MS / 60_000),
    )
    return Traits(
        age=age,
        home=households.home[people.household],
        weight=households.weight[people.household],
        slow_permille=np.where((age >= SLOW_FROM) | (age < SLOW_UNTIL), slow, 1000).astype(
            np.int64
        ),
        may=may,
        constant=np.array([round(u[0] * 1000) for u in utils], dtype=np.int64),
        per_hour=np.array([round(u[1] * 60_000) for u in utils], dtype=np.int64),
        longest_ms=np.array([round(u[2] * 60_000) for u in utils], dtype=np.int64),
    )
