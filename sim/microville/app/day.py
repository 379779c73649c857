"""A day's trips as one block of bytes that a browser animates.

Little endian: ``uint32`` version, trips n, points p, 0; ``float64`` origin x, y in Web Mercator
(the world is 0 to 1); then n ``float32`` departures and n ``float32`` durations (seconds), n + 1
``uint32`` starts of ways, p pairs of ``float32`` offsets from the origin, n ``uint8`` functions,
n ``uint8`` modes, zeros up to a multiple of eight. A day is several such parts, one after the
other, each with departures in order.
"""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

import numpy as np

from microville import rng
from microville.model.watch import DayTrips, day_trips, trip_paths

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from microville.model import Microville

VERSION = 1
FAR_TRIPS = 1500
"""Trips shown of those who neither live in the focus area nor go there, at most."""
PART = 500
"""Trips of a part: their ways take less than half a second."""
PRECISION_M = 4.0
"""Ways are drawn as exactly as this."""
WORLD_M = 2 * np.pi * 6_378_137.0
"""Circumference of the sphere of Web Mercator (EPSG:3857)."""


def shown_trips(model: Microville) -> DayTrips:
    """Return the weekday trips of the focus area and the site, and at most some of the others.

    Who is shown of the others is chosen by identity. Nothing is shown before the first month.
    """
    trips = day_trips(model) if model.watched else _no_trips()
    people, households = model.population.people, model.population.households
    near = model.focus_zone[households.zone[people.household[trips.person]]]
    near = near | people.on_site[trips.person]
    luck = rng.below(
        model.seed_number, rng.stream("watch.shown"), 1_000_000, people.key[trips.person]
    )
    wanted = FAR_TRIPS / max(int((~near).sum()), 1)
    return _rows(trips, np.flatnonzero(near | (luck < wanted * 1_000_000)))


def part_count(trips: DayTrips) -> int:
    """Return in how many parts trips are packed."""
    return max(1, -(-len(trips) // PART))


def _rows(trips: DayTrips, rows: NDArray[np.int64]) -> DayTrips:
    return DayTrips(*(getattr(trips, field.name)[rows] for field in fields(trips)))


def _no_trips() -> DayTrips:
    none = np.zeros(0, dtype=np.int32)
    small = np.zeros(0, dtype=np.int8)
    return DayTrips(none, small, small, none, none, none, none)


def pack_day(model: Microville, trips: DayTrips, part: int) -> bytes:
    """Return a part of trips as bytes.

    Parameters
    ----------
    model
        Where they were made.
    trips
        As :func:`shown_trips` gave them.
    part
        Which of :func:`part_count`; each holds every so manieth trip, sorted by departure.
    """
    trips = _rows(trips, np.arange(part, len(trips), part_count(trips)))
    starts, xy = trip_paths(model, trips)
    starts, xy = _simplified(starts, xy)
    from pyproj import Transformer

    to_web = Transformer.from_crs(model.territory.info.crs, 3857, always_xy=True)
    x, y = to_web.transform(xy[:, 0].astype(np.float64), xy[:, 1].astype(np.float64))
    web = np.column_stack([np.asarray(x) / WORLD_M + 0.5, 0.5 - np.asarray(y) / WORLD_M])
    origin = web.mean(axis=0) if len(web) else np.zeros(2)
    parts = (
        np.array([VERSION, len(trips), len(web), 0], dtype="<u4"),
        origin.astype("<f8"),
        trips.depart_s.astype("<f4"),
        (trips.ms / 1000).astype("<f4"),
        starts.astype("<u4"),
        (web - origin).astype("<f4"),
        trips.function.astype("u1"),
        trips.mode.astype("u1"),
    )
    packed = b"".join(part.tobytes() for part in parts)
    # Parts follow each other in one block: each starts where an eight-byte number may.
    return packed + b"\0" * (-len(packed) % 8)


def _simplified(
    starts: NDArray[np.int64], xy: NDArray[np.float32]
) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    import shapely

    if not len(xy):
        return starts, xy
    trip = np.repeat(np.arange(len(starts) - 1), np.diff(starts))
    lines = shapely.linestrings(xy.astype(np.float64), indices=trip)
    lines = shapely.simplify(lines, PRECISION_M, preserve_topology=False)
    points, of = shapely.get_coordinates(lines, return_index=True)
    sizes = np.bincount(of, minlength=len(starts) - 1)
    return np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64), points.astype(np.float32)
