"""Layers for drawing: barriers (lines that cut a place apart) and land uses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from microville.territory.territory import make_frame

if TYPE_CHECKING:
    import geopandas as gpd

    from microville.territory.osm.features import Features
    from microville.territory.osm.raw import Tags

HALF_WIDTH_M = {"motorway": 32.0, "railway": 18.0, "river": 28.0, "canal": 22.0}
"""Half-widths as on the default map [assumption]."""

_RAILS = frozenset({"rail", "light_rail", "narrow_gauge"})
_KINDS: dict[str, dict[str, str]] = {
    "residential": {"landuse": "residential"},
    "commercial": {"landuse": "commercial retail"},
    "industrial": {"landuse": "industrial quarry landfill"},
    "railway": {"landuse": "railway"},
    "park": {
        "leisure": "park garden nature_reserve",
        "landuse": "recreation_ground village_green allotments",
    },
    "sport": {"leisure": "pitch sports_centre stadium golf_course track"},
    "water": {
        "natural": "water",
        "waterway": "riverbank dock",
        "landuse": "reservoir basin",
    },
    "forest": {"landuse": "forest", "natural": "wood"},
    "scrub": {"natural": "scrub heath grassland wetland"},
    "farmland": {"landuse": "farmland farmyard farm vineyard meadow orchard grass greenhouse"},
    "cemetery": {"landuse": "cemetery"},
    "military": {"landuse": "military"},
}
_KIND_OF = {
    (key, value): kind
    for kind, keys in _KINDS.items()
    for key, values in keys.items()
    for value in values.split()
}


def barrier_kind(tags: Tags) -> str:
    """Return ``motorway``, ``railway``, ``river``, ``canal``, or nothing."""
    if tags.get("highway") in {"motorway", "trunk"}:
        return "motorway" if tags["highway"] == "motorway" or "motorroad" in tags else ""
    if tags.get("railway") in _RAILS:
        return "" if "tunnel" in tags else "railway"
    kind = tags.get("waterway", "")
    return kind if kind in {"river", "canal"} and "tunnel" not in tags else ""


def landuse_kind(tags: Tags) -> str:
    """Return what an area is drawn as, or nothing."""
    for key in ("landuse", "leisure", "natural", "waterway"):
        kind = _KIND_OF.get((key, tags.get(key, "")))
        if kind:
            return kind
    return ""


def build_barriers(features: Features, crs: str) -> gpd.GeoDataFrame:
    """Return the layer ``barriers``: motorways, railways, rivers and canals as lines."""
    import shapely

    found = features.select(lambda tags: bool(barrier_kind(tags)), kinds="w")
    drawn = [f for f in found if f.shape is not None and f.shape.geom_type != "Point"]
    # a roundabout or a ring is a closed way: its outline is the barrier
    lines = [shapely.boundary(f.shape) if f.is_area else f.shape for f in drawn]
    kinds = [barrier_kind(feature.tags) for feature in drawn]
    columns: dict[str, object] = {
        "name": [feature.tags.get("name", "") for feature in drawn],
        "kind": kinds,
        "status": "observed",
        "half_width_m": [HALF_WIDTH_M[kind] for kind in kinds],
    }
    return make_frame("barriers", columns, np.array(lines, dtype=object), crs)


def build_landuse(features: Features, crs: str) -> tuple[gpd.GeoDataFrame, dict[str, Any]]:
    """Return the layer ``landuse``, large areas first so that small ones are drawn over them."""
    found = features.select(lambda tags: bool(landuse_kind(tags)), kinds="wr")
    drawn = sorted((f for f in found if f.is_area), key=lambda f: -f.shape.area)
    columns: dict[str, object] = {
        "kind": [landuse_kind(feature.tags) for feature in drawn],
        "name": [feature.tags.get("name", "") for feature in drawn],
    }
    shapes = np.array([feature.shape for feature in drawn], dtype=object)
    return make_frame("landuse", columns, shapes, crs), {
        "landuse_without_area": len(found) - len(drawn)
    }
