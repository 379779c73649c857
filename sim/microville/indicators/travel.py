"""Indicators of travel: trips, minutes and kilometres by mode, carbon, cost, activity."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from microville.indicators.emissions import car_euros, travel_grams
from microville.indicators.groups import of_each
from microville.indicators.registry import indicator
from microville.model.day import ACTIVE, CAR, SATURDAYS, TRAVEL_MODES, WEEKDAYS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from microville.indicators.groups import Groups
    from microville.model import Microville

DAYS_A_WEEK = WEEKDAYS + SATURDAYS
WEEK = "five weekdays and a Saturday over six days"
OURS = "this model (docs/odd.md)"
EMP = "compare EMP 2019 (car 62.8, walk 23.7, transit 9.1, bike 2.7 %)"
ADULT = 18
BY = {
    "walk": ("on foot", "à pied"),
    "bike": ("by bike", "à vélo"),
    "car": ("by car", "en voiture"),
    "ebike": ("by e-bike", "à vélo électrique"),
    "transit": ("by public transport", "en transport collectif"),
}
"""How each mode is said, in English and French."""


def active_minutes(model: Microville) -> NDArray[np.float64]:
    """Return each person's minutes walked or cycled in the typical week."""
    return np.asarray(of_each(model.day.trip_ms[:, list(ACTIVE)]) / 60_000)


def _mode_share(mode: str) -> None:
    column, (english, french) = TRAVEL_MODES.index(mode), BY[mode]

    @indicator(
        f"trip_share_{mode}",
        unit="share",
        direction=1 if mode != "car" else -1,
        decimals=4,
        label_en=f"Trips {english}",
        label_fr=f"Part des déplacements {french}",
        formula=f"trips {english} over all trips of the typical week",
        source=f"this model; {EMP}",
    )
    def measure(model: Microville, groups: Groups) -> dict[str, float]:
        trips = model.day.trips
        return groups.ratio(np.asarray(trips[:, column]), of_each(trips))


def _trips(mode: str) -> None:
    column, (english, french) = TRAVEL_MODES.index(mode), BY[mode]

    @indicator(
        f"{mode}_trips_per_day",
        unit="trips/person/day",
        direction=0 if mode != "car" else -1,
        decimals=3,
        label_en=f"Trips {english} per person and day",
        label_fr=f"Déplacements {french} par personne et par jour",
        formula=f"trips {english} of {WEEK}",
        source=OURS,
    )
    def measure(model: Microville, groups: Groups) -> dict[str, float]:
        return groups.mean(model.day.trips[:, column] / DAYS_A_WEEK)


def _minutes(mode: str) -> None:
    column, (english, french) = TRAVEL_MODES.index(mode), BY[mode]

    @indicator(
        f"{mode}_minutes_per_day",
        unit="min/person/day",
        direction=0 if mode != "car" else -1,
        decimals=2,
        label_en=f"Minutes {english} per person and day",
        label_fr=f"Minutes {french} par personne et par jour",
        formula=f"door-to-door time of trips {english} of {WEEK}; trips beyond the map are not "
        "counted",
        source=OURS,
    )
    def measure(model: Microville, groups: Groups) -> dict[str, float]:
        return groups.mean(model.day.trip_ms[:, column] / 60_000 / DAYS_A_WEEK)


def _kilometres(mode: str) -> None:
    column, (english, french) = TRAVEL_MODES.index(mode), BY[mode]

    @indicator(
        f"{mode}_km_per_day",
        unit="km/person/day",
        direction=0 if mode != "car" else -1,
        decimals=2,
        label_en=f"Kilometres {english} per person and day",
        label_fr=f"Kilomètres {french} par personne et par jour",
        formula=f"kilometres {english} of {WEEK}, whoever drives; trips beyond the map are not "
        "counted",
        source=OURS,
    )
    def measure(model: Microville, groups: Groups) -> dict[str, float]:
        return groups.mean(model.day.trip_m[:, column] / 1000 / DAYS_A_WEEK)


for _define in (_mode_share, _trips, _minutes, _kilometres):
    for _mode in TRAVEL_MODES:
        _define(_mode)


