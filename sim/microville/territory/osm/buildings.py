"""Buildings: footprints, floor areas, uses and dwellings.

OSM rarely says how many dwellings a building holds or how many floors it has. What is assumed
instead is a constant of this file, and :data:`ASSUMPTIONS` is written into the map's notes.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from microville.territory.territory import make_frame

if TYPE_CHECKING:
    import geopandas as gpd
    from numpy.typing import NDArray

    from microville.territory.osm.features import Feature, Features
    from microville.territory.osm.raw import Tags

SOURCE = "OpenStreetMap"
NET_OF_GROSS = 0.8
DWELLING_M2 = 100.0
SMALLEST_HOME_M2 = 30.0
HIGHEST = 60.0

HOUSES = frozenset(
    [
        "house",
        "detached",
        "semidetached_house",
        "terrace",
        "bungalow",
        "cabin",
        "residential",
        "farm",
        "villa",
        "static_caravan",
        "ger",
        "houseboat",
        "stilt_house",
        "tree_house",
    ]
)
FLATS = frozenset({"apartments", "dormitory"})
OTHER_USES = {
    "retail": "retail commercial supermarket kiosk shop",
    "office": "office",
    "lodging": "hotel",
    "industrial": "industrial warehouse manufacture storage_tank hangar",
    "public": (
        "public civic school kindergarten university college hospital church chapel cathedral "
        "mosque synagogue temple shrine government fire_station train_station transportation "
        "sports_hall sports_centre stadium grandstand pavilion museum"
    ),
    "farm": "farm_auxiliary barn cowshed stable sty greenhouse silo agricultural slurry_tank",
    "annex": "garage garages carport shed hut roof service outbuilding container boathouse",
}
_USE_OF = {value: use for use, values in OTHER_USES.items() for value in values.split()}
_VACANT = frozenset({"ruins", "abandoned", "disused", "construction", "collapsed"})
_ACTIVE_KEYS = ("amenity", "shop", "office", "craft", "tourism", "healthcare", "leisure")
_HOMELY = frozenset(
    {"parking", "parking_space", "bench", "post_box", "recycling", "bicycle_parking"}
)

ASSUMPTIONS = {
    "floor_area": "footprint x levels x 0.8 (walls, stairs)",
    "levels": "building:levels where tagged, else house 2, apartments 4, other 1",
    "dwellings": "housing: floor area / 100 m2, at least 1; none under 30 m2 of footprint",
    "building_yes": (
        "housing (one level unless tagged) in landuse=residential or where no land use is drawn, "
        "unless it, the ground around it or a node in it has a shop, office, craft or amenity; "
        "with three tagged levels or more, a node in it does not matter"
    ),
}


@dataclass(frozen=True, slots=True)
class Ground:
    """What lies around and inside buildings, by building: see :func:`look_around`."""

    residential: NDArray[np.bool_]
    other_landuse: NDArray[np.bool_]
    active_ground: NDArray[np.bool_]
    active_node: NDArray[np.bool_]


def levels(tags: Tags) -> float:
    """Return the number of floors: tagged, else by type (house 2, apartments 4, others 1)."""
    number = re.match(r"\s*(\d{1,3}(?:\.\d+)?)", tags.get("building:levels", ""))
    if number and float(number[1]) > 0:
        return min(max(float(number[1]), 1.0), HIGHEST)
    if tags["building"] in FLATS:
        return 4.0
    return 2.0 if tags["building"] in HOUSES else 1.0


def is_active(tags: Tags) -> bool:
    """Return whether tags speak of something other than homes."""
    return any(key in tags and tags[key] not in _HOMELY for key in _ACTIVE_KEYS)


def use_of(tags: Tags, ground: Ground, index: int) -> str:
    """Return the use of a building: ``housing``, one of :data:`OTHER_USES`, or ``other``."""
    kind = tags["building"]
    if kind in HOUSES | FLATS:
        return "housing"
    if kind != "yes":
        return _USE_OF.get(kind, "other")
    if is_active(tags) or ground.active_ground[index]:
        return "other"
    tall = levels(tags) >= 3
    if ground.active_node[index] and not tall:
        return "other"
    homes = ground.residential[index] or not ground.other_landuse[index]
    return "housing" if homes else "other"


def dwellings_of(use: str, footprint_m2: float, floor_area_m2: float) -> int:
    """Return the dwellings of a building (0 unless housing; garages and sheds have none)."""
    if use != "housing" or footprint_m2 < SMALLEST_HOME_M2:
        return 0
    return max(1, round(floor_area_m2 / DWELLING_M2))


def look_around(features: Features, shapes: NDArray[Any]) -> Ground:
    """Return what lies around the middle of each building and which nodes lie inside it."""
    import shapely

    middle = shapely.point_on_surface(shapes)
    tree = shapely.STRtree(middle)

    def covered(wanted: list[Feature]) -> NDArray[np.bool_]:
        mask = np.zeros(len(shapes), dtype=bool)
        areas = np.array([f.shape for f in wanted if f.is_area], dtype=object)
        mask[tree.query(areas, predicate="contains")[1]] = True
        return mask

    def ground(tags: Tags) -> bool:
        return "building" not in tags and is_active(tags)

    nodes = features.select(is_active, kinds="n")
    points = np.array([f.shape for f in nodes if f.shape is not None], dtype=object)
    inside = np.zeros(len(shapes), dtype=bool)
    inside[shapely.STRtree(shapes).query(points, predicate="within")[1]] = True
    landuse = features.select(lambda tags: "landuse" in tags, kinds="wr")
    return Ground(
        residential=covered([f for f in landuse if f.tags["landuse"] == "residential"]),
        other_landuse=covered([f for f in landuse if f.tags["landuse"] != "residential"]),
        active_ground=covered(features.select(ground, kinds="wr")),
        active_node=inside,
    )


def build_buildings(features: Features, crs: str) -> tuple[gpd.GeoDataFrame, dict[str, Any]]:
    """Return the layer ``buildings`` (zones are still empty), and notes.

    Parameters
    ----------
    features
        Objects of the extract.
    crs
        Projected coordinate system; footprints are measured in it (m²).
    """
    objects = features.select(lambda tags: tags.get("building", "no") != "no", kinds="wr")
    drawn = [feature for feature in objects if feature.is_area]
    shapes = np.array([feature.shape for feature in drawn], dtype=object)
    ground = look_around(features, shapes)
    rows: list[tuple[str, int, float, float, int, str]] = []
    for index, feature in enumerate(drawn):
        use = use_of(feature.tags, ground, index)
        footprint = float(feature.shape.area)
        floor_area = footprint * levels(feature.tags) * NET_OF_GROSS
        homes = dwellings_of(use, footprint, floor_area)
        year = re.match(r"(1\d{3}|20\d{2})\b", feature.tags.get("start_date", ""))
        empty = feature.tags["building"] in _VACANT or bool(
            {"yes", "1"} & {feature.tags.get("abandoned"), feature.tags.get("disused")}
        )
        row = (use, homes, floor_area, footprint, int(year[1]) if year else 0)
        rows.append((*row, "vacant" if empty else "occupied"))
    names = ("use", "dwellings", "floor_area_m2", "footprint_m2", "year", "status")
    columns: dict[str, object] = {
        name: [row[place] for row in rows] for place, name in enumerate(names)
    }
    columns |= {"building_id": [feature.key for feature in drawn], "source": SOURCE}
    notes = {
        "buildings_read": len(objects),
        "buildings_without_area": len(objects) - len(drawn),
        "buildings_by_use": dict(sorted(Counter(row[0] for row in rows).items())),
        "buildings_with_tagged_levels": sum("building:levels" in f.tags for f in drawn),
        "assumptions_buildings": ASSUMPTIONS,
    }
    return make_frame("buildings", columns, shapes, crs), notes
