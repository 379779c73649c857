"""Facilities that a shock closes, and opens again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from microville import rng
from microville.model.facilities import FOLLOWED

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from microville.model.model import Microville
    from microville.scenario import Shock


def close(model: Microville, number: int, shock: Shock) -> None:
    """Close what a shock hits: a share of a category, drawn by identity, or one facility."""
    rows = _hit(model, number, shock)
    if not len(rows):
        return
    facilities = model.facilities
    model.shocked[number] = rows
    facilities.open[rows] = False
    model.access.closed.extend(int(row) for row in rows)
    _tell(model, shock, "start", len(rows))


def _hit(model: Microville, number: int, shock: Shock) -> NDArray[np.int32]:
    facilities = model.facilities
    if shock.category is None:
        rows = np.array([facilities.names.index(str(shock.facility))], dtype=np.int32)
    elif shock.category in FOLLOWED:
        rows = facilities.of(shock.category, open_only=False)
    else:
        return np.empty(0, np.int32)
    held = np.concatenate([*model.shocked.values(), np.empty(0, np.int32)])
    rows = rows[facilities.open[rows] | np.isin(rows, held)]
    drawn = rng.happens(
        model.seed_number,
        rng.stream("shocks"),
        rng.ppb(shock.share),
        facilities.key[rows],
        number,
    )
    return rows[drawn]


def reopen(model: Microville, number: int, shock: Shock) -> None:
    """Open what a shock closed, but for what another one still holds."""
    back = model.shocked.pop(number)
    back = back[~np.isin(back, [row for hit in model.shocked.values() for row in hit])]
    model.facilities.open[back] = True
    model.access.opened.extend(int(row) for row in back)
    _tell(model, shock, "end", len(back))


def _tell(model: Microville, shock: Shock, what: str, count: int) -> None:
    if shock.category is not None:
        model.tell(f"shock_{what}", shock.category, count)
    else:
        model.tell(f"disturbance_{what}", str(shock.facility), count)
