"""The ground that a street serves: its surroundings on its own side of water and barriers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from microville.access.hilbert import hilbert_order

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from microville.territory import Territory

Shapes = "NDArray[Any]"
WIDTH_M = 40.0
"""How far a street serves on each side (assumption: about half a town block)."""
BANK_M = 5.0
"""Water this close to a street is served with it: bridges, quays (assumption)."""
SMOOTH = 4
"""Segments of a quarter of a circle: round corners are drawn at most 0.8 m inside."""
CUT_M, HEAL_M, TOUCH_M = 0.05, 0.2, 0.3
"""Half-width of the cut along a barrier; what is given back on each side (more than twice as much,
since two drawings of one barrier may lie side by side); what counts as touching."""
WALLS = ("motorway", "trunk", "motorway_link", "trunk_link")
"""Classes of streets that cannot be crossed on the level by whom they are closed to."""
VERTICES = 200
"""Larger waters are divided, since each street meets only a part of them."""
FAN = 4


class ServiceAreas:
    """The ground that each street of a map serves, worked out when first asked for.

    A street serves what lies within :data:`WIDTH_M`, without water beyond :data:`BANK_M`, and of
    that the parts that it touches itself: what lies behind a barrier (motorway, railway, canal,
    river, fence) or a water that the street does not cross is left out.

    Parameters
    ----------
    territory
        The map.
    closed
        Which edges the traveller may not use in any direction; of these, the classes of
        :data:`WALLS` are barriers too.
    chosen
        Rows of the edges that may ever be served.
    """

    def __init__(
        self, territory: Territory, closed: NDArray[np.bool_], chosen: NDArray[np.int64]
    ) -> None:
        import shapely

        edges, landuse = territory.layers["edges"], territory.layers["landuse"]
        walls = closed & edges["road_class"].isin(WALLS).to_numpy()
        shapes = edges.geometry.to_numpy()
        barriers = territory.layers["barriers"].geometry.to_numpy()
        self.blades = _segments(np.concatenate([barriers, shapes[walls]]))
        self.blade_tree = shapely.STRtree(self.blades)
        water = landuse.geometry.to_numpy()[(landuse["kind"] == "water").to_numpy()]
        self.water = np.array(list(_divided(shapely.make_valid(water))), dtype=object)
        self.water_tree = shapely.STRtree(self.water)
        middle = shapely.line_interpolate_point(shapes[chosen], 0.5, normalized=True)
        order = hilbert_order(shapely.get_coordinates(middle))
        self.edge = chosen[order]
        self.lines = shapes[self.edge]
        self.served = np.full(len(self.edge), None, dtype=object)
        self.joined: dict[tuple[int, int], Any] = {}

    def of(self, lines: NDArray[Any]) -> NDArray[Any]:
        """Return the ground that lines (or points) serve, one polygon or more each."""
        import shapely

        area = shapely.buffer(lines, WIDTH_M, quad_segs=SMOOTH)
        out: NDArray[Any] = area.copy()
        line, blade = self.blade_tree.query(lines, predicate="dwithin", distance=WIDTH_M)
        wet, water = self.water_tree.query(area, predicate="intersects")
        touched = np.unique(np.concatenate([line, wet]))
        if not len(touched):
            return out
        if len(line):
            order = np.argsort(line, kind="stable")
            here, index = np.unique(line[order], return_inverse=True)
            cuts = shapely.multilinestrings(self.blades[blade[order]], indices=index)
            cuts = shapely.buffer(cuts, CUT_M, cap_style="square", quad_segs=1)
            out[here] = shapely.difference(out[here], cuts)
        out = self._without_water(lines, out, wet, water)
        parts, of = shapely.get_parts(out[touched], return_index=True)
        kept = shapely.dwithin(parts, lines[touched][of], TOUCH_M)
        parts, of = parts[kept], of[kept]
        # What the cuts took is given back, so that both sides of a crossing meet again.
        healed = shapely.buffer(_gathered(parts, of, len(touched)), HEAL_M, quad_segs=1)
        out[touched] = shapely.intersection(healed, area[touched])
        return out

    def _without_water(
        self, lines: NDArray[Any], areas: NDArray[Any], wet: NDArray[Any], water: NDArray[Any]
    ) -> NDArray[Any]:
        import shapely

        if not len(wet):
            return areas
        order = np.argsort(wet, kind="stable")
        wet, water = wet[order], water[order]
        rank = np.arange(len(wet)) - np.searchsorted(wet, wet)
        banks = shapely.buffer(lines[wet], BANK_M, quad_segs=SMOOTH)
        far = shapely.difference(self.water[water], banks)
        # Waters may overlap: one after the other, for all streets at once.
        for turn in range(int(rank.max()) + 1):
            now = rank == turn
            areas[wet[now]] = shapely.difference(areas[wet[now]], far[now])
        return areas

    def union(self, reached: NDArray[np.bool_], before: NDArray[np.bool_]) -> list[Any]:
        """Return few shapes that together are the ground of streets.

        Parameters
        ----------
        reached
            Which streets, bool in the order of :attr:`edge`.
        before
            Of these, the ones whose ground is known to the caller; it may be left out.

        Notes
        -----
        Neighbours along a Hilbert curve are joined four by four and remembered: a second question
        joins what the first did not.
        """
        self._serve(np.flatnonzero(reached))
        full, old = _levels(reached), _levels(before)
        shapes: list[Any] = []
        above = np.zeros(1, dtype=bool)
        for level in range(len(full) - 1, -1, -1):
            whole = full[level]
            taken = np.flatnonzero(whole & ~above[: len(whole)] & ~old[level])
            shapes += [self._join(level, i) for i in taken.tolist()]
            above = np.repeat(whole, FAN)
        return shapes

    def _serve(self, wanted: NDArray[np.int64]) -> None:
        new = wanted[[shape is None for shape in self.served[wanted]]]
        if len(new):
            self.served[new] = self.of(self.lines[new])

    def _join(self, level: int, index: int) -> Any:
        import shapely

        if level == 0:
            return self.served[index]
        known = self.joined.get((level, index))
        if known is None:
            end = -(-len(self.edge) // FAN ** (level - 1))
            below = range(index * FAN, min(index * FAN + FAN, end))
            known = shapely.union_all([self._join(level - 1, i) for i in below])
            self.joined[level, index] = known
        return known


def cut_lines(
    lines: NDArray[Any], start: NDArray[np.float64], end: NDArray[np.float64]
) -> NDArray[Any]:
    """Return the part of each line between two shares of its length, start before end.

    Parameters
    ----------
    lines
        LineStrings, shape (n).
    start, end
        Shares (0-1), shape (n).
    """
    import shapely

    if not len(lines):
        return np.zeros(0, dtype=object)
    xy, index = shapely.get_coordinates(lines, return_index=True)
    step = np.hypot(*np.diff(xy, axis=0, prepend=xy[:1]).T)
    first = np.searchsorted(index, np.arange(len(lines)))
    along = np.cumsum(step)
    along -= along[first][index]
    length = shapely.length(lines)
    low, high = start * length, end * length
    inner = (along > low[index]) & (along < high[index])
    ends = [
        shapely.get_coordinates(shapely.line_interpolate_point(lines, at)) for at in (low, high)
    ]
    every = np.arange(len(lines))
    joined = np.concatenate([ends[0], xy[inner], ends[1]])
    owner = np.concatenate([every, index[inner], every])
    part = np.repeat([0, 1, 2], [len(lines), int(inner.sum()), len(lines)])
    order = np.lexsort((np.arange(len(joined)), part, owner))
    return np.asarray(shapely.linestrings(joined[order], indices=owner[order]), dtype=object)


def _levels(mask: NDArray[np.bool_]) -> list[NDArray[np.bool_]]:
    """Return which streets, fours of streets, sixteens … are all in a mask."""
    full = [mask]
    while len(full[-1]) > 1:
        full.append(np.logical_and.reduceat(full[-1], np.arange(0, len(full[-1]), FAN)))
    return full


def _segments(lines: NDArray[Any]) -> NDArray[Any]:
    """Return every straight piece of lines."""
    import shapely

    xy, index = shapely.get_coordinates(shapely.get_parts(lines), return_index=True)
    same = index[1:] == index[:-1]
    ends = np.stack([xy[:-1][same], xy[1:][same]], axis=1)
    return np.asarray(shapely.linestrings(ends), dtype=object).reshape(-1)


def _divided(shapes: NDArray[Any]) -> Iterator[Any]:
    """Yield polygons, the large ones in halves of halves."""
    import shapely

    for shape in shapely.get_parts(shapes):
        if shape.geom_type not in {"Polygon", "MultiPolygon"} or shape.is_empty:
            continue
        if shapely.get_num_coordinates(shape) <= VERTICES:
            yield shape
            continue
        west, south, east, north = shape.bounds
        x, y = (west + east) / 2, (south + north) / 2
        wide = east - west > north - south
        # The halves overlap by two centimetres: no crack between them joins two banks.
        d = 0.01
        first = (west, south, x + d, north) if wide else (west, south, east, y + d)
        second = (x - d, south, east, north) if wide else (west, y - d, east, north)
        halves = [shapely.intersection(shape, shapely.box(*box)) for box in (first, second)]
        yield from _divided(np.array(halves, dtype=object))


def _gathered(parts: NDArray[Any], of: NDArray[np.int64], count: int) -> NDArray[Any]:
    """Return the parts of each shape as one; empty where it has none."""
    import shapely

    out = np.full(count, shapely.Polygon(), dtype=object)
    if len(parts):
        here, index = np.unique(of, return_inverse=True)
        out[here] = shapely.multipolygons(parts, indices=index)
    return out
