"""What reuse of materials saves and costs."""

from __future__ import annotations

from microville.parameters.metadata import Group, param, share


class Reuse(Group):
    """Prices and CO2 of new materials; what reuse costs."""

    mineral_eur_t: float = param(
        60.0,
        unit="EUR/t",
        description="Price of new concrete, brick and stone.",
        low=30.0,
        high=120.0,
        ge=0.0,
        le=1000000.0,
        kind="assumption",
        label_fr="Prix du neuf : minéral",
    )
    mineral_co2_kg_t: float = param(
        150.0,
        unit="kg/t",
        description="CO2 of making new concrete, brick and stone.",
        low=80.0,
        high=250.0,
        ge=0.0,
        le=1000000.0,
        kind="assumption",
        label_fr="CO2 du neuf : minéral",
    )
    wood_eur_t: float = param(
        700.0,
        unit="EUR/t",
        description="Price of new timber.",
        low=400.0,
        high=1200.0,
        ge=0.0,
        le=1000000.0,
        kind="assumption",
        label_fr="Prix du neuf : bois",
    )
    wood_co2_kg_t: float = param(
        300.0,
        unit="kg/t",
        description="CO2 of making new timber.",
        low=100.0,
        high=600.0,
        ge=0.0,
        le=1000000.0,
        kind="assumption",
        label_fr="CO2 du neuf : bois",
    )
    metal_eur_t: float = param(
        1500.0,
        unit="EUR/t",
        description="Price of new metal.",
        low=900.0,
        high=2500.0,
        ge=0.0,
        le=1000000.0,
        kind="assumption",
        label_fr="Prix du neuf : métal",
    )
    metal_co2_kg_t: float = param(
        1700.0,
        unit="kg/t",
        description="CO2 of making new metal.",
        low=900.0,
        high=2500.0,
        ge=0.0,
        le=1000000.0,
        kind="assumption",
        label_fr="CO2 du neuf : métal",
    )
    insulation_eur_t: float = param(
        2500.0,
        unit="EUR/t",
        description="Price of new insulation.",
        low=1200.0,
        high=4000.0,
        ge=0.0,
        le=1000000.0,
        kind="assumption",
        label_fr="Prix du neuf : isolants",
    )
    insulation_co2_kg_t: float = param(
        1800.0,
        unit="kg/t",
        description="CO2 of making new insulation.",
        low=900.0,
        high=3000.0,
        ge=0.0,
        le=1000000.0,
        kind="assumption",
        label_fr="CO2 du neuf : isolants",
    )
    fittings_eur_t: float = param(
        4000.0,
        unit="EUR/t",
        description="Price of new doors, radiators, basins and lamps.",
        low=1500.0,
        high=8000.0,
        ge=0.0,
        le=1000000.0,
        kind="assumption",
        label_fr="Prix du neuf : équipements",
    )
    fittings_co2_kg_t: float = param(
        2500.0,
        unit="kg/t",
        description="CO2 of making new doors, radiators, basins and lamps.",
        low=1000.0,
        high=4500.0,
        ge=0.0,
        le=1000000.0,
        kind="assumption",
        label_fr="CO2 du neuf : équipements",
    )
    disposal_co2_kg_t: float = param(
        27.0,
        unit="kg/t",
        description="CO2 of disposing of a tonne.",
        source="ercole-immobilier.com, demolition concrete, derived",
        year=2020,
        low=15.0,
        high=40.0,
        ge=0.0,
        le=1000000.0,
        label_fr="CO2 de l'évacuation",
    )
    handling_eur_t: float = param(
        120.0,
        unit="EUR/t",
        description="Taking apart with care, cleaning and storing a tonne for reuse.",
        low=50.0,
        high=300.0,
        ge=0.0,
        le=1000000.0,
        kind="assumption",
        label_fr="Manutention du réemploi",
    )
    member_price_share: float = share(
        0.35,
        description="Price of reused materials to member businesses over that of new ones.",
        low=0.15,
        high=0.6,
        label_fr="Prix du réemploi sur celui du neuf",
    )
