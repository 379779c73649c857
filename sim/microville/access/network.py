"""A street network prepared for one mobility profile: arrays only, integer milliseconds."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

import numpy as np

from microville.access.attach import Attachment, attach_points
from microville.errors import TerritoryError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from microville.access.profiles import Profile
    from microville.territory import Territory


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Network:
    """Arcs of one profile in compressed rows, against the direction of travel.

    Searches start at facilities and run backwards, so row ``v`` lists the nodes ``u`` from which
    an arc leads to ``v``.

    Attributes
    ----------
    profile
        The mobility profile.
    indptr, tails, weight_ms
        Compressed rows: the arcs into node v are ``tails[indptr[v]:indptr[v + 1]]``; weights are
        positive integers in milliseconds.
    point_node
        For each attached point the node where it enters the network; -1 if there is none.
    point_leg_ms
        For each attached point the time of its straight leg to that node.
    """

    profile: Profile
    indptr: NDArray[np.int64]
    tails: NDArray[np.int32]
    weight_ms: NDArray[np.int32]
    point_node: NDArray[np.int32]
    point_leg_ms: NDArray[np.int32]

    @property
    def node_count(self) -> int:
        """Number of nodes, split points included."""
        return len(self.indptr) - 1

    def reversed(self) -> Network:
        """Return the same streets with every arc turned: searches then run from a point."""
        known = _REVERSED.get(self)
        if known is None:
            known = _REVERSED[self] = self._reverse()
        return known

    def _reverse(self) -> Network:
        tails, heads, weight = self.arcs()
        order = np.lexsort((weight, heads, tails))
        counts = np.bincount(tails, minlength=self.node_count)
        return Network(
            profile=self.profile,
            indptr=np.concatenate([[0], np.cumsum(counts)]).astype(np.int64),
            tails=heads[order],
            weight_ms=weight[order],
            point_node=self.point_node,
            point_leg_ms=self.point_leg_ms,
        )

    def arcs(self) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int32]]:
        """Return every arc as (from node, to node, milliseconds)."""
        heads = np.repeat(np.arange(self.node_count, dtype=np.int32), np.diff(self.indptr))
        return self.tails, heads, self.weight_ms


_REVERSED: WeakKeyDictionary[Network, Network] = WeakKeyDictionary()
"""Networks do not change: each is turned once."""


@dataclass(frozen=True, slots=True)
class Pieces:
    """Edges cut at the attached points.

    Attributes
    ----------
    u, v, edge, length_m
        Ends, edge and length (metres) of each piece.
    point_node
        Node of each attached point, -1 for none.
    node_count
        Nodes, cuts included.
    """

    u: NDArray[np.int64]
    v: NDArray[np.int64]
    edge: NDArray[np.int64]
    length_m: NDArray[np.float64]
    point_node: NDArray[np.int64]
    node_count: int


def travel_ms(
    length_m: NDArray[np.float64], speed_kmh: NDArray[np.float64] | float
) -> NDArray[np.int64]:
    """Return travel times in whole milliseconds, at least 1 (lengths in metres, km/h)."""
    time = np.rint(np.asarray(length_m) / np.asarray(speed_kmh) * 3600.0)
    return np.asarray(np.maximum(time, 1.0), dtype=np.int64)


def build_network(
    territory: Territory,
    profile: Profile,
    points_xy: NDArray[np.float64],
    *,
    options: Mapping[str, bool] | None = None,
) -> Network:
    """Prepare a territory's streets for one profile, with points attached to them.

    Each point enters at the nearest point of an edge that the profile may travel and that lies in
    the largest strongly connected part; that edge is split there.

    Parameters
    ----------
    territory
        The map.
    profile
        Who travels.
    points_xy
        Coordinates to attach, metres in the territory's system, shape (n, 2).
    options
        Switches of the network (gates, links) that differ from the map's defaults.

    Raises
    ------
    TerritoryError
        If an option is unknown or no edge can be travelled by the profile.
    """
    edges = territory.layers["edges"]
    usable = usable_edges(territory, options or {})
    forward = usable & ((edges["forward"].to_numpy() & profile.bit) > 0)
    backward = usable & ((edges["backward"].to_numpy() & profile.bit) > 0)
    if not (forward | backward).any():
        raise TerritoryError(
            f"No street of {territory.info.name!r} can be travelled by {profile.name!r}.",
            hint="Check the map with 'microville map check'.",
        )
    u, v = edges["u"].to_numpy(), edges["v"].to_numpy()
    main = _largest_component(len(territory.layers["nodes"]), u, v, forward, backward)
    attachable = (forward | backward) & main[u] & main[v]
    geometry = edges.geometry.to_numpy()
    attachment = _attached(territory, geometry, np.flatnonzero(attachable), points_xy)
    if profile.speed_kmh is None:
        # Streets without a speed carry no cars; any positive number serves there.
        own = edges["speed_kmh"].to_numpy()
        speed = np.where(own > 0, own, 1.0) * profile.speed_factor
    else:
        speed = np.full(len(edges), profile.speed_kmh)
    pieces = _split(u, v, edges["length_m"].to_numpy(), attachment, len(territory.layers["nodes"]))
    weight = travel_ms(pieces.length_m, speed[pieces.edge])
    leg = travel_ms(attachment.distance_m, profile.leg_speed_kmh)
    leg[attachment.distance_m <= 0] = 0
    return _compress(
        profile,
        pieces,
        (weight, forward[pieces.edge], backward[pieces.edge]),
        leg,
    )


_ATTACHED: WeakKeyDictionary[Territory, dict[bytes, Attachment]] = WeakKeyDictionary()
"""Where points enter does not depend on speeds: found once for each choice of streets."""


def _attached(
    territory: Territory,
    geometry: NDArray[Any],
    candidates: NDArray[np.int64],
    points_xy: NDArray[np.float64],
) -> Attachment:
    digest = hashlib.sha256(candidates.tobytes())
    digest.update(points_xy.tobytes())
    known = _ATTACHED.setdefault(territory, {})
    key = digest.digest()
    if key not in known:
        known[key] = attach_points(geometry, candidates, points_xy)
    return known[key]


def usable_edges(territory: Territory, options: Mapping[str, bool]) -> NDArray[np.bool_]:
    """Return which edges exist under the map's switches."""
    states = territory.option_defaults()
    for name in options:
        if name not in states:
            known = ", ".join(sorted(states)) or "none"
            raise TerritoryError(
                f"The map {territory.info.name!r} has no option {name!r}.",
                hint=f"Known options: {known}.",
            )
    states |= dict(options)
    off = [name for name, on in states.items() if not on]
    on: NDArray[np.bool_] = ~territory.layers["edges"]["option"].isin(off).to_numpy(dtype=bool)
    return on


