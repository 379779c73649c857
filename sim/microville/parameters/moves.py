"""Who moves how often: households, couples, and where they look."""

from __future__ import annotations

from typing import Self

from pydantic import model_validator

from microville.parameters.metadata import Group, param, share

_MOVES = "observatoire-des-territoires.gouv.fr, 2018 report, share of people who move in a year"
_TENTH = "observationsociete.fr, 10 % of the population moves each year"


class Moves(Group):
    """Moves of whole households, couples that form and part."""

    household_moves_share_year: float = share(
        0.08,
        description="Share of people whose whole household moves in a year. With grown children, "
        "couples and separations about a tenth of all people move: 8.8 to 11 % is published.",
        source="calvados.scoop.it (developpement-terr), 8.8 to 11 % of people a year",
        low=0.065,
        high=0.1,
        label_fr="Ménages entiers qui déménagent par an",
    )
    within_commune_share: float = share(
        0.36,
        description="Share of moves that stay in the commune.",
        source=_TENTH,
        year=2014,
        low=0.3,
        high=0.42,
        kind="fact",
        label_fr="Déménagements dans la même commune",
    )
    within_map_share: float = share(
        0.30,
        description="Share of moves to another commune of the map; the rest go beyond it.",
        low=0.2,
        high=0.4,
        label_fr="Déménagements vers une autre commune de la carte",
    )
    share_under_25: float = share(
        0.28,
        description="Share that moves in a year, oldest member under 25. This and the next four "
        "give the shape by age only.",
        source=_MOVES,
        year=2014,
        low=0.2,
        high=0.35,
        kind="fact",
        label_fr="Mobilité annuelle, moins de 25 ans",
    )
    share_25_29: float = share(
        0.20,
        description="Share that moves in a year, oldest member 25 to 29.",
        low=0.14,
        high=0.26,
        label_fr="Mobilité annuelle, 25-29 ans",
    )
    share_30_39: float = share(
        0.13,
        description="Share that moves in a year, oldest member 30 to 39.",
        low=0.09,
        high=0.17,
        label_fr="Mobilité annuelle, 30-39 ans",
    )
    share_40_54: float = share(
        0.07,
        description="Share that moves in a year, oldest member 40 to 54.",
        low=0.05,
        high=0.1,
        label_fr="Mobilité annuelle, 40-54 ans",
    )
    share_from_55: float = share(
        0.05,
        description="Share that moves in a year, oldest member 55 or over.",
        source=_TENTH,
        year=2014,
        low=0.03,
        high=0.06,
        kind="fact",
        label_fr="Mobilité annuelle, 55 ans et plus",
    )
    student_arrivals_factor: float = param(
        3.0,
        unit="1",
        description="How much more households under 25 come from beyond the map than their share "
        "of moves says: students.",
        low=1.0,
        high=5.0,
        ge=0.1,
        le=20.0,
        kind="assumption",
        label_fr="Surcroît des moins de 25 ans parmi les arrivées",
    )
    graduate_departures_factor: float = param(
        2.5,
        unit="1",
        description="How much more households of 25 to 29 leave the map than their share of moves "
        "says: first jobs.",
        low=1.0,
        high=5.0,
        ge=0.1,
        le=20.0,
        kind="assumption",
        label_fr="Surcroît des 25-29 ans parmi les départs",
    )
    crowded_factor: float = param(
        2.0,
        unit="1",
        description="How much more often households look for a dwelling where theirs is too small.",
        low=1.0,
        high=4.0,
        ge=0.0,
        le=20.0,
        kind="assumption",
        label_fr="Surcroît de recherche des ménages à l'étroit",
    )
    burdened_factor: float = param(
        1.3,
        unit="1",
        description="How much more often households look where rent takes over a third of income.",
        low=1.0,
        high=3.0,
        ge=0.0,
        le=20.0,
        kind="assumption",
        label_fr="Surcroît de recherche des ménages au loyer trop lourd",
    )
    decay_km: float = param(
        5.0,
        unit="km",
        description="Distance at which moves between two communes are a quarter of what they were "
        "side by side: one over the square of one plus kilometres over this.",
        low=2.0,
        high=10.0,
        ge=0.1,
        le=200.0,
        kind="assumption",
        label_fr="Distance type des déménagements",
    )
    waiting_months: int = param(
        24,
        unit="months",
        description="Months after which who found no dwelling stops looking.",
        low=12,
        high=60,
        ge=1,
        le=600,
        kind="assumption",
        label_fr="Durée maximale d'attente d'un logement",
    )
    couples_18_29: float = share(
        0.10,
        description="Share of people without partner, 18 to 29, who move in with one in a year.",
        low=0.05,
        high=0.16,
        label_fr="Mises en couple par an, 18-29 ans",
    )
    couples_30_44: float = share(
        0.09,
        description="Share of people without partner, 30 to 44, who move in with one in a year.",
        low=0.05,
        high=0.14,
        label_fr="Mises en couple par an, 30-44 ans",
    )
    couples_45_64: float = share(
        0.04,
        description="Share of people without partner, 45 to 64, who move in with one in a year.",
        low=0.02,
        high=0.07,
        label_fr="Mises en couple par an, 45-64 ans",
    )
    couples_from_65: float = share(
        0.005,
        description="Share of people without partner, 65 or over, who move in with one in a year.",
        low=0.0,
        high=0.015,
        label_fr="Mises en couple par an, 65 ans et plus",
    )
    couple_km: float = param(
        15.0,
        unit="km",
        description="Farthest commune, centre to centre, in which somebody finds a partner.",
        low=8.0,
        high=30.0,
        ge=0.0,
        le=500.0,
        kind="assumption",
        label_fr="Distance maximale entre futurs conjoints",
    )
    separations_18_29: float = share(
        0.05,
        description="Share of couples that part in a year, older partner 18 to 29.",
        low=0.02,
        high=0.08,
        label_fr="Séparations par an, 18-29 ans",
    )
    separations_30_44: float = share(
        0.03,
        description="Share of couples that part in a year, older partner 30 to 44.",
        low=0.015,
        high=0.05,
        label_fr="Séparations par an, 30-44 ans",
    )
    separations_45_64: float = share(
        0.015,
        description="Share of couples that part in a year, older partner 45 to 64.",
        low=0.005,
        high=0.03,
        label_fr="Séparations par an, 45-64 ans",
    )
    separations_from_65: float = share(
        0.002,
        description="Share of couples that part in a year, older partner 65 or over.",
        low=0.0,
        high=0.006,
        label_fr="Séparations par an, 65 ans et plus",
    )

    @model_validator(mode="after")
    def _shares_in_one(self) -> Self:
        if self.within_commune_share + self.within_map_share > 1.0:
            raise ValueError(
                "moves within the commune and the map are more than all: lower "
                "moves.within_commune_share or within_map_share"
            )
        return self
