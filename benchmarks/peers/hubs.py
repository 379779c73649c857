"""For libraries that search from one node only: a hub a category that leads to all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from benchmarks.case import Case


def with_hubs(
    case: Case,
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64], list[int]]:
    """Return arcs against the direction of travel, with hubs: (starts, ends, weights, hubs)."""
    hubs = [case.node_count + lane for lane in range(len(case.categories))]
    nodes = [np.unique(facilities) for facilities in case.facilities]
    starts = [case.heads, *[np.full(len(n), hub) for n, hub in zip(nodes, hubs, strict=True)]]
    ends = [case.tails, *nodes]
    zeros = np.zeros(sum(len(n) for n in nodes))
    weight = np.concatenate([case.weight_ms.astype(np.float64), zeros])
    return (
        np.concatenate(starts).astype(np.int64),
        np.concatenate(ends).astype(np.int64),
        weight,
        hubs,
    )
