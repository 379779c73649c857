"""Indicators of people: how many, who works."""

from __future__ import annotations

from typing import TYPE_CHECKING

from microville.indicators.registry import indicator
from microville.population.columns import EMPLOYED, UNEMPLOYED

if TYPE_CHECKING:
    from microville.indicators.groups import Groups
    from microville.model import Microville


@indicator(
    "population",
    unit="persons",
    direction=0,
    decimals=0,
    label_en="Inhabitants",
    label_fr="Habitants",
    formula="inhabitants, each sampled one counted with what they stand for",
    source="INSEE census 2021 at the start",
)
def population(model: Microville, groups: Groups) -> dict[str, float]:
    """Return inhabitants by group."""
    del model
    return groups.total()


@indicator(
    "unemployed",
    unit="persons",
    direction=-1,
    decimals=0,
    label_en="Unemployed",
    label_fr="Chômeurs",
    formula="inhabitants whose status is unemployed",
    source="INSEE census 2021 at the start",
)
def unemployed(model: Microville, groups: Groups) -> dict[str, float]:
    """Return the unemployed by group."""
    return groups.total(model.population.people.status == UNEMPLOYED)


@indicator(
    "employed",
    unit="persons",
    direction=1,
    decimals=0,
    label_en="Employed",
    label_fr="Actifs occupés",
    formula="inhabitants whose status is employed",
    source="INSEE census 2021 at the start",
)
def employed(model: Microville, groups: Groups) -> dict[str, float]:
    """Return the employed by group."""
    return groups.total(model.population.people.status == EMPLOYED)
