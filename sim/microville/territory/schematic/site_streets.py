"""The site's own streets, its gates and the uncertain direct way to Courcy."""

from __future__ import annotations

from typing import TYPE_CHECKING

import shapely

from microville.territory.schematic.constants import COURCY, near_site, plan_point
from microville.territory.schematic.mains import Road
from microville.territory.territory import Option

if TYPE_CHECKING:
    from microville.territory.schematic.facts import Facts

OPTIONS = (
    Option("gate_west", True, "gate", "West gate of the site", "Porte ouest du site"),
    Option("gate_south", True, "gate", "South gate of the site", "Porte sud du site"),
    Option("gate_east", False, "gate", "East gate, across the base", "Porte est, par la base"),
    Option("gate_north", False, "gate", "North gate of the site", "Porte nord du site"),
    Option(
        "link_courcy_direct",
        False,
        "link",
        "Direct path between Courcy and the west gate, on foot and by bike",
        "Chemin direct entre Courcy et la porte ouest, à pied et à vélo",
    ),
)
"""Switches of the default map's network."""

# The plan: an avenue from the west gate, the parade ground in the middle, an inner loop, and
# service streets to every row of buildings (metres east and north of the site's centre).
_STREETS: tuple[tuple[str, tuple[tuple[float, float], ...]], ...] = (
    ("residential", ((-450, 0), (-370, 0), (-62, 0))),
    ("residential", ((62, 0), (310, 0), (420, 0))),
    ("residential", ((-62, -35), (-62, 35), (62, 35), (62, -35), (-62, -35))),
    ("residential", ((-370, 0), (-370, 105), (0, 105), (310, 105), (310, 0))),
    ("residential", ((-370, 0), (-370, -98), (0, -98), (310, -98), (310, 0))),
    ("service", ((0, 35), (0, 105))),
    ("service", ((0, -35), (0, -98))),
    ("service", ((-200, 0), (-200, 105))),
    ("service", ((230, 0), (230, 105))),
    ("service", ((-250, 0), (-250, -98))),
    ("service", ((-250, -98), (-250, -155), (250, -155), (250, -98))),
    ("residential", ((-250, -155), (-250, -245), (310, -245), (310, -98))),
    ("service", ((-95, -155), (-95, -310))),
    ("service", ((0, -155), (0, -245))),
    ("service", ((220, -155), (220, -245), (220, -320))),
    ("service", ((310, -245), (385, -245), (385, -310))),
    ("service", ((310, 105), (395, 105), (420, 0))),
    ("service", ((-370, 105), (-370, 240), (-300, 240), (-240, 240))),
    ("service", ((-370, 240), (-420, 240))),
    ("service", ((30, 105), (30, 160), (100, 160), (100, 105))),
    ("service", ((-30, 105), (-30, 158))),
    ("footway", ((-240, 240), (-120, 300), (120, 300), (395, 250), (395, 105))),
    ("footway", ((-120, 300), (-100, 105))),
    ("footway", ((120, 300), (100, 160))),
    ("footway", ((-62, 0), (62, 0))),
    ("footway", ((-150, 0), (-150, -98))),
    ("footway", ((150, 0), (150, -98))),
)
_GATES: dict[str, tuple[str, tuple[tuple[float, float], ...]]] = {
    "gate_west": ("residential", ((-545, 0), (-450, 0))),
    "gate_south": ("residential", ((-520, -905), (-300, -640), (-250, -430), (-250, -245))),
    "gate_north": ("residential", ((-565, 760), (-330, 560), (-330, 420), (-370, 240))),
    "gate_east": ("service", ((420, 0), (1300, 40), (2300, 60), (3700, 60))),
}


def site_streets() -> list[Road]:
    """Return the streets inside the site."""
    return [
        Road(shapely.LineString([plan_point(x, y) for x, y in points]), road_class)
        for road_class, points in _STREETS
    ]


def option_lines(facts: Facts, outside: list[Road]) -> list[tuple[str, str, shapely.LineString]]:
    """Return (option, class, line) of gates and links; outer ends reach the nearest street."""
    rows = []
    known = shapely.union_all([road.line for road in outside])
    for name, (road_class, points) in _GATES.items():
        xy = [plan_point(x, y) for x, y in points]
        outer = 0 if name != "gate_east" else -1
        foot = known.interpolate(known.project(shapely.Point(xy[outer])))
        xy[outer] = (foot.x, foot.y)
        rows.append((name, road_class, shapely.LineString(xy)))
    gate = rows[0][2].coords[0]
    direct = [facts.halls[COURCY], near_site(-1310, 660), near_site(-415, 250), gate]
    rows.append(("link_courcy_direct", "cycleway", shapely.LineString(direct)))
    return rows
