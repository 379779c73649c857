"""The plan of a reuse site, placed on a map: buildings, parcels, an outline."""

from __future__ import annotations

from math import radians, sqrt
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import shapely

from microville.errors import TerritoryError
from microville.paths import data_dir
from microville.territory.territory import make_frame

if TYPE_CHECKING:
    import geopandas as gpd

SOURCE = "site plan: totals published, division assumed"
PLANS = {
    "military": ("site_buildings.csv", "site_parcels.csv", SOURCE),
    "industrial": (
        "industrial_buildings.csv",
        "industrial_parcels.csv",
        "plan of a brownfield: floor of site_types.floor_industrial_m2, division assumed",
    ),
}
"""Tables of buildings and of parcels in ``maps/`` by type of site, and what they rest on."""


def _rectangle(x: float, y: float, width: float, depth: float, angle_deg: float) -> Any:
    """Return a rectangle by its centre, turned counter-clockwise."""
    box = shapely.box(x - width / 2, y - depth / 2, x + width / 2, y + depth / 2)
    return _turned(box, angle_deg, (x, y))


def _turned(shape: Any, angle_deg: float, about: tuple[float, float]) -> Any:
    """Return a shape turned counter-clockwise about a point."""
    c, s = np.cos(radians(angle_deg)), np.sin(radians(angle_deg))
    turn = np.array([[c, s], [-s, c]])
    return shapely.transform(shape, lambda xy: (xy - about) @ turn + about)


def _placed(shape: Any, center_xy: tuple[float, float], angle_deg: float, factor: float) -> Any:
    """Return a shape of the plan on the map: scaled, turned and moved, to the centimetre."""
    scaled = shapely.transform(shape, lambda xy: xy * factor)
    turned = _turned(scaled, angle_deg, (0.0, 0.0))
    return shapely.transform(turned, lambda xy: np.round(xy + center_xy, 2))


def place_site(
    center_xy: tuple[float, float],
    crs: str,
    *,
    angle_deg: float = 0.0,
    scale: float = 1.0,
    site_type: str = "military",
) -> tuple[gpd.GeoDataFrame, gpd.GeoDataFrame, Any]:
    """Place a site's plan (tables of ``maps/``, see :data:`PLANS`) on a map.

    Parameters
    ----------
    center_xy
        Where the plan's origin goes, in metres of ``crs``.
    crs
        Projected coordinate system of the map.
    angle_deg
        Turn of the plan, counter-clockwise.
    scale
        Factor on areas (floor areas in m², parcels in ha); lengths take its square root.
    site_type
        ``"military"`` or ``"industrial"``.

    Returns
    -------
    tuple
        The buildings (a base has 55,000 m² of floor at scale 1, a brownfield 12,000) and the
        parcels (65 ha; 3), as layers of a territory, and the outline of the parcels as a polygon.
        Buildings have an empty zone: the map knows in which commune they stand.

    Raises
    ------
    TerritoryError
        If the scale is not positive or the plan cannot be read.
    """
    if not scale > 0:
        raise TerritoryError(f"The site's scale is {scale}.", hint="Give a number above 0.")
    factor = sqrt(scale)
    folder = data_dir("maps")
    built, ground, source = PLANS[site_type]
    try:
        plan = pd.read_csv(folder / built, encoding="utf-8")
        land = pd.read_csv(folder / ground, encoding="utf-8")
    except OSError as error:
        raise TerritoryError(
            f"The site's plan is missing: {error.filename}.", hint="Install the package again."
        ) from error
    buildings = _buildings(plan, center_xy, crs, angle_deg, scale)
    buildings["source"] = source
    boxes = [
        shapely.box(*row)
        for row in land[["x_min_m", "y_min_m", "x_max_m", "y_max_m"]].itertuples(index=False)
    ]
    shapes = [_placed(box, center_xy, angle_deg, factor) for box in boxes]
    parcels = make_frame(
        "parcels",
        {
            "parcel_id": land["parcel_id"],
            "cover": land["cover"],
            "area_ha": land["area_ha"] * scale,
            "sealed_ha": land["sealed_ha"] * scale,
            "source": source,
        },
        shapes,
        crs,
    )
    outline = _placed(shapely.box(*shapely.total_bounds(boxes)), center_xy, angle_deg, factor)
    return buildings, parcels, outline


def _buildings(
    plan: pd.DataFrame,
    center_xy: tuple[float, float],
    crs: str,
    angle_deg: float,
    scale: float,
) -> gpd.GeoDataFrame:
    sizes = plan[["x_m", "y_m", "width_m", "depth_m", "angle_deg"]].to_numpy(dtype=np.float64)
    shapes = [_placed(_rectangle(*row), center_xy, angle_deg, sqrt(scale)) for row in sizes]
    return make_frame(
        "buildings",
        {
            "building_id": plan["building_id"],
            "use": plan["former_use"],
            "dwellings": 0,
            "floor_area_m2": plan["floor_area_m2"] * scale,
            "footprint_m2": plan["width_m"] * plan["depth_m"] * scale,
            "year": plan["year"],
            "energy_class": plan["energy_class"],
            "site": True,
            "status": plan["status"],
            "name_en": plan["name_en"],
            "name_fr": plan["name_fr"],
            "floors": plan["floors"],
        },
        shapes,
        crs,
    )
