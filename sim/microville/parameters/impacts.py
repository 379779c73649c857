"""Impacts in euros: what Bénéfriches (ADEME) counts, and at which values."""

from __future__ import annotations

from typing import Any

from microville.parameters.metadata import Group, param
from microville.parameters.sources import BENEFRICHES

HOW = f"{BENEFRICHES}; range: ours"


def published(
    value: float,
    unit: str,
    description: str,
    label_fr: str,
    *,
    low: float | None = None,
    high: float | None = None,
    ge: float = 0.0,
    le: float = 1e9,
    source: str = HOW,
    year: int | None = None,
) -> Any:
    """Declare a value of Bénéfriches; a share when the unit says so.

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
        year=year,
        low=value if low is None else low,
        high=value if high is None else high,
        ge=ge,
        le=1.0 if unit == "share" else le,
    )


class Impacts(Group):
    """Values of avoided travel, accidents and carbon; cars are those of group ``mobility``."""

    # Time: from amounts of a year to a total.
    horizon_years: int = published(
        50, "years", "Years that are evaluated.", "Années évaluées", low=20, high=50, le=50
    )
    discount_rate: float = published(
        0.045, "share", "Discount rate a year.", "Taux d'actualisation", low=0.025, high=0.06
    )
    gdp_growth: float = published(
        0.012,
        "share",
        "Growth of output a head a year, from 2022; values of time and health follow it.",
        "Croissance du PIB par tête",
        low=0.005,
        high=0.018,
    )
    carbon_2020_eur_t: float = published(
        90.0, "EUR/t", "Value of carbon in 2020.", "Valeur du carbone en 2020", low=60.0, high=120.0
    )
    carbon_2030_eur_t: float = published(
        250.0,
        "EUR/t",
        "Value of carbon in 2030; geometric between the years given.",
        "Valeur du carbone en 2030",
        low=150.0,
        high=300.0,
    )
    carbon_2040_eur_t: float = published(
        500.0,
        "EUR/t",
        "Value of carbon in 2040.",
        "Valeur du carbone en 2040",
        low=300.0,
        high=600.0,
    )
    carbon_2050_eur_t: float = published(
        775.0,
        "EUR/t",
        "Value of carbon in 2050 and after.",
        "Valeur du carbone en 2050",
        low=450.0,
        high=1000.0,
    )
    # Travel: the fixed rule, and what a kilometre and an hour are worth.
    avoided_km_day: float = published(
        1.2,
        "km/person/day",
        "Fixed rule: kilometres by car that one person concerned avoids a day.",
        "Km évités par jour (règle fixe)",
        low=0.0,
        high=2.4,
    )
    saved_min_day: float = published(
        2.0,
        "min/person/day",
        "Fixed rule: minutes that one person concerned saves a day.",
        "Minutes gagnées par jour (règle fixe)",
        low=0.0,
        high=4.0,
    )
    concerned_share: float = published(
        0.5,
        "share",
        "Fixed rule: share of residents and workers who are concerned.",
        "Part des personnes concernées",
        low=0.0,
        high=1.0,
    )
    resident_days_year: float = published(
        365.0, "days", "Days a year for residents.", "Jours par an, habitants", le=366.0
    )
    worker_days_year: float = published(
        220.0,
        "days",
        "Days a year for workers.",
        "Jours par an, salariés",
        low=205.0,
        high=230.0,
        le=366.0,
    )
    other_floor_per_worker_m2: float = published(
        70.0,
        "m2/job",
        "Fixed rule: floor per worker other than in offices (code; help pages: 23 in shops).",
        "Surface par salarié hors bureaux",
        low=23.0,
        high=70.0,
        ge=1.0,
        source=f"{BENEFRICHES}; low: its help pages, shops",
    )
    housing_per_person_m2: float = published(
        32.0,
        "m2/person",
        "Housing floor a person.",
        "Logement par personne",
        low=28.0,
        high=45.0,
        ge=1.0,
    )
    persons_per_household: float = published(
        2.2,
        "persons/household",
        "Size of households.",
        "Personnes par ménage",
        low=1.9,
        high=2.6,
        ge=1.0,
        le=10.0,
    )
    time_eur_h: float = published(
        9.97,
        "EUR/h",
        "Value of an hour of travel.",
        "Valeur du temps",
        low=8.6,
        high=12.6,
        source=f"{BENEFRICHES}; range: 8.6 (Quinet) to 12.6 (tutelary, commuting)",
    )
    accidents_per_100m_km: float = published(
        4.77,
        "accidents/1e8 km",
        "Accidents with casualties per 100 million kilometres of cars.",
        "Accidents par 100 millions de km",
        low=3.0,
        high=6.0,
    )
    accident_damage_eur: float = published(
        6264.0, "EUR", "Material damage of an accident.", "Dégâts matériels d'un accident"
    )
    death_eur: float = published(
        3877066.0, "EUR", "Value of a statistical life.", "Valeur d'une vie statistique"
    )
    severe_injury_eur: float = published(
        484633.0, "EUR", "Value of a severe injury avoided.", "Valeur d'un blessé grave évité"
    )
    minor_injury_eur: float = published(
        19385.0, "EUR", "Value of a minor injury avoided.", "Valeur d'un blessé léger évité"
    )
    pollution_factor: float = published(
        1.0,
        "ratio",
        "Multiplies the cost of local pollution a kilometre, given by density of people.",
        "Multiplicateur du coût de la pollution",
        low=0.5,
        high=2.0,
        le=100.0,
    )
    simulated_days_year: float = param(
        313.0,
        unit="days",
        description="Days a year that simulated kilometres stand for: six of seven, no Sundays.",
        label_fr="Jours par an représentés par la simulation",
        source="low: Sundays are not simulated; high: a Sunday like the mean of the other days",
        low=313.0,
        high=365.0,
        ge=0.0,
        le=366.0,
        kind="assumption",
    )
    newcomers_counted_share: float = param(
        1.0,
        unit="share",
        description="Simulated travel: part of the difference between newcomers and the average "
        "inhabitant of the map that is counted.",
        label_fr="Part comptée des nouveaux habitants",
        source="where newcomers would live otherwise is unknown",
        low=0.0,
        high=1.0,
        ge=0.0,
        le=1.0,
        kind="assumption",
    )
