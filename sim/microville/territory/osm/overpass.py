"""Streets and places of an area from an Overpass server, read by the same rules as an extract.

Answers are written to a temporary extract and read back like any other file, so that tags,
polygons, permissions and limits are treated in one way. Addresses of servers come from osmnx's
settings; its own requests are not used: they try again for ever where a server is busy, leave a
cache in the current folder, and keep neither the tags of barriers nor relations.
"""

from __future__ import annotations

import math
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from microville.errors import InputError, TerritoryError
from microville.territory.categories import categories
from microville.territory.osm.build import territory_from_raw
from microville.territory.osm.crs import WIDEST_DEGREES
from microville.territory.osm.elements import Elements
from microville.territory.osm.reading import read_osm
from microville.territory.osm.web import Patience, ask_json, endpoint
from microville.territory.territory import Territory

if TYPE_CHECKING:
    from collections.abc import Callable

    from microville.territory.osm.premises import Premises
    from microville.territory.osm.reading import Limits

TILE_DEGREES = 0.2
"""Height of a tile, some 22 km: what a public server answers within its limits."""
MOST_TILES = 64
SERVER_SECONDS = 180
MARGIN_DEGREES = 0.0003
"""A place's outline is widened by some 30 m, then simplified by as much, to make queries short."""
ALWAYS = (
    "amenity building craft healthcare highway landuse leisure natural office railway shop "
    "social_facility tourism waterway"
)
LINES = "^(route|route_master|superroute|network|waterway|restriction)$"
"""Types of relations that reach far beyond a place and that nothing here reads."""

Bbox = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Area:
    """Where to ask.

    Attributes
    ----------
    label
        How people name it.
    shape
        Polygon or multipolygon in longitude and latitude.
    """

    label: str
    shape: Any


def feature_keys() -> list[str]:
    """Return the keys that are asked for: one of each object that some layer wants."""
    asked = {
        next(key for key, _, wanted in terms if wanted)
        for category in categories().values()
        for terms in category.osm_tags
    }
    return sorted(asked | set(ALWAYS.split()))


def area_of_bbox(bbox: Bbox) -> Area:
    """Return a box as an area.

    Parameters
    ----------
    bbox
        West, south, east, north (degrees).

    Raises
    ------
    InputError
        If it is empty, not on Earth, or wider than a map can be.
    """
    import shapely

    west, south, east, north = bbox
    text = f"{west:g},{south:g},{east:g},{north:g}"
    if not (-180 <= west < east <= 180 and -90 <= south < north <= 90):
        raise InputError(
            f"{text} is no box on Earth.",
            hint="Give W,S,E,N in degrees: west < east and south < north.",
        )
    _check_span(east - west, north - south, text)
    return Area(text, shapely.box(west, south, east, north))


def _check_span(width: float, height: float, label: str) -> None:
    if max(width, height) > WIDEST_DEGREES:
        raise InputError(
            f"{label} spans {width:.1f}° by {height:.1f}°, more than a map can.",
            hint="Take one town or a group of communes.",
        )


def area_of_place(place: str, url: str, patience: Patience) -> Area:
    """Return the outline of a place that Nominatim knows by this name.

    Parameters
    ----------
    place
        What to look for, for example ``"Courcy, Marne, France"``.
    url
        Address of a Nominatim server.
    patience
        How long to wait.

    Raises
    ------
    TerritoryError
        If the server cannot be asked, knows no such place, or has no outline of it.
    """
    import shapely
    from shapely.geometry import shape

    query = {"q": place, "format": "jsonv2", "polygon_geojson": "1", "limit": "10"}
    found = ask_json(f"{url}/search", query=query, post=False, patience=patience)
    rows = [row for row in found if isinstance(row, dict)] if isinstance(found, list) else []
    for row in rows:
        outline = row.get("geojson")
        if isinstance(outline, dict) and outline.get("type") in {"Polygon", "MultiPolygon"}:
            try:
                polygon = shapely.make_valid(shape(outline))
            except (ValueError, TypeError, KeyError, shapely.errors.ShapelyError):
                continue
            wide = shapely.simplify(polygon.buffer(MARGIN_DEGREES), MARGIN_DEGREES / 2)
            west, south, east, north = wide.bounds
            _check_span(east - west, north - south, place)
            return Area(str(row.get("display_name", place))[:200], wide)
    raise TerritoryError(
        f"{urlsplit(url).hostname} knows no place {place!r} with an outline.",
        hint="Say more of it ('Courcy, Marne, France'), or give --bbox W,S,E,N.",
    )


