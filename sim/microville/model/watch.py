"""A day that can be watched: every trip with its departure, for drawing and for tables.

Trips, minutes, modes and travel times are those of the month's daily life.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

import numpy as np

from microville import rng
from microville.access import shortest_paths
from microville.errors import InputError
from microville.model.day import SATURDAY, TRAVEL_MODES, WEEKDAY
from microville.territory.categories import FUNCTIONS

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from microville.model.model import Microville

WAYS = (0, 1, 2, 1, 2)
"""Network along which trips of each mode are drawn: no lines of public transport are known."""


@dataclass(frozen=True, slots=True, eq=False)
class DayTrips:
    """Trips of one day, by departure.

    Attributes
    ----------
    person
        int32: row of the person.
    mode, function
        int8: index in :data:`~microville.model.day.TRAVEL_MODES` and in the six functions.
    origin, target
        int32: places (see ``access.Places``).
    depart_s, ms
        int32: seconds after midnight (days that are too full may end after the next), and travel
        time in milliseconds.
    """

    person: NDArray[np.int32]
    mode: NDArray[np.int8]
    function: NDArray[np.int8]
    origin: NDArray[np.int32]
    target: NDArray[np.int32]
    depart_s: NDArray[np.int32]
    ms: NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.person)

    def rows(self, rows: NDArray[np.int64]) -> DayTrips:
        """Return some of the trips."""
        return DayTrips(*(getattr(self, field.name)[rows] for field in fields(self)))

    def to_frame(self, model: Microville) -> pd.DataFrame:
        """Return a table: a row a trip, with identities instead of rows."""
        import pandas as pd

        return pd.DataFrame(
            {
                "person": model.population.people.key[self.person],
                "mode": np.array(TRAVEL_MODES)[self.mode],
                "function": np.array(FUNCTIONS)[self.function],
                "origin": self.origin,
                "target": self.target,
                "depart_min": np.round(self.depart_s / 60, 2),
                "minutes": np.round(self.ms / 60_000, 2),
            }
        )

    def moving(self, second: int) -> NDArray[np.int64]:
        """Return the trips that are under way at a second of the day."""
        return np.flatnonzero(
            (self.depart_s <= second) & (second < self.depart_s + self.ms // 1000)
        )


def watch(model: Microville) -> None:
    """Let the model remember the trips of each month from now on (22 bytes each)."""
    if model.watched is None:
        model.watched = {}


def day_trips(model: Microville, *, saturday: bool = False, share: float = 1.0) -> DayTrips:
    """Return the trips of the last month's typical day.

    Parameters
    ----------
    model
        A model that is watched (:func:`watch`) and has made a step since.
    saturday
        The Saturday instead of the weekday.
    share
        Share of people to show, chosen by identity: a smaller share is part of a larger one.

    Raises
    ------
    InputError
        If the model is not watched or has made no step, or the share is not within 0 and 1.
    """
    if not model.watched:
        raise InputError(
            "Nothing was watched.", hint="Call watch(model), then model.step(), then day_trips."
        )
    if not 0 <= share <= 1:
        raise InputError(f"A share of {share} cannot be shown.", hint="Give 0 to 1.")
    trips = model.watched[SATURDAY if saturday else WEEKDAY]
    key = model.population.people.key[trips.person]
    luck = rng.below(model.seed_number, rng.stream("watch.shown"), 1_000_000, key)
    shown = np.flatnonzero(luck < round(share * 1_000_000))
    order = shown[np.lexsort((trips.person[shown], trips.depart_s[shown]))]
    return DayTrips(*(getattr(trips, field.name)[order] for field in fields(trips)))


def trip_paths(model: Microville, trips: DayTrips) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Return the way of each trip as compressed rows of coordinates, for drawing.

    Parameters
    ----------
    model, trips
        As :func:`day_trips` gave them.

    Returns
    -------
    indptr
        int64, shape (trips + 1,).
    xy
        float32, shape (points, 2), metres: door, corners of the way, door. Streets between two
        corners are drawn straight; exact lines: :meth:`microville.access.paths.Paths.lines`.
    """
    places = model.access.places.xy.astype(np.float32)
    size = np.full(len(trips), 2, dtype=np.int64)
    found = []
    ways = np.array(WAYS)[trips.mode]
    for way, network in enumerate(model.access.networks):
        rows = np.flatnonzero(ways == way)
        paths = shortest_paths(network, trips.origin[rows], trips.target[rows])
        first, node = paths.stops(network)
        size[rows] += np.diff(first)
        found.append((network, rows, first, node))
    indptr = np.concatenate([[0], np.cumsum(size)]).astype(np.int64)
    xy = np.empty((indptr[-1], 2), dtype=np.float32)
    xy[indptr[:-1]], xy[indptr[1:] - 1] = places[trips.origin], places[trips.target]
    for network, rows, first, node in found:
        assert network.streets is not None
        trip = np.repeat(np.arange(len(rows)), np.diff(first))
        at = indptr[rows[trip]] + 1 + np.arange(len(node)) - first[trip]
        xy[at] = network.streets.node_xy[node]
    return indptr, xy
