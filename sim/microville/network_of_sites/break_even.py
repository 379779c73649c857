"""When a site breaks even, and from which size on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from microville.network_of_sites.cash import site_cash
from microville.network_of_sites.context import alone
from microville.network_of_sites.sites import LARGEST_M2, SMALLEST_M2, TYPES, Sites

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from microville.network_of_sites.context import Context
    from microville.network_of_sites.network import Network
    from microville.parameters import Parameters

NEVER = -1
STEPS = 800
"""Sizes that are tried, each 1.3 % larger than the one before."""


def break_even_year(cash: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the year of each site, from 0, from which its cash never falls below zero again.

    Parameters
    ----------
    cash
        Cents by site and year, after debt service and animation.

    Returns
    -------
    NDArray
        Shape (sites,); :data:`NEVER` where the last year is below zero.
    """
    below = cash < 0
    years = cash.shape[1]
    last_below = np.where(below.any(axis=1), years - 1 - below[:, ::-1].argmax(axis=1), -1)
    return np.where(last_below == years - 1, NEVER, last_below + 1)


def breaks_even(cash: NDArray[np.int64], limit_years: int) -> NDArray[np.bool_]:
    """Return which sites break even within so many years of their start."""
    year = break_even_year(cash)
    return np.asarray((year != NEVER) & (year <= limit_years))


def critical_floor_m2(
    kind: str, parameters: Parameters, years: int, *, network: Network | None = None
) -> int | None:
    """Return the smallest floor from which on a site breaks even in time (m²).

    With a network, the site is one that joins in the year of its last start, too small to change
    prices. The answer is on a grid of sizes 1.3 % apart.

    Parameters
    ----------
    kind
        One of ``TYPES``.
    parameters
        As for :func:`microville.network_of_sites.work_out`.
    years
        Years of the site.
    network
        The network that it joins; alone if None.

    Returns
    -------
    int or None
        None where no size does.
    """
    context, start = _conditions(network, years)
    floors = np.unique(np.rint(np.geomspace(SMALLEST_M2, LARGEST_M2, STEPS)).astype(np.int64))
    tried = Sites(
        np.full(len(floors), TYPES.index(kind)), floors, np.full(len(floors), start, np.int64)
    )
    cash = site_cash(tried, context, parameters, years).cash
    enough = breaks_even(cash, parameters.site_types.break_even_limit_years)
    if not enough[-1]:
        return None
    short = np.flatnonzero(~enough)
    return int(floors[short[-1] + 1]) if len(short) else int(floors[0])


def _conditions(network: Network | None, years: int) -> tuple[Context, int]:
    if network is None:
        return alone(0, years), 0
    return network.context, int(network.sites.start_year.max())
