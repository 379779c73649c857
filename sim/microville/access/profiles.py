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
        Speed on every flat and paved edge; None for the car, which takes the edge's own speed.
    speed_factor
        Factor on the edge's own speed (car: junctions and congestion).
    leg_speed_kmh
        Speed of the straight leg between a building and the street.
    fixed_ms
        Time added once to each trip (car: access, egress and looking for a place).
    slope
        How grades change the speed where the map has elevations: ``""`` (not at all), ``"foot"``
        or ``"bike"``, see :mod:`microville.access.speeds`.
    uphill_kmh_per_percent, downhill_kmh_per_percent
        Slowing and gain by bike for each percent of grade.
    uphill_share
        Share of the slowing of ascents that remains (1; less with electric assistance).
    unpaved_factor
        Factor on the speed on unpaved and rough edges.
    signal_ms, crossing_ms
        Waiting at each signal and at each crossing without one.
    max_stress
        Highest level of cycling traffic stress (1-4) that is accepted; 4 accepts all.
    """

    name: str
    bit: int
    speed_kmh: float | None
    speed_factor: float
    leg_speed_kmh: float
    fixed_ms: int
    slope: str = ""
    uphill_kmh_per_percent: float = 0.0
    downhill_kmh_per_percent: float = 0.0
    uphill_share: float = 1.0
    unpaved_factor: float = 1.0
    signal_ms: int = 0
    crossing_ms: int = 0
    max_stress: int = 4


def profile(name: str, parameters: Parameters) -> Profile:
    """Return a mobility profile with the speeds of a set of parameters.

    Raises
    ------
    InputError
        If there is no such profile.
    """
    mobility = parameters.mobility
    walking = mobility.walk_speed_kmh
    foot_wait = round(mobility.foot_signal_wait_s * 1000)
    crossing = round(mobility.foot_crossing_wait_s * 1000)
    wait = round(mobility.vehicle_signal_wait_s * 1000)
    if name == "car":
        fixed = round((mobility.car_access_egress_min + mobility.car_parking_min) * 60_000)
        return Profile("car", CAR, None, mobility.car_speed_factor, walking, fixed, signal_ms=wait)
    on_foot = {
        "walk": (WALK, walking),
        "walk_slow": (WALK, mobility.walk_slow_speed_kmh),
        "wheelchair": (WHEELCHAIR, mobility.wheelchair_speed_kmh),
    }
    if name in on_foot:
        bit, speed = on_foot[name]
        return Profile(
            name, bit, speed, 1.0, speed, 0, "foot", signal_ms=foot_wait, crossing_ms=crossing
        )
    on_wheels = {
        "bike": (mobility.bike_speed_kmh, 1.0),
        "ebike": (mobility.ebike_speed_kmh, mobility.ebike_uphill_share),
    }
    if name not in on_wheels:
        raise InputError(
            f"There is no mobility profile {name!r}.", hint=f"Choose one of {', '.join(PROFILES)}."
        )
    speed, uphill = on_wheels[name]
    return Profile(
        name,
        BIKE,
        speed,
        1.0,
        walking,
        0,
        "bike",
        uphill_kmh_per_percent=mobility.bike_uphill_kmh_per_percent,
        downhill_kmh_per_percent=mobility.bike_downhill_kmh_per_percent,
        uphill_share=uphill,
        unpaved_factor=mobility.bike_unpaved_factor,
        signal_ms=wait,
        max_stress=mobility.max_cycling_stress,
    )
