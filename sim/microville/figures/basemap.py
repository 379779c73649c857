"""What lies under every map: tints of land use, streets, barriers, the site."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely
from matplotlib.collections import LineCollection, PathCollection
from matplotlib.path import Path as DrawnPath

from microville.figures.style import INK

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from matplotlib.axes import Axes

    from microville.territory import Territory

TINTS = {
    "residential": "#efece5",
    "industrial": "#e8e6ec",
    "park": "#e1ecd9",
    "forest": "#d7e5cd",
    "water": "#cfe2ec",
    "base": "#f3ede6",
    "site": "#fbe9d3",
}
STREETS = {
    "motorway": (1.3, "#b9a58c"),
    "trunk": (1.2, "#b9a58c"),
    "primary": (1.0, "#bdb6a8"),
    "secondary": (0.8, "#c4beb2"),
    "tertiary": (0.7, "#cbc6bb"),
    "residential": (0.45, "#d3cfc6"),
    "living_street": (0.45, "#d3cfc6"),
    "service": (0.35, "#d9d6ce"),
}
SMALL_STREET = (0.3, "#dcd9d1")
BARRIERS = {
    "railway": ("#4d4d4d", 1.1, (0, (5, 2.5))),
    "motorway": ("#8c5a2b", 1.5, "solid"),
    "canal": ("#2b7fa3", 1.9, "solid"),
    "river": ("#2b7fa3", 1.5, "solid"),
    "fence": ("#7a2e1d", 1.2, (0, (1, 1.6))),
}
SITE_COLOUR = INK
NEAR_WIDTH = 8000.0
"""Metres: a map that is narrower shows houses, a wider one only built-up areas."""


@dataclass(frozen=True, slots=True)
class Extent:
    """A rectangle of the map in metres."""

    west: float
    south: float
    east: float
    north: float

    @property
    def width(self) -> float:
        """Metres from west to east."""
        return self.east - self.west

    @property
    def height(self) -> float:
        """Metres from south to north."""
        return self.north - self.south

    def box(self, margin: float = 0.0) -> shapely.Polygon:
        """Return the rectangle as a polygon, shrunk by a share of its size on each side."""
        x, y = self.width * margin, self.height * margin
        return shapely.box(self.west + x, self.south + y, self.east - x, self.north - y)

    def shaped(self, ratio: float) -> Extent:
        """Return the smallest rectangle of a width to height ratio that holds this one."""
        width = max(self.width, self.height * ratio)
        height = width / ratio
        x, y = (self.west + self.east) / 2, (self.south + self.north) / 2
        return Extent(x - width / 2, y - height / 2, x + width / 2, y + height / 2)


def whole_extent(territory: Territory) -> Extent:
    """Return the extent of everywhere people live."""
    buildings = territory.layers["buildings"]
    lived = buildings[buildings["dwellings"] > 0]
    return _around((lived if len(lived) else territory.layers["nodes"]).total_bounds, 400)


def near_extent(territory: Territory) -> Extent:
    """Return the extent of the focus commune's homes and the site; of all where there is none."""
    buildings, zones = territory.layers["buildings"], territory.layers["zones"]
    focus = set(zones[zones["focus"]]["zone"])
    homes = buildings["zone"].isin(focus) & (buildings["dwellings"] > 0)
    chosen = buildings[homes | buildings["site"]]
    bounds = [frame.total_bounds for frame in (chosen, territory.layers["parcels"]) if len(frame)]
    if not len(chosen):
        return whole_extent(territory)
    low, high = np.min([b[:2] for b in bounds], axis=0), np.max([b[2:] for b in bounds], axis=0)
    return _around([*low, *high], 350)


def _around(bounds: Iterable[float], margin: float) -> Extent:
    west, south, east, north = (float(value) for value in bounds)
    return Extent(west - margin, south - margin, east + margin, north + margin)


def site_shape(territory: Territory) -> shapely.Geometry | None:
    """Return the outline of the site, from the best layer that knows it."""
    landuse = territory.layers["landuse"]
    marked = landuse[landuse["kind"] == "site"]
    buildings = territory.layers["buildings"]
    if len(marked):
        return shapely.union_all(marked.geometry.to_numpy())
    if len(territory.layers["parcels"]):
        return shapely.union_all(territory.layers["parcels"].geometry.to_numpy())
    own = buildings[buildings["site"]]
    if len(own):
        return shapely.convex_hull(shapely.union_all(own.geometry.to_numpy())).buffer(40)
    return None


