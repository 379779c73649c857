"""OSM objects as shapes: nodes as points, closed ways and multipolygons as polygons."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from microville.territory.osm.raw import RawOsm, Tags

TOO_FAR_DEGREES = 15.0
"""Beyond this from the streets, a projection means nothing: the shape is left out and counted."""


@dataclass(frozen=True, slots=True)
class Feature:
    """One OSM object with its shape.

    Attributes
    ----------
    key
        ``n``, ``w`` or ``r`` and the OSM identity.
    tags
        Its tags.
    shape
        Point, line or polygon in projected coordinates (metres), or None if the extract does not
        hold its position.
    """

    key: str
    tags: Tags
    shape: Any

    @property
    def is_area(self) -> bool:
        """Whether it has an area."""
        return self.shape is not None and self.shape.geom_type in ("Polygon", "MultiPolygon")

    def point(self) -> Any:
        """Return one point for it: the centroid where that lies inside, else one that does."""
        import shapely

        if self.shape is None or self.shape.geom_type == "Point":
            return self.shape
        if not self.is_area:
            return shapely.line_interpolate_point(self.shape, 0.5, normalized=True)
        centre = self.shape.centroid
        return centre if self.shape.contains(centre) else shapely.point_on_surface(self.shape)


class Features:
    """Every object of an extract that some layer may want, with its shape made when asked for."""

    def __init__(self, raw: RawOsm, project: Any) -> None:
        self.raw = raw
        self._faults: dict[str, set[tuple[str, int]]] = defaultdict(set)
        held = raw.ref_lon[~np.isnan(raw.ref_lon)], raw.ref_lat[~np.isnan(raw.ref_lat)]
        self._middle = np.median(held[0]), np.median(held[1])
        self._project = project
        self.node_x, self.node_y = self._xy(raw.node_lon, raw.node_lat)
        self.ref_x, self.ref_y = self._xy(raw.ref_lon, raw.ref_lat)
        self.relation_x, self.relation_y = self._xy(raw.relation_lon, raw.relation_lat)

    def counts(self) -> dict[str, int]:
        """Return how many objects have a shape that is not what their tags promise."""
        return {fault: len(objects) for fault, objects in sorted(self._faults.items())}

    def _xy(
        self, lon: NDArray[np.float64], lat: NDArray[np.float64]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Project positions; NaN where there is none or where the projection means nothing."""
        far = (abs(lon - self._middle[0]) > TOO_FAR_DEGREES) | (
            abs(lat - self._middle[1]) > TOO_FAR_DEGREES
        )
        bad = np.isnan(lon) | np.isnan(lat) | far
        x, y = self._project.transform(np.where(bad, 0, lon), np.where(bad, 0, lat))
        return np.where(bad, np.nan, x), np.where(bad, np.nan, y)

    def select(self, wanted: Callable[[Tags], bool], *, kinds: str = "nwr") -> list[Feature]:
        """Return the objects whose tags are wanted, in the order of kind and identity.

        Parameters
        ----------
        wanted
            Says by its tags whether an object is wanted.
        kinds
            Any of ``n`` (nodes), ``w`` (ways), ``r`` (relations).
        """
        raw = self.raw
        tables: dict[str, tuple[NDArray[np.int64], list[Tags], Callable[[int], Any]]] = {
            "n": (raw.node_id, raw.node_tags, self._node),
            "w": (raw.way_id, raw.way_tags, self._way),
            "r": (raw.relation_id, raw.relation_tags, self._relation),
        }
        found = []
        for kind in kinds:
            ids, tags, shape = tables[kind]
            at = [i for i, own in enumerate(tags) if wanted(own)]
            at.sort(key=ids.__getitem__)
            found += [Feature(f"{kind}{ids[i]}", tags[i], shape(i)) for i in at]
        return found

    def _node(self, index: int) -> Any:
        return _point(self.node_x[index], self.node_y[index])

    def _way(self, index: int) -> Any:
        """Return a polygon for a closed way, else a line; None if nodes are missing."""
        import shapely

        span = slice(self.raw.way_start[index], self.raw.way_start[index + 1])
        xy = np.column_stack([self.ref_x[span], self.ref_y[span]])
        here = ~np.isnan(xy[:, 0])
        closed = len(xy) > 3 and self.raw.ref_id[span][0] == self.raw.ref_id[span][-1]
        if closed and here.all():
            polygon = _polygonal(shapely.polygons(xy))
            if polygon is not None:
                return polygon
            self._faults["polygons_without_area"].add(("w", index))
        if here.sum() < 2:
            return _point(*xy[here][0]) if here.any() else None
        if not here.all():
            self._faults["shapes_with_missing_nodes"].add(("w", index))
        return shapely.linestrings(xy[here])

    def _relation(self, index: int) -> Any:
        """Return the assembled polygon of a relation, else the middle of its members."""
        import shapely

        wkb = self.raw.relation_wkb[index]
        if wkb:
            degrees = shapely.from_wkb(wkb)
            xy = np.column_stack(self._xy(*shapely.get_coordinates(degrees).T))
            if not np.isnan(xy).any():
                polygon = _polygonal(shapely.set_coordinates(degrees, xy))
                if polygon is not None:
                    return polygon
        self._faults["relations_without_polygon"].add(("r", index))
        return _point(self.relation_x[index], self.relation_y[index])


def _point(x: float, y: float) -> Any:
    import shapely

    return None if np.isnan(x) or np.isnan(y) else shapely.Point(x, y)


def _polygonal(shape: Any) -> Any:
    """Return a valid polygon of the same ground, or None if it has no area."""
    import shapely

    if not shapely.is_valid(shape):
        shape = shapely.make_valid(shape)
        if shape.geom_type == "GeometryCollection":
            parts = [p for p in shape.geoms if p.geom_type in ("Polygon", "MultiPolygon")]
            shape = shapely.union_all(parts)
    if shape.geom_type not in ("Polygon", "MultiPolygon") or shape.area <= 0:
        return None
    return shape
