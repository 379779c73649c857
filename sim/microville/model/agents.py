"""The Mesa agents: inhabitants and households as views; stakeholders; businesses by name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

import mesa
import numpy as np

from microville.model.day import TRAVEL_MODES
from microville.model.departures import leave
from microville.model.trade.business import Business
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
    closed = Column(
        "Wishes a week for which nothing was open when they were free.", table="day", writable=True
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
        known = day.trips[row].tolist() if row < len(day.trips) else [0] * len(TRAVEL_MODES)
        return dict(zip(TRAVEL_MODES, known, strict=True))

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


class Stakeholder(mesa.Agent):  # type: ignore[misc]
    """Somebody who takes part in the cooperative, or stands by it.

    Attributes
    ----------
    name
        Identity: ``"inhabitants/3"``, ``"CEREMA"``.
    kind
        ``"member"``, ``"partner"`` or ``"neighbour"``; only members vote.
    college
        Category of a member, one of :data:`microville.scenario.schema.COLLEGES`; else empty.
    mobilisation
        0-1.
    """

    def __init__(
        self, model: Microville, name: str, kind: str, college: str, mobilisation: float
    ) -> None:
        super().__init__(model)
        self.name = name
        self.kind = kind
        self.college = college
        self.mobilisation = mobilisation
