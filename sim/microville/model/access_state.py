"""Travel times that the model keeps up to date: networks, closest facilities, work and school."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from microville.access import (
    Network,
    Places,
    add_facilities,
    at_points,
    build_network,
    closest,
    matrix,
    profile,
    remove_facility,
)
from microville.model.access_cache import cached, network_key
from microville.model.facilities import ERRANDS, FOLLOWED, SCHOOLS, Facilities

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from microville.parameters import Parameters
    from microville.territory import Territory

MODES = ("walk", "bike", "car")
CHOICES = 4
"""How many closest facilities a mode lets people choose among (assumption)."""
MANY = 8
"""Closings of a category in one month from which it is recomputed whole."""
FARTHEST_MS = 90 * 60_000
"""Nobody looks farther than an hour and a half (assumption)."""


@dataclass(slots=True)
class AccessState:
    """What the model knows of travel times.

    Attributes
    ----------
    places
        The numbering of points.
    networks
        One a mode.
    node_ms, node_owner
        Labels of every node by mode and followed category, shape (nodes, k) each.
    home_ms, home_owner
        int32, shape (modes, errand and school categories, homes, k): the same seen from homes,
        with all legs.
    work_ms
        int32, shape (modes, homes, workplaces and site places).
    work_rows
        Facility row of each of the first columns of ``work_ms``.
    work_points
        Place of each column of ``work_ms``.
    memo
        What indicators made of the labels, forgotten at each repair.
    opened, closed
        Facility rows that changed since the last repair.
    """

    places: Places
    networks: tuple[Network, ...]
    node_ms: list[list[NDArray[np.int32]]]
    node_owner: list[list[NDArray[np.int32]]]
    home_ms: NDArray[np.int32]
    home_owner: NDArray[np.int32]
    work_ms: NDArray[np.int32]
    work_rows: NDArray[np.int32]
    work_points: NDArray[np.int32]
    opened: list[int]
    closed: list[int]
    memo: dict[str, NDArray[Any]] = field(default_factory=dict)

    def work_column(self, points: NDArray[np.int32]) -> NDArray[np.int32]:
        """Return the column of ``work_ms`` of each place, -1 where it is no workplace."""
        column = np.full(len(self.places.xy), -1, dtype=np.int32)
        # The first of equal points wins, so fill backwards.
        column[self.work_points[::-1]] = np.arange(len(self.work_points) - 1, -1, -1)
        return column[points]

    def see(self, mode: int, category: int) -> None:
        """Bring what homes see of one category up to date with the nodes' labels."""
        if category >= self.home_ms.shape[1]:
            return
        homes = np.arange(self.places.service_start, dtype=np.int32)
        network = self.networks[mode]
        self.home_ms[mode, category] = at_points(network, self.node_ms[mode][category], homes)
        self.home_owner[mode, category] = self.node_owner[mode][category][network.point_node[homes]]

    def repair(self, facilities: Facilities) -> list[tuple[int, int]]:
        """Repair the labels for what opened or closed, and forget it.

        Openings spread only where they are among the closest; a closing is repaired only where it
        was known. Where many of a category close at once, that category is recomputed.

        Returns
        -------
        list of (mode, category)
            What changed.
        """
        closed = by_category(facilities, [r for r in self.closed if not facilities.open[r]])
        opened = by_category(facilities, [r for r in self.opened if facilities.open[r]])
        self.memo.clear()
        changed = []
        for category in sorted(closed.keys() | opened.keys()):
            gone, new = closed.get(category, []), opened.get(category, [])
            for mode in range(len(self.networks)):
                if len(gone) > MANY:
                    self._recompute(mode, category, facilities)
                else:
                    self._close(mode, category, gone, new, facilities)
                    self._open(mode, category, new, facilities)
                self.see(mode, category)
                changed.append((mode, category))
        self.opened.clear()
        self.closed.clear()
        return changed

    def _open(self, mode: int, category: int, new: list[int], facilities: Facilities) -> None:
        if not new:
            return
        rows = np.array(new, dtype=np.int32)
        add_facilities(
            self.networks[mode],
            self.node_ms[mode][category],
            self.node_owner[mode][category],
            facilities.point[rows],
            rows,
            limit_ms=FARTHEST_MS,
        )

    def _close(
        self, mode: int, category: int, gone: list[int], new: list[int], facilities: Facilities
    ) -> None:
        stay = np.setdiff1d(facilities.of(FOLLOWED[category]), np.array(new, dtype=np.int32))
        # One after the other: those still to be closed may be offered, and go in their turn.
        for row in gone:
            remove_facility(
                self.networks[mode],
                self.node_ms[mode][category],
                self.node_owner[mode][category],
                row,
                facilities.point[stay],
                stay.astype(np.int32),
                limit_ms=FARTHEST_MS,
            )

    def _recompute(self, mode: int, category: int, facilities: Facilities) -> None:
        rows = facilities.of(FOLLOWED[category])
        ms, owner = closest(
            self.networks[mode], facilities.point[rows], rows, k=CHOICES, limit_ms=FARTHEST_MS
        )
        self.node_ms[mode][category], self.node_owner[mode][category] = ms, owner

    def closest_ms(self, mode: int, points: NDArray[np.int32]) -> NDArray[np.int32]:
        """Return the time to the closest facility of each followed category from points.

        Returns
        -------
        ndarray of int32, shape (points, followed categories)
        """
        first = np.column_stack([labels[:, 0] for labels in self.node_ms[mode]])
        return at_points(self.networks[mode], first, points)


