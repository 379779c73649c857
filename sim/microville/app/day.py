"""A day's trips as one block of bytes that a browser animates.

Little endian: ``uint32`` version, trips n, points p, 0; ``float64`` origin x, y in Web Mercator
(the world is 0 to 1); then n ``float32`` departures and n ``float32`` durations (seconds), n + 1
``uint32`` starts of ways, p pairs of ``float32`` offsets from the origin, n ``uint8`` functions,
n ``uint8`` modes, zeros up to a multiple of eight. A day is several such parts, one after the
other, each with departures in order.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from microville import rng
from microville.model.watch import DayTrips, day_trips

if TYPE_CHECKING:
    from microville.app.ways import Ways
    from microville.model import Microville

VERSION = 1
FAR_TRIPS = 1500
"""Trips shown of those who neither live in the focus area nor go there, at most."""
PART = 500
"""Trips of a part: their ways take less than half a second where none is known yet."""


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
    return trips.rows(np.flatnonzero(near | (luck < wanted * 1_000_000)))


def part_count(trips: DayTrips) -> int:
    """Return in how many parts trips are packed."""
    return max(1, -(-len(trips) // PART))


def _no_trips() -> DayTrips:
    none = np.zeros(0, dtype=np.int32)
    small = np.zeros(0, dtype=np.int8)
    return DayTrips(none, small, small, none, none, none, none)


def pack_day(model: Microville, trips: DayTrips, part: int, ways: Ways) -> bytes:
    """Return a part of trips as bytes.

    Parameters
    ----------
    model
        Where they were made.
    trips
        As :func:`shown_trips` gave them.
    part
        Which of :func:`part_count`; each holds every so manieth trip, sorted by departure.
    ways
        What is known of ways; learns those that are new.
    """
    trips = trips.rows(np.arange(part, len(trips), part_count(trips)))
    lines = ways.lines(model, trips)
    starts = np.concatenate([[0], np.cumsum([len(line) for line in lines])])
    web = np.concatenate([np.zeros((0, 2)), *lines])
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
