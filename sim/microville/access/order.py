"""The contraction order of a street graph: found once, whatever the speeds."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

import numpy as np

from microville.access.elimination import eliminate, postorder, slots
from microville.access.rows import both_ways

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, eq=False)
class Order:
    """Ranks of nodes and the arcs between them that contraction needs.

    Attributes
    ----------
    node
        int32, shape (nodes,): node of each rank.
    rank
        int32, shape (nodes,): rank of each node.
    up_ptr, up_head
        int32: compressed rows of the higher neighbours of each rank, ascending.
    slot
        int32, shape (arcs,): where the weight of each arc goes, see
        :func:`microville.access.elimination.slots`.
    """

    node: NDArray[np.int32]
    rank: NDArray[np.int32]
    up_ptr: NDArray[np.int32]
    up_head: NDArray[np.int32]
    slot: NDArray[np.int32]

    @property
    def nbytes(self) -> int:
        """Size of all arrays in bytes."""
        return int(sum(getattr(self, field.name).nbytes for field in fields(self)))


def find_order(indptr: NDArray[np.int64], tails: NDArray[np.int32]) -> Order:
    """Return the contraction order of a graph in compressed rows.

    Parameters
    ----------
    indptr, tails
        Arcs into each node; directions, repeated arcs and loops do not matter.
    """
    count = len(indptr) - 1
    symmetric, neighbours = both_ways(indptr, tails)
    node, up_ptr, up_head = postorder(*eliminate(symmetric, neighbours))
    rank = np.empty(count, dtype=np.int32)
    rank[node] = np.arange(count, dtype=np.int32)
    return Order(node, rank, up_ptr, up_head, slots(rank, up_ptr, up_head, indptr, tails))
