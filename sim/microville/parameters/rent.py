"""What tenants pay the cooperative."""

from __future__ import annotations

from microville.parameters.metadata import Group, param
from microville.parameters.sources import CHAUSSON, ST_LEONARD


class Rent(Group):
    """Rents by use, before charges."""

    housing: float = param(
        9.0,
        unit="EUR/m2/month",
        description="Rent before charges: dwellings after renovation.",
        source="high: listings in Reims, 12.7 (moneyvox.fr, 2025)",
        low=7.0,
        high=12.7,
        ge=0.0,
        le=200.0,
        kind="assumption",
        label_fr="Loyer : logement",
    )
    workshop: float = param(
        6.25,
        unit="EUR/m2/month",
        description="Rent before charges: workshops.",
        source=f"{CHAUSSON} (75 EUR/m2/year); high: {ST_LEONARD} (100)",
        year=2019,
        low=3.5,
        high=8.33,
        ge=0.0,
        le=200.0,
        label_fr="Loyer : atelier",
    )
    office: float = param(
        9.0,
        unit="EUR/m2/month",
        description="Rent before charges: offices.",
        source="high: prime office rent of large regional cities, 200 EUR/m2/year (CBRE)",
        low=6.0,
        high=16.67,
        ge=0.0,
        le=200.0,
        kind="assumption",
        label_fr="Loyer : bureaux",
    )
    training: float = param(
        6.0,
        unit="EUR/m2/month",
        description="Rent before charges: training and research.",
        low=3.0,
        high=9.0,
        ge=0.0,
        le=200.0,
        kind="assumption",
        label_fr="Loyer : formation et recherche",
    )
    care: float = param(
        8.0,
        unit="EUR/m2/month",
        description="Rent before charges: care.",
        low=4.0,
        high=12.0,
        ge=0.0,
        le=200.0,
        kind="assumption",
        label_fr="Loyer : santé",
    )
    shop: float = param(
        8.0,
        unit="EUR/m2/month",
        description="Rent before charges: local shops.",
        low=4.0,
        high=14.0,
        ge=0.0,
        le=200.0,
        kind="assumption",
        label_fr="Loyer : commerce de proximité",
    )
    food_hub: float = param(
        5.0,
        unit="EUR/m2/month",
        description="Rent before charges: kitchen, processing and food store.",
        low=2.5,
        high=8.0,
        ge=0.0,
        le=200.0,
        kind="assumption",
        label_fr="Loyer : pôle alimentaire",
    )
    culture_sport: float = param(
        2.5,
        unit="EUR/m2/month",
        description="Rent before charges: culture and sport.",
        low=0.5,
        high=5.0,
        ge=0.0,
        le=200.0,
        kind="assumption",
        label_fr="Loyer : culture et sport",
    )
    storage: float = param(
        3.0,
        unit="EUR/m2/month",
        description="Rent before charges: storage.",
        low=1.5,
        high=5.0,
        ge=0.0,
        le=200.0,
        kind="assumption",
        label_fr="Loyer : stockage",
    )
    coworking: float = param(
        11.0,
        unit="EUR/m2/month",
        description="Rent before charges: coworking.",
        low=6.0,
        high=18.0,
        ge=0.0,
        le=200.0,
        kind="assumption",
        label_fr="Loyer : coworking",
    )
    transitional: float = param(
        2.5,
        unit="EUR/m2/month",
        description="Rent before charges: any use before deep renovation.",
        low=0.5,
        high=4.0,
        ge=0.0,
        le=200.0,
        kind="assumption",
        label_fr="Loyer : usage transitoire",
    )
    market_garden_eur_ha_year: float = param(
        200.0,
        unit="EUR/ha/year",
        description="Rent of farmed land.",
        low=100.0,
        high=400.0,
        ge=0.0,
        le=20000.0,
        kind="assumption",
        label_fr="Fermage",
    )
    indexation_year: float = param(
        0.0,
        unit="share/year",
        description="Yearly rise of rents beyond that of costs: accounts are in constant euros.",
        low=-0.01,
        high=0.01,
        ge=-0.05,
        le=0.2,
        kind="assumption",
        label_fr="Indexation annuelle des loyers",
    )
