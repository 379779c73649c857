"""Companies that come out of the site's research floor."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from microville import rng
from microville.model.social.training import training_units

if TYPE_CHECKING:
    from microville.model.model import Microville


@dataclass(frozen=True, slots=True)
class SpinOff:
    """A company from the site's research floor, known by unit and month of birth."""

    unit: str
    born: int

    def incubated(self, month: int, months: int) -> bool:
        """Return whether the incubator still accompanies it."""
        return month < self.born + months


def spin_offs(model: Microville, alive: tuple[SpinOff, ...]) -> tuple[SpinOff, ...]:
    """Return the companies alive after this month: some give up, some are born.

    They survive as other firms do; while they are incubated the odds of lasting a month are those
    of others times ``entry.incubator_odds_ratio``.
    """
    seed, month = model.seed_number, model.month
    entry, social = model.parameters.entry, model.parameters.social
    stays = float(model.parameters.business.survival_5y) ** (1 / 60)
    helped = entry.incubator_odds_ratio * stays
    helped /= helped + (1.0 - stays)
    chances = [
        helped if company.incubated(month, entry.incubator_months) else stays for company in alive
    ]
    lasts = rng.happens(
        seed,
        rng.stream("spin_off.lasts"),
        rng.ppb(np.array(chances, dtype=np.float64)),
        np.array([rng.identity(c.unit, c.born) for c in alive], dtype=np.uint64),
        month,
    )
    kept = [company for company, last in zip(alive, lasts, strict=True) if last]
    yearly = social.spin_offs_year_1000m2 * social.research_share / 1000
    for unit in training_units(model):
        chance = rng.ppb(unit.area_m2 * yearly / 12)
        if rng.happens(seed, rng.stream("spin_off.born"), chance, rng.identity(unit.key), month):
            kept.append(SpinOff(unit.key, month))
            model.tell("spin_off", unit.key, 1)
    return tuple(kept)
