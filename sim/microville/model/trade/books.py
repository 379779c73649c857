"""The accounts of businesses as columns: what they earn, what they pay, when they give up.

Every amount is whole cents. A month's lines add up to the change of cash exactly; what one
business pays another is what the other receives (:mod:`microville.model.trade.purchases`).
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

import numpy as np

from microville.model.facilities import TRADES

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from microville.parameters import Parameters

MONTHS_KNOWN = 12
"""Months of visits from which the usual custom of a business is known (assumption)."""
DAYS_SEEN = 21.75
"""A month's visits come from one simulated weekday, counted that many times."""
RESERVE_MONTHS = 12
"""Owners take out cash that exceeds that many months of costs (assumption)."""
MILLION = 1_000_000


@dataclass(slots=True)
class Lines:
    """What came in and went out this month, cents, one entry a business.

    Attributes
    ----------
    visitors
        What visitors spent.
    sold
        What businesses and firms of the site bought.
    paid_in
        Capital of the owner at the start.
    bought_near, bought_far
        Purchases on the map and beyond it.
    rent, wages
        Costs that do not depend on visits.
    drawn
        What the owner took out.
    """

    visitors: NDArray[np.int64]
    sold: NDArray[np.int64]
    paid_in: NDArray[np.int64]
    bought_near: NDArray[np.int64]
    bought_far: NDArray[np.int64]
    rent: NDArray[np.int64]
    wages: NDArray[np.int64]
    drawn: NDArray[np.int64]

    def change(self) -> NDArray[np.int64]:
        """Return the change of cash."""
        out = self.bought_near + self.bought_far + self.rent + self.wages + self.drawn
        return self.visitors + self.sold + self.paid_in - out


def no_lines(count: int) -> Lines:
    """Return lines of a month in which nothing happened."""
    return Lines(*(np.zeros(count, np.int64) for _ in fields(Lines)))


@dataclass(slots=True)
class Books:
    """Columns of businesses. A row keeps its place for ever; giving up only sets ``closed``.

    Attributes
    ----------
    facility
        int32 row of the facility.
    trade
        int8 index in ``TRADES``.
    floor_m2
        Floor; nan until the size of a business of 2025 is known by its custom.
    rent_cents, wage_cents
        A month; the rent before any discount.
    cash_cents
        Cash at hand.
    visits
        Visits of the last twelve months, newest last, shape (businesses, 12).
    known
        How many of them are known.
    below
        Months in a row in which it earned too little and had no cash.
    closed
        Whether it gave up.
    incubated_until
        Month until which an incubator accompanies it, -1 for none.
    sold_before
        What other businesses bought last month, cents.
    lines
        This month's lines.
    """

    facility: NDArray[np.int32]
    trade: NDArray[np.int8]
    floor_m2: NDArray[np.float64]
    rent_cents: NDArray[np.int64]
    wage_cents: NDArray[np.int64]
    cash_cents: NDArray[np.int64]
    visits: NDArray[np.int64]
    known: NDArray[np.int32]
    below: NDArray[np.int32]
    closed: NDArray[np.bool_]
    incubated_until: NDArray[np.int32]
    sold_before: NDArray[np.int64]
    lines: Lines

    def __len__(self) -> int:
        return len(self.facility)

    @property
    def settled(self) -> NDArray[np.bool_]:
        """Whether size and costs are known."""
        return ~np.isnan(self.floor_m2)

    def append(self, facility: int, trade: int) -> int:
        """Add a business whose size is not known yet, and return its row."""
        row = len(self)
        new = {"facility": facility, "trade": trade, "floor_m2": np.nan, "incubated_until": -1}
        for field in fields(self):
            if field.name == "lines":
                continue
            old = getattr(self, field.name)
            shape = (1, *old.shape[1:])
            cell = np.full(shape, new.get(field.name, 0), dtype=old.dtype)
            setattr(self, field.name, np.concatenate([old, cell]))
        for field in fields(Lines):
            old = getattr(self.lines, field.name)
            setattr(self.lines, field.name, np.append(old, np.int64(0)))
        return row


def empty_books() -> Books:
    """Return books without any business."""
    return Books(
        facility=np.empty(0, np.int32),
        trade=np.empty(0, np.int8),
        floor_m2=np.empty(0, np.float64),
        rent_cents=np.empty(0, np.int64),
        wage_cents=np.empty(0, np.int64),
        cash_cents=np.empty(0, np.int64),
        visits=np.empty((0, MONTHS_KNOWN), np.int64),
        known=np.empty(0, np.int32),
        below=np.empty(0, np.int32),
        closed=np.empty(0, np.bool_),
        incubated_until=np.empty(0, np.int32),
        sold_before=np.empty(0, np.int64),
        lines=no_lines(0),
    )


@dataclass(frozen=True, slots=True)
class Tariff:
    """Parameters of the accounts as integers, one entry a trade where they differ.

    Attributes
    ----------
    spend_cents
        What a visit leaves.
    purchase_ppm
        Purchases, parts per million of revenue.
    floor_m2
        Usual floor of a new shop.
    rent_cents_m2, wage_cents_m2
        Rent and wages of a square metre in a month.
    near_ppm
        Purchases on the map, parts per million of all.
    """

    spend_cents: NDArray[np.int64]
    purchase_ppm: NDArray[np.int64]
    floor_m2: NDArray[np.float64]
    rent_cents_m2: float
    wage_cents_m2: float
    near_ppm: int

    @property
    def margin_micro(self) -> NDArray[np.int64]:
        """What is left of a visit after purchases, millionths of a cent."""
        return self.spend_cents * (MILLION - self.purchase_ppm)

    @property
    def cost_cents_m2(self) -> float:
        """Rent and wages of a square metre in a month."""
        return self.rent_cents_m2 + self.wage_cents_m2


def tariff_of(parameters: Parameters) -> Tariff:
    """Return the tariff of a set of parameters."""
    trade, firms = parameters.trade, parameters.business

    def each(name: str) -> NDArray[np.float64]:
        return np.array([getattr(trade, f"{kind}_{name}") for kind in TRADES], dtype=np.float64)

    return Tariff(
        spend_cents=np.rint(each("spend_eur") * 100).astype(np.int64),
        purchase_ppm=np.rint(each("purchase_share") * MILLION).astype(np.int64),
        floor_m2=each("floor_m2"),
        rent_cents_m2=parameters.rent.shop * 100,
        wage_cents_m2=firms.wage_eur_job_month * 100 / firms.floor_per_job_shop_m2,
        near_ppm=round(firms.local_purchase_share * MILLION),
    )
