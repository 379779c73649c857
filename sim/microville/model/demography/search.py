"""Who looks for a dwelling, in which order, and which vacant one each takes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from microville import rng
from microville.model.demography.choice import choose_dwellings
from microville.model.dwellings import households_by_home
from microville.model.facilities import ERRANDS
from microville.territory import categories

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from microville.model.dwellings import Costs
    from microville.model.model import Microville

PARTED, LEAVES_PARENTS, WAITS, STARTS, COMES = range(5)
"""Why somebody looks, in the order in which they choose."""


@dataclass(slots=True)
class Seekers:
    """Columns of those who look for a dwelling this month.

    Attributes
    ----------
    why
        ``PARTED``, ``LEAVES_PARENTS``, ``WAITS``, ``STARTS`` or ``COMES``.
    row
        Household row: theirs, that they leave, or like which they are.
    person
        Person row of who leaves alone, -1 for whole households.
    key
        Identity that keys their draws.
    zone
        Commune in which they look.
    weight
        Households that look.
    size, income_eur
        Persons and monthly income of who would live there.
    since
        Month since when they look.
    """

    why: NDArray[np.int64]
    row: NDArray[np.int64]
    person: NDArray[np.int64]
    key: NDArray[np.uint64]
    zone: NDArray[np.int64]
    weight: NDArray[np.int64]
    size: NDArray[np.int64]
    income_eur: NDArray[np.int64]
    since: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.row)

    def keep(self, which: NDArray[np.int64] | NDArray[np.bool_]) -> Seekers:
        """Return some of them, in the order asked."""
        return Seekers(*(getattr(self, name)[which] for name in self.__slots__))

    @staticmethod
    def join(parts: list[Seekers]) -> Seekers:
        """Return all together."""
        return Seekers(*(np.concatenate([getattr(p, n) for p in parts]) for n in Seekers.__slots__))


def in_turn(model: Microville, seekers: Seekers) -> Seekers:
    """Return seekers in the order in which they choose.

    First who parted, then grown children, the waiting list from the longest wait on, who starts to
    look, who comes from beyond the map; within each by a keyed draw of the month.
    """
    stream = rng.stream("housing.order")
    luck = rng.bits(model.seed_number, stream, seekers.key, model.month, seekers.why)
    return seekers.keep(np.lexsort((luck, seekers.since, seekers.why)))


def find_dwellings(model: Microville, seekers: Seekers, costs: Costs) -> NDArray[np.int64]:
    """Return the home place that each takes, in turn, or -1.

    Each knows the vacant ones among as many dwellings of a commune as the parameter says, drawn by
    their identity from all of them: one more vacant dwelling changes only those who take it, and
    what they leave. Households that move as a whole turn down what is too dear or too small.

    Parameters
    ----------
    model
        The model.
    seekers
        In the order of their turns, see :func:`in_turn`.
    costs
        Of the month.
    """
    households, stock = model.population.households, model.housing.stock
    whole = (seekers.why == WAITS) | (seekers.why == STARTS)
    here = seekers.why != COMES
    home = households.home[seekers.row].astype(np.int64)
    # A row of several of which one moves still lives where it did.
    gone = whole & (households.weight[seekers.row] == seekers.weight)
    names = ("housing.seen", "housing.choice", "housing.vacant")
    states = [rng.start_state(model.seed_number, rng.stream(name)) for name in names]
    found = np.empty(len(seekers), dtype=np.int64)
    choose_dwellings(
        np.array(states, dtype=np.uint64),
        rng.gumbel_table(),
        model.month,
        _rules(model),
        seekers.key,
        seekers.zone,
        seekers.weight,
        seekers.size,
        seekers.income_eur,
        ~whole,
        np.where(here, home, -1),
        households.zone[seekers.row].astype(np.int64),
        gone,
        stock.zone_start,
        stock.home,
        stock.rank,
        model.homes.dwellings,
        stock.exact,
        households_by_home(model),
        stock.room(model),
        costs.floor_dm2,
        costs.rent_cents,
        costs.bill_cents,
        model.access.home_ms[0],
        essentials(model),
        model.access.places.xy,
        found,
    )
    return found


def essentials(model: Microville) -> NDArray[np.int64]:
    """Return the columns of ``access.home_ms`` of essential errands that the map knows."""
    known = categories()
    columns = [
        i for i, name in enumerate(ERRANDS) if known[name].essential and name in model.known_errands
    ]
    return np.array(columns, dtype=np.int64)


def _rules(model: Microville) -> NDArray[np.int64]:
    """Return what the kernel needs of the parameters, in whole numbers."""
    housing = model.parameters.housing
    rules = (
        housing.dwellings_seen,
        1000 * housing.refused_burden_share,
        10 * housing.crowded_m2_per_person,
        10 * housing.wanted_m2_first,
        10 * housing.wanted_m2_more,
        1000 * housing.size_utility_m2,
        1000 * housing.cost_utility,
        1000 * housing.access_utility_minute,
        1000 * housing.ties_utility_km,
    )
    return np.array([round(rule) for rule in rules], dtype=np.int64)
