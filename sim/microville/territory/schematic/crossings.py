"""Crossings: where main roads meet barriers, and pairs of street ends on both sides."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from microville.territory.schematic.mains import Road
from microville.territory.schematic.terrain import shut_railway

if TYPE_CHECKING:
    from microville.territory.schematic.terrain import Barrier, Terrain

SPACING_M = {"canal": 600.0, "river": 600.0, "railway": 700.0, "motorway": 900.0}
"""Wanted distance between crossings of a barrier within built-up areas."""
_RURAL_FACTOR = 2.6
_REACHES_M = (95.0, 320.0, 800.0)
"""How far from the barrier's strip the two street ends may be; the next if none is nearer."""


def _candidates(
    barrier: Barrier, ends: Any, tree: Any, reach_m: float
) -> list[tuple[float, float, int, int]]:
    """Return (place along the axis, length, end, end) of possible crossings of a barrier."""
    reach = barrier.half_width_m + reach_m
    found = []
    offset = 0.0
    for axis in shapely.get_parts(barrier.line):
        near = np.sort(tree.query(axis, predicate="dwithin", distance=reach))
        points = ends[near]
        if len(points) > 1:
            place = shapely.line_locate_point(axis, points)
            foot = shapely.get_coordinates(shapely.line_interpolate_point(axis, place))
            ahead = shapely.get_coordinates(shapely.line_interpolate_point(axis, place + 3.0))
            direction, out = ahead - foot, shapely.get_coordinates(points) - foot
            side = direction[:, 0] * out[:, 1] - direction[:, 1] * out[:, 0]
            left, right = np.flatnonzero(side > 0), np.flatnonzero(side < 0)
            for i in left:
                gap = np.abs(place[right] - place[i])
                for k in right[gap < max(70.0, 0.4 * reach_m)]:
                    length = float(points[i].distance(points[k]))
                    found.append((offset + float(place[i]), length, int(near[i]), int(near[k])))
        offset += axis.length + 1e6
    return sorted(found, key=lambda row: (round(row[1], 2), row[2], row[3]))


def _free(line: Any, barrier: Barrier, others: Any, streets: Any, base: Any) -> bool:
    """Whether a crossing meets only its barrier, once, and no street between its ends."""
    hit = shapely.intersection(line, barrier.line)
    if hit.geom_type != "Point" or others.intersects(line) or base.intersects(line):
        return False
    inner = shapely.LineString([line.interpolate(1.0), line.interpolate(line.length - 1.0)])
    return not streets.query(inner, predicate="intersects").size


def pair_crossings(
    terrain: Terrain, streets: list[Road], mains: list[Road], built: Any
) -> list[tuple[Road, str]]:
    """Return crossings that join streets on both sides of a barrier, with the barrier's name."""
    classes = {"residential", "tertiary", "living_street", "track"}
    usable = [road for road in streets if road.road_class in classes]
    lines = np.array([road.line for road in usable])
    ends = np.concatenate([shapely.get_point(lines, 0), shapely.get_point(lines, -1)])
    tree, street_tree = shapely.STRtree(ends), shapely.STRtree(lines)
    main_union = shapely.union_all([road.line for road in mains])
    shapely.prepare(built)
    crossings: list[tuple[Road, str]] = []
    for barrier in terrain.barriers:
        if barrier.kind == "fence":
            continue
        others = shapely.union_all(
            [b.line for b in terrain.barriers if b is not barrier]
            + [shut_railway(terrain.barriers)]
        )
        met = shapely.get_parts(shapely.intersection(main_union, barrier.line))
        taken = [shapely.get_point(p, 0) if p.geom_type != "Point" else p for p in met]
        for reach in _REACHES_M:
            if reach > _REACHES_M[0] and taken:
                break
            for _, _, i, k in _candidates(barrier, ends, tree, reach):
                line = shapely.LineString([ends[i], ends[k]])
                middle = line.interpolate(0.5, normalized=True)
                factor = 1.0 if built.contains(middle) else _RURAL_FACTOR
                apart = 0.62 * SPACING_M[barrier.kind] * factor
                if any(middle.distance(other) < apart for other in taken):
                    continue
                if not _free(line, barrier, others, street_tree, terrain.base):
                    continue
                taken.append(middle)
                rural = usable[i % len(usable)].road_class == "track"
                road = Road(line, "track" if rural else "residential")
                crossings.append((road, barrier.name))
    return crossings


def interchanges(motorways: list[Road], mains: list[Road], terrain: Terrain) -> list[Road]:
    """Return slip roads between motorways and the main roads that cross them.

    One junction each 3 km at most, at the most important roads first.
    """
    order = {"trunk": 0, "primary": 1, "secondary": 2}
    ramps: list[Road] = []
    taken: list[Any] = []
    for road in sorted(mains, key=lambda r: order.get(r.road_class, 9)):
        if road.road_class not in order:
            continue
        for axis in motorways:
            if axis.road_class == "motorway_link":
                continue
            for hit in shapely.get_parts(shapely.intersection(road.line, axis.line)):
                if hit.geom_type != "Point" or any(hit.distance(t) < 2600 for t in taken):
                    continue
                found = _ramps(road, axis, hit, terrain)
                if found:
                    taken.append(hit)
                    ramps += found
    return ramps


def _ramps(road: Road, axis: Road, hit: Any, terrain: Terrain) -> list[Road]:
    """Return two slip roads of one junction, on opposite sides of the motorway."""
    at, on = road.line.project(hit), axis.line.project(hit)
    found = []
    for sign in (1.0, -1.0):
        a, b = at + sign * 130, on + sign * 420
        if not (5 < a < road.line.length - 5 and 5 < b < axis.line.length - 5):
            continue
        start, end = road.line.interpolate(a), axis.line.interpolate(b)
        line = shapely.LineString([start, end])
        blocking = [x for x in terrain.barriers if x.kind != "motorway"]
        if any(line.intersects(x.line) for x in blocking):
            continue
        found.append(Road(line, "motorway_link"))
    return found
