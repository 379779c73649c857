"""Indicators of food: production capacity and local consumption, apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from microville.indicators.registry import indicator

if TYPE_CHECKING:
    from microville.indicators.groups import Groups
    from microville.model import Microville


@indicator(
    "food_produced_t",
    unit="t/month",
    direction=1,
    decimals=3,
    label_en="Food grown on the site",
    label_fr="Aliments produits sur le site",
    formula="ripe area times yield by cover, spread over the months of harvest",
    source="yields: Universalis, Agreste quoted; see parameters food.*",
)
def produced(model: Microville, groups: Groups) -> dict[str, float]:
    """Return tonnes harvested this month."""
    del groups
    return {"all": sum(model.food_month.produced_t.values())}


@indicator(
    "food_eaten_t",
    unit="t/month",
    direction=0,
    decimals=3,
    label_en="Food eaten in the focus area",
    label_fr="Aliments consommés dans le secteur étudié",
    formula="inhabitants of the focus area times 1.4 kg a day",
    source="MODEL: 1.4 kg eaten a person and day; see parameters food.*",
)
def eaten(model: Microville, groups: Groups) -> dict[str, float]:
    """Return tonnes eaten in the focus area."""
    del groups
    return {"all": model.food_month.demand_t}


@indicator(
    "food_local_t",
    unit="t/month",
    direction=1,
    decimals=3,
    label_en="Local food eaten locally",
    label_fr="Aliments locaux consommés sur place",
    formula="harvest times the share sold locally, at most what is eaten",
    source="this model (docs/odd.md)",
)
def local(model: Microville, groups: Groups) -> dict[str, float]:
    """Return tonnes of local food eaten locally."""
    del groups
    return {"all": model.food_month.local_t}


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
    formula="local food eaten locally this month over what is eaten, plus the background of French "
    "urban areas",
    source="background: Utopies (2017), 2 % for the 100 largest urban areas",
)
def self_sufficiency(model: Microville, groups: Groups) -> dict[str, float]:
    """Return the local share of what is eaten in the focus area."""
    del groups
    month = model.food_month
    share = month.local_t / month.demand_t if month.demand_t > 0 else 0.0
    return {"all": min(share + model.parameters.food.self_sufficiency_background, 1.0)}


@indicator(
    "food_cover_days",
    unit="days",
    direction=1,
    decimals=2,
    label_en="Days of food in stock",
    label_fr="Jours de réserve alimentaire",
    formula="days of stock at home, in shops and in warehouses, plus the month's local harvest in "
    "days of what is delivered to the focus area",
    source="stocks: Apur (2024) for Paris; see parameters food.*",
)
def cover(model: Microville, groups: Groups) -> dict[str, float]:
    """Return days of food cover of the focus area."""
    del groups
    rates, month = model.parameters.food, model.food_month
    delivered = month.demand_t * rates.delivered_kg_person_day / rates.eaten_kg_person_day
    stock = rates.stock_home_days + rates.stock_shops_days + rates.stock_warehouse_days
    harvest = month.local_t / delivered * 30.4 if delivered > 0 else 0.0
    return {"all": stock + harvest}
