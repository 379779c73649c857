"""All businesses of a map, the premises that wait for one, and communes without a shop."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from microville.model.facilities import FOLLOWED, TRADES
from microville.model.trade.books import Books, empty_books
from microville.model.trade.premises import Premises, left_by
from microville.model.trade.purchases import NearestSellers, SiteSeller

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from microville.model.model import Microville
    from microville.model.trade.business import Business

FOOD_SHOPS = ("bakery", "grocery", "supermarket")
"""Shops of which a commune should have one."""


@dataclass(slots=True)
class Commerce:
    """What the model knows of its businesses.

    Attributes
    ----------
    books
        Their accounts.
    openings
        Premises and rank of each business, by row of the books.
    premises
        Vacant ones, in the order in which they were left.
    nearest
        Nearest sellers.
    site_sellers
        Gardens and food hub of the site, with what they sold to shops this month.
    firms_cents
        What firms of the site bought from shops this month.
    successors
        Row of each practitioner whom somebody will follow, and the month.
    deserted
        Rows of practitioners who gave up and whom nobody has followed so far.
    shut_before
        Facility rows that a shock kept closed last month.
    opened, closed
        Businesses that opened and gave up since January.
    had_shop
        Whether each commune had a food shop at the start.
    has_shop
        Whether it had one last month (a shop shut by a shock is still one).
    """

    books: Books = field(default_factory=empty_books)
    openings: dict[int, tuple[str, int]] = field(default_factory=dict)
    premises: list[Premises] = field(default_factory=list)
    nearest: NearestSellers = field(default_factory=NearestSellers)
    site_sellers: dict[str, SiteSeller] = field(default_factory=dict)
    firms_cents: int = 0
    successors: list[tuple[int, int]] = field(default_factory=list)
    deserted: set[int] = field(default_factory=set)
    shut_before: set[int] = field(default_factory=set)
    opened: int = 0
    closed: int = 0
    had_shop: NDArray[np.bool_] = field(default_factory=lambda: np.empty(0, np.bool_))
    has_shop: NDArray[np.bool_] = field(default_factory=lambda: np.empty(0, np.bool_))

    def incubated(self, month: int) -> int:
        """Return how many businesses an incubator accompanies in a month."""
        return int((~self.books.closed & (month < self.books.incubated_until)).sum())

    def give_up(self, model: Microville, business: Business, cause: str) -> None:
        """Close a business for good; its premises wait for another one.

        Parameters
        ----------
        model
            The state.
        business
            One that has not given up.
        cause
            ``"cash"``, ``"decision"`` or ``"programme"`` (the use of the floor ended: nothing is
            left to let).
        """
        index, row = business.index, business.facility
        self.books.closed[index] = True
        self.closed += 1
        if business.is_open or row in model.shut_by_shock():
            model.close_facility(row)
        if cause != "programme":
            floor, origin = float(self.books.floor_m2[index]), self.openings[index]
            self.premises.append(left_by(model, row, floor, origin))
        model.tell("business_closes", f"{business.name} ({cause})", 1)


def communes_with_shop(model: Microville, *, shut_too: bool) -> NDArray[np.bool_]:
    """Return whether each commune has a bakery, grocery or supermarket.

    ``shut_too`` counts those that a shock keeps shut for a while.
    """
    facilities = model.facilities
    there = facilities.open.copy()
    if shut_too:
        there[list(model.shut_by_shock())] = True
    there &= np.isin(facilities.category, [FOLLOWED.index(name) for name in FOOD_SHOPS])
    there &= facilities.zone >= 0
    found = np.zeros(len(model.zone_names), dtype=bool)
    found[facilities.zone[there]] = True
    return found


def note_last_shops(model: Microville) -> None:
    """Tell which communes have lost their last food shop since last month, or have one again."""
    commerce = model.commerce
    now = communes_with_shop(model, shut_too=True)
    for zone in np.flatnonzero(commerce.has_shop & ~now):
        model.tell("last_shop_closes", model.zone_names[zone], 1)
    for zone in np.flatnonzero(~commerce.has_shop & now):
        model.tell("first_shop_opens", model.zone_names[zone], 1)
    commerce.has_shop = now


def open_shops(model: Microville) -> NDArray[np.int64]:
    """Return the open facilities by trade and commune, shape (trades, communes + 1).

    The last column holds those outside every commune.
    """
    facilities = model.facilities
    count = len(model.zone_names)
    table = np.zeros((len(TRADES), count + 1), dtype=np.int64)
    for trade, name in enumerate(TRADES):
        here = facilities.open & (facilities.category == FOLLOWED.index(name))
        table[trade] = np.bincount(facilities.zone[here] % (count + 1), minlength=count + 1)
    return table
