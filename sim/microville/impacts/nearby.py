"""Nearby property and public money."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from microville.impacts.line import LOCAL_AUTHORITY, LOCAL_PEOPLE, Line, make_line
from microville.impacts.place import housing_m2

if TYPE_CHECKING:
    from microville.impacts.place import Commune, Neighbours, Project
    from microville.impacts.years import Years
    from microville.parameters import Parameters
    from microville.parameters.site_impacts import SiteImpacts

M2_HA = 10_000.0
RENATURED_RINGS = 5
"""With renaturation, prices rise within 100, 200 … 500 m."""
NOT_RURAL = (
    "not in rural communes nor housing zone C; zone B2: 100 m",
    "ni commune rurale, ni zone C ; zone B2 : 100 m",
)


def price_rises(values: SiteImpacts, *, renatured: bool) -> tuple[tuple[float, float], ...]:
    """Return rings (m) around a site and the price rise in each whole ring (share).

    The step of renaturation is one more in each ring nearer: 5, 4, 3, 2, 1 %.
    """
    if not renatured:
        return ((100.0, values.price_rise_100_m), (200.0, values.price_rise_200_m))
    step = values.renatured_rise_step
    return tuple((100.0 * (i + 1), step * (RENATURED_RINGS - i)) for i in range(RENATURED_RINGS))


def property_lines(
    commune: Commune,
    neighbours: Neighbours,
    years: Years,
    parameters: Parameters,
    *,
    renatured: bool = False,
) -> tuple[Line, ...]:
    """Return the rise of nearby prices and the duties on later sales: two lines.

    Each radius counts its whole ring, so that near homes count several times (Bénéfriches).

    Parameters
    ----------
    commune
        Price of dwellings; whether it is rural.
    neighbours
        Who lives around.
    years
        The evaluation; the rise is spread over years 1 to 5, duties over 1 to 33.
    parameters
        Groups ``site_impacts`` and ``impacts``.
    renatured
        Whether the site becomes nature; else the brownfield is only removed.
    """
    values = parameters.site_impacts
    counted = not commune.rural and commune.zone_abc != "C" and commune.price_eur_m2 > 0
    rings = price_rises(values, renatured=renatured)
    if commune.zone_abc == "B2":
        rings = rings[:1]
    rise = sum(
        housing_m2(neighbours.within(radius), parameters.impacts) * commune.price_eur_m2 * share
        for radius, share in rings
    )
    private = rise * (1.0 - values.social_housing_share)
    spread = years.between(1, 1 + values.price_rise_years) / values.price_rise_years
    sold = years.between(1, 1 + values.home_holding_years) / values.home_holding_years
    return (
        make_line(
            ("property_value", "Value of homes nearby", "Valeur des logements proches"),
            LOCAL_PEOPLE,
            private * spread,
            years,
            NOT_RURAL,
            counted=counted,
        ),
        make_line(
            ("transfer_duties", "Duties on sales nearby", "Droits de mutation"),
            LOCAL_AUTHORITY,
            private * values.transfer_duty_share * sold,
            years,
            NOT_RURAL,
            counted=counted,
        ),
    )


def property_tax_eur(floor_m2: float, values: SiteImpacts) -> float:
    """Return the property tax of a floor a year: half its rental value at the mean rate (EUR)."""
    return floor_m2 * values.rental_value_eur_m2 * 0.5 * values.property_tax_rate


def public_lines(project: Project, years: Years, parameters: Parameters) -> tuple[Line, ...]:
    """Return new taxes and the upkeep of roads: three lines.

    Parameters
    ----------
    project
        Housing and offices are taxed; the site's area has roads to keep.
    years
        The evaluation; roads cost from the second year on.
    parameters
        Groups ``site_impacts`` and ``business``.
    """
    values, floors = parameters.site_impacts, project.floors
    jobs = floors.offices / parameters.business.floor_per_job_office_m2
    each = np.ones(years.count)
    return (
        make_line(
            ("housing_tax", "Property tax of new homes", "Taxe foncière des logements"),
            LOCAL_AUTHORITY,
            property_tax_eur(floors.housing, values) * years.gdp,
            years,
            ("whole floor, as Bénéfriches counts it", "toute la surface, comme Bénéfriches"),
        ),
        make_line(
            ("office_tax", "Taxes of firms in new offices", "Fiscalité des bureaux"),
            LOCAL_AUTHORITY,
            jobs * values.office_tax_eur_job * years.gdp,
            years,
            ("offices only", "bureaux seulement"),
        ),
        make_line(
            ("roads", "Upkeep of roads and networks", "Entretien des voiries et réseaux"),
            LOCAL_AUTHORITY,
            -each * project.site_m2 / M2_HA * values.roads_eur_ha_year * years.between(1),
            years,
            ("from the second year", "à partir de la deuxième année"),
        ),
    )
