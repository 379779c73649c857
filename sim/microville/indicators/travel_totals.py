"""Indicators of travel that add up: kilometres of cars and hours of everybody together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from microville.indicators.groups import of_each
from microville.indicators.registry import indicator
from microville.model.day import SATURDAYS, WEEKDAYS

if TYPE_CHECKING:
    from microville.indicators.groups import Groups
    from microville.model import Microville

DAYS = WEEKDAYS + SATURDAYS
MS_A_MINUTE, MS_AN_HOUR = 60_000, 3_600_000
WEEK = "five weekdays and a Saturday over six days; trips beyond the map are not counted"


@indicator(
    "travel_minutes_per_day",
    unit="min/person/day",
    direction=-1,
    decimals=2,
    label_en="Minutes of travel per person and day",
    label_fr="Minutes de déplacement par personne et par jour",
    formula=f"time of trips by all modes of {WEEK}",
    source="this model; compare EMP 2019 (62 minutes a weekday)",
)
def travel_minutes_per_day(model: Microville, groups: Groups) -> dict[str, float]:
    """Return minutes of travel per person and day."""
    return groups.mean(of_each(model.day.trip_ms) / MS_A_MINUTE / DAYS)


@indicator(
    "car_km_total_day",
    unit="km/day",
    direction=-1,
    decimals=0,
    label_en="Kilometres of people by car a day, all together",
    label_fr="Kilomètres des personnes en voiture par jour, au total",
    formula=f"kilometres of people in cars of {WEEK}",
    source="this model (docs/odd.md)",
)
def car_km_total_day(model: Microville, groups: Groups) -> dict[str, float]:
    """Return what people of a group travel by car a day, together."""
    return groups.total(model.day.car_m / 1000 / DAYS)


@indicator(
    "travel_hours_total_day",
    unit="h/day",
    direction=-1,
    decimals=1,
    label_en="Hours of travel a day, all together",
    label_fr="Heures de déplacement par jour, au total",
    formula=f"time of trips by all modes of {WEEK}",
    source="this model (docs/odd.md)",
)
def travel_hours_total_day(model: Microville, groups: Groups) -> dict[str, float]:
    """Return how long people of a group travel a day, together."""
    return groups.total(of_each(model.day.trip_ms) / MS_AN_HOUR / DAYS)
