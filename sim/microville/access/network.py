"""A street network for one mobility profile: arrays only, integer milliseconds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

import numpy as np

from microville.access.dijkstra import Packed, pack
from microville.access.hierarchy import Hierarchy, weigh
from microville.access.hilbert import hilbert_order
from microville.access.permitted import permitted
from microville.access.profiles import Profile
from microville.access.rows import rows_by_head
from microville.access.speeds import arc_ms, travel_ms
from microville.access.streets import Streets, prepare_streets
from microville.access.topology import Topology
from microville.errors import TerritoryError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from microville.territory import Territory

PLAIN = Profile("plain", 1, 4.8, 1.0, 4.8, 0)
"""Profile of networks that were made from arcs."""


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Network:
    """Streets of one profile with their times, and the points attached to them.

    Attributes
    ----------
    profile
        The mobility profile.
    topology
        Arcs in compressed rows, against the direction of travel.
    weight_ms
        int32, shape (arcs,): milliseconds of each arc.
    point_node
        int32: node where each attached point enters the network; -1 if there is none.
    point_leg_ms
        int32: time of its straight leg to that node.
    streets
        Where arcs and nodes come from; None for networks made from arcs.
    """

    profile: Profile
    topology: Topology
    weight_ms: NDArray[np.int32]
    point_node: NDArray[np.int32]
    point_leg_ms: NDArray[np.int32]
    streets: Streets | None = None

    @classmethod
    def from_arcs(
        cls,
        tails: NDArray[np.int32],
        heads: NDArray[np.int32],
        weight_ms: NDArray[np.int32],
        node_count: int,
        *,
        legs_ms: NDArray[np.int32] | None = None,
        xy: NDArray[np.float64] | None = None,
        profile: Profile = PLAIN,
    ) -> Network:
        """Return a network of plain arcs whose points stand on its nodes, one each.

        Parameters
        ----------
        tails, heads, weight_ms
            Where each arc starts and ends, and how many milliseconds it takes (0 or more). Loops
            and parallel arcs are allowed.
        node_count
            Number of nodes.
        legs_ms
            Leg of each point, 0 if not given.
        xy
            Coordinates of the nodes, shape (nodes, 2). Where given, nodes are stored along a
            Hilbert curve, which makes searches faster; points keep the order of the nodes as
            given, so ask for times at points.
        profile
            Gives the fixed time of trips.

        Raises
        ------
        TerritoryError
            If arrays differ in length, a node does not exist, or a time is out of range.
        """
        tail, head, weight = (_whole(a) for a in (tails, heads, weight_ms))
        if not len(tail) == len(head) == len(weight):
            raise TerritoryError("Tails, heads and times of arcs differ in number.")
        ends = np.concatenate([tail, head])
        if len(ends) and not (ends.min() >= 0 and ends.max() < node_count):
            raise TerritoryError(f"An arc names a node that is not one of {node_count}.")
        if len(weight) and not (weight.min() >= 0 and weight.max() < 2**30 - 1):
            raise TerritoryError("The time of an arc is negative or longer than 12 days.")
        place = np.arange(node_count, dtype=np.int32)
        if xy is not None:
            place[hilbert_order(xy)] = np.arange(node_count, dtype=np.int32)
            tail, head = place[tail].astype(np.int64), place[head].astype(np.int64)
        legs = np.zeros(node_count, dtype=np.int64) if legs_ms is None else _whole(legs_ms)
        if len(legs) != node_count:
            raise TerritoryError(f"{node_count} points need as many legs, not {len(legs)}.")
        if len(legs) and not (legs.min() >= 0 and legs.max() < 2**30 - 1):
            raise TerritoryError("The leg of a point is negative or longer than 12 days.")
        indptr, tails, weights = rows_by_head(tail, head, weight, node_count)
        return cls(
            profile,
            Topology(indptr, tails),
            weights,
            place,
            legs.astype(np.int32),
        )

    @property
    def node_count(self) -> int:
        """Number of nodes, split points included."""
        return self.topology.node_count

    @property
    def indptr(self) -> NDArray[np.int64]:
        """Compressed rows: the arcs into node v are ``indptr[v]:indptr[v + 1]``."""
        return self.topology.indptr

    @property
    def tails(self) -> NDArray[np.int32]:
        """Node where each arc starts."""
        return self.topology.tails

    @property
    def hierarchy(self) -> Hierarchy:
        """The contraction hierarchy, made when first asked for."""
        known = _HIERARCHIES.get(self)
        if known is None:
            known = _HIERARCHIES[self] = weigh(self.topology.order, self.weight_ms)
        return known

    @property
    def point_rank(self) -> NDArray[np.int32]:
        """Rank of each attached point's node in the contraction order; -1 if there is none."""
        known = _RANKS.get(self)
        if known is None:
            rank = np.append(self.hierarchy.order.rank, np.int32(-1)).astype(np.int32)
            known = _RANKS[self] = rank[self.point_node]  # no node, -1, is the last one's place
        return known

    def behind(self) -> Packed:
        """Return the arcs into each node: searches against the direction of travel."""
        known = _BEHIND.get(self)
        if known is None:
            known = _BEHIND[self] = pack(self.indptr, self.tails, self.weight_ms)
        return known

    def ahead(self) -> Packed:
        """Return the arcs out of each node: searches in the direction of travel."""
        known = _AHEAD.get(self)
        if known is None:
            indptr, heads, arc = self.topology.ahead()
            known = _AHEAD[self] = pack(indptr, heads, self.weight_ms[arc])
        return known

    def arcs(self) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int32]]:
        """Return every arc as (from node, to node, milliseconds)."""
        return self.tails, self.topology.heads(), self.weight_ms

    def arcs_of(self, edges: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the arcs that run along some edges of the map, for closing streets.

        Parameters
        ----------
        edges
            Rows of ``territory.edges``.

        Raises
        ------
        TerritoryError
            If the network was made from arcs.
        """
        if self.streets is None:
            raise TerritoryError("A network that was made from arcs knows no edges of a map.")
        return np.flatnonzero(np.isin(self.streets.arc_edge, edges))

    def reweighted(self, weight_ms: NDArray[np.int32]) -> Network:
        """Return the same streets with other times; the contraction order is shared.

        Raises
        ------
        TerritoryError
            If there are not as many times as arcs, or one is negative or no whole number. Times of
            12 days and more close an arc.
        """
        weight = np.minimum(_whole(weight_ms), 2**31 - 1)
        if len(weight) != len(self.weight_ms):
            raise TerritoryError(
                f"{len(self.weight_ms)} arcs need as many times, not {len(weight)}."
            )
        if len(weight) and int(weight.min()) < 0:
            raise TerritoryError("A travel time is negative.", hint="Times are 0 ms or more.")
        return Network(
            self.profile,
            self.topology,
            weight.astype(np.int32),
            self.point_node,
            self.point_leg_ms,
            self.streets,
        )


def _whole(values: NDArray[np.int32]) -> NDArray[np.int64]:
    """Return whole numbers as int64.

    Raises
    ------
    TerritoryError
        If they are none.
    """
    array = np.asarray(values)
    whole = array.astype(np.int64) if np.isfinite(array).all() else np.zeros(0, dtype=np.int64)
    if len(whole) != len(array) or (whole != array).any():
        raise TerritoryError("Arcs and points are counted in whole numbers and milliseconds.")
    return whole


_HIERARCHIES: WeakKeyDictionary[Network, Hierarchy] = WeakKeyDictionary()
_BEHIND: WeakKeyDictionary[Network, Packed] = WeakKeyDictionary()
_AHEAD: WeakKeyDictionary[Network, Packed] = WeakKeyDictionary()
_RANKS: WeakKeyDictionary[Network, NDArray[np.int32]] = WeakKeyDictionary()
"""Networks do not change: each is weighed, turned and packed once, its points ranked once."""


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
    streets = prepare_streets(territory, permitted(territory, profile, options or {}), points_xy)
    leg = travel_ms(streets.point_m, profile.leg_speed_kmh)
    leg[streets.point_m <= 0] = 0
    return Network(
        profile=profile,
        topology=streets.topology,
        weight_ms=arc_ms(territory, streets, profile),
        point_node=streets.point_node,
        point_leg_ms=leg.astype(np.int32),
        streets=streets,
    )
