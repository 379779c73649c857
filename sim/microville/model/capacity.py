"""Capacities that fit the custom a facility has at the start."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from microville.model.day import SATURDAY, WEEKDAY
from microville.model.facilities import NO_LIMIT
from microville.model.phases.daily_life import errands

if TYPE_CHECKING:
    from microville.model.model import Microville

SLACK_PERCENT = 120
"""A facility that exists can serve a fifth more than its busiest simulated day (assumption)."""
MONTHS_LOOKED_AT = 3


def settle_capacity(model: Microville) -> None:
    """Raise the capacity of facilities that exist to what they serve when nobody is refused.

    The facility counts are of 2013 and say nothing of sizes: without this, people would be turned
    away in 2025 from shops that do serve them. What opens later keeps the published capacity.
    """
    facilities = model.facilities
    traits = model.traits()
    busiest = np.zeros(len(facilities), dtype=np.int64)
    month = model.month
    for step in range(MONTHS_LOOKED_AT):
        model.month = month + step
        for kind in (WEEKDAY, SATURDAY):
            room = np.where(facilities.open, NO_LIMIT, 0).astype(np.int64)
            done, _ = errands(model, traits, kind, room)
            weight = traits.weight[done.person[done.served]].astype(np.int64)
            visits = np.bincount(
                done.facility[done.served], weights=weight, minlength=len(facilities)
            )
            busiest = np.maximum(busiest, visits.astype(np.int64))
    model.month = month
    wanted = np.minimum(busiest * SLACK_PERCENT // 100, NO_LIMIT)
    facilities.capacity = np.maximum(facilities.capacity, wanted).astype(np.int32)
