"""Which services of a map count as supply, and of which categories nothing is known."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from microville.errors import InputError, TerritoryError
from microville.territory.categories import STATUSES
from microville.territory.categories import categories as all_categories

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from microville.territory import Territory

UNKNOWN = "unknown"
"""Status of a service that may or may not be there: neither supply nor its absence."""

CLOSED = "closed"
"""Status of a service that is known to be gone: no supply, and we know it."""

USABLE = tuple(status for status in STATUSES if status != UNKNOWN)
"""Statuses that count as supply: observed, required by law, a proxy, assumed."""


def known_services(
    territory: Territory, categories: Iterable[str] | None = None
) -> dict[str, NDArray[np.int64]]:
    """Return the services that count as supply, by category.

    ============================================ ======================================
    rows of a category                           answer
    ============================================ ======================================
    some of a status in :data:`USABLE`           these rows; it is known
    none, or some ``unknown``                    missing: it leaves the scores
    only ``closed``                              no rows; it is known, and out of reach
    ============================================ ======================================

    Parameters
    ----------
    territory
        The map.
    categories
        Which categories, in this order; all of ``maps/services.csv`` if not given.

    Returns
    -------
    dict
        Rows of ``territory.layers["services"]``, ascending, by category. What is missing is
        unknown, not zero: see :func:`unknown_categories`.

    Raises
    ------
    InputError
        If a category does not exist.
    TerritoryError
        If a service has a status that does not exist.
    """
    wanted = _wanted(categories)
    services = territory.layers["services"]
    status = services["status"].to_numpy().astype(str)
    strange = sorted(set(status.tolist()) - {*STATUSES, CLOSED})
    if strange:
        raise TerritoryError(
            f"Services of the map have a status that does not exist: {', '.join(strange)}.",
            hint=f"Use one of {', '.join((*STATUSES, CLOSED))}.",
        )
    # An unknown service beside closed ones may be open: its category is unknown.
    present = services["category"].to_numpy().astype(str)
    usable, doubtful = np.isin(status, USABLE), status == UNKNOWN
    known = {}
    for name in wanted:
        mine = present == name
        rows = np.flatnonzero(mine & usable)
        if len(rows) or (mine.any() and not (mine & doubtful).any()):
            known[name] = rows
    return known


def unknown_categories(
    territory: Territory, categories: Iterable[str] | None = None
) -> tuple[str, ...]:
    """Return the categories of which a map knows nothing, in order.

    Parameters and errors as in :func:`known_services`.
    """
    wanted = _wanted(categories)
    known = known_services(territory, wanted)
    return tuple(name for name in wanted if name not in known)


def _wanted(categories: Iterable[str] | None) -> tuple[str, ...]:
    table = all_categories()
    if isinstance(categories, str):
        categories = (categories,)
    wanted = tuple(table if categories is None else dict.fromkeys(categories))
    strange = [name for name in wanted if name not in table]
    if strange:
        raise InputError(
            f"There is no category {', '.join(map(repr, strange))}.",
            hint=f"Choose among {', '.join(table)}.",
        )
    return wanted
