"""Fibre and shared digital services of the site."""

from __future__ import annotations

from microville.parameters.metadata import Group, param, share


class Digital(Group):
    """Who subscribes, what it costs and brings, what it makes possible."""

    cost_eur_line: float = param(
        700.0,
        unit="EUR/subscriber",
        description="Fibre to a subscriber and a share of the common room, servers and meters.",
        low=400.0,
        high=1500.0,
        ge=0.0,
        le=100000.0,
        kind="assumption",
        label_fr="Fibre : investissement",
    )
    fee_eur_month: float = param(
        28.0,
        unit="EUR/subscriber/month",
        description="What a subscriber pays the cooperative for line and shared services, "
        "tax included.",
        low=18.0,
        high=45.0,
        ge=0.0,
        le=1000.0,
        kind="assumption",
        label_fr="Abonnement numérique",
    )
    running_eur_month: float = param(
        17.0,
        unit="EUR/subscriber/month",
        description="What a line and shared services cost the cooperative, tax included.",
        low=10.0,
        high=28.0,
        ge=0.0,
        le=1000.0,
        kind="assumption",
        label_fr="Coût d'un abonnement numérique",
    )
    take_up_share: float = share(
        0.75,
        description="Share of households and firms of the site that subscribe where they can.",
        low=0.5,
        high=0.95,
        label_fr="Part d'abonnés",
    )
    jobs_per_firm: float = param(
        4.4,
        unit="jobs",
        description="Jobs of a firm of the site: one subscription each.",
        source="bounds: Plateau Urbain, 66.7 m2 a structure (lejournaldugrandparis.fr, 2022), at "
        "15 to 23 m2 a job",
        low=2.9,
        high=8.0,
        ge=0.1,
        le=1000.0,
        kind="assumption",
        label_fr="Emplois par entreprise",
    )
    teleworkable_share: float = share(
        0.5,
        description="Share of the jobs in offices, coworking and training that can be done "
        "elsewhere with a good line.",
        low=0.3,
        high=0.7,
        label_fr="Part des emplois télétravaillables",
    )
    seat_m2: float = param(
        8.0,
        unit="m2/seat",
        description="Floor of a coworking seat, with its part of common rooms.",
        low=5.0,
        high=12.0,
        ge=1.0,
        le=100.0,
        kind="assumption",
        label_fr="Surface d'un poste de coworking",
    )
    seat_demand_share: float = share(
        0.03,
        description="Share of the employed of the focus area who would take a coworking seat.",
        low=0.01,
        high=0.06,
        label_fr="Actifs intéressés par un poste de coworking",
    )
