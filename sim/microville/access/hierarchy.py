"""A contraction order with times: what sweeps read."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

import numpy as np

from microville.access.descent import Descent, arrange
from microville.access.sweeps import FAR, customise, keep, perfect
from microville.errors import TerritoryError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from microville.access.order import Order


@dataclass(frozen=True, slots=True, eq=False)
class Hierarchy:
    """Arcs that climb the order and arcs that descend it, with their times.

    Attributes
    ----------
    order
        The contraction order.
    climb_ptr, climb_head, climb_ms
        Compressed rows: from each rank to higher ranks.
    descend_ptr, descend_head, descend_ms
        Compressed rows: from higher ranks to each rank (turned: the row is the lower end).
    climbing, descending
        The same arcs in the order in which a sweep goes down, see
        :func:`microville.access.descent.arrange`.
    """

    order: Order
    climb_ptr: NDArray[np.int32]
    climb_head: NDArray[np.uint32]
    climb_ms: NDArray[np.int32]
    descend_ptr: NDArray[np.int32]
    descend_head: NDArray[np.uint32]
    descend_ms: NDArray[np.int32]
    climbing: Descent
    descending: Descent

    @property
    def nbytes(self) -> int:
        """Size of all arrays in bytes, the order's included."""
        own = [getattr(self, field.name).nbytes for field in fields(self)[1:7]]
        arranged = (array.nbytes for array in (*self.climbing, *self.descending))
        return int(self.order.nbytes + sum(own) + sum(arranged))


def weigh(order: Order, weight_ms: NDArray[np.int32]) -> Hierarchy:
    """Put times on a contraction order.

    Parameters
    ----------
    order
        Of the network's topology.
    weight_ms
        int32, shape (arcs,): milliseconds of each arc, 0 or more;
        :data:`~microville.access.sweeps.FAR` or more for an arc that is closed.

    Raises
    ------
    TerritoryError
        If a time is negative or there are as many times as arcs.

    Notes
    -----
    Arcs of the hierarchy that a faster way over higher ranks replaces are left out ("perfect
    customization" of Dibbelt, Strasser & Wagner 2016): distances stay the same, sweeps get faster.
    """
    if len(weight_ms) != len(order.slot):
        raise TerritoryError(f"{len(order.slot)} arcs need as many times, not {len(weight_ms)}.")
    if len(weight_ms) and int(weight_ms.min()) < 0:
        raise TerritoryError("A travel time is negative.", hint="Times are 0 ms or more.")
    climb = np.empty(len(order.up_head), dtype=np.int32)
    descend = np.empty_like(climb)
    capped = np.minimum(weight_ms, FAR).astype(np.int32)
    customise(order.up_ptr, order.up_head, order.slot, capped, climb, descend)
    best_climb, best_descend = climb.copy(), descend.copy()
    perfect(order.up_ptr, order.up_head, best_climb, best_descend)
    climbs = keep(order.up_ptr, order.up_head, climb, best_climb)
    descends = keep(order.up_ptr, order.up_head, descend, best_descend)
    downward = {"climbing": arrange(*climbs), "descending": arrange(*descends)}
    return Hierarchy(order, *climbs, *descends, **downward)
