"""How the cooperative keeps its books: value added tax, bad debt, lives of assets, interest."""

from __future__ import annotations

from microville.parameters.metadata import Group, param, share

CGI = "code général des impôts, art."


class Accounting(Group):
    """Rules of the books."""

    vat_share: float = share(
        0.2,
        description="Value added tax, normal rate.",
        source=f"{CGI} 278 (to verify)",
        low=0.2,
        high=0.2,
        kind="fact",
        label_fr="TVA, taux normal",
    )
    vat_reduced_share: float = share(
        0.055,
        description="Value added tax, reduced rate: water, and heat that is at least half "
        "renewable; other heat bears the normal rate.",
        source=f"{CGI} 278-0 bis, A (water, to verify) and B (heat; BOI-TVA-LIQ-30-20-20)",
        year=2025,
        low=0.055,
        high=0.055,
        kind="fact",
        label_fr="TVA, taux réduit (eau, chaleur renouvelable)",
    )
    vat_dwelling_works_share: float = share(
        0.1,
        description="Value added tax on works in dwellings; low: energy works, high: new ones.",
        source=f"{CGI} 279-0 bis and 278-0 bis A (to verify)",
        low=0.055,
        high=0.2,
        label_fr="TVA sur les travaux dans les logements",
    )
    vat_option_share: float = share(
        0.9,
        description="Part of rents of business floor that is let with value added tax; carers and "
        "associations often cannot deduct it. Dwellings and farmland are let without.",
        low=0.5,
        high=1.0,
        label_fr="Part des loyers d'activité soumise à la TVA",
    )
    vat_settlement_months: int = param(
        1,
        unit="months",
        description="Months between two settlements of value added tax with the State.",
        low=1,
        high=3,
        ge=1,
        le=12,
        kind="assumption",
        label_fr="Périodicité de la TVA",
    )
    animation_purchased_share: float = share(
        0.3,
        description="Part of animation that is bought and bears value added tax; the rest is pay.",
        low=0.1,
        high=0.6,
        label_fr="Part achetée de l'animation",
    )
    bad_debt_months: int = param(
        12,
        unit="months",
        description="Months after which an unpaid rent is written off and its tax recovered.",
        low=6,
        high=24,
        ge=1,
        le=120,
        kind="assumption",
        label_fr="Délai de passage en perte des impayés",
    )
    doubtful_allowance_share: float = share(
        1.0,
        description="Part of an unpaid rent that is set aside as doubtful at once.",
        low=0.5,
        high=1.0,
        label_fr="Part dépréciée des créances douteuses",
    )
    structure_share: float = share(
        0.4,
        description="Part of a building's cost: structure.",
        low=0.3,
        high=0.5,
        label_fr="Composant structure, part du coût",
    )
    roof_facade_share: float = share(
        0.2,
        description="Part of a building's cost: roof and facade.",
        low=0.1,
        high=0.25,
        label_fr="Composant toiture et façade, part du coût",
    )
    equipment_share: float = share(
        0.25,
        description="Part of a building's cost: technical equipment; fittings are the rest.",
        low=0.15,
        high=0.25,
        label_fr="Composant équipements, part du coût",
    )
    structure_years: int = param(
        50,
        unit="years",
        description="Life of a building's structure.",
        low=40,
        high=80,
        ge=1,
        le=100,
        kind="assumption",
        label_fr="Durée de vie : structure",
    )
    roof_facade_years: int = param(
        25,
        unit="years",
        description="Life of roof and facade.",
        low=20,
        high=35,
        ge=1,
        le=100,
        kind="assumption",
        label_fr="Durée de vie : toiture et façade",
    )
    equipment_years: int = param(
        20,
        unit="years",
        description="Life of technical equipment of buildings.",
        low=15,
        high=25,
        ge=1,
        le=100,
        kind="assumption",
        label_fr="Durée de vie : équipements",
    )
    fittings_years: int = param(
        15,
        unit="years",
        description="Life of fittings.",
        low=10,
        high=20,
        ge=1,
        le=100,
        kind="assumption",
        label_fr="Durée de vie : agencements",
    )
    land_works_years: int = param(
        20,
        unit="years",
        description="Life of land works and of installations such as solar panels.",
        low=15,
        high=30,
        ge=1,
        le=100,
        kind="assumption",
        label_fr="Durée de vie : aménagements et installations",
    )
    major_repair_kept_years: float = param(
        3.0,
        unit="years",
        description="Years of provisions for major repairs that are kept; what exceeds them is "
        "spent on repairs each December.",
        low=1.0,
        high=6.0,
        ge=0.0,
        le=50.0,
        kind="assumption",
        label_fr="Provision conservée, en années",
    )
    share_interest_pct: float = param(
        0.0,
        unit="%/year",
        description="Interest on shares that the assembly wishes, paid from surpluses only.",
        low=0.0,
        high=2.0,
        ge=0.0,
        le=20.0,
        kind="assumption",
        label_fr="Intérêt aux parts sociales",
    )
    share_interest_tmo_pct: float = param(
        1.23,
        unit="%/year",
        description="Three-year mean yield of company bonds (TMO): share interest may not exceed "
        "it by more than two points.",
        source="blogavocat.fr, cap of 3.23 % for 2017, less two points",
        year=2017,
        low=0.5,
        high=3.5,
        ge=-2.0,
        le=20.0,
        label_fr="Taux moyen des obligations (TMO)",
    )
