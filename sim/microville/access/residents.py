"""Inhabitants of homes: what the census says of a commune or a grid cell, spread over dwellings."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from microville.territory import Territory


def residents(territory: Territory, rows: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return how many inhabitants buildings stand for.

    Each dwelling counts the persons per dwelling of its census cell where one is known, of its
    commune elsewhere.

    Parameters
    ----------
    territory
        The map.
    rows
        Rows of ``territory.buildings``.

    Returns
    -------
    ndarray of float64, shape (rows)
        Persons, a mean and so not whole; 0 without dwellings, NaN where the commune's population
        is unknown.
    """
    buildings = territory.layers["buildings"]
    dwellings = buildings["dwellings"].to_numpy().astype(np.float64)
    each = np.full(len(buildings), np.nan)
    zones, cells = territory.layers["zones"], territory.layers["cells"]
    census = (
        ("zone", zones["zone"], zones["population"].where(zones["population"] > 0)),
        ("cell", cells["cell"], cells["persons"]),
    )
    for column, names, persons in census:
        stock = buildings.groupby(column)["dwellings"].sum()
        stock = stock[stock > 0]
        held = dict(zip(names, persons, strict=True))
        rates = {name: held[name] / count for name, count in stock.items() if name in held}
        rate = buildings[column].map(rates).to_numpy(dtype=np.float64)
        each = np.where(np.isnan(rate), each, rate)
    out: NDArray[np.float64] = np.where(dwellings > 0, dwellings * each, 0.0)[rows]
    return out
