"""Indicators of food: production capacity and local consumption, apart; stocks and shortages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from microville.indicators.access import closest_ms_of_homes
from microville.indicators.registry import indicator
from microville.model.access_state import MODES
from microville.model.facilities import FOLLOWED
from microville.model.food.groups import DAYS, GROUPS, capacity_t_year, yield_t_ha
from microville.model.food.outlets import outlet_ms

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from microville.indicators.groups import Groups
    from microville.model import Microville

OURS = "this model (docs/odd.md); rates: see parameters food.*, diet.*, food_chain.*"
FRESH_SHOPS = ("grocery", "supermarket")


def _tonnes(grams: NDArray[np.int64]) -> dict[str, float]:
    """Return tonnes in all and by group of food."""
    parts = {f"food:{name}": float(grams[i]) / 1e6 for i, name in enumerate(GROUPS)}
    return {"all": float(grams.sum()) / 1e6} | parts


@indicator(
    "food_produced_t",
    unit="t/month",
    direction=1,
    decimals=3,
    label_en="Food grown on the site",
    label_fr="Aliments produits sur le site",
    formula="ripe area times yield by cover, spread over the months of harvest, by group of food",
    source="yields: Universalis, Agreste quoted; see parameters food.*",
)
def produced(model: Microville, groups: Groups) -> dict[str, float]:
    """Return tonnes harvested this month."""
    del groups
    return _tonnes(model.food_month.harvest)


@indicator(
    "food_capacity_t_year",
    unit="t/year",
    direction=1,
    decimals=2,
    label_en="Food that the site's land gives in a full year",
    label_fr="Capacité de production alimentaire des terres du site",
    formula="area under market garden, orchard and cereals times yield, ripe or not; fields: the "
    "focus area's fields under food crops, where the map draws them (champagne and beet are none)",
    source="yields: see parameters food.*, food_chain.farm_food_share",
)
def capacity(model: Microville, groups: Groups) -> dict[str, float]:
    """Return yearly production capacity by group of food."""
    del groups
    by_group = capacity_t_year(model)
    found = {"all": sum(by_group.values())}
    found |= {f"food:{name}": tonnes for name, tonnes in by_group.items()}
    if model.fields_ha > 0:
        crops = model.fields_ha * model.parameters.food_chain.farm_food_share
        found["land:fields"] = crops * yield_t_ha(model.parameters, "cereals")
    return found


@indicator(
    "food_eaten_t",
    unit="t/month",
    direction=0,
    decimals=3,
    label_en="Food eaten in the focus area",
    label_fr="Aliments consommés dans le secteur étudié",
    formula="inhabitants of the focus area times 1.4 kg a day, less what they lack, by group",
    source="MODEL: 1.4 kg eaten a person and day; see parameters food.*, diet.*",
)
def eaten(model: Microville, groups: Groups) -> dict[str, float]:
    """Return tonnes eaten in the focus area."""
    del groups
    rates = model.parameters.food
    share = min(rates.eaten_kg_person_day / rates.delivered_kg_person_day, 1.0)
    return {name: tonnes * share for name, tonnes in _tonnes(model.food_month.used).items()}


@indicator(
    "food_local_t",
    unit="t/month",
    direction=1,
    decimals=3,
    label_en="Local food for the focus area",
    label_fr="Aliments locaux pour le secteur étudié",
    formula="harvest sold locally and stock of the food hub, at most what is asked for, by group",
    source=OURS,
)
def local(model: Microville, groups: Groups) -> dict[str, float]:
    """Return tonnes of local food that people of the focus area take."""
    del groups
    return _tonnes(model.food_month.local)


@indicator(
    "food_hub_stock_t",
    unit="t",
    direction=1,
    decimals=3,
    label_en="Food in the food hub",
    label_fr="Stock du pôle alimentaire",
    formula="harvest milled, canned or cooled for later months, less losses, by group",
    source=OURS,
)
def hub(model: Microville, groups: Groups) -> dict[str, float]:
    """Return the food hub's stock."""
    del groups
    return _tonnes(model.food_month.hub)


@indicator(
    "food_land_people",
    unit="persons",
    direction=1,
    decimals=1,
    label_en="People whom the site's land could feed",
    label_fr="Personnes que les terres du site pourraient nourrir",
    formula="area under market garden, orchard and cereals over the land that feeds a person",
    source="0.30-0.43 ha a person (MODEL 5.10)",
)
def land_people(model: Microville, groups: Groups) -> dict[str, float]:
    """Return how many people the site's land could feed."""
    del groups
    area = sum(model.site.cover_ha(c) for c in ("market_garden", "orchard", "cereals"))
    return {"all": area / model.parameters.food.land_ha_person}


