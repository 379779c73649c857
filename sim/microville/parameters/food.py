"""Eating, growing, storing."""

from __future__ import annotations

from microville.parameters.metadata import Group, param, share
from microville.parameters.sources import APUR, SPECIFICATION


class Food(Group):
    """Demand for food, yields and stocks."""

    eaten_kg_person_day: float = param(
        1.4,
        unit="kg/person/day",
        description="Food eaten.",
        source=f"{SPECIFICATION}, 5.10; compare {APUR}, 1.44",
        low=1.16,
        high=1.44,
        ge=0.1,
        le=10.0,
        label_fr="Nourriture consommée",
    )
    delivered_kg_person_day: float = param(
        1.8,
        unit="kg/person/day",
        description="Food delivered, with what is lost on the way.",
        source=f"{SPECIFICATION}, 5.10",
        low=1.5,
        high=2.0,
        ge=0.1,
        le=10.0,
        label_fr="Nourriture livrée",
    )
    land_ha_person: float = param(
        0.36,
        unit="ha/person",
        description="Farm land that feeds one person.",
        source=f"{SPECIFICATION}, 5.10 (middle of 0.30 to 0.43)",
        low=0.3,
        high=0.43,
        ge=0.01,
        le=5.0,
        label_fr="Surface agricole par personne nourrie",
    )
    market_garden_t_ha: float = param(
        20.3,
        unit="t/ha/year",
        description="Yield of vegetables.",
        source="universalis.fr, mean yield of vegetables in France; high: 2.5 kg/m2 of carrots",
        low=12.0,
        high=25.0,
        ge=0.0,
        le=200.0,
        label_fr="Rendement du maraîchage",
    )
    orchard_t_ha: float = param(
        17.5,
        unit="t/ha/year",
        description="Yield of an orchard.",
        source="Aficar, fruits et légumes (scribd 8447432)",
        year=2006,
        low=10.0,
        high=22.0,
        ge=0.0,
        le=200.0,
        label_fr="Rendement du verger",
    )
    cereals_t_ha: float = param(
        8.5,
        unit="t/ha/year",
        description="Yield of soft wheat, Marne.",
        source="lafranceagricole.fr, yields of soft wheat 2021 (84 to 85 q/ha); low: barley 2018",
        year=2021,
        low=7.29,
        high=8.5,
        ge=0.0,
        le=50.0,
        label_fr="Rendement des céréales",
    )
    cereals_food_yield_share: float = share(
        0.75,
        description="Share of cereals that becomes food.",
        low=0.65,
        high=0.85,
        label_fr="Part des céréales devenue aliment",
    )
    stock_shops_days: float = param(
        2.0,
        unit="days",
        description="Stock of food in shops and catering.",
        source=APUR,
        year=2024,
        low=2.0,
        high=3.0,
        ge=0.0,
        le=365.0,
        label_fr="Stock des commerces",
    )
    stock_warehouse_days: float = param(
        2.0,
        unit="days",
        description="Stock of food in warehouses.",
        source=APUR,
        year=2024,
        low=1.0,
        high=3.0,
        ge=0.0,
        le=365.0,
        label_fr="Stock des entrepôts",
    )
    stock_home_days: float = param(
        3.25,
        unit="days",
        description="Stock of food at home.",
        source=APUR,
        year=2024,
        low=1.5,
        high=5.0,
        ge=0.0,
        le=365.0,
        label_fr="Stock des foyers",
    )
    local_sales_share: float = share(
        0.6,
        description="Share of what the site grows that is eaten in the focus area.",
        low=0.2,
        high=0.9,
        label_fr="Part vendue localement",
    )
    self_sufficiency_background: float = share(
        0.02,
        description="Food self-sufficiency of the territory without the site.",
        source="Utopies, autonomie alimentaire des villes (mean of 100 urban areas)",
        year=2017,
        low=0.002,
        high=0.082,
        kind="fact",
        label_fr="Autonomie alimentaire de départ",
    )
