"""Names and numbers of the recipe that several files share."""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, radians, sin

CRS = "EPSG:2154"
COURCY, REIMS, BETHENY = "51183", "51454", "51055"
SITE_POINT = (774849.5, 6913165.2)
"""Point of the site in the national brownfield inventory (4.029172 E, 49.31369 N)."""
SITE_SHIFT_M = (324.5, 60.1)
"""The railway passes 275 m west of that point and the plan is 900 m wide: moved 330 m east."""
SITE_ANGLE_DEG = 10.5
"""The plan is turned to stand along the railway."""
BASE_HA = 540.0


def plan_point(x_m: float, y_m: float) -> tuple[float, float]:
    """Return the map coordinates of a point of the site's plan (metres east, north of centre)."""
    c, s = cos(radians(SITE_ANGLE_DEG)), sin(radians(SITE_ANGLE_DEG))
    cx, cy = SITE_POINT[0] + SITE_SHIFT_M[0], SITE_POINT[1] + SITE_SHIFT_M[1]
    return (round(cx + x_m * c - y_m * s, 2), round(cy + x_m * s + y_m * c, 2))


def near_site(x_m: float, y_m: float) -> tuple[float, float]:
    """Return the map coordinates of a point given in metres east and north of the site's point."""
    return (SITE_POINT[0] + x_m, SITE_POINT[1] + y_m)


@dataclass(frozen=True, slots=True)
class Pattern:
    """How a quarter's blocks are cut.

    Attributes
    ----------
    name
        Identifier.
    block_ha
        Block area at which cutting stops.
    width_m
        Smallest width of a block.
    angle_deg
        Standard deviation of a cut's angle to the block's short axis.
    sagitta
        Bend of a cut, as a share of its length.
    four_way
        Chance that an end near a junction is drawn to it.
    cul_de_sac
        Cul-de-sacs for each 1.6 ha of block.
    passage
        Footpaths for each 0.8 ha of block.
    spur
        Service ways for each hectare of block.
    dwellings
        Typical dwellings of a residential building.
    """

    name: str
    block_ha: float
    width_m: float
    angle_deg: float
    sagitta: float
    four_way: float
    cul_de_sac: float
    passage: float
    spur: float
    dwellings: float


PATTERNS = {
    pattern.name: pattern
    for pattern in (
        Pattern("old", 0.9, 44, 8, 0.06, 0.26, 0.06, 0.40, 0.15, 9),
        Pattern("faubourg", 1.45, 56, 3.5, 0.035, 0.42, 0.07, 0.26, 0.25, 4),
        Pattern("ensemble", 4.6, 110, 3, 0.05, 0.35, 0.55, 0.0, 1.1, 38),
        Pattern("lotissement", 2.1, 66, 7, 0.10, 0.14, 0.34, 0.28, 0.35, 1.25),
        Pattern("village", 1.0, 46, 9, 0.07, 0.20, 0.10, 0.35, 0.25, 1.05),
        Pattern("industrial", 6.5, 130, 2, 0.02, 0.35, 0.35, 0.0, 1.6, 0),
        Pattern("fields", 62, 300, 7, 0.03, 0.25, 0.0, 0.0, 0.0, 0),
    )
}
"""Patterns of quarters, from trials measured against real extracts (docs/schematic.md)."""

SPEEDS = {
    "motorway": 110.0,
    "motorway_link": 70.0,
    "trunk": 90.0,
    "primary": 80.0,
    "secondary": 80.0,
    "tertiary": 70.0,
    "residential": 30.0,
    "living_street": 20.0,
    "service": 20.0,
    "track": 20.0,
    "cycleway": 0.0,
    "path": 0.0,
    "footway": 0.0,
}
"""Car speed by class (km/h) outside built-up areas; 0 where cars may not go."""

RANK = {name: rank for rank, name in enumerate(SPEEDS)}
"""Classes from the most important one."""