def _largest_component(
    count: int,
    u: NDArray[np.int32],
    v: NDArray[np.int32],
    forward: NDArray[np.bool_],
    backward: NDArray[np.bool_],
) -> NDArray[np.bool_]:
    """Mark the nodes of the largest strongly connected part."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    rows = np.concatenate([u[forward], v[backward]])
    columns = np.concatenate([v[forward], u[backward]])
    graph = coo_array((np.ones(len(rows), dtype=np.int8), (rows, columns)), shape=(count, count))
    _, label = connected_components(graph.tocsr(), directed=True, connection="strong")
    largest = int(np.bincount(label).argmax())
    inside: NDArray[np.bool_] = np.equal(label, largest)
    return inside


def _split(
    u: NDArray[np.int32],
    v: NDArray[np.int32],
    length: NDArray[np.float64],
    attachment: Attachment,
    node_count: int,
) -> Pieces:
    """Cut edges at the attached points."""
    edge, share = attachment.edge, attachment.share
    node = np.full(len(edge), -1, dtype=np.int64)
    found = edge >= 0
    # A tenth of a metre: closer points share a node.
    at_start = found & (share * length[edge] < 0.1)
    at_end = found & ~at_start & ((1.0 - share) * length[edge] < 0.1)
    node[at_start], node[at_end] = u[edge[at_start]], v[edge[at_end]]
    inner = np.flatnonzero(found & ~at_start & ~at_end)
    decimetre = np.rint(share[inner] * length[edge[inner]] * 10).astype(np.int64)
    cuts, inverse = np.unique(np.stack([edge[inner], decimetre]), axis=1, return_inverse=True)
    node[inner] = node_count + inverse.ravel()
    cut_edge, cut_offset = cuts[0], cuts[1] / 10.0
    cut_node = node_count + np.arange(len(cut_edge))

    all_edges = np.arange(len(u))
    # Stations along each edge: its start, its cuts in order, its end.
    station_edge = np.concatenate([all_edges, cut_edge, all_edges])
    station_offset = np.concatenate([np.full(len(u), -1.0), cut_offset, length + 1.0])
    station_node = np.concatenate([u, cut_node, v]).astype(np.int64)
    order = np.lexsort((station_offset, station_edge))
    station_edge, station_node = station_edge[order], station_node[order]
    station_offset = np.clip(station_offset[order], 0.0, length[station_edge])
    same = station_edge[1:] == station_edge[:-1]
    first = np.flatnonzero(same)
    piece_length = station_offset[first + 1] - station_offset[first]
    return Pieces(
        u=station_node[first],
        v=station_node[first + 1],
        edge=station_edge[first],
        length_m=piece_length,
        point_node=node,
        node_count=node_count + len(cut_edge),
    )


def _compress(
    profile: Profile,
    pieces: Pieces,
    travel: tuple[NDArray[np.int64], NDArray[np.bool_], NDArray[np.bool_]],
    leg_ms: NDArray[np.int64],
) -> Network:
    weight, forward, backward = travel
    tails = np.concatenate([pieces.u[forward], pieces.v[backward]])
    heads = np.concatenate([pieces.v[forward], pieces.u[backward]])
    weights = np.concatenate([weight[forward], weight[backward]])
    order = np.lexsort((weights, tails, heads))
    counts = np.bincount(heads, minlength=pieces.node_count)
    indptr = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
    return Network(
        profile=profile,
        indptr=indptr,
        tails=tails[order].astype(np.int32),
        weight_ms=weights[order].astype(np.int32),
        point_node=pieces.point_node.astype(np.int32),
        point_leg_ms=leg_ms.astype(np.int32),
    )
