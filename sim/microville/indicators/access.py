"""Indicators of access: what could be reached from home, on foot and by bike."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from microville.access import NEVER, place_score
from microville.indicators.registry import indicator
from microville.model.access_state import MODES
from microville.model.facilities import FOLLOWED
from microville.territory.categories import categories

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from microville.indicators.groups import Groups
    from microville.model import Microville

CARLOS_MORENO = "Moreno et al. (2021), Smart Cities 4(1): six social functions; categories: ours"


def known_categories(model: Microville) -> list[int]:
    """Return the followed categories that the map knows, as positions in ``FOLLOWED``."""
    return [i for i, name in enumerate(FOLLOWED) if name in model.known]


def closest_ms_of_homes(model: Microville, mode: str) -> NDArray[np.int32]:
    """Return each home's time to the closest facility of each followed category."""
    memo, name = model.access.memo, f"closest {mode}"
    if name not in memo:
        points = np.arange(model.access.places.service_start, dtype=np.int32)
        memo[name] = model.access.closest_ms(MODES.index(mode), points)
    return memo[name]


def home_scores(model: Microville, mode: str, minutes: float) -> NDArray[np.float64]:
    """Return the place score (0-1) of every home place, by a mode and a threshold in minutes."""
    memo, name = model.access.memo, f"place_score {mode} {minutes}"
    if name not in memo:
        chosen = known_categories(model)
        times = closest_ms_of_homes(model, mode)[:, chosen]
        memo[name] = place_score(times, [FOLLOWED[i] for i in chosen], categories(), minutes)
    return memo[name]


def _home_of_people(model: Microville) -> NDArray[np.int32]:
    people, households = model.population.people, model.population.households
    return households.home[people.household]


def _score(mode: str, minutes: int, label_en: str, label_fr: str) -> None:
    @indicator(
        f"place_score_{mode}_{minutes}",
        unit="share",
        direction=1,
        decimals=4,
        label_en=f"Essential services within {minutes} min {label_en}",
        label_fr=f"Services essentiels à moins de {minutes} min {label_fr}",
        formula=f"mean over the six functions of the share of essential categories within "
        f"{minutes} minutes by {mode} from home; categories of which nothing is known are left out",
        source=CARLOS_MORENO,
    )
    def measure(model: Microville, groups: Groups) -> dict[str, float]:
        return groups.mean(home_scores(model, mode, minutes)[_home_of_people(model)])


for _mode, _en, _fr in (("walk", "on foot", "à pied"), ("bike", "by bike", "à vélo")):
    for _minutes in (15, 30):
        _score(_mode, _minutes, _en, _fr)


def site_times(model: Microville, mode: str) -> NDArray[np.int32]:
    """Return each home's time to the closest building of the site, in use or not (milliseconds).

    The last columns of ``access.work_ms`` are the site's buildings.
    """
    memo, name = model.access.memo, f"site_times {mode}"
    if name not in memo:
        start = len(model.access.work_rows)
        columns = model.access.work_ms[MODES.index(mode), :, start:]
        empty = np.full(len(columns), NEVER, np.int32)
        memo[name] = columns.min(axis=1) if columns.shape[1] else empty
    return memo[name]


def _site_within(mode: str, minutes: int, label_en: str, label_fr: str) -> None:
    @indicator(
        f"site_within_{mode}_{minutes}",
        unit="persons",
        direction=1,
        decimals=0,
        label_en=f"People within {minutes} min of the site {label_en}",
        label_fr=f"Habitants à moins de {minutes} min du site {label_fr}",
        formula=f"inhabitants whose home is within {minutes} minutes by {mode} of the closest "
        "building of the site",
        source="this model (docs/odd.md)",
    )
    def measure(model: Microville, groups: Groups) -> dict[str, float]:
        time = site_times(model, mode)[_home_of_people(model)]
        return groups.total(time <= minutes * 60_000)


for _mode, _en, _fr in (("walk", "on foot", "à pied"), ("bike", "by bike", "à vélo")):
    for _minutes in (15, 30):
        _site_within(_mode, _minutes, _en, _fr)
