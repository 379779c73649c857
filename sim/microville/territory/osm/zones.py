"""Zones: communes where their boundary is whole in the extract, and the people who live there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from microville.territory.territory import make_frame

if TYPE_CHECKING:
    import geopandas as gpd
    from numpy.typing import NDArray

    from microville.territory.osm.features import Features

M2_PER_PERSON = 45.0
PERSONS_PER_HOUSEHOLD = 2.2
SHARE_15_64 = 0.62
SHARE_ACTIVE = 0.729
SHARE_UNEMPLOYED = 0.093
FOCUS_POPULATION = 20_000
MARGIN_M = 500.0

ASSUMPTIONS = {
    "population": "as given, by residential floor area; else one person per 45 m2 of it",
    "households": "population / 2.2 (Bénéfriches)",
    "activity": (
        "aged 15-64 62 % of all, active 72.9 % and unemployed 9.3 % of these "
        "(Grand Reims 2022, INSEE)"
    ),
}


def build_zones(
    features: Features, nodes: gpd.GeoDataFrame, buildings: gpd.GeoDataFrame, crs: str
) -> tuple[gpd.GeoDataFrame, dict[str, Any]]:
    """Return the layer ``zones`` without its people, and notes.

    One zone for each relation of ``admin_level=8`` whose boundary is whole; one more for streets
    or buildings outside them; or one for all.

    Parameters
    ----------
    features
        Objects of the extract.
    nodes, buildings
        Layers that the zones must cover.
    crs
        Projected coordinate system.
    """
    import shapely

    asked = features.select(
        lambda t: t.get("boundary") == "administrative" and t.get("admin_level") == "8", kinds="r"
    )
    whole = [feature for feature in asked if feature.is_area]
    everything = shapely.union_all(
        [
            shapely.convex_hull(shapely.multipoints(shapely.get_coordinates(layer.geometry)))
            for layer in (nodes, buildings)
            if len(layer)
        ]
    )
    hull = shapely.convex_hull(everything).buffer(MARGIN_M, join_style="mitre")
    shapes = [feature.shape for feature in whole]
    ids = [feature.tags.get("ref:INSEE") or feature.key for feature in whole]
    if len(set(ids)) < len(ids):  # two boundaries bear one code: the identity of the relation
        ids = [feature.key for feature in whole]
    names = [feature.tags.get("name") or feature.key for feature in whole]
    places = np.concatenate(
        [nodes.geometry.to_numpy(), shapely.point_on_surface(buildings.geometry.to_numpy())]
    )
    communes = shapely.union_all(shapes)
    shapely.prepare(communes)
    outside = int((~shapely.intersects(communes, places)).sum())
    rest = _polygons(shapely.difference(hull, communes)) if outside else None
    if rest is not None:
        shapes.append(rest)
        ids.append("rest" if whole else "all")
        names.append("elsewhere" if whole else "")
    notes = {
        "boundaries_read": len(asked),
        "boundaries_incomplete": len(asked) - len(whole),
        "places_outside_communes": outside if whole else 0,
    }
    columns: dict[str, object] = {"zone": ids, "name": names}
    return make_frame("zones", columns, np.array(shapes, dtype=object), crs), notes


def _polygons(shape: Any) -> Any:
    """Return the part of a shape that has an area, or None."""
    import shapely

    if shape.geom_type == "GeometryCollection":
        parts = [p for p in shape.geoms if p.geom_type in ("Polygon", "MultiPolygon")]
        shape = shapely.union_all(parts)
    return None if shape.is_empty else shape


def zone_of(zones: gpd.GeoDataFrame, geometry: Any) -> NDArray[np.object_]:
    """Return the zone of each shape by its middle: the one that holds it, else the nearest."""
    import shapely

    points = shapely.point_on_surface(np.asarray(geometry, dtype=object))
    names = zones["zone"].to_numpy(dtype=object)
    if not len(points):
        return np.array([], dtype=object)
    tree = shapely.STRtree(zones.geometry.to_numpy())
    found = np.full(len(points), -1)
    place, zone = tree.query(points, predicate="intersects")
    # where boundaries overlap by a sliver, the first zone of the table wins
    order = np.argsort(zone, kind="stable")[::-1]
    found[place[order]] = zone[order]
    lost = np.flatnonzero(found < 0)
    if len(lost):
        found[lost] = tree.nearest(points[lost])
    return np.asarray(names[found], dtype=object)


def share_out(total: int, weights: NDArray[np.float64]) -> NDArray[np.int64]:
    """Share a whole number by weights, exactly, by largest remainder (first zone on a tie)."""
    if total <= 0 or weights.sum() <= 0:
        return np.zeros(len(weights), dtype="int64")
    exact: NDArray[np.float64] = weights / weights.sum() * total
    shares = np.floor(exact).astype("int64")
    rank = np.argsort(-(exact - shares), kind="stable")
    shares[rank[: total - int(shares.sum())]] += 1
    return shares


def settle(
    zones: gpd.GeoDataFrame,
    buildings: gpd.GeoDataFrame,
    *,
    population: int | None,
    focus_zone: str | None,
) -> tuple[gpd.GeoDataFrame, gpd.GeoDataFrame, dict[str, Any]]:
    """Fill in the people of each zone; return zones, buildings and notes.

    Dwellings end at least as many as households in every zone: where the population was given,
    dwellings are raised, else households are lowered.

    Parameters
    ----------
    zones, buildings
        Layers; every building bears its zone.
    population
        Inhabitants of the whole, or None to estimate them from floor area.
    focus_zone
        Zone to simulate in full where all of them are too many people; None for the first.
    """
    zones, buildings = zones.copy(), buildings.copy()
    home = (buildings["dwellings"] > 0) & ~buildings["site"] & (buildings["status"] != "vacant")
    index = {zone: place for place, zone in enumerate(zones["zone"])}
    at = buildings["zone"].map(index).to_numpy(dtype="int64")
    area = buildings.loc[home, "floor_area_m2"]
    floor = np.bincount(at[home], weights=area, minlength=len(zones)).astype("float64")
    given = population is not None
    total = population if population is not None else round(floor.sum() / M2_PER_PERSON)
    people = share_out(total, floor)
    households = np.ceil(people / PERSONS_PER_HOUSEHOLD).astype("int64")
    dwellings = np.bincount(
        at[home], weights=buildings.loc[home, "dwellings"], minlength=len(zones)
    ).astype("int64")
    short = np.maximum(households - dwellings, 0)
    if given:
        _raise_dwellings(buildings, at, home.to_numpy(), short)
    else:
        households = np.minimum(households, dwellings)
    aged = np.round(people * SHARE_15_64)
    zones["population"], zones["households"] = people.astype("int32"), households.astype("int32")
    zones["aged_15_64"] = aged.astype("int32")
    zones["active_15_64"] = np.round(aged * SHARE_ACTIVE).astype("int32")
    zones["unemployed_15_64"] = np.round(aged * SHARE_UNEMPLOYED).astype("int32")
    focus = focus_zone if focus_zone is not None else zones["zone"].iloc[0]
    small = people.sum() < FOCUS_POPULATION
    zones["focus"] = np.array([small or zone == focus for zone in zones["zone"]], dtype=bool)
    notes = {
        "population_from": "given" if given else "residential floor area",
        "population_not_housed": int(total - people.sum()),
        "dwellings_added": int(short.sum()) if given else 0,
        "households_lowered_by": 0 if given else int(short.sum()),
        "assumptions_people": ASSUMPTIONS,
    }
    return zones, buildings, notes


def _raise_dwellings(
    buildings: gpd.GeoDataFrame,
    at: NDArray[np.int64],
    home: NDArray[np.bool_],
    short: NDArray[np.int64],
) -> None:
    """Add the missing dwellings of each zone to its homes, by floor area."""
    dwellings = buildings["dwellings"].to_numpy(dtype="int32").copy()
    floor = buildings["floor_area_m2"].to_numpy(dtype="float64")
    for zone in np.flatnonzero(short):
        rows = np.flatnonzero(home & (at == zone))
        dwellings[rows] += share_out(int(short[zone]), floor[rows]).astype("int32")
    buildings["dwellings"] = dwellings
