"""The Mesa agents: businesses, stakeholders, the land cooperative; inhabitants as views."""

from __future__ import annotations

import math
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
    margin_cents
        What is left of one visit after purchases.
    cash_cents
        Cash at hand.
    fixed_cents
        Costs a month that do not depend on visits; 0 until its usual custom is known.
    recent
        Visits of the last twelve months.
    months_below
        Months in a row in which it earned too little.
    closed
        Whether it gave up.
    """

    def __init__(self, model: Microville, facility: int, margin_cents: int) -> None:
        super().__init__(model)
        self.facility = facility
        self.margin_cents = margin_cents
        self.cash_cents = 0
        self.fixed_cents = 0
        self.recent: list[int] = []
        self.months_below = 0
        self.closed = False

    def close_month(self, visits: int, weight: int) -> bool:
        """Book a month's visits; return True if the business gives up.

        It gives up when cash is below zero and its margin of the last twelve months stayed below
        its fixed costs, beyond what sampling noise explains, for the months of its patience.

        Parameters
        ----------
        visits
            Visits of the month.
        weight
            How many people each sampled visitor stands for: the lumps in which visits come.
        """
        rates = self.model.parameters.business
        self.recent.append(visits)
        if len(self.recent) <= MONTHS_KNOWN:
            if len(self.recent) == MONTHS_KNOWN:
                usual = sum(self.recent) // MONTHS_KNOWN
                share = rates.fixed_cost_share
                self.fixed_cents = max(round(usual * self.margin_cents * share), 1)
                self.cash_cents = round(self.fixed_cents * rates.start_cash_months)
            return False
        del self.recent[0]
        self.cash_cents += visits * self.margin_cents - self.fixed_cents
        # Owners take out what exceeds a year of costs.
        self.cash_cents = min(self.cash_cents, 12 * self.fixed_cents)
        mean = sum(self.recent) / MONTHS_KNOWN
        noise = 2.0 * DAYS_SEEN * math.sqrt(mean / DAYS_SEEN * weight / MONTHS_KNOWN)
        poor = (mean + noise) * self.margin_cents < self.fixed_cents and self.cash_cents < 0
        self.months_below = self.months_below + 1 if poor else 0
        return bool(self.months_below >= rates.close_after_months)


MONTHS_KNOWN = 12
"""Months of visits from which a business's usual custom is known (assumption)."""
DAYS_SEEN = 21.75
"""A month's visits come from one simulated weekday, counted that many times."""


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
