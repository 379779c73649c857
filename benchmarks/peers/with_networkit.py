"""networkit: no search from several sources; hubs as for igraph, several searches in threads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from benchmarks.common import whole_ms
from benchmarks.implementation import Run
from benchmarks.peers.hubs import with_hubs

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from benchmarks.case import Bench


def _graph(bench: Bench) -> tuple[Any, list[int]]:
    import networkit

    starts, ends, weight, hubs = with_hubs(bench.case)
    graph = networkit.GraphFromCoo(
        (weight, (starts, ends)),
        n=bench.case.node_count + len(hubs),
        weighted=True,
        directed=True,
    )
    return graph, hubs


def _lanes(bench: Bench, found: Any) -> NDArray[np.int32]:
    return whole_ms(np.array(found, dtype=np.float64)[:, : bench.case.node_count].T)


def closest(bench: Bench) -> Run:
    """One search a category (``Dijkstra`` without paths)."""
    import networkit

    graph, hubs = bench.shared("networkit", lambda: _graph(bench))

    def run() -> list[Any]:
        return [
            networkit.distance.Dijkstra(graph, hub, storePaths=False)
            .run()
            .getDistances(asarray=True)
            for hub in hubs
        ]

    return Run(run, lambda found: _lanes(bench, found))


def closest_at_once(bench: Bench) -> Run:
    """Search for all categories in one call, over threads (``SPSP``)."""
    import networkit

    graph, hubs = bench.shared("networkit", lambda: _graph(bench))

    def run() -> Any:
        return networkit.distance.SPSP(graph, hubs).run().getDistances(asarray=True)

    return Run(run, lambda found: _lanes(bench, found))
