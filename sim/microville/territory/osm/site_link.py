"""Place the reuse site on a real map and join it to the streets."""

from __future__ import annotations

from dataclasses import dataclass
from math import nan
from typing import TYPE_CHECKING, Any

import numpy as np

from microville.errors import TerritoryError
from microville.territory.osm.streets import SHORTEST_M
from microville.territory.template import template_floor_m2
from microville.territory.territory import (
    BIKE,
    CAR,
    LAYERS,
    WALK,
    WHEELCHAIR,
    Option,
    make_frame,
)

if TYPE_CHECKING:
    import geopandas as gpd

SOURCE = "template"
LARGEST_SHARE = 0.01
"""Share of the extract's hull that the site may cover before its plan is scaled down; under the
smallest scale its buildings would be sheds."""
SMALLEST_SCALE = 0.05
"""Both are assumptions: the site is a part of its town, never the town."""
SPINE_SHARE = 0.8
"""Length of the site's own street, as a share of the site's width."""
AT_NODE_M = 1.0
"""Where the gate meets a street closer than this to a node, it meets the node."""
SITE_SPEED_KMH = 20.0
GATE = Option("site_gate", True, "gate", "Gate of the site", "Entrée du site")
_EVERYONE = WALK | BIKE | CAR | WHEELCHAIR


@dataclass(frozen=True, slots=True)
class Placed:
    """A site on the map: its layers, the streets with those of the site, and notes."""

    buildings: gpd.GeoDataFrame
    parcels: gpd.GeoDataFrame
    outline: Any
    nodes: gpd.GeoDataFrame
    edges: gpd.GeoDataFrame
    notes: dict[str, Any]


def check_inside(site: tuple[float, float], bounds: tuple[float, float, float, float]) -> None:
    """Check that a site lies in an extract.

    Parameters
    ----------
    site
        Longitude and latitude (degrees).
    bounds
        West, south, east and north of the extract (degrees).

    Raises
    ------
    TerritoryError
        If it lies elsewhere.
    """
    (lon, lat), (west, south, east, north) = site, bounds
    if not (west <= lon <= east and south <= lat <= north):
        raise TerritoryError(
            f"The site ({lon:g}, {lat:g}) is outside the extract.",
            hint=(
                f"Give LON,LAT with {west:.4f} <= LON <= {east:.4f} and "
                f"{south:.4f} <= LAT <= {north:.4f}."
            ),
        )


def site_scale(full_area_m2: float, hull_area_m2: float) -> float:
    """Return the scale (of areas) at which a site covers at most 1 % of the extract's hull.

    Parameters
    ----------
    full_area_m2
        Area of the site at scale 1 (m²).
    hull_area_m2
        Area of the hull of the extract's streets (m²).
    """
    fitting = LARGEST_SHARE * hull_area_m2 / full_area_m2
    return min(1.0, max(SMALLEST_SCALE, fitting))


def put_site(
    center: tuple[float, float],
    nodes: gpd.GeoDataFrame,
    edges: gpd.GeoDataFrame,
    crs: str,
    *,
    site_type: str = "military",
) -> Placed:
    """Place the site of ``maps/`` and join it to the nearest street that all may use.

    Parameters
    ----------
    center
        Where its centre is to be (metres, projected).
    nodes, edges
        Streets of the extract.
    crs
        Projected coordinate system.
    site_type
        ``"military"`` or ``"industrial"``.
    """
    import shapely

    from microville.territory.site import place_site

    hull = shapely.convex_hull(shapely.multipoints(shapely.get_coordinates(nodes.geometry)))
    full = place_site(center, crs, angle_deg=0.0, scale=1.0, site_type=site_type)
    # Rounded, so that the note says exactly what was done.
    scale = round(site_scale(float(full[2].area), float(hull.area)), 4)
    buildings, parcels, outline = place_site(
        center, crs, angle_deg=0.0, scale=scale, site_type=site_type
    )
    joined, notes = join_streets(center, outline, nodes, edges, crs)
    notes |= {"site_scale": scale, "site_area_ha": round(float(outline.area) / 1e4, 2)}
    if site_type != "military":
        floor = float(buildings["floor_area_m2"].sum())
        notes |= {"site_type": site_type, "site_scale": floor / template_floor_m2()}
    return Placed(buildings, parcels, outline, *joined, notes)


