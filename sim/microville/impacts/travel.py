"""Travel that a project spares: by Bénéfriches' fixed rule, or as simulated."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from microville.impacts.line import LOCAL_PEOPLE, SOCIETY, Line, make_line
from microville.impacts.place import travel_radius_m
from microville.impacts.published import casualties_per_accident, pollution_eur_km

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from microville.impacts.place import Commune, Neighbours, Project
    from microville.impacts.years import Years
    from microville.parameters import Parameters

HUNDRED_MILLION = 1e8


@dataclass(frozen=True, slots=True)
class Travel:
    """Travel spared, by year; negative where a project brings more of it.

    Attributes
    ----------
    car_km
        Kilometres of cars (not of people in them), shape (years,).
    hours
        Hours of people, by any mode, shape (years,).
    """

    car_km: NDArray[np.float64]
    hours: NDArray[np.float64]


def fixed_rule(
    project: Project, neighbours: Neighbours, years: Years, parameters: Parameters
) -> Travel:
    """Return travel spared by the fixed rule: so many kilometres and minutes for half of people.

    People are residents of the project and neighbours, every day, and workers, on working days:
    Bénéfriches, travel impacts.

    Parameters
    ----------
    project
        Its floors say how many residents and workers, and how far neighbours are counted.
    neighbours
        Who lives around.
    years
        The evaluation; each year is the same.
    parameters
        Groups ``impacts``, ``business`` (floor per job in offices) and ``mobility`` (people a car).
    """
    rule, floors = parameters.impacts, project.floors
    residents = floors.housing / rule.housing_per_person_m2
    residents += neighbours.within(travel_radius_m(floors))
    workers = floors.offices / parameters.business.floor_per_job_office_m2
    workers += floors.other_activity / rule.other_floor_per_worker_m2
    days = residents * rule.resident_days_year + workers * rule.worker_days_year
    person_days = days * rule.concerned_share
    each = np.ones(years.count)
    return Travel(
        car_km=each * person_days * rule.avoided_km_day / parameters.mobility.people_per_car,
        hours=each * person_days * rule.saved_min_day / 60.0,
    )


def travel_lines(
    travel: Travel, commune: Commune, years: Years, parameters: Parameters
) -> tuple[Line, ...]:
    """Return what spared travel is worth: eight lines.

    Casualties are whole numbers a year, the rest is dropped (Bénéfriches rounds down; here towards
    zero, so that a few kilometres more do not cost a life).

    Parameters
    ----------
    travel
        By year.
    commune
        Its size and density say how dangerous and how harmful a kilometre is.
    years
        The evaluation.
    parameters
        Groups ``impacts`` and ``mobility`` (cost of a kilometre).
    """
    values = parameters.impacts
    km, grown = travel.car_km, years.gdp
    accidents = km * values.accidents_per_100m_km / HUNDRED_MILLION
    harm = pollution_eur_km(commune.people_per_km2) * values.pollution_factor
    rates = casualties_per_accident(commune.population)
    tonnes = km * years.car_g_km / 1e6
    whole = ("whole casualties a year", "victimes entières par an")
    return (
        make_line(
            ("car_expenses", "Running cost of cars", "Frais de voiture"),
            LOCAL_PEOPLE,
            km * parameters.mobility.car_cost_eur_km * grown,
            years,
        ),
        make_line(
            ("travel_time", "Travel time", "Temps de trajet"),
            LOCAL_PEOPLE,
            travel.hours * values.time_eur_h * grown,
            years,
        ),
        make_line(
            ("accident_damage", "Material damage of accidents", "Dégâts matériels d'accidents"),
            LOCAL_PEOPLE,
            accidents * values.accident_damage_eur * grown,
            years,
        ),
        make_line(
            ("air_pollution", "Health: local pollution", "Santé : pollution locale"),
            SOCIETY,
            km * harm * grown,
            years,
        ),
        make_line(
            ("minor_injuries", "Minor injuries", "Blessés légers"),
            SOCIETY,
            np.trunc(accidents * rates.minor) * values.minor_injury_eur * grown,
            years,
            whole,
        ),
        make_line(
            ("severe_injuries", "Severe injuries", "Blessés graves"),
            SOCIETY,
            np.trunc(accidents * rates.severe) * values.severe_injury_eur * grown,
            years,
            whole,
        ),
        make_line(
            ("deaths", "Deaths in traffic", "Décès sur la route"),
            SOCIETY,
            np.trunc(accidents * rates.deaths) * values.death_eur * grown,
            years,
            whole,
        ),
        make_line(
            ("traffic_co2", "CO₂ of cars", "CO₂ des voitures"),
            SOCIETY,
            tonnes * years.carbon_eur_t,
            years,
        ),
    )
