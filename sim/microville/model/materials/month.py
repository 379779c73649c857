"""What a month of materials is made of, and what went before."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from microville.model.materials.quantities import KINDS

if TYPE_CHECKING:
    from numpy.typing import NDArray


def none() -> NDArray[np.int64]:
    """Return no mass of any kind."""
    return np.zeros(len(KINDS), dtype=np.int64)


@dataclass(slots=True)
class MaterialsMonth:
    """Materials of works in one month, kg by kind.

    What is freed and what was in stock is reused, sold, waste, or in stock.

    Attributes
    ----------
    need, freed
        What works need; what they and unsealing free.
    reused, sold, waste, stock
        Reused on site; sold to members; left over; on the platform at the end.
    earned_cents, handling_cents
        What works save and members pay, and what reuse costs.
    co2_kg
        CO2 avoided.
    need_ever, reused_ever
        Sums since the start (kg).
    """

    need: NDArray[np.int64] = field(default_factory=none)
    freed: NDArray[np.int64] = field(default_factory=none)
    reused: NDArray[np.int64] = field(default_factory=none)
    sold: NDArray[np.int64] = field(default_factory=none)
    waste: NDArray[np.int64] = field(default_factory=none)
    stock: NDArray[np.int64] = field(default_factory=none)
    earned_cents: int = 0
    handling_cents: int = 0
    co2_kg: float = 0.0
    need_ever: int = 0
    reused_ever: int = 0
