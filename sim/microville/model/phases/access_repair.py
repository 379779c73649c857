"""6. Access is repaired for what opened or closed, never recomputed whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from microville.model.model import Microville


def access_repair(model: Microville) -> None:
    """Repair closest facilities after openings and closings since last month."""
    if model.access.opened or model.access.closed:
        model.access.repair(model.facilities)
