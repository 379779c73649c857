"""What works cost, before VAT, and how long they take."""

from __future__ import annotations

from microville.parameters.metadata import Group, param, share
from microville.parameters.sources import BENEFRICHES, CHAUSSON, ENERTECH, SELECTRA


class Works(Group):
    """Costs and durations of works."""

    studies_eur_m2: float = param(
        6.0,
        unit="EUR/m2",
        description="Studies before works, per square metre of land or floor treated.",
        source=BENEFRICHES,
        low=4.0,
        high=12.0,
        ge=0.0,
        le=100000.0,
        label_fr="Études",
    )
    remediation_eur_m2: float = param(
        66.0,
        unit="EUR/m2",
        description="Cleaning polluted soil, per square metre of soil.",
        source=BENEFRICHES,
        low=30.0,
        high=150.0,
        ge=0.0,
        le=100000.0,
        label_fr="Dépollution des sols",
    )
    demolition_eur_m2: float = param(
        75.0,
        unit="EUR/m2",
        description="Demolition, per square metre demolished.",
        source=BENEFRICHES,
        low=50.0,
        high=120.0,
        ge=0.0,
        le=100000.0,
        label_fr="Démolition",
    )
    asbestos_eur_m2: float = param(
        75.0,
        unit="EUR/m2",
        description="Removing asbestos, per square metre treated.",
        source=BENEFRICHES,
        low=40.0,
        high=150.0,
        ge=0.0,
        le=100000.0,
        label_fr="Désamiantage",
    )
    deep_renovation_eur_m2: float = param(
        410.0,
        unit="EUR/m2",
        description="Deep energy renovation, per square metre of floor.",
        source=f"{ENERTECH} (houses, 300 to 465); high: {CHAUSSON}, 600",
        year=2017,
        low=300.0,
        high=600.0,
        ge=0.0,
        le=100000.0,
        label_fr="Rénovation énergétique profonde",
    )
    light_transitional_eur_m2: float = param(
        60.0,
        unit="EUR/m2",
        description="Light works before transitional use, per square metre of floor.",
        low=20.0,
        high=150.0,
        ge=0.0,
        le=100000.0,
        kind="assumption",
        label_fr="Travaux légers (usage transitoire)",
    )
    new_build_eur_m2: float = param(
        2225.0,
        unit="EUR/m2",
        description="New building, per square metre of floor: cost price of social housing.",
        source="fdocuments.fr, prix de revient de la construction de logements sociaux",
        year=2016,
        low=1440.0,
        high=3940.0,
        ge=0.0,
        le=100000.0,
        label_fr="Construction neuve",
    )
    industrial_asbestos_factor: float = param(
        2.0,
        unit="ratio",
        description="Asbestos on a brownfield, of works.asbestos_eur_m2: roofs and cladding too.",
        low=1.0,
        high=3.0,
        ge=0.0,
        le=10.0,
        kind="assumption",
        label_fr="Amiante d'une friche industrielle, par rapport à une base",
    )
    industrial_polluted_share: float = share(
        0.4,
        description="Part of the ground of a brownfield that is cleaned before use or food.",
        low=0.1,
        high=0.8,
        label_fr="Part polluée du sol d'une friche industrielle",
    )
    scattered_asbestos_share: float = share(
        0.5,
        description="Part of scattered premises from which asbestos is removed.",
        low=0.2,
        high=0.8,
        label_fr="Part amiantée des locaux diffus",
    )
    other_share: float = share(
        0.09,
        description="Other costs, as a share of works.",
        source=BENEFRICHES,
        low=0.05,
        high=0.15,
        kind="fact",
        label_fr="Autres coûts, part des travaux",
    )
    unsealing_eur_m2: float = param(
        10.0,
        unit="EUR/m2",
        description="Unsealing soil, per square metre.",
        source=BENEFRICHES,
        low=5.0,
        high=40.0,
        ge=0.0,
        le=100000.0,
        label_fr="Désimperméabilisation",
    )
    soil_restoration_eur_m2: float = param(
        45.0,
        unit="EUR/m2",
        description="Restoring living soil, per square metre.",
        source=BENEFRICHES,
        low=15.0,
        high=80.0,
        ge=0.0,
        le=100000.0,
        label_fr="Restauration des sols",
    )
    garden_setup_eur_ha: float = param(
        30000.0,
        unit="EUR/ha",
        description="Setting up a hectare of market garden: water, tools, tunnels.",
        low=10000.0,
        high=80000.0,
        ge=0.0,
        le=1000000.0,
        kind="assumption",
        label_fr="Installation d'un hectare de maraîchage",
    )
    solar_eur_kwp: float = param(
        1175.0,
        unit="EUR/kWp",
        description="Solar panels, per kWp installed.",
        source=SELECTRA,
        low=950.0,
        high=1400.0,
        ge=0.0,
        le=100000.0,
        label_fr="Panneaux solaires",
    )
    light_months: int = param(
        3,
        unit="months",
        description="Duration of light transitional works.",
        low=1,
        high=6,
        ge=1,
        le=240,
        kind="assumption",
        label_fr="Durée des travaux légers",
    )
    deep_months: int = param(
        12,
        unit="months",
        description="Duration of a deep renovation of up to 1,000 m2 of floor.",
        low=8,
        high=24,
        ge=1,
        le=240,
        kind="assumption",
        label_fr="Durée d'une rénovation profonde (1 000 m2)",
    )
    deep_renovation_months_per_1000m2: float = param(
        4.0,
        unit="months",
        description="Further months of a deep renovation per 1,000 m2 beyond the first 1,000 m2.",
        low=2.0,
        high=8.0,
        ge=0.0,
        le=60.0,
        kind="assumption",
        label_fr="Mois de rénovation par 1 000 m2 de plus",
    )
    new_build_months: int = param(
        18,
        unit="months",
        description="Duration of a new building.",
        low=12,
        high=30,
        ge=1,
        le=240,
        kind="assumption",
        label_fr="Durée d'une construction neuve",
    )
    greenfield_sealed_share: float = share(
        0.6,
        description="Part of a field built upon that buildings, roads and parking seal.",
        low=0.4,
        high=0.8,
        label_fr="Part imperméabilisée d'un champ bâti",
    )
    demolition_months: int = param(
        4,
        unit="months",
        description="Duration of a demolition.",
        low=2,
        high=9,
        ge=1,
        le=240,
        kind="assumption",
        label_fr="Durée d'une démolition",
    )
