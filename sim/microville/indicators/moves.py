"""Indicators of a month's moves: within the map, to it and from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from microville.indicators.registry import indicator

if TYPE_CHECKING:
    from microville.indicators.groups import Groups
    from microville.model import Microville

OURS = "this model (docs/odd.md)"


def _counted(name: str, count: str, label_en: str, label_fr: str, formula: str) -> None:
    @indicator(
        name,
        unit="persons",
        direction=0,
        decimals=0,
        label_en=label_en,
        label_fr=label_fr,
        formula=formula,
        source=OURS,
    )
    def measure(model: Microville, groups: Groups) -> dict[str, float]:
        del groups
        return {"all": float(model.counts.get(count, 0))}


for _name, _count, _en, _fr, _formula in (
    (
        "month_moved",
        "moved",
        "Moved within the map",
        "Déménagements sur la carte",
        "people who changed dwelling this month and live on the map before and after",
    ),
    (
        "month_arrivals",
        "arrivals",
        "Came to old dwellings",
        "Arrivées dans des logements existants",
        "people who came this month from beyond the map to dwellings that existed",
    ),
    (
        "month_newcomers",
        "newcomers",
        "Came to the programme",
        "Arrivées dans le programme",
        "people who came this month from beyond the map to dwellings of the programme",
    ),
    (
        "month_departures",
        "leavers",
        "Left the map",
        "Départs de la carte",
        "people who left the map this month, minors whose last adult died included",
    ),
):
    _counted(_name, _count, _en, _fr, _formula)
