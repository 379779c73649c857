"""Indicators of people: how many, who works, who is served."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from microville.indicators.registry import indicator
from microville.population.columns import EMPLOYED, UNEMPLOYED
from microville.territory.categories import FUNCTIONS

if TYPE_CHECKING:
    from microville.indicators.groups import Groups
    from microville.model import Microville

OURS = "this model (docs/odd.md)"


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


@indicator(
    "person_served_share",
    unit="share",
    direction=1,
    decimals=4,
    label_en="Wishes served",
    label_fr="Besoins du quotidien satisfaits",
    formula="wishes of the typical week that were served, by any mode, over all wishes",
    source=OURS,
)
def person_served_share(model: Microville, groups: Groups) -> dict[str, float]:
    """Return the share of wishes served."""
    return groups.ratio(model.day.served_by.sum(axis=1), model.day.wanted_by.sum(axis=1))


@indicator(
    "person_served_nearby_share",
    unit="share",
    direction=1,
    decimals=4,
    label_en="Wishes served within 15 min on foot or by bike",
    label_fr="Besoins satisfaits à moins de 15 min à pied ou à vélo",
    formula="wishes served by a walk or ride of at most 15 minutes over all wishes",
    source=OURS,
)
def person_served_nearby_share(model: Microville, groups: Groups) -> dict[str, float]:
    """Return the share of wishes served nearby without a car."""
    return groups.ratio(model.day.near_by.sum(axis=1), model.day.wanted_by.sum(axis=1))


@indicator(
    "turned_away_share",
    unit="share",
    direction=-1,
    decimals=4,
    label_en="Wishes turned away",
    label_fr="Besoins refusés faute de place",
    formula="wishes that found every place tried full over all wishes",
    source=OURS,
)
def turned_away_share(model: Microville, groups: Groups) -> dict[str, float]:
    """Return the share of wishes turned away."""
    return groups.ratio(model.day.turned_away, model.day.wanted_by.sum(axis=1))


@indicator(
    "out_of_reach_share",
    unit="share",
    direction=-1,
    decimals=4,
    label_en="Wishes out of reach",
    label_fr="Besoins hors de portée",
    formula="wishes for which nothing could be reached over all wishes",
    source=OURS,
)
def out_of_reach_share(model: Microville, groups: Groups) -> dict[str, float]:
    """Return the share of wishes out of reach."""
    return groups.ratio(model.day.out_of_reach, model.day.wanted_by.sum(axis=1))


def _by_function(function: str, label_en: str, label_fr: str) -> None:
    column = FUNCTIONS.index(function)

    @indicator(
        f"served_nearby_{function}",
        unit="share",
        direction=1,
        decimals=4,
        label_en=f"{label_en}: served within 15 min on foot or by bike",
        label_fr=f"{label_fr} : satisfait à moins de 15 min à pied ou à vélo",
        formula=f"wishes of '{function}' served by a walk or ride of at most 15 minutes over all",
        source=OURS,
    )
    def measure(model: Microville, groups: Groups) -> dict[str, float]:
        day = model.day
        return groups.ratio(
            np.asarray(day.near_by[:, column]), np.asarray(day.wanted_by[:, column])
        )


for _function, _en, _fr in (
    ("living", "Living", "Habiter"),
    ("working", "Working", "Travailler"),
    ("supplying", "Supplying", "S'approvisionner"),
    ("caring", "Caring", "Se soigner"),
    ("learning", "Learning", "Apprendre"),
    ("enjoying", "Enjoying", "S'épanouir"),
):
    _by_function(_function, _en, _fr)
