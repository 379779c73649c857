"""Main roads: boulevards, radials through observed points, roads between communes, motorways."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from math import cos, hypot, pi, radians, sin
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from microville.territory.schematic.constants import (
    COURCY,
    REIMS,
    near_site,
    plan_point,
)
from microville.territory.schematic.randomness import generator
from microville.territory.schematic.terrain import Terrain, shut_railway, smooth

if TYPE_CHECKING:
    from microville.territory.schematic.facts import Facts

Point2 = tuple[float, float]

CENTRE = near_site(290, -6520)
_INNER, _OUTER, _TURN = (980.0, 690.0), (2350.0, 1650.0), radians(-52)


@dataclass(frozen=True, slots=True)
class Road:
    """A line with its class."""

    line: Any
    road_class: str


def _ring(axes: Point2, start: float, end: float) -> Any:
    """Return an arc of an ellipse about the centre, a little squared as boulevards are."""
    angles = np.linspace(start, end, max(6, int((end - start) * 14)))
    c, s = np.cos(angles), np.sin(angles)
    x = axes[0] * np.sign(c) * np.abs(c) ** 0.88
    y = axes[1] * np.sign(s) * np.abs(s) ** 0.88
    turn = (cos(_TURN), sin(_TURN))
    xy = np.column_stack([x * turn[0] - y * turn[1], x * turn[1] + y * turn[0]])
    return shapely.LineString(np.round(xy + CENTRE, 1))


def _boulevards() -> list[Road]:
    return [Road(_ring(_INNER, 0, 2 * pi), "primary"), Road(_ring(_OUTER, 0, 2 * pi), "secondary")]


def _radial_points(facts: Facts) -> list[tuple[str, str, list[Point2]]]:
    """Return (name, class, points from the centre outwards) of Reims' radials.

    Observed points where the facts have them; the Neufchâtel road is led between railway and base.
    """
    hall = facts.halls
    seen = {
        key: [tuple(xy) for xy in facts.alignment(name).xy.tolist()]
        for key, name in {
            "laon": "D944 (ex N44) Laon", "chalons": "D944 (ex N44) Chalons",
            "epernay": "D951", "dormans": "D980", "louvois": "D9 ", "witry": "D151", "n31": "N31",
        }.items()
    }  # fmt: skip
    west_of_fence = [plan_point(-545, y) for y in (-420, 0, 420, 700)]
    neufchatel = [
        near_site(-40, -4638), near_site(30, -3700), near_site(90, -2500), near_site(-55, -1450),
        near_site(30, -1050), *west_of_fence, near_site(-300, 1000), near_site(-190, 1900),
        hall["51088"], hall["02572"],
    ]  # fmt: skip
    laon = [*seen["laon"][::-1], near_site(-4300, 1600), near_site(-6300, 4400), hall["51171"]]
    return [
        ("laon", "primary", laon),
        ("neufchatel", "secondary", neufchatel),
        ("betheny", "secondary", [near_site(900, -5050), hall["51055"]]),
        ("witry", "primary", [*seen["witry"], hall["51662"], hall["51043"]]),
        ("cernay", "secondary", [near_site(2300, -5900), hall["51105"]]),
        ("beine", "secondary", [near_site(2200, -7000), near_site(4200, -6900), hall["51403"]]),
        ("chalons", "primary", seen["chalons"]),
        ("louvois", "secondary", [hall["51172"], near_site(1727, -11305), near_site(1900, -13500)]),
        ("epernay", "primary", seen["epernay"]),
        ("croix-rouge", "secondary", [near_site(-1500, -8700), hall["51058"]]),
        ("dormans", "primary", seen["dormans"]),
        ("soissons", "primary", [near_site(-1500, -6500), hall["51573"], *seen["n31"][::-1]]),
    ]


def _radials(facts: Facts) -> list[Road]:
    roads = []
    ring = _ring(_INNER, 0, 2 * pi)
    through = {"laon", "cernay", "epernay", "soissons"}
    for name, road_class, points in _radial_points(facts):
        ray = shapely.LineString([CENTRE, points[0]])
        if ray.crosses(ring) or ray.intersects(ring):
            gate = shapely.get_parts(ray.intersection(ring))[0]
            points = [(gate.x, gate.y), *points]  # noqa: PLW2901
            if name in through:
                bend = ((gate.x + CENTRE[0]) / 2 + 25, (gate.y + CENTRE[1]) / 2 - 20)
                inner = smooth([CENTRE, bend, (gate.x, gate.y)])
                roads.append(Road(shapely.LineString(inner), "tertiary"))
        kept = [points[0]]
        for point in points[1:]:
            if hypot(point[0] - kept[-1][0], point[1] - kept[-1][1]) > 60:
                kept.append(point)
        roads.append(Road(shapely.LineString(smooth(kept)), road_class))
    return roads


def courcy_site_road(facts: Facts) -> Road:
    """Return the road from Courcy to the Neufchâtel road: a canal bridge and a railway bridge.

    No level crossing is known within 3 km of the site: the place of the bridge is assumed.
    """
    points = [facts.halls[COURCY], near_site(-1310, 930), near_site(-640, 985)]
    join = near_site(-298, 985)
    return Road(shapely.LineString(smooth([*points, join])), "tertiary")


def _gentle(a: Point2, b: Point2, rng: np.random.Generator, size: float) -> Any:
    """Return a gently curved line: three sine terms, at most ``size`` metres off the chord."""
    length = hypot(b[0] - a[0], b[1] - a[1])
    t = np.linspace(0, 1, max(5, int(length / 130)))
    waves = rng.normal(0, 1, 3) / np.array([1.0, 2.0, 3.5])
    bend = sum(w * np.sin((k + 1) * pi * t) for k, w in enumerate(waves))
    bend = np.clip(bend, -1.4, 1.4) * min(size, 0.035 * length)
    normal = np.array([-(b[1] - a[1]), b[0] - a[0]]) / length
    xy = np.outer(1 - t, a) + np.outer(t, b) + np.outer(bend, normal)
    xy[0], xy[-1] = a, b
    return shapely.LineString(np.round(xy, 1))


def _neighbours(towns: dict[str, Point2]) -> list[tuple[float, str, str]]:
    """Return (length, town, town), shortest first: relative neighbours, then a 1.6 spanner."""
    names = sorted(towns)
    xy = np.array([towns[name] for name in names])
    gap = np.hypot(*(xy[:, None, :] - xy[None, :, :]).transpose(2, 0, 1))
    pairs = sorted(combinations(range(len(names)), 2), key=lambda p: (round(gap[p], 1), p))
    chosen = []
    for i, j in pairs:
        between = np.maximum(gap[i], gap[j]) < gap[i, j]
        if not between.any():
            chosen.append((i, j))
    path = np.full_like(gap, np.inf)
    np.fill_diagonal(path, 0.0)
    for i, j in chosen:
        path[i, j] = path[j, i] = gap[i, j]
    for k in range(len(names)):
        path = np.minimum(path, path[:, k, None] + path[None, k, :])
    for i, j in pairs:
        if gap[i, j] <= 9000 and path[i, j] > 1.6 * gap[i, j]:
            chosen.append((i, j))
            through = path[:, i, None] + gap[i, j] + path[None, j, :]
            path = np.minimum(path, np.minimum(through, through.T))
    found = [(round(float(gap[p]), 1), names[p[0]], names[p[1]]) for p in chosen]
    return sorted(found)


def _between_towns(facts: Facts, terrain: Terrain, seed: int, built: list[Road]) -> list[Road]:
    """Return roads between neighbouring towns, but for those that a road follows already."""
    towns = {code: xy for code, xy in facts.halls.items() if code != REIMS}
    rng = generator(seed, "towns")
    away = shapely.buffer(terrain.base, 120)
    people = facts.communes["population_2021"]
    known = [road.line for road in built]
    roads: list[Road] = []
    shut = shut_railway(terrain.barriers)
    for length, a, b in _neighbours(towns):
        line = _gentle(towns[a], towns[b], rng, 120)
        along = shapely.line_interpolate_point(line, np.linspace(0, line.length, 24))
        close = shapely.STRtree(known).query(along, predicate="dwithin", distance=220)[0]
        beside = len(np.unique(close)) / len(along)
        if (
            line.intersects(away)
            or line.intersects(shut)
            or beside > (0.62 if length > 1500 else 0.9)
        ):
            continue
        known.append(line)
        large = max(people[a], people[b]) > 1200
        roads.append(Road(line, "secondary" if large else "tertiary"))
    return roads


def build_mains(facts: Facts, terrain: Terrain, seed: int) -> list[Road]:
    """Return every main road that is noded with the streets, clipped to the area."""
    roads = [*_boulevards(), *_radials(facts), courcy_site_road(facts)]
    roads += _between_towns(facts, terrain, seed, roads)
    frame = shapely.buffer(facts.area, 150)
    clipped = []
    for road in roads:
        inside = shapely.difference(shapely.intersection(road.line, frame), terrain.base)
        parts = [part for part in shapely.get_parts(inside) if part.length > 30]
        clipped += [Road(part, road.road_class) for part in parts]
    return clipped


def motorways(facts: Facts, terrain: Terrain) -> list[Road]:
    """Return motorway axes and the N244, joined to one another where they meet."""
    roads = [
        Road(part, "motorway")
        for barrier in terrain.barriers
        if barrier.kind == "motorway"
        for part in shapely.get_parts(barrier.line)
    ]
    frame = shapely.buffer(facts.area, 300)
    n244 = shapely.LineString(smooth(facts.alignment("N244").xy))
    roads.append(Road(shapely.intersection(n244, frame), "trunk"))
    links = []
    for i, road in enumerate(roads):
        for end in (shapely.get_point(road.line, 0), shapely.get_point(road.line, -1)):
            for j, other in enumerate(roads):
                gap = other.line.distance(end)
                if i != j and 1 < gap < 900:
                    near = other.line.interpolate(other.line.project(end))
                    links.append(Road(shapely.LineString([end, near]), "motorway_link"))
    return roads + links
