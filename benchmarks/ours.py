"""Every call to Microville's access engine that the benchmark makes, and no other."""

from __future__ import annotations

from time import perf_counter
from typing import TYPE_CHECKING, Any

import numpy as np

from benchmarks.case import FAR_MS, LIMIT_MS, K
from benchmarks.common import rows_of
from benchmarks.implementation import Run
from microville.access import (
    Labels,
    Network,
    closest,
    closest_by_category,
    closest_times,
    count_reached,
    matrix,
    nodes_reached,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from benchmarks.case import Bench, Case

    Note = Callable[[Any], str]


def _build(case: Case) -> Network:
    """Return a network whose points are the case's nodes, with legs of 0; it sorts its own."""
    return Network.from_arcs(case.tails, case.heads, case.weight_ms, case.node_count, xy=case.xy)


def network_of(bench: Bench) -> Network:
    """Return the prepared network, made once."""
    return bench.shared("ours", lambda: _prepared(bench.case))


def _prepared(case: Case) -> Network:
    network = _build(case)
    network.ahead()
    network.hierarchy.nbytes  # noqa: B018 - made when first asked for
    return network


def _all_bytes(network: Network) -> int:
    """Return the bytes of every array that the engine keeps for a network."""
    rows = [*network.behind(), *network.ahead(), *network.topology.ahead()]
    own = {id(array): array.nbytes for array in rows}
    return network.hierarchy.nbytes + sum(own.values())


def _numbers(points: NDArray[np.int32]) -> NDArray[np.int32]:
    return np.arange(len(points), dtype=np.int32)


def _every(bench: Bench) -> NDArray[np.int32]:
    """Return all points, in the order of the case's nodes."""
    return np.arange(bench.case.node_count, dtype=np.int32)


def run_closest(bench: Bench) -> Run:
    """Closest facility of six categories at every node."""
    network, lanes, every = network_of(bench), bench.case.facilities, _every(bench)
    return Run(
        lambda: closest_times(network, lanes, seen_from=every), size_bytes=_all_bytes(network)
    )


def run_closest_one_thread(bench: Bench) -> Run:
    """As :func:`run_closest`, on one thread."""
    network, lanes, every = network_of(bench), bench.case.facilities, _every(bench)
    return Run(lambda: closest_times(network, lanes, seen_from=every, threads=1))


def run_one_category(bench: Bench) -> Run:
    """Full computation of labels with owners, a category at a time: what a repair avoids."""
    network, lanes = network_of(bench), bench.case.facilities

    def run() -> list[Any]:
        return [closest(network, points, _numbers(points), k=1) for points in lanes]

    return Run(run, parts=len(lanes))


def run_five(bench: Bench) -> Run:
    """Five closest of each category at every node."""
    network, lanes = network_of(bench), bench.case.facilities
    owners, every = [_numbers(points) for points in lanes], _every(bench)

    def run() -> list[Any]:
        return closest_by_category(network, lanes, owners, k=K, seen_from=every)

    return Run(run, lambda found: np.hstack([times for times, _ in found]))


def run_opportunities(bench: Bench) -> Run:
    """Facilities within 15 minutes, counted at every node."""
    network, lanes = network_of(bench), bench.case.facilities
    return Run(
        lambda: count_reached(network, lanes, limit_ms=LIMIT_MS)[network.point_node],
        lambda found: found.astype(np.int32),
    )


def run_isochrones(bench: Bench) -> Run:
    """Nodes within 15 minutes of each origin."""
    network, starts = network_of(bench), bench.starts
    name = np.empty(bench.case.node_count, dtype=np.int32)
    name[network.point_node] = _every(bench)

    def run() -> tuple[Any, Any, Any]:
        indptr, node, ms = nodes_reached(network, starts, limit_ms=LIMIT_MS)
        return indptr, name[node], ms

    return Run(run, lambda found: rows_of(*found, bench.case.node_count))


def run_matrix(bench: Bench) -> Run:
    """Travel times within 30 minutes."""
    network, origins, targets = network_of(bench), bench.origins, bench.targets
    return Run(lambda: matrix(network, origins, targets, limit_ms=FAR_MS))


def labels_of(bench: Bench) -> list[Labels]:
    """Return one set of labels a category."""
    network = network_of(bench)
    return [Labels(network, points, _numbers(points)) for points in bench.case.facilities]


def _times(labels: list[Labels]) -> NDArray[np.int32]:
    """Return the times of all labels in the order of the case's nodes."""
    return np.column_stack([one.times[one.network.point_node, 0] for one in labels])


def _rows(network: Network, case: Case) -> NDArray[np.int64]:
    """Return the network's row of each arc of the case."""
    tails, heads, _ = network.arcs()
    own = network.point_node[case.tails], network.point_node[case.heads]
    count = network.node_count
    wanted = own[1].astype(np.int64) * count + own[0]
    return np.searchsorted(heads.astype(np.int64) * count + tails, wanted)


def _event_note(events: Sequence[tuple[int, Any]], sizes: Sequence[int]) -> Note:
    """Return what says more about events: their median, and the mean of each category."""
    lane = np.array([at for at, _ in events])

    def note(seconds: NDArray[np.float64]) -> str:
        means = [seconds[lane == i].mean() / 2 * 1000 for i in range(len(sizes))]
        split = ", ".join(f"{n}: {ms:.4f}" for n, ms in zip(sizes, means, strict=True))
        return (
            f"median of events {np.median(seconds) / 2 * 1000:.4f} ms; means by number of "
            f"facilities {split}"
        )

    return note


def _timed_events(
    events: Sequence[tuple[int, Any]], pair: Callable[[int, Any], None]
) -> NDArray[np.float64]:
    """Make events happen and be undone, and return the seconds of each such pair."""
    out = np.empty(len(events))
    for i, (lane, what) in enumerate(events):
        begin = perf_counter()
        pair(lane, what)
        out[i] = perf_counter() - begin
    return out


def run_facility(bench: Bench) -> Run:
    """Facilities that close and open again, one after the other; the time of one event."""
    labels, events = labels_of(bench), bench.facility_events()
    lanes = bench.case.facilities

    def pair(lane: int, owner: int) -> None:
        labels[lane].close(owner)
        labels[lane].open(owner, int(lanes[lane][owner]))

    def check() -> NDArray[np.int32]:
        for lane, owner in dict.fromkeys(events):
            labels[lane].close(owner)
        without = _times(labels)
        for lane, owner in dict.fromkeys(events):
            labels[lane].open(owner, int(lanes[lane][owner]))
        return np.hstack([without, _times(labels)])

    return Run(
        lambda: _timed_events(events, pair),
        check=check,
        note=_event_note(events, [len(points) for points in lanes]),
        parts=2 * len(events),
    )


def run_street(bench: Bench) -> Run:
    """Streets that close and open again, one after the other; the time of one event."""
    labels = labels_of(bench)
    row = _rows(network_of(bench), bench.case)
    events = [(lane, row[arcs]) for lane, arcs in bench.street_events()]

    def pair(lane: int, arcs: NDArray[np.int64]) -> None:
        labels[lane].close_arcs(arcs)
        labels[lane].reopen_arcs(arcs)

    def check() -> NDArray[np.int32]:
        for lane, arcs in events:
            labels[lane].close_arcs(arcs)
        without = _times(labels)
        for lane, arcs in events:
            labels[lane].reopen_arcs(arcs)
        return np.hstack([without, _times(labels)])

    return Run(
        lambda: _timed_events(events, pair),
        check=check,
        note=_event_note(events, [len(points) for points in bench.case.facilities]),
        parts=2 * len(events),
    )


def run_prepare(bench: Bench) -> Run:
    """Prepare order and hierarchy from arrays of arcs."""
    size = network_of(bench).hierarchy.nbytes
    return Run(lambda: _build(bench.case).hierarchy, size_bytes=size)


def run_reweight(bench: Bench) -> Run:
    """Other weights on the same order; what depends on them is computed at once."""
    network, weights = network_of(bench), bench.other_weights

    def check() -> NDArray[np.int32]:
        other = network.reweighted(weights[back])
        return closest_times(other, bench.case.facilities, seen_from=_every(bench))

    back = np.argsort(_rows(network, bench.case), kind="stable")
    return Run(lambda: network.reweighted(weights[back]).hierarchy, check=check)
