"""Tables of Bénéfriches (ADEME) that depend on how many people a commune has.

Source: open-source code of Bénéfriches, commit ff601707a, travel impacts.
"""

from __future__ import annotations

from typing import NamedTuple

POLLUTION_EUR_KM = ((37.0, 0.0097), (450.0, 0.0133), (1500.0, 0.0158), (4500.0, 0.0388))
POLLUTION_DENSE_EUR_KM = 0.1405
"""Cost of local pollution of a car (EUR/km) below so many people per km², and above all."""


class Casualties(NamedTuple):
    """People dead, severely and slightly injured in one accident."""

    deaths: float
    severe: float
    minor: float


CASUALTIES = (
    (5_000, Casualties(0.096, 0.374, 1.016)),
    (20_000, Casualties(0.048, 0.234, 1.063)),
    (50_000, Casualties(0.030, 0.123, 1.158)),
    (100_000, Casualties(0.031, 0.119, 1.109)),
)
CASUALTIES_LARGE = Casualties(0.023, 0.077, 1.232)
"""Casualties of an accident in communes below so many people, and above all."""


def pollution_eur_km(people_per_km2: float) -> float:
    """Return the cost of local pollution of a car (EUR/km) by density of people."""
    for below, cost in POLLUTION_EUR_KM:
        if people_per_km2 < below:
            return cost
    return POLLUTION_DENSE_EUR_KM


def casualties_per_accident(population: float) -> Casualties:
    """Return the casualties of one accident by population of the commune."""
    for below, casualties in CASUALTIES:
        if population < below:
            return casualties
    return CASUALTIES_LARGE
