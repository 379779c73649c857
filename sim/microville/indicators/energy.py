"""Indicators of energy by use and carrier, the heat network, the sun, the tertiary decree."""

from __future__ import annotations

from typing import TYPE_CHECKING

from microville.indicators.registry import indicator
from microville.model.energy.month import CARRIERS, END_USES
from microville.model.energy.tertiary import tertiary_shares

if TYPE_CHECKING:
    from microville.indicators.groups import Groups
    from microville.model import Microville

OURS = "this model (docs/odd.md); rates: see parameters energy.*, energy_use.*"


@indicator(
    "energy_by_use_mwh",
    unit="MWh/month",
    direction=-1,
    decimals=2,
    label_en="Energy of homes and site by use and carrier",
    label_fr="Énergie des logements et du site par usage et par énergie",
    formula="final energy of homes of the focus area and floor in use of the site: all; by end use "
    "(heating, hot_water, other); by carrier; of the site alone by use of the floor",
    source=OURS,
)
def by_use(model: Microville, groups: Groups) -> dict[str, float]:
    """Return energy by end use, carrier and use of the site's floor."""
    del groups
    month = model.energy_month
    found = {"all": month.homes_mwh + month.site_mwh}
    for name in END_USES:
        both = month.homes.end_use[name] + month.site.end_use[name]
        found[f"end_use:{name}"] = both / 1e3
    for name in CARRIERS:
        both = month.homes.carrier[name] + month.site.carrier[name]
        found[f"carrier:{name}"] = both / 1e3
    return found | {f"use:{name}": mwh for name, mwh in sorted(month.by_use.items())}


@indicator(
    "heat_network_mwh",
    unit="MWh/month",
    direction=1,
    decimals=2,
    label_en="Heat from the site's network",
    label_fr="Chaleur livrée par le réseau du site",
    formula="heating and hot water of the floor on the network; fuels: what is burnt for it",
    source=OURS,
)
def heat(model: Microville, groups: Groups) -> dict[str, float]:
    """Return heat sold, and the fuels burnt."""
    del groups
    month = model.energy_month.heat
    return {"all": month.sold_mwh, "fuel:wood": month.wood_mwh, "fuel:gas": month.gas_mwh}


@indicator(
    "heat_network_connected_m2",
    unit="m2",
    direction=1,
    decimals=0,
    label_en="Floor in use on the heat network",
    label_fr="Surface occupée raccordée au réseau de chaleur",
    formula="floor of units in use that the network reaches, largest units first",
    source=OURS,
)
def connected(model: Microville, groups: Groups) -> dict[str, float]:
    """Return the floor connected."""
    del groups
    return {"all": model.energy_month.connected_m2}


@indicator(
    "heat_network_margin_eur",
    unit="EUR/month",
    direction=1,
    decimals=2,
    label_en="Heat sold less fuel and upkeep",
    label_fr="Vente de chaleur moins combustibles et exploitation",
    formula="sales of heat less fuels and upkeep; the loan is left out",
    source="double-entry ledger",
)
def margin(model: Microville, groups: Groups) -> dict[str, float]:
    """Return what the heat network leaves."""
    del groups
    month = model.energy_month.heat
    return {"all": (month.sold_cents - month.fuel_cents - month.upkeep_cents) / 100}


@indicator(
    "solar_self_use_share",
    unit="share",
    direction=1,
    decimals=4,
    label_en="Solar power used on the site",
    label_fr="Part de la production solaire consommée sur le site",
    formula="what hours of sun and of the site's demand have in common over the yield",
    source=OURS,
)
def self_use(model: Microville, groups: Groups) -> dict[str, float]:
    """Return the share of solar power that the site uses itself."""
    del groups
    month = model.energy_month
    return {"all": month.own_mwh / month.solar_mwh} if month.solar_mwh > 0 else {}


def _tertiary(year: int) -> None:
    @indicator(
        f"tertiary_floor_met_{year}_share",
        unit="share",
        direction=1,
        decimals=4,
        label_en=f"Tertiary floor within the decree's threshold of {year}",
        label_fr=f"Surface tertiaire sous le seuil {year} du décret",
        formula="floor in use of tertiary buildings from 1,000 m² whose final energy is at most "
        f"the absolute threshold of {year}, over that floor",
        source="tertiary decree (2019); thresholds: see parameters energy_use.*",
    )
    def measure(model: Microville, groups: Groups) -> dict[str, float]:
        del groups
        shares = tertiary_shares(model)
        return {"all": shares[year]} if shares else {}


for _year in (2030, 2040, 2050):
    _tertiary(_year)
