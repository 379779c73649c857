"""Soils, shade and solar power."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from microville.impacts.line import ALWAYS, LOCAL_AUTHORITY, LOCAL_PEOPLE, SOCIETY, Line, make_line
from microville.impacts.place import GRASSLAND, OTHER_GREEN, WOODLAND, housing_m2

if TYPE_CHECKING:
    from microville.impacts.place import Neighbours, Project
    from microville.impacts.years import Years
    from microville.parameters import Parameters

GAINED = ("where the area grows only", "seulement si la surface augmente")


def soil_lines(project: Project, years: Years, parameters: Parameters) -> tuple[Line, ...]:
    """Return what the change of soils is worth: seven lines, some of them losses.

    Parameters
    ----------
    project
        Covers before and after.
    years
        The evaluation.
    parameters
        Group ``nature``.
    """
    values = parameters.nature
    grass, wood, other = (
        project.covers_after.get(cover, 0.0) - project.covers_before.get(cover, 0.0)
        for cover in (GRASSLAND, WOODLAND, OTHER_GREEN)
    )
    natural = grass + wood
    leisure = grass * values.grassland_leisure_eur_m2 + wood * values.woodland_leisure_eur_m2
    cycle = natural * values.water_cycle_permanent_eur_m2 + other * values.water_cycle_other_eur_m2
    worth: tuple[tuple[tuple[str, str, str], str, float, bool], ...] = (
        (("leisure", "Leisure in nature", "Agrément de la nature"), SOCIETY, leisure, False),
        (("water_cycle", "Water cycle", "Cycle de l'eau"), SOCIETY, cycle, False),
        (
            ("water_regulation", "Water regulation", "Régulation de l'eau"),
            LOCAL_AUTHORITY,
            natural * values.water_regulation_eur_m2,
            False,
        ),
        (
            ("pollination", "Pollination", "Pollinisation"),
            SOCIETY,
            natural * values.pollination_eur_m2,
            True,
        ),
        (
            ("wood", "Wood", "Produits de la forêt"),
            SOCIETY,
            wood * values.wood_eur_m2,
            True,
        ),
        (
            ("nitrogen", "Nitrogen cycle", "Cycle de l'azote"),
            SOCIETY,
            grass * values.nitrogen_eur_m2,
            True,
        ),
        (
            ("erosion", "Erosion and invasive species", "Érosion et espèces invasives"),
            SOCIETY,
            natural * (values.erosion_eur_m2 + values.invasive_species_eur_m2),
            True,
        ),
    )
    return tuple(
        make_line(
            names,
            beneficiary,
            eur * years.gdp,
            years,
            GAINED if gains_only else ALWAYS,
            counted=eur >= 0.0 or not gains_only,
        )
        for names, beneficiary, eur, gains_only in worth
    )


def cooling_radius_m(green_m2: float, site_m2: float) -> float | None:
    """Return how far a public green space cools (m), None if it does not at all (Bénéfriches)."""
    percent = green_m2 / site_m2 * 100.0 if site_m2 > 0 else 0.0
    if green_m2 <= 0:
        return None
    if green_m2 < 5_000:
        return None if percent < 50 else (0.0 if percent < 95 else 25.0)
    if green_m2 < 10_000:
        return None if percent < 10 else (25.0 if percent < 50 else 50.0)
    if percent < 10:
        return 0.0
    return 50.0 if percent < 75 else 75.0


def cooling_lines(
    project: Project, neighbours: Neighbours, years: Years, parameters: Parameters
) -> tuple[Line, ...]:
    """Return air conditioning spared near public green spaces: three lines.

    The space must have 1 ha, or 0.5 ha and a tenth of the site, or half of the site.

    Parameters
    ----------
    project
        Green space, floors.
    neighbours
        Who lives around.
    years
        The evaluation.
    parameters
        Groups ``nature`` and ``impacts``.
    """
    values, general, floors = parameters.nature, parameters.impacts, project.floors
    radius = cooling_radius_m(project.public_green_m2, project.site_m2)
    around = neighbours.within(radius) if radius else 0.0
    homes = floors.housing + housing_m2(around, general)
    households = homes / general.housing_per_person_m2 / general.persons_per_household
    firms = floors.activity
    grams = homes * values.cooling_g_housing_m2 + firms * values.cooling_g_business_m2
    each = np.ones(years.count)
    condition = (
        "public green space: 1 ha, or a large part of the site",
        "espace vert public : 1 ha, ou grande part du site",
    )
    counted = radius is not None
    return (
        make_line(
            ("cooling_homes", "Cooler homes", "Fraîcheur des logements"),
            LOCAL_PEOPLE,
            each * households * values.cooling_eur_household,
            years,
            condition,
            counted=counted,
        ),
        make_line(
            ("cooling_firms", "Cooler firms", "Fraîcheur des entreprises"),
            LOCAL_PEOPLE,
            each * firms * values.cooling_eur_business_m2,
            years,
            condition,
            counted=counted,
        ),
        make_line(
            ("cooling_co2", "CO₂ of air conditioning", "CO₂ de la climatisation"),
            SOCIETY,
            grams / 1e6 * years.carbon_eur_t,
            years,
            condition,
            counted=counted,
        ),
    )


def solar_line(project: Project, years: Years, parameters: Parameters) -> Line:
    """Return the value of the carbon that solar power spares.

    Bénéfriches counts it for solar plants; here for panels on roofs too, at the emissions of the
    grid (``energy.electricity_co2_g_kwh``).

    Parameters
    ----------
    project
        Solar power a year.
    years
        The evaluation.
    parameters
        Group ``energy``.
    """
    tonnes = project.solar_mwh_year * parameters.energy.electricity_co2_g_kwh / 1e3
    return make_line(
        ("solar_co2", "CO₂ spared by solar power", "CO₂ évité par le solaire"),
        SOCIETY,
        tonnes * years.carbon_eur_t,
        years,
        ("where panels are installed", "si des panneaux sont installés"),
    )