@indicator(
    "food_self_sufficiency_ratio",
    unit="share",
    direction=1,
    decimals=4,
    label_en="Food eaten in the focus area that is local",
    label_fr="Part locale de l'alimentation du secteur étudié",
    formula="local food over what is needed this month; all: plus the background of French urban "
    "areas, of which groups are not known",
    source="background: Utopies (2017), 2 % for the 100 largest urban areas",
)
def self_sufficiency(model: Microville, groups: Groups) -> dict[str, float]:
    """Return the local share of what is eaten in the focus area, by group."""
    del groups
    month = model.food_month
    whole = max(int(month.needed.sum()), 1)
    share = int(month.local.sum()) / whole + model.parameters.food.self_sufficiency_background
    found = {"all": min(share, 1.0)}
    for i, name in enumerate(GROUPS):
        if month.needed[i] > 0:
            found[f"food:{name}"] = float(month.local[i] / month.needed[i])
    return found


@indicator(
    "food_cover_days",
    unit="days",
    direction=1,
    decimals=2,
    label_en="Days of food in stock",
    label_fr="Jours de réserve alimentaire",
    formula="stocks of homes, shops and warehouses at the end of the month, the food hub's stock "
    "and a month's local harvest, over what is needed a day; by tier",
    source="stocks: Apur (2024) for Paris; see parameters food.*",
)
def cover(model: Microville, groups: Groups) -> dict[str, float]:
    """Return days of food cover of the focus area."""
    del groups
    month = model.food_month
    a_day = int(month.needed.sum()) / DAYS
    if a_day <= 0:
        return {}
    tiers = dict(zip(("homes", "shops", "warehouses"), month.stocks.sum(axis=1), strict=True))
    found = {f"tier:{name}": float(grams) / a_day for name, grams in tiers.items()}
    found["tier:hub"] = int(month.hub.sum()) / a_day
    return {"all": sum(found.values()) + int(month.local.sum()) / a_day} | found


@indicator(
    "food_lacking_people",
    unit="persons",
    direction=-1,
    decimals=0,
    label_en="People who lack food for a part of the month",
    label_fr="Personnes à court de nourriture dans le mois",
    formula="inhabitants of the focus area whose cupboard holds less than the days that neither "
    "deliveries nor local food nor shops and warehouses cover",
    source=OURS,
)
def lacking(model: Microville, groups: Groups) -> dict[str, float]:
    """Return who lacks food, by group of people."""
    lacks = model.food_month.lacks
    if not len(lacks):
        lacks = np.zeros(len(groups.weight), dtype=bool)
    found = groups.total(lacks)
    return {label: number for label, number in found.items() if not label.startswith("commune:")}


@indicator(
    "food_short_t",
    unit="t/month",
    direction=-1,
    decimals=3,
    label_en="Food that the focus area lacks",
    label_fr="Aliments manquants dans le secteur étudié",
    formula="what is needed less what local food, deliveries and stocks give, by group",
    source=OURS,
)
def short(model: Microville, groups: Groups) -> dict[str, float]:
    """Return tonnes lacking."""
    del groups
    return _tonnes(model.food_month.short)


def _fresh(mode: str, label_en: str, label_fr: str) -> None:
    @indicator(
        f"fresh_food_{mode}_15_share",
        unit="share",
        direction=1,
        decimals=4,
        label_en=f"People within 15 min of fresh food {label_en}",
        label_fr=f"Habitants à moins de 15 min de produits frais {label_fr}",
        formula=f"inhabitants within 15 minutes by {mode} of an open grocery or supermarket, or of "
        "the site's food hub, garden or orchard that bears",
        source=OURS,
    )
    def measure(model: Microville, groups: Groups) -> dict[str, float]:
        number = MODES.index(mode)
        shops = [FOLLOWED.index(name) for name in FRESH_SHOPS]
        nearest = closest_ms_of_homes(model, mode)[:, shops].min(axis=1)
        nearest = np.minimum(nearest, outlet_ms(model, number))
        people, households = model.population.people, model.population.households
        return groups.mean((nearest <= 15 * 60_000)[households.home[people.household]])


for _mode, _en, _fr in (("walk", "on foot", "à pied"), ("bike", "by bike", "à vélo")):
    _fresh(_mode, _en, _fr)
