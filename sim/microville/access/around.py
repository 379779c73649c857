"""What lies within a limit of every node, and which nodes lie within a limit of a point."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from microville.access.between import seeds_of
from microville.access.nearest import LATEST
from microville.access.searches import RowsOf, count_within, nodes_within, put_back
from microville.access.threads import chunks, share

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from microville.access.network import Network


def count_reached(
    network: Network,
    points: Sequence[NDArray[np.int32]],
    *,
    limit_ms: int,
    amounts: Sequence[NDArray[np.int64]] | None = None,
    threads: int | None = None,
) -> NDArray[np.int64]:
    """Return how many facilities of each category lie within a limit of every node.

    Parameters
    ----------
    network
        Prepared streets of one profile.
    points
        For each category the attached points where its facilities stand.
    limit_ms
        Milliseconds, the facility's leg included, the origin's not.
    amounts
        What each facility counts for (whole numbers); 1 if not given.
    threads
        See :func:`~microville.access.threads.thread_count`.

    Returns
    -------
    ndarray of int64, shape (nodes, categories)
    """
    limit_ms = min(limit_ms, LATEST)
    joined = np.concatenate([np.asarray(p, dtype=np.int64) for p in points] or [np.zeros(0, int)])
    column = np.repeat(np.arange(len(points), dtype=np.int32), [len(p) for p in points])
    amount = (
        np.ones(len(joined), dtype=np.int64)
        if amounts is None
        else np.concatenate([np.asarray(a, dtype=np.int64) for a in amounts])
    )
    # Neighbours one after the other find their streets in the cache.
    near = np.argsort(network.point_node[joined], kind="stable")
    joined, column, amount = joined[near], column[near], amount[near]
    node, leg = network.point_node[joined], network.point_leg_ms[joined]

    def search(part: range) -> NDArray[np.int64]:
        out = np.zeros((network.node_count, len(points)), dtype=np.int64)
        own = slice(part.start, part.stop)
        count_within(network.behind(), node[own], leg[own], column[own], amount[own], limit_ms, out)
        return out

    parts = share(search, chunks(len(joined), threads, each=1), threads)
    return np.asarray(np.sum(parts, axis=0, dtype=np.int64))


def nodes_reached(
    network: Network,
    origins: NDArray[np.int32],
    *,
    limit_ms: int,
    threads: int | None = None,
) -> tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.int32]]:
    """Return the nodes that are reached from each point within a limit: what isochrones draw.

    Parameters
    ----------
    network
        Prepared streets of one profile.
    origins
        Attached points.
    limit_ms
        Milliseconds, the origin's leg and the profile's fixed time included.
    threads
        See :func:`~microville.access.threads.thread_count`.

    Returns
    -------
    indptr, node, time_ms
        Compressed rows, one an origin; nodes nearest first.
    """
    limit_ms = min(limit_ms, LATEST)
    node, own = seeds_of(network, origins)
    # Neighbours one after the other find their streets in the cache.
    order = np.argsort(node, kind="stable")
    node, own = node[order], own[order]

    def search(rows: range) -> RowsOf:
        part = slice(rows.start, rows.stop)
        return nodes_within(network.ahead(), node[part], own[part], limit_ms)

    shares = chunks(len(node), threads, each=2)
    parts = share(search, shares, threads)
    indptr = np.zeros(len(node) + 1, dtype=np.int64)
    indptr[order + 1] = np.concatenate([np.diff(part[0]) for part in parts])
    np.cumsum(indptr, out=indptr)
    reached, time = (np.empty(int(indptr[-1]), dtype=np.int32) for _ in range(2))
    for rows, part in zip(shares, parts, strict=True):
        put_back(part, order[rows.start : rows.stop], indptr, reached, time)
    return indptr, reached, time
