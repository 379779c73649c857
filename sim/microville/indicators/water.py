"""Indicators of the site's water: what it needs, and what mains water is saved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from microville.indicators.registry import indicator
from microville.model.utilities.water import USES

if TYPE_CHECKING:
    from microville.indicators.groups import Groups
    from microville.model import Microville

OURS = "this model (docs/odd.md); rates: see parameters water.*"


@indicator(
    "water_need_m3",
    unit="m3/month",
    direction=-1,
    decimals=2,
    label_en="Water that the site needs",
    label_fr="Besoins en eau du site",
    formula="people in dwellings of the site, jobs and gardens times what each uses, by use",
    source="SISPEA: 150 litres a person and day at home; see parameters water.*",
)
def need(model: Microville, groups: Groups) -> dict[str, float]:
    """Return the site's need of water by use."""
    del groups
    litres = model.water_month.need_l
    parts = {f"use:{use}": litres[use] / 1000 for use in USES}
    return {"all": sum(litres.values()) / 1000} | parts


@indicator(
    "water_saved_m3",
    unit="m3/month",
    direction=1,
    decimals=2,
    label_en="Mains water saved by rain and grey water",
    label_fr="Eau du réseau économisée (pluie, eaux grises)",
    formula="rain and treated grey water used in toilets, laundries and gardens; by use and by "
    "origin (grey, rain)",
    source=OURS,
)
def saved(model: Microville, groups: Groups) -> dict[str, float]:
    """Return mains water saved by use and origin."""
    del groups
    month = model.water_month
    found = {"all": month.saved_l / 1000}
    found |= {f"use:{use}": (month.grey_l[use] + month.rain_l[use]) / 1000 for use in USES}
    found["origin:grey"] = sum(month.grey_l.values()) / 1000
    found["origin:rain"] = sum(month.rain_l.values()) / 1000
    return found


@indicator(
    "water_margin_eur",
    unit="EUR/month",
    direction=1,
    decimals=2,
    label_en="Rain and grey water sold less running costs",
    label_fr="Vente d'eau de pluie et d'eaux grises moins exploitation",
    formula="water of the site sold to tenants less pumping, treatment and upkeep; loan left out",
    source="double-entry ledger",
)
def margin(model: Microville, groups: Groups) -> dict[str, float]:
    """Return what the site's water leaves."""
    del groups
    month = model.water_month
    return {"all": (month.sold_cents - month.running_cents) / 100}
