"""9. Energy of homes of the focus area and buildings of the site: uses, carriers, sun, heat."""

from __future__ import annotations

from typing import TYPE_CHECKING

from microville.model.cooperative import cents
from microville.model.dwellings import lived_in_m2
from microville.model.energy.heat import connected_m2, heat_rate_bps, run_network
from microville.model.energy.month import END_USES, Account, EnergyMonth
from microville.model.energy.rates import Mix, final_kwh_m2, mix_of, month_share, unit_kwh_m2
from microville.model.energy.sun import SUN, self_use

if TYPE_CHECKING:
    from microville.model.model import Microville


def energy(model: Microville) -> None:
    """Add up the month's final energy; run the heat network; share out the sun."""
    parameters, mix = model.parameters, mix_of(model.parameters)
    result = EnergyMonth()
    old = float((lived_in_m2(model) * final_kwh_m2(parameters)[model.homes.energy]).sum())
    result.homes.add(_account(mix, old, model.month, on_network=0.0))
    site_homes, site_work = Account(), Account()
    network = connected_m2(model)
    for unit in model.site.units:
        if not unit.in_use:
            continue
        part = len(unit.households) / max(unit.dwellings, 1) if unit.use == "housing" else 1.0
        piped = network.get(unit.key, 0.0)
        year = unit.area_m2 * part * unit_kwh_m2(model, unit)
        account = _account(mix, year, model.month, on_network=piped / unit.area_m2)
        result.connected_m2 += piped
        result.by_use[unit.use] = result.by_use.get(unit.use, 0.0) + account.kwh / 1e3
        housing = unit.use == "housing"
        (result.homes if housing else result.site).add(account)
        if not unit.off_site:
            (site_homes if housing else site_work).add(account)
    sold = result.homes.carrier["heat"] + result.site.carrier["heat"]
    result.heat = run_network(model, sold / 1e3)
    solar = model.site.solar_kwp * parameters.energy.pv_kwh_kwp_year * SUN[model.month % 12] / 100
    own = self_use(
        parameters,
        model.month,
        solar_kwh=solar,
        work_kwh=site_work.carrier["electricity"],
        home_kwh=site_homes.carrier["electricity"],
    )
    result.solar_mwh, result.own_mwh = solar / 1e3, own / 1e3
    result.co2_t = _co2_t(model, result)
    result.home_cents = _bills(model, result.homes)
    model.energy_month = result


def _account(mix: Mix, year_kwh: float, month: int, *, on_network: float) -> Account:
    """Return a month of a year's final energy, ``on_network`` the share of the floor (0-1)."""
    shares = {"heating": mix.heating, "hot_water": mix.hot_water, "other": mix.other}
    account = Account()
    for use in END_USES:
        kwh = year_kwh * shares[use] * month_share(use, month)
        account.end_use[use] = kwh
        if use == "other":
            account.carrier["electricity"] += kwh
            continue
        account.carrier["heat"] += kwh * on_network
        rest = kwh * (1.0 - on_network)
        account.carrier["electricity"] += rest * mix.heat_electric
        account.carrier["gas"] += rest * (1.0 - mix.heat_electric)
    return account


def _co2_t(model: Microville, month: EnergyMonth) -> float:
    rates, heat = model.parameters.energy, month.heat
    power = month.homes.carrier["electricity"] + month.site.carrier["electricity"]
    gas = month.homes.carrier["gas"] + month.site.carrier["gas"] + heat.gas_mwh * 1e3
    grams = (power - month.own_mwh * 1e3) * rates.electricity_co2_g_kwh
    grams += gas * rates.gas_co2_g_kwh
    grams += heat.wood_mwh * 1e3 * model.parameters.heat_network.wood_co2_g_kwh
    return grams / 1e6


def _bills(model: Microville, homes: Account) -> dict[str, int]:
    """Return what homes of the focus area pay by carrier, and standing charges, with tax."""
    rates, households = model.parameters.energy, model.population.households
    price = {
        "electricity": rates.electricity_eur_kwh,
        "gas": rates.gas_eur_kwh,
        "heat": model.parameters.heat_network.heat_eur_kwh * (1 + heat_rate_bps(model) / 10_000),
    }
    bills = {name: cents(kwh * price[name]) for name, kwh in homes.carrier.items()}
    lived = households.alive & model.focus_zone[households.zone]
    count = int(households.weight[lived].sum())
    bills["standing"] = cents(count * rates.electricity_standing_eur_year / 12)
    return bills
