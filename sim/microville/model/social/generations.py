"""Elders and young households under one roof: who exchanges help, who shares a dwelling."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from microville import rng

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from microville.model.model import Microville

ELDER_YEARS, YOUNG_YEARS = 65, 30


@dataclass(frozen=True, slots=True)
class Generations:
    """Generations in the focus area in one month.

    Attributes
    ----------
    pairs, site_pairs
        Elder and young households of one building that exchange help; those on the site.
    families
        Dwellings of the site in which one household holds both generations.
    lodgers
        Dwellings of the site that an elder alone shares with a student (who is not simulated).
    """

    pairs: int = 0
    site_pairs: int = 0
    families: int = 0
    lodgers: int = 0


def generations(model: Microville, rows: NDArray[np.int64]) -> Generations:
    """Return who lives beside whom and exchanges help.

    A household is elder where somebody is 65 or older and nobody under 30, young where somebody is
    under 30 and nobody 65 or older. Each exchanging elder household has one young household of its
    building, as far as there are any. ``rows`` are the people of the focus area.
    """
    people, households = model.population.people, model.population.households
    own, place = np.unique(people.household[rows], return_inverse=True)
    age = (model.month - people.birth[rows]) // 12
    old = np.bincount(place, weights=age >= ELDER_YEARS, minlength=len(own)) > 0
    young = np.bincount(place, weights=age < YOUNG_YEARS, minlength=len(own)) > 0
    size = np.bincount(place, minlength=len(own))
    social, seed, key = model.parameters.social, model.seed_number, households.key[own]
    year = model.month // 12
    willing = rng.happens(
        seed, rng.stream("social.exchange"), rng.ppb(social.exchange_share), key, year
    )
    home, count = households.home[own], len(model.homes.dwellings)
    elders = np.bincount(home[old & ~young & willing], minlength=count)
    youngs = np.bincount(home[young & ~old], minlength=count)
    pairs = np.minimum(elders, youngs)
    places = sorted({unit.place for unit in model.site.own_units if unit.dwellings})
    on_site = _of_programme(model, own)
    hosts = rng.happens(seed, rng.stream("social.lodger"), rng.ppb(social.lodger_share), key, year)
    return Generations(
        pairs=int(pairs.sum()),
        site_pairs=int(pairs[places].sum()),
        families=int((on_site & old & young).sum()),
        lodgers=int((on_site & old & (size == 1) & hosts).sum()),
    )


def _of_programme(model: Microville, rows: NDArray[np.int32]) -> NDArray[np.bool_]:
    """Return which households live in dwellings of the programme on the site."""
    there = [row for unit in model.site.own_units for row in unit.households]
    return np.isin(rows, there)
