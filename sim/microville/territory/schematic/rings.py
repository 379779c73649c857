"""Rings of points: faces of the plan, their long axis, and how a line halves them."""

from __future__ import annotations

from dataclasses import dataclass
from math import atan2, cos, hypot, pi, sin

Point2 = tuple[float, float]
Hit = tuple[int, Point2]
"""A side of a ring and a point on it."""


@dataclass(slots=True)
class Face:
    """A simple polygon: ``open_[i]`` says whether the side from point i to i + 1 is a street."""

    ring: list[Point2]
    open_: list[bool]

    @property
    def area(self) -> float:
        """Area in square metres."""
        total = 0.0
        x0, y0 = self.ring[-1]
        for x1, y1 in self.ring:
            total += x0 * y1 - x1 * y0
            x0, y0 = x1, y1
        return abs(total) / 2

    @property
    def middle(self) -> Point2:
        """Mean of the sides' middles, weighted by their lengths."""
        sx = sy = sw = 0.0
        x0, y0 = self.ring[-1]
        for x1, y1 in self.ring:
            w = hypot(x1 - x0, y1 - y0)
            sx, sy, sw = sx + w * (x0 + x1) / 2, sy + w * (y0 + y1) / 2, sw + w
            x0, y0 = x1, y1
        return (sx / sw, sy / sw) if sw else self.ring[0]

    def contains(self, x: float, y: float) -> bool:
        """Whether a point is inside."""
        inside = False
        x0, y0 = self.ring[-1]
        for x1, y1 in self.ring:
            if (y1 > y) != (y0 > y) and x < (x0 - x1) * (y - y1) / (y0 - y1) + x1:
                inside = not inside
            x0, y0 = x1, y1
        return inside


def long_axis(ring: list[Point2]) -> tuple[float, float, float]:
    """Return (angle, length, width) of a small rectangle around a ring, in radians and metres."""
    sides = []
    x0, y0 = ring[-1]
    for x1, y1 in ring:
        sides.append((hypot(x1 - x0, y1 - y0), atan2(y1 - y0, x1 - x0)))
        x0, y0 = x1, y1
    sides.sort(reverse=True)
    best = (float("inf"), 0.0, 0.0, 0.0)
    for _, angle in sides[:7]:
        c, s = cos(angle), sin(angle)
        along = [x * c + y * s for x, y in ring]
        across = [y * c - x * s for x, y in ring]
        length, width = max(along) - min(along), max(across) - min(across)
        if length * width < best[0]:
            best = (length * width, angle, length, width)
    _, angle, length, width = best
    return (angle, length, width) if length >= width else (angle + pi / 2, width, length)


def beside(point: Point2, p: Point2, q: Point2) -> float:
    """Return the distance from a point to the segment p-q."""
    dx, dy = q[0] - p[0], q[1] - p[1]
    square = dx * dx + dy * dy
    t = ((point[0] - p[0]) * dx + (point[1] - p[1]) * dy) / square if square else 0.0
    t = min(1.0, max(0.0, t))
    return hypot(point[0] - p[0] - t * dx, point[1] - p[1] - t * dy)


def chord(ring: list[Point2], across: float, place: float) -> tuple[Hit, Hit] | None:
    """Return where a line in direction ``across`` enters and leaves a ring: (side, point) twice.

    ``place`` (0-1) is the share of the extent at a right angle to the line. In a concave ring the
    longest stretch inside is taken.
    """
    c, s = cos(across), sin(across)
    side = [y * c - x * s for x, y in ring]
    low, high = min(side), max(side)
    level = low + place * (high - low)
    hits = []
    count = len(ring)
    for i in range(count):
        d0, d1 = side[i] - level, side[(i + 1) % count] - level
        if (d0 > 0) != (d1 > 0):
            t = d0 / (d0 - d1)
            (x0, y0), (x1, y1) = ring[i], ring[(i + 1) % count]
            x, y = x0 + t * (x1 - x0), y0 + t * (y1 - y0)
            hits.append((x * c + y * s, i, (x, y)))
    if len(hits) < 2:
        return None
    hits.sort()
    pairs = [(hits[k + 1][0] - hits[k][0], k) for k in range(0, len(hits) - 1, 2)]
    _, k = max(pairs)
    return (hits[k][1], hits[k][2]), (hits[k + 1][1], hits[k + 1][2])


def half_face(face: Face, start: Hit, end: Hit, middle: list[Point2]) -> Face:
    """Return the part of a face from one hit along the ring to another, and back by the cut."""
    (i, a), (j, b) = start, end
    count = len(face.ring)
    ring, open_ = [a], [face.open_[i]]
    k = (i + 1) % count
    while True:
        ring.append(face.ring[k])
        open_.append(face.open_[k])
        if k == j:
            break
        k = (k + 1) % count
    ring.append(b)
    open_.append(True)
    for point in middle[::-1]:
        ring.append(point)
        open_.append(True)
    return _tidy(ring, open_)


def _tidy(ring: list[Point2], open_: list[bool]) -> Face:
    """Drop repeated points."""
    points, flags = [], []
    count = len(ring)
    for k in range(count):
        nxt = ring[(k + 1) % count]
        if abs(ring[k][0] - nxt[0]) > 0.05 or abs(ring[k][1] - nxt[1]) > 0.05:
            points.append(ring[k])
            flags.append(open_[k])
    return Face(points, flags) if len(points) > 2 else Face(ring, open_)
