"""Services: OSM objects that match the categories of ``maps/services.csv``, each counted once."""

from __future__ import annotations

import unicodedata
from collections import Counter
from typing import TYPE_CHECKING, Any

import numpy as np

from microville.territory.categories import categories
from microville.territory.territory import make_frame

if TYPE_CHECKING:
    import geopandas as gpd

    from microville.territory.categories import Category
    from microville.territory.osm.features import Feature, Features
    from microville.territory.osm.raw import Tags

SOURCE = "OpenStreetMap"
NEAR_M = 50.0
"""Two objects of one category and name closer than this are one service."""
WIDEST_HA = 25.0
"""An area larger than this swallows nothing: a nature reserve is not the garden inside it."""
JOBS_PER_HA = 14.8
"""Jobs per hectare of activity zones (INSEE 4488557, 2016)."""
JOBS_OFFICE = 5
"""Jobs of an office or workshop without area of its own [assumption]."""
LEVEL_UNKNOWN = "school_level_unknown"
_SCHOOLS = ("nursery_school", "elementary_school", "lower_secondary", "upper_secondary")


def matches(tags: Tags, category: Category) -> bool:
    """Return whether tags hold one of the category's alternatives.

    Every term of an alternative must hold; ``*`` is any value; a negated term holds where the key
    is absent or has another value. Values are compared whole.
    """
    return any(
        all(
            ((key in tags) if value == "*" else tags.get(key) == value) is wanted
            for key, value, wanted in terms
        )
        for terms in category.osm_tags
    )


def match_categories(tags: Tags) -> list[str]:
    """Return every category that an object belongs to."""
    found = [name for name, category in categories().items() if matches(tags, category)]
    if LEVEL_UNKNOWN in found and any(level in found for level in _SCHOOLS):
        found.remove(LEVEL_UNKNOWN)
    return found


def build_services(features: Features, crs: str) -> tuple[gpd.GeoDataFrame, dict[str, Any]]:
    """Return the layer ``services`` (zones are still empty), and notes.

    Parameters
    ----------
    features
        Objects of the extract.
    crs
        Projected coordinate system.
    """
    found: dict[str, list[Feature]] = {name: [] for name in categories()}
    for feature in features.select(lambda tags: bool(match_categories(tags))):
        for name in match_categories(feature.tags):
            found[name].append(feature)
    rows: list[tuple[str, str, str, int]] = []
    points = []
    lost: dict[str, int] = {}
    for category, objects in found.items():
        placed = [feature for feature in objects if feature.shape is not None]
        if len(placed) < len(objects):
            lost[category] = len(objects) - len(placed)
        for group in group_same(placed):
            chosen, name = represent(group)
            jobs = max(map(jobs_of, group)) if category == "workplace" else 0
            rows.append((f"{chosen.key}:{category}", category, name, jobs))
            points.append(chosen.point())
    kept = Counter(row[1] for row in rows)
    columns: dict[str, object] = {
        "service_id": [row[0] for row in rows],
        "category": [row[1] for row in rows],
        "name": [row[2] for row in rows],
        "jobs": [row[3] for row in rows],
        "status": "observed",
        "source": SOURCE,
    }
    notes = {
        "services_raw": {name: len(objects) for name, objects in found.items()},
        "services": {name: kept[name] for name in found},
        "services_without_position": lost,
        "services_with_several_values": _several(features),
        "unknown_categories": [name for name in found if not kept[name]],
    }
    return make_frame("services", columns, points, crs), notes


def _several(features: Features) -> int:
    """Count objects that would match a category if ``a;b`` were read as two values."""
    keys = {key for c in categories().values() for terms in c.osm_tags for key, _, _ in terms}
    raw = features.raw
    count = 0
    for tags in (*raw.node_tags, *raw.way_tags, *raw.relation_tags):
        listed = [key for key in keys & tags.keys() if ";" in tags[key]]
        before = set(match_categories(tags)) - {LEVEL_UNKNOWN} if listed else set()
        parts = [tags | {key: part.strip()} for key in listed for part in tags[key].split(";")]
        count += any(set(match_categories(each)) - {LEVEL_UNKNOWN} > before for each in parts)
    return count


def jobs_of(feature: Feature) -> int:
    """Return the jobs of a workplace: by area of an activity zone, else a fixed number."""
    if feature.is_area and feature.tags.get("landuse") in {"industrial", "commercial"}:
        return max(1, round(float(feature.shape.area) / 1e4 * JOBS_PER_HA))
    return JOBS_OFFICE


def normalised(name: str) -> str:
    """Return a name without case, accents, punctuation and spaces."""
    bare = unicodedata.normalize("NFKD", name.casefold())
    return "".join(letter for letter in bare if letter.isalnum())


def group_same(objects: list[Feature]) -> list[list[Feature]]:
    """Group objects of one category that are one service.

    Two are one where they bear the same name within 50 m, or where one lies inside the other's
    polygon (of at most 25 ha). Objects without a name are never the same by name.
    """
    import shapely
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    if not objects:
        return []
    points = np.array([feature.point() for feature in objects])
    tree = shapely.STRtree(points)
    names = [normalised(feature.tags.get("name", "")) for feature in objects]
    first, second = tree.query(points, predicate="dwithin", distance=NEAR_M)
    named = [bool(names[i]) and names[i] == names[j] for i, j in zip(first, second, strict=True)]
    areas = [i for i, f in enumerate(objects) if f.is_area and f.shape.area <= WIDEST_HA * 1e4]
    shapes = np.array([objects[i].shape for i in areas], dtype=object)
    outer, inner = tree.query(shapes, predicate="contains")
    u = np.concatenate([first[named], np.array(areas, dtype="int64")[outer]])
    v = np.concatenate([second[named], inner])
    graph = coo_array((np.ones(len(u)), (u, v)), shape=(len(objects), len(objects)))
    count, label = connected_components(graph, directed=False)
    groups: list[list[Feature]] = [[] for _ in range(count)]
    for feature, group in zip(objects, label.tolist(), strict=True):
        groups[group].append(feature)
    return groups


def represent(group: list[Feature]) -> tuple[Feature, str]:
    """Return the object that stands for a group (its largest area), and the group's name."""
    chosen = max(group, key=lambda feature: feature.shape.area)
    names = (feature.tags.get("name", "") for feature in (chosen, *group))
    return chosen, next(filter(None, names), "")
