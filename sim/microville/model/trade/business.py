"""A shop as a Mesa agent: its attributes are views of a row of the books."""

from __future__ import annotations

from typing import TYPE_CHECKING

import mesa

from microville.model.facilities import FOLLOWED
from microville.model.trade.books import MILLION, tariff_of

if TYPE_CHECKING:
    from microville.model.model import Microville


class Business(mesa.Agent):  # type: ignore[misc]
    """A business that lives on visits: a shop, a restaurant, a pharmacy.

    Attributes
    ----------
    facility
        Row in the model's facilities.
    index
        Row in the books, ``model.commerce.books``.
    """

    def __init__(self, model: Microville, facility: int, index: int) -> None:
        super().__init__(model)
        self.facility = facility
        self.index = index

    @property
    def category(self) -> str:
        """What it is, for example ``"bakery"``."""
        return FOLLOWED[self.model.facilities.category[self.facility]]

    @property
    def name(self) -> str:
        """Identifier of the facility."""
        return str(self.model.facilities.names[self.facility])

    @property
    def is_open(self) -> bool:
        """Whether it is open this month (a shock may shut it for a while)."""
        return bool(self.model.facilities.open[self.facility])

    @property
    def visits(self) -> int:
        """Visits of the month."""
        return int(self.model.facilities.visits[self.facility])

    @property
    def closed(self) -> bool:
        """Whether it gave up."""
        return bool(self.model.commerce.books.closed[self.index])

    @property
    def cash_cents(self) -> int:
        """Cash at hand; can be written."""
        return int(self.model.commerce.books.cash_cents[self.index])

    @cash_cents.setter
    def cash_cents(self, value: int) -> None:
        self.model.commerce.books.cash_cents[self.index] = value

    @property
    def floor_m2(self) -> float:
        """Floor; not a number until the custom of a business of 2025 tells it."""
        return float(self.model.commerce.books.floor_m2[self.index])

    @property
    def jobs(self) -> float:
        """Jobs, by floor per job; not a number while the floor is unknown."""
        return self.floor_m2 / float(self.model.parameters.business.floor_per_job_shop_m2)

    @property
    def fixed_cents(self) -> int:
        """Rent and wages of a month, 0 until its size is known."""
        books = self.model.commerce.books
        return int(books.rent_cents[self.index] + books.wage_cents[self.index])

    @property
    def margin_cents(self) -> float:
        """What is left of one visit after purchases."""
        trade = self.model.commerce.books.trade[self.index]
        return float(tariff_of(self.model.parameters).margin_micro[trade]) / MILLION

    @property
    def recent(self) -> list[int]:
        """Visits of the last twelve months that it ran, oldest first."""
        books = self.model.commerce.books
        known = int(books.known[self.index])
        visits: list[int] = books.visits[self.index, books.visits.shape[1] - known :].tolist()
        return visits

    def close(self) -> None:
        """Give up: the place closes for good, people go elsewhere from the next access repair."""
        if not self.closed:
            self.model.commerce.give_up(self.model, self, "decision")

    def remove(self) -> None:
        """Close, and leave Mesa's sets."""
        self.close()
        super().remove()
