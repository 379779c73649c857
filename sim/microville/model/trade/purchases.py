"""Who buys from whom on the map: what one pays, the other receives."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numba import njit

from microville.model.facilities import TRADES
from microville.model.trade.books import MILLION

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from microville.model.trade.books import Books

GARDENS, FOOD_HUB = "gardens", "food_hub"
"""Sellers of the site that keep no books of their own."""

SELLERS: dict[str, tuple[str, ...]] = {
    "bakery": (GARDENS, FOOD_HUB),
    "grocery": (GARDENS, FOOD_HUB, "bakery"),
    "supermarket": (GARDENS, FOOD_HUB),
    "butcher": (GARDENS,),
    "hairdresser": (),
    "restaurant_cafe": (GARDENS, FOOD_HUB, "bakery", "butcher", "grocery"),
    "pharmacy": (),
}
"""From whom each trade buys on the map, each an equal part (assumption)."""

FIRMS_BUY_FROM = ("restaurant_cafe", "bakery", "grocery")
"""From whom firms of the site buy, each an equal part (assumption)."""


@dataclass(slots=True)
class SiteSeller:
    """A seller of the site: how much it can sell this month, and what it sold.

    Attributes
    ----------
    distance
        From each business to it: straight, squared, in whole decimetres.
    can_cents, sold_cents
        Most it can sell this month, and what it sold.
    """

    distance: NDArray[np.int64]
    can_cents: int
    sold_cents: int = 0


@dataclass(slots=True)
class NearestSellers:
    """The open business of each trade that is nearest to points, kept until who sells changes.

    Attributes
    ----------
    state
        Who sold, and to which points, when the rest was found.
    rows
        Books' row of the nearest seller by trade and rank of the point, -1 for none.
    """

    state: bytes = b""
    rows: dict[str, NDArray[np.int64]] = field(default_factory=dict)

    def look(
        self,
        books: Books,
        place: NDArray[np.int64],
        points: NDArray[np.int32],
        sells: NDArray[np.bool_],
    ) -> None:
        """Bring the nearest sellers of points up to date.

        Parameters
        ----------
        books
            All businesses.
        place
            Coordinates of all places in whole decimetres; of two at one distance the first row.
        points
            Places of who buys; the businesses come first, in the order of their books.
        sells
            Which businesses sell.
        """
        state = sells.tobytes() + points.tobytes()
        if state == self.state:
            return
        self.state = state
        for kind in dict.fromkeys(
            [*FIRMS_BUY_FROM, *(s for each in SELLERS.values() for s in each)]
        ):
            if kind in TRADES:
                rows = np.flatnonzero(sells & (books.trade == TRADES.index(kind)))
                self.rows[kind] = _nearest(place[points], place[points[rows]], rows)


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _nearest(
    to: NDArray[np.int64], xy: NDArray[np.int64], rows: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Return of several rows at ``xy`` the one nearest to each point, -1 where there is none."""
    found = np.full(len(to), -1, np.int64)
    for i in range(len(to)):
        best = np.int64(2**62)
        for j in range(len(rows)):
            gap = (to[i, 0] - xy[j, 0]) ** 2 + (to[i, 1] - xy[j, 1]) ** 2
            if gap < best:
                best, found[i] = gap, rows[j]
    return found


def trade_among(
    books: Books,
    bought: NDArray[np.int64],
    nearest: NearestSellers,
    *,
    near_ppm: int,
    site: dict[str, SiteSeller],
) -> None:
    """Let businesses buy from each other and from the site; ``lines`` are added to in place.

    Parameters
    ----------
    books
        Their lines of the month, with nothing bought yet.
    bought
        What each buys in all, cents.
    nearest
        Nearest sellers, the businesses' own entries first.
    near_ppm
        Share bought on the map where somebody sells there, parts per million.
    site
        Sellers of the site by name: they serve the nearest first, while they have something.
    """
    wish = bought * near_ppm // MILLION
    of_site = {name: np.zeros(len(books), np.int64) for name in site}
    for trade, name in enumerate(TRADES):
        buyers = np.flatnonzero((books.trade == trade) & (wish > 0))
        for part, seller in enumerate(SELLERS[name]):
            amount = _part(wish[buyers], part, len(SELLERS[name]))
            if seller in of_site:
                of_site[seller][buyers] = amount
            elif seller in TRADES:
                to = nearest.rows[seller][buyers]
                buys = (to >= 0) & (to != buyers)
                np.add.at(books.lines.sold, to[buys], amount[buys])
                books.lines.bought_near[buyers[buys]] += amount[buys]
    for name, wanted in of_site.items():
        books.lines.bought_near += _sell(site[name], wanted)


def _sell(seller: SiteSeller, wanted: NDArray[np.int64]) -> NDArray[np.int64]:
    """Sell to the nearest first, until nothing is left; return what each gets (cents)."""
    order = np.argsort(seller.distance, kind="stable")
    before = np.cumsum(wanted[order]) - wanted[order]
    got = np.zeros_like(wanted)
    got[order] = np.clip(seller.can_cents - before, 0, wanted[order])
    seller.sold_cents = int(got.sum())
    return got


def firms_buy(
    books: Books, spends: NDArray[np.int64], nearest: NearestSellers, *, first: int
) -> int:
    """Let firms of the site buy from shops; return what they paid, cents.

    Parameters
    ----------
    books
        Their lines of the month; sales are added in place.
    spends
        What each firm spends, cents.
    nearest, first
        Nearest sellers; rank of the first firm's point among those looked at.
    """
    paid = 0
    for part, seller in enumerate(FIRMS_BUY_FROM):
        to = nearest.rows[seller][first : first + len(spends)]
        amount = _part(spends, part, len(FIRMS_BUY_FROM))
        there = to >= 0
        np.add.at(books.lines.sold, to[there], amount[there])
        paid += int(amount[there].sum())
    return paid


def _part(amount: NDArray[np.int64], part: int, count: int) -> NDArray[np.int64]:
    """Return one of several parts of amounts, which differ by a cent at most and add up."""
    return np.asarray(amount * (part + 1) // count - amount * part // count)
