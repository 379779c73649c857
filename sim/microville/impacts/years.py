"""How a year's amount weighs in a total: discount, output a head, carbon, emissions of cars."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from microville.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from microville.parameters import Parameters

GDP_YEAR = 2022
"""Year whose euros and whose output a head the values are of (Bénéfriches)."""
FIRST_YEAR, LAST_YEAR = 2015, 2100
LONGEST = 50
"""Bénéfriches evaluates between 1 and 50 years."""


@dataclass(frozen=True, slots=True)
class Years:
    """Factors by year of evaluation, each of shape (years,).

    Attributes
    ----------
    first
        Calendar year of the first one.
    discount
        1 in the first year, then less each year (no unit).
    gdp
        Output a head over that of 2022 (no unit).
    carbon_eur_t
        Value of a tonne of CO2 (EUR/t).
    car_g_km
        Emissions of a car (g/km).
    """

    first: int
    discount: NDArray[np.float64]
    gdp: NDArray[np.float64]
    carbon_eur_t: NDArray[np.float64]
    car_g_km: NDArray[np.float64]

    @property
    def count(self) -> int:
        """Number of years."""
        return len(self.discount)

    def between(self, start: int, stop: int | None = None) -> NDArray[np.float64]:
        """Return 1 from year ``start`` to before ``stop`` (0 is the first year), else 0."""
        index = np.arange(self.count)
        last = self.count if stop is None else stop
        return ((index >= start) & (index < last)).astype(np.float64)


def make_years(first: int, parameters: Parameters, count: int | None = None) -> Years:
    """Return the factors of an evaluation.

    Parameters
    ----------
    first
        First year of operation, the one that is not discounted.
    parameters
        Groups ``impacts`` and ``mobility`` (emissions of cars).
    count
        Years; ``impacts.horizon_years`` if not given.

    Raises
    ------
    InputError
        If the years cannot be evaluated.
    """
    values, fleet = parameters.impacts, parameters.mobility
    years = values.horizon_years if count is None else count
    if not 1 <= years <= LONGEST:
        raise InputError(
            f"{years} years cannot be evaluated.", hint=f"Choose between 1 and {LONGEST} years."
        )
    if not FIRST_YEAR <= first <= LAST_YEAR:
        raise InputError(
            f"An evaluation cannot start in {first}.",
            hint=f"Choose a year between {FIRST_YEAR} and {LAST_YEAR}.",
        )
    index = np.arange(years)
    calendar = first + index
    carbon = {
        2020: values.carbon_2020_eur_t,
        2030: values.carbon_2030_eur_t,
        2040: values.carbon_2040_eur_t,
        2050: values.carbon_2050_eur_t,
    }
    cars = {
        2015: fleet.car_co2_2015_g_km,
        2030: fleet.car_co2_2030_g_km,
        2050: fleet.car_co2_2050_g_km,
    }
    return Years(
        first=first,
        discount=(1.0 + values.discount_rate) ** -index.astype(np.float64),
        gdp=(1.0 + values.gdp_growth) ** (calendar - GDP_YEAR).astype(np.float64),
        carbon_eur_t=geometric(calendar.tolist(), carbon),
        car_g_km=geometric(calendar.tolist(), cars),
    )


def geometric(years: Sequence[int], points: dict[int, float]) -> NDArray[np.float64]:
    """Return values between points, by equal ratios from year to year.

    Before the first point its first ratio goes on, after the last point the last value stays.

    Parameters
    ----------
    years
        Calendar years.
    points
        Values by year, rising years, two or more.
    """
    known = list(points)
    result = []
    for year in years:
        if year >= known[-1]:
            result.append(points[known[-1]])
            continue
        after = next(i for i, point in enumerate(known) if i > 0 and year < point)
        low, high = known[after - 1], known[after]
        if points[low] <= 0 or points[high] <= 0:  # no ratio leads to or from nothing
            at = (year - low) / (high - low)
            result.append(max(points[low] + at * (points[high] - points[low]), 0.0))
            continue
        result.append(points[low] * (points[high] / points[low]) ** ((year - low) / (high - low)))
    return np.array(result)
