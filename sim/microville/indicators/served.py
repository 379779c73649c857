"""Indicators of daily life: whose wishes are served, near or far, and why others are not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from microville.indicators.groups import of_each
from microville.indicators.registry import indicator
from microville.model.day import REASONS
from microville.territory.categories import FUNCTIONS

if TYPE_CHECKING:
    from microville.indicators.groups import Groups
    from microville.model import Microville

OURS = "this model (docs/odd.md)"
FUNCTION_LABELS = {
    "living": ("Living", "Habiter"),
    "working": ("Working", "Travailler"),
    "supplying": ("Supplying", "S'approvisionner"),
    "caring": ("Caring", "Se soigner"),
    "learning": ("Learning", "Apprendre"),
    "enjoying": ("Enjoying", "S'épanouir"),
}
MINUTES = (15, 30)
"""As ``day.WITHIN_MS``."""
NEARBY = {15: "person_served_nearby_share", 30: "person_served_30_share"}
NEARBY_BY = {15: "served_nearby", 30: "served_30"}
"""Names of indicators by minutes, of all wishes and by function."""


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
    return groups.ratio(of_each(model.day.served_by), of_each(model.day.wanted_by))


def _nearby(minutes: int) -> None:
    column = MINUTES.index(minutes)

    @indicator(
        NEARBY[minutes],
        unit="share",
        direction=1,
        decimals=4,
        label_en=f"Wishes served within {minutes} min on foot or by bike",
        label_fr=f"Besoins satisfaits à moins de {minutes} min à pied ou à vélo",
        formula=f"wishes served by a walk or ride, electric or not, of at most {minutes} minutes "
        "over all wishes",
        source=OURS,
    )
    def measure(model: Microville, groups: Groups) -> dict[str, float]:
        day = model.day
        return groups.ratio(of_each(day.within_by[:, :, column]), of_each(day.wanted_by))


for _minutes in MINUTES:
    _nearby(_minutes)


def _unserved(name: str, reason: str, label_en: str, label_fr: str, words: str) -> None:
    column = REASONS.index(reason)

    @indicator(
        name,
        unit="share",
        direction=-1,
        decimals=4,
        label_en=label_en,
        label_fr=label_fr,
        formula=f"wishes {words} over all wishes",
        source=OURS,
    )
    def measure(model: Microville, groups: Groups) -> dict[str, float]:
        day = model.day
        return groups.ratio(np.asarray(day.unserved_by[:, column]), of_each(day.wanted_by))


_unserved(
    "turned_away_share",
    "full",
    "Wishes turned away",
    "Besoins refusés faute de place",
    "that found every place tried full",
)
_unserved(
    "closed_share",
    "closed",
    "Wishes that found nothing open",
    "Besoins pour lesquels rien n'était ouvert",
    "for which nothing within reach was open at their hour",
)
_unserved(
    "out_of_reach_share",
    "out_of_reach",
    "Wishes out of reach",
    "Besoins hors de portée",
    "for which nothing could be reached",
)


def _served_by(function: str) -> None:
    column, (label_en, label_fr) = FUNCTIONS.index(function), FUNCTION_LABELS[function]

    @indicator(
        f"served_{function}",
        unit="share",
        direction=1,
        decimals=4,
        label_en=f"{label_en}: served by any mode",
        label_fr=f"{label_fr} : satisfait, quel que soit le mode",
        formula=f"wishes of '{function}' served by any mode over all of them",
        source=OURS,
    )
    def measure(model: Microville, groups: Groups) -> dict[str, float]:
        day = model.day
        return groups.ratio(
            np.asarray(day.served_by[:, column]), np.asarray(day.wanted_by[:, column])
        )


def _nearby_by(function: str, minutes: int) -> None:
    column, (label_en, label_fr) = FUNCTIONS.index(function), FUNCTION_LABELS[function]
    rank = MINUTES.index(minutes)

    @indicator(
        f"{NEARBY_BY[minutes]}_{function}",
        unit="share",
        direction=1,
        decimals=4,
        label_en=f"{label_en}: served within {minutes} min on foot or by bike",
        label_fr=f"{label_fr} : satisfait à moins de {minutes} min à pied ou à vélo",
        formula=f"wishes of '{function}' served by a walk or ride, electric or not, of at most "
        f"{minutes} minutes over all of them",
        source=OURS,
    )
    def measure(model: Microville, groups: Groups) -> dict[str, float]:
        day = model.day
        return groups.ratio(
            np.asarray(day.within_by[:, column, rank]), np.asarray(day.wanted_by[:, column])
        )


for _function in FUNCTIONS:
    for _minutes in MINUTES:
        _nearby_by(_function, _minutes)
    _served_by(_function)
