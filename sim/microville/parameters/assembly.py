"""The general assembly: members by college, attendance, what a phase of works is judged by."""

from __future__ import annotations

from typing import Any

from microville.parameters.metadata import Group, param, share

SCIC = "total: mean of 1,211 SCIC (banquedesterritoires.fr, 2021: 94,500 members); split assumed"
ANR = (
    "compare: Association nationale de révision, observatory of governance, 5th edition (2021): "
    "50 % present or represented in French farm cooperatives, more in the smallest, 20 % in the "
    "largest"
)


def _members(count: int, low: int, high: int, label_fr: str) -> Any:
    return param(
        count,
        unit="members",
        description="Members of the cooperative of this college at the start.",
        source=SCIC,
        low=low,
        high=high,
        ge=0,
        le=1000,
        kind="assumption",
        label_fr=label_fr,
    )


def _aspired(
    value: float, low: float, high: float, unit: str, description: str, label_fr: str
) -> Any:
    return param(
        value,
        unit=unit,
        description=f"{description} that satisfies a voter, for each million euros of works.",
        low=low,
        high=high,
        ge=0.01,
        le=1e6,
        kind="assumption",
        label_fr=label_fr,
    )


class Assembly(Group):
    """Who votes, and how a vote on a phase of works comes about."""

    members_local_authorities: int = _members(4, 2, 10, "Associés : collectivités")
    members_inhabitants: int = _members(36, 10, 80, "Associés : habitants")
    members_companies: int = _members(14, 5, 40, "Associés : entreprises")
    members_associations: int = _members(12, 4, 30, "Associés : associations")
    members_academics: int = _members(5, 2, 12, "Associés : enseignement et recherche")
    members_investors: int = _members(7, 2, 20, "Associés : investisseurs")
    attendance_max_share: float = share(
        0.7,
        description="Share of members present or represented where all are fully mobilised.",
        source=ANR,
        year=2021,
        low=0.5,
        high=0.9,
        kind="assumption",
        label_fr="Participation la plus élevée en assemblée",
    )
    proxies_per_member: float = share(
        0.3,
        description="Proxies that each member who comes carries, were all others absent.",
        low=0.0,
        high=1.0,
        label_fr="Pouvoirs par associé présent",
    )
    cash_weight_share: float = share(
        0.4,
        description="Weight of safe cash in what a member expects of a phase.",
        low=0.2,
        high=0.6,
        label_fr="Poids de la trésorerie",
    )
    cash_weight_investors_share: float = share(
        0.7,
        description="The same for investors.",
        low=0.5,
        high=0.9,
        label_fr="Poids de la trésorerie, investisseurs",
    )
    other_outcome_weight_share: float = share(
        0.5,
        description="Weight of outcomes that are not a college's own priority, which counts 1.",
        low=0.2,
        high=0.8,
        label_fr="Poids des résultats non prioritaires",
    )
    approval_share: float = share(
        0.5,
        description="Expected outcome (0-1) from which a member votes for a phase.",
        low=0.3,
        high=0.7,
        label_fr="Résultat attendu qui emporte le vote",
    )
    opinion_spread_share: float = share(
        0.15,
        description="Opinions of members of one college differ by up to this, either way.",
        low=0.0,
        high=0.3,
        label_fr="Dispersion des opinions",
    )
    homes_aspired_meur: float = _aspired(
        12.0, 6.0, 25.0, "homes/MEUR", "Number of dwellings", "Logements attendus par M€"
    )
    jobs_aspired_meur: float = _aspired(
        15.0, 5.0, 40.0, "jobs/MEUR", "Number of jobs", "Emplois attendus par M€"
    )
    services_aspired_meur: float = _aspired(
        1.0, 0.3, 3.0, "services/MEUR", "Number of services", "Services attendus par M€"
    )
    floor_aspired_m2_meur: float = _aspired(
        1800.0, 800.0, 4000.0, "m2/MEUR", "Floor brought into use", "Surface attendue par M€"
    )
    land_aspired_ha_meur: float = _aspired(
        20.0, 5.0, 60.0, "ha/MEUR", "Land renewed", "Terres attendues par M€"
    )
    solar_aspired_kwp_meur: float = _aspired(
        800.0, 400.0, 1500.0, "kWp/MEUR", "Solar power", "Solaire attendu par M€"
    )
    co_construction_gain_share: float = share(
        0.25,
        description="Part of what a phase lacks in members' eyes that co-construction makes good.",
        low=0.0,
        high=0.5,
        label_fr="Gain de la co-construction",
    )
    co_construction_eur_year: float = param(
        15000.0,
        unit="EUR/year",
        description="Workshops of co-construction, paid as animation.",
        low=5000.0,
        high=40000.0,
        ge=0.0,
        le=1e7,
        kind="assumption",
        label_fr="Ateliers de co-construction",
    )
