"""igraph: no search from several sources, so a seventh node per category leads to its facilities.

That node and its arcs of no length are built outside the timing, to igraph's advantage.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from benchmarks.common import whole_ms
from benchmarks.implementation import Run
from benchmarks.peers.hubs import with_hubs

if TYPE_CHECKING:
    from benchmarks.case import Bench


def closest(bench: Bench) -> Run:
    """One call for the six categories, against the arcs."""
    import igraph

    starts, ends, weight, hubs = with_hubs(bench.case)
    count = bench.case.node_count
    graph = igraph.Graph(
        n=count + len(hubs), edges=np.column_stack([starts, ends]).tolist(), directed=True
    )
    graph.es["weight"] = weight.tolist()

    def run() -> list[list[float]]:
        return graph.distances(source=hubs, weights="weight", mode="out")

    return Run(run, lambda found: whole_ms(np.array(found, dtype=np.float64)[:, :count].T))
