"""Built-up areas: quarters of Reims, villages along their roads, Courcy from its cells."""

from __future__ import annotations

from dataclasses import dataclass
from math import hypot, pi, sqrt
from typing import TYPE_CHECKING, Any

import shapely

from microville.territory.schematic.constants import COURCY, PATTERNS, REIMS, Pattern

if TYPE_CHECKING:
    from microville.territory.schematic.facts import Facts
    from microville.territory.schematic.mains import Road
    from microville.territory.schematic.terrain import Terrain

QUARTER_PATTERNS = {
    "Centre": "old", "Cathedrale": "old", "Ceres": "old", "Gambetta": "old", "Saint-Remi": "old",
    "Clairmarais": "faubourg", "Laon-Zola": "faubourg", "Jacquart": "faubourg",
    "Jean-Jaures": "faubourg", "Cernay": "faubourg", "Clemenceau": "faubourg",
    "Chemin-Vert": "lotissement", "Europe": "ensemble", "Orgeval": "ensemble",
    "Trois-Fontaines": "lotissement", "La Neuvillette": "lotissement", "Chalet": "faubourg",
    "Maison Blanche": "faubourg", "Sainte-Anne": "faubourg", "Croix-Rouge": "ensemble",
    "Val de Murigny": "lotissement", "Chatillons": "ensemble", "Epinettes": "ensemble",
    "Moulin": "lotissement", "Pont de Paris": "faubourg", "Farman": "industrial",
    "ZA Bezannes": "industrial",
}  # fmt: skip
"""Pattern of each quarter of Reims, by the start of its name: judgement."""

_RADII = {"old": 560.0, "faubourg": 800.0, "ensemble": 640.0, "lotissement": 720.0,
          "industrial": 760.0}  # fmt: skip
CORE_M = 230.0


@dataclass(frozen=True, slots=True)
class Anchor:
    """A place that decides the pattern around it."""

    x: float
    y: float
    radius: float
    pattern: Pattern
    core: bool = False


@dataclass(frozen=True, slots=True)
class Footprints:
    """Built-up areas by commune, industrial areas, and the anchors of their patterns."""

    by_zone: dict[str, Any]
    industrial: list[Any]
    anchors: list[Anchor]
    union: Any

    def pattern_at(self, x: float, y: float) -> Pattern:
        """Return the pattern of a place: that of a village core, else of the nearest anchor."""
        best, found = float("inf"), PATTERNS["lotissement"]
        for anchor in self.anchors:
            distance = hypot(anchor.x - x, anchor.y - y)
            if anchor.core:
                if distance <= anchor.radius:
                    return anchor.pattern
            elif distance / anchor.radius < best:
                best, found = distance / anchor.radius, anchor.pattern
        return found


def quarter_pattern(name: str) -> Pattern:
    """Return the pattern of a quarter by its name."""
    for start, pattern in QUARTER_PATTERNS.items():
        if name.startswith(start):
            return PATTERNS[pattern]
    return PATTERNS["faubourg"]


def _quarters(facts: Facts) -> tuple[list[Anchor], list[Any], list[Any]]:
    anchors: list[Anchor] = []
    homes: list[Any] = []
    works: list[Any] = []
    for name, x, y in facts.quarters[["quarter", "x", "y"]].itertuples(index=False):
        pattern = quarter_pattern(str(name))
        radius = _RADII[pattern.name]
        anchors.append(Anchor(float(x), float(y), radius, pattern))
        disk = shapely.buffer(shapely.Point(x, y), radius, quad_segs=6)
        (works if pattern.name == "industrial" else homes).append(disk)
    return anchors, homes, works


def _village(code: str, facts: Facts, roads: Any) -> tuple[Any, list[Anchor]]:
    """Return a village's area, a disk stretched along its main roads, and its anchors."""
    people = facts.number(code, "population_2021")
    density = 22 if people < 600 else 28 if people < 3000 else 42
    area = people / density * 1e4
    x, y = facts.halls[code]
    hall = shapely.Point(x, y)
    radius = sqrt(area / pi)
    reach = 1.75 if people < 3000 else 1.35
    near = shapely.intersection(roads, shapely.buffer(hall, reach * radius))
    # A disk of 72 % of the area; ribbons of houses along the roads make up the rest.
    ribbons = shapely.buffer(near, 0.24 * radius, quad_segs=3)
    disk = shapely.buffer(hall, radius * sqrt(0.72), quad_segs=5)
    shape = shapely.union(disk, ribbons)
    grown = shapely.buffer(shapely.buffer(shape, 60), -60)
    outer = "lotissement"
    core = PATTERNS["faubourg" if people > 5000 else "village"]
    anchors = [
        Anchor(x, y, CORE_M * (1.6 if people > 5000 else 1.0), core, core=True),
        Anchor(x, y, max(radius, 250.0), PATTERNS[outer]),
    ]
    return shapely.intersection(grown, facts.limits[code]), anchors


def _courcy(facts: Facts) -> Any:
    """Return Courcy's built-up area from the cells where more than a few people live."""
    cells = facts.cells[facts.cells["persons"] >= 13]
    shape = shapely.buffer(shapely.union_all(cells["geometry"].tolist(), grid_size=0.5), 8)
    return shapely.buffer(shapely.buffer(shape, -55, quad_segs=3), 70, quad_segs=3)


def build_footprints(facts: Facts, terrain: Terrain, mains: list[Road]) -> Footprints:
    """Return the built-up area of each commune."""
    anchors, homes, works = _quarters(facts)
    roads = shapely.union_all([road.line for road in mains])
    by_zone: dict[str, Any] = {}
    city = shapely.buffer(shapely.buffer(shapely.union_all(homes + works), 260), -260)
    for code in facts.codes:
        if code == REIMS:
            shape = shapely.intersection(city, facts.limits[code])
        else:
            shape, own = _village(code, facts, roads)
            anchors += own
            shape = _courcy(facts) if code == COURCY else shape
            # Quarters at the town's edge reach into the neighbours, as the town does.
            if code in {"51058", "51172", "51573", "51055", "51474"}:
                reach = shapely.intersection(city, facts.limits[code])
                shape = shapely.union(shape, reach)
        solid = shapely.difference(shape, shapely.buffer(terrain.base, 25))
        by_zone[code] = shapely.set_precision(solid, 0.1)
    return Footprints(by_zone, works, anchors, _grown_together(list(by_zone.values()), terrain))


def _grown_together(shapes: list[Any], terrain: Terrain) -> Any:
    """Return the union of built-up areas, with the narrow gaps between neighbours closed."""
    union = shapely.union_all(shapes, grid_size=0.1)
    closed = shapely.buffer(shapely.buffer(union, 130, quad_segs=3), -130, quad_segs=3)
    inside = shapely.intersection(closed, shapely.buffer(terrain.area, -15))
    return shapely.difference(inside, shapely.buffer(terrain.base, 25))
