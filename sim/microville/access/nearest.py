"""The k closest facilities of each category, kept up to date as they open and close."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from microville.access.kernels import NEVER, forget, spread, times_to_each

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from microville.access.network import Network

NOBODY = np.int32(2**31 - 1)
"""Owner of an empty label."""


def empty_labels(nodes: int, k: int) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Return labels that know no facility yet: (times, owners), each of shape (nodes, k)."""
    return np.full((nodes, k), NEVER, np.int32), np.full((nodes, k), NOBODY, np.int32)


def closest(
    network: Network,
    points: NDArray[np.int32],
    owners: NDArray[np.int32],
    *,
    k: int = 1,
    limit_ms: int = int(NEVER) - 1,
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Return each node's k closest facilities.

    Parameters
    ----------
    network
        Prepared streets of one profile.
    points
        Index of the attached point where each facility stands.
    owners
        Index of each facility, by which ties are broken (lowest first).
    k
        How many to know.
    limit_ms
        Nothing farther than this is known.

    Returns
    -------
    times, owners
        int32 arrays of shape (nodes, k), sorted by (time, owner). Times include the facility's leg
        but not the origin's. Empty places hold :data:`~microville.access.kernels.NEVER` and
        :data:`NOBODY`.
    """
    times, found = empty_labels(network.node_count, k)
    add_facilities(network, times, found, points, owners, limit_ms=limit_ms)
    return times, found


def add_facilities(
    network: Network,
    times: NDArray[np.int32],
    found: NDArray[np.int32],
    points: NDArray[np.int32],
    owners: NDArray[np.int32],
    *,
    limit_ms: int = int(NEVER) - 1,
) -> None:
    """Add facilities that open to labels in place: only where they are among the k closest."""
    spread(
        network.indptr,
        network.tails,
        network.weight_ms,
        network.point_node[points],
        network.point_leg_ms[points],
        np.asarray(owners, dtype=np.int32),
        times,
        found,
        limit_ms,
    )


def remove_facility(
    network: Network,
    times: NDArray[np.int32],
    found: NDArray[np.int32],
    gone: int,
    points: NDArray[np.int32],
    owners: NDArray[np.int32],
    *,
    limit_ms: int = int(NEVER) - 1,
) -> None:
    """Repair labels in place where a facility that closes was known; nowhere else.

    Parameters
    ----------
    network, times, found, limit_ms
        As in :func:`add_facilities`.
    gone
        Owner that closes.
    points, owners
        The facilities that stay.
    """
    ahead = network.reversed()
    offers = forget(ahead.indptr, ahead.tails, ahead.weight_ms, np.int32(gone), times, found)
    array = np.array(offers, dtype=np.int64).reshape(-1, 3)
    array = array[array[:, 0] <= limit_ms]
    # Those who stay are offered too: where they are known already, nothing happens.
    spread(
        network.indptr,
        network.tails,
        network.weight_ms,
        np.concatenate([array[:, 2].astype(np.int32), network.point_node[points]]),
        np.concatenate([array[:, 0].astype(np.int32), network.point_leg_ms[points]]),
        np.concatenate([array[:, 1], owners]).astype(np.int32),
        times,
        found,
        limit_ms,
    )


def at_points(
    network: Network,
    times: NDArray[np.int32],
    points: NDArray[np.int32] | slice,
) -> NDArray[np.int32]:
    """Return the labels' times seen from points: their own leg and the profile's fixed time added.

    Returns
    -------
    ndarray of int32, shape (points, k)
        Milliseconds; :data:`~microville.access.kernels.NEVER` where nothing is known.
    """
    nodes = network.point_node[points]
    seen = times[nodes]
    leg = (network.point_leg_ms[points] + network.profile.fixed_ms)[:, None]
    out: NDArray[np.int32] = np.where(
        (seen == NEVER) | (nodes < 0)[:, None], NEVER, seen + leg
    ).astype(np.int32)
    return out


def matrix(
    network: Network,
    origins: NDArray[np.int32],
    targets: NDArray[np.int32],
    *,
    limit_ms: int = int(NEVER) // 2,
) -> NDArray[np.int32]:
    """Return travel times from each origin point to each target point, in milliseconds.

    Returns
    -------
    ndarray of int32, shape (origins, targets)
        With both legs and the profile's fixed time;
        :data:`~microville.access.kernels.NEVER` where there is no way within the limit.
    """
    out = np.empty((len(origins), len(targets)), dtype=np.int32)
    times_to_each(
        network.indptr,
        network.tails,
        network.weight_ms,
        network.point_node[targets],
        network.point_leg_ms[targets],
        network.point_node[origins],
        network.point_leg_ms[origins] + np.int32(network.profile.fixed_ms),
        limit_ms,
        out,
    )
    return out
