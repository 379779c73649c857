"""Dwellings: how many are vacant where, and how much of their floor is lived in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from microville import rng

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from microville.access import Places
    from microville.model.model import Microville
    from microville.territory import Territory


@dataclass(frozen=True, slots=True)
class HomeStock:
    """What does not change about home places.

    Attributes
    ----------
    dwellings
        At the start; those that the programme makes are counted with its units.
    zone
        Row of the zone, -1 for none.
    floor_m2
        Floor area of one dwelling.
    energy
        Class, 0 for A to 6 for G (D where unknown).
    """

    dwellings: NDArray[np.int64]
    zone: NDArray[np.int64]
    floor_m2: NDArray[np.float64]
    energy: NDArray[np.int64]


def make_home_stock(territory: Territory, places: Places) -> HomeStock:
    """Return the home stock of a territory, one entry a home place."""
    buildings = territory.layers["buildings"].iloc[places.buildings]
    names = {zone: i for i, zone in enumerate(territory.layers["zones"]["zone"])}
    dwellings = buildings["dwellings"].to_numpy().astype(np.int64)
    floor = buildings["floor_area_m2"].to_numpy()
    return HomeStock(
        dwellings=dwellings,
        zone=np.array([names.get(zone, -1) for zone in buildings["zone"]], dtype=np.int64),
        floor_m2=np.where(dwellings > 0, floor / np.maximum(dwellings, 1), 0.0),
        energy=np.array(
            ["ABCDEFG".find(name) if name else 3 for name in buildings["energy_class"]],
            dtype=np.int64,
        ),
    )


def households_by_home(model: Microville) -> NDArray[np.int64]:
    """Return the rows of households that live at each home place (not what they stand for)."""
    households = model.population.households
    count = model.access.places.service_start
    lived: NDArray[np.int64] = np.bincount(
        households.home[households.alive], minlength=count
    ).astype(np.int64)
    return lived


def vacant_dwellings(model: Microville) -> NDArray[np.int64]:
    """Return the vacant dwellings of each zone; those of the programme are not counted."""
    households = model.population.households
    dwellings, zone = model.homes.dwellings, model.homes.zone
    count = len(model.focus_zone)
    known = zone >= 0
    stock = np.bincount(zone[known], weights=dwellings[known], minlength=count)
    old = households.alive & (dwellings[households.home] > 0)
    lived = np.bincount(
        households.zone[old].astype(np.int64), weights=households.weight[old], minlength=count
    )
    vacant: NDArray[np.int64] = np.rint(stock - lived).astype(np.int64)
    return vacant


def find_dwellings(
    model: Microville, rows: NDArray[np.int64], keys: NDArray[np.uint64]
) -> NDArray[np.int64]:
    """Return a home for each arriving household in the zone of a given household; -1 if none.

    In the focus area exactly a vacant dwelling, one each. Elsewhere, where a row stands for several
    households, the building of a random dwelling of the zone while the zone has vacancies.
    """
    households = model.population.households
    dwellings, zone = model.homes.dwellings, model.homes.zone
    free = dwellings - households_by_home(model)
    room = vacant_dwellings(model)
    homes = np.full(len(rows), -1, dtype=np.int64)
    for i, row in enumerate(rows):
        where = int(households.zone[row])
        weight = int(households.weight[row])
        if room[where] < weight:
            continue
        stock = np.where(zone == where, np.maximum(free if weight == 1 else dwellings, 0), 0)
        total = int(stock.sum())
        if total == 0:
            continue
        pick = rng.below(
            model.seed_number, rng.stream("dwelling.pick"), total, keys[i], model.month
        )
        homes[i] = int(np.searchsorted(np.cumsum(stock), int(pick), side="right"))
        free[homes[i]] -= 1
        room[where] -= weight
    return homes


def lived_in_m2(model: Microville) -> NDArray[np.float64]:
    """Return the floor area lived in at each home place of the focus area (m²).

    Site dwellings of the programme are left out: they are counted with their unit.
    """
    zone = model.homes.zone
    focus = (zone >= 0) & model.focus_zone[zone]
    return np.where(focus, model.homes.floor_m2 * households_by_home(model), 0.0)
