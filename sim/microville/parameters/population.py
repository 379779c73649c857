"""Households: equipment, incomes, vacancy."""

from __future__ import annotations

from typing import Self

from pydantic import model_validator

from microville.parameters.metadata import Group, param, share
from microville.parameters.sources import FILOSOFI, INSEE_CAR


class Population(Group):
    """What the synthetic households have."""

    car_ownership_urban: float = share(
        0.70,
        description="Share of households with a car in Reims: without one 3 times 10 %.",
        source=f"{INSEE_CAR} (derived: ring 10 %, cores three times as many)",
        year=2017,
        low=0.65,
        high=0.78,
        kind="fact",
        label_fr="Ménages motorisés, Reims",
    )
    car_ownership_rural: float = share(
        0.90,
        description="Share of households with a car in the ring and the villages.",
        source=INSEE_CAR,
        year=2017,
        low=0.88,
        high=0.95,
        kind="fact",
        label_fr="Ménages motorisés, villages",
    )
    cars_per_owner: float = param(
        1.5,
        unit="cars/household",
        description="Cars of a household that has one, outside towns (the national mean).",
        source="docplayer.fr/2841931 (national survey)",
        year=2008,
        low=1.4,
        high=1.55,
        ge=1.0,
        le=5.0,
        label_fr="Voitures par ménage motorisé",
    )
    cars_per_owner_urban: float = param(
        1.3,
        unit="cars/household",
        description="Cars of a household that has one, in towns: below the national mean.",
        low=1.15,
        high=1.5,
        ge=1.0,
        le=5.0,
        kind="assumption",
        label_fr="Voitures par ménage motorisé, villes",
    )
    urban_density_km2: float = param(
        450.0,
        unit="persons/km2",
        description="Density from which a commune counts as a town for cars and bicycles (of the "
        "51: Reims, Tinqueux, Cormontreuil, Saint-Brice-Courcelles, Bezannes).",
        low=300.0,
        high=800.0,
        ge=0.0,
        le=100000.0,
        kind="assumption",
        label_fr="Densité à partir de laquelle une commune est urbaine",
    )
    bike_ownership: float = share(
        0.45,
        description="Share of people of 6 and over in towns with a bicycle in working order.",
        source="compare ENTD 2008: 27 million adult bicycles in use in France",
        low=0.3,
        high=0.6,
        label_fr="Personnes équipées d'un vélo, villes",
    )
    bike_ownership_rural: float = share(
        0.55,
        description="Share of people of 6 and over outside towns with a bicycle in working order.",
        source="compare ENTD 2008: 27 million adult bicycles in use in France",
        low=0.4,
        high=0.7,
        label_fr="Personnes équipées d'un vélo, villages",
    )
    largest_mean_household: float = param(
        2.9,
        unit="persons/household",
        description="Mean size beyond which a commune's other people live in institutions (of the "
        "51 only Thillois has more: 3.13; the next has 2.88).",
        low=2.75,
        high=3.1,
        ge=1.5,
        le=10.0,
        kind="assumption",
        label_fr="Taille moyenne au-delà de laquelle on vit hors ménage",
    )
    partner_gap_years: float = param(
        10.0,
        unit="years",
        description="Largest difference of age between partners.",
        low=6.0,
        high=20.0,
        ge=5.0,
        le=60.0,
        kind="assumption",
        label_fr="Plus grand écart d'âge dans un couple",
    )
    same_sex_couple_share: float = share(
        0.01,
        description="Share of couples of one sex.",
        low=0.005,
        high=0.03,
        label_fr="Couples de même sexe",
    )
    single_mother_share: float = share(
        0.82,
        description="Share of single parents who are women.",
        low=0.75,
        high=0.88,
        label_fr="Mères parmi les parents isolés",
    )
    elder_alone_women_share: float = share(
        0.7,
        description="Share of women among people of 65 and over who live alone.",
        low=0.6,
        high=0.8,
        label_fr="Femmes parmi les 65 ans et plus vivant seuls",
    )
    income_median_eur_year: float = param(
        20153.1,
        unit="EUR/year",
        description="Median disposable income per consumption unit, Marne.",
        source=FILOSOFI,
        year=2013,
        low=19000.0,
        high=24500.0,
        ge=1000.0,
        le=200000.0,
        label_fr="Revenu disponible médian par UC",
    )
    income_d1_eur_year: float = param(
        10877.7,
        unit="EUR/year",
        description="First decile of disposable income per consumption unit, Marne.",
        source=FILOSOFI,
        year=2013,
        low=10000.0,
        high=13500.0,
        ge=1.0,
        le=200000.0,
        label_fr="Premier décile du revenu par UC",
    )
    income_d9_eur_year: float = param(
        37216.7,
        unit="EUR/year",
        description="Ninth decile of disposable income per consumption unit, Marne.",
        source=FILOSOFI,
        year=2013,
        low=35000.0,
        high=46000.0,
        ge=1000.0,
        le=500000.0,
        label_fr="Neuvième décile du revenu par UC",
    )
    licence_share: float = share(
        0.86,
        description="Share of adults with a driving licence.",
        low=0.8,
        high=0.92,
        label_fr="Adultes titulaires du permis",
    )

    @model_validator(mode="after")
    def _deciles_in_order(self) -> Self:
        if not self.income_d1_eur_year < self.income_median_eur_year < self.income_d9_eur_year:
            raise ValueError(
                "incomes must rise: income_d1_eur_year < income_median_eur_year "
                "< income_d9_eur_year"
            )
        return self

    leave_home_share_year: float = share(
        0.15,
        description="Share of grown children (19 to 32) at home who leave it each year.",
        low=0.08,
        high=0.25,
        label_fr="Départs annuels du domicile parental",
    )
    migration_fade_years: float = param(
        10.0,
        unit="years",
        description="Years in which the balances of communes (2015-2021) fade to that of the map.",
        low=3.0,
        high=30.0,
        ge=0.5,
        le=1000.0,
        kind="assumption",
        label_fr="Durée d'effacement du solde migratoire",
    )
    vital_prior_events: float = param(
        10.0,
        unit="events/year",
        description="Births (and deaths) a year as which the map's mean counts beside a commune's "
        "own of one year, which are few and by chance in a village.",
        low=3.0,
        high=30.0,
        ge=0.1,
        le=1000.0,
        kind="assumption",
        label_fr="Poids de la moyenne dans les taux des petites communes",
    )
