"""Impacts of a site on its neighbours and on public money, and what an idle site costs."""

from __future__ import annotations

from microville.parameters.impacts import published
from microville.parameters.metadata import Group, param
from microville.parameters.sources import BENEFRICHES


class SiteImpacts(Group):
    """Values of nearby property, taxes, roads and idle land."""

    rural_commune: int = param(
        1,
        unit="0 or 1",
        description="Whether the commune is listed as rural: no site security, no price rise.",
        label_fr="Commune classée rurale",
        source="Courcy has 80 people per km2; the list itself was not at hand",
        low=0,
        high=1,
        ge=0,
        le=1,
        kind="assumption",
    )
    # Nearby property.
    price_rise_100_m: float = published(
        0.035, "share", "Price rise within 100 m of a brownfield removed.", "Hausse à 100 m"
    )
    price_rise_200_m: float = published(
        0.03, "share", "Price rise within 200 m of a brownfield removed.", "Hausse à 200 m"
    )
    renatured_rise_step: float = published(
        0.01,
        "share",
        "With renaturation: price rise within 500 m, and one step more each 100 m nearer.",
        "Hausse avec renaturation, par 100 m",
    )
    social_housing_share: float = published(
        0.2,
        "share",
        "Social housing, whose owners do not gain from prices.",
        "Part du logement social",
        low=0.0,
        high=0.43,
    )
    price_rise_years: int = published(
        5,
        "years",
        "Years over which the price rise is spread.",
        "Étalement de la hausse",
        ge=1,
        le=50,
    )
    home_holding_years: int = published(
        33,
        "years",
        "Years for which a home is held.",
        "Durée de détention d'un logement",
        ge=1,
        le=99,
    )
    transfer_duty_share: float = published(
        0.0581, "share", "Duties on a sale.", "Droits de mutation", low=0.05, high=0.065
    )
    # Public money.
    rental_value_eur_m2: float = published(
        14.0,
        "EUR/m2/month",
        "Mean rent of which half is the base of property tax.",
        "Valeur locative moyenne",
        low=9.0,
        high=16.0,
    )
    property_tax_rate: float = published(
        0.4038,
        "share",
        "Rate of property tax.",
        "Taux de taxe foncière",
        low=0.35,
        high=0.5,
        source=f"{BENEFRICHES}; high: about the rate of Reims (france3-regions, 2024)",
    )
    office_tax_eur_job: float = published(
        2018.0,
        "EUR/job/year",
        "Tax of firms in new offices, per job.",
        "Fiscalité des bureaux, par emploi",
        low=1000.0,
        high=3000.0,
    )
    roads_eur_ha_year: float = published(
        8995.0,
        "EUR/ha/year",
        "Upkeep of roads and networks of the site, from the second year.",
        "Entretien des voiries et réseaux",
        low=4000.0,
        high=20000.0,
    )
    # An idle site.
    dumping_t_person_year: float = published(
        0.0047, "t/person/year", "Illegal dumping an inhabitant.", "Dépôts sauvages par habitant"
    )
    dumping_share_on_site: float = published(
        0.01, "share", "Part of illegal dumping that lands on the site.", "Part déposée sur le site"
    )
    dumping_eur_t: float = published(
        900.0, "EUR/t", "Taking away illegal dumping.", "Enlèvement des dépôts sauvages"
    )
    security_eur_ha_year: float = published(
        22000.0, "EUR/ha/year", "Security of an idle site.", "Gardiennage d'un site vide", low=0.0
    )
    upkeep_eur_m2_year: float = published(
        7.0, "EUR/m2/year", "Upkeep of empty buildings.", "Entretien de bâtiments vides", low=0.0
    )
