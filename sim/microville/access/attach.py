"""Attach points to the nearest point of an edge."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from microville.errors import TerritoryError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from microville.access.permitted import Permitted


FRONT_M = 50.0
"""How much farther the front door may be than the nearest way, metres (assumption)."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """Where points enter the network.

    Attributes
    ----------
    edge
        Index of the edge of each point, -1 for none.
    share
        Position along the edge, 0 at its start, 1 at its end.
    distance_m
        Straight distance from the point to that position.
    """

    edge: NDArray[np.int64]
    share: NDArray[np.float64]
    distance_m: NDArray[np.float64]


def enter_streets(
    geometry: NDArray[Any], allowed: Permitted, points_xy: NDArray[np.float64]
) -> Attachment:
    """Find where points enter the streets of a profile.

    Vehicles enter at the nearest point of an edge that they may enter. On foot the front door
    counts: of the nearest way and the nearest street that wheels can follow, the latter unless it
    is more than :data:`FRONT_M` farther away. In a wheelchair only such a street will do, and a
    place whose nearest one is farther than that cannot be entered. So nobody gets in on wheels
    where people on foot would have to go round.

    Parameters
    ----------
    geometry
        LineString of every edge.
    allowed
        What the profile may travel and enter.
    points_xy
        Coordinates in metres, shape (n, 2).

    Raises
    ------
    TerritoryError
        If a point has no coordinates.
    """
    if not np.isfinite(points_xy).all():
        raise TerritoryError(
            "A home, a service or a parcel has no position.",
            hint="Find it with 'microville map check'.",
        )
    nearest = attach_points(geometry, np.flatnonzero(allowed.enter), points_xy)
    if allowed.front is None:
        return nearest
    front = attach_points(geometry, np.flatnonzero(allowed.front), points_xy)
    taken = front.distance_m <= nearest.distance_m + FRONT_M
    otherwise = np.full(len(taken), -1) if allowed.wheels_only else nearest.edge
    distance = np.where(taken, front.distance_m, nearest.distance_m)
    edge = np.where(taken, front.edge, otherwise)
    return Attachment(
        edge=edge,
        share=np.where(taken, front.share, nearest.share),
        distance_m=np.where(edge >= 0, distance, 0.0),
    )


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

    Returns
    -------
    Attachment
        Edge -1, infinitely far, where there is no candidate.

    Notes
    -----
    Of edges equally near (a junction), the one with the lowest index is taken, so that the result
    does not depend on the search tree.
    """
    import shapely

    if not len(candidates):
        none = np.full(len(points_xy), -1, dtype=np.int64)
        return Attachment(none, np.zeros(len(none)), np.full(len(none), np.inf))
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