def join_streets(
    center: tuple[float, float],
    outline: Any,
    nodes: gpd.GeoDataFrame,
    edges: gpd.GeoDataFrame,
    crs: str,
) -> tuple[tuple[gpd.GeoDataFrame, gpd.GeoDataFrame], dict[str, Any]]:
    """Return nodes and edges with a spine through the site and a gate to a street, and notes."""
    import shapely

    west, _, east, _ = outline.bounds
    half = (east - west) / 2 * SPINE_SHARE
    x, y = center
    spine = np.array([(x - half, y), (x, y), (x + half, y)])
    target = nearest_street(shapely.Point(x, y), edges, len(nodes))
    line = edges.geometry.iloc[target]
    # the gate stands at the end of the spine that is closer to the street
    tips = shapely.points(spine)
    begin = int(np.argmin(shapely.distance(tips, line)))
    along = float(shapely.line_locate_point(line, tips[begin]))
    node_rows, edge_rows = _rows(nodes, "nodes"), _rows(edges, "edges")
    meeting = _meet(target, along, line, node_rows, edge_rows)
    first = len(node_rows["geometry"])
    more = {"node": first + np.arange(3), "elevation_m": [nan] * 3, "geometry": list(tips)}
    _extend(node_rows, more)
    gate = shapely.linestrings([spine[begin], shapely.get_coordinates(meeting[1])[0]])
    _street(edge_rows, first, first + 1, shapely.linestrings(spine[:2]))
    _street(edge_rows, first + 1, first + 2, shapely.linestrings(spine[1:]))
    _street(edge_rows, first + begin, meeting[0], gate, option=GATE.name)
    frames = (
        make_frame(name, rows, rows.pop("geometry"), crs)  # type: ignore[arg-type]
        for name, rows in (("nodes", node_rows), ("edges", edge_rows))
    )
    notes: dict[str, Any] = {"site_gate_m": round(float(gate.length), 1)}
    return (next(frames), next(frames)), notes


def nearest_street(point: Any, edges: gpd.GeoDataFrame, node_count: int) -> int:
    """Return the row of the nearest street open to all, in the largest connected piece."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    u, v = edges["u"].to_numpy(), edges["v"].to_numpy()
    graph = coo_array((np.ones(len(u)), (u, v)), shape=(node_count, node_count))
    _, label = connected_components(graph, directed=False)
    main = label[u] == np.bincount(label).argmax()
    bits = edges["forward"].to_numpy() | edges["backward"].to_numpy()
    for wanted in (WALK | BIKE | CAR, WALK, 0):
        rows = np.flatnonzero(main & ((bits & wanted) == wanted))
        if len(rows):
            return int(rows[edges.geometry.iloc[rows].distance(point).to_numpy().argmin()])
    raise TerritoryError("The extract has no street to which the site could be joined.")


def _rows(frame: gpd.GeoDataFrame, layer: str) -> dict[str, list[Any]]:
    rows = {column: frame[column].tolist() for column in LAYERS[layer]}
    rows["geometry"] = list(frame.geometry)
    return rows


def _extend(rows: dict[str, list[Any]], more: dict[str, Any]) -> None:
    for column, values in more.items():
        rows[column].extend(values)


def _meet(
    target: int,
    along: float,
    line: Any,
    node_rows: dict[str, list[Any]],
    edge_rows: dict[str, list[Any]],
) -> tuple[int, Any]:
    """Return node and point where the gate meets a street; cut the street there if need be."""
    from shapely.ops import substring

    if along < AT_NODE_M:
        node = edge_rows["u"][target]
        return node, node_rows["geometry"][node]
    if along > line.length - AT_NODE_M:
        node = edge_rows["v"][target]
        return node, node_rows["geometry"][node]
    node = len(node_rows["geometry"])
    point = line.interpolate(along)
    _extend(node_rows, {"node": [node], "elevation_m": [nan], "geometry": [point]})
    for rows in edge_rows.values():
        rows.append(rows[target])
    share = along / line.length
    edge_rows["v"][target], edge_rows["u"][-1] = node, node
    # where along the street its signals stand is not known any more: shared by length
    for column in ("length_m", "signals", "crossings"):
        whole = edge_rows[column][target]
        edge_rows[column][target], edge_rows[column][-1] = whole * share, whole * (1 - share)
    edge_rows["geometry"][target] = substring(line, 0.0, along)
    edge_rows["geometry"][-1] = substring(line, along, line.length)
    return node, point


def _street(
    edge_rows: dict[str, list[Any]], u: int, v: int, line: Any, *, option: str = ""
) -> None:
    """Append a street of the site, open to everyone in both directions."""
    row = {
        "u": u,
        "v": v,
        "length_m": max(float(line.length), SHORTEST_M),
        "road_class": "service",
        "forward": _EVERYONE,
        "backward": _EVERYONE,
        "speed_kmh": SITE_SPEED_KMH,
        "stress": 1,
        "surface": "paved",
        "signals": 0.0,
        "crossings": 0.0,
        "option": option,
        "source": SOURCE,
        "geometry": line,
    }
    _extend(edge_rows, {column: [value] for column, value in row.items()})
