"""CO2 of travel: grams a person, by mode and year."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from microville.model.calendar import START_YEAR
from microville.model.day import CAR, EBIKE, TRANSIT, TRAVEL_MODES

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from microville.model import Microville
    from microville.parameters import Parameters

YEARS = (2015, 2030, 2050)
"""Years for which the fleet's emissions are known."""


def car_grams(parameters: Parameters, year: float) -> float:
    """Return the CO2 of a car in grams a kilometre in a year.

    Linear between the published years (Bénéfriches: 157.2 g/km in 2015, 120.9 in 2030, 87.2 in
    2050); before the first and after the last, theirs.
    """
    rates = parameters.mobility
    known = (rates.car_co2_2015_g_km, rates.car_co2_2030_g_km, rates.car_co2_2050_g_km)
    return float(np.interp(year, YEARS, known))


def grams_per_km(parameters: Parameters, year: float) -> NDArray[np.float64]:
    """Return the CO2 of a person's kilometre by each of ``TRAVEL_MODES``, in grams.

    Cars are shared by the people in them; an assisted bicycle takes its power from the grid;
    walking and cycling emit nothing. What making vehicles and roads emits is left out throughout.
    """
    grams = np.zeros(len(TRAVEL_MODES))
    grams[CAR] = car_grams(parameters, year) / parameters.mobility.people_per_car
    grams[EBIKE] = parameters.mobility.ebike_wh_km / 1000 * parameters.energy.electricity_co2_g_kwh
    grams[TRANSIT] = parameters.mobility.transit_co2_g_km
    return grams


def travel_grams(model: Microville) -> NDArray[np.float64]:
    """Return each person's grams of CO2 in the typical week, shape (people, modes).

    The year is that of the month that was simulated last.
    """
    year = START_YEAR + max(model.month - 1, 0) // 12
    return model.day.trip_m / 1000 * grams_per_km(model.parameters, year)


def car_euros(model: Microville) -> NDArray[np.float64]:
    """Return what each person's car trips of the typical week cost, in euros.

    The running cost of a car is shared by the people in it.
    """
    rates = model.parameters.mobility
    return model.day.car_m / 1000 * (rates.car_cost_eur_km / rates.people_per_car)