def by_category(facilities: Facilities, rows: list[int]) -> dict[int, list[int]]:
    """Return rows by followed category, each once and in order."""
    found: dict[int, list[int]] = {}
    for row in sorted(set(rows)):
        category = int(facilities.category[row])
        if category >= 0:
            found.setdefault(category, []).append(row)
    return found


def build_access(
    territory: Territory,
    parameters: Parameters,
    options: Mapping[str, bool],
    facilities: Facilities,
    places: Places,
    site_points: NDArray[np.int32],
) -> AccessState:
    """Prepare networks and labels, from the cache where the same were prepared before.

    ``site_points`` are places where jobs may appear later.
    """
    networks = tuple(
        build_network(territory, profile(mode, parameters), places.xy, options=options)
        for mode in MODES
    )
    work_rows = facilities.of("workplace")
    work_points = np.concatenate([facilities.point[work_rows], site_points]).astype(np.int32)
    homes = np.arange(places.service_start, dtype=np.int32)
    parts = [_labels(network, facilities, homes, work_points) for network in networks]
    count = len(FOLLOWED)
    node_ms = [[part[f"ms_{c}"] for c in range(count)] for part in parts]
    node_owner = [[part[f"owner_{c}"] for c in range(count)] for part in parts]
    shape = (len(MODES), len(ERRANDS) + len(SCHOOLS), places.service_start, CHOICES)
    state = AccessState(
        places,
        networks,
        node_ms,
        node_owner,
        np.empty(shape, np.int32),
        np.empty(shape, np.int32),
        np.stack([part["work_ms"] for part in parts]),
        work_rows,
        work_points,
        [],
        [],
    )
    for mode in range(len(MODES)):
        for category in range(shape[1]):
            state.see(mode, category)
    return state


def _labels(
    network: Network,
    facilities: Facilities,
    homes: NDArray[np.int32],
    work_points: NDArray[np.int32],
) -> dict[str, NDArray[np.int32]]:
    """Return the labels of one network, from the cache where the same were computed before."""

    def compute() -> dict[str, NDArray[np.int32]]:
        arrays: dict[str, NDArray[np.int32]] = {}
        for category, name in enumerate(FOLLOWED):
            rows = facilities.of(name)
            ms, owner = closest(
                network, facilities.point[rows], rows, k=CHOICES, limit_ms=FARTHEST_MS
            )
            arrays[f"ms_{category}"], arrays[f"owner_{category}"] = ms, owner
        arrays["work_ms"] = matrix(network, homes, work_points, limit_ms=FARTHEST_MS)
        return arrays

    key = network_key(
        network,
        f"{CHOICES} {FARTHEST_MS} {FOLLOWED}".encode(),
        facilities.category.tobytes(),
        facilities.point.tobytes(),
        facilities.open.tobytes(),
        homes.tobytes(),
        work_points.tobytes(),
    )
    return cached(key, compute)
