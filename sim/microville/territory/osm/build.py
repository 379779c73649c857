"""From OSM objects to a territory, whatever reader brought them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from microville.errors import TerritoryError
from microville.territory.osm.buildings import build_buildings
from microville.territory.osm.crs import choose_crs, projector
from microville.territory.osm.drawing import build_barriers, build_landuse
from microville.territory.osm.features import Features
from microville.territory.osm.scattered import Scattered, check_site
from microville.territory.osm.services import build_services
from microville.territory.osm.site_link import GATE, Placed, check_inside, put_site
from microville.territory.osm.streets import build_streets
from microville.territory.osm.tags import CLASSES
from microville.territory.osm.zones import build_zones, settle, zone_of
from microville.territory.territory import Territory, TerritoryInfo, make_frame

if TYPE_CHECKING:
    import geopandas as gpd
    from numpy.typing import NDArray

    from microville.territory.osm.premises import Premises
    from microville.territory.osm.raw import RawOsm

LICENCE = "ODbL 1.0"
ATTRIBUTION = "© OpenStreetMap contributors"


def street_positions(raw: RawOsm) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return longitude and latitude of the nodes of all streets.

    Raises
    ------
    TerritoryError
        If there are none.
    """
    street = np.array([tags.get("highway") in CLASSES for tags in raw.way_tags], dtype=bool)
    mask = np.repeat(street, np.diff(raw.way_start)) & ~np.isnan(raw.ref_lon)
    if not mask.any():
        raise TerritoryError(
            "The extract holds no street.",
            hint="Check that it covers a place and holds nodes before ways (see 'osmium sort').",
        )
    return raw.ref_lon[mask], raw.ref_lat[mask]


def territory_from_raw(
    raw: RawOsm,
    *,
    name: str,
    source: str,
    site: tuple[float, float] | None = None,
    site_type: str = "military",
    premises: list[Premises] | None = None,
    population: int | None = None,
) -> Territory:
    """Build a territory from OSM objects.

    Parameters
    ----------
    raw
        Objects as a reader hands them over: of a file, or (later) of an Overpass answer.
    name
        Identifier of the map.
    source
        Where the objects come from, as people read it.
    site
        Longitude and latitude of the site's centre (degrees), or None for no site; with premises
        it may be left out.
    site_type
        One of :data:`microville.territory.territory.SITE_TYPES`.
    premises
        Those of a scattered site; drawn among the map's own buildings if None.
    population
        Inhabitants of the whole extract, or None to estimate them from floor areas.

    Raises
    ------
    TerritoryError
        If there are no streets, they span too much, the site lies elsewhere, or the population is
        negative.
    """
    if population is not None and not 0 <= population < 2**31:
        raise TerritoryError(
            f"The population cannot be {population}.", hint="Give 0 or more inhabitants."
        )
    check_site(site, site_type, premises)
    lon, lat = street_positions(raw)
    for point in [*([site] if site else []), *((p.lon, p.lat) for p in premises or ())]:
        check_inside(point, (lon.min(), lat.min(), lon.max(), lat.max()))
    crs = choose_crs(lon, lat)
    project = projector(crs)
    nodes, edges, notes = build_streets(raw, crs, project)
    features = Features(raw, project)
    buildings, more = build_buildings(features, crs)
    notes |= more
    parcels = make_frame("parcels", {}, [], crs)
    placed = None
    scattered = None
    if site_type == "scattered":
        scattered = Scattered(premises, project, project.transform(*site) if site else None)
    elif site is not None:
        placed = put_site(project.transform(*site), nodes, edges, crs, site_type=site_type)
        nodes, edges, parcels = placed.nodes, placed.edges, placed.parcels
        buildings, cleared = _with_site(buildings, placed, crs)
        notes |= placed.notes | {"buildings_replaced_by_site": cleared}
    layers = {"nodes": nodes, "edges": edges, "parcels": parcels}
    layers |= _places(
        features,
        layers,
        buildings,
        crs=crs,
        notes=notes,
        placed=placed,
        scattered=scattered,
        population=population,
    )
    notes["read"] = dict(raw.counts)
    notes["shapes"] = features.counts()
    return Territory(
        TerritoryInfo(
            name=name,
            title_en=name,
            title_fr=name,
            crs=crs,
            schematic=False,
            source=source,
            licence=LICENCE,
            attribution=ATTRIBUTION,
            options=(GATE,) if placed else (),
            notes=dict(sorted(notes.items())),
        ),
        layers,
    )


def _places(
    features: Features,
    layers: dict[str, gpd.GeoDataFrame],
    buildings: gpd.GeoDataFrame,
    *,
    crs: str,
    notes: dict[str, Any],
    placed: Placed | None,
    scattered: Scattered | None,
    population: int | None,
) -> dict[str, gpd.GeoDataFrame]:
    """Return the layers that are not streets or parcels; add to the notes."""
    services, more = build_services(features, crs)
    notes |= more
    zones, more = build_zones(features, layers["nodes"], buildings, crs)
    notes |= more
    buildings["zone"] = zone_of(zones, buildings.geometry)
    services["zone"] = zone_of(zones, services.geometry)
    focus = str(zone_of(zones, [placed.outline.centroid])[0]) if placed else None
    if scattered:
        buildings, focus, more = scattered.put(buildings, services, zones, crs)
        notes |= more
    zones, buildings, more = settle(zones, buildings, population=population, focus_zone=focus)
    notes |= more
    landuse, more = build_landuse(features, crs)
    notes |= more
    if placed:
        landuse = _append(landuse, {"kind": ["site"]}, [placed.outline], "landuse", crs)
    return {
        "services": services,
        "buildings": buildings,
        "zones": zones,
        "cells": make_frame("cells", {}, [], crs),
        "barriers": build_barriers(features, crs),
        "landuse": landuse,
    }


def _with_site(
    buildings: gpd.GeoDataFrame, placed: Placed, crs: str
) -> tuple[gpd.GeoDataFrame, int]:
    """Return the buildings with those of the site in place of what stands there, and how many."""
    import shapely

    inside = shapely.contains(
        placed.outline, shapely.point_on_surface(buildings.geometry.to_numpy())
    )
    kept = buildings[~inside]
    added = placed.buildings
    rows = {column: added[column].tolist() for column in added.columns if column != "geometry"}
    return _append(kept, rows, list(added.geometry), "buildings", crs), int(inside.sum())


def _append(
    frame: gpd.GeoDataFrame, rows: dict[str, Any], shapes: list[Any], layer: str, crs: str
) -> gpd.GeoDataFrame:
    """Return a layer with rows added at its end (columns that are not given are left blank)."""
    more = make_frame(layer, rows, shapes, crs)
    columns = [column for column in more.columns if column != "geometry"]
    joined: dict[str, object] = {}
    for column in columns:
        added = more[column].tolist()
        blank = "" if isinstance(added[0], str) else 0
        held = frame[column].tolist() if column in frame.columns else [blank] * len(frame)
        joined[column] = held + added
    return make_frame(layer, joined, [*frame.geometry, *more.geometry], crs)
