"""A territory as files that a browser draws: GeoJSON in degrees, written once a map."""

from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING, Any

import numpy as np

from microville.paths import cache_dir
from microville.runs.atomic import whole_folder
from microville.territory import categories, content_hash, load_territory

if TYPE_CHECKING:
    from pathlib import Path

    import geopandas as gpd

    from microville.territory import Territory

FORMAT = 3
"""Raised whenever what is written changes, so that older files are not read."""
DECIMALS = 6
"""Of degrees: 0.1 m."""
NEAR_M = 2500.0
"""Homes are drawn as houses this far around the focus area, elsewhere as points."""
RANKS = {
    "motorway": 0,
    "motorway_link": 0,
    "trunk": 0,
    "trunk_link": 0,
    "primary": 1,
    "secondary": 2,
    "tertiary": 3,
}
"""How important a street is drawn; others are 4, ways without cars 5."""
WITHOUT_CARS = ("footway", "cycleway", "path", "steps", "pedestrian", "track", "bridleway")
LAYERS = ("zones", "landuse", "barriers", "streets", "homes", "services", "buildings", "parcels")


def write_layers(map_name: str) -> Path:
    """Write what the browser draws of a map, once, and return the folder.

    Parameters
    ----------
    map_name
        Name or folder of the map.

    Returns
    -------
    Path
        In the user's cache: ``NAME.json.gz`` for each of :data:`LAYERS`, and ``info.json`` with
        titles, licence, bounds, switches and the site's buildings and parcels.

    Raises
    ------
    TerritoryError
        If the map cannot be read.
    """
    territory = load_territory(map_name)
    folder = cache_dir() / "app" / f"{FORMAT}-{content_hash(territory)[:24]}"
    if (folder / "info.json").is_file():
        return folder
    folder.parent.mkdir(parents=True, exist_ok=True)
    with whole_folder(folder) as temporary:
        for name in LAYERS:
            text = json.dumps(_collection(name, territory), ensure_ascii=False)
            (temporary / f"{name}.json.gz").write_bytes(gzip.compress(text.encode(), 6, mtime=0))
        info = json.dumps(_info(territory), ensure_ascii=False, indent=1)
        (temporary / "info.json").write_text(info, encoding="utf-8")
    return folder


def _collection(name: str, territory: Territory) -> dict[str, Any]:
    frame, columns = _MAKERS[name](territory)
    return _geojson(frame, columns)


def _geojson(frame: gpd.GeoDataFrame, columns: list[str]) -> dict[str, Any]:
    """Return a GeoJSON collection in degrees, rounded, with some columns as properties."""
    import shapely

    shapes = frame.geometry.to_crs(4326).to_numpy()
    texts = shapely.to_geojson(shapely.set_precision(shapes, 10.0**-DECIMALS, mode="pointwise"))
    values = [frame[column].to_numpy(dtype=object).tolist() for column in columns]
    rows = zip(*values, strict=True) if columns else iter([()] * len(frame))
    features = [
        {
            "type": "Feature",
            "properties": dict(zip(columns, row, strict=True)),
            "geometry": json.loads(text),
        }
        for text, row in zip(texts, rows, strict=True)
    ]
    return {"type": "FeatureCollection", "features": features}


def _zones(territory: Territory) -> tuple[gpd.GeoDataFrame, list[str]]:
    zones = territory.layers["zones"]
    middle = zones.geometry.representative_point().to_crs(4326)
    shown = zones.assign(lon=middle.x.round(DECIMALS), lat=middle.y.round(DECIMALS))
    return shown, ["zone", "name", "population", "focus", "lon", "lat"]


def _landuse(territory: Territory) -> tuple[gpd.GeoDataFrame, list[str]]:
    return territory.layers["landuse"], ["kind"]


def _barriers(territory: Territory) -> tuple[gpd.GeoDataFrame, list[str]]:
    return territory.layers["barriers"], ["kind"]


def _streets(territory: Territory) -> tuple[gpd.GeoDataFrame, list[str]]:
    edges = territory.layers["edges"]
    rank = edges["road_class"].map(RANKS).fillna(4).astype(int)
    rank[edges["road_class"].isin(WITHOUT_CARS)] = 5
    return edges.assign(rank=rank), ["rank", "option"]


