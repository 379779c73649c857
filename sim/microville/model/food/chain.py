"""Deliveries and stocks of homes, shops and warehouses, and what happens where supply stops."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

HOMES, SHOPS, WAREHOUSES = range(3)
MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class Cupboards:
    """What households keep at home.

    Attributes
    ----------
    days_milli
        Thousandths of a day that each holds when full.
    persons
        Inhabitants that each row stands for.
    """

    days_milli: NDArray[np.int64]
    persons: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Supplied:
    """A month of supply, grams by group: stocks before + delivered + local = used + stocks.

    Attributes
    ----------
    delivered
        From beyond the focus area.
    used
        What people took.
    short
        What they lacked.
    stocks
        At the end, shape (3, groups): homes, shops, warehouses.
    gap_milli
        Days of the month (thousandths) that neither deliveries nor local food nor shops and
        warehouses covered: who has less at home lacks food.
    """

    delivered: NDArray[np.int64]
    used: NDArray[np.int64]
    short: NDArray[np.int64]
    stocks: NDArray[np.int64]
    gap_milli: int


def targets_g(needed: NDArray[np.int64], days: tuple[float, float, float]) -> NDArray[np.int64]:
    """Return full stocks, shape (3, groups): days of what a month needs."""
    milli = [round(1000 * each / (365.25 / 12)) for each in days]
    full: NDArray[np.int64] = np.array(milli, dtype=np.int64)[:, None] * needed[None, :] // 1000
    return full


def supply(
    needed: NDArray[np.int64],
    local: NDArray[np.int64],
    stocks: NDArray[np.int64],
    full: NDArray[np.int64],
    *,
    stopped_ppm: int,
    cupboards: Cupboards,
) -> Supplied:
    """Return a month of supply: what is ordered comes, less the part that is stopped.

    What is above a full stock (people left) is used first. Then local food and deliveries; where
    they do not do, shops, then warehouses, then each household's own cupboard.

    Parameters
    ----------
    needed, local
        Grams by group; local food is at most what is needed.
    stocks, full
        Present and full stocks, shape (3, groups).
    stopped_ppm
        Part of the deliveries that does not come, parts per million.
    cupboards
        What households hold when cupboards are full.
    """
    spare = np.maximum(stocks - full, 0).sum(axis=0)
    held = np.minimum(stocks, full)
    open_need = needed - local
    from_spare = np.minimum(spare, open_need)
    rest = open_need - from_spare
    spare = spare - from_spare
    lack = full - held
    ordered = np.maximum(rest + lack.sum(axis=0) - spare, 0)
    delivered = ordered - ordered * stopped_ppm // MILLION
    gap = np.maximum(rest - delivered, 0)
    refill = np.maximum(delivered - rest, 0) + spare
    for tier in (SHOPS, WAREHOUSES):
        drawn = np.minimum(held[tier], gap)
        held[tier] -= drawn
        gap = gap - drawn
    drawn, gap_milli = _from_cupboards(gap, needed, held[HOMES], full[HOMES], cupboards)
    held[HOMES] -= drawn
    for tier in (HOMES, SHOPS, WAREHOUSES):
        put = np.minimum(full[tier] - held[tier], refill)
        held[tier] += put
        refill = refill - put
    held[WAREHOUSES] += refill
    short = gap - drawn
    return Supplied(delivered, needed - short, short, held, gap_milli)


def _from_cupboards(
    gap: NDArray[np.int64],
    needed: NDArray[np.int64],
    held: NDArray[np.int64],
    full: NDArray[np.int64],
    cupboards: Cupboards,
) -> tuple[NDArray[np.int64], int]:
    """Return what comes out of cupboards (grams by group), and the gap in thousandths of a day."""
    missing, month = int(gap.sum()), int(needed.sum())
    if not missing or not month:
        return np.zeros_like(gap), 0
    days = missing * 365_250 // (12 * month)
    at_home = cupboards.days_milli * level_ppm(held, full) // MILLION
    eaten = int((np.minimum(at_home, days) * cupboards.persons).sum())
    wanted = max(days * int(cupboards.persons.sum()), 1)
    return np.minimum(held, gap * (eaten * MILLION // wanted) // MILLION), days


def level_ppm(held: NDArray[np.int64], full: NDArray[np.int64]) -> int:
    """Return how full stocks are, parts per million."""
    whole = int(full.sum())
    return min(int(held.sum()) * MILLION // whole, MILLION) if whole else 0
