"""The Mesa agents: inhabitants and households as views; businesses and stakeholders."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, ClassVar

import mesa
import numpy as np

from microville.model.access_state import MODES
from microville.model.departures import leave
from microville.model.facilities import FOLLOWED
from microville.model.views import Column, GoneError, View
from microville.population.columns import (
    EMPLOYED,
    HOUSEHOLD_KINDS,
    NOWHERE,
    PRESENCES,
    STATUSES,
)

if TYPE_CHECKING:
    from microville.model.model import Microville

__all__ = ["Business", "GoneError", "Household", "Inhabitant", "Stakeholder"]


class Inhabitant(View):
    """An inhabitant as an agent, made when asked for: its attributes are views of a row.

    ``status``, ``licence``, ``bike``, ``income_eur`` (``income``), ``third``, ``cars`` and what the
    month's day gave can be written: the columns change, and with them what phases and indicators
    see. Attributes of your own may be added. ``remove()`` lets them leave the map; once somebody
    has died or moved away only ``alive``, ``key``, ``row`` and ``unique_id`` can be asked, anything
    else is a :class:`~microville.model.views.GoneError`.
    """

    table: ClassVar[str] = "people"

    household = Column("Row of the household.")
    birth = Column("Month of birth, 0 = January 2025, negative before.")
    female = Column("Whether they are a woman.")
    licence = Column("Whether they may drive.", writable=True)
    bike = Column("Whether they own a bicycle.", writable=True)
    workplace = Column("Row of the facility where they work; -1 none, -2 beyond the map.")
    school = Column("Row of their school; -1 none, -2 beyond the map.")
    on_site = Column("Whether they work in the site's buildings.")
    home = Column("Place of the building where they live.", table="households")
    weight = Column("How many inhabitants this one stands for.", table="households")
    presence = Column(
        "Present at the start, newcomer on the site, or arrival elsewhere.",
        table="households",
        names=PRESENCES,
    )
    income_eur = Column(
        "Disposable income of the household, euros a month.", table="households", writable=True
    )
    income = Column(
        "The same as ``income_eur``.", table="households", column="income_eur", writable=True
    )
    third = Column(
        "Income third by which indicators count, 0 lowest; does not follow ``income_eur``.",
        table="households",
        names=range(3),
        writable=True,
    )
    cars = Column("Cars of the household.", table="households", writable=True)
    wanted = Column("Wishes of this month's typical weekday.", table="day", writable=True)
    served = Column("Those of them that were served.", table="day", writable=True)
    turned_away = Column(
        "Wishes a week for which every place was full.", table="day", writable=True
    )
    out_of_reach = Column(
        "Wishes a week for which there was no place to go.", table="day", writable=True
    )
    car_m = Column("Metres by car a week.", table="day", writable=True)
    _status = Column("Index of the status.", column="status", names=STATUSES, writable=True)

    def cell(self, table: str) -> tuple[Any, int]:
        """Return a table and the row in it that is theirs."""
        columns, row = super().cell(table)
        if table == "households":
            row = int(self.model.population.people.household[row])
        return columns, row

    @property
    def age(self) -> int:
        """Age in full years this month."""
        return int((self.model.month - self.birth) // 12)

    @property
    def commune(self) -> str:
        """Name of the commune of the household."""
        columns, row = self.cell("households")
        return str(self.model.zone_names[columns.zone[row]])

    @property
    def status(self) -> str:
        """Child, pupil, student, employed, unemployed, retired or other.

        Who stops being employed leaves the workplace; who starts finds one in the next daily life.
        """
        return str(self._status)

    @status.setter
    def status(self, value: str) -> None:
        self._status = value
        if value != STATUSES[EMPLOYED]:
            people = self.model.population.people
            people.workplace[self.row], people.on_site[self.row] = NOWHERE, False

    @property
    def trips(self) -> dict[str, int]:
        """Single trips a week by mode."""
        day, row = self.cell("day")
        known = day.trips[row].tolist() if row < len(day.trips) else [0] * len(MODES)
        return dict(zip(MODES, known, strict=True))

    def living_with(self) -> Household:
        """Return the household as an agent."""
        (household,) = self.model.households(where=[self.household])
        found: Household = household
        return found

    def remove(self) -> None:
        """Leave the map for good, as one who moves away; minors left alone leave too."""
        if self.alive:
            leave(self.model, np.array([self.row]))
        self.forget()


class Household(View):
    """A household as an agent; ``income_eur``, ``third`` and ``cars`` can be written."""

    table: ClassVar[str] = "households"

    home = Column("Place of the building where they live.", table="households")
    kind = Column("Single, couple …", table="households", names=HOUSEHOLD_KINDS)
    weight = Column("How many households this one stands for.", table="households")
    presence = Column(
        "Present at the start, newcomer or arrival.", table="households", names=PRESENCES
    )
    income_eur = Column("Disposable income, euros a month.", table="households", writable=True)
    third = Column(
        "Income third, 0 lowest; does not follow ``income_eur``.",
        table="households",
        names=range(3),
        writable=True,
    )
    cars = Column("Cars.", table="households", writable=True)

    @property
    def commune(self) -> str:
        """Name of the commune."""
        columns, row = self.cell("households")
        return str(self.model.zone_names[columns.zone[row]])

    def members(self) -> list[Inhabitant]:
        """Return those who live in it, as agents."""
        _, row = self.cell("households")
        return list(self.model.inhabitants(where=self.model.population.people.household == row))

    def remove(self) -> None:
        """Leave the map with all members."""
        if self.alive:
            people = self.model.population.people
            leave(self.model, np.flatnonzero(people.alive & (people.household == self.row)))
        self.forget()


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

    def close(self) -> None:
        """Give up: the place closes for good, people go elsewhere from the next access repair."""
        self.closed = True
        if self.is_open:
            self.model.close_facility(self.facility)
            self.model.tell("business_closes", self.name, 1)

    def remove(self) -> None:
        """Close, and leave Mesa's sets."""
        self.close()
        super().remove()

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
