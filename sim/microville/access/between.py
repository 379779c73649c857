"""Times between points, all of them or those within a limit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from microville.access.lanes import LANES
from microville.access.nearest import LATEST, ranks_of, seen_by, sweep_to, swept
from microville.access.outputs import put_rows
from microville.access.reach import Reach
from microville.access.searches import fill_rows, nodes_within, pairs_within
from microville.access.threads import chunks, share

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from microville.access.network import Network


def matrix(
    network: Network,
    origins: NDArray[np.int32],
    targets: NDArray[np.int32],
    *,
    limit_ms: int = LATEST,
    threads: int | None = None,
) -> NDArray[np.int32]:
    """Return travel times from each origin point to each target point, in milliseconds.

    Parameters
    ----------
    network
        Prepared streets of one profile.
    origins, targets
        Attached points.
    limit_ms
        Nothing farther than this (way and target's leg) is known.
    threads
        See :func:`~microville.access.threads.thread_count`.

    Returns
    -------
    ndarray of int32, shape (origins, targets)
        With both legs and the profile's fixed time;
        :data:`~microville.access.searches.NEVER` where there is no way within the limit.
    """
    out = np.empty((len(origins), len(targets)), dtype=np.int32)
    if _is_local(network, origins, len(targets), limit_ms):
        seeds = seeds_of(network, origins)
        at_node = points_at_nodes(network, targets)

        def search(part: range) -> None:
            rows = slice(part.start, part.stop)
            own = seeds[0][rows], seeds[1][rows]
            fill_rows(network.ahead(), own, at_node, limit_ms, out[rows])

        share(search, chunks(len(origins), threads), threads)
        return out
    if len(origins) < len(targets):
        _sweep_from(network, origins, targets, limit_ms, out, threads)
    else:
        points = [targets[c : c + 1] for c in range(len(targets))]
        sweep_to(network, points, seen_by(network, origins), limit_ms, out, threads)
    return out


def _sweep_from(
    network: Network,
    origins: NDArray[np.int32],
    targets: NDArray[np.int32],
    limit_ms: int,
    out: NDArray[np.int32],
    threads: int | None,
) -> None:
    """Fill ``out[origin, target]`` from the origins' side, where these are fewer."""
    rank, leg = network.point_rank[targets], network.point_leg_ms[targets]
    start_rank, own = ranks_of(network, origins)

    def work(rows: range) -> None:
        lane = np.flatnonzero(start_rank[rows.start : rows.stop] >= 0).astype(np.int32)
        start = start_rank[rows.start + lane]
        best = swept(network, (start, lane, np.zeros_like(start)), outward=True)
        put_rows(best, rank, leg, own[rows.start : rows.stop], limit_ms, out[rows.start :])

    blocks = [range(c, min(c + LANES, len(origins))) for c in range(0, len(origins), LANES)]
    share(work, blocks, threads)


PROBES = 4
LOCAL = 24
"""A search that settles less than a node in 24 is cheaper than its lane of a sweep (measured)."""


def _is_local(network: Network, origins: NDArray[np.int32], targets: int, limit_ms: int) -> bool:
    """Return whether a search within a limit from each origin is less work than sweeps.

    Sweeps take a lane for each point of the shorter side; a few searches tell how much theirs is.
    """
    if limit_ms >= LATEST or not len(origins):
        return False
    lanes = min(targets / len(origins), 1.0)
    most = lanes * network.node_count / LOCAL
    if most < 1.0:  # not even an origin's own node
        return False
    some = np.asarray(origins)[np.linspace(0, len(origins) - 1, PROBES).astype(np.int64)]
    node, ms = seeds_of(network, some)
    indptr, _, _ = nodes_within(network.ahead(), node, np.zeros_like(ms), limit_ms)
    return bool(indptr[-1] < PROBES * most)


def seeds_of(
    network: Network, points: NDArray[np.int32]
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Return node and own time (leg and fixed) of points."""
    own = network.point_leg_ms[points] + network.profile.fixed_ms
    return network.point_node[points], own.astype(np.int32)


def points_at_nodes(
    network: Network, points: NDArray[np.int32]
) -> tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.int32]]:
    """Return which of some points stand on each node: compressed rows of (index, leg)."""
    node = network.point_node[points]
    index = np.flatnonzero(node >= 0)
    index = index[np.argsort(node[index], kind="stable")]
    counts = np.bincount(node[index], minlength=network.node_count)
    first = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
    legs = network.point_leg_ms[np.asarray(points)[index]]
    return first, index.astype(np.int32), legs


def reachable(
    network: Network,
    origins: NDArray[np.int32],
    targets: NDArray[np.int32],
    *,
    limit_ms: int,
    threads: int | None = None,
) -> Reach:
    """Return travel times within a limit as compressed rows: what is too far takes no room.

    Parameters
    ----------
    network
        Prepared streets of one profile.
    origins, targets
        Attached points.
    limit_ms
        Milliseconds, both legs and the profile's fixed time included.
    threads
        See :func:`~microville.access.threads.thread_count`.
    """
    limit_ms = min(limit_ms, LATEST)
    # The side with fewer points searches.
    turned = len(targets) < len(origins)
    rows = network.behind() if turned else network.ahead()
    fixed = network.profile.fixed_ms
    near, far = (targets, origins) if turned else (origins, targets)
    node, leg = network.point_node[near], network.point_leg_ms[near] + fixed
    at_node = points_at_nodes(network, far)

    def search(part: range) -> tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.int32]]:
        own = node[part.start : part.stop], leg[part.start : part.stop].astype(np.int32)
        return pairs_within(rows, own, at_node, limit_ms)  # type: ignore[no-any-return]

    parts = share(search, chunks(len(near), threads), threads)
    counts = np.concatenate([np.diff(part[0]) for part in parts])
    indptr = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
    point = np.concatenate([part[1] for part in parts])
    time = np.concatenate([part[2] for part in parts])
    found = Reach(indptr, point, time, len(far), limit_ms)
    return found.transposed() if turned else found
