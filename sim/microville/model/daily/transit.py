"""Public transport as exogenous times: no timetable is read (assumption until a GTFS is given).

A trip takes the way to the stop and from it, waiting, and straight metres times the detour of
streets at the speed of the vehicle. Towns are linked among themselves, villages with towns;
between two villages there is no service.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numba import njit

from microville.population.synthesis import is_urban

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from microville.model.model import Microville
    from microville.parameters import Parameters

NONE, VILLAGE, TOWN = range(3)
"""What kind of stop a place is near."""


@dataclass(frozen=True, slots=True)
class Transit:
    """What a trip by public transport takes.

    Attributes
    ----------
    stop
        int8, by place: :data:`NONE`, :data:`VILLAGE` or :data:`TOWN`.
    ms_per_m
        Milliseconds a straight metre.
    fixed_ms
        int64, shape (2,): walking and waiting, of a trip from or to a village and within towns.
    constant
        int64, shape (2,): utility at the start of a trip whose every minute has that of the ride:
        walking and waiting are dearer. Thousandths of a util, likewise.
    """

    stop: NDArray[np.int8]
    ms_per_m: float
    fixed_ms: NDArray[np.int64]
    constant: NDArray[np.int64]


def make_transit(model: Microville) -> Transit:
    """Return the public transport of a model's territory; communes are towns by their density."""
    zones = model.territory.layers["zones"]
    kind = np.array(
        [
            TOWN if is_urban(model.territory, row, model.parameters) else VILLAGE
            for row in range(len(zones))
        ],
        dtype=np.int8,
    )
    kind = np.append(kind, np.int8(NONE))  # the last one answers for row -1: no commune
    places = model.access.places
    zone = np.full(len(places.xy), -1, dtype=np.int64)
    zone[: places.service_start] = model.homes.zone
    known = model.facilities.point
    zone[known] = np.where(zone[known] < 0, model.facilities.zone, zone[known])
    zone[places.parcel_start :] = model.site_zone
    return Transit(kind[zone], *exogenous(model.parameters))


def exogenous(parameters: Parameters) -> tuple[float, NDArray[np.int64], NDArray[np.int64]]:
    """Return milliseconds a straight metre, fixed milliseconds, and utility at the start."""
    mobility = parameters.mobility
    access = mobility.transit_access_egress_min
    waits = (mobility.transit_wait_rural_min, mobility.transit_wait_urban_min)
    riding = mobility.beta_transit_in_vehicle_per_min
    utils = [
        mobility.constant_transit
        + (mobility.beta_transit_access_per_min - riding) * access
        + (mobility.beta_transit_wait_per_min - riding) * wait
        for wait in waits
    ]
    return (
        3600.0 * mobility.street_detour / mobility.transit_speed_kmh,
        np.array([round((access + wait) * 60_000) for wait in waits], dtype=np.int64),
        np.array([round(1000 * util) for util in utils], dtype=np.int64),
    )


@njit(cache=True, nogil=True, inline="always")  # type: ignore[untyped-decorator]
def straight_m(xy: NDArray[np.float64], origin: int, target: int) -> np.int64:
    """Return whole straight metres between two places (roots are rounded alike everywhere)."""
    dx, dy = xy[origin, 0] - xy[target, 0], xy[origin, 1] - xy[target, 1]
    return np.int64(np.sqrt(dx * dx + dy * dy))


@njit(cache=True, nogil=True, inline="always")  # type: ignore[untyped-decorator]
def link(stop: NDArray[np.int8], origin: int, target: int) -> int:
    """Return which service links two places: -1 none, 0 village and town, 1 towns."""
    both = stop[origin] + stop[target]
    if stop[origin] == 0 or stop[target] == 0 or both == 2:
        return -1
    return int(both) - 3
