"""The platform of the network: services, fee, discount, learning, incubation."""

from __future__ import annotations

from typing import Any

from microville.parameters.metadata import Group, param, share


def assumed(
    value: float,
    low: float,
    high: float,
    unit: str,
    description: str,
    label_fr: str,
    source: str = "",
) -> Any:
    """Declare an assumption with its range.

    Raises
    ------
    ValueError
        As :func:`microville.parameters.metadata.param`.
    """
    return param(
        value,
        unit=unit,
        description=description,
        label_fr=label_fr,
        source=source,
        low=low,
        high=high,
        ge=0.0,
        le=1e9,
        kind="assumption",
    )


class Platform(Group):
    """What the platform's services cost and what they save; the fee is ``finance``'s."""

    # Services: what each costs a site that buys it alone, and the platform's own team.
    real_estate_eur_year: float = assumed(
        45000.0,
        20000.0,
        90000.0,
        "EUR/year",
        "Real-estate engineering that a site buys alone.",
        "Ingénierie immobilière d'un site",
    )
    finance_service_eur_year: float = assumed(
        35000.0,
        15000.0,
        70000.0,
        "EUR/year",
        "Financial engineering that a site buys alone.",
        "Ingénierie financière d'un site",
    )
    digital_eur_year: float = assumed(
        25000.0,
        10000.0,
        60000.0,
        "EUR/year",
        "Digital engineering that a site buys alone.",
        "Ingénierie numérique d'un site",
    )
    training_service_eur_year: float = assumed(
        20000.0,
        5000.0,
        40000.0,
        "EUR/year",
        "Training that a site buys alone.",
        "Formation d'un site",
    )
    team_eur_service_year: float = assumed(
        80000.0,
        40000.0,
        160000.0,
        "EUR/year",
        "The platform's own team, for each of its four services.",
        "Équipe de la plateforme, par service",
    )
    team_eur_site_year: float = assumed(
        10000.0,
        5000.0,
        30000.0,
        "EUR/site/year",
        "The platform's follow-up of each site.",
        "Suivi de chaque site par la plateforme",
    )
    partner_support_share: float = share(
        0.1,
        description="Part of a service's team that a named partner brings.",
        low=0.0,
        high=0.3,
        label_fr="Part de l'équipe apportée par un partenaire",
    )
    learning_rate: float = share(
        0.1,
        description="Services and studies cost less by this share at each doubling of the sites "
        "that the platform has started (Wright's law).",
        source="form: Wright (1936); high: the 20 % he found for airframes",
        low=0.0,
        high=0.2,
        label_fr="Taux d'apprentissage",
    )
    discount_max_share: float = share(
        0.06,
        description="Purchasing discount that a very large network gets.",
        low=0.0,
        high=0.12,
        label_fr="Remise d'achat maximale",
    )
    discount_half_meur: float = param(
        20.0,
        unit="MEUR/year",
        description="Purchases of the network a year at which half of that discount is reached.",
        label_fr="Volume d'achat de la demi-remise",
        low=5.0,
        high=80.0,
        ge=0.1,
        le=1e6,
        kind="assumption",
    )
    incubated_per_site_year: float = assumed(
        2.0,
        0.5,
        6.0,
        "companies/site/year",
        "Companies that a site incubates a year once it is let.",
        "Entreprises incubées par site et par an",
        "compare: 14.3 structures hosted by a tiers-lieu (2023)",
    )
    incubated_survival_5y: float = share(
        0.74,
        description="Five-year survival of a company inside a network (retail).",
        source="insee.fr 6483264: 74 % inside, 61 % outside; high: incubated, 84 %",
        year=2019,
        low=0.61,
        high=0.84,
        kind="fact",
        label_fr="Survie à 5 ans dans un réseau",
    )
    lone_survival_5y: float = share(
        0.61,
        description="Five-year survival of a company outside a network (retail).",
        source="insee.fr 6483264; high: all firms created in 2018, 69 %",
        year=2019,
        low=0.61,
        high=0.69,
        kind="fact",
        label_fr="Survie à 5 ans hors réseau",
    )
    incubated_eur_year: float = assumed(
        600.0,
        0.0,
        2400.0,
        "EUR/company/year",
        "What an incubated company that lives pays the platform.",
        "Contribution d'une entreprise incubée",
    )
