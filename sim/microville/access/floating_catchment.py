"""Floating catchments: access to a capacity for which people within reach compete."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, get_args

import numpy as np

from microville.access.decay import Step, Stepped
from microville.access.opportunities import amounts, pair_weights
from microville.access.reach import Reach, as_reach
from microville.errors import InputError

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from microville.access.decay import Decay

Method = Literal["2sfca", "e2sfca", "3sfca", "bfca"]

CATCHMENT = Step(30.0)
"""30 minutes, as Luo & Wang (2003)."""

ZONES = Stepped((10.0, 20.0, 30.0), (1.0, 0.68, 0.22))
"""Weights of 0-10, 10-20 and 20-30 minutes: Luo & Qi (2009), as the default of PySAL ``access``."""


def floating_catchment_area(
    times: Reach | NDArray[np.int32],
    demand: ArrayLike,
    supply: ArrayLike,
    *,
    method: Method = "e2sfca",
    decay: Decay | None = None,
) -> NDArray[np.float64]:
    """Return the capacity per person that each origin can obtain, others competing for it.

    Two steps, with weights ``a`` of a person at a target and ``b`` of a target for a person::

        R_j = S_j / sum_i a_ij P_i        A_i = sum_j b_ij R_j

    ========= ================================== ==================================
    method    a (who asks)                       b (what counts)
    ========= ================================== ==================================
    2sfca     ``w``, 1 within a catchment        ``w``
    e2sfca    ``w``                              ``w``
    3sfca     ``w² / sum_j w``                   ``w² / sum_j w``
    bfca      ``w / sum_j w``                    ``w / sum_i w``
    ========= ================================== ==================================

    Parameters
    ----------
    times
        Travel times from origins to targets.
    demand
        People at each origin, shape (origins).
    supply
        Capacity of each target, shape (targets); with ``2sfca`` and ``e2sfca`` also (targets,
        categories). With ``3sfca`` and ``bfca`` people divide themselves among targets, and ask
        nothing of one without capacity.
    method
        One of the table. With all but ``bfca``, ``sum_i A_i P_i`` is the capacity that anybody can
        reach: nothing is counted twice. With ``bfca``, ``sum_i A_i = sum_j R_j`` and everyone who
        reaches anything asks exactly once.
    decay
        Weight ``w`` by minutes. If not given, :data:`CATCHMENT` for ``2sfca`` and :data:`ZONES`
        otherwise.

    Returns
    -------
    ndarray of float64, shape (origins) or (origins, categories)
        Capacity per person. 0 where nothing is within reach. An origin without people still has
        an answer: what one more person there would find.

    Raises
    ------
    InputError
        If the method is unknown or cannot take several categories, ``2sfca`` is given other
        weights than 0 and 1, the travel times end before the decay does, or an amount is negative
        or missing.

    Notes
    -----
    Sources: 2SFCA, Luo & Wang (2003), Environment and Planning B 30(6); enhanced, Luo & Qi (2009),
    Health & Place 15(4); three steps, Wan, Zou & Sternberg (2012), International Journal of
    Geographical Information Science 26(6); balanced, Paez, Higgins & Vivona (2019), PLOS ONE
    14(6).
    """
    reach = as_reach(times)
    capacity = amounts(supply, reach.target_count, "capacities")
    asking, counting = _weights(reach, capacity, method, decay)
    ratio = _ratios(asking, demand, capacity)
    return np.asarray(counting @ ratio, dtype=np.float64)


def supply_ratios(
    times: Reach | NDArray[np.int32],
    demand: ArrayLike,
    supply: ArrayLike,
    *,
    method: Method = "e2sfca",
    decay: Decay | None = None,
) -> NDArray[np.float64]:
    """Return the first step alone: capacity per person who asks, at each target.

    Parameters, errors and sources as in :func:`floating_catchment_area`.

    Returns
    -------
    ndarray of float64, shape (targets) or (targets, categories)
        Capacity per person; 0 where nobody asks, since that capacity goes to no one.
    """
    reach = as_reach(times)
    capacity = amounts(supply, reach.target_count, "capacities")
    asking, _ = _weights(reach, capacity, method, decay)
    return _ratios(asking, demand, capacity)


def _ratios(asking: Any, demand: ArrayLike, capacity: NDArray[np.float64]) -> NDArray[np.float64]:
    people = amounts(demand, asking.shape[0], "people")
    if people.ndim != 1:
        raise InputError("People come in one column.", hint="Call once for each group.")
    asked = np.asarray(asking.T @ people, dtype=np.float64)
    if capacity.ndim == 2:
        asked = asked[:, None]
    return np.divide(capacity, asked, out=np.zeros_like(capacity), where=asked > 0)


def _weights(
    reach: Reach, capacity: NDArray[np.float64], method: Method, decay: Decay | None
) -> tuple[Any, Any]:
    """Return the weights of both steps as sparse matrices, shape (origins, targets)."""
    if method not in get_args(Method):
        raise InputError(
            f"There is no catchment method {method!r}.",
            hint=f"Choose one of {', '.join(get_args(Method))}.",
        )
    if decay is None:
        decay = CATCHMENT if method == "2sfca" else ZONES
    weight = pair_weights(reach, decay)
    if method == "2sfca" and not np.isin(weight, (0.0, 1.0)).all():
        raise InputError(
            "The catchments of 2sfca are in or out.", hint="Choose e2sfca to weigh by time."
        )
    if method in {"2sfca", "e2sfca"}:
        both = reach.weighted(weight)
        return both, both
    if capacity.ndim != 1:
        raise InputError(
            f"With {method}, people divide themselves among the targets of one category.",
            hint="Call once for each category.",
        )
    weight = np.where(capacity[reach.target] > 0, weight, 0.0)
    share = _shares(weight, reach.origins(), reach.origin_count)
    if method == "3sfca":
        both = reach.weighted(weight * share)
        return both, both
    by_target = _shares(weight, reach.target, reach.target_count)
    return reach.weighted(share), reach.weighted(by_target)


def _shares(
    weight: NDArray[np.float64], owner: NDArray[np.int32], count: int
) -> NDArray[np.float64]:
    """Return each pair's share of its owner's weights; 0 where they are all 0."""
    total = np.bincount(owner, weights=weight, minlength=count)[owner]
    return np.divide(weight, total, out=np.zeros_like(weight), where=total > 0)
