"""From areas and main roads to streets: collectors, blocks, fields, ways around the edge."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from math import hypot
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from microville.territory.schematic.constants import PATTERNS, Pattern
from microville.territory.schematic.mains import Road
from microville.territory.schematic.randomness import generator
from microville.territory.schematic.rings import Face
from microville.territory.schematic.subdivide import Cut, Cutter

if TYPE_CHECKING:
    from microville.territory.schematic.footprints import Footprints
    from microville.territory.schematic.terrain import Terrain

Point2 = tuple[float, float]

COLLECTOR_HA = 22.0
"""Blocks of the first, coarse pass: its cuts become collectors."""


@dataclass(frozen=True, slots=True)
class Blocks:
    """Streets made by cutting, and the blocks between them."""

    roads: list[Road]
    leaves: list[tuple[Face, Pattern]]


def _simple_parts(polygon: Any) -> list[Any]:
    """Return polygons without holes: each is halved through its first hole until none is left."""
    todo, done = [polygon], []
    while todo:
        shape = todo.pop()
        if len(shape.interiors) == 0:
            done.append(shape)
            continue
        hole = shape.interiors[0].centroid
        west, south, east, north = shape.bounds
        tall = north - south > east - west
        box = (
            shapely.box(west - 1, south - 1, east + 1, hole.y)
            if tall
            else shapely.box(west - 1, south - 1, hole.x, north + 1)
        )
        for part in (shapely.intersection(shape, box), shapely.difference(shape, box)):
            todo += [p for p in shapely.get_parts(part) if p.geom_type == "Polygon"]
    return done


def faces_of(area: Any, mains: list[Road], smallest_m2: float) -> list[Face]:
    """Return the faces that main roads cut out of an area, with the sides that are streets."""
    lines = shapely.union_all([road.line for road in mains], grid_size=0.1)
    inside = shapely.intersection(lines, area)
    borders = [shapely.boundary(part) for part in shapely.get_parts(area)]
    network = shapely.union_all([*borders, inside], grid_size=0.1)
    found = shapely.get_parts(shapely.polygonize(shapely.get_parts(network).tolist()))
    shapely.prepare(area)
    tree = shapely.STRtree(shapely.get_parts(lines))
    faces = []
    for polygon in found:
        if polygon.area < smallest_m2 or not area.contains(polygon.representative_point()):
            continue
        for part in _simple_parts(polygon):
            clean = shapely.simplify(part, 1.0)
            xy = shapely.get_coordinates(shapely.force_2d(clean.exterior))[:-1]
            middles = shapely.points((xy + np.roll(xy, -1, axis=0)) / 2)
            hits = tree.query(middles, predicate="dwithin", distance=1.6)[0]
            open_ = np.zeros(len(xy), dtype=bool)
            open_[hits] = True
            faces.append(Face([(float(x), float(y)) for x, y in xy], open_.tolist()))
    return faces


def _join_tips(tips: list[Point2], area: Any, chance: float, rng: np.random.Generator) -> list[Any]:
    """Join ends of streets that follow one another along the edge of an area."""
    if not tips:
        return []
    points = shapely.points(np.array(tips))
    joined = []
    for part in shapely.get_parts(area):
        near = shapely.buffer(part, 1.0)
        shapely.prepare(near)
        mine = points[shapely.contains(near, points)]
        for ring in (part.exterior, *part.interiors):
            close = mine[shapely.distance(mine, ring) < 45]
            order = np.argsort(shapely.line_locate_point(ring, close), kind="stable")
            chain = close[order]
            for a, b in pairwise(chain):
                gap = a.distance(b)
                if 25 < gap < 330 and rng.random() < chance:
                    line = shapely.LineString([a, b])
                    if near.contains(line):
                        joined.append(line)
    return joined


def _road(cut: Cut, road_class: str) -> Road:
    return Road(shapely.LineString(cut.points), road_class)


def town_blocks(terrain: Terrain, footprints: Footprints, mains: list[Road], seed: int) -> Blocks:
    """Return the streets of the built-up areas."""
    rng = generator(seed, "blocks")
    area = shapely.difference(footprints.union, terrain.closed)
    area = shapely.union_all(
        [p for p in shapely.get_parts(shapely.set_precision(area, 0.1)) if p.area > 1500]
    )
    faces = faces_of(area, mains, 600)
    cutter = Cutter(rng)

    def own(face: Face) -> Pattern:
        return footprints.pattern_at(*face.middle)

    def coarse(face: Face) -> Pattern:
        pattern = own(face)
        return replace(pattern, block_ha=COLLECTOR_HA, width_m=170.0, sagitta=0.03)

    large = [leaf for leaf, _ in cutter.subdivide(faces, coarse)]
    collectors, cutter.cuts = cutter.cuts, []
    leaves = cutter.subdivide(large, own)
    roads = [_road(cut, "tertiary") for cut in collectors]
    for cut in cutter.cuts:
        quiet = cut.pattern.name in {"lotissement", "village"} and rng.random() < 0.12
        roads.append(_road(cut, "living_street" if quiet else "residential"))
    edge = _join_tips(cutter.tips, area, 0.72, rng)
    roads += [Road(line, "residential") for line in edge]
    return Blocks(roads, leaves)


def field_tracks(terrain: Terrain, footprints: Footprints, mains: list[Road], seed: int) -> Blocks:
    """Return tracks between fields outside built-up areas."""
    rng = generator(seed, "fields")
    built = shapely.buffer(footprints.union, 5, quad_segs=2)
    around = shapely.buffer(terrain.base, 60, quad_segs=2)
    area = shapely.difference(terrain.area, shapely.union_all([built, terrain.closed, around]))
    area = shapely.simplify(area, 4.0)
    parts = [p for p in shapely.get_parts(area) if p.area > 60_000]
    faces = faces_of(shapely.union_all(parts), mains, 60_000)
    cutter = Cutter(rng)
    fields = PATTERNS["fields"]
    leaves = cutter.subdivide(faces, lambda _face: fields)
    return Blocks([_road(cut, "track") for cut in cutter.cuts], leaves)


def longest_sides(face: Face) -> list[tuple[float, int]]:
    """Return (length, side) of a face's street sides, longest first."""
    count = len(face.ring)
    sides = []
    for i in range(count):
        if face.open_[i]:
            (x0, y0), (x1, y1) = face.ring[i], face.ring[(i + 1) % count]
            sides.append((hypot(x1 - x0, y1 - y0), i))
    return sorted(sides, key=lambda side: (-side[0], side[1]))
