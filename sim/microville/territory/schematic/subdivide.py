"""Cutting a face into blocks, again and again: the streets are the cuts."""

from __future__ import annotations

import heapq
from dataclasses import dataclass, field
from math import exp, hypot, pi
from typing import TYPE_CHECKING

from microville.territory.schematic.rings import (
    Face,
    Point2,
    beside,
    chord,
    half_face,
    long_axis,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np

    from microville.territory.schematic.constants import Pattern


_SNAP_M = 28.0
_SHORT_M = 95.0


@dataclass(slots=True)
class Cut:
    """A street made by a cut."""

    points: list[Point2]
    pattern: Pattern


@dataclass(slots=True)
class Cutter:
    """Cuts faces with a random generator and remembers junctions, so that ends can meet.

    Attributes
    ----------
    rng
        Source of the draws.
    cuts
        Streets made so far.
    tips
        Ends of streets that stop before an edge that is no street.
    """

    rng: np.random.Generator
    cuts: list[Cut] = field(default_factory=list)
    tips: list[Point2] = field(default_factory=list)
    _junctions: dict[tuple[int, int], list[Point2]] = field(default_factory=dict)
    _ends: dict[tuple[int, int], int] = field(default_factory=dict)

    def subdivide(
        self, faces: list[Face], rule: Callable[[Face], Pattern], *, scale: float = 1.0
    ) -> list[tuple[Face, Pattern]]:
        """Cut faces, largest first, until each is a block of its pattern.

        Parameters
        ----------
        faces
            What to cut.
        rule
            The pattern of a face.
        scale
            Blocks this many times larger than the pattern's (a coarse pass of collectors).
        """
        heap: list[tuple[float, int, Face]] = []
        count = 0
        for face in faces:
            heapq.heappush(heap, (-round(face.area, 3), count, face))
            count += 1
        leaves = []
        while heap:
            negative, _, face = heapq.heappop(heap)
            pattern = rule(face)
            target = pattern.block_ha * 1e4 * scale * exp(self.rng.normal(0, 0.33))
            halves = None
            if -negative > 1.25 * target:
                halves = self._cut(face, pattern, -negative / target)
            if halves is None:
                leaves.append((face, pattern))
                continue
            for half in halves:
                heapq.heappush(heap, (-round(half.area, 3), count, half))
                count += 1
        return leaves

    def _cut(self, face: Face, pattern: Pattern, ratio: float) -> tuple[Face, Face] | None:
        angle, length, _ = long_axis(face.ring)
        if length / 2 < pattern.width_m:
            return None
        # A face that is still far too large is cut at any angle rather than left whole.
        tries = 5 if ratio < 3 else 14
        for attempt in range(tries):
            free = attempt >= 3
            spread = pi * self.rng.random() if free else 0.0
            jitter = self.rng.normal(0, pattern.angle_deg * (1 + attempt) / 57.3)
            across = angle + pi / 2 + jitter + spread
            place = 0.5 + self.rng.normal(0, 0.12 + 0.03 * attempt)
            halves = self._try(face, pattern, across, min(0.86, max(0.14, place)), last=attempt > 7)
            if halves is not None:
                return halves
        return None

    def _try(
        self, face: Face, pattern: Pattern, across: float, place: float, *, last: bool
    ) -> tuple[Face, Face] | None:
        hits = chord(face.ring, across, place)
        if hits is None:
            return None
        (i, a), (j, b) = hits
        a, b = self._snap(face, i, a, pattern), self._snap(face, j, b, pattern)
        length = hypot(b[0] - a[0], b[1] - a[1])
        ends = (face.open_[i], face.open_[j])
        if length < 22 or (not any(ends) and not last):
            return None
        if not all(ends) and length < _SHORT_M and self.rng.random() < 0.9 and not last:
            return None
        middle = self._sag(face, a, b, length, pattern)
        one = half_face(face, (i, a), (j, b), middle)
        two = half_face(face, (j, b), (i, a), middle[::-1])
        area_one, area_two = one.area, two.area
        if min(area_one, area_two) < 0.14 * (area_one + area_two):
            return None
        if abs(area_one + area_two - face.area) > 0.02 * face.area:
            return None
        self._keep(a, b, middle, ends, pattern)
        return one, two

    def _snap(self, face: Face, i: int, point: Point2, pattern: Pattern) -> Point2:
        """Draw an end to a corner or junction close by on the same side of the face."""
        p, q = face.ring[i], face.ring[(i + 1) % len(face.ring)]
        for corner in (p, q):
            near = hypot(corner[0] - point[0], corner[1] - point[1])
            if near < (11 if self._room(corner) else 3):
                return corner
        if not face.open_[i]:
            return point
        best, found = _SNAP_M, None
        gx, gy = int(point[0] // _SNAP_M), int(point[1] // _SNAP_M)
        for dx in (-1, 0, 1):
            for dy in (-1, 0, 1):
                for other in self._junctions.get((gx + dx, gy + dy), ()):
                    gap = hypot(other[0] - point[0], other[1] - point[1])
                    if gap < best and self._room(other) and beside(other, p, q) < 0.6:
                        best, found = gap, other
        if found is not None and (best < 9 or self.rng.random() < pattern.four_way):
            return found
        return point

    def _room(self, point: Point2) -> bool:
        """Whether one more street may end here: corners of five streets are rare."""
        return self._ends.get((round(point[0]), round(point[1])), 0) < 2

    def _sag(
        self, face: Face, a: Point2, b: Point2, length: float, pattern: Pattern
    ) -> list[Point2]:
        """Return points between a and b of a slightly bent cut, if they stay in the face."""
        bend = self.rng.normal(0, pattern.sagitta) * length
        if abs(bend) < 1.5:
            return []
        count = 1 if length < 130 else 3
        nx, ny = -(b[1] - a[1]) / length, (b[0] - a[0]) / length
        points = []
        for k in range(1, count + 1):
            t = k / (count + 1)
            off = bend * 4 * t * (1 - t)
            x, y = a[0] + t * (b[0] - a[0]) + off * nx, a[1] + t * (b[1] - a[1]) + off * ny
            if not face.contains(x + off * 0.5 * nx, y + off * 0.5 * ny):
                return []
            points.append((x, y))
        return points

    def _keep(
        self, a: Point2, b: Point2, middle: list[Point2], ends: tuple[bool, bool], pattern: Pattern
    ) -> None:
        points = [a, *middle, b]
        if not ends[0]:
            points = self._shorten(points[::-1])[::-1]
        if not ends[1]:
            points = self._shorten(points)
        if len(points) > 1:
            self.cuts.append(Cut(points, pattern))
        for end, open_ in zip((a, b), ends, strict=True):
            if open_:
                key = (int(end[0] // _SNAP_M), int(end[1] // _SNAP_M))
                self._junctions.setdefault(key, []).append(end)
                place = (round(end[0]), round(end[1]))
                self._ends[place] = self._ends.get(place, 0) + 1

    def _shorten(self, points: list[Point2]) -> list[Point2]:
        """Stop a street 12-38 m before the edge that its last point is on."""
        left = 12 + 26 * self.rng.random()
        while len(points) > 1:
            (x0, y0), (x1, y1) = points[-2], points[-1]
            step = hypot(x1 - x0, y1 - y0)
            if step > left + 6:
                t = 1 - left / step
                tip = (x0 + t * (x1 - x0), y0 + t * (y1 - y0))
                self.tips.append(tip)
                return [*points[:-1], tip]
            points, left = points[:-1], left - step
        return points
