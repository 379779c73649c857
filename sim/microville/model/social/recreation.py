"""Visits to the site's places of leisure, and who takes part in the cooperative's activities."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from microville import rng
from microville.access import NEVER
from microville.model.facilities import FOLLOWED

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from microville.model.model import Microville

LEISURE = ("community_place", "green_space", "sports_ground", "playground", "library")
"""Categories of leisure that people visit in the model; halls and cinemas only count for access."""
ACTIVE_YEARS = 15


def visits(model: Microville) -> dict[str, int]:
    """Return this month's visits to places of leisure on the site, by category."""
    found = dict.fromkeys(LEISURE, 0)
    for row in model.site_facilities():
        name = FOLLOWED[int(model.facilities.category[row])]
        if name in found:
            found[name] += int(model.facilities.visits[row])
    return found


def participants(model: Microville, rows: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Return who of the focus area takes part in the cooperative's activities this month.

    Volunteers at heart from 15 years, the likelier the more animation there is, the more the
    inhabitants' college is mobilised and the nearer they live. ``rows`` are the people of the
    focus area.
    """
    people = model.population.people
    takes_part = np.zeros(len(people), dtype=bool)
    rows = rows[(model.month - people.birth[rows]) // 12 >= ACTIVE_YEARS]
    social = model.parameters.social
    # Whether somebody is a volunteer at heart lasts; what they come for is drawn every month.
    heart = rng.happens(
        model.seed_number,
        rng.stream("social.volunteer"),
        rng.ppb(social.volunteer_share),
        people.key[rows],
    )
    rows = rows[heart]
    minutes = _minutes_to_site(model, rows)
    half = max(social.half_distance_min, 0.1)
    near = np.where(np.isfinite(minutes), half / (half + minutes), 0.0)
    spent = model.cooperative.animation_cents / 100
    animated = min(spent / max(social.full_animation_eur_month, 1.0), 1.0)
    level = social.activity_share * animated * _mobilised(model)
    takes_part[rows] = rng.happens(
        model.seed_number,
        rng.stream("social.participation"),
        rng.ppb(level * near),
        people.key[rows],
        model.month,
    )
    return takes_part


def _mobilised(model: Microville) -> float:
    """Return the mean mobilisation of the inhabitants' college (0-1), of all where it has none."""
    own = [s.mobilisation for s in model.stakeholders if s.college == "inhabitants"]
    known = own or [s.mobilisation for s in model.stakeholders]
    return sum(known) / len(known) if known else 0.0


def _minutes_to_site(model: Microville, rows: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return minutes to the closest building of the site: on foot, or by one's own bicycle."""
    people, households = model.population.people, model.population.households
    home, owner = np.unique(households.home[people.household[rows]], return_inverse=True)
    start = len(model.access.work_rows)
    ms = model.access.work_ms[:2, home, start:]
    if not ms.shape[2]:
        return np.full(len(rows), np.inf)
    walk, bike = ms.min(axis=2)[:, owner]
    best = np.where(people.bike[rows], np.minimum(walk, bike), walk)
    return np.where(best < NEVER, best / 60_000, np.inf)
