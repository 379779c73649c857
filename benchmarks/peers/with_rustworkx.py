"""rustworkx: no search from several sources; hubs as for igraph, weights through a callback."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from benchmarks.common import by_node
from benchmarks.implementation import Run
from benchmarks.peers.hubs import with_hubs

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from benchmarks.case import Bench


def closest(bench: Bench) -> Run:
    """One search a category, against the arcs."""
    import rustworkx as rx

    starts, ends, weight, hubs = with_hubs(bench.case)
    count = bench.case.node_count
    graph = rx.PyDiGraph()
    graph.add_nodes_from([None] * (count + len(hubs)))
    graph.add_edges_from(list(zip(starts.tolist(), ends.tolist(), weight.tolist(), strict=True)))

    def run() -> list[Any]:
        return [rx.dijkstra_shortest_path_lengths(graph, hub, float) for hub in hubs]

    def lane(found: Any) -> NDArray[np.int32]:
        return by_node({node: time for node, time in found.items() if node < count}, count)

    return Run(run, lambda lanes: np.column_stack([lane(found) for found in lanes]))
