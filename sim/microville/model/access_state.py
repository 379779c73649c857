"""Travel times that the model keeps up to date: networks, closest facilities, work and school."""

from __future__ import annotations

import hashlib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from microville import __version__
from microville.access import (
    Network,
    Places,
    add_facilities,
    at_points,
    build_network,
    closest,
    matrix,
    profile,
)
from microville.model.facilities import ERRANDS, FOLLOWED, SCHOOLS, Facilities
from microville.paths import cache_dir
from microville.territory import content_hash

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from microville.parameters import Parameters
    from microville.territory import Territory

MODES = ("walk", "bike", "car")
CHOICES = 4
"""How many closest facilities a mode lets people choose among (assumption)."""
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

        Openings spread only where they are among the closest; a closing recomputes its category.

        Returns
        -------
        list of (mode, category)
            What changed.
        """
        closed = sorted({int(facilities.category[row]) for row in self.closed} - {-1})
        changed = []
        for mode, network in enumerate(self.networks):
            for category in closed:
                self._recompute(mode, category, facilities)
                changed.append((mode, category))
            for row in self.opened:
                category = int(facilities.category[row])
                if category < 0 or category in closed or not facilities.open[row]:
                    continue
                add_facilities(
                    network,
                    self.node_ms[mode][category],
                    self.node_owner[mode][category],
                    facilities.point[[row]],
                    np.array([row], dtype=np.int32),
                    limit_ms=FARTHEST_MS,
                )
                changed.append((mode, category))
        for mode, category in sorted(set(changed)):
            self.see(mode, category)
        self.opened.clear()
        self.closed.clear()
        return changed

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
        columns = [
            at_points(self.networks[mode], labels[:, :1], points)[:, 0]
            for labels in self.node_ms[mode]
        ]
        return np.column_stack(columns)


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
    path = cache_dir() / "access" / f"{_key(territory, networks, facilities)}.npz"
    arrays = _load(path)
    if arrays is None:
        arrays = _compute(networks, facilities, places, work_points)
        _save(path, arrays)
    count = len(FOLLOWED)
    node_ms = [[arrays[f"ms_{m}_{c}"] for c in range(count)] for m in range(len(MODES))]
    node_owner = [[arrays[f"owner_{m}_{c}"] for c in range(count)] for m in range(len(MODES))]
    shape = (len(MODES), len(ERRANDS) + len(SCHOOLS), places.service_start, CHOICES)
    state = AccessState(
        places,
        networks,
        node_ms,
        node_owner,
        np.empty(shape, np.int32),
        np.empty(shape, np.int32),
        arrays["work_ms"],
        work_rows,
        work_points,
        [],
        [],
    )
    for mode in range(len(MODES)):
        for category in range(shape[1]):
            state.see(mode, category)
    return state


def _compute(
    networks: tuple[Network, ...],
    facilities: Facilities,
    places: Places,
    work_points: NDArray[np.int32],
) -> dict[str, NDArray[np.int32]]:
    homes = np.arange(places.service_start, dtype=np.int32)
    arrays: dict[str, NDArray[np.int32]] = {}
    work_ms = np.empty((len(networks), len(homes), len(work_points)), dtype=np.int32)
    for mode, network in enumerate(networks):
        for category, name in enumerate(FOLLOWED):
            rows = facilities.of(name)
            ms, owner = closest(
                network, facilities.point[rows], rows, k=CHOICES, limit_ms=FARTHEST_MS
            )
            arrays[f"ms_{mode}_{category}"], arrays[f"owner_{mode}_{category}"] = ms, owner
        work_ms[mode] = matrix(network, homes, work_points, limit_ms=FARTHEST_MS)
    arrays["work_ms"] = work_ms
    return arrays


def _key(territory: Territory, networks: tuple[Network, ...], facilities: Facilities) -> str:
    digest = hashlib.sha256(f"{__version__} {CHOICES} {FARTHEST_MS} {FOLLOWED}".encode())
    digest.update(content_hash(territory).encode())
    for network in networks:
        digest.update(network.indptr.tobytes())
        digest.update(network.tails.tobytes())
        digest.update(network.weight_ms.tobytes())
        digest.update(network.point_node.tobytes())
        digest.update(network.point_leg_ms.tobytes())
        digest.update(repr(network.profile).encode())
    digest.update(facilities.open.tobytes())
    return digest.hexdigest()[:32]


def _load(path: Path) -> dict[str, NDArray[np.int32]] | None:
    try:
        with np.load(path, allow_pickle=False) as stored:
            return {name: stored[name] for name in stored.files}
    except (OSError, ValueError, EOFError, KeyError):
        return None


def _save(path: Path, arrays: dict[str, NDArray[np.int32]]) -> None:
    """Keep arrays for the next run; a full disk only costs that."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, suffix=".npz")
        with os.fdopen(handle, "wb") as stream:
            np.savez(stream, **arrays)  # type: ignore[arg-type]
        Path(name).replace(path)
    except OSError:
        return
