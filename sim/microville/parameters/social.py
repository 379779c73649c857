"""Life between generations, training, spin-offs, taking part."""

from __future__ import annotations

from microville.parameters.metadata import Group, param, share


class Social(Group):
    """Exchanges of neighbours, seats, new companies, participation."""

    exchange_share: float = share(
        0.25,
        description="Share of elder households that exchange services with a young household of "
        "their building, where there is one.",
        low=0.1,
        high=0.5,
        label_fr="Aînés en échange avec un foyer jeune voisin",
    )
    exchange_h_month: float = param(
        6.0,
        unit="h/month",
        description="Hours of help and company of such a pair in a month.",
        low=2.0,
        high=15.0,
        ge=0.0,
        le=200.0,
        kind="assumption",
        label_fr="Heures d'échange par mois",
    )
    lodger_share: float = share(
        0.05,
        description="Share of elders alone in the programme's dwellings who share theirs with a "
        "student.",
        low=0.0,
        high=0.15,
        label_fr="Aînés qui partagent leur logement",
    )
    research_share: float = share(
        0.25,
        description="Share of training floor that is laboratories and incubator.",
        low=0.1,
        high=0.5,
        label_fr="Part de la recherche",
    )
    seat_m2: float = param(
        6.0,
        unit="m2/seat",
        description="Training floor of a seat, with its part of common rooms.",
        low=4.0,
        high=10.0,
        ge=0.0,
        le=1000.0,
        kind="assumption",
        label_fr="Surface d'une place de formation",
    )
    trainee_interest_share: float = share(
        0.02,
        description="Share of the unemployed and of adult students within reach who ask for a "
        "seat in a year.",
        low=0.005,
        high=0.05,
        label_fr="Demande de formation",
    )
    training_reach_min: float = param(
        45.0,
        unit="min",
        description="Nobody comes to train from farther.",
        low=30.0,
        high=60.0,
        ge=0.0,
        le=90.0,
        kind="assumption",
        label_fr="Trajet maximal vers une formation",
    )
    spin_offs_year_1000m2: float = param(
        1.5,
        unit="companies/year/1000 m2",
        description="New companies from a thousand square metres of research floor in a year.",
        low=0.5,
        high=4.0,
        ge=0.0,
        le=100.0,
        kind="assumption",
        label_fr="Entreprises issues de la recherche",
    )
    spin_off_jobs: float = param(
        2.5,
        unit="jobs",
        description="Jobs of a new company.",
        low=1.0,
        high=5.0,
        ge=0.0,
        le=1000.0,
        kind="assumption",
        label_fr="Emplois d'une jeune pousse",
    )
    volunteer_share: float = share(
        0.23,
        description="Share of people from 15 years who volunteer in associations.",
        source="lemediasocial.fr, volunteering in 2023",
        year=2023,
        low=0.2,
        high=0.24,
        kind="fact",
        label_fr="Part de bénévoles",
    )
    activity_share: float = share(
        0.3,
        description="Share of them who would take part in the cooperative's activities in a "
        "month next door, all mobilised and with full animation.",
        low=0.1,
        high=0.6,
        label_fr="Participation possible par mois",
    )
    full_animation_eur_month: float = param(
        5000.0,
        unit="EUR/month",
        description="Animation from which more brings nobody more.",
        low=2500.0,
        high=10000.0,
        ge=0.0,
        le=1000000.0,
        kind="assumption",
        label_fr="Animation suffisante",
    )
    half_distance_min: float = param(
        15.0,
        unit="min",
        description="Way on foot or by bike at which half as many take part as next door.",
        low=8.0,
        high=30.0,
        ge=0.0,
        le=90.0,
        kind="assumption",
        label_fr="Trajet qui divise la participation par deux",
    )