def tiles(area: Area) -> list[str]:
    """Return the filters of Overpass, boxes or outlines, that together cover an area.

    Raises
    ------
    InputError
        If there would be too many.
    """
    import shapely

    west, south, east, north = area.shape.bounds
    rows = math.ceil((north - south) / TILE_DEGREES)
    wide = TILE_DEGREES / max(math.cos(math.radians((south + north) / 2)), 0.1)
    columns = math.ceil((east - west) / wide)
    if rows * columns > MOST_TILES:
        raise InputError(
            f"{area.label} is too large to be asked for ({rows * columns} queries).",
            hint="Take a smaller area, or download an extract and use --pbf FILE.",
        )
    found = []
    for row in range(rows):
        for column in range(columns):
            low = (west + (east - west) * column / columns, south + (north - south) * row / rows)
            high = (
                west + (east - west) * (column + 1) / columns,
                south + (north - south) * (row + 1) / rows,
            )
            box = shapely.box(*low, *high)
            parts = shapely.get_parts(shapely.intersection(box, area.shape))
            found += [_filter(p, p.equals(box)) for p in parts if p.geom_type == "Polygon"]
    return found


def _filter(part: Any, is_box: bool) -> str:
    west, south, east, north = part.bounds
    if is_box:
        return f"({south:.7f},{west:.7f},{north:.7f},{east:.7f})"
    ring = " ".join(f"{lat:.6f} {lon:.6f}" for lon, lat in part.exterior.coords)
    return f'(poly:"{ring}")'


def query_of(where: str) -> str:
    """Return the query for one tile: what layers want, with all nodes and members.

    Parameters
    ----------
    where
        Filter of Overpass: a box or an outline.
    """
    wanted = [f'nwr["{key}"]["type"!~"{LINES}"]{where};' for key in feature_keys()]
    wanted.append(f'node["barrier"]{where};')
    wanted.append(f'relation["boundary"="administrative"]["admin_level"="8"]{where};')
    head = f"[out:json][timeout:{SERVER_SECONDS}];"
    counted = f'relation["type"="restriction"]{where};out;'
    return f"{head}({''.join(wanted)});(._;>;);out;{counted}"


def build_from_overpass(
    *,
    name: str,
    bbox: Bbox | None = None,
    place: str | None = None,
    site: tuple[float, float] | None = None,
    site_type: str = "military",
    premises: list[Premises] | None = None,
    population: int | None = None,
    overpass_url: str | None = None,
    nominatim_url: str | None = None,
    limits: Limits | None = None,
    patience: Patience | None = None,
    report: Callable[[int, int], None] | None = None,
) -> Territory:
    """Build a territory from what an Overpass server knows of a box or of a place.

    Streets and buildings that cross the border are kept whole, as in an extract.

    Parameters
    ----------
    name
        Identifier of the map.
    bbox, place
        West, south, east, north (degrees), or what Nominatim is asked for: one of the two.
    site, site_type, premises, population, limits
        As in :func:`microville.territory.osm.build_from_osm`.
    overpass_url, nominatim_url
        Servers; by default ``MICROVILLE_OVERPASS_URL`` and ``MICROVILLE_NOMINATIM_URL``, else
        those of ``osmnx.settings``.
    patience
        How long to wait for answers.
    report
        Called with (queries done, queries in all).

    Raises
    ------
    InputError
        If not one of ``bbox`` and ``place`` is given, or it cannot be a map.
    TerritoryError
        If a server cannot be asked, or there is nothing.
    """
    if (bbox is None) == (place is None):
        raise InputError("Give one area.", hint="Either bbox or place.")
    patience = patience or Patience()
    url = endpoint(overpass_url, "MICROVILLE_OVERPASS_URL", "overpass_url")
    if bbox is not None:
        area = area_of_bbox(bbox)
    else:
        names = endpoint(nominatim_url, "MICROVILLE_NOMINATIM_URL", "nominatim_url")
        area = area_of_place(str(place), names, patience)
    filters = tiles(area)
    elements = Elements(str(urlsplit(url).hostname))
    address = url if url.endswith("/interpreter") else f"{url}/interpreter"
    for done, where in enumerate(filters):
        if report:
            report(done, len(filters))
        query = {"data": query_of(where)}
        elements.add(ask_json(address, query=query, post=True, patience=patience))
    if report:
        report(len(filters), len(filters))
    if not elements:
        raise TerritoryError(
            f"OpenStreetMap holds nothing in {area.label}.",
            hint="Check the box: W,S,E,N, longitude first.",
        )
    with tempfile.TemporaryDirectory(prefix="microville-overpass-") as folder:
        path = Path(folder) / "overpass.osm.pbf"
        elements.write(path)
        raw = read_osm(path, limits=limits)
    source = f"OpenStreetMap, Overpass at {elements.host}, {elements.timestamp}, {area.label}"
    territory = territory_from_raw(
        raw,
        name=name,
        source=source,
        site=site,
        site_type=site_type,
        premises=premises,
        population=population,
    )
    told = {"area": area.label, "queries": len(filters), "server": elements.host}
    info = replace(territory.info, notes=territory.info.notes | {"overpass": told})
    return Territory(info, territory.layers)
