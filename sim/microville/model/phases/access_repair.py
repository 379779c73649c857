"""6. Access is repaired for what opened or closed, never recomputed whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from microville.model.daily.options import renew_options
from microville.model.facilities import ERRANDS

if TYPE_CHECKING:
    from microville.model.model import Microville


def access_repair(model: Microville) -> None:
    """Repair closest facilities, and what homes choose among, after openings and closings."""
    stirred, model.access.stirred = model.access.stirred, False
    if not (model.access.opened or model.access.closed or stirred):
        return
    changed = {category for _, category in model.access.repair(model.facilities)}
    if stirred:
        changed |= set(range(len(ERRANDS)))
    for category in sorted(c for c in changed if c < len(ERRANDS)):
        model.worths.renew(category, renew_options(model, model.options, category))
