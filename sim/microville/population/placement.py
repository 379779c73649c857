"""Put households into dwellings: by zone, and by census cell where there are cells."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from microville import rng
from microville.errors import TerritoryError
from microville.population.marginals import controlled_rounding

if TYPE_CHECKING:
    from numpy.typing import NDArray


def dwelling_list(
    homes: NDArray[np.int64], dwellings: NDArray[np.int64], zone: str, seed: int
) -> NDArray[np.int64]:
    """Return one entry a dwelling (the place of its building) in a random order."""
    every = np.repeat(homes, dwellings)
    key = rng.bits(
        seed, rng.stream("population.dwelling"), rng.identity(zone), np.arange(len(every))
    )
    return every[np.argsort(key, kind="stable")]


def place_in_zone(
    zone: str,
    sizes: NDArray[np.int64],
    homes: NDArray[np.int64],
    dwellings: NDArray[np.int64],
    seed: int,
) -> NDArray[np.int64]:
    """Return the home of each household of a zone, one dwelling each.

    Raises
    ------
    TerritoryError
        If the zone has fewer dwellings than households.
    """
    free = dwelling_list(homes, dwellings, zone, seed)
    if len(free) < len(sizes):
        raise TerritoryError(
            f"Zone {zone} has {len(free)} dwellings for {len(sizes)} households.",
            hint="Build the map again, or give a smaller population.",
        )
    return free[: len(sizes)]


def place_in_cells(
    zone: str,
    sizes: NDArray[np.int64],
    homes: NDArray[np.int64],
    dwellings: NDArray[np.int64],
    cell: NDArray[np.int64],
    persons: NDArray[np.float64],
    seed: int,
) -> NDArray[np.int64]:
    """Return the home of each household so that persons by cell follow the grid.

    The grid's fractional persons are rounded under control (error under one person a cell before
    households are placed); then households go, largest first, to the cell that lacks most.

    Parameters
    ----------
    zone
        Identifier, part of the random keys.
    sizes
        Persons of each household.
    homes, dwellings, cell
        Place, dwellings and cell row of each residential building; -1 for no cell.
    persons
        Persons of each cell.
    seed
        The run's seed.

    Raises
    ------
    TerritoryError
        If there are fewer dwellings than households.
    """
    lacking = controlled_rounding(persons, int(sizes.sum()))
    free = np.bincount(cell[cell >= 0], weights=dwellings[cell >= 0], minlength=len(persons))
    free = free.astype(np.int64)
    if free.sum() < len(sizes):
        return place_in_zone(zone, sizes, homes, dwellings, seed)
    order = np.lexsort(
        (
            rng.bits(
                seed, rng.stream("population.cell_order"), rng.identity(zone), np.arange(len(sizes))
            ),
            -sizes,
        )
    )
    chosen = np.empty(len(sizes), dtype=np.int64)
    for household in order:
        fits = np.where((free > 0) & (lacking >= sizes[household]), lacking, -1)
        # Where it fits nowhere, the cell that lacks most takes it all the same.
        best = int(fits.argmax()) if fits.max() > 0 else _most_lacking(free, lacking)
        chosen[household] = best
        free[best] -= 1
        lacking[best] -= sizes[household]
    result = np.empty(len(sizes), dtype=np.int64)
    for row in range(len(persons)):
        members = np.flatnonzero(chosen == row)
        here = cell == row
        stock = dwelling_list(homes[here], dwellings[here], f"{zone}/{row}", seed)
        result[members] = stock[: len(members)]
    return result


def _most_lacking(free: NDArray[np.int64], lacking: NDArray[np.int64]) -> int:
    return int(np.where(free > 0, lacking, np.iinfo(np.int64).min).argmax())
