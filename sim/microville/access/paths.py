"""The ways themselves, for those who ask: arcs, metres and lines of shortest paths."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numba import njit

from microville.access.heap import pop, push
from microville.access.nearest import LATEST
from microville.access.searches import NEVER
from microville.access.threads import share
from microville.errors import InputError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from microville.access.network import Network
    from microville.territory import Territory


@dataclass(frozen=True, slots=True, eq=False)
class Paths:
    """Shortest paths, one for each pair of points.

    Attributes
    ----------
    indptr
        int64, shape (paths + 1,): the arcs of path i are ``arc[indptr[i]:indptr[i + 1]]``; none
        where origin and target enter at one node, or where there is no way.
    arc
        int32: rows of the network's arcs, in the order of travel.
    time_ms
        int32, shape (paths,): with both legs and the profile's fixed time;
        :data:`~microville.access.searches.NEVER` where there is no way.
    """

    indptr: NDArray[np.int64]
    arc: NDArray[np.int32]
    time_ms: NDArray[np.int32]

    def length_m(self, network: Network) -> NDArray[np.float64]:
        """Return metres along streets of each path, legs apart.

        Raises
        ------
        InputError
            If the network was made from arcs and knows no lengths.
        """
        streets = _streets(network)
        metres = np.abs(streets.arc_to_m - streets.arc_from_m)[self.arc]
        total = np.concatenate([[0.0], np.cumsum(metres)])
        return np.asarray(total[self.indptr[1:]] - total[self.indptr[:-1]], dtype=np.float64)

    def stops(self, network: Network) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
        """Return the nodes of each path as compressed rows (pointers, nodes), ends included.

        A path without arcs has no node.
        """
        tails, heads, _ = network.arcs()
        size = np.diff(self.indptr)
        rows = np.concatenate([[0], np.cumsum(size + (size > 0))]).astype(np.int64)
        node = np.empty(rows[-1], dtype=np.int32)
        moves = np.flatnonzero(size > 0)
        path = np.repeat(np.arange(len(size)), size)
        node[np.arange(len(self.arc)) + rows[path] - self.indptr[path]] = tails[self.arc]
        node[rows[moves + 1] - 1] = heads[self.arc[self.indptr[moves + 1] - 1]]
        return rows, node

    def lines(self, network: Network, territory: Territory) -> NDArray[Any]:
        """Return each path as a LineString along its streets, empty where it has no arc.

        Raises
        ------
        InputError
            If the network was made from arcs and knows no streets.
        """
        import shapely

        streets = _streets(network)
        edges = territory.layers["edges"]
        geometry, length = edges.geometry.to_numpy(), edges["length_m"].to_numpy()
        out = np.full(len(self.time_ms), shapely.LineString(), dtype=object)
        for i in range(len(out)):
            arcs = self.arc[self.indptr[i] : self.indptr[i + 1]]
            if not len(arcs):
                continue
            edge = streets.arc_edge[arcs]
            start = streets.arc_from_m[arcs] / length[edge]
            end = streets.arc_to_m[arcs] / length[edge]
            parts = [
                shapely.get_coordinates(shapely.ops.substring(geometry[e], a, b, normalized=True))
                for e, a, b in zip(edge.tolist(), start.tolist(), end.tolist(), strict=True)
            ]
            joined = np.concatenate(parts)
            moved = np.concatenate([[True], (np.diff(joined, axis=0) != 0).any(axis=1)])
            # A line has two ends, even where a street is shorter than coordinates can tell.
            out[i] = shapely.LineString(joined[moved] if moved.sum() > 1 else joined[[0, -1]])
        return out


def shortest_paths(
    network: Network,
    origins: NDArray[np.int32],
    targets: NDArray[np.int32],
    *,
    threads: int | None = None,
) -> Paths:
    """Return the shortest path from each origin point to the target point beside it.

    Parameters
    ----------
    network
        Prepared streets of one profile.
    origins, targets
        Attached points, as many of one as of the other.
    threads
        See :func:`~microville.access.threads.thread_count`.

    Raises
    ------
    InputError
        If there are not as many origins as targets.

    Notes
    -----
    One search backwards from each distinct target, until its origins are reached. Of several
    shortest paths the one found first in the order of (time, node, arc) is taken.
    """
    origins, targets = np.asarray(origins, np.int64), np.asarray(targets, np.int64)
    if len(origins) != len(targets):
        raise InputError("Paths need as many origins as targets.")
    order = np.argsort(targets, kind="stable")
    starts = np.flatnonzero(np.diff(targets[order], prepend=-1))
    groups = [part for part in np.split(order, starts[1:]) if len(part)]
    heads = network.topology.heads()

    def search(rows: NDArray[np.int64]) -> tuple[Any, Any, Any]:
        door = targets[rows[0]]
        return _paths_to(  # type: ignore[no-any-return]
            (network.indptr, network.tails, network.weight_ms),
            heads,
            int(network.point_node[door]),
            network.point_node[origins[rows]],
        )

    time = np.full(len(origins), NEVER, dtype=np.int32)
    parts: list[NDArray[np.int32]] = [np.zeros(0, np.int32)] * len(origins)
    for rows, (indptr, arc, ms) in zip(groups, share(search, groups, threads), strict=True):
        legs = network.point_leg_ms[origins[rows]] + network.point_leg_ms[targets[rows]]
        there = ms != NEVER
        time[rows[there]] = ms[there] + legs[there] + network.profile.fixed_ms
        for i, row in enumerate(rows.tolist()):
            parts[row] = arc[indptr[i] : indptr[i + 1]]
    sizes = np.array([len(part) for part in parts], dtype=np.int64)
    indptr = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
    return Paths(indptr, np.concatenate([np.zeros(0, np.int32), *parts]), time)


def _streets(network: Network) -> Any:
    if network.streets is None:
        raise InputError(
            "This network was made from arcs and knows no streets.",
            hint="Use build_network on a territory.",
        )
    return network.streets


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _tree(
    rows: tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.int32]],
    target: int,
    origins: NDArray[np.int32],
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Return each node's time to a target and its first arc, until all origins are reached."""
    indptr, tails, weight = rows
    count = len(indptr) - 1
    best = np.full(count, NEVER, np.int32)
    by = np.full(count, -1, np.int32)
    heap = np.empty(len(tails) + 1, np.int64)
    wanted = np.zeros(count, np.bool_)
    wanted[origins[origins >= 0]] = True
    waiting = wanted.sum()
    size = 0
    if target >= 0:
        best[target] = 0
        size = push(heap, 0, np.int64(target))
    while size > 0 and waiting > 0:
        key = heap[0]
        size = pop(heap, size)
        time, node = key >> 32, key & 0xFFFFFFFF
        if time > best[node]:
            continue
        waiting -= wanted[node]
        for arc in range(indptr[node], indptr[node + 1]):
            there = tails[arc]
            later = time + weight[arc]
            if later <= LATEST and later < best[there]:
                best[there], by[there] = later, arc
                size = push(heap, size, (later << 32) | np.int64(there))
    return best, by


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _paths_to(
    rows: tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.int32]],
    heads: NDArray[np.int32],
    target: int,
    origins: NDArray[np.int32],
) -> tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.int32]]:
    """Return the paths of all origins to one target node: (indptr, arc, milliseconds)."""
    best, by = _tree(rows, target, origins)
    first = np.zeros(len(origins) + 1, np.int64)
    ms = np.full(len(origins), NEVER, np.int32)
    for i in range(len(origins)):
        node, steps = origins[i], 0
        if node >= 0 and best[node] != NEVER:
            ms[i] = best[node]
            while by[node] >= 0:
                node = heads[by[node]]
                steps += 1
        first[i + 1] = first[i] + steps
    out = np.empty(first[-1], np.int32)
    for i in range(len(origins)):
        node = origins[i]
        for at in range(first[i], first[i + 1]):
            out[at] = by[node]
            node = heads[by[node]]
    return first, out, ms
