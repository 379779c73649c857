"""Layers that are facts or drawings: communes, cells, barriers, land use."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from microville.territory.schematic.constants import COURCY, CRS
from microville.territory.territory import make_frame

if TYPE_CHECKING:
    import geopandas as gpd

    from microville.territory.schematic.facts import Facts
    from microville.territory.schematic.footprints import Footprints
    from microville.territory.schematic.terrain import Terrain

_ZONE_COLUMNS = {
    "population": "population_2021",
    "population_2015": "population_2015",
    "households": "households_2021",
    "births": "births_2022",
    "deaths": "deaths_2022",
    "aged_15_64": "aged_15_64_2021",
    "active_15_64": "active_15_64_2021",
    "unemployed_15_64": "unemployed_15_64_2021",
    "price_eur_m2": "sale_price_median_eur_m2",
}
PARK_RADIUS_M = (35.0, 110.0)


def zones_layer(facts: Facts) -> gpd.GeoDataFrame:
    """Return the communes with their census facts; Courcy has the focus."""
    table = facts.communes.loc[facts.codes]
    columns: dict[str, Any] = {
        name: table[column].fillna(0).to_numpy() for name, column in _ZONE_COLUMNS.items()
    }
    columns |= {
        "zone": facts.codes,
        "name": table["name"].to_numpy(),
        "focus": [code == COURCY for code in facts.codes],
    }
    return make_frame("zones", columns, [facts.limits[code] for code in facts.codes], CRS)


def cells_layer(facts: Facts) -> gpd.GeoDataFrame:
    """Return Courcy's inhabited 200 m cells, with their age columns."""
    cells = facts.cells
    columns: dict[str, Any] = {
        "cell": cells["cell"],
        "zone": cells["insee_code"],
        "persons": cells["persons"],
        "imputed": cells["imputed"].astype(bool),
    }
    columns |= {name: cells[name] for name in cells.columns if name.startswith("age_")}
    return make_frame("cells", columns, cells["geometry"].tolist(), CRS)


def barriers_layer(terrain: Terrain) -> gpd.GeoDataFrame:
    """Return every barrier's axis."""
    found = terrain.barriers
    columns: dict[str, Any] = {
        "name": [b.name for b in found],
        "kind": [b.kind for b in found],
        "status": [b.status for b in found],
        "half_width_m": [b.half_width_m for b in found],
    }
    lines = [
        shapely.LineString(b.line) if b.line.geom_type == "LinearRing" else b.line for b in found
    ]
    return make_frame("barriers", columns, lines, CRS)


def _polygons(shape: Any) -> Any:
    """Return a shape's polygons only (differences may leave lines)."""
    parts = [p for p in shapely.get_parts(shape) if p.geom_type == "Polygon" and p.area > 100]
    return parts[0] if len(parts) == 1 else shapely.MultiPolygon(parts)


def landuse_layer(
    facts: Facts,
    terrain: Terrain,
    footprints: Footprints,
    site: Any,
    services: gpd.GeoDataFrame,
) -> gpd.GeoDataFrame:
    """Return areas for drawing: built-up areas, industry, the base, the site, parks, water."""
    works = shapely.intersection(shapely.union_all(footprints.industrial), footprints.union)
    rows: list[tuple[str, str, Any]] = []
    for code in facts.codes:
        homes = shapely.difference(footprints.by_zone[code], works)
        if homes.area > 1000:
            rows.append(("residential", str(facts.communes.loc[code, "name"]), _polygons(homes)))
    rows.append(("industrial", "", _polygons(works)))
    rows.append(("base", "", terrain.base))
    rows.append(("site", "", site))
    green = services[services["category"] == "green_space"]
    dry = shapely.difference(facts.area, terrain.closed)
    for rank, point in enumerate(green.geometry.to_numpy()):
        low, high = PARK_RADIUS_M
        radius = low + (high - low) * ((rank * 37) % 100) / 100
        park = shapely.intersection(shapely.buffer(point, radius, quad_segs=4), dry)
        if park.area > 200:
            rows.append(("park", "", _polygons(park)))
    water = [b.strip for b in terrain.barriers if b.kind in {"canal", "river"}]
    rows.append(("water", "", _polygons(shapely.union_all(water))))
    columns: dict[str, Any] = {
        "kind": np.array([row[0] for row in rows], dtype=object),
        "name": np.array([row[1] for row in rows], dtype=object),
    }
    return make_frame("landuse", columns, [row[2] for row in rows], CRS)
