"""9. Energy by class, for dwellings of the focus area and buildings of the site; solar power."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from microville.model.dwellings import lived_in_m2
from microville.model.governing.services import energy_factor

if TYPE_CHECKING:
    from microville.model.model import Microville

HEATING = (17, 15, 12, 8, 4, 2, 1, 1, 3, 8, 13, 16)
"""Share of a year's energy by month (%), January first (assumption: mostly space heating)."""
SUN = (3, 5, 8, 11, 13, 13, 13, 12, 9, 7, 4, 2)
"""Share of a year's solar yield by month (%), January first (assumption for northern France)."""
CLASSES = "ABCDEFG"


@dataclass(frozen=True, slots=True)
class EnergyMonth:
    """Energy of one month.

    Attributes
    ----------
    homes_mwh
        Final energy of the focus area's dwellings that are lived in.
    site_mwh
        Final energy of the site's floor in use, dwellings left out.
    solar_mwh, own_mwh
        Solar yield of the site, and what the site uses of it.
    co2_t
        Emissions of homes and site, solar self-use deducted.
    """

    homes_mwh: float
    site_mwh: float
    solar_mwh: float
    own_mwh: float
    co2_t: float


def energy(model: Microville) -> None:
    """Add up the month's final energy from primary energy by class."""
    rates = model.parameters.energy
    per_m2 = final_kwh_m2(model)
    share = HEATING[model.month % 12] / 100
    homes = float((lived_in_m2(model) * per_m2[model.homes.energy]).sum())
    site = 0.0
    for unit in model.site.units:
        if not unit.in_use:
            continue
        part = len(unit.households) / max(unit.dwellings, 1) if unit.use == "housing" else 1.0
        kwh = unit.area_m2 * part * per_m2[CLASSES.index(unit.energy_class)]
        kwh *= energy_factor(model, unit)
        if unit.use == "housing":
            homes += kwh
        else:
            site += kwh
    solar = model.site.solar_kwp * rates.pv_kwh_kwp_year * SUN[model.month % 12] / 100
    used = (homes + site) * share
    own = min(solar * rates.pv_self_use_share, site * share * rates.electric_share)
    grams = rates.electric_share * rates.electricity_co2_g_kwh
    grams += (1 - rates.electric_share) * rates.gas_co2_g_kwh
    co2 = (used * grams - own * rates.electricity_co2_g_kwh) / 1e6
    model.energy_month = EnergyMonth(
        homes * share / 1e3, site * share / 1e3, solar / 1e3, own / 1e3, co2
    )


def final_kwh_m2(model: Microville) -> np.ndarray:
    """Return final energy by class A to G (kWh per m² and year).

    Primary energy divided by the mix of electricity (with its factor) and gas.
    """
    rates = model.parameters.energy
    primary = np.array([getattr(rates, f"primary_kwh_m2_year_{c.lower()}") for c in CLASSES])
    factor = rates.electric_share * rates.electricity_factor + (1 - rates.electric_share)
    return primary / factor
