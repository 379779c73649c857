"""Firms: floor per job, spending, opening and closing."""

from __future__ import annotations

from microville.parameters.metadata import Group, param, share
from microville.parameters.sources import (
    BAKERY,
    BENEFRICHES,
    BENEFRICHES_HELP,
    INSEE_SURVIVAL_5,
    LE_MONDE_DES_BOULANGERS,
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
        description="Shop floor per job.",
        source=BENEFRICHES_HELP,
        low=18.0,
        high=40.0,
        ge=1.0,
        le=1000.0,
        label_fr="Surface par emploi, commerces",
    )
    bakery_spend_per_visit_eur: float = param(
        5.17,
        unit="EUR/visit",
        description="Spending per visit at a bakery: 28 EUR a month over 65 visits a year.",
        source=f"{LE_MONDE_DES_BOULANGERS} (28 EUR/month); {BAKERY} (65 visits a year)",
        year=2023,
        low=3.5,
        high=7.0,
        ge=0.0,
        le=1000.0,
        label_fr="Dépense par visite en boulangerie",
    )
    default_spend_per_visit_eur: float = param(
        12.0,
        unit="EUR/visit",
        description="Spending per visit at any other shop or service.",
        low=6.0,
        high=25.0,
        ge=0.0,
        le=1000.0,
        kind="assumption",
        label_fr="Dépense par visite, autres commerces",
    )
    margin_share: float = share(
        0.28,
        description="Share of revenue left after purchases, before wages and rent.",
        low=0.15,
        high=0.4,
        label_fr="Marge sur achats",
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
        description="Share of new firms still there after five years.",
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
        description="Fixed costs of a business as a share of the margin of its usual custom.",
        low=0.75,
        high=0.97,
        label_fr="Part des coûts fixes dans la marge habituelle",
    )
