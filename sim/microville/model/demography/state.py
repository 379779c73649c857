"""What the model remembers of dwellings from month to month."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from microville.model.demography.flows import Flows, make_flows, zone_km
from microville.model.demography.register import make_register
from microville.model.demography.stock import Stock, make_stock
from microville.model.dwellings import Costs, dwelling_costs, households_by_home

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from microville.model.model import Microville

CLOCK_MONTHS = 24
"""A dwelling vacant for longer counts as structurally vacant: over two years."""


@dataclass(slots=True)
class Waiting:
    """Households that look for a dwelling and found none yet, one entry each.

    Attributes
    ----------
    row
        Household row.
    zone
        Commune in which they look.
    since
        Month in which they began.
    alone
        Whether one household looks of the several that the row stands for.
    """

    row: NDArray[np.int64]
    zone: NDArray[np.int64]
    since: NDArray[np.int64]
    alone: NDArray[np.bool_]

    def keep(self, which: NDArray[np.bool_] | NDArray[np.int64]) -> Waiting:
        """Return some of the entries."""
        return Waiting(self.row[which], self.zone[which], self.since[which], self.alone[which])

    def join(self, other: Waiting) -> Waiting:
        """Return the entries of both."""
        return Waiting(
            np.concatenate([self.row, other.row]),
            np.concatenate([self.zone, other.zone]),
            np.concatenate([self.since, other.since]),
            np.concatenate([self.alone, other.alone]),
        )

    def stands_for(self, model: Microville) -> NDArray[np.int64]:
        """Return how many households each entry stands for."""
        weight = model.population.households.weight[self.row].astype(np.int64)
        return np.where(self.alone, 1, weight)


def nobody_waits() -> Waiting:
    """Return an empty list."""
    empty = np.zeros(0, dtype=np.int64)
    return Waiting(empty, empty, empty, np.zeros(0, dtype=bool))


@dataclass(slots=True)
class HousingState:
    """Dwellings and who looks for them.

    Attributes
    ----------
    stock
        The map's dwellings, numbered.
    costs
        What they cost; those of the programme are put in month by month.
    flows
        Yearly moves by commune and age.
    near
        Whether people of two communes find each other, shape (zones, zones).
    waiting
        The waiting list.
    social
        Rows of households in social dwellings of the programme.
    lived
        Households in each home place at the ends of the last months, shape (24, homes), the
        oldest overwritten.
    """

    stock: Stock
    costs: Costs
    flows: Flows
    near: NDArray[np.bool_]
    lived: NDArray[np.int16]
    waiting: Waiting = field(default_factory=nobody_waits)
    social: set[int] = field(default_factory=set)

    def remember(self, model: Microville) -> None:
        """Note the households in each home place at the end of a month."""
        self.lived[model.month % CLOCK_MONTHS] = households_by_home(model)


def make_housing(model: Microville) -> HousingState:
    """Return the state at the start; nobody waits yet."""
    costs = dwelling_costs(model)
    return HousingState(
        stock=make_stock(model),
        costs=costs,
        flows=make_flows(model, make_register(model, costs)),
        near=zone_km(model) <= model.parameters.moves.couple_km,
        lived=np.zeros((CLOCK_MONTHS, len(model.homes.dwellings)), dtype=np.int16),
    )
