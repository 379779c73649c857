"""Members' capital and how the land is held."""

from __future__ import annotations

from microville.parameters.metadata import Group, param, share


class Capital(Group):
    """Who brings the first cash, what comes later, and what land costs that is not contributed."""

    local_authorities_share: float = share(
        0.0,
        description="Weight of local authorities in the first capital in cash: they bring land. "
        "Weights of all colleges are taken in proportion.",
        low=0.0,
        high=0.2,
        label_fr="Poids des collectivités au capital en numéraire",
    )
    inhabitants_share: float = share(
        0.1,
        description="Weight of inhabitants in the first capital in cash.",
        low=0.02,
        high=0.3,
        label_fr="Poids des habitants au capital en numéraire",
    )
    companies_share: float = share(
        0.35,
        description="Weight of companies in the first capital in cash.",
        low=0.1,
        high=0.5,
        label_fr="Poids des entreprises au capital en numéraire",
    )
    associations_share: float = share(
        0.05,
        description="Weight of associations in the first capital in cash.",
        low=0.01,
        high=0.15,
        label_fr="Poids des associations au capital en numéraire",
    )
    academics_share: float = share(
        0.05,
        description="Weight of academics in the first capital in cash.",
        low=0.0,
        high=0.15,
        label_fr="Poids du monde académique au capital en numéraire",
    )
    investors_share: float = share(
        0.45,
        description="Weight of investors in the first capital in cash.",
        low=0.2,
        high=0.7,
        label_fr="Poids des investisseurs au capital en numéraire",
    )
    subscriptions_eur_year: float = param(
        12000.0,
        unit="EUR/year",
        description="New shares each December of inhabitants, companies, associations and "
        "academics, in proportion to their weights.",
        source="compare: 100 EUR a share in a citizens' energy cooperative (ec-lr.org)",
        low=0.0,
        high=60000.0,
        ge=0.0,
        le=10000000.0,
        kind="assumption",
        label_fr="Souscriptions annuelles",
    )
    land_excess_raised_share: float = share(
        0.0,
        description="Owned land worth more than local authorities may hold in capital: part of the "
        "excess for which other members bring new capital; a loan pays for the rest.",
        low=0.0,
        high=1.0,
        label_fr="Part de l'excédent foncier levée en capital",
    )
    land_loan_years: int = param(
        40,
        unit="years",
        description="Duration of the loan for land.",
        low=20,
        high=60,
        ge=1,
        le=99,
        kind="assumption",
        label_fr="Durée de l'emprunt foncier",
    )
    ground_rent_share_year: float = share(
        0.02,
        description="Yearly rent of leased land, as a share of its value (emphyteutic lease).",
        low=0.0,
        high=0.04,
        label_fr="Redevance annuelle du bail emphytéotique",
    )
    staged_years: int = param(
        10,
        unit="years",
        description="Equal yearly transfers of staged land, as far as others' capital allows.",
        low=3,
        high=20,
        ge=1,
        le=99,
        kind="assumption",
        label_fr="Étalement du transfert foncier",
    )
    lent_share_without_land: float = share(
        0.85,
        description="Part of works after grants that lenders lend where the cooperative owns no "
        "land to pledge; all of it where it owns the land, in between where it owns a part.",
        low=0.6,
        high=1.0,
        label_fr="Part prêtée sans terrain en garantie",
    )
