"""Names on a map: the site, its gates, communes and barriers, not over each other."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from microville.figures.basemap import BARRIERS, NEAR_WIDTH, Extent, site_shape
from microville.figures.map_marks import HALO
from microville.figures.style import INK, SOFT_INK

if TYPE_CHECKING:
    from collections.abc import Mapping

    from matplotlib.axes import Axes

    from microville.figures.words import Words
    from microville.territory import Territory

LARGE_TOWNS = 7
CITY = 50_000
"""Inhabitants from which a name stands inside its built-up area instead of above it."""
Point = tuple[float, float]


def names(
    axes: Axes, territory: Territory, extent: Extent, words: Words, options: Mapping[str, bool]
) -> None:
    """Write the names of the site, gates, communes and barriers without covering each other."""
    taken: list[Point] = []
    outline = site_shape(territory)
    near = extent.width < NEAR_WIDTH
    if outline is not None:
        west, south, east, north = outline.bounds
        at = ((west + east) / 2, north + extent.height * 0.012 if near else (south + north) / 2)
        _text(
            axes,
            at,
            words("map.site"),
            taken,
            size=9.5 if near else 8,
            weight="bold",
            offset=(0, 2) if near else (8, 0),
            ha="center" if near else "left",
            va="bottom" if near else "center",
        )
    if near:
        _gates(axes, territory, words, options, taken)
    _communes(axes, territory, extent, taken, near=near)
    _barriers(axes, territory, extent, words, taken)


def _text(axes: Axes, at: Point, text: str, taken: list[Point], **style: Any) -> None:
    offset = style.pop("offset", (0, 0))
    taken.append(at)
    axes.annotate(
        text,
        at,
        offset,
        textcoords="offset points",
        fontsize=style.pop("size", 8),
        color=style.pop("color", INK),
        zorder=11,
        path_effects=HALO,
        clip_on=True,
        annotation_clip=True,
        fontweight=style.pop("weight", "normal"),
        **style,
    )


def _gates(
    axes: Axes,
    territory: Territory,
    words: Words,
    options: Mapping[str, bool],
    taken: list[Point],
) -> None:
    edges = territory.layers["edges"]
    outline = site_shape(territory)
    switched = territory.option_defaults() | dict(options)
    for option in territory.info.options:
        mine = edges[edges["option"] == option.name]
        if option.kind == "link" and len(mine) and not switched[option.name]:
            joined = shapely.line_merge(shapely.union_all(mine.geometry.to_numpy()))
            longest = max(shapely.get_parts(joined), key=lambda part: part.length)
            found = _along(longest, 0.36, longest.length / 4)
            _text(
                axes,
                found[0],
                words("map.path"),
                taken,
                size=7.5,
                color=SOFT_INK,
                ha="center",
                va="bottom",
                rotation=found[1],
                rotation_mode="anchor",
                style="italic",
            )
        if option.kind != "gate" or not len(mine) or outline is None:
            continue
        point = mine.geometry.iloc[0].interpolate(0.5, normalized=True)
        shown = "map.gate_open" if switched[option.name] else "map.gate_closed"
        axes.plot(
            point.x,
            point.y,
            marker="D",
            markersize=6,
            zorder=10,
            markeredgecolor=INK,
            markerfacecolor=INK if switched[option.name] else "#ffffff",
        )
        inward = point.x < outline.centroid.x
        _text(
            axes,
            (point.x, point.y),
            words(shown),
            taken,
            size=7.5,
            color=INK,
            va="center",
            ha="right" if inward else "left",
            offset=(-7 if inward else 7, 0),
        )


def _communes(
    axes: Axes, territory: Territory, extent: Extent, taken: list[Point], *, near: bool
) -> None:
    zones, landuse = territory.layers["zones"], territory.layers["landuse"]
    built = landuse[landuse["kind"] == "residential"].set_index("name").geometry
    large = set(zones.nlargest(LARGE_TOWNS, "population")["zone"])
    inner = extent.box(0.05)
    for zone in zones.sort_values("population", ascending=False).itertuples():
        if not (near or zone.focus or zone.zone in large):
            continue
        shape = built.get(zone.name, zone.geometry)
        shape = shape.iloc[0] if hasattr(shape, "iloc") else shape
        seen = shapely.intersection(shape, inner)
        if seen.is_empty:
            continue
        # The largest part carries the name: hamlets far away would pull it off the village.
        main = max(shapely.get_parts(seen), key=lambda part: part.area)
        west, _, east, north = main.bounds
        inside = zone.population >= CITY and not near
        at = (main.centroid.x, main.centroid.y) if inside else ((west + east) / 2, north)
        if _free(at, taken, extent.width * 0.06):
            _text(
                axes,
                at,
                zone.name,
                taken,
                size=10.5 if zone.focus else 8.5,
                weight="bold" if zone.focus else "normal",
                ha="center",
                va="bottom",
                offset=(0, 3),
            )


def _free(at: Point, taken: list[Point], distance: float) -> bool:
    return all(np.hypot(at[0] - x, at[1] - y) > distance for x, y in taken)


def _barriers(
    axes: Axes, territory: Territory, extent: Extent, words: Words, taken: list[Point]
) -> None:
    inner = extent.box(0.08)
    buildings = territory.layers["buildings"]
    homes = buildings[buildings["dwellings"] > 0].geometry.to_numpy()
    tree = shapely.STRtree(homes)
    rows = territory.layers["barriers"].assign(
        seen=lambda f: [shapely.intersection(g, inner) for g in f.geometry]
    )
    rows["long"] = [seen.length for seen in rows["seen"]]
    used: set[str] = set()
    for row in rows.sort_values("long", ascending=False).itertuples():
        label = _barrier_label(str(row.name), str(row.kind), words)
        if row.kind == "fence" and extent.width >= NEAR_WIDTH:
            continue
        # A second label of the same words says nothing new on a small map.
        if row.long < extent.width * 0.12 or label in used:
            continue
        found = _best_place(row.seen, tree, taken, extent)
        if found is not None:
            used.add(label)
            at, angle = found
            _text(
                axes,
                at,
                label,
                taken,
                size=7.5,
                color=BARRIERS[row.kind][0],
                style="italic",
                rotation=angle,
                ha="center",
                va="center",
                rotation_mode="anchor",
            )


def _barrier_label(name: str, kind: str, words: Words) -> str:
    number = re.match(r"[AN]\d+", name)
    if kind == "motorway" and number:
        return number.group()
    if kind == "river" and name:
        return name
    return words(f"barrier.{kind}") if words.has(f"barrier.{kind}") else name


def _best_place(
    line: shapely.Geometry, homes: shapely.STRtree, taken: list[Point], extent: Extent
) -> tuple[Point, float] | None:
    """Return where along a line a label covers the fewest homes, far from other labels."""
    parts = [p for p in shapely.get_parts(line) if p.geom_type == "LineString"]
    longest = max(parts, key=lambda part: part.length)
    reach = extent.width * 0.05
    best: tuple[float, Point, float] | None = None
    for share in np.linspace(0.1, 0.9, 17):
        at, angle = _along(longest, float(share), reach)
        if not _free(at, taken, extent.width * 0.11):
            continue
        crowd = float(len(homes.query(shapely.Point(at).buffer(reach))))
        if best is None or crowd < best[0]:
            best = (crowd, at, angle)
    return None if best is None else (best[1], best[2])


def _along(line: shapely.LineString, share: float, reach: float) -> tuple[Point, float]:
    """Return a point of a line and the angle at which words follow it there."""
    point = line.interpolate(share, normalized=True)
    before = line.interpolate(max(share * line.length - reach, 0))
    after = line.interpolate(min(share * line.length + reach, line.length))
    angle = float(np.degrees(np.arctan2(after.y - before.y, after.x - before.x)))
    return (point.x, point.y), (angle + 90) % 180 - 90
