"""Published shares and durations of trips that the simulation is held against."""

from __future__ import annotations

EMP = "EMP 2019 (SDES), trips from Monday to Friday, France"
CERC = "EMC2 2021-23 (Cerema): a tenth of bicycle trips are by electric bicycle"
GRAND_REIMS = "Grand Reims, stratégie bas carbone, mobilité et urbanisme"

CAR, WALK, TRANSIT, BICYCLES = 62.8, 23.7, 9.1, 2.7
"""Percent of trips by mode (:data:`EMP`); the rest, 1.7 %, is by modes not simulated."""
ELECTRIC = 0.10
"""Share of bicycle trips (:data:`CERC`)."""

MODE_SHARES = {
    "walk": WALK,
    "bike": BICYCLES * (1 - ELECTRIC),
    "car": CAR,
    "ebike": BICYCLES * ELECTRIC,
    "transit": TRANSIT,
}
"""Percent by mode of ``day.TRAVEL_MODES``."""

DURATIONS_MIN = {"walk": 14.0, "bike": 18.0, "car": 19.0, "transit": 41.0}
"""Mean minutes of a trip (:data:`EMP`)."""

COMMUTING = {"car": 73.0, "transit": 11.0, "walk": 9.0, "bicycle": 2.0}
"""Percent of workers by mode of commuting (:data:`GRAND_REIMS`); 4 % work at home."""

TRIPS_A_DAY = 3.0
"""Trips of a weekday, persons of 6 and over (:data:`EMP`)."""
CAR_OUTSIDE_TOWNS = 80.0
"""Percent of trips by car of people who live outside urban units (:data:`EMP`)."""
YOUNGEST = 6
"""Youngest age that the survey asks."""


def shares() -> dict[str, float]:
    """Return shares of the simulated modes, 0 to 1, which sum to 1."""
    total = sum(MODE_SHARES.values())
    return {mode: value / total for mode, value in MODE_SHARES.items()}
