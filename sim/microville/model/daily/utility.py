"""Utilities of modes and time as integers, from the parameters."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from microville.model.access_state import FARTHEST_MS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from microville.model.daily.modes import Utility
    from microville.parameters import Parameters


def utilities(
    parameters: Parameters,
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Return constant, utility an hour (thousandths of a util) and longest milliseconds by mode.

    That of public transport is of the ride alone; see :mod:`microville.model.daily.transit`.
    """
    mobility = parameters.mobility
    farthest = FARTHEST_MS / 60_000
    rows = (
        (mobility.constant_walk, mobility.beta_time_walk_per_min, mobility.max_walk_min),
        (mobility.constant_bike, mobility.beta_time_bike_per_min, mobility.max_bike_min),
        (mobility.constant_car, mobility.beta_time_car_per_min, farthest),
        (mobility.constant_ebike, mobility.beta_time_bike_per_min, mobility.max_bike_min),
        (mobility.constant_transit, mobility.beta_transit_in_vehicle_per_min, farthest),
    )
    return (
        np.array([round(row[0] * 1000) for row in rows], dtype=np.int64),
        np.array([round(row[1] * 60_000) for row in rows], dtype=np.int64),
        np.array([round(row[2] * 60_000) for row in rows], dtype=np.int64),
    )


def slow_permille(parameters: Parameters) -> int:
    """Return the time on foot of the slow over that of others, per mille."""
    mobility = parameters.mobility
    return round(1000 * mobility.walk_speed_kmh / mobility.walk_slow_speed_kmh)


def weighing(parameters: Parameters, by_service: NDArray[np.int64]) -> Utility:
    """Return what kernels weigh modes by, see :func:`microville.model.daily.modes.value_of`.

    Parameters
    ----------
    parameters
        The run's.
    by_service
        Constants of public transport by service.
    """
    mobility = parameters.mobility
    constant, per_hour, longest_ms = utilities(parameters)
    return (
        constant,
        by_service,
        (per_hour << 32) // 3_600_000,
        longest_ms,
        round(1000 * mobility.destination_logsum),
        round(1000 * mobility.bike_speed_kmh / mobility.ebike_speed_kmh),
    )
