"""The cooperative: capital, loans, charges, taxes."""

from __future__ import annotations

from typing import Self

from pydantic import model_validator

from microville.parameters.metadata import Group, param, share
from microville.parameters.sources import BENEFRICHES


class Finance(Group):
    """Money of the land cooperative."""

    land_contribution_eur: float = param(
        1000000.0,
        unit="EUR",
        description="Value of the land and buildings brought in kind by the municipality.",
        source="low: ceded by the State for 1 EUR (linspiration-politique.fr, 2021)",
        low=1.0,
        high=3000000.0,
        ge=0.0,
        le=1000000000.0,
        kind="assumption",
        label_fr="Valeur de l'apport en nature",
    )
    share_capital_cash_eur: float = param(
        600000.0,
        unit="EUR",
        description="Share capital subscribed in cash by all members.",
        low=100000.0,
        high=2000000.0,
        ge=0.0,
        le=1000000000.0,
        kind="assumption",
        label_fr="Capital souscrit en numéraire",
    )
    public_capital_share_max: float = share(
        0.5,
        description="Largest share of the capital that local authorities may hold.",
        source="adcf.org, cap raised from 20 to 50 % of the capital",
        year=2017,
        low=0.2,
        high=0.5,
        kind="fact",
        label_fr="Part maximale des collectivités au capital",
    )
    grant_share_works: float = share(
        0.35,
        description="Share of the works that grants pay.",
        low=0.1,
        high=0.5,
        label_fr="Part des travaux subventionnée",
    )
    loan_rate_pct: float = param(
        2.25,
        unit="%/year",
        description="Interest of loans: livret A 1.5 % plus 0.75 points.",
        source="livret A (boursorama.com, February 2026); margin: etancheiteinfo.fr (GPI AmBRE)",
        year=2026,
        low=2.1,
        high=3.75,
        ge=0.0,
        le=30.0,
        label_fr="Taux d'intérêt des emprunts",
    )
    loan_years: int = param(
        30,
        unit="years",
        description="Duration of loans.",
        source="etancheiteinfo.fr, Banque des Territoires, public buildings",
        year=2018,
        low=20,
        high=40,
        ge=1,
        le=99,
        label_fr="Durée des emprunts",
    )
    loan_grace_months: int = param(
        24,
        unit="months",
        description="Months of interest only at the start of a loan.",
        low=0,
        high=36,
        ge=0,
        le=120,
        kind="assumption",
        label_fr="Différé de remboursement",
    )
    charges_eur_m2_year: float = param(
        14.0,
        unit="EUR/m2/year",
        description="Running charges of a floor in use that the owner pays and tenants pay back.",
        source="range: UNIS, charges of condominiums (batirama.com, 2010)",
        low=13.5,
        high=37.8,
        ge=0.0,
        le=1000.0,
        kind="assumption",
        label_fr="Charges courantes",
    )
    property_tax_eur_m2_year: float = param(
        2.8,
        unit="EUR/m2/year",
        description="Property tax: half of 14 EUR/m2 at 40.38 %.",
        source=BENEFRICHES,
        low=1.5,
        high=4.5,
        ge=0.0,
        le=1000.0,
        label_fr="Taxe foncière",
    )
    insurance_eur_m2_year: float = param(
        1.5,
        unit="EUR/m2/year",
        description="Insurance of buildings.",
        low=0.8,
        high=3.0,
        ge=0.0,
        le=1000.0,
        kind="assumption",
        label_fr="Assurance",
    )
    holding_cost_vacant_eur_m2_year: float = param(
        3.5,
        unit="EUR/m2/year",
        description="Upkeep and watch of a vacant floor.",
        source=f"high: {BENEFRICHES}, upkeep 7 EUR/m2/year",
        low=0.0,
        high=7.0,
        ge=0.0,
        le=1000.0,
        kind="assumption",
        label_fr="Coût de détention d'un m2 vacant",
    )
    management_share_rent: float = share(
        0.06,
        description="Letting and rent collection, as a share of rents.",
        low=0.03,
        high=0.1,
        label_fr="Gestion locative, part des loyers",
    )
    major_repair_provision_eur_m2_year: float = param(
        5.0,
        unit="EUR/m2/year",
        description="Provision for major repairs of a floor in use.",
        low=2.0,
        high=12.0,
        ge=0.0,
        le=1000.0,
        kind="assumption",
        label_fr="Provision pour gros entretien",
    )
    animation_eur_year: float = param(
        120000.0,
        unit="EUR/year",
        description="Budget for animation: people who bring people together.",
        source="compare: mean turnover of a tiers-lieu, 252000 EUR/year (2023)",
        low=50000.0,
        high=250000.0,
        ge=0.0,
        le=10000000.0,
        kind="assumption",
        label_fr="Budget d'animation",
    )
    animation_covenant_cash_months: float = param(
        3.0,
        unit="months",
        description="Animation is cut when cash covers fewer months of expenses than this.",
        low=1.0,
        high=6.0,
        ge=0.0,
        le=60.0,
        kind="assumption",
        label_fr="Seuil de trésorerie de l'animation",
    )
    animation_covenant_debt_cover: float = param(
        1.0,
        unit="ratio",
        description="Once loans are repaid, animation is cut so that what rents leave before it "
        "covers the debt service of the last twelve months that many times; 0: no such covenant.",
        low=0.0,
        high=1.2,
        ge=0.0,
        le=5.0,
        kind="assumption",
        label_fr="Couverture de la dette exigée pour l'animation",
    )
    bad_debt_share: float = share(
        0.02,
        description="Share of rents that are never paid.",
        low=0.005,
        high=0.05,
        label_fr="Impayés, part des loyers",
    )
    platform_fee_share_rent: float = share(
        0.03,
        description="Fee of the platform for its shared services, as a share of rents.",
        low=0.0,
        high=0.08,
        label_fr="Redevance à la plateforme, part des loyers",
    )
    corporation_tax_reduced_share: float = share(
        0.15,
        description="Corporation tax up to the bracket.",
        source="mag-immobilier.com",
        low=0.15,
        high=0.15,
        kind="fact",
        label_fr="Impôt sur les sociétés, taux réduit",
    )
    corporation_tax_share: float = share(
        0.25,
        description="Corporation tax above the bracket.",
        source="mag-immobilier.com",
        low=0.25,
        high=0.25,
        kind="fact",
        label_fr="Impôt sur les sociétés, taux normal",
    )
    corporation_tax_bracket_eur: float = param(
        42500.0,
        unit="EUR/year",
        description="Taxable surplus up to which the reduced rate holds.",
        source="mag-immobilier.com",
        low=42500.0,
        high=42500.0,
        ge=0.0,
        le=1000000000.0,
        label_fr="Plafond du taux réduit",
    )
    operating_grant_eur_year: float = param(
        50000.0,
        unit="EUR/year",
        description="Operating grant of the programme Fabrique de territoires.",
        source="banquedesterritoires.fr, Fabriques de territoires",
        year=2021,
        low=0.0,
        high=50000.0,
        ge=0.0,
        le=10000000.0,
        label_fr="Subvention de fonctionnement",
    )
    operating_grant_years: int = param(
        3,
        unit="years",
        description="Years for which the operating grant is paid.",
        source="banquedesterritoires.fr, Fabriques de territoires",
        year=2021,
        low=0,
        high=3,
        ge=0,
        le=30,
        label_fr="Durée de la subvention de fonctionnement",
    )
    overdraft_rate_pct: float = param(
        8.0,
        unit="%/year",
        description="Interest on the cooperative's overdraft.",
        low=5.0,
        high=15.0,
        ge=0.0,
        le=40.0,
        kind="assumption",
        label_fr="Taux du découvert",
    )

    @model_validator(mode="after")
    def _tax_rates_in_order(self) -> Self:
        if self.corporation_tax_reduced_share > self.corporation_tax_share:
            raise ValueError(
                "the reduced rate of corporation tax is above the other one: lower "
                "finance.corporation_tax_reduced_share or raise finance.corporation_tax_share"
            )
        return self
