"""Closest facilities that stay up to date while facilities and streets open and close."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from microville.access.nearest import LATEST, packed_closest, unpack
from microville.access.repair import close_facility, open_facility
from microville.access.repair_one import close_one, open_one
from microville.access.repair_streets import close_arcs, reopen_arcs
from microville.access.searches import NEVER
from microville.errors import InputError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from microville.access.network import Network

HEAP = 1024
"""Keys that a repair's heap holds before it grows."""


class Labels:
    """Each node's k closest facilities of one category, repaired locally when something changes.

    Labels always equal what :func:`~microville.access.nearest.closest` returns for the facilities
    and streets that are open.

    Parameters
    ----------
    network
        Prepared streets of one profile; not changed by closing streets here.
    points, owners
        Where facilities stand and their index (0 or more, each once), by which ties are broken.
    k
        How many to know.
    limit_ms
        Nothing farther than this is known.
    packed
        The labels if they were computed before (they are taken over and changed in place).

    Attributes
    ----------
    packed
        int64, shape (nodes, k): milliseconds in the upper 32 bits, owner in the lower, sorted.

    Raises
    ------
    InputError
        If an owner is negative or comes twice.
    """

    def __init__(
        self,
        network: Network,
        points: NDArray[np.int32],
        owners: NDArray[np.int32],
        *,
        k: int = 1,
        limit_ms: int = LATEST,
        packed: NDArray[np.int64] | None = None,
    ) -> None:
        owners = np.asarray(owners, dtype=np.int64)
        points = np.asarray(points, dtype=np.int64)
        if len(np.unique(owners)) != len(owners) or (len(owners) and int(owners.min()) < 0):
            raise InputError("Each facility needs its own index, 0 or more.")
        self.network = network
        self.limit_ms = min(limit_ms, LATEST)
        self.packed = (
            packed_closest(network, points, owners, k=k, limit_ms=self.limit_ms)
            if packed is None
            else packed
        )
        self._touched, self._all_touched = np.zeros(network.node_count, dtype=bool), True
        self._weight = network.weight_ms
        self._closed: dict[int, int] = {}
        self._behind = network.indptr, network.tails
        self._ahead = network.topology.ahead()
        self._heap = np.empty(HEAP, dtype=np.int64), np.empty(HEAP, dtype=np.int64)
        # One label a node: its own kernels, on a view of one dimension.
        self._one = self.packed[:, 0] if self.packed.shape[1] == 1 else None
        room = network.node_count if self._one is not None else 0
        self._region, self._offer = np.empty(room, np.int32), np.empty(room, np.int64)
        ring = 1 << room.bit_length()
        self._ring = np.empty(ring, dtype=np.int32), np.zeros(room, dtype=bool)
        size = int(owners.max()) + 1 if len(owners) else 0
        self._first = np.full(network.node_count, -1, dtype=np.int32)
        self._next = np.full(size, -1, dtype=np.int32)
        self._leg = np.zeros(size, dtype=np.int32)
        self._node = np.full(size, SHUT, dtype=np.int32)
        for owner, point in zip(owners.tolist(), points.tolist(), strict=True):
            self._link(owner, point)

    @property
    def times(self) -> NDArray[np.int32]:
        """Milliseconds, shape (nodes, k); :data:`~microville.access.searches.NEVER` if empty."""
        return unpack(self.packed)[0]

    @property
    def owners(self) -> NDArray[np.int32]:
        """Owners, shape (nodes, k); :data:`~microville.access.nearest.NOBODY` where empty."""
        return unpack(self.packed)[1]

    def at_points(
        self, points: NDArray[np.int32] | slice
    ) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        """Return (times, owners) seen from points, with their legs and the profile's fixed time."""
        network = self.network
        node = network.point_node[points]
        times, owners = unpack(self.packed[node])
        own = (network.point_leg_ms[points] + network.profile.fixed_ms)[:, None]
        lost = (times == NEVER) | (node < 0)[:, None]
        return np.where(lost, NEVER, times + own).astype(np.int32), np.where(lost, NEVER, owners)

    def take_touched(self) -> NDArray[np.bool_]:
        """Return whose labels may have changed since this was last asked, shape (nodes,)."""
        touched = self._touched.copy()
        touched |= self._all_touched
        self._touched[:], self._all_touched = False, False
        return touched

    def knows(self, owner: int) -> bool:
        """Return whether a facility is open here."""
        return 0 <= owner < len(self._node) and int(self._node[owner]) != SHUT

    def open(self, owner: int, point: int) -> None:
        """Open a facility at an attached point.

        Raises
        ------
        InputError
            If that facility is open already.
        """
        if self.knows(owner):
            raise InputError(f"Facility {owner} is open already.")
        node = self._link(owner, point)
        if node >= 0:
            leg = int(self._leg[owner])
            if self._one is not None:
                self._all_touched = True
                open_one(
                    *self._behind, self._weight, self._one, *self._ring, owner, node, leg,
                    self.limit_ms,
                )  # fmt: skip
            else:
                door = owner, node, leg
                open_facility(
                    *(self._behind, self._weight, self.packed, self._heap, door, self.limit_ms),
                    self._touched,
                )

    def close(self, owner: int) -> int:
        """Close a facility and return how many nodes knew it.

        Raises
        ------
        InputError
            If there is no such facility open.
        """
        if not self.knows(owner):
            raise InputError(f"Facility {owner} is not open.")
        node = int(self._node[owner])
        self._node[owner] = SHUT
        if node < 0:
            return 0
        self._unlink(owner, node)
        if self._one is not None:
            self._all_touched = True
            return int(
                close_one(
                    *self._behind, self._weight, *self._ahead, self._first, self._next, self._leg,
                    self._one, *self._ring, self._region, self._offer, owner, node, self.limit_ms,
                )
            )  # fmt: skip
        return int(
            close_facility(
                self._behind,
                self._ahead,
                self._weight,
                (self._first, self._next, self._leg),
                self.packed,
                self._heap,
                (owner, node),
                self.limit_ms,
                self._touched,
            )
        )

    def close_arcs(self, arcs: NDArray[np.int64]) -> int:
        """Close arcs (rows of the network) and return how many labels were repaired.

        Arcs that are closed already stay closed.
        """
        new = [arc for arc in np.unique(arcs).tolist() if arc not in self._closed]
        if self._weight is self.network.weight_ms:
            self._weight = self._weight.copy()
        self._closed |= {arc: int(self._weight[arc]) for arc in new}
        rows = np.array(new, dtype=np.int64)
        self._all_touched = True
        return int(
            close_arcs(
                self._behind,
                self._ahead,
                self._weight,
                (self._first, self._next, self._leg),
                self.packed,
                self._heap,
                (rows, self._heads(rows)),
                self.limit_ms,
                self._touched,
            )
        )

    def reopen_arcs(self, arcs: NDArray[np.int64]) -> None:
        """Open arcs that :meth:`close_arcs` closed; others are left as they are."""
        old = [arc for arc in np.unique(arcs).tolist() if arc in self._closed]
        times = np.array([self._closed.pop(arc) for arc in old], dtype=np.int32)
        rows = np.array(old, dtype=np.int64)
        opened = rows, self._heads(rows), times
        self._all_touched = True
        reopen_arcs(
            *(self._behind, self._weight, self.packed, self._heap, opened, self.limit_ms),
            self._touched,
        )

    def _heads(self, arcs: NDArray[np.int64]) -> NDArray[np.int32]:
        found = np.searchsorted(self.network.indptr, arcs, side="right") - 1
        return found.astype(np.int32)

    def _link(self, owner: int, point: int) -> int:
        """Put a facility on its node and return that (-1 where it enters nowhere)."""
        if owner < 0:
            raise InputError("Each facility needs its own index, 0 or more.")
        if owner >= len(self._node):
            more = np.full(owner + 1, -1, dtype=np.int32)
            self._next = np.concatenate([self._next, more])
            self._leg = np.concatenate([self._leg, np.zeros_like(more)])
            self._node = np.concatenate([self._node, np.full_like(more, SHUT)])
        node = int(self.network.point_node[point])
        self._node[owner] = node
        self._leg[owner] = self.network.point_leg_ms[point]
        if node >= 0:
            self._next[owner] = self._first[node]
            self._first[node] = owner
        return node

    def _unlink(self, owner: int, node: int) -> None:
        before = int(self._first[node])
        if before == owner:
            self._first[node] = self._next[owner]
            return
        while int(self._next[before]) != owner:
            before = int(self._next[before])
        self._next[before] = self._next[owner]


SHUT = -2
"""Node of a facility that is not open."""
