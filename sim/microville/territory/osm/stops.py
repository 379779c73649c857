"""Where streets make people stop: traffic signals and crossings, as mapped on nodes.

Sources: the OSM wiki, "Tag:highway=traffic_signals", "Tag:highway=crossing", "Key:crossing". What
is mapped twice (a signal and its crossing, one signal for each carriageway) counts twice.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from microville.territory.osm.raw import RawOsm, Tags
    from microville.territory.osm.simplify import Chain

ONE_WAY = 0.5
"""A signal tagged for one direction only stops half of those who pass."""


def stops(tags: Tags) -> tuple[float, float]:
    """Return how many signals and how many crossings without signals a node is.

    Parameters
    ----------
    tags
        Tags of the node.
    """
    kind = tags.get("highway")
    if kind == "traffic_signals":
        own = tags.get("traffic_signals:direction") in {"forward", "backward"}
        return (ONE_WAY if own else 1.0), 0.0
    if kind != "crossing" or tags.get("crossing") == "no":
        return 0.0, 0.0
    signals = tags.get("crossing") == "traffic_signals" or tags.get("crossing:signals") == "yes"
    return (1.0, 0.0) if signals else (0.0, 1.0)


def count_stops(raw: RawOsm, edges: list[Chain]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return the signals and the crossings met along each edge, shape (edges,).

    Nodes inside an edge count in full, those at its ends one half each, so that the sum along a
    route counts every node once.
    """
    found = {
        ref: counts
        for ref, tags in zip(raw.node_id.tolist(), raw.node_tags, strict=True)
        if any(counts := stops(tags))
    }
    table = np.zeros((2, len(edges)), dtype=np.float32)
    for row, edge in enumerate(edges):
        last = len(edge.refs) - 1
        for at, ref in enumerate(edge.refs):
            if ref in found:
                table[:, row] += np.array(found[ref]) * (0.5 if at in (0, last) else 1.0)
    return table[0], table[1]
