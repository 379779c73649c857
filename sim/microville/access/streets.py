"""The streets of one profile with its points attached: everything but speeds, prepared once."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

import numpy as np

from microville.access.attach import enter_streets
from microville.access.hilbert import hilbert_order
from microville.access.order import Order
from microville.access.prepared import Arrays, stored
from microville.access.splitting import Pieces, split
from microville.access.topology import Topology

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from microville.access.permitted import Permitted
    from microville.territory import Territory


@dataclass(frozen=True, slots=True, eq=False)
class Streets:
    """Where the arcs and nodes of a network come from.

    Attributes
    ----------
    topology
        Arcs in compressed rows; nodes stand along a Hilbert curve.
    arc_edge
        int32: row of ``territory.edges`` of each arc.
    arc_from_m, arc_to_m
        float64: where the arc starts and ends along that edge (metres; from > to where the arc
        runs against it).
    map_node
        int32: the network's node of each row of ``territory.nodes``.
    point_node
        int32: node of each attached point, -1 for none.
    point_m
        float64: straight distance of each point to the street (metres).
    node_xy
        float32, shape (nodes, 2): where each node stands (metres), for drawing.
    """

    topology: Topology
    arc_edge: NDArray[np.int32]
    arc_from_m: NDArray[np.float64]
    arc_to_m: NDArray[np.float64]
    map_node: NDArray[np.int32]
    point_node: NDArray[np.int32]
    point_m: NDArray[np.float64]
    node_xy: NDArray[np.float32]


_MEMO: WeakKeyDictionary[Territory, dict[str, Streets]] = WeakKeyDictionary()
MEMO = 16
"""Streets kept in memory for each map: profiles that share permissions share them."""
_KEPT = ("arc_edge", "arc_from_m", "arc_to_m", "map_node", "point_node", "point_m", "node_xy")


def prepare_streets(
    territory: Territory, allowed: Permitted, points_xy: NDArray[np.float64]
) -> Streets:
    """Attach points, cut edges, sort nodes and find the contraction order.

    What was prepared before is read from beside the territory, by the hash of all that it depends
    on.

    Parameters
    ----------
    territory
        The map.
    allowed
        What the profile may travel.
    points_xy
        Coordinates to attach, metres in the territory's system, shape (n, 2).
    """
    key = _key(territory, allowed, points_xy)
    known = _MEMO.setdefault(territory, {})
    if key not in known:
        while len(known) >= MEMO:
            del known[next(iter(known))]
        known[key] = _prepare(territory, allowed, points_xy, key)
    return known[key]


def _prepare(
    territory: Territory, allowed: Permitted, points_xy: NDArray[np.float64], key: str
) -> Streets:
    arrays = stored(territory, key, lambda: _arrays(_build(territory, allowed, points_xy)))
    order = Order(*(arrays[f"order_{name}"] for name in Order.__dataclass_fields__))
    topology = Topology(arrays["indptr"], arrays["tails"], order)
    return Streets(topology, *(arrays[name] for name in _KEPT))


def _arrays(streets: Streets) -> Arrays:
    topology = streets.topology
    arrays: Arrays = {"indptr": topology.indptr, "tails": topology.tails}
    arrays |= {f"order_{f}": getattr(topology.order, f) for f in Order.__dataclass_fields__}
    return arrays | {name: getattr(streets, name) for name in _KEPT}


def _key(territory: Territory, allowed: Permitted, points_xy: NDArray[np.float64]) -> str:
    import shapely

    edges, nodes = territory.layers["edges"], territory.layers["nodes"]
    lines = edges.geometry.to_numpy()
    front = np.zeros(0, dtype=bool) if allowed.front is None else allowed.front
    parts = [edges[column].to_numpy() for column in ("u", "v", "length_m")]
    parts += [shapely.get_num_coordinates(lines), shapely.get_coordinates(lines)]
    parts += [shapely.get_coordinates(nodes.geometry.to_numpy()), points_xy]
    parts += [allowed.forward, allowed.backward, allowed.enter, front]
    digest = hashlib.sha256(f"{len(nodes)} {allowed.wheels_only}".encode())
    for part in parts:
        # Each by its own hash: no two lists of arrays look alike when strung together.
        digest.update(hashlib.sha256(np.ascontiguousarray(part).tobytes()).digest())
    return digest.hexdigest()[:32]


def _build(territory: Territory, allowed: Permitted, points_xy: NDArray[np.float64]) -> Streets:
    edges, nodes = territory.layers["edges"], territory.layers["nodes"]
    geometry = edges.geometry.to_numpy()
    attachment = enter_streets(geometry, allowed, points_xy)
    length = edges["length_m"].to_numpy()
    u, v = edges["u"].to_numpy(), edges["v"].to_numpy()
    pieces = split(u, v, length, attachment, len(nodes))
    place, node_xy = _sorted_places(territory, pieces)

    along, against = allowed.forward[pieces.edge], allowed.backward[pieces.edge]
    tails = place[np.concatenate([pieces.u[along], pieces.v[against]])]
    heads = place[np.concatenate([pieces.v[along], pieces.u[against]])]
    edge = np.concatenate([pieces.edge[along], pieces.edge[against]])
    from_m = np.concatenate([pieces.start_m[along], pieces.end_m[against]])
    to_m = np.concatenate([pieces.end_m[along], pieces.start_m[against]])
    order = np.lexsort((from_m, edge, tails, heads))
    counts = np.bincount(heads, minlength=pieces.node_count)
    point_node = np.where(pieces.point_node >= 0, place[pieces.point_node], -1)
    return Streets(
        topology=Topology(np.concatenate([[0], np.cumsum(counts)]), tails[order]),
        arc_edge=edge[order].astype(np.int32),
        arc_from_m=from_m[order],
        arc_to_m=to_m[order],
        map_node=place[: len(nodes)],
        point_node=point_node.astype(np.int32),
        point_m=attachment.distance_m,
        node_xy=node_xy,
    )


def _sorted_places(
    territory: Territory, pieces: Pieces
) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
    """Return the place of each node, cuts included, along a Hilbert curve; where places stand."""
    import shapely

    edges, nodes = territory.layers["edges"], territory.layers["nodes"]
    share = pieces.cut_m / edges["length_m"].to_numpy()[pieces.cut_edge]
    cuts = shapely.line_interpolate_point(
        edges.geometry.to_numpy()[pieces.cut_edge], share, normalized=True
    )
    xy = shapely.get_coordinates(np.concatenate([nodes.geometry.to_numpy(), cuts]))
    place = np.empty(pieces.node_count, dtype=np.int32)
    order = hilbert_order(xy)
    place[order] = np.arange(pieces.node_count, dtype=np.int32)
    return place, xy[order].astype(np.float32)
