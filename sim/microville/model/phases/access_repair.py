"""6. Access is repaired for what opened or closed, never recomputed whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from microville.model.daily.options import renew_options
from microville.model.facilities import ERRANDS

if TYPE_CHECKING:
    from microville.model.model import Microville


def access_repair(model: Microville) -> None:
    """Repair closest facilities, and what homes choose among, after openings and closings."""
    access = model.access
    if access.opened or access.closed:
        access.repair(model.facilities)
    for category in range(len(ERRANDS)):
        moved = access.take_moved(category)
        if moved.any():
            own = range(category, category + 1)
            changed = renew_options(model, model.options, own, np.flatnonzero(moved))
            model.worths.renew(category, changed)
