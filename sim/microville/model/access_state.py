"""Travel times that the model keeps up to date: networks, closest facilities, work and school."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from microville.access import Labels, Network, Places, at_points, build_network, matrix, profile
from microville.access.prepared import stored
from microville.access.searches import NEVER
from microville.access.sight import look
from microville.model.facilities import ERRANDS, FOLLOWED, SCHOOLS, Facilities

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from microville.parameters import Parameters
    from microville.territory import Territory

MODES = ("walk", "bike", "car")
CHOICES = 6
"""Closest facilities that are known by each mode: the four that people choose among (see
``daily.options.USUAL``), and two that may have opened nearer since."""
MANY = 20
"""Closings of a category in one month from which it is recomputed whole (as fast, then)."""
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
    labels
        The closest facilities of every node by mode and followed category.
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
    shut_arcs
        Arcs of each network that shocks keep closed.
    moved
        Bool, shape (errand and school categories, homes): who sees other facilities or times than
        when last asked (see :meth:`take_moved`).
    """

    places: Places
    networks: tuple[Network, ...]
    labels: list[list[Labels]]
    home_ms: NDArray[np.int32]
    home_owner: NDArray[np.int32]
    work_ms: NDArray[np.int32]
    work_rows: NDArray[np.int32]
    work_points: NDArray[np.int32]
    opened: list[int]
    closed: list[int]
    memo: dict[str, NDArray[Any]] = field(default_factory=dict)
    shut_arcs: list[NDArray[np.int64]] = field(default_factory=list)
    moved: NDArray[np.bool_] = field(init=False)

    def __post_init__(self) -> None:
        """Begin with nothing moved."""
        self.moved = np.zeros(self.home_ms.shape[1:3], dtype=bool)

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
        self.memo.clear()
        look(
            self.labels[mode][category],
            self.home_ms[mode, category],
            self.home_owner[mode, category],
            self.moved[category],
        )

    def take_moved(self, category: int) -> NDArray[np.bool_]:
        """Return which homes saw something move in a category since this was last asked."""
        moved: NDArray[np.bool_] = self.moved[category].copy()
        self.moved[category] = False
        return moved

    def repair(self, facilities: Facilities) -> None:
        """Repair the labels for what opened or closed, and forget it.

        Openings spread only where they are among the closest; a closing is repaired only where it
        was known. Where many of a category close at once, that category is recomputed.
        """
        closed = by_category(facilities, [r for r in self.closed if not facilities.open[r]])
        opened = by_category(facilities, [r for r in self.opened if facilities.open[r]])
        self.memo.clear()
        for category in sorted(closed.keys() | opened.keys()):
            gone, new = closed.get(category, []), opened.get(category, [])
            for mode in range(len(self.networks)):
                labels = self.labels[mode][category]
                if len(gone) > MANY:
                    fresh = _fresh(self.networks[mode], facilities, FOLLOWED[category])
                    if self.shut_arcs and len(self.shut_arcs[mode]):
                        fresh.close_arcs(self.shut_arcs[mode])
                    self.labels[mode][category] = fresh
                else:
                    # What opened and closed since the last repair was never known, and the
                    # other way round.
                    for row in filter(labels.knows, gone):
                        labels.close(row)
                    for row in new:
                        if not labels.knows(row):
                            labels.open(row, int(facilities.point[row]))
                self.see(mode, category)
        self.opened.clear()
        self.closed.clear()

    def closest_ms(self, mode: int, points: NDArray[np.int32]) -> NDArray[np.int32]:
        """Return the time to the closest facility of each followed category from points.

        Returns
        -------
        ndarray of int32, shape (points, followed categories)
        """
        first = np.column_stack([labels.times[:, 0] for labels in self.labels[mode]])
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
    """Prepare networks and labels, streets from the cache where the same were prepared before.

    ``site_points`` are places where jobs may appear later.
    """
    networks = tuple(
        build_network(territory, profile(mode, parameters), places.xy, options=options)
        for mode in MODES
    )
    work_rows = facilities.of("workplace")
    work_points = np.concatenate([facilities.point[work_rows], site_points]).astype(np.int32)
    homes = np.arange(places.service_start, dtype=np.int32)
    parts = [_prepare(territory, network, facilities, homes, work_points) for network in networks]
    shape = (len(MODES), len(ERRANDS) + len(SCHOOLS), places.service_start, CHOICES)
    state = AccessState(
        places,
        networks,
        [
            [_fresh(network, facilities, name, part[f"labels_{name}"]) for name in FOLLOWED]
            for network, part in zip(networks, parts, strict=True)
        ],
        np.full(shape, NEVER),
        np.full(shape, NEVER),
        np.stack([part["work_ms"] for part in parts]),
        work_rows,
        work_points,
        [],
        [],
    )
    for mode in range(len(MODES)):
        for category in range(shape[1]):
            state.see(mode, category)
    state.moved[:] = False
    return state


def _fresh(
    network: Network,
    facilities: Facilities,
    category: str,
    packed: NDArray[np.int64] | None = None,
) -> Labels:
    """Return the labels of a category's open facilities."""
    rows = facilities.of(category)
    return Labels(
        network, facilities.point[rows], rows, k=CHOICES, limit_ms=FARTHEST_MS, packed=packed
    )


def _prepare(
    territory: Territory,
    network: Network,
    facilities: Facilities,
    homes: NDArray[np.int32],
    work_points: NDArray[np.int32],
) -> dict[str, NDArray[Any]]:
    """Return the labels of one network, and the times to work.

    Computed is as fast as read; and as every speed has its own, a sweep would fill the disk.
    """

    def compute() -> dict[str, NDArray[Any]]:
        arrays: dict[str, NDArray[Any]] = {
            f"labels_{name}": _fresh(network, facilities, name).packed for name in FOLLOWED
        }
        arrays["work_ms"] = matrix(network, homes, work_points, limit_ms=FARTHEST_MS)
        return arrays

    digest = hashlib.sha256(f"{network.profile} {CHOICES} {FARTHEST_MS} {FOLLOWED}".encode())
    for array in (
        network.indptr,
        network.tails,
        network.weight_ms,
        network.point_node,
        network.point_leg_ms,
        facilities.category,
        facilities.point,
        facilities.open,
        homes,
        work_points,
    ):
        digest.update(hashlib.sha256(np.ascontiguousarray(array).tobytes()).digest())
    return stored(territory, digest.hexdigest()[:32], compute, on_disk=False)
