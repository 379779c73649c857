"""What a simulated week gives: trips, minutes and commutes by mode, for any group of people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from microville import rng
from microville.calibration.targets import YOUNGEST
from microville.model.day import TRAVEL_MODES
from microville.model.watch import day_trips
from microville.population.synthesis import is_urban
from microville.territory.categories import FUNCTIONS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from microville.model import Microville

BAND_YEARS = 1
"""Strata are communes by bands of so many years of age."""


@dataclass(frozen=True, slots=True)
class Observed:
    """Weighted sums of a group, which add up over seeds.

    Attributes
    ----------
    trips, ms
        By mode of ``TRAVEL_MODES``, a week.
    commutes
        Ways to work by mode, a weekday.
    weekday_trips, persons
        Trips of a weekday, and how many people made them.
    """

    trips: NDArray[np.float64]
    ms: NDArray[np.float64]
    commutes: NDArray[np.float64]
    weekday_trips: float
    persons: float

    def __add__(self, other: Observed) -> Observed:
        """Return the sums of both."""
        return Observed(
            self.trips + other.trips,
            self.ms + other.ms,
            self.commutes + other.commutes,
            self.weekday_trips + other.weekday_trips,
            self.persons + other.persons,
        )

    def shares(self) -> dict[str, float]:
        """Return the share of trips by mode, 0 to 1."""
        return dict(zip(TRAVEL_MODES, (self.trips / self.trips.sum()).tolist(), strict=True))

    def minutes(self) -> dict[str, float]:
        """Return the mean minutes of a trip by mode."""
        mean = self.ms / np.maximum(self.trips, 1) / 60_000
        return dict(zip(TRAVEL_MODES, mean.tolist(), strict=True))

    def commuting(self) -> dict[str, float]:
        """Return the share of ways to work by mode, 0 to 1."""
        total = max(self.commutes.sum(), 1.0)
        return dict(zip(TRAVEL_MODES, (self.commutes / total).tolist(), strict=True))


def strata(model: Microville) -> NDArray[np.bool_]:
    """Return which people belong to the fitted half of the strata: communes by age.

    In each commune years of age alternate, so that the halves are alike; which of them begins is
    drawn by the commune's identity, the same in every run.
    """
    people, households = model.population.people, model.population.households
    zone = households.zone[people.household].astype(np.int64)
    band = people.age(0).astype(np.int64) // BAND_YEARS
    names = model.territory.layers["zones"]["zone"]
    keys = np.array([rng.identity("stratum", str(name)) for name in names], dtype=np.uint64)
    drawn = rng.below(0, rng.stream("calibration.half"), 2, keys)
    fitted: NDArray[np.bool_] = (drawn[zone] + band) % 2 == 0
    return fitted


def in_villages(model: Microville) -> NDArray[np.bool_]:
    """Return which people live in communes that are no towns."""
    people, households = model.population.people, model.population.households
    count = len(model.territory.layers["zones"])
    rural = np.array(
        [not is_urban(model.territory, row, model.parameters) for row in range(count)], dtype=bool
    )
    return rural[households.zone[people.household].astype(np.int64)]


def observe(model: Microville, who: NDArray[np.bool_]) -> Observed:
    """Return what the last simulated week gave to people of six and over.

    Parameters
    ----------
    model
        A watched model after a step.
    who
        Which people to count.
    """
    people, households = model.population.people, model.population.households
    counted = people.alive & who & (people.age(model.month - 1) >= YOUNGEST)
    weight = np.where(counted, households.weight[people.household], 0).astype(np.float64)
    trips = day_trips(model)
    own = weight[trips.person]
    commute = (trips.function == FUNCTIONS.index("working")) & (
        trips.origin == households.home[people.household[trips.person]]
    )
    modes = len(TRAVEL_MODES)
    return Observed(
        trips=weight @ model.day.trips,
        ms=weight @ model.day.trip_ms.astype(np.float64),
        commutes=np.bincount(trips.mode[commute], weights=own[commute], minlength=modes).astype(
            np.float64
        ),
        weekday_trips=float(own.sum()),
        persons=float(weight.sum()),
    )
