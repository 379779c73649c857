"""Which nodes are joined to which: the part of a network that no speed changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from microville.access.order import Order, find_order

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Topology:
    """Arcs in compressed rows, against the direction of travel, shared by networks.

    Searches start at facilities and run backwards, so row ``v`` lists the nodes ``u`` from which
    an arc leads to ``v``. Networks that differ in speeds only share one topology, and with it the
    contraction order.

    Parameters
    ----------
    indptr
        int64, shape (nodes + 1,): the arcs into node v are ``indptr[v]:indptr[v + 1]``.
    tails
        int32, shape (arcs,): the node where each arc starts.
    order
        The contraction order if it is known already.
    """

    __slots__ = ("__weakref__", "_ahead", "_order", "indptr", "tails")

    def __init__(
        self, indptr: NDArray[np.int64], tails: NDArray[np.int32], order: Order | None = None
    ) -> None:
        self.indptr = np.ascontiguousarray(indptr, dtype=np.int64)
        self.tails = np.ascontiguousarray(tails, dtype=np.int32)
        self._order = order
        self._ahead: tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.int32]] | None = None

    @property
    def node_count(self) -> int:
        """Number of nodes."""
        return len(self.indptr) - 1

    @property
    def order(self) -> Order:
        """The contraction order, found when first asked for."""
        if self._order is None:
            self._order = find_order(self.indptr, self.tails)
        return self._order

    def heads(self) -> NDArray[np.int32]:
        """Return the node where each arc ends."""
        return np.repeat(np.arange(self.node_count, dtype=np.int32), np.diff(self.indptr))

    def ahead(self) -> tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.int32]]:
        """Return the arcs out of each node: compressed rows of (head, index of the arc)."""
        if self._ahead is None:
            heads = self.heads()
            arc = np.lexsort((heads, self.tails)).astype(np.int32)
            counts = np.bincount(self.tails, minlength=self.node_count)
            indptr = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
            self._ahead = indptr, heads[arc], arc
        return self._ahead
