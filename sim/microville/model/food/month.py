"""What a month of food is made of, and what the model remembers of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from microville.model.food.groups import GROUPS

if TYPE_CHECKING:
    from numpy.typing import NDArray


def none() -> NDArray[np.int64]:
    """Return no food of any group."""
    return np.zeros(len(GROUPS), dtype=np.int64)


def no_stocks() -> NDArray[np.int64]:
    """Return empty homes, shops and warehouses."""
    return np.zeros((3, len(GROUPS)), dtype=np.int64)


@dataclass(slots=True)
class FoodMonth:
    """Food of one month, grams by group.

    Attributes
    ----------
    needed
        What must be delivered to the focus area so that people eat as usual.
    harvest
        Edible harvest of the site.
    local, sold_away, lost
        Of harvest and hub: for the focus area, sold beyond it, lost in store.
    delivered, used, short
        From beyond the focus area; what people took; what they lacked.
    hub
        In the food hub at the end of the month.
    stocks
        At the end, shape (3, groups): homes, shops, warehouses.
    full
        Those stocks when full.
    lacks
        Which people lack food, empty where nobody does.
    gap_days
        Days of the month that only cupboards could cover.
    """

    needed: NDArray[np.int64] = field(default_factory=none)
    harvest: NDArray[np.int64] = field(default_factory=none)
    local: NDArray[np.int64] = field(default_factory=none)
    sold_away: NDArray[np.int64] = field(default_factory=none)
    lost: NDArray[np.int64] = field(default_factory=none)
    delivered: NDArray[np.int64] = field(default_factory=none)
    used: NDArray[np.int64] = field(default_factory=none)
    short: NDArray[np.int64] = field(default_factory=none)
    hub: NDArray[np.int64] = field(default_factory=none)
    stocks: NDArray[np.int64] = field(default_factory=no_stocks)
    full: NDArray[np.int64] = field(default_factory=no_stocks)
    lacks: NDArray[np.bool_] = field(default_factory=lambda: np.zeros(0, dtype=bool))
    gap_days: float = 0.0
