"""Farmland that is built upon: where a plot can lie, and the map with the plots on it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from microville.errors import TerritoryError
from microville.territory.territory import make_frame

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from microville.territory.territory import Territory

GREENFIELD = "greenfield"
"""``buildings.use`` of a plot on farmland."""
FIELDS = ("farmland", "scrub")
"""Land uses that may be built upon; land without any use drawn is taken for farmland."""
STEP_M = 50.0
FARTHEST_STEPS = 60
"""A plot is looked for up to three kilometres from where it is wanted (assumption)."""
FARTHEST_STREET_M = 400.0
"""From the middle of a plot to the nearest street at most: nobody builds in the middle of nowhere
(assumption)."""


@dataclass(frozen=True, slots=True)
class Plot:
    """A plot that is wanted: name, metres east and north of the middle, hectares, and who asks."""

    name: str
    east_m: float
    north_m: float
    land_ha: float


def middle_of(territory: Territory) -> tuple[float, float]:
    """Return the point from which plots are counted: the middle of the site, else of the focus.

    Without a site it is the middle of the focus area's dwellings, and without those of all.
    """
    buildings, zones = territory.layers["buildings"], territory.layers["zones"]
    chosen = buildings["site"].to_numpy()
    if len(territory.layers["parcels"]):
        shapes = territory.layers["parcels"].geometry
    else:
        if not chosen.any():
            homes = (buildings["dwellings"] > 0).to_numpy()
            chosen = homes & buildings["zone"].isin(zones.loc[zones["focus"], "zone"]).to_numpy()
            chosen = chosen if chosen.any() else homes
        shapes = buildings.geometry[chosen]
    if not len(shapes):
        raise TerritoryError("The map has neither a site nor homes to count distances from.")
    west, south, east, north = shapes.total_bounds
    return (float(west + east) / 2, float(south + north) / 2)


def place_plots(territory: Territory, plots: Sequence[Plot]) -> list[Any]:
    """Return a square of free farmland for each plot, one after the other.

    Each lies where it is wanted if that land is free (no building, no drawn land use but fields,
    no barrier, no street farther than 400 m, inside a commune, off the site and off the plots
    before it), else on the closest free land within three kilometres.

    Raises
    ------
    TerritoryError
        If there is no free land; the message names the plot.
    """
    import shapely

    east, north = middle_of(territory)
    blocked = _blockers(territory)
    zones = shapely.union_all(territory.layers["zones"].geometry.to_numpy())
    shapely.prepare(zones)
    streets = shapely.STRtree(territory.layers["edges"].geometry.to_numpy())
    placed: list[Any] = []
    for plot in plots:
        tree = shapely.STRtree(np.concatenate([blocked, np.array(placed, dtype=object)]))
        half = (plot.land_ha * 1e4) ** 0.5 / 2
        for offsets in _rings():
            x, y = east + plot.east_m + offsets[:, 0], north + plot.north_m + offsets[:, 1]
            middle = shapely.points(x, y)
            boxes = shapely.box(x - half, y - half, x + half, y + half)
            free = shapely.contains(zones, middle)
            free[np.unique(tree.query(boxes, predicate="intersects")[0])] = False
            near = streets.query(middle, predicate="dwithin", distance=FARTHEST_STREET_M)[0]
            free &= np.isin(np.arange(len(free)), near)
            if free.any():
                placed.append(boxes[int(np.flatnonzero(free)[0])])
                break
        else:
            raise TerritoryError(
                f"{plot.name}: no {plot.land_ha:g} ha of free farmland within "
                f"{FARTHEST_STEPS * STEP_M / 1000:g} km of there",
                hint="Choose another place, or less land.",
            )
    return placed


def _rings() -> list[NDArray[np.float64]]:
    """Return offsets (m) to try, a few rings at a time, closest first, ties from west to east."""
    span = np.arange(-FARTHEST_STEPS, FARTHEST_STEPS + 1)
    grid = np.array([(i, j) for i in span for j in span])
    far = (grid**2).sum(axis=1)
    order = np.lexsort((grid[:, 1], grid[:, 0], far))
    order = order[far[order] <= FARTHEST_STEPS**2]
    steps = grid[order] * STEP_M
    cuts = [1, 50, 500, 2500]
    return [part for part in np.split(steps, cuts) if len(part)]


def _blockers(territory: Territory) -> NDArray[np.object_]:
    layers = territory.layers
    landuse, barriers = layers["landuse"], layers["barriers"]
    shapes = [
        layers["buildings"].geometry.to_numpy(),
        layers["parcels"].geometry.to_numpy(),
        landuse.geometry[~landuse["kind"].isin(FIELDS).to_numpy()].to_numpy(),
        barriers.geometry.buffer(barriers["half_width_m"]).to_numpy(),
    ]
    return np.concatenate([np.asarray(part, dtype=object) for part in shapes])


def with_plots(territory: Territory, plots: Sequence[Plot], shapes: Sequence[Any]) -> Territory:
    """Return the map with plots as buildings without dwellings, after all others.

    Parameters
    ----------
    territory
        The map; stays as it is.
    plots, shapes
        What :func:`place_plots` was asked and gave.
    """
    import pandas as pd
    import shapely

    zones = territory.layers["zones"]
    middles = [shape.centroid for shape in shapes]
    inside = [np.flatnonzero(shapely.contains(zones.geometry.to_numpy(), m)) for m in middles]
    columns: dict[str, object] = {
        "building_id": [plot.name for plot in plots],
        "use": GREENFIELD,
        "footprint_m2": [float(shape.area) for shape in shapes],
        "zone": [str(zones["zone"].iloc[int(found[0])]) for found in inside],
        "status": "vacant",
        "source": "scenario",
    }
    added = make_frame("buildings", columns, shapes, territory.info.crs)
    buildings = territory.layers["buildings"]
    both = pd.concat([buildings, added], ignore_index=True)[list(buildings.columns)]
    return replace(territory, layers=territory.layers | {"buildings": both})
