"""The closest facilities of every node, and times between points: what most questions need."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import numpy as np

from microville.access.lanes import LANES
from microville.access.outputs import put, put_labels, put_seen_labels
from microville.access.searches import NEVER
from microville.access.sweeps import FAR, sweep_down, sweep_labels, sweep_up
from microville.access.threads import share
from microville.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from microville.access.network import Network

NOBODY = np.int32(2**31 - 1)
"""Owner of an empty label."""
LATEST = int(FAR) - 1
"""Longest time that is known (milliseconds, 12 days)."""
Seen = tuple["NDArray[np.int32]", "NDArray[np.int32]", "NDArray[np.int32]", int]
"""Points from which times are seen; rank and leg of every point; a time for all."""


def closest_times(
    network: Network,
    points: Sequence[NDArray[np.int32]],
    *,
    seen_from: NDArray[np.int32] | None = None,
    outward: bool = False,
    limit_ms: int = LATEST,
    threads: int | None = None,
) -> NDArray[np.int32]:
    """Return the time to the closest facility of each category.

    Parameters
    ----------
    network
        Prepared streets of one profile.
    points
        For each category the attached points where its facilities stand; may be empty.
    seen_from
        Points from which times are wanted, with their legs and the profile's fixed time; every
        node if not given, without either.
    outward
        Times from the facilities instead of to them.
    limit_ms
        Nothing farther than this (facility's leg and way) is known.
    threads
        See :func:`~microville.access.threads.thread_count`; results do not depend on it.

    Returns
    -------
    ndarray of int32, shape (nodes or points, categories)
        Milliseconds; :data:`~microville.access.searches.NEVER` where there is no way.

    Notes
    -----
    One sweep up and one down a contraction hierarchy for every eight categories.
    """
    seen = seen_by(network, seen_from)
    out = np.empty((len(seen[0]), len(points)), dtype=np.int32)
    sweep_to(network, points, seen, limit_ms, out, threads, outward=outward)
    return out


def seen_by(network: Network, points: NDArray[np.int32] | None) -> Seen:
    """Return from where times are seen: points with legs and fixed time, or every node."""
    if points is not None:
        legs, fixed = network.point_leg_ms, network.profile.fixed_ms
        return np.asarray(points, dtype=np.int32), network.point_rank, legs, fixed
    every = np.arange(network.node_count, dtype=np.int32)
    return every, network.hierarchy.order.rank, np.zeros_like(every), 0


def closest(
    network: Network,
    points: NDArray[np.int32],
    owners: NDArray[np.int32],
    *,
    k: int = 1,
    seen_from: NDArray[np.int32] | None = None,
    limit_ms: int = LATEST,
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Return the k closest facilities.

    Parameters
    ----------
    network
        Prepared streets of one profile.
    points
        Index of the attached point where each facility stands.
    owners
        Index of each facility (0 or more), by which ties are broken (lowest first).
    k
        How many to know.
    seen_from
        Points from which times are wanted, with their legs and the profile's fixed time; every
        node if not given, without either.
    limit_ms
        Nothing farther than this (facility's leg and way) is known.

    Returns
    -------
    times, owners
        int32 arrays of shape (nodes or points, k), sorted by (time, owner). Empty places hold
        :data:`~microville.access.searches.NEVER` and :data:`NOBODY`.

    Raises
    ------
    InputError
        If k is not 1 or more, or an owner is negative or no int32.
    """
    limit_ms = min(limit_ms, LATEST)
    best = _swept_labels(network, points, owners, k, limit_ms)
    seen = seen_by(network, seen_from)
    times = np.empty((len(seen[0]), k), dtype=np.int32)
    found = np.empty_like(times)
    put_seen_labels(best, seen, limit_ms, times, found)
    return times, found


def closest_by_category(
    network: Network,
    points: Sequence[NDArray[np.int32]],
    owners: Sequence[NDArray[np.int32]],
    *,
    k: int = 1,
    seen_from: NDArray[np.int32] | None = None,
    limit_ms: int = LATEST,
    threads: int | None = None,
) -> list[tuple[NDArray[np.int32], NDArray[np.int32]]]:
    """Return what :func:`closest` does for each of several categories, on several threads.

    Parameters and units as there; ``points`` and ``owners`` hold an array a category.
    """
    _ = network.point_rank  # made once, before the threads ask for it

    def work(category: int) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        own = points[category], owners[category]
        return closest(network, *own, k=k, seen_from=seen_from, limit_ms=limit_ms)

    return share(work, range(len(points)), threads)


def _swept_labels(
    network: Network,
    points: NDArray[np.int32],
    owners: NDArray[np.int32],
    k: int,
    limit_ms: int,
) -> NDArray[np.int64]:
    """Return the packed labels of each rank."""
    owners = np.asarray(owners, dtype=np.int64)
    if k < 1 or (len(owners) and not 0 <= int(owners.min()) <= int(owners.max()) < NOBODY):
        raise InputError("Labels need k of 1 or more and owners from 0 to 2**31 - 2.")
    points = np.asarray(points, dtype=np.int64)
    rank, leg = network.point_rank[points], network.point_leg_ms[points]
    entered = (rank >= 0) & (leg <= limit_ms)
    seeds = rank[entered], (leg[entered].astype(np.int64) << 32) | owners[entered]
    best = np.empty((network.node_count, k), dtype=np.int64)
    sweep_labels(*directions(network), seeds, best)
    return best


def packed_closest(
    network: Network,
    points: NDArray[np.int32],
    owners: NDArray[np.int32],
    *,
    k: int = 1,
    limit_ms: int = LATEST,
) -> NDArray[np.int64]:
    """Return what :func:`closest` does as packed labels: milliseconds above, owner below 32 bits.

    Raises
    ------
    InputError
        If k is not 1 or more, or an owner is negative or no int32.
    """
    limit_ms = min(limit_ms, LATEST)
    best = _swept_labels(network, points, owners, k, limit_ms)
    out = np.empty_like(best)
    put_labels(best, network.hierarchy.order.rank, limit_ms, out)
    return out


def unpack(labels: NDArray[np.int64]) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Return the milliseconds and the owners of packed labels."""
    return (labels >> 32).astype(np.int32), (labels & 0xFFFFFFFF).astype(np.int32)


Half = tuple["NDArray[np.int32]", "NDArray[np.uint32]", "NDArray[np.int32]"]


def directions(network: Network, *, outward: bool = False) -> tuple[Half, Half]:
    """Return the arcs that a sweep uses upwards and downwards, for times to or from seeds."""
    h = network.hierarchy
    descend = h.descend_ptr, h.descend_head, h.descend_ms
    climb = h.climb_ptr, h.climb_head, h.climb_ms
    return (climb, descend) if outward else (descend, climb)


def lanes_of(
    network: Network, points: Sequence[NDArray[np.int32]]
) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int32]]:
    """Return rank, lane and leg of the facilities of a few categories."""
    joined = np.concatenate([np.asarray(p, dtype=np.int64) for p in points])
    lane = np.repeat(np.arange(len(points), dtype=np.int32), [len(p) for p in points])
    rank = network.point_rank[joined]
    entered = rank >= 0
    return rank[entered], lane[entered], network.point_leg_ms[joined[entered]]


def ranks_of(
    network: Network, points: NDArray[np.int32]
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Return the rank of points (-1 where they enter nowhere), and their own time."""
    rank = network.point_rank[points]
    return rank, (network.point_leg_ms[points] + network.profile.fixed_ms).astype(np.int32)


def at_points(
    network: Network,
    times: NDArray[np.int32],
    points: NDArray[np.int32] | slice,
) -> NDArray[np.int32]:
    """Return the labels' times seen from points: their own leg and the profile's fixed time added.

    Returns
    -------
    ndarray of int32, shape (points, k)
        Milliseconds; :data:`~microville.access.searches.NEVER` where nothing is known.
    """
    nodes = network.point_node[points]
    seen = times[nodes]
    leg = (network.point_leg_ms[points] + network.profile.fixed_ms)[:, None]
    out: NDArray[np.int32] = np.where(
        (seen == NEVER) | (nodes < 0)[:, None], NEVER, seen + leg
    ).astype(np.int32)
    return out


def sweep_to(
    network: Network,
    points: Sequence[NDArray[np.int32]],
    seen: Seen,
    limit_ms: int,
    out: NDArray[np.int32],
    threads: int | None,
    *,
    outward: bool = False,
) -> None:
    """Fill one column for each group of points: the time to the closest of them.

    ``seen`` says from where, see :func:`microville.access.sweeps.put`.
    """
    _ = network.point_rank  # made once, before the threads ask for it

    def work(columns: range) -> None:
        seeds = lanes_of(network, [points[c] for c in columns])
        best = swept(network, seeds, outward=outward)
        put(best, seen, limit_ms, out, columns.start, len(columns))

    blocks = [range(c, min(c + LANES, len(points))) for c in range(0, len(points), LANES)]
    share(work, blocks, threads)


Seeds = tuple["NDArray[np.int32]", "NDArray[np.int32]", "NDArray[np.int32]"]


def swept(network: Network, seeds: Seeds, *, outward: bool = False) -> NDArray[np.int32]:
    """Return the time of each rank and lane to (or from) the closest seed (rank, lane, ms).

    Returns
    -------
    ndarray of int32, shape (nodes, LANES)
        Of this thread: its next sweep writes over it.
    """
    h = network.hierarchy
    rising, _ = directions(network, outward=outward)
    best = _lanes(network.node_count)
    sweep_up(rising, seeds, best)
    sweep_down(h.descending if outward else h.climbing, best)
    return best


_HELD = threading.local()


def _lanes(nodes: int) -> NDArray[np.int32]:
    """Return the memory of this thread's sweeps: fresh memory costs a part of their time."""
    held: NDArray[np.int32] | None = getattr(_HELD, "lanes", None)
    if held is None or len(held) < nodes:
        held = _HELD.lanes = np.empty((nodes, LANES), dtype=np.int32)
    return held[:nodes]
