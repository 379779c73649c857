"""Edges cut where buildings and services enter them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from microville.access.attach import Attachment

NEAR_M = 0.1
"""Points closer than this along an edge, or to its end, share a node (metres)."""


@dataclass(frozen=True, slots=True)
class Pieces:
    """Edges cut at the attached points.

    Attributes
    ----------
    u, v, edge
        Ends and edge of each piece.
    start_m, end_m
        Where the piece starts and ends along its edge (metres).
    point_node
        Node of each attached point, -1 for none.
    cut_edge, cut_m
        Edge and position of each node that was added, in order.
    node_count
        Nodes, cuts included.
    """

    u: NDArray[np.int64]
    v: NDArray[np.int64]
    edge: NDArray[np.int64]
    start_m: NDArray[np.float64]
    end_m: NDArray[np.float64]
    point_node: NDArray[np.int64]
    cut_edge: NDArray[np.int64]
    cut_m: NDArray[np.float64]
    node_count: int


def split(
    u: NDArray[np.int32],
    v: NDArray[np.int32],
    length: NDArray[np.float64],
    attachment: Attachment,
    node_count: int,
) -> Pieces:
    """Cut edges at the attached points.

    Parameters
    ----------
    u, v, length
        Ends and length (metres) of each edge.
    attachment
        Where points enter.
    node_count
        Number of nodes before cutting.
    """
    edge, share = attachment.edge, attachment.share
    node = np.full(len(edge), -1, dtype=np.int64)
    found = edge >= 0
    at_start = found & (share * length[edge] < NEAR_M)
    at_end = found & ~at_start & ((1.0 - share) * length[edge] < NEAR_M)
    node[at_start], node[at_end] = u[edge[at_start]], v[edge[at_end]]
    inner = np.flatnonzero(found & ~at_start & ~at_end)
    decimetre = np.rint(share[inner] * length[edge[inner]] / NEAR_M).astype(np.int64)
    cuts, inverse = np.unique(np.stack([edge[inner], decimetre]), axis=1, return_inverse=True)
    node[inner] = node_count + inverse.ravel()
    cut_edge, cut_m = cuts[0], cuts[1] * NEAR_M

    # Stations along each edge: its start, its cuts in order, its end.
    every = np.arange(len(u))
    cut_node = node_count + np.arange(len(cut_edge))
    station_edge = np.concatenate([every, cut_edge, every])
    station_m = np.concatenate([np.full(len(u), -1.0), cut_m, length + 1.0])
    station_node = np.concatenate([u, cut_node, v]).astype(np.int64)
    order = np.lexsort((station_m, station_edge))
    station_edge, station_node = station_edge[order], station_node[order]
    station_m = np.clip(station_m[order], 0.0, length[station_edge])
    first = np.flatnonzero(station_edge[1:] == station_edge[:-1])
    return Pieces(
        u=station_node[first],
        v=station_node[first + 1],
        edge=station_edge[first],
        start_m=station_m[first],
        end_m=station_m[first + 1],
        point_node=node,
        cut_edge=cut_edge,
        cut_m=cut_m,
        node_count=node_count + len(cut_edge),
    )
