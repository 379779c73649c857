"""The tertiary decree: which floor of the site uses no more than the absolute thresholds.

The buildings stood empty from 2011, so that no year of reference exists: the absolute method
applies. For 2040 and 2050 no absolute values are published yet; the threshold of 2030 follows the
relative targets (-40, -50, -60 %; novabuild.fr, atome77.com). Dry warehouses have no absolute
value (ech-h.fr); workshops are production, dwellings no tertiary use.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from microville.model.energy.rates import unit_kwh_m2

if TYPE_CHECKING:
    from microville.model.model import Microville
    from microville.model.site import Unit

OFFICES = ("office", "coworking")
OTHER = ("training", "care", "shop", "food_hub", "culture_sport")
CUT = {2030: 0.4, 2040: 0.5, 2050: 0.6}
"""Relative targets of the decree by year."""


def tertiary_units(model: Microville) -> list[Unit]:
    """Return the units in use to which the decree applies: tertiary, in buildings large enough."""
    units = [
        unit for unit in model.site.own_units if unit.in_use and unit.use in (*OFFICES, *OTHER)
    ]
    floor: dict[str, float] = {}
    for unit in units:
        floor[unit.entry.building] = floor.get(unit.entry.building, 0.0) + unit.area_m2
    least = model.parameters.energy_use.tertiary_floor_m2
    return [unit for unit in units if floor[unit.entry.building] >= least]


def tertiary_shares(model: Microville) -> dict[int, float]:
    """Return the share of the floor concerned that meets the threshold of 2030, 2040, 2050.

    Empty where the decree concerns no floor.
    """
    units = tertiary_units(model)
    total = sum(unit.area_m2 for unit in units)
    if total <= 0:
        return {}
    rates = model.parameters.energy_use
    met = dict.fromkeys(CUT, 0.0)
    for unit in units:
        office = unit.use in OFFICES
        most = rates.tertiary_office_kwh_m2_year if office else rates.tertiary_other_kwh_m2_year
        uses = unit_kwh_m2(model, unit)
        for year, cut in CUT.items():
            if uses <= most * (1.0 - cut) / (1.0 - CUT[2030]):
                met[year] += unit.area_m2
    return {year: floor / total for year, floor in met.items()}
