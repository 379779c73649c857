"""Where a harvest goes: eaten fresh, into the food hub's store, or sold beyond the focus area."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Hub:
    """The food hub's month.

    Attributes
    ----------
    intake_g
        Most that it can take in.
    room_g
        Most that it can store.
    loss_ppm
        Part of the stock that is lost, parts per million.
    """

    intake_g: int
    room_g: int
    loss_ppm: int


@dataclass(frozen=True, slots=True)
class Shared:
    """Where harvest and stock went, grams by group.

    ``harvest + stock before = fresh + kept_eaten + sold_away + lost + stock``.

    Attributes
    ----------
    fresh, kept_eaten
        Eaten in the focus area, from this month's harvest and from the hub's stock.
    sold_away
        Sold beyond the focus area.
    lost
        Lost in store.
    stock
        In the hub at the end of the month.
    """

    fresh: NDArray[np.int64]
    kept_eaten: NDArray[np.int64]
    sold_away: NDArray[np.int64]
    lost: NDArray[np.int64]
    stock: NDArray[np.int64]

    @property
    def local(self) -> NDArray[np.int64]:
        """Local food for the focus area."""
        return self.fresh + self.kept_eaten


def share_harvest(
    harvest: NDArray[np.int64],
    stock: NDArray[np.int64],
    needed: NDArray[np.int64],
    hub: Hub,
    local_ppm: int,
) -> Shared:
    """Return where a month's harvest and the hub's stock go.

    Parameters
    ----------
    harvest, stock, needed
        Grams by group: harvested, in the hub, and asked for in the focus area.
    hub
        What the hub can do; all 0 where there is none, and its stock is sold away.
    local_ppm
        Share of the harvest that is for the focus area, parts per million.
    """
    for_here = harvest * local_ppm // 1_000_000
    fresh = np.minimum(for_here, needed)
    lost = stock * hub.loss_ppm // 1_000_000
    kept_eaten = np.minimum(stock - lost, needed - fresh)
    left = stock - lost - kept_eaten
    kept = fill(left, hub.room_g)
    taken = fill(for_here - fresh, min(hub.intake_g, hub.room_g - int(kept.sum())))
    return Shared(
        fresh=fresh,
        kept_eaten=kept_eaten,
        sold_away=harvest - fresh - taken + left - kept,
        lost=lost,
        stock=kept + taken,
    )


def fill(grams: NDArray[np.int64], room: int) -> NDArray[np.int64]:
    """Return what fits into a room, group after group."""
    before = np.cumsum(grams) - grams
    part: NDArray[np.int64] = np.clip(room - before, 0, grams)
    return part
