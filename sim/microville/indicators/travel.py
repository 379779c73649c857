"""Indicators of travel: trips, minutes and kilometres by mode, carbon, activity."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from microville.indicators.registry import indicator
from microville.model.access_state import MODES
from microville.model.day import SATURDAYS, WEEKDAYS

if TYPE_CHECKING:
    from microville.indicators.groups import Groups
    from microville.model import Microville

DAYS_A_WEEK = WEEKDAYS + SATURDAYS
FRENCH = {"walk": "à pied", "bike": "à vélo", "car": "en voiture"}


def _mode_share(mode: str) -> None:
    column = MODES.index(mode)

    @indicator(
        f"trip_share_{mode}",
        unit="share",
        direction=1 if mode != "car" else -1,
        decimals=4,
        label_en=f"Trips by {mode}",
        label_fr=f"Part des déplacements {FRENCH[mode]}",
        formula=f"trips by {mode} over trips by walk, bike and car in the typical week; public "
        "transport is not simulated yet",
        source="this model; compare EMP 2019 (car 62.8, walk 23.7, transit 9.1, bike 2.7 %)",
    )
    def measure(model: Microville, groups: Groups) -> dict[str, float]:
        trips = model.day.trips
        return groups.ratio(np.asarray(trips[:, column]), trips.sum(axis=1))


for _mode in MODES:
    _mode_share(_mode)


@indicator(
    "trips_per_day",
    unit="trips/person/day",
    direction=0,
    decimals=3,
    label_en="Trips per person and day",
    label_fr="Déplacements par personne et par jour",
    formula="trips of five weekdays and a Saturday over six days",
    source="this model; compare EMP 2019 (3.0 a weekday, from 6 years)",
)
def trips_per_day(model: Microville, groups: Groups) -> dict[str, float]:
    """Return trips per person and day."""
    return groups.mean(model.day.trips.sum(axis=1) / DAYS_A_WEEK)


@indicator(
    "car_km_per_day",
    unit="km/person/day",
    direction=-1,
    decimals=2,
    label_en="Kilometres by car per person and day",
    label_fr="Kilomètres en voiture par personne et par jour",
    formula="car kilometres of five weekdays and a Saturday over six days; straight distance times "
    "1.3; trips beyond the map are not counted",
    source="this model (docs/odd.md)",
)
def car_km_per_day(model: Microville, groups: Groups) -> dict[str, float]:
    """Return car kilometres per person and day."""
    return groups.mean(model.day.car_m / 1000 / DAYS_A_WEEK)


@indicator(
    "car_co2_kg_per_day",
    unit="kg/person/day",
    direction=-1,
    decimals=3,
    label_en="CO2 of car trips per person and day",
    label_fr="CO2 des trajets en voiture par personne et par jour",
    formula="car kilometres times the fleet's emissions; one person a car counted whole",
    source="Bénéfriches (ADEME): 132 g/km in 2025",
)
def car_co2_kg_per_day(model: Microville, groups: Groups) -> dict[str, float]:
    """Return kilograms of CO2 of car trips per person and day."""
    grams = model.parameters.mobility.car_co2_g_km
    return groups.mean(model.day.car_m / 1000 / DAYS_A_WEEK * grams / 1000)


@indicator(
    "active_minutes_per_day",
    unit="min/person/day",
    direction=1,
    decimals=2,
    label_en="Minutes walked or cycled per person and day",
    label_fr="Minutes de marche et de vélo par personne et par jour",
    formula="time of trips on foot and by bike of five weekdays and a Saturday over six days",
    source="this model (docs/odd.md)",
)
def active_minutes_per_day(model: Microville, groups: Groups) -> dict[str, float]:
    """Return active minutes per person and day."""
    return groups.mean(model.day.trip_ms[:, :2].sum(axis=1) / 60_000 / DAYS_A_WEEK)


@indicator(
    "car_cost_eur_per_day",
    unit="EUR/person/day",
    direction=-1,
    decimals=3,
    label_en="Cost of car trips per person and day",
    label_fr="Coût des trajets en voiture par personne et par jour",
    formula="car kilometres times the running cost of a kilometre",
    source="Bénéfriches (ADEME): 0.12 EUR/km",
)
def car_cost_eur_per_day(model: Microville, groups: Groups) -> dict[str, float]:
    """Return the running cost of car trips per person and day."""
    cost = model.parameters.mobility.car_cost_eur_km
    return groups.mean(model.day.car_m / 1000 / DAYS_A_WEEK * cost)
