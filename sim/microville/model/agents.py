"""The Mesa agents: businesses, stakeholders, the land cooperative; inhabitants as views."""

from __future__ import annotations

from typing import TYPE_CHECKING

import mesa

from microville.population.columns import STATUSES

if TYPE_CHECKING:
    from microville.model.model import Microville


class Inhabitant(mesa.Agent):  # type: ignore[misc]
    """One inhabitant: a Mesa agent whose attributes are views of a row of columns.

    Made when asked for (:meth:`Microville.inhabitants`); reading or setting an attribute reads or
    writes the model's columns, so that plain Mesa code and kernels see the same person.
    """

    def __init__(self, model: Microville, row: int) -> None:
        super().__init__(model)
        self.row = row

    @property
    def age(self) -> int:
        """Age in full years this month."""
        people = self.model.population.people
        return int((self.model.month - people.birth[self.row]) // 12)

    @property
    def status(self) -> str:
        """Child, pupil, student, employed, unemployed, retired or other."""
        return STATUSES[self.model.population.people.status[self.row]]

    @status.setter
    def status(self, value: str) -> None:
        self.model.population.people.status[self.row] = STATUSES.index(value)

    @property
    def household(self) -> int:
        """Row of the household."""
        return int(self.model.population.people.household[self.row])

    @property
    def home(self) -> int:
        """Place of the building where they live."""
        return int(self.model.population.households.home[self.household])

    @property
    def weight(self) -> int:
        """How many inhabitants this one stands for."""
        return int(self.model.population.households.weight[self.household])

    @property
    def alive(self) -> bool:
        """Whether they live on the map."""
        return bool(self.model.population.people.alive[self.row])

    @property
    def served(self) -> int:
        """Wishes served on this month's typical weekday."""
        return int(self.model.day.served[self.row])

    @property
    def wanted(self) -> int:
        """Wishes of this month's typical weekday."""
        return int(self.model.day.wanted[self.row])


class Business(mesa.Agent):  # type: ignore[misc]
    """A business that lives on visits: a shop, a restaurant, a pharmacy.

    Attributes
    ----------
    facility
        Row in the model's facilities.
    cash_cents
        Cash at hand.
    fixed_cents
        Costs a month that do not depend on visits; 0 until they are known.
    margin_cents
        What is left of one visit after purchases.
    months_below
        Months in a row with cash below zero.
    months_open
        Age in months.
    """

    def __init__(self, model: Microville, facility: int, margin_cents: int) -> None:
        super().__init__(model)
        self.facility = facility
        self.margin_cents = margin_cents
        self.cash_cents = 0
        self.fixed_cents = 0
        self.months_below = 0
        self.months_open = 0
        self.visits_seen = 0
        self.closed = False

    def close_month(self, visits: int, months_to_settle: int, start_months: float) -> bool:
        """Book a month's visits; return True if the business gives up.

        Parameters
        ----------
        visits
            Visits of the month.
        months_to_settle
            Months after which its usual visits, hence its fixed costs, are known.
        start_months
            Months of fixed costs that it starts with in cash.
        """
        self.months_open += 1
        if self.fixed_cents == 0:
            self.visits_seen += visits
            if self.months_open == months_to_settle:
                usual = self.visits_seen // months_to_settle
                # Nine tenths: a business that was there has been able to live (assumption).
                self.fixed_cents = max(usual * self.margin_cents * 9 // 10, 1)
                self.cash_cents = round(self.fixed_cents * start_months)
            return False
        self.cash_cents += visits * self.margin_cents - self.fixed_cents
        # Owners take out what exceeds a year of costs.
        self.cash_cents = min(self.cash_cents, 12 * self.fixed_cents)
        self.months_below = self.months_below + 1 if self.cash_cents < 0 else 0
        return False if self.months_below == 0 else self.months_below >= self.patience

    @property
    def patience(self) -> int:
        """Months below zero after which it closes."""
        return int(self.model.parameters.business.close_after_months)


class Stakeholder(mesa.Agent):  # type: ignore[misc]
    """A stakeholder of the cooperative: a college with its mobilisation and voting weight.

    Attributes
    ----------
    college
        Name of the college.
    voting_share
        Voting weight, 0-1.
    mobilisation
        0-1.
    """

    def __init__(
        self, model: Microville, college: str, voting_share: float, mobilisation: float
    ) -> None:
        super().__init__(model)
        self.college = college
        self.voting_share = voting_share
        self.mobilisation = mobilisation
