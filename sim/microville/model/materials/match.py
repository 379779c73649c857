"""Offers and needs of materials matched: kind by kind, month by month, kilogram by kilogram."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Rules:
    """What a month allows.

    Attributes
    ----------
    accepted_permille
        Most that reused materials may be of a need.
    direct_permille
        Part of the offers for which works are found without a platform.
    platform
        Whether there is one.
    room_kg
        What the platform can hold.
    members_kg
        What member businesses take, in all.
    """

    accepted_permille: int
    direct_permille: int
    platform: bool
    room_kg: int
    members_kg: int


@dataclass(frozen=True, slots=True)
class Matched:
    """Where a month's materials went, kg by kind.

    Attributes
    ----------
    given
        Reused in works, by key of the unit.
    sold, stock, waste
        Sold to members, kept on the platform, and what nobody took.
    """

    given: dict[str, NDArray[np.int64]]
    sold: NDArray[np.int64]
    stock: NDArray[np.int64]
    waste: NDArray[np.int64]

    @property
    def reused(self) -> NDArray[np.int64]:
        """Reused in works of the site."""
        return sum(self.given.values(), np.zeros_like(self.stock))


def match(
    offer: NDArray[np.int64],
    stock: NDArray[np.int64],
    needs: Mapping[str, NDArray[np.int64]],
    rules: Rules,
) -> Matched:
    """Return where offers and stock go: works of the site, members, the platform, waste.

    Each need takes at most the accepted share of reused materials, in the order of the units'
    keys. What no works need goes to members, the dearest kinds first (they come last in the order
    of kinds), then into store, likewise.

    Parameters
    ----------
    offer
        Freed this month and fit for reuse (kg by kind).
    stock
        On the platform (kg by kind).
    needs
        By key of the unit (kg by kind).
    rules
        What the month allows.
    """
    there = offer + stock
    left = there if rules.platform else there * rules.direct_permille // 1000
    idle = there - left
    given = {}
    for key in sorted(needs):
        given[key] = np.minimum(left, needs[key] * rules.accepted_permille // 1000)
        left = left - given[key]
    left = left + idle
    sold = _fill(left, rules.members_kg if rules.platform else 0)
    kept = _fill(left - sold, rules.room_kg if rules.platform else 0)
    return Matched(given, sold, kept, left - sold - kept)


def _fill(kg: NDArray[np.int64], room: int) -> NDArray[np.int64]:
    """Return what fits into a room, the last kinds first."""
    before = np.cumsum(kg[::-1])[::-1] - kg
    part: NDArray[np.int64] = np.clip(room - before, 0, kg)
    return part
