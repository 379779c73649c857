"""What an indicator is: name, unit, direction, decimals, formula, source; and the list of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from microville.indicators.groups import Groups
    from microville.model import Microville

Measure = Callable[["Microville", "Groups"], dict[str, float]]
"""From a model and its groups to a value by group label."""


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator.

    Attributes
    ----------
    name
        Identifier.
    unit
        Unit of the value; ``"share"`` is 0-1.
    direction
        +1 where more is better, -1 where less is, 0 where it depends.
    decimals
        Decimals that are stored; the canonical hash rounds to them.
    domain
        File that defines it.
    label_en, label_fr
        What people read.
    formula
        In words.
    source
        Where the definition or its rates come from.
    measure
        How it is read from a model.
    """

    name: str
    unit: str
    direction: int
    decimals: int
    domain: str
    label_en: str
    label_fr: str
    formula: str
    source: str
    measure: Measure


_ALL: dict[str, Indicator] = {}


def indicator(
    name: str,
    *,
    unit: str,
    direction: int,
    decimals: int,
    label_en: str,
    label_fr: str,
    formula: str,
    source: str,
) -> Callable[[Measure], Measure]:
    """Register a function as an indicator (decorator).

    Raises
    ------
    ValueError
        If the name is taken.
    """

    def register(measure: Measure) -> Measure:
        if name in _ALL:
            raise ValueError(f"indicator {name!r} is registered twice")
        domain = measure.__module__.rpartition(".")[2]
        _ALL[name] = Indicator(
            name, unit, direction, decimals, domain, label_en, label_fr, formula, source, measure
        )
        return measure

    return register


def registered() -> dict[str, Indicator]:
    """Return the indicators of the modules that were imported so far, by name."""
    return dict(_ALL)