def _homes(territory: Territory) -> tuple[gpd.GeoDataFrame, list[str]]:
    buildings, zones = territory.layers["buildings"], territory.layers["zones"]
    homes = buildings[(buildings["dwellings"] > 0) & ~buildings["site"]].copy()
    centres = homes.geometry.centroid
    focus = zones[zones["focus"]]
    near = np.zeros(len(homes), dtype=bool)
    if len(focus):
        near = centres.within(focus.geometry.union_all().buffer(NEAR_M)).to_numpy()
    homes["row"] = homes.index
    return homes.set_geometry(homes.geometry.where(near, centres)), ["row"]


def _services(territory: Territory) -> tuple[gpd.GeoDataFrame, list[str]]:
    services = territory.layers["services"]
    functions = {name: category.function for name, category in categories().items()}
    shown = services[services["category"].isin(functions)].copy()
    shown["function"] = shown["category"].map(functions)
    return shown, ["service_id", "category", "function"]


def _buildings(territory: Territory) -> tuple[gpd.GeoDataFrame, list[str]]:
    buildings = territory.layers["buildings"]
    return buildings[buildings["site"]].rename(columns={"building_id": "id"}), ["id"]


def _parcels(territory: Territory) -> tuple[gpd.GeoDataFrame, list[str]]:
    return territory.layers["parcels"].rename(columns={"parcel_id": "id"}), ["id", "cover"]


_MAKERS = {
    "zones": _zones,
    "landuse": _landuse,
    "barriers": _barriers,
    "streets": _streets,
    "homes": _homes,
    "services": _services,
    "buildings": _buildings,
    "parcels": _parcels,
}


def _info(territory: Territory) -> dict[str, Any]:
    info = territory.info
    zones = territory.layers["zones"]
    parcels = territory.layers["parcels"]
    return {
        "name": info.name,
        "title": {"fr": info.title_fr, "en": info.title_en},
        "schematic": info.schematic,
        "source": info.source,
        "licence": info.licence,
        "attribution": info.attribution,
        "options": [
            {"name": o.name, "default": o.default, "fr": o.label_fr, "en": o.label_en}
            for o in info.options
        ],
        "place": [str(name) for name in zones[zones["focus"]]["name"]],
        "bounds": _bounds(territory),
        "buildings": _site_buildings(territory),
        "parcels": {
            row.parcel_id: {
                "area_ha": round(float(row.area_ha), 3),
                "sealed_ha": round(float(row.sealed_ha), 3),
                "cover": str(row.cover),
            }
            for row in parcels.itertuples()
        },
    }


def _site_buildings(territory: Territory) -> dict[str, Any]:
    buildings = territory.layers["buildings"]
    names = _building_names(buildings)
    return {
        row.building_id: {
            "fr": names.get(row.building_id, {}).get("name_fr", row.building_id),
            "en": names.get(row.building_id, {}).get("name_en", row.building_id),
            "former": str(row.use),
            "floor_area_m2": round(float(row.floor_area_m2), 1),
            "year": int(row.year),
            "energy_class": str(row.energy_class),
        }
        for row in buildings[buildings["site"]].itertuples()
    }


def _building_names(buildings: gpd.GeoDataFrame) -> dict[str, dict[str, str]]:
    """Return the names of a site's buildings: the map's own, else those of the plan of the base."""
    import csv

    from microville.paths import data_dir

    with (data_dir("maps") / "site_buildings.csv").open(encoding="utf-8", newline="") as handle:
        found = {row["building_id"]: row for row in csv.DictReader(handle)}
    if "name_fr" in buildings.columns:
        named = buildings[buildings["site"] & (buildings["name_fr"] != "")]
        columns = ["building_id", "name_fr", "name_en"]
        found |= {row["building_id"]: row for row in named[columns].to_dict("records")}
    return found


def _bounds(territory: Territory) -> dict[str, list[float]]:
    """Return west, south, east, north in degrees of the focus area with the site, and of all."""
    import geopandas as gpd

    buildings, zones = territory.layers["buildings"], territory.layers["zones"]
    focus = set(zones[zones["focus"]]["zone"])
    near = buildings[buildings["zone"].isin(focus) & (buildings["dwellings"] > 0)]
    site = [territory.layers["parcels"].geometry, buildings[buildings["site"]].geometry]
    crs = territory.info.crs
    found: dict[str, list[float]] = {}
    for name, parts in (
        ("near", [near.geometry, *site]),
        ("site", site),
        ("all", [territory.layers["nodes"].geometry]),
    ):
        shapes = np.concatenate([part.to_numpy() for part in parts])
        series = gpd.GeoSeries(shapes if len(shapes) else territory.layers["nodes"].geometry)
        bounds = series.set_crs(crs, allow_override=True).to_crs(4326).total_bounds
        found[name] = [round(float(value), 5) for value in bounds]
    return found
