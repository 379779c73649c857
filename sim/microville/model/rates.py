"""Yearly rates of births, deaths and net migration of each commune, from its own census facts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from microville import rng

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from microville.model.model import Microville

YEARS_BETWEEN = 6
"""From the census of 2015 to that of 2021."""
BIRTHS_PER_MILLE, DEATHS_PER_MILLE = 12.2, 8.9
"""Births and deaths a year per thousand, Marne (INSEE 2003): where a map has no facts."""
DEATHS_BY_AGE = ((0, 1), (40, 2), (55, 6), (65, 13), (75, 32), (85, 110), (95, 270))
"""First age, deaths a year per thousand: the shape of mortality by age (assumption, in the order of
French life tables); its level is set by each commune's deaths of 2022."""
BIRTHS_BY_AGE = ((0, 0), (18, 25), (25, 95), (30, 115), (35, 65), (40, 15), (45, 0))
"""First age, births a year per thousand women: the shape of fertility by age (assumption, in the
order of French rates of 2022); its level is set by each commune's births of 2022."""
OLDEST = 120
"""Age from which all ages have one rate."""


@dataclass(frozen=True, slots=True)
class Rates:
    """Yearly rates by zone row.

    Attributes
    ----------
    birth
        Factor on the shape of fertility by age.
    death
        Factor on the shape of mortality by age.
    net
        Net migration a year, persons over the inhabitants of the zone: the growth from 2015 to
        2021 less births and deaths by these rates.
    net_map
        The same over the inhabitants of the map.
    """

    birth: NDArray[np.float64]
    death: NDArray[np.float64]
    net: NDArray[np.float64]
    net_map: float

    def monthly_ppb(self, factor: NDArray[np.float64], shape: object) -> NDArray[np.int64]:
        """Return monthly chances in parts per billion, shape (zones, ages to :data:`OLDEST`)."""
        by_age = rate_by_age(np.arange(OLDEST + 1), shape)
        return rng.ppb(factor[:, None] * by_age[None, :] / 12)


def rate_by_age(age: NDArray[np.integer], shape: object) -> NDArray[np.float64]:
    """Return the yearly rate of each age (years), from rows of first age and rate per thousand."""
    rows = np.array(shape)
    rate: NDArray[np.float64] = rows[np.searchsorted(rows[:, 0], age, side="right") - 1, 1] / 1000
    return rate


def make_rates(model: Microville) -> Rates:
    """Return each commune's rates for the people that it starts with."""
    zones = model.territory.layers["zones"]
    people, households = model.population.people, model.population.households
    age = people.age(0)
    zone = households.zone[people.household].astype(np.int64)
    weight = households.weight[people.household].astype(float)
    count = len(zones)
    fertility = weight * people.female * rate_by_age(age, BIRTHS_BY_AGE)
    mortality = weight * rate_by_age(age, DEATHS_BY_AGE)
    usual_births = np.bincount(zone, weights=fertility, minlength=count).astype(np.float64)
    usual_deaths = np.bincount(zone, weights=mortality, minlength=count).astype(np.float64)
    here = np.bincount(zone, weights=weight, minlength=count)
    persons = zones["population"].to_numpy(dtype=float)
    births, deaths = (zones[name].to_numpy(dtype=float) for name in ("births", "deaths"))
    if births.sum() == 0 and deaths.sum() == 0:
        births, deaths = persons * BIRTHS_PER_MILLE / 1000, persons * DEATHS_PER_MILLE / 1000
    prior = model.parameters.population.vital_prior_events
    birth, death = _level(births, usual_births, prior), _level(deaths, usual_deaths, prior)
    natural = birth * usual_births - death * usual_deaths
    before = zones["population_2015"].to_numpy(float)
    growth = (persons - before) / YEARS_BETWEEN * here / np.maximum(persons, 1)
    net = np.where(before > 0, growth - natural, 0.0)
    return Rates(
        birth=birth,
        death=death,
        net=net / np.maximum(here, 1),
        net_map=float(net.sum() / max(here.sum(), 1.0)),
    )


def _level(
    events: NDArray[np.float64], usual: NDArray[np.float64], prior: float
) -> NDArray[np.float64]:
    """Return the factor of each commune on a shape by age, such that all events together remain.

    A village has a handful of births in a year, by chance: the map's mean counts as ``prior``
    events beside its own.
    """
    mean = events.sum() / max(usual.sum(), 1e-9)
    level = (events + prior * mean) / (usual + prior)
    total = (level * usual).sum()
    result: NDArray[np.float64] = level * (events.sum() / max(total, 1e-9))
    return result
