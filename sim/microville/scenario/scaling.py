"""A programme is a template: on a smaller site everything in it shrinks alike."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from microville.scenario.model import Scenario

SCALED = {
    "buildings": ("floor_area_m2",),
    "parcels": ("area_ha", "unseal_ha"),
    "infrastructure": ("kwp", "heated_m2", "m3_month", "cost_eur"),
    "greenfield": ("floor_area_m2", "land_ha"),
}
LENGTHS = {"greenfield": ("east_m", "north_m")}
"""Distances from the site: they go with the square root of areas."""
FINANCE = (
    "land_contribution_eur",
    "share_capital_cash_eur",
    "animation_eur_year",
    "operating_grant_eur_year",
)
"""Amounts of the cooperative that go with the size of its site."""
COUNTED = {"buildings": "dwellings", "infrastructure": "subscribers", "greenfield": "dwellings"}


def scale_programme(scenario: Scenario, scale: float) -> Scenario:
    """Return a scenario whose programme and cooperative fit a site of another size.

    Parameters
    ----------
    scenario
        The template, written for the site at full size.
    scale
        Size of the site over that of the template (of areas): floors, land, power, water and costs
        are multiplied, dwellings and subscribers multiplied and rounded down; capital, animation
        and operating grant are multiplied.
    """
    if scale == 1.0:
        return scenario
    programme = scenario.programme
    changed: dict[str, Any] = {}
    for name, areas in SCALED.items():
        entries = []
        for entry in getattr(programme, name):
            update: dict[str, Any] = {
                field: getattr(entry, field) * scale
                for field in areas
                if getattr(entry, field) is not None
            }
            update |= {field: getattr(entry, field) * scale**0.5 for field in LENGTHS.get(name, ())}
            count = COUNTED.get(name)
            if count is not None and getattr(entry, count) is not None:
                update[count] = int(getattr(entry, count) * scale)
            entries.append(entry.model_copy(update=update))
        changed[name] = tuple(entries)
    finance = scenario.parameters.finance
    # As validated: a smaller cooperative may well have less than the least for the full one.
    smaller = {name: getattr(finance, name) * scale for name in FINANCE}
    parameters = scenario.parameters.model_copy(
        update={"finance": finance.model_copy(update=smaller)}
    )
    return scenario.model_copy(
        update={"programme": programme.model_copy(update=changed), "parameters": parameters}
    )
