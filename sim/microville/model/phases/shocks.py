"""1. Shocks start or end."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from microville import rng
from microville.model.facilities import FOLLOWED
from microville.scenario.months import month_index

if TYPE_CHECKING:
    from microville.model.model import Microville


def shocks(model: Microville) -> None:
    """Close the facilities that a shock hits this month, and open again those it leaves."""
    facilities = model.facilities
    for number, shock in enumerate(model.inputs.shocks):
        if shock.category not in FOLLOWED:
            continue
        start = month_index(shock.start)
        if model.month == start:
            rows = facilities.of(shock.category, open_only=False)
            held = np.concatenate([*model.shocked.values(), np.empty(0, np.int32)])
            rows = rows[facilities.open[rows] | np.isin(rows, held)]
            hit = rows[
                rng.happens(
                    model.seed_number,
                    rng.stream("shocks"),
                    rng.ppb(shock.share),
                    facilities.key[rows],
                    number,
                )
            ]
            model.shocked[number] = hit
            facilities.open[hit] = False
            model.access.closed.extend(int(row) for row in hit)
            model.tell("shock_start", shock.category, len(hit))
        elif model.month == start + shock.months and number in model.shocked:
            back = model.shocked.pop(number)
            back = back[~np.isin(back, [row for hit in model.shocked.values() for row in hit])]
            facilities.open[back] = True
            model.access.opened.extend(int(row) for row in np.asarray(back))
            model.tell("shock_end", shock.category, len(back))
