"""Every dwelling of the map has a number: who looks sees the same ones in every scenario."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numba import njit

from microville.model.dwellings import vacant_dwellings

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from microville.model.model import Microville


@dataclass(frozen=True, slots=True)
class Stock:
    """The dwellings of the map, numbered commune by commune; those of the programme are apart.

    A home place with D dwellings of which N are lived in has its last D - N vacant. Where rows
    stand for several households it is not known which are vacant: then as many as the commune
    has, in a fixed random order.

    Attributes
    ----------
    zone_start
        First dwelling of each commune, shape (zones + 1,).
    home
        Home place of each dwelling.
    rank
        Its number within the home place, from 0.
    exact
        By zone, whether each household row is one household.
    vacant_start, lived_start
        By zone, at the start: vacant dwellings by the facts, households by the rows.
    """

    zone_start: NDArray[np.int64]
    home: NDArray[np.int32]
    rank: NDArray[np.int32]
    exact: NDArray[np.bool_]
    vacant_start: NDArray[np.int64]
    lived_start: NDArray[np.int64]

    def room(self, model: Microville) -> NDArray[np.int64]:
        """Return how many dwellings of each zone are vacant."""
        change = self.lived_start - households_by_zone(model)
        return self.vacant_start + change


def households_by_zone(model: Microville) -> NDArray[np.int64]:
    """Return the households that live in each zone's dwellings, those of the programme left out."""
    households = model.population.households
    lived = np.zeros(len(model.focus_zone), dtype=np.int64)
    _lived(
        households.alive,
        households.zone,
        households.weight,
        households.home,
        model.homes.dwellings,
        lived,
    )
    return lived


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _lived(
    alive: NDArray[np.bool_],
    zone: NDArray[np.int16],
    weight: NDArray[np.int16],
    home: NDArray[np.int32],
    dwellings: NDArray[np.int64],
    lived: NDArray[np.int64],
) -> None:
    for i in range(len(alive)):
        if alive[i] and dwellings[home[i]] > 0:
            lived[zone[i]] += weight[i]


def make_stock(model: Microville) -> Stock:
    """Return the numbered dwellings of a model's map at the start."""
    dwellings, zone = model.homes.dwellings, model.homes.zone
    zones = len(model.focus_zone)
    places = np.flatnonzero((dwellings > 0) & (zone >= 0))
    places = places[np.argsort(zone[places], kind="stable")]
    count = dwellings[places]
    home = np.repeat(places, count)
    rank = np.arange(len(home)) - np.repeat(np.cumsum(count) - count, count)
    total = np.bincount(zone[places], weights=count, minlength=zones).astype(np.int64)
    households = model.population.households
    sampled = np.zeros(zones, dtype=bool)
    sampled[households.zone[households.weight > 1]] = True
    facts = model.territory.layers["zones"]["households"].to_numpy(dtype=np.int64)
    return Stock(
        zone_start=np.concatenate([[0], np.cumsum(total)]).astype(np.int64),
        home=home.astype(np.int32),
        rank=rank.astype(np.int32),
        exact=~sampled,
        vacant_start=np.where(sampled, np.maximum(total - facts, 0), vacant_dwellings(model)),
        lived_start=households_by_zone(model),
    )
