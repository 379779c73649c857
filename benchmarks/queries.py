"""The queries of the tables: implementations, reference, goals."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from benchmarks import ours, twins
from benchmarks.implementation import Implementation
from benchmarks.peers import (
    with_igraph,
    with_networkit,
    with_networkx,
    with_pandana,
    with_routingkit,
    with_rustworkx,
    with_scipy,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from benchmarks.case import Bench

OURS = "microville"
REFERENCE = "networkx"
"""Rows whose name begins so give the reference, where a query has none of its own."""


@dataclass(frozen=True)
class Goal:
    """What TARGETS.md asks for.

    Attributes
    ----------
    ratio
        At least so many times slower than ours.
    known
        The ratio that was reached before, by experiments outside this project.
    most_ms, most_bytes
        Of our own row: at most so much (for about 50,000 nodes).
    """

    ratio: float | None = None
    known: float | None = None
    most_ms: float | None = None
    most_bytes: int | None = None


@dataclass(frozen=True)
class Query:
    """One table.

    Attributes
    ----------
    key, title
        Name on the command line, what people read.
    rows
        Implementations; the first is ours.
    goals
        By name of implementation.
    reference
        Returns the compared form from networkx; None: the row of networkx gives it; False: no
        answer to compare.
    """

    key: str
    title: str
    rows: tuple[Implementation, ...]
    goals: dict[str, Goal] = field(default_factory=dict)
    reference: Callable[[Bench], Any] | bool = True


def _after_facilities(bench: Bench) -> NDArray[np.int32]:
    """Return times without the facilities that close, and times when all are open again."""
    lanes = bench.case.facilities
    nothing = np.empty(0, np.int64)
    columns = []
    for lane, points in enumerate(lanes):
        gone = [owner for at, owner in bench.facility_events() if at == lane]
        columns.append(
            with_networkx.one_lane(
                bench, np.delete(points, np.unique(np.array(gone, np.int64))), nothing
            )
        )
    columns += [with_networkx.one_lane(bench, points, nothing) for points in lanes]
    return np.column_stack(columns)


def _after_streets(bench: Bench) -> NDArray[np.int32]:
    """Return times with the streets closed, and with all open again."""
    lanes = bench.case.facilities
    nothing = np.empty(0, np.int64)
    columns = []
    for lane, points in enumerate(lanes):
        closed = [nothing, *(arcs for at, arcs in bench.street_events() if at == lane)]
        columns.append(with_networkx.one_lane(bench, points, np.concatenate(closed)))
    columns += [with_networkx.one_lane(bench, points, nothing) for points in lanes]
    return np.column_stack(columns)


HUBS = "search; a hub node a category, with arcs of 0 to its facilities, is built beforehand"
FULL = f"{OURS}, full recomputation"

QUERIES: dict[str, Query] = {
    query.key: query
    for query in (
        Query(
            "closest",
            "Closest facility, every node, 6 categories",
            (
                Implementation(OURS, ours.run_closest, "from facilities to times", few=True),
                Implementation(
                    "microville, one thread",
                    ours.run_closest_one_thread,
                    "from facilities to times",
                ),
                Implementation(
                    "bucket queue (numba), sorted nodes", twins.buckets_sorted, few=True
                ),
                Implementation("binary heap (numba), sorted nodes", twins.heap_sorted, few=True),
                Implementation("binary heap (numba)", twins.heap, few=True),
                Implementation("routingkit-cch", with_routingkit.closest, "search, as lists"),
                Implementation("scipy dijkstra(min_only)", with_scipy.closest, few=True),
                Implementation("scipy dijkstra(min_only), sorted nodes", with_scipy.closest_sorted),
                Implementation("networkit Dijkstra", with_networkit.closest, HUBS),
                Implementation("networkit SPSP, threads", with_networkit.closest_at_once, HUBS),
                Implementation("igraph distances", with_igraph.closest, HUBS),
                Implementation("rustworkx", with_rustworkx.closest, HUBS),
                Implementation("networkx", with_networkx.closest, few=True),
                Implementation(
                    "pandana nearest_pois", with_pandana.closest, "set_pois and nearest_pois"
                ),
                Implementation(
                    "pandana nearest_pois, one thread",
                    with_pandana.closest_one_thread,
                    "set_pois and nearest_pois",
                ),
            ),
            {
                "bucket queue (numba), sorted nodes": Goal(known=4),
                "binary heap (numba), sorted nodes": Goal(known=12),
                "routingkit-cch": Goal(known=13),
                "scipy dijkstra(min_only)": Goal(15, 18),
                "networkit Dijkstra": Goal(known=54),
                "igraph distances": Goal(known=78),
                "rustworkx": Goal(known=80),
                "networkx": Goal(250, 325),
                "pandana nearest_pois": Goal(1_000, 1_266),
            },
        ),
        Query(
            "five",
            "5 closest, every node, 6 categories",
            (
                Implementation(OURS, ours.run_five, "from facilities to times and owners"),
                Implementation(
                    "scipy, bounded searches",
                    with_scipy.five,
                    "a search a facility, bounded (see README); sorting",
                ),
                Implementation("networkx, bounded searches", with_networkx.five, "as scipy"),
                Implementation(
                    "pandana nearest_pois", with_pandana.five, "set_pois and nearest_pois"
                ),
            ),
            {
                "pandana nearest_pois": Goal(50, 58),
                "scipy, bounded searches": Goal(known=77),
                "networkx, bounded searches": Goal(known=900),
            },
        ),
        Query(
            "opportunities",
            "Facilities within 15 minutes, counted at every node, 6 categories",
            (
                Implementation(OURS, ours.run_opportunities),
                Implementation("scipy dijkstra(limit)", with_scipy.opportunities),
                Implementation("networkx", with_networkx.opportunities),
                Implementation(
                    "pandana aggregate", with_pandana.opportunities, "aggregate; set is not"
                ),
                Implementation(
                    "pandana aggregate after precompute",
                    with_pandana.opportunities_precomputed,
                    "aggregate; set and precompute are not",
                ),
            ),
            {
                "scipy dijkstra(limit)": Goal(known=11),
                "networkx": Goal(known=63),
                "pandana aggregate": Goal(known=366),
            },
        ),
        Query(
            "isochrones",
            "Isochrones: nodes within 15 minutes of each origin",
            (
                Implementation(OURS, ours.run_isochrones),
                Implementation(
                    "scipy dijkstra(limit)", with_scipy.isochrones, "search, nodes kept"
                ),
                Implementation("networkx", with_networkx.isochrones),
                Implementation("pandana nodes_in_range", with_pandana.isochrones),
                Implementation(
                    "osmnx ego_graph",
                    with_networkx.ego_graphs,
                    "nx.ego_graph of a MultiDiGraph, as osmnx's example does; nodes, no times",
                ),
            ),
            {
                "scipy dijkstra(limit)": Goal(8, 8),
                "networkx": Goal(known=65),
                "osmnx ego_graph": Goal(900, 970),
            },
        ),
        Query(
            "matrix",
            "Travel times within 30 minutes, origins by targets",
            (
                Implementation(OURS, ours.run_matrix),
                Implementation("scipy dijkstra(limit)", with_scipy.matrix, "search, columns kept"),
                Implementation(
                    "routingkit-cch one-to-many",
                    with_routingkit.matrix,
                    "search without a limit (it has none); lists thrown away",
                ),
                Implementation("networkx", with_networkx.matrix, "search, look-up of targets"),
            ),
            {
                "scipy dijkstra(limit)": Goal(known=5),
                "routingkit-cch one-to-many": Goal(known=14),
                "networkx": Goal(known=55),
            },
        ),
        Query(
            "facility",
            "One facility closes or opens, labels of its category repaired (mean of an event)",
            (
                Implementation(OURS, ours.run_facility, "repair, one event"),
                Implementation(FULL, ours.run_one_category, "one category with owners"),
                Implementation(
                    "scipy, full recomputation", with_scipy.one_category, "one category"
                ),
            ),
            {FULL: Goal(80, 86)},
            reference=_after_facilities,
        ),
        Query(
            "street",
            "One street closes or opens, labels of a category repaired (mean of an event)",
            (
                Implementation(OURS, ours.run_street, "repair, one event"),
                Implementation(FULL, ours.run_one_category, "one category with owners"),
                Implementation(
                    "scipy, full recomputation", with_scipy.one_category, "one category"
                ),
            ),
            reference=_after_streets,
        ),
        Query(
            "prepare",
            "Preparation, once a network",
            (
                Implementation(OURS, ours.run_prepare, "arcs to order", few=True),
                Implementation(
                    "routingkit-cch, inertial order",
                    with_routingkit.prepare,
                    "order, hierarchy, first weights",
                ),
                Implementation(
                    "routingkit-cch, degree order",
                    with_routingkit.prepare_by_degree,
                    "order, hierarchy, first weights",
                ),
                Implementation("pandana", with_pandana.prepare, "Network()"),
            ),
            {OURS: Goal(most_ms=2_000, most_bytes=10_000_000)},
            reference=False,
        ),
        Query(
            "reweight",
            "New weights on a prepared network",
            (
                Implementation(OURS, ours.run_reweight, "all that depends on weights"),
                Implementation("routingkit-cch", with_routingkit.reweight, "CCHMetric.reset"),
            ),
            {OURS: Goal(most_ms=40)},
            reference=with_networkx.closest_reweighted,
        ),
        Query(
            "limit",
            "Limit: one pass over the arrays of the graph",
            (
                Implementation("read every number once", twins.read_once),
                Implementation("relax every arc once, 1 lane", twins.relax_lane),
                Implementation("relax every arc once, 8 lanes", twins.relax_once),
            ),
            reference=False,
        ),
    )
}
