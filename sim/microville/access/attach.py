"""Attach points to the nearest point of an edge."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Attachment:
    """Where points enter the network.

    Attributes
    ----------
    edge
        Index of the edge of each point.
    share
        Position along the edge, 0 at its start, 1 at its end.
    distance_m
        Straight distance from the point to that position.
    """

    edge: NDArray[np.int64]
    share: NDArray[np.float64]
    distance_m: NDArray[np.float64]


def attach_points(
    geometry: NDArray[Any], candidates: NDArray[np.int64], points_xy: NDArray[np.float64]
) -> Attachment:
    """Find for each point the nearest position on a candidate edge.

    Parameters
    ----------
    geometry
        LineString of every edge.
    candidates
        Indices of the edges that may be entered.
    points_xy
        Coordinates in metres, shape (n, 2).

    Notes
    -----
    Of edges equally near (a junction), the one with the lowest index is taken, so that the result
    does not depend on the search tree.
    """
    import shapely

    lines = geometry[candidates]
    points = shapely.points(points_xy)
    tree = shapely.STRtree(lines)
    pairs, distance = tree.query_nearest(points, return_distance=True, all_matches=True)
    order = np.lexsort((pairs[1], pairs[0]))
    point, line, distance = pairs[0][order], pairs[1][order], distance[order]
    first = np.unique(point, return_index=True)[1]
    line, distance = line[first], distance[first]
    share = shapely.line_locate_point(lines[line], points, normalized=True)
    return Attachment(
        edge=candidates[line].astype(np.int64),
        share=np.asarray(share, dtype=np.float64),
        distance_m=np.asarray(distance, dtype=np.float64),
    )