def draw_base(
    axes: Axes, territory: Territory, extent: Extent, *, options: Mapping[str, bool]
) -> None:
    """Draw tints, streets by class and barriers; a handful of collections, whatever the size."""
    axes.set_xlim(extent.west, extent.east)
    axes.set_ylim(extent.south, extent.north)
    axes.set_aspect("equal")
    axes.set_xticks([])
    axes.set_yticks([])
    axes.set_facecolor("#faf9f6")
    for spine in axes.spines.values():
        spine.set_color("#b8bdc4")
        spine.set_linewidth(0.8)
    window = extent.box(-0.02)
    _draw_landuse(axes, territory, window)
    _draw_streets(axes, territory, window, options, wider=1.9 if extent.width < NEAR_WIDTH else 1.0)
    for kind, geometries in barrier_lines(territory, window).items():
        colour, width, style = BARRIERS.get(kind, BARRIERS["fence"])
        axes.add_collection(
            LineCollection(
                geometries, colors=colour, linewidths=width, linestyles=[style], zorder=3.5
            )
        )
    outline = site_shape(territory)
    if outline is not None:
        rings = [np.asarray(part.exterior.coords) for part in polygons(outline)]
        axes.add_collection(LineCollection(rings, colors=SITE_COLOUR, linewidths=1.8, zorder=6))


def barrier_lines(
    territory: Territory, window: shapely.Polygon
) -> dict[str, list[np.ndarray[tuple[int, int], np.dtype[np.float64]]]]:
    """Return the visible pieces of barriers by kind, as coordinates."""
    found: dict[str, list[np.ndarray[tuple[int, int], np.dtype[np.float64]]]] = {}
    for row in territory.layers["barriers"].itertuples():
        seen = shapely.intersection(row.geometry, window)
        for part in shapely.get_parts(seen):
            if part.geom_type == "LineString" and not part.is_empty:
                found.setdefault(str(row.kind), []).append(np.asarray(part.coords))
    return found


def _draw_landuse(axes: Axes, territory: Territory, window: shapely.Polygon) -> None:
    landuse = territory.layers["landuse"]
    seen = landuse[landuse.intersects(window)]
    order = [
        "base",
        *[kind for kind in seen["kind"].unique() if kind not in ("base", "site")],
        "site",
    ]
    for rank, kind in enumerate(order):
        shapes = [
            drawn(polygon)
            for geometry in seen[seen["kind"] == kind].geometry
            for polygon in polygons(geometry)
        ]
        if shapes:
            axes.add_collection(
                PathCollection(
                    shapes,
                    facecolors=TINTS.get(kind, "#f0eeea"),
                    edgecolors="none",
                    zorder=1 + rank / 100,
                )
            )


def _draw_streets(
    axes: Axes,
    territory: Territory,
    window: shapely.Polygon,
    options: Mapping[str, bool],
    *,
    wider: float,
) -> None:
    edges = territory.layers["edges"]
    switched = territory.option_defaults() | dict(options)
    on = edges["option"].map(lambda name: not name or switched.get(name, True)).to_numpy(bool)
    geometry = edges.geometry.to_numpy()
    near = shapely.intersects(geometry, window)
    _lines(axes, geometry[near & ~on], "#8a8f98", 0.9, "dotted", 2.9)
    classes = edges["road_class"].to_numpy()
    styles = np.array([list(STREETS).index(c) if c in STREETS else len(STREETS) for c in classes])
    for rank, (width, colour) in enumerate([*STREETS.values(), SMALL_STREET]):
        chosen = geometry[near & on & (styles == rank)]
        _lines(axes, chosen, colour, width * wider, "solid", 2.8 - rank / 50)


def _lines(
    axes: Axes,
    geometries: Iterable[shapely.LineString],
    colour: str,
    width: float,
    style: str,
    zorder: float,
) -> None:
    segments = [np.asarray(line.coords)[:, :2] for line in geometries]
    if segments:
        axes.add_collection(
            LineCollection(
                segments,
                colors=colour,
                linewidths=width,
                linestyles=style,
                zorder=zorder,
                capstyle="round" if style == "solid" else None,
            )
        )


def polygons(geometry: shapely.Geometry) -> list[shapely.Polygon]:
    """Return the polygons that a geometry holds."""
    return [part for part in shapely.get_parts(geometry) if part.geom_type == "Polygon"]


def drawn(polygon: shapely.Polygon) -> DrawnPath:
    """Return a polygon with its holes as a path to draw."""
    rings = [polygon.exterior, *polygon.interiors]
    return DrawnPath.make_compound_path(
        *[DrawnPath(np.asarray(ring.coords)[:, :2], closed=True) for ring in rings]
    )
