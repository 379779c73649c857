"""Firms: floor per job, costs and closing, what they buy from each other, whom they hire."""

from __future__ import annotations

from microville.parameters.metadata import Group, param, share
from microville.parameters.sources import (
    BENEFRICHES,
    BENEFRICHES_HELP,
    INSEE_SURVIVAL_5,
    ST_LEONARD,
)


class Business(Group):
    """How firms use floors, earn, open and close."""

    floor_per_job_office_m2: float = param(
        15.0,
        unit="m2/job",
        description="Office floor per job.",
        source=BENEFRICHES,
        low=12.0,
        high=25.0,
        ge=1.0,
        le=1000.0,
        label_fr="Surface par emploi, bureaux",
    )
    floor_per_job_other_m2: float = param(
        70.0,
        unit="m2/job",
        description="Floor per job of other activities (workshops, production).",
        source=f"{BENEFRICHES}; low: {ST_LEONARD}, 32 to 45",
        low=32.0,
        high=90.0,
        ge=1.0,
        le=1000.0,
        label_fr="Surface par emploi, autres activités",
    )
    floor_per_job_shop_m2: float = param(
        23.0,
        unit="m2/job",
        description="Shop floor per job (1 / 23 m2 are the 0.044 jobs/m2 of local shops in the "
        "code).",
        source=BENEFRICHES_HELP,
        low=18.0,
        high=40.0,
        ge=1.0,
        le=1000.0,
        label_fr="Surface par emploi, commerces",
    )
    start_cash_months: float = param(
        6.0,
        unit="months",
        description="Months of fixed costs that a firm starts with in cash.",
        low=3.0,
        high=12.0,
        ge=0.0,
        le=120.0,
        kind="assumption",
        label_fr="Trésorerie de départ",
    )
    close_after_months: int = param(
        6,
        unit="months",
        description="Months with cash below zero after which a firm closes.",
        source="model specification of the project, 5.6",
        low=3,
        high=12,
        ge=1,
        le=120,
        kind="assumption",
        label_fr="Fermeture après trésorerie négative",
    )
    survival_5y: float = share(
        0.69,
        description="Share of new firms still there after five years: tenants of the site fail by "
        "it, new shops are compared with it.",
        source=INSEE_SURVIVAL_5,
        year=2023,
        low=0.61,
        high=0.69,
        kind="fact",
        label_fr="Survie à cinq ans",
    )
    letting_delay_months: int = param(
        6,
        unit="months",
        description="Months between the end of works and the first rent of a floor.",
        low=2,
        high=18,
        ge=0,
        le=120,
        kind="assumption",
        label_fr="Délai de commercialisation",
    )
    occupancy_target_share: float = share(
        0.9,
        description="Share of the lettable floor that is let once the market has absorbed it.",
        low=0.75,
        high=0.97,
        label_fr="Taux d'occupation visé",
    )
    floor_per_job_storage_m2: float = param(
        200.0,
        unit="m2/job",
        description="Floor per job of storage.",
        low=100.0,
        high=400.0,
        ge=1.0,
        le=5000.0,
        kind="assumption",
        label_fr="Surface par emploi, stockage",
    )
    job_search_months: float = param(
        8.0,
        unit="months",
        description="Mean time that people laid off on the site look for work elsewhere.",
        low=3.0,
        high=18.0,
        ge=1.0,
        le=120.0,
        kind="assumption",
        label_fr="Durée moyenne de recherche d'emploi",
    )
    fixed_cost_share: float = share(
        0.9,
        description="Rent and wages of a business that exists in 2025 as a share of the "
        "margin of its usual custom, which tells its unknown size.",
        low=0.75,
        high=0.97,
        label_fr="Part des coûts fixes dans la marge habituelle",
    )
    wage_eur_job_month: float = param(
        2900.0,
        unit="EUR/job/month",
        description="What a job in a shop costs its employer, the owner's own included.",
        low=2300.0,
        high=3600.0,
        ge=0.0,
        le=20000.0,
        kind="assumption",
        label_fr="Coût d'un emploi dans le commerce",
    )
    local_purchase_share: float = share(
        0.05,
        description="Share of a shop's purchases from businesses, gardens and food hubs of the "
        "map, where there are any that sell what it buys.",
        low=0.0,
        high=0.2,
        label_fr="Part des achats faits localement",
    )
    garden_sales_eur_ha_year: float = param(
        30000.0,
        unit="EUR/ha/year",
        description="What shops can buy in a year, as it is harvested, from a hectare of gardens "
        "and orchards of the site that bears.",
        low=10000.0,
        high=60000.0,
        ge=0.0,
        le=1e6,
        kind="assumption",
        label_fr="Ventes des jardins aux commerces",
    )
    food_hub_sales_eur_m2_year: float = param(
        300.0,
        unit="EUR/m2/year",
        description="What shops can buy from a square metre of the site's kitchen, processing and "
        "food store.",
        low=100.0,
        high=1000.0,
        ge=0.0,
        le=1e6,
        kind="assumption",
        label_fr="Ventes du pôle alimentaire aux commerces",
    )
    firm_purchases_eur_job_month: float = param(
        15.0,
        unit="EUR/job/month",
        description="What firms of the site buy from restaurants, bakeries and groceries of the "
        "map, for each of their jobs.",
        low=0.0,
        high=60.0,
        ge=0.0,
        le=5000.0,
        kind="assumption",
        label_fr="Achats locaux des entreprises du site",
    )
    local_hiring_share: float = share(
        0.0,
        description="Share of the jobs of the site that are offered first to people of the focus "
        "area.",
        low=0.0,
        high=0.5,
        label_fr="Part des emplois proposés d'abord localement",
    )
