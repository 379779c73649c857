"""Opportunities that can be reached: the closest, how many within a time, how many weighed by it.

Names follow the R package ``accessibility`` (Pereira & Herszenhut). Travel times come as a
:class:`~microville.access.reach.Reach` or as an int32 matrix of milliseconds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from microville.access.decay import ends_ms
from microville.access.reach import NO_WAY, Reach, as_reach, to_ms
from microville.errors import InputError

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from microville.access.decay import Decay


def amounts(values: ArrayLike, count: int, what: str) -> NDArray[np.float64]:
    """Return amounts as float64, shape (count) or (count, columns).

    Raises
    ------
    InputError
        If there are not ``count`` rows, or an amount is negative, missing or infinite.
    """
    array = np.asarray(values, dtype=np.float64)
    if array.ndim not in {1, 2} or len(array) != count:
        raise InputError(
            f"There are {what} of shape {array.shape} for {count} places.",
            hint="Give one row for each place, in the same order.",
        )
    if not (np.isfinite(array).all() and (array >= 0).all()):
        raise InputError(
            f"Some {what} are negative, missing or infinite.",
            hint="Leave out what is unknown: unknown is not zero.",
        )
    return array


def cost_to_closest(
    times: Reach | NDArray[np.int32],
    opportunities: ArrayLike | None = None,
    *,
    k: int = 1,
) -> NDArray[np.int32]:
    """Return the travel time to the closest target, or to the k-th closest.

    Parameters
    ----------
    times
        Travel times from origins to targets.
    opportunities
        Amount at each target, shape (targets) or (targets, categories). Targets with 0 are left
        out; a target counts once, however much it holds. All targets count if not given.
    k
        1 for the closest, 2 for the second closest, and so on: a choice, not a last resort.

    Returns
    -------
    ndarray of int32, shape (origins) or (origins, categories)
        Milliseconds; :data:`~microville.access.reach.NO_WAY` where fewer than ``k`` are within the
        limit of the travel times.

    Raises
    ------
    InputError
        If ``k`` is below 1, or an amount is negative or missing.

    Notes
    -----
    Source: R package ``accessibility``, ``cost_to_closest``.
    """
    if k < 1:
        raise InputError(f"There is no {k}-th closest target.", hint="Give k = 1 or more.")
    reach = as_reach(times)
    if opportunities is None:
        opportunities = np.ones(reach.target_count)
    there = amounts(opportunities, reach.target_count, "opportunities") > 0
    if there.ndim == 1:
        return _kth(reach, there, k)
    out = np.empty((reach.origin_count, there.shape[1]), dtype=np.int32)
    for column in range(there.shape[1]):
        out[:, column] = _kth(reach, there[:, column], k)
    return out


def _kth(reach: Reach, there: NDArray[np.bool_], k: int) -> NDArray[np.int32]:
    """Return each origin's k-th smallest time among the targets that are there."""
    kept = there[reach.target]
    time, origin = reach.time_ms[kept], reach.origins()[kept]
    count = np.bincount(origin, minlength=reach.origin_count)
    start = np.cumsum(count) - count
    has = count >= k
    out = np.full(reach.origin_count, NO_WAY, dtype=np.int32)
    if k == 1:
        # Rows without targets would end the row before them early: they are left out.
        if has.any():
            out[has] = np.minimum.reduceat(time, start[has])
        return out
    order = np.lexsort((time, origin))
    out[has] = time[order[start[has] + k - 1]]
    return out


def cumulative_cutoff(
    times: Reach | NDArray[np.int32], opportunities: ArrayLike, *, minutes: float
) -> NDArray[np.float64]:
    """Return how many opportunities lie within some minutes: ``A_i = sum_j O_j [t_ij <= T]``.

    Parameters
    ----------
    times
        Travel times from origins to targets.
    opportunities
        Amount at each target, shape (targets) or (targets, categories).
    minutes
        The cut-off ``T``; whatever is exactly there is within.

    Returns
    -------
    ndarray of float64, shape (origins) or (origins, categories)
        In the unit of the opportunities.

    Raises
    ------
    InputError
        If the travel times end before the cut-off, or an amount is negative or missing.

    Notes
    -----
    Source: R package ``accessibility``, ``cumulative_cutoff``; Levinson & King (2020), Transport
    Access Manual.
    """
    reach = as_reach(times)
    limit = to_ms(minutes)
    reach.require(limit)
    return _summed(reach, (reach.time_ms <= limit).astype(np.float64), opportunities)


def gravity(
    times: Reach | NDArray[np.int32], opportunities: ArrayLike, *, decay: Decay
) -> NDArray[np.float64]:
    """Return opportunities weighed by travel time: ``A_i = sum_j O_j f(t_ij)``.

    Parameters
    ----------
    times
        Travel times from origins to targets. What lies beyond their limit is not counted: with a
        decay that never ends, search far enough for its weight to be negligible there.
    opportunities
        Amount at each target, shape (targets) or (targets, categories).
    decay
        Weight by minutes, see :mod:`microville.access.decay`.

    Returns
    -------
    ndarray of float64, shape (origins) or (origins, categories)
        In the unit of the opportunities, as if at the door.

    Raises
    ------
    InputError
        If the travel times end before the decay does, or an amount or a weight is negative or
        missing.

    Notes
    -----
    Source: Hansen (1959), Journal of the American Institute of Planners 25(2); R package
    ``accessibility``, ``gravity``.
    """
    reach = as_reach(times)
    return _summed(reach, pair_weights(reach, decay), opportunities)


def pair_weights(reach: Reach, decay: Decay) -> NDArray[np.float64]:
    """Return the decay's weight of each pair, shape (pairs).

    Raises
    ------
    InputError
        If the travel times end before the decay does, or a weight is negative or missing.
    """
    reach.require(ends_ms(decay))
    weights = np.asarray(decay(reach.minutes()), dtype=np.float64)
    if weights.shape != reach.time_ms.shape or not (
        np.isfinite(weights).all() and (weights >= 0).all()
    ):
        raise InputError(
            "The decay gave weights that are negative, missing or not one for each time.",
            hint="Give a function from an array of minutes to weights of the same shape.",
        )
    return weights


def _summed(
    reach: Reach, weights: NDArray[np.float64], opportunities: ArrayLike
) -> NDArray[np.float64]:
    held = amounts(opportunities, reach.target_count, "opportunities")
    return np.asarray(reach.weighted(weights) @ held, dtype=np.float64)
