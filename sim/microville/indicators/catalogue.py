"""Every indicator: importing a domain's module registers what it defines."""

from __future__ import annotations

from microville.indicators import (  # noqa: F401
    access,
    accounts,
    cooperative,
    digital,
    energy,
    environment,
    food,
    governance,
    housing,
    land,
    materials,
    moves,
    people,
    served,
    services,
    site,
    social,
    travel,
    travel_totals,
    water,
)
from microville.indicators.registry import Indicator, registered


def all_indicators() -> dict[str, Indicator]:
    """Return every indicator by name, in the order of definition."""
    return registered()
