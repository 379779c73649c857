"""What each works of the site needs and frees this month, by kind, in whole kilograms."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from microville.model.site import WORKS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from microville.model.model import Microville
    from microville.model.site import Unit

KINDS = ("mineral", "wood", "metal", "insulation", "fittings")

NEED = {
    "new_build": (90, 4, 4, 1, 1),
    "deep_renovation": (30, 15, 10, 30, 15),
    "light_transitional": (35, 30, 10, 5, 20),
}
"""What is needed by kind, % of its mass (assumption)."""
FREED = {
    "demolition": (93, 3, 3, 0, 1),
    "deep_renovation": (50, 20, 10, 5, 15),
    "light_transitional": (40, 25, 10, 5, 20),
    "unsealing": (100, 0, 0, 0, 0),
}
"""What is freed by kind, % of its mass (assumption)."""


def needs(model: Microville) -> dict[str, NDArray[np.int64]]:
    """Return what works that go on need this month, by key of the unit (kg by kind)."""
    rates = model.parameters.materials
    tonnes = {
        "new_build": rates.new_build_t_m2,
        "deep_renovation": rates.deep_renovation_t_m2,
        "light_transitional": rates.light_t_m2,
    }
    return {
        unit.key: _this_month(model, unit, tonnes[unit.entry.works], NEED[unit.entry.works])
        for unit in _in_works(model)
        if unit.entry.works in NEED
    }


def freed(model: Microville) -> NDArray[np.int64]:
    """Return what works and unsealing free this month (kg by kind)."""
    rates = model.parameters.materials
    tonnes = {
        "demolition": rates.demolition_freed_t_m2,
        "deep_renovation": rates.deep_freed_t_m2,
        "light_transitional": rates.light_freed_t_m2,
    }
    total = np.zeros(len(KINDS), dtype=np.int64)
    for unit in _in_works(model):
        if unit.entry.works in FREED:
            total += _this_month(model, unit, tonnes[unit.entry.works], FREED[unit.entry.works])
    done = {event.subject for event in model.events_of_month if event.kind == "land"}
    for ground in model.site.grounds:
        if ground.key in done and ground.entry.unseal_ha:
            kg = round(ground.entry.unseal_ha * 1e4 * rates.unsealing_freed_t_m2 * 1000)
            total += split(kg, FREED["unsealing"])
    return total


def reusable(model: Microville, kg: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the part of freed materials that can serve again (kg by kind)."""
    rates = model.parameters.materials
    permille = [round(1000 * getattr(rates, f"reusable_{kind}_share")) for kind in KINDS]
    part: NDArray[np.int64] = kg * np.array(permille, dtype=np.int64) // 1000
    return part


def split(kg: int, percent: tuple[int, ...]) -> NDArray[np.int64]:
    """Return a mass split by kind, rounded so that it adds up."""
    ends = kg * np.cumsum(np.array((0, *percent), dtype=np.int64)) // 100
    parts: NDArray[np.int64] = np.diff(ends)
    return parts


def _in_works(model: Microville) -> list[Unit]:
    return [
        unit
        for unit in model.site.own_units
        if unit.state == WORKS and unit.works_from <= model.month < unit.works_until
    ]


def _this_month(
    model: Microville, unit: Unit, tonnes_m2: float, percent: tuple[int, ...]
) -> NDArray[np.int64]:
    """Return the month's part of a unit's materials: months of works sum to the whole."""
    whole = round(unit.area_m2 * tonnes_m2 * 1000)
    length, done = unit.works_until - unit.works_from, model.month - unit.works_from
    return split(whole * (done + 1) // length, percent) - split(whole * done // length, percent)
