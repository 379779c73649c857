"""The ways that people take, as lines that a browser draws, kept from one day to the next."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from microville.model.watch import WAYS, DayTrips, trip_paths

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from microville.access import Network
    from microville.model import Microville

    Line = NDArray[np.float64]

PRECISION_M = 4.0
"""Ways are drawn as exactly as this."""
WORLD_M = 2 * np.pi * 6_378_137.0
"""Circumference of the sphere of Web Mercator (EPSG:3857)."""
MOST = 40_000
"""Ways that are kept, of a few hundred bytes each."""


class Ways:
    """Ways by (network, origin, target): most are taken again the month after."""

    def __init__(self) -> None:
        self._lines: dict[tuple[int, int, int], Line] = {}
        self._networks: Sequence[Network] = ()

    def lines(self, model: Microville, trips: DayTrips) -> list[Line]:
        """Return the way of each trip: points in Web Mercator, where the world is 0 to 1."""
        self._forget_other_streets(model.access.networks)
        way = np.array(WAYS)[trips.mode]
        keys = list(zip(way.tolist(), trips.origin.tolist(), trips.target.tolist(), strict=True))
        new = {key: row for row, key in enumerate(keys) if key not in self._lines}
        if new:
            if len(self._lines) + len(new) > MOST:
                self._lines = {key: self._lines[key] for key in keys if key in self._lines}
            rows = np.array(list(new.values()), dtype=np.int64)
            found = _drawn(model, trips.rows(rows))
            self._lines |= dict(zip(new, found, strict=True))
        return [self._lines[key] for key in keys]

    def _forget_other_streets(self, networks: Sequence[Network]) -> None:
        """Keep what is known only for as long as streets, times and doors are the same."""
        if networks is self._networks:
            return
        same = len(networks) == len(self._networks) and all(
            new.topology is old.topology
            and np.array_equal(new.weight_ms, old.weight_ms)
            and np.array_equal(new.point_node, old.point_node)
            for new, old in zip(networks, self._networks, strict=True)
        )
        if not same:
            self._lines.clear()
        self._networks = networks


def _drawn(model: Microville, trips: DayTrips) -> list[Line]:
    import shapely
    from pyproj import Transformer

    starts, xy = trip_paths(model, trips)
    trip = np.repeat(np.arange(len(trips)), np.diff(starts))
    lines = shapely.linestrings(xy.astype(np.float64), indices=trip)
    lines = shapely.simplify(lines, PRECISION_M, preserve_topology=False)
    points, of = shapely.get_coordinates(lines, return_index=True)
    to_web = Transformer.from_crs(model.territory.info.crs, 3857, always_xy=True)
    x, y = to_web.transform(points[:, 0], points[:, 1])
    web = np.column_stack([np.asarray(x) / WORLD_M + 0.5, 0.5 - np.asarray(y) / WORLD_M])
    ends = np.cumsum(np.bincount(of, minlength=len(trips)))
    return [part.copy() for part in np.split(web, ends[:-1])]
