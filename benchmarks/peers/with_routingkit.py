"""routingkit-cch: customisable contraction hierarchies (Dibbelt, Strasser & Wagner, 2016).

The order is the inertial one, from coordinates: its degree order makes far more arcs. Times come
as lists of Python integers with None for "no way", which its calls cannot avoid.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from benchmarks.case import FAR_MS, NEVER
from benchmarks.common import whole_ms
from benchmarks.implementation import Run

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from benchmarks.case import Bench


def _arcs(bench: Bench) -> tuple[list[int], list[int]]:
    return bench.case.tails.tolist(), bench.case.heads.tolist()


def _degrees(bench: Bench) -> tuple[list[float], list[float]]:
    """Return coordinates as something that looks like latitudes and longitudes."""
    small = (bench.case.xy - bench.case.xy.mean(axis=0)) / 111_000
    return small[:, 1].tolist(), small[:, 0].tolist()


def _hierarchy(bench: Bench) -> Any:
    import routingkit_cch as rk

    tails, heads = _arcs(bench)
    order = rk.compute_order_inertial(bench.case.node_count, tails, heads, *_degrees(bench))
    return rk.CCH(order, tails, heads, False)


def _metric(bench: Bench) -> Any:
    import routingkit_cch as rk

    hierarchy = bench.shared("routingkit", lambda: _hierarchy(bench))
    weights = bench.case.weight_ms.tolist()
    return bench.shared("routingkit metric", lambda: rk.CCHMetric(hierarchy, weights))


def closest(bench: Bench) -> Run:
    """``CCHManyToOne`` with every node pinned: all nodes to the best of several targets."""
    return Run(*_closest(bench, _metric(bench)))


def _closest(
    bench: Bench, metric: Any
) -> tuple[Callable[[], list[list[int | None]]], Callable[[Any], NDArray[np.int32]]]:
    import routingkit_cch as rk

    pinned = rk.CCHManyToOne(metric, list(range(bench.case.node_count)))
    facilities = [[(node, 0) for node in nodes.tolist()] for nodes in bench.case.facilities]

    def run() -> list[list[int | None]]:
        return [pinned.distances_to_multi(nodes) for nodes in facilities]

    return run, lambda found: whole_ms(np.array(found, dtype=np.float64).T)


def matrix(bench: Bench) -> Run:
    """``CCHOneToMany`` with the targets pinned; it knows no limit.

    The timed call throws its lists away; turning them into rows is left out.
    """
    import routingkit_cch as rk

    pinned = rk.CCHOneToMany(_metric(bench), bench.targets.tolist())
    origins = bench.origins.tolist()

    def run() -> None:
        for origin in origins:
            pinned.distances_from(origin)

    def check() -> NDArray[np.int32]:
        out = np.empty((len(origins), len(bench.targets)), dtype=np.int32)
        for row, origin in enumerate(origins):
            out[row] = whole_ms(np.array(pinned.distances_from(origin), dtype=np.float64))
        out[out > FAR_MS] = NEVER
        return out

    return Run(run, check=check)


def prepare(bench: Bench) -> Run:
    """Inertial order, hierarchy, first customisation."""
    import routingkit_cch as rk

    weights = bench.case.weight_ms.tolist()
    return Run(lambda: rk.CCHMetric(_hierarchy(bench), weights))


def prepare_by_degree(bench: Bench) -> Run:
    """Prepare with the degree order."""
    import routingkit_cch as rk

    tails, heads = _arcs(bench)
    weights = bench.case.weight_ms.tolist()

    def run() -> Any:
        order = rk.compute_order_degree(bench.case.node_count, tails, heads)
        hierarchy = rk.CCH(order, tails, heads, False)
        return rk.CCHMetric(hierarchy, weights)

    return Run(run)


def reweight(bench: Bench) -> Run:
    """``CCHMetric.reset`` with the other weights (no query may be alive)."""
    import routingkit_cch as rk

    hierarchy = bench.shared("routingkit", lambda: _hierarchy(bench))
    weights = bench.other_weights.tolist()
    metric = rk.CCHMetric(hierarchy, bench.case.weight_ms.tolist())

    def check() -> NDArray[np.int32]:
        run, answer = _closest(bench, rk.CCHMetric(hierarchy, weights))
        return answer(run())

    return Run(lambda: metric.reset(weights), check=check)
