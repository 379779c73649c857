"""Indicators of energy, carbon and land."""

from __future__ import annotations

from typing import TYPE_CHECKING

from microville.indicators.registry import indicator

if TYPE_CHECKING:
    from microville.indicators.groups import Groups
    from microville.model import Microville

CLASSES = "primary energy by class (French energy label), see parameters energy.*"


@indicator(
    "energy_homes_mwh",
    unit="MWh/month",
    direction=-1,
    decimals=2,
    label_en="Energy of homes in the focus area",
    label_fr="Énergie des logements du secteur étudié",
    formula="floor lived in times final energy of its class, by month of heating",
    source=CLASSES,
)
def homes(model: Microville, groups: Groups) -> dict[str, float]:
    """Return final energy of homes in the focus area."""
    del groups
    return {"all": float(model.energy_month.homes_mwh)}


@indicator(
    "energy_site_mwh",
    unit="MWh/month",
    direction=-1,
    decimals=2,
    label_en="Energy of the site's other buildings",
    label_fr="Énergie des autres bâtiments du site",
    formula="floor let of the programme, on fields too, times final energy of its class",
    source=CLASSES,
)
def site(model: Microville, groups: Groups) -> dict[str, float]:
    """Return final energy of floor let on the site."""
    del groups
    return {"all": float(model.energy_month.site_mwh)}


@indicator(
    "solar_mwh",
    unit="MWh/month",
    direction=1,
    decimals=2,
    label_en="Solar power of the site",
    label_fr="Production solaire du site",
    formula="power installed times yearly yield, by month of sun",
    source="Selectra: 900-1,400 kWh/kWp/yr in France",
)
def solar(model: Microville, groups: Groups) -> dict[str, float]:
    """Return solar power of the month."""
    del groups
    return {"all": float(model.energy_month.solar_mwh)}


@indicator(
    "energy_co2_t",
    unit="t/month",
    direction=-1,
    decimals=3,
    label_en="CO2 of homes and site",
    label_fr="CO2 des logements et du site",
    formula="final energy times the emissions of electricity and gas, solar self-use deducted",
    source="see parameters energy.*",
)
def co2(model: Microville, groups: Groups) -> dict[str, float]:
    """Return emissions of the month."""
    del groups
    return {"all": float(model.energy_month.co2_t)}


@indicator(
    "food_land_ha",
    unit="ha",
    direction=1,
    decimals=2,
    label_en="Land of the site under food",
    label_fr="Terres du site cultivées",
    formula="area under market garden, orchard and cereals",
    source="the scenario's programme",
)
def food_land(model: Microville, groups: Groups) -> dict[str, float]:
    """Return the area under food."""
    del groups
    return {"all": sum(model.site.cover_ha(c) for c in ("market_garden", "orchard", "cereals"))}


@indicator(
    "home_energy_bill_eur",
    unit="EUR/dwelling/month",
    direction=-1,
    decimals=2,
    label_en="Energy bill of a home in the focus area",
    label_fr="Facture d'énergie d'un logement du secteur étudié",
    formula="final energy of homes by carrier times its price, and the standing charge, over "
    "households; by carrier as parts of it",
    source="tariffs: see parameters energy.*, heat_network.*",
)
def bill(model: Microville, groups: Groups) -> dict[str, float]:
    """Return the mean energy bill of the month, and its parts by carrier."""
    del groups
    households, cents = model.population.households, model.energy_month.home_cents
    lived = households.alive & model.focus_zone[households.zone]
    count = max(int(households.weight[lived].sum()), 1) * 100
    parts = {f"carrier:{name}": amount / count for name, amount in cents.items()}
    return {"all": sum(cents.values()) / count} | parts
