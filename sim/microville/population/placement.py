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

    The grid's fractional persons are rounded under control (error under one person a cell).
    Households go, largest first, to the cell that lacks most; then households move or change places
    between cells until each holds exactly its persons, as far as sizes and dwellings allow. Homes
    outside all cells are used where those in cells do not suffice.

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
    if dwellings.sum() < len(sizes):
        return place_in_zone(zone, sizes, homes, dwellings, seed)  # which says so
    # Homes outside the cells are one cell more, in which nobody is wanted.
    cell = np.where(cell >= 0, cell, len(persons))
    lacking = np.append(controlled_rounding(persons, int(sizes.sum())), 0)
    free = np.bincount(cell, weights=dwellings, minlength=len(lacking)).astype(np.int64)
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
    _settle(sizes, chosen, free, lacking)
    result = np.empty(len(sizes), dtype=np.int64)
    for row in range(len(lacking)):
        members = np.flatnonzero(chosen == row)
        here = cell == row
        stock = dwelling_list(homes[here], dwellings[here], f"{zone}/{row}", seed)
        result[members] = stock[: len(members)]
    return result


def _most_lacking(free: NDArray[np.int64], lacking: NDArray[np.int64]) -> int:
    return int(np.where(free > 0, lacking, np.iinfo(np.int64).min).argmax())


def _settle(
    sizes: NDArray[np.int64],
    chosen: NDArray[np.int64],
    free: NDArray[np.int64],
    lacking: NDArray[np.int64],
) -> None:
    """Move households until no cell lacks or exceeds persons, if that can be; in place.

    Each step lowers the sum of absolute errors: a household moves into a free dwelling of another
    cell, or two of unlike size change places.

    Parameters
    ----------
    sizes
        Persons of each household.
    chosen
        Cell of each household.
    free, lacking
        Free dwellings and persons that are missing, by cell.
    """
    held: dict[tuple[int, int], list[int]] = {}
    counts = np.zeros((len(free), int(sizes.max(initial=0)) + 1), dtype=np.int64)
    for household in range(len(sizes)):
        held.setdefault((int(chosen[household]), int(sizes[household])), []).append(household)
    for (cell, size), members in held.items():
        counts[cell, size] = len(members)
    counts[:, 0] = free
    for source in np.flatnonzero(lacking < 0).tolist():
        while lacking[source] < 0:
            step = _best_step(counts, lacking, source)
            if step is None:
                break
            target, there, back = step
            for cell, size, to in ((source, there, target), (target, back, source)):
                counts[cell, size] -= 1
                counts[to, size] += 1
                if size:  # size 0 is a free dwelling
                    household = held[cell, size].pop()
                    held.setdefault((to, size), []).append(household)
                    chosen[household] = to
            lacking[source] += there - back
            lacking[target] -= there - back
    free[:] = counts[:, 0]


def _best_step(
    counts: NDArray[np.int64], lacking: NDArray[np.int64], source: int
) -> tuple[int, int, int] | None:
    """Return to which cell a household of which size goes, and the size that comes back.

    The step that lowers the errors of both cells most (the first of those); None where none does.

    Parameters
    ----------
    counts
        Households by cell and size; column 0 counts free dwellings.
    lacking
        Persons that are missing, by cell.
    source
        The cell that has too many.
    """
    targets = np.flatnonzero(lacking > 0)
    useful = np.minimum(lacking[targets], -lacking[source])
    best, most = None, 0
    for there in np.flatnonzero(counts[source]).tolist():
        for back in range(there):
            gain = np.where(counts[targets, back] > 0, useful - abs(useful - (there - back)), 0)
            if len(gain) and gain.max() > most:
                most = int(gain.max())
                best = (int(targets[gain.argmax()]), there, back)
    return best
