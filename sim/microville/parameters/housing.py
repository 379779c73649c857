"""Dwellings: what they cost, who finds one good, who gets those of the site."""

from __future__ import annotations

from typing import Self

from pydantic import model_validator

from microville.parameters.metadata import Group, param, share
from microville.parameters.sources import BENEFRICHES


class Housing(Group):
    """How people choose dwellings and how those of the site are allocated."""

    size_m2_per_person: float = param(
        32.0,
        unit="m2/person",
        description="Housing floor per person.",
        source=BENEFRICHES,
        low=28.0,
        high=42.0,
        ge=5.0,
        le=200.0,
        label_fr="Surface de logement par personne",
    )
    site_household_size: float = param(
        2.1,
        unit="persons/household",
        description="Mean size of the households of the site's dwellings.",
        source="compare INSEE: arrondissement of Reims 2.07 (2019); Bénéfriches 2.2",
        low=1.8,
        high=2.4,
        ge=1.0,
        le=8.0,
        kind="assumption",
        label_fr="Taille des ménages du site",
    )
    site_fill_months: int = param(
        12,
        unit="months",
        description="Months until the site's new dwellings are all occupied.",
        low=6,
        high=24,
        ge=1,
        le=240,
        kind="assumption",
        label_fr="Durée de remplissage des logements neufs",
    )
    senior_share: float = share(
        0.24,
        description="Share of the site's dwellings kept for people of 65 and over.",
        low=0.1,
        high=0.4,
        label_fr="Logements du site pour les 65 ans et plus",
    )
    student_share: float = share(
        0.11,
        description="Share of the site's dwellings kept for students and people under 26 alone.",
        low=0.05,
        high=0.25,
        label_fr="Logements du site pour étudiants",
    )
    family_share: float = share(
        0.4,
        description="Share of the site's dwellings kept for families with children.",
        low=0.25,
        high=0.6,
        label_fr="Logements du site pour familles",
    )
    social_share: float = share(
        0.3,
        description="Share of the site's dwellings let at a social rent.",
        low=0.2,
        high=0.5,
        label_fr="Part de loyers sociaux sur le site",
    )
    social_rent_share: float = share(
        0.65,
        description="Social rent over the site's other rents, for who lives there.",
        low=0.5,
        high=0.8,
        label_fr="Loyer social rapporté au loyer du site",
    )
    focus_reserved_share: float = share(
        0.2,
        description="Share of the site's dwellings offered first to inhabitants of the focus area.",
        low=0.0,
        high=0.5,
        label_fr="Logements du site réservés d'abord aux habitants de Courcy",
    )
    site_interest_share: float = share(
        0.1,
        description="Share of the map's waiting households who would live on the site.",
        low=0.02,
        high=0.3,
        label_fr="Ménages en attente intéressés par le site",
    )
    rent_share_of_price_year: float = param(
        0.034,
        unit="share/year",
        description="A year's rent over the price of a dwelling: of all, social ones included.",
        source="high: listings in Reims, 12.7 EUR/m2/month over the map's median price",
        low=0.03,
        high=0.057,
        ge=0.0,
        le=0.3,
        kind="assumption",
        label_fr="Loyer annuel rapporté au prix",
    )
    fallback_price_eur_m2: float = param(
        2500.0,
        unit="EUR/m2",
        description="Price of dwellings where a map knows none.",
        low=1800.0,
        high=3200.0,
        ge=100.0,
        le=20000.0,
        kind="assumption",
        label_fr="Prix des logements, à défaut",
    )
    heavy_burden_share: float = share(
        0.3333,
        description="Rent over income from which a household counts as burdened.",
        low=0.3,
        high=0.4,
        label_fr="Taux d'effort considéré comme lourd",
    )
    refused_burden_share: float = share(
        0.45,
        description="Rent over income from which who looks turns a dwelling down.",
        low=0.35,
        high=0.6,
        label_fr="Taux d'effort au-delà duquel on renonce",
    )
    crowded_m2_per_person: float = param(
        18.0,
        unit="m2/person",
        description="Floor per person under which a household of two or more is crowded.",
        low=9.0,
        high=20.0,
        ge=0.0,
        le=100.0,
        kind="assumption",
        label_fr="Surface par personne, seuil de surpeuplement",
    )
    wanted_m2_first: float = param(
        45.0,
        unit="m2",
        description="Floor that one person looks for.",
        low=30.0,
        high=60.0,
        ge=5.0,
        le=300.0,
        kind="assumption",
        label_fr="Surface recherchée, première personne",
    )
    wanted_m2_more: float = param(
        20.0,
        unit="m2",
        description="Floor that each more person looks for.",
        low=12.0,
        high=28.0,
        ge=0.0,
        le=200.0,
        kind="assumption",
        label_fr="Surface recherchée, personne de plus",
    )
    dwellings_seen: int = param(
        80,
        unit="dwellings",
        description="Dwellings of a commune, lived in or vacant, among which who looks for one "
        "knows the vacant ones: at 8 % vacancy some six.",
        low=30,
        high=200,
        ge=1,
        le=2000,
        kind="assumption",
        label_fr="Logements observés par un ménage qui cherche",
    )
    size_utility_m2: float = param(
        0.03,
        unit="util/m2",
        description="What a square metre too few or too many takes from a dwelling.",
        low=0.01,
        high=0.06,
        ge=0.0,
        le=1.0,
        kind="assumption",
        label_fr="Utilité : écart de surface",
    )
    cost_utility: float = param(
        4.0,
        unit="util",
        description="What rent and energy bill take from a dwelling, as a share of income.",
        low=2.0,
        high=8.0,
        ge=0.0,
        le=50.0,
        kind="assumption",
        label_fr="Utilité : loyer et facture",
    )
    access_utility_minute: float = param(
        0.05,
        unit="util/min",
        description="What a minute on foot to the closest services takes from a dwelling.",
        low=0.01,
        high=0.1,
        ge=0.0,
        le=5.0,
        kind="assumption",
        label_fr="Utilité : minutes vers les services",
    )
    ties_utility_km: float = param(
        0.15,
        unit="util/km",
        description="What a kilometre from the home left takes from a dwelling.",
        low=0.05,
        high=0.4,
        ge=0.0,
        le=5.0,
        kind="assumption",
        label_fr="Utilité : distance à l'ancien logement",
    )

    @model_validator(mode="after")
    def _shares_in_one(self) -> Self:
        if self.senior_share + self.student_share + self.family_share > 1.0:
            raise ValueError(
                "shares of the site's dwellings are more than all of them: lower "
                "housing.senior_share, student_share or family_share"
            )
        return self
