"""Barriers and the base: what streets go around, or cross at a crossing only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from microville.territory.schematic.constants import (
    BASE_HA,
    SITE_POINT,
    near_site,
    plan_point,
)

if TYPE_CHECKING:
    from microville.territory.schematic.facts import Alignment, Facts

HALF_WIDTHS = {"canal": 22.0, "river": 28.0, "railway": 18.0, "motorway": 32.0, "fence": 6.0}
"""Distance in metres from a barrier's axis that streets keep."""
_OWN_HALF_WIDTHS = {"A344": 30.0, "A4 ": 35.0}
_KINDS = {
    "canal": "canal",
    "river": "river",
    "rail": "railway",
    "rail_lgv": "railway",
    "motorway": "motorway",
}
# The canal has no source but commune limits; the population grid leaves a gap east of Courcy,
# between the village and the houses of the halt, and the canal is drawn through that gap.
_CANAL_AT_COURCY = [
    (-2720, 2480), (-2150, 1950), (-1690, 1660), (-1480, 1430), (-1330, 1120), (-1290, 820),
    (-1330, 420), (-1470, -150),
]  # fmt: skip
_BASE_PLAN = [
    (-472, -430), (-472, 430), (-60, 720), (650, 880), (1700, 900), (2600, 640), (3050, 180),
    (2980, -260), (2350, -640), (1400, -840), (500, -820), (-100, -700),
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Barrier:
    """A line that streets cross at crossings only.

    Attributes
    ----------
    name, kind
        What it is; kind is motorway, railway, canal, river or fence.
    status
        How sure its place is: observed, approximate or assumed.
    half_width_m
        Distance from its axis that streets keep.
    line
        Axis.
    """

    name: str
    kind: str
    status: str
    half_width_m: float
    line: Any

    @property
    def strip(self) -> Any:
        """The polygon that streets keep out of."""
        return shapely.buffer(self.line, self.half_width_m, quad_segs=4, cap_style="flat")


@dataclass(frozen=True, slots=True)
class Terrain:
    """Barriers, the base and what streets must keep out of."""

    barriers: list[Barrier]
    base: Any
    area: Any
    strips: Any
    """Union of the barriers' strips."""
    closed: Any
    """Strips and base: no street of the town or the fields enters it."""


def shut_railway(barriers: list[Barrier]) -> Any:
    """Return the railway near the site, where no level crossing is known.

    One bridge there (see ``mains.courcy_site_road``) and the optional direct path are uncertain
    enough: nothing else crosses it.
    """
    railways = shapely.union_all([b.line for b in barriers if b.kind == "railway"])
    return shapely.intersection(railways, shapely.buffer(shapely.Point(SITE_POINT), 1800))


def base_outline() -> Any:
    """Return the outline of the whole base (540 ha), assumed: the site stands at its west edge."""
    polygon = shapely.Polygon([plan_point(x, y) for x, y in _BASE_PLAN])
    ratio = (BASE_HA * 1e4 / polygon.area) ** 0.5
    anchor = plan_point(-472, 0)
    xy = (shapely.get_coordinates(polygon) - anchor) * ratio + anchor
    return shapely.Polygon(np.round(xy, 1))


def smooth(xy: Any, step_m: float = 120.0) -> Any:
    """Return a Catmull-Rom curve through points, with a point about each ``step_m``."""
    points = np.asarray(xy, dtype=np.float64)
    if len(points) < 3:
        return points
    padded = np.vstack([2 * points[0] - points[1], points, 2 * points[-1] - points[-2]])
    pieces = [points[:1]]
    for i in range(1, len(points)):
        a, b, c, d = padded[i - 1 : i + 3]
        length = float(np.hypot(*(c - b)))
        # Long tangents overshoot where a short piece meets a long one: each is held to its length.
        into = (c - a) * min(0.5, 0.5 * length / max(float(np.hypot(*(c - a))), 1.0))
        out = (d - b) * min(0.5, 0.5 * length / max(float(np.hypot(*(d - b))), 1.0))
        t = np.linspace(0, 1, max(2, int(length / step_m) + 1))[1:, None]
        h = (2 * t**3 - 3 * t**2 + 1, t**3 - 2 * t**2 + t, -2 * t**3 + 3 * t**2, t**3 - t**2)
        pieces.append(h[0] * b + h[1] * into + h[2] * c + h[3] * out)
    return np.round(np.vstack(pieces), 1)


def _axis(line: Alignment) -> Any:
    """Return a barrier's axis; the canal takes its course by Courcy from the population grid."""
    xy = line.xy
    if line.kind == "canal":
        north, south = near_site(0, 2600)[1], near_site(0, -1500)[1]
        detour = np.array([near_site(x, y) for x, y in _CANAL_AT_COURCY])
        xy = np.vstack([xy[xy[:, 1] > north], detour, xy[xy[:, 1] < south]])
    return shapely.LineString(smooth(xy) if line.kind in {"canal", "river", "motorway"} else xy)


def _half_width(line: Alignment, kind: str) -> float:
    for start, value in _OWN_HALF_WIDTHS.items():
        if line.name.startswith(start):
            return value
    return HALF_WIDTHS[kind]


def build_terrain(facts: Facts) -> Terrain:
    """Return the barriers, clipped to the communes and a little beyond, and the base."""
    frame = shapely.buffer(facts.area, 300)
    barriers = []
    for line in facts.alignments:
        kind = _KINDS.get(line.kind)
        if kind is None:
            continue
        clipped = shapely.intersection(_axis(line), frame)
        parts = [part for part in shapely.get_parts(clipped) if part.length > 50]
        # A fragment at the map's edge separates nothing.
        if shapely.intersection(clipped, facts.area).length > 1000:
            axis = parts[0] if len(parts) == 1 else shapely.MultiLineString(parts)
            barriers.append(Barrier(line.name, kind, line.status, _half_width(line, kind), axis))
    base = base_outline()
    fence = Barrier("Base fence", "fence", "assumed", HALF_WIDTHS["fence"], base.exterior)
    strips = shapely.union_all([barrier.strip for barrier in barriers], grid_size=0.1)
    closed = shapely.union(strips, shapely.buffer(base, HALF_WIDTHS["fence"], quad_segs=2))
    return Terrain([*barriers, fence], base, facts.area, strips, closed)
