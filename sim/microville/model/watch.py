"""A day that can be watched: every trip with its departure, for drawing and for tables.

Trips, modes and travel times are those of the month's daily life. When people leave is laid out
afterwards, by windows that are assumptions: it changes nothing of who is served.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numba import njit

from microville import rng
from microville.access import shortest_paths
from microville.errors import InputError
from microville.model.day import SATURDAY, WEEKDAY
from microville.territory.categories import FUNCTIONS

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from microville.model.model import Microville

WINDOWS = {
    "living": (9 * 60, 17 * 60, 15),
    "working": (6 * 60 + 45, 9 * 60, 510),
    "supplying": (9 * 60, 19 * 60, 25),
    "caring": (8 * 60 + 30, 18 * 60, 30),
    "learning": (7 * 60 + 30, 8 * 60 + 15, 480),
    "enjoying": (10 * 60, 20 * 60, 75),
}
"""First and last minute of leaving home, and minutes of stay, by function (assumptions)."""
PAUSE_S = 5 * 60
"""Seconds at home between two tours (assumption)."""


@dataclass(frozen=True, slots=True)
class Tours:
    """Tours from home and back that daily life recorded: who, how, how long, where, what for.

    Attributes
    ----------
    kind
        Weekday or Saturday.
    person, mode, ms, point, function
        One row a tour; ``ms`` is one way.
    """

    kind: int
    person: NDArray[np.int32]
    mode: NDArray[np.int8]
    ms: NDArray[np.int32]
    point: NDArray[np.int32]
    function: NDArray[np.int8]


@dataclass(frozen=True, slots=True, eq=False)
class DayTrips:
    """Trips of one day, by departure.

    Attributes
    ----------
    person
        int32: row of the person.
    mode, function
        int8: index in :data:`~microville.model.access_state.MODES` and in the six functions.
    origin, target
        int32: places (see ``access.Places``).
    depart_s, ms
        int32: seconds after midnight (tours that do not fit may end after the next), and travel
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

    def to_frame(self, model: Microville) -> pd.DataFrame:
        """Return a table: a row a trip, with identities instead of rows."""
        import pandas as pd

        from microville.model.access_state import MODES

        return pd.DataFrame(
            {
                "person": model.population.people.key[self.person],
                "mode": np.array(MODES)[self.mode],
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
    """Let the model remember the tours of each month from now on (about 20 bytes each)."""
    if model.watched is None:
        model.watched = []


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
    people = model.population.people
    kind = SATURDAY if saturday else WEEKDAY
    tours = [one for one in model.watched if one.kind == kind]
    person = np.concatenate([one.person for one in tours])
    luck = rng.below(model.seed_number, rng.stream("watch.shown"), 1_000_000, people.key[person])
    shown = np.flatnonzero(luck < round(share * 1_000_000))
    person = person[shown]
    mode, ms, point, function = (
        np.concatenate([getattr(one, name) for one in tours])[shown]
        for name in ("mode", "ms", "point", "function")
    )
    start, stay_s = _wanted(model, person, function, point)
    order = np.lexsort((point, start, person))
    length = 2 * (ms // 1000).astype(np.int64) + stay_s
    depart = np.empty(len(person), dtype=np.int64)
    depart[order] = one_after_another(person[order], start[order], length[order], PAUSE_S)
    home = model.population.households.home[people.household[person]]
    back = depart + ms // 1000 + stay_s
    leaving = np.concatenate([depart, back])
    by_time = np.lexsort((np.tile(person, 2), leaving))
    twice = by_time % len(person) if len(person) else by_time
    origin, target = np.concatenate([home, point]), np.concatenate([point, home])
    return DayTrips(
        person[twice],
        mode[twice],
        function[twice],
        origin[by_time].astype(np.int32),
        target[by_time].astype(np.int32),
        leaving[by_time].astype(np.int32),
        ms[twice],
    )


def _wanted(
    model: Microville,
    person: NDArray[np.int32],
    function: NDArray[np.int8],
    point: NDArray[np.int32],
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the second at which each tour would leave, and the seconds of its stay."""
    table = np.array([WINDOWS[name] for name in FUNCTIONS], dtype=np.int64) * 60
    first, last, stay = table[function].T
    key = model.population.people.key[person]
    luck = rng.below(model.seed_number, rng.stream("watch.depart"), 1_000_000, key, function, point)
    return first + (last - first) * luck // 1_000_000, stay


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def one_after_another(
    person: NDArray[np.int32], wanted: NDArray[np.int64], length: NDArray[np.int64], pause: int
) -> NDArray[np.int64]:
    """Return when each tour leaves: as wanted, or once the one before is over.

    Rows are sorted by person and wanted time.
    """
    leaves = np.empty(len(person), np.int64)
    free = np.int64(0)
    for i in range(len(person)):
        if i == 0 or person[i] != person[i - 1]:
            free = np.int64(0)
        leaves[i] = max(wanted[i], free)
        free = leaves[i] + length[i] + pause
    return leaves


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
    for mode, network in enumerate(model.access.networks):
        rows = np.flatnonzero(trips.mode == mode)
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
