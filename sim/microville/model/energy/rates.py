"""Final energy of a square metre by class, its end uses, its carriers and what they cost.

A certificate gives primary energy; final energy is that over the mix of carriers, electricity
counted with the factor in force when the certificate was made: 2.3 before 2026, 1.9 since. So the
new factor changes certificates, not what an old building uses.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from microville.model.governing.services import energy_factor

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from microville.model.model import Microville
    from microville.model.site import Unit
    from microville.parameters import Parameters

CLASSES = "ABCDEFG"
FACTOR_CHANGES = 12
"""January 2026."""
HEATING = (19, 17, 13, 8, 3, 0, 0, 0, 2, 8, 13, 17)
"""Share of a year's heating by month (%), January first (assumption: as degree days)."""


@dataclass(frozen=True, slots=True)
class Mix:
    """End uses and carriers of a building without heat network, as shares of its final energy.

    Attributes
    ----------
    heating, hot_water, other
        End uses; they sum to 1. Other uses are all electric.
    electric
        Share of electricity, at least that of other uses.
    heat_electric
        Share of heating and hot water that is electric.
    """

    heating: float
    hot_water: float
    other: float
    electric: float
    heat_electric: float


def mix_of(parameters: Parameters) -> Mix:
    """Return the mix of a set of parameters."""
    uses = parameters.energy_use
    heat = uses.heating_share + uses.hot_water_share
    electric = max(parameters.energy.electric_share, 1.0 - heat)
    return Mix(
        heating=uses.heating_share,
        hot_water=uses.hot_water_share,
        other=1.0 - heat,
        electric=electric,
        heat_electric=(electric - (1.0 - heat)) / heat if heat > 0 else 0.0,
    )


def final_kwh_m2(parameters: Parameters, *, since_2026: bool = False) -> NDArray[np.float64]:
    """Return final energy by class A to G (kWh per m² and year).

    Parameters
    ----------
    parameters
        Rates.
    since_2026
        Whether the certificate is made by the rule of 2026.
    """
    rates, electric = parameters.energy, mix_of(parameters).electric
    primary = np.array([getattr(rates, f"primary_kwh_m2_year_{c.lower()}") for c in CLASSES])
    factor = rates.electricity_factor if since_2026 else rates.electricity_factor_before_2026
    final: NDArray[np.float64] = primary / (electric * factor + (1.0 - electric))
    return final


def unit_kwh_m2(model: Microville, unit: Unit) -> float:
    """Return the final energy of a unit of the site (kWh per m² and year).

    Works that start from 2026 are designed by the rule of 2026; all else keeps the certificate
    of the start. A partner may lower what a managed building uses (``governing.services``).
    """
    made = bool(unit.entry.energy_class_after) or unit.entry.works == "new_build"
    new = made and unit.works_from >= FACTOR_CHANGES
    final = final_kwh_m2(model.parameters, since_2026=new)
    return float(final[CLASSES.index(unit.energy_class)]) * energy_factor(model, unit)


def eur_kwh(parameters: Parameters, *, on_network: bool = False) -> float:
    """Return the price of a mean kWh of a building (EUR)."""
    rates, mix = parameters.energy, mix_of(parameters)
    if on_network:
        heat = mix.heating + mix.hot_water
        price = heat * parameters.heat_network.heat_eur_kwh
        return float(price + mix.other * rates.electricity_eur_kwh)
    return float(
        mix.electric * rates.electricity_eur_kwh + (1.0 - mix.electric) * rates.gas_eur_kwh
    )


def month_share(end_use: str, month: int) -> float:
    """Return the share of a year's energy of an end use that falls into a month (0-1)."""
    return HEATING[month % 12] / 100 if end_use == "heating" else 1 / 12
