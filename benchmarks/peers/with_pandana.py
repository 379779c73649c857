"""pandana: contraction hierarchies; it has no notion of several categories at once.

It holds times as unsigned thousandths: milliseconds go in as seconds, half a millisecond more so
that cutting decimals off gives them back; 50 days are the most it can count. Where it finds
nothing it answers its maximum.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from benchmarks.case import LIMIT_MS, K
from benchmarks.common import sparse_rows, whole_ms
from benchmarks.implementation import Run
from benchmarks.peers.quiet import quiet

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from benchmarks.case import Bench

FAR_S = 200_000.0
"""Farther than any facility of any network here (seconds)."""


def _network(bench: Bench) -> Any:
    import pandana
    import pandas as pd

    case = bench.case
    seconds = (case.weight_ms.astype(np.float64) + 0.5) / 1000
    columns = (
        pd.Series(case.xy[:, 0]),
        pd.Series(case.xy[:, 1]),
        pd.Series(case.tails.astype(np.int64)),
        pd.Series(case.heads.astype(np.int64)),
        pd.DataFrame({"seconds": seconds}),
    )
    with quiet():  # it reports the progress of its contraction
        return pandana.Network(*columns, twoway=False)


def network(bench: Bench) -> Any:
    """Return the prepared network, made once."""
    return bench.shared("pandana", lambda: _network(bench))


def prepare(bench: Bench) -> Run:
    """Build the network, which contracts it."""
    return Run(lambda: _network(bench))


def _set_pois(bench: Bench, prepared: Any, count: int) -> None:
    import pandas as pd

    for name, nodes in bench.case.categories.items():
        x, y = pd.Series(bench.case.xy[nodes, 0]), pd.Series(bench.case.xy[nodes, 1])
        prepared.set_pois(f"{name}{count}", FAR_S, count, x, y)


def _times(found: list[Any]) -> NDArray[np.int32]:
    seconds = np.hstack([frame.to_numpy() for frame in found])
    return whole_ms(np.where(seconds >= FAR_S, np.inf, seconds * 1000))


def _nearest(bench: Bench, count: int) -> Run:
    prepared = network(bench)

    def run() -> list[Any]:
        _set_pois(bench, prepared, count)
        return [
            prepared.nearest_pois(FAR_S, f"{name}{count}", num_pois=count)
            for name in bench.case.categories
        ]

    return Run(run, _times)


def closest(bench: Bench) -> Run:
    """``set_pois`` (a search from each facility) and ``nearest_pois``."""
    return _nearest(bench, 1)


def closest_one_thread(bench: Bench) -> Run:
    """As :func:`closest`, held to one thread, as ours, scipy's and networkx's are."""
    from threadpoolctl import threadpool_limits

    inner = _nearest(bench, 1)

    def run() -> list[Any]:
        with threadpool_limits(1, user_api="openmp"):
            found: list[Any] = inner.run()
        return found

    return Run(run, _times)


def five(bench: Bench) -> Run:
    """Call it for five; a facility counts once for each time it stands on a node."""
    return _nearest(bench, K)


def _set_ones(bench: Bench, prepared: Any) -> None:
    import pandas as pd

    for name, nodes in bench.case.categories.items():
        prepared.set(pd.Series(nodes.astype(np.int64)), name=name)


def _counts(bench: Bench, prepared: Any) -> Run:
    def run() -> list[Any]:
        return [
            prepared.aggregate(LIMIT_MS / 1000 + 0.0005, type="sum", decay="flat", name=name)
            for name in bench.case.categories
        ]

    return Run(run, lambda found: np.column_stack(found).astype(np.int32))


def opportunities(bench: Bench) -> Run:
    """``aggregate``, sums of ones without decay."""
    prepared = network(bench)
    _set_ones(bench, prepared)
    return _counts(bench, prepared)


def opportunities_precomputed(bench: Bench) -> Run:
    """Aggregate on a network of its own after ``precompute``, which is not timed."""
    prepared = _network(bench)
    prepared.precompute(LIMIT_MS / 1000 + 0.0005)
    _set_ones(bench, prepared)
    return _counts(bench, prepared)


def isochrones(bench: Bench) -> Run:
    """``nodes_in_range`` of all origins in one call."""
    prepared, starts = network(bench), bench.starts.astype(np.int64)

    def run() -> Any:
        return prepared.nodes_in_range(starts, LIMIT_MS / 1000 + 0.0005)

    def rows(frame: Any) -> list[tuple[NDArray[Any], NDArray[Any]]]:
        by_start = frame.groupby("source")
        return [
            (part["destination"].to_numpy(), np.rint(part["seconds"].to_numpy() * 1000))
            for part in (by_start.get_group(start) for start in starts)
        ]

    return Run(run, lambda frame: sparse_rows(rows(frame), bench.case.node_count))
