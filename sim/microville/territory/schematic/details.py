"""Inside the blocks: cul-de-sacs, footpaths, service ways; ways along the water."""

from __future__ import annotations

from dataclasses import replace
from math import hypot
from typing import TYPE_CHECKING, Any

import shapely

from microville.territory.schematic.blocks import longest_sides
from microville.territory.schematic.constants import PATTERNS, Pattern
from microville.territory.schematic.mains import Road
from microville.territory.schematic.randomness import generator
from microville.territory.schematic.subdivide import Cutter

if TYPE_CHECKING:
    import numpy as np

    from microville.territory.schematic.rings import Face
    from microville.territory.schematic.terrain import Terrain

Point2 = tuple[float, float]


def _start(
    face: Face, rng: np.random.Generator, shortest: float
) -> tuple[Point2, Point2, float, int] | None:
    """Return a point on a street side, the unit vector into the block, the depth, the side."""
    sides = [side for side in longest_sides(face) if side[0] > shortest]
    if not sides:
        return None
    length, i = sides[int(rng.integers(0, min(3, len(sides))))]
    (x0, y0), (x1, y1) = face.ring[i], face.ring[(i + 1) % len(face.ring)]
    t = rng.uniform(0.25, 0.75)
    x, y = x0 + t * (x1 - x0), y0 + t * (y1 - y0)
    nx, ny = -(y1 - y0) / length, (x1 - x0) / length
    if not face.contains(x + 4 * nx, y + 4 * ny):
        nx, ny = -nx, -ny
    depth = 0.0
    while depth < 260 and face.contains(x + (depth + 8) * nx, y + (depth + 8) * ny):
        depth += 8
    return (x, y), (nx, ny), depth, i


def _stub(face: Face, rng: np.random.Generator, low: float, high: float) -> list[Point2] | None:
    """Return a straight dead end into a block over a share (low to high) of its depth."""
    start = _start(face, rng, 24)
    if start is None:
        return None
    (x, y), (nx, ny), depth, _ = start
    reach = depth * rng.uniform(low, high)
    if reach < 16 or depth - reach < 11:
        return None
    return [(x, y), (x + reach * nx, y + reach * ny)]


def _cul_de_sac(face: Face, rng: np.random.Generator) -> list[Any]:
    """Return a cul-de-sac; some have an L or T head."""
    stub = _stub(face, rng, 0.45, 0.8)
    if stub is None:
        return []
    (x0, y0), (x1, y1) = stub
    length = hypot(x1 - x0, y1 - y0)
    lines = [shapely.LineString(stub)]
    kind = rng.random()
    if length < 45 or kind < 0.35:
        return lines
    dx, dy = -(y1 - y0) / length, (x1 - x0) / length
    for sign in (1, -1) if kind > 0.75 else (1,):
        reach = sign * rng.uniform(18, 42)
        tip = (x1 + reach * dx, y1 + reach * dy)
        if face.contains(x1 + 1.4 * reach * dx, y1 + 1.4 * reach * dy):
            lines.append(shapely.LineString([(x1, y1), tip]))
    return lines


def _passage(face: Face, rng: np.random.Generator) -> list[Any]:
    """Return a footpath through a block, from street to street."""
    start = _start(face, rng, 30)
    if start is None:
        return []
    (x, y), (nx, ny), depth, side = start
    far = shapely.LineString(
        [(x + 2 * nx, y + 2 * ny), (x + (depth + 12) * nx, y + (depth + 12) * ny)]
    )
    count = len(face.ring)
    for i in range(count):
        if i == side or not face.open_[i]:
            continue
        line = shapely.LineString([face.ring[i], face.ring[(i + 1) % count]])
        if far.intersects(line):
            hit = far.intersection(line)
            if hit.geom_type == "Point" and depth > 30:
                return [shapely.LineString([(x, y), (hit.x, hit.y)])]
    return []


def _meets(line: Any, roads: list[Road]) -> bool:
    """Whether a line meets any of the roads of its block."""
    return any(line.intersects(road.line) for road in roads)


def _times(rate: float, rng: np.random.Generator) -> int:
    """Return a whole number with the given mean."""
    return int(rate) + int(rng.random() < rate - int(rate))


def block_details(leaves: list[tuple[Face, Pattern]], seed: int) -> list[Road]:
    """Return cul-de-sacs, footpaths and service ways inside blocks."""
    rng = generator(seed, "details")
    roads: list[Road] = []
    estates: list[Face] = []
    for face, pattern in leaves:
        hectares = min(face.area / 1e4, 12.0)
        inside: list[Road] = []
        for _ in range(_times(pattern.cul_de_sac * hectares / 1.6, rng)):
            inside += [Road(line, "residential") for line in _cul_de_sac(face, rng)]
        for _ in range(_times(pattern.passage * hectares / 0.8, rng)):
            # Footpaths rarely cross one another or a cul-de-sac: they would make crossroads.
            lines = [x for x in _passage(face, rng) if not _meets(x, inside)]
            inside += [Road(line, "footway") for line in lines]
        for _ in range(_times(pattern.spur * hectares, rng)):
            stub = _stub(face, rng, 0.15, 0.45)
            if stub is not None and not _meets(shapely.LineString(stub), inside):
                inside.append(Road(shapely.LineString(stub), "service"))
        roads += inside
        if pattern.name == "ensemble":
            estates.append(face)
    return roads + _estate_paths(estates, rng)


def _estate_paths(faces: list[Face], rng: np.random.Generator) -> list[Road]:
    """Return footpaths between the blocks of flats of the large estates."""
    cutter = Cutter(rng)
    paths = replace(PATTERNS["ensemble"], block_ha=0.55, width_m=36.0, angle_deg=6.0, four_way=0.0)
    cutter.subdivide(faces, lambda _face: paths)
    kept = [cut for cut in cutter.cuts if rng.random() > 0.2]
    return [Road(shapely.LineString(cut.points), "footway") for cut in kept]


def water_paths(terrain: Terrain, built: Any) -> list[Road]:
    """Return the towpath of the canal (all along) and paths by the river in built-up areas."""
    roads = []
    for barrier in terrain.barriers:
        if barrier.kind not in {"canal", "river"}:
            continue
        for part in shapely.get_parts(barrier.line):
            side = shapely.offset_curve(part, -(barrier.half_width_m - 4), quad_segs=2)
            side = shapely.simplify(side, 1.5)
            # Other barriers are crossed under a bridge that the town has not built: interrupted.
            others = [b.strip for b in terrain.barriers if b is not barrier]
            free = shapely.difference(side, shapely.union_all(others))
            if barrier.kind == "river":
                free = shapely.intersection(free, built)
            road_class = "cycleway" if barrier.kind == "canal" else "path"
            roads += [
                Road(piece, road_class) for piece in shapely.get_parts(free) if piece.length > 120
            ]
    return roads
