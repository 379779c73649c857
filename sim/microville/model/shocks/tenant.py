"""The site loses a tenant: the largest one, or that of a building."""

from __future__ import annotations

from typing import TYPE_CHECKING

from microville.model.site import LET

if TYPE_CHECKING:
    from microville.model.model import Microville
    from microville.model.site import Unit
    from microville.scenario import Shock


def main_tenant(model: Microville, building: str | None) -> Unit | None:
    """Return the unit whose tenant a shock takes: the most jobs, then the most floor, then by key.

    Parameters
    ----------
    model
        The state.
    building
        Where, or None for the whole site.
    """
    let = [
        unit
        for unit in model.site.own_units
        if unit.state == LET and building in (None, unit.entry.building)
    ]
    return min(let, key=lambda u: (-u.jobs, -u.area_m2, u.key), default=None)


def lose_tenant(model: Microville, shock: Shock) -> None:
    """End the lease of the main tenant; nobody follows as long as the shock lasts."""
    from microville.model.phases.leases import end_lease

    unit = main_tenant(model, shock.building)
    if unit is None:
        return
    model.tell("disturbance_start", f"tenant {unit.key}", unit.jobs)
    end_lease(model, unit)
    unit.empty_until = shock.start_month + max(round(shock.length_months), 1)
