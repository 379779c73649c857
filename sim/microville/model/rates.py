"""Yearly rates of each commune, from its own census facts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from microville.model.model import Microville

YEARS_BETWEEN = 6
"""From the census of 2015 to that of 2021."""
BIRTHS_PER_MILLE, DEATHS_PER_MILLE = 12.2, 8.9
"""Births and deaths a year per thousand, Marne (INSEE 2003): where a map has no facts."""


@dataclass(frozen=True, slots=True)
class Rates:
    """Yearly rates by zone row.

    Attributes
    ----------
    birth
        Births a woman of childbearing age.
    death
        Factor on the shape of mortality by age.
    leave, arrive
        Households that leave, or come, per household: the net migration of 2015 to 2021.
    """

    birth: NDArray[np.float64]
    death: NDArray[np.float64]
    leave: NDArray[np.float64]
    arrive: NDArray[np.float64]


def make_rates(model: Microville) -> Rates:
    """Return each commune's rates for the people that it starts with."""
    from microville.model.phases.demography import MOTHERS, death_shape

    zones = model.territory.layers["zones"]
    people, households = model.population.people, model.population.households
    age = people.age(0)
    zone = households.zone[people.household].astype(np.int64)
    weight = households.weight[people.household].astype(float)
    count = len(zones)
    mothers = people.female & (age >= MOTHERS[0]) & (age <= MOTHERS[1])
    women = np.bincount(zone[mothers], weights=weight[mothers], minlength=count)
    mortality = np.bincount(zone, weights=weight * death_shape(age), minlength=count)
    persons = zones["population"].to_numpy(dtype=float)
    births, deaths = zones["births"].to_numpy(float), zones["deaths"].to_numpy(float)
    if births.sum() == 0 and deaths.sum() == 0:
        births, deaths = persons * BIRTHS_PER_MILLE / 1000, persons * DEATHS_PER_MILLE / 1000
    before = zones["population_2015"].to_numpy(float)
    growth = np.where(before > 0, (persons - before) / YEARS_BETWEEN, births - deaths)
    net = (growth - (births - deaths)) / np.maximum(persons, 1)
    return Rates(
        birth=births / np.maximum(women, 1),
        death=deaths / np.maximum(mortality, 1e-9),
        leave=np.maximum(-net, 0),
        arrive=np.maximum(net, 0),
    )
