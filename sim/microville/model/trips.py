"""Adding up what people did: counts by person and column, trips there and back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from microville.model.day import SATURDAYS, WEEKDAY, WEEKDAYS
from microville.model.watch import Tours

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from microville.model.model import Microville
    from microville.model.traits import Traits

DETOUR = 1.3
"""Road metres over straight metres for car kilometres (assumption; the streets of the map have a
detour of 1.2 to 1.4)."""


def add_counts(
    table: NDArray[Any],
    rows: NDArray[np.int32],
    columns: NDArray[Any],
    amount: int | NDArray[np.int64],
) -> None:
    """Add an amount to a table at (row, column) pairs, which may come again; in place."""
    flat = rows.astype(np.int64) * table.shape[1] + columns
    weights = None if isinstance(amount, int) else amount.astype(np.float64)
    counts = np.bincount(flat, weights=weights, minlength=table.size)
    factor = amount if isinstance(amount, int) else 1
    # Sums stay far below 2**53, so that the floats in between are exact.
    table += (counts * factor).astype(table.dtype).reshape(table.shape)


def add_trips(
    model: Microville,
    traits: Traits,
    person: NDArray[np.int32],
    mode: NDArray[np.int8],
    ms: NDArray[np.int32],
    point: NDArray[np.int32],
    function: NDArray[np.int8],
    kind: int,
) -> None:
    """Count trips there and back, with kilometres for those by car; in place.

    Parameters
    ----------
    model, traits
        The state.
    person, mode, ms, point
        Who goes, how, how long one way (milliseconds), to which place.
    function
        What for: index of the social function.
    kind
        Weekday or Saturday.
    """
    day = model.day
    times = WEEKDAYS if kind == WEEKDAY else SATURDAYS
    if model.watched is not None:
        model.watched.append(Tours(kind, person, mode, ms, point, function))
    add_counts(day.trips, person, mode, 2 * times)
    add_counts(day.trip_ms, person, mode, 2 * times * ms.astype(np.int64))
    drive = mode == 2
    xy = model.access.places.xy
    straight = xy[traits.home[person[drive]]] - xy[point[drive]]
    metres = np.rint(np.hypot(straight[:, 0], straight[:, 1]) * DETOUR)
    driven = np.bincount(person[drive], weights=metres, minlength=len(day.car_m))
    day.car_m += 2 * times * driven.astype(np.int64)
