"""The heat network: who is connected, and what the cooperative burns and earns for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from microville.finance import accounts
from microville.finance.vat import tax_on_top
from microville.model.cooperative import cents
from microville.model.cooperative.vat import normal_rate_bps, reduced_rate_bps
from microville.model.site import LET, READY
from microville.model.utilities.infrastructure import installed

if TYPE_CHECKING:
    from microville.model.model import Microville


RENEWABLE_LEAST = 0.5
"""Renewable share from which heat bears the reduced rate (code général des impôts, 278-0 bis B)."""


@dataclass(frozen=True, slots=True)
class HeatMonth:
    """The heat network in one month.

    Attributes
    ----------
    sold_mwh, made_mwh
        Heat that reached buildings, and with what pipes lose.
    wood_mwh, gas_mwh
        Energy of the fuels.
    sold_cents, fuel_cents, upkeep_cents
        Revenue and costs of the cooperative, before tax.
    """

    sold_mwh: float = 0.0
    made_mwh: float = 0.0
    wood_mwh: float = 0.0
    gas_mwh: float = 0.0
    sold_cents: int = 0
    fuel_cents: int = 0
    upkeep_cents: int = 0


def connected_m2(model: Microville) -> dict[str, float]:
    """Return the floor on the heat network by key of the unit (m²).

    Units whose works are over are connected, the largest first (pipes go where most heat is
    asked), until the network's floor is used up; the last one may be connected in part.
    """
    room = installed(model, "heat_network")
    if room <= 0:
        return {}
    ready = [unit for unit in model.site.own_units if unit.state in (READY, LET)]
    found = {}
    for unit in sorted(ready, key=lambda unit: (-unit.area_m2, unit.key)):
        found[unit.key] = min(unit.area_m2, room)
        room -= found[unit.key]
        if room <= 0:
            break
    return found


def heat_rate_bps(model: Microville) -> int:
    """Return the rate of the tax on heat sold (basis points): reduced where it is mostly wood."""
    renewable = model.parameters.heat_network.wood_share >= RENEWABLE_LEAST
    return (reduced_rate_bps if renewable else normal_rate_bps)(model.cooperative)


def run_network(model: Microville, sold_mwh: float) -> HeatMonth:
    """Burn what the heat sold takes, and post fuel, upkeep and sales."""
    rates = model.parameters.heat_network
    floor = installed(model, "heat_network")
    if floor <= 0:
        return HeatMonth()
    made = sold_mwh / max(1.0 - rates.loss_share, 0.01)
    fuel = made / max(rates.boiler_yield_share, 0.01)
    wood, gas = fuel * rates.wood_share, fuel * (1.0 - rates.wood_share)
    cooperative = model.cooperative
    sold = cooperative.sale(
        "heat sold",
        accounts.CHARGES_RECOVERED,
        cents(sold_mwh * 1e3 * rates.heat_eur_kwh),
        rate_bps=heat_rate_bps(model),
    )
    # Wood is priced before tax. It bears 10 %, which is deducted whole: the normal rate, as for
    # all purchases, only lends the State more for a month.
    chips = cents(wood * 1e3 * rates.wood_eur_kwh)
    chips += tax_on_top(chips, normal_rate_bps(cooperative))
    gas_cents = cents(gas * 1e3 * model.parameters.energy.gas_eur_kwh)
    upkeep = cents(floor * rates.upkeep_eur_m2_year / 12)
    net = {}
    for memo, account, amount in (
        ("wood of the heat network", accounts.UTILITIES, chips),
        ("gas of the heat network", accounts.UTILITIES, gas_cents),
        ("upkeep of the heat network", accounts.MAINTENANCE, upkeep),
    ):
        net[memo] = amount - cooperative.purchase(memo, account, amount, resold=True)
    wood_net, gas_net, upkeep_net = net.values()
    return HeatMonth(
        sold_mwh=sold_mwh,
        made_mwh=made,
        wood_mwh=wood,
        gas_mwh=gas,
        sold_cents=sold,
        fuel_cents=wood_net + gas_net,
        upkeep_cents=upkeep_net,
    )
