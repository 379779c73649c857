"""Mobility profiles: who travels, on which edges, how fast."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from microville.errors import InputError
from microville.territory.territory import BIKE, CAR, WALK, WHEELCHAIR

if TYPE_CHECKING:
    from microville.parameters import Parameters

PROFILES = ("walk", "walk_slow", "wheelchair", "bike", "ebike", "car")


@dataclass(frozen=True, slots=True)
class Profile:
    """One mobility profile.

    Attributes
    ----------
    name
        One of :data:`PROFILES`.
    bit
        The permission bit of edges that it may travel.
    speed_kmh
        Speed on every edge; None for the car, which takes the edge's own speed.
    speed_factor
        Factor on the edge's own speed (car: junctions and congestion).
    leg_speed_kmh
        Speed of the straight leg between a building and the street.
    fixed_ms
        Time added once to each trip (car: access, egress and looking for a place).
    """

    name: str
    bit: int
    speed_kmh: float | None
    speed_factor: float
    leg_speed_kmh: float
    fixed_ms: int


def profile(name: str, parameters: Parameters) -> Profile:
    """Return a mobility profile with the speeds of a set of parameters.

    Raises
    ------
    InputError
        If there is no such profile.
    """
    mobility = parameters.mobility
    walking = mobility.walk_speed_kmh
    if name == "car":
        fixed = mobility.car_access_egress_min + mobility.car_parking_min
        return Profile("car", CAR, None, mobility.car_speed_factor, walking, round(fixed * 60_000))
    table = {
        "walk": (WALK, walking),
        "walk_slow": (WALK, mobility.walk_slow_speed_kmh),
        "wheelchair": (WHEELCHAIR, mobility.wheelchair_speed_kmh),
        "bike": (BIKE, mobility.bike_speed_kmh),
        "ebike": (BIKE, mobility.ebike_speed_kmh),
    }
    if name not in table:
        raise InputError(
            f"There is no mobility profile {name!r}.", hint=f"Choose one of {', '.join(PROFILES)}."
        )
    bit, speed = table[name]
    leg = speed if bit != BIKE else walking
    return Profile(name, bit, speed, 1.0, leg, 0)