@indicator(
    "trips_per_day",
    unit="trips/person/day",
    direction=0,
    decimals=3,
    label_en="Trips per person and day",
    label_fr="Déplacements par personne et par jour",
    formula=f"trips of {WEEK}",
    source="this model; compare EMP 2019 (3.0 a weekday, from 6 years)",
)
def trips_per_day(model: Microville, groups: Groups) -> dict[str, float]:
    """Return trips per person and day."""
    return groups.mean(of_each(model.day.trips) / DAYS_A_WEEK)


@indicator(
    "car_co2_kg_per_day",
    unit="kg/person/day",
    direction=-1,
    decimals=3,
    label_en="CO2 of car trips per person and day",
    label_fr="CO2 des trajets en voiture par personne et par jour",
    formula="kilometres by car times the exhaust of the year's mean car, shared by the people in "
    "it",
    source="Bénéfriches (ADEME): 157.2 g/km in 2015, 120.9 in 2030, 87.2 in 2050; 1.45 people a "
    "car",
)
def car_co2_kg_per_day(model: Microville, groups: Groups) -> dict[str, float]:
    """Return kilograms of CO2 of car trips per person and day."""
    return groups.mean(travel_grams(model)[:, CAR] / 1000 / DAYS_A_WEEK)


@indicator(
    "travel_co2_kg_per_day",
    unit="kg/person/day",
    direction=-1,
    decimals=3,
    label_en="CO2 of all trips per person and day",
    label_fr="CO2 de tous les trajets par personne et par jour",
    formula="kilometres by car, public transport and e-bike times their emissions of the year; "
    "making vehicles is left out",
    source="Bénéfriches (ADEME) for cars; see parameters mobility.*",
)
def travel_co2_kg_per_day(model: Microville, groups: Groups) -> dict[str, float]:
    """Return kilograms of CO2 of all trips per person and day."""
    return groups.mean(travel_grams(model).sum(axis=1) / 1000 / DAYS_A_WEEK)


@indicator(
    "active_minutes_per_day",
    unit="min/person/day",
    direction=1,
    decimals=2,
    label_en="Minutes walked or cycled per person and day",
    label_fr="Minutes de marche et de vélo par personne et par jour",
    formula=f"time of trips on foot, by bike and by e-bike of {WEEK}; walks to a stop or a car are "
    "not counted",
    source=OURS,
)
def active_minutes_per_day(model: Microville, groups: Groups) -> dict[str, float]:
    """Return active minutes per person and day."""
    return groups.mean(active_minutes(model) / DAYS_A_WEEK)


@indicator(
    "active_adults_share",
    unit="share",
    direction=1,
    decimals=4,
    label_en="Adults whose trips alone reach 150 active minutes a week",
    label_fr="Adultes que leurs seuls trajets amènent à 150 minutes actives par semaine",
    formula="people from 18 years with at least 150 minutes walked or cycled in the typical week "
    "of six days, over all of them; activity other than trips is unknown",
    source="WHO guidelines on physical activity and sedentary behaviour (2020)",
)
def active_adults_share(model: Microville, groups: Groups) -> dict[str, float]:
    """Return the share of adults who move enough by walking and cycling."""
    adult = model.population.people.age(model.month) >= ADULT
    enough = active_minutes(model) >= model.parameters.mobility.active_minutes_week
    return groups.ratio(adult & enough, adult)


@indicator(
    "car_cost_eur_per_day",
    unit="EUR/person/day",
    direction=-1,
    decimals=3,
    label_en="Cost of car trips per person and day",
    label_fr="Coût des trajets en voiture par personne et par jour",
    formula="kilometres by car times the running cost of a kilometre, shared by the people in it",
    source="Bénéfriches (ADEME): 0.12 EUR/km, 1.45 people a car",
)
def car_cost_eur_per_day(model: Microville, groups: Groups) -> dict[str, float]:
    """Return the running cost of car trips per person and day."""
    return groups.mean(car_euros(model) / DAYS_A_WEEK)
