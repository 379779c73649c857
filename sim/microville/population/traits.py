"""What people are and own: status, income, cars, bicycles, licences."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from microville import rng
from microville.population.activity import activity_rate, inactive_status
from microville.population.columns import EMPLOYED, UNEMPLOYED

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from microville.parameters import Parameters
    from microville.population.marginals import Marginals


def statuses(
    zone: str, age: NDArray[np.int64], marginals: Marginals, seed: int
) -> NDArray[np.int8]:
    """Return each person's status with exactly the zone's active and unemployed.

    Under 3 a child, to 17 a pupil; the active are drawn by age-specific rates among those of 15
    to 64, the others study until 24, are retired from 60, else "other"; retired from 65.
    """
    status = inactive_status(age)
    ranks = np.arange(len(age))
    draw = rng.below(seed, rng.stream("population.active"), 1000, rng.identity(zone), ranks)
    rate = activity_rate(age)
    candidates = np.flatnonzero((age >= 15) & (age < 65))
    order = candidates[np.argsort(draw[candidates] - rate[candidates], kind="stable")]
    active = order[: marginals.active]
    status[active] = EMPLOYED
    luck = rng.bits(seed, rng.stream("population.unemployed"), rng.identity(zone), active)
    jobless = active[np.argsort(luck, kind="stable")][: marginals.unemployed]
    status[jobless] = UNEMPLOYED
    return status


def incomes(
    keys: NDArray[np.uint64], units: NDArray[np.float64], parameters: Parameters, seed: int
) -> tuple[NDArray[np.int32], NDArray[np.int8]]:
    """Return monthly household incomes and income thirds.

    Income per consumption unit is log-normal through the published first decile, median and ninth
    decile; the third is that of the same draw, 0 lowest.

    Parameters
    ----------
    keys
        Household identities.
    units
        Consumption units (OECD-modified: 1, 0.5 for more persons of 14 and over, 0.3 below).
    parameters, seed
        The run's.

    Returns
    -------
    income
        Euros a month of the household, int32.
    third
        int8.
    """
    from scipy.special import ndtri

    population = parameters.population
    draw = rng.below(seed, rng.stream("population.income"), 999_999, keys) + 1
    median = population.income_median_eur_year
    ratio = population.income_d9_eur_year / population.income_d1_eur_year
    sigma = np.log(ratio) / (2 * ndtri(0.9))
    per_unit = median * np.exp(sigma * ndtri(draw / 1_000_000))
    income = np.rint(per_unit * units / 12).astype(np.int32)
    third = (draw * 3 // 1_000_000).astype(np.int8)
    return income, third


def cars(
    keys: NDArray[np.uint64],
    urban: NDArray[np.bool_],
    drivers: NDArray[np.int64],
    parameters: Parameters,
    seed: int,
) -> NDArray[np.int8]:
    """Return the cars of each household: none without a driver, at most one a driver.

    Owners have ``cars_per_owner`` on average (reached only as far as drivers allow).
    """
    population = parameters.population
    share = np.where(urban, population.car_ownership_urban, population.car_ownership_rural)
    owns = rng.happens(seed, rng.stream("population.car"), rng.ppb(share), keys) & (drivers > 0)
    second_share = rng.ppb(population.cars_per_owner - 1.0)
    second = rng.happens(seed, rng.stream("population.second_car"), second_share, keys)
    result: NDArray[np.int8] = (owns + (owns & second & (drivers > 1))).astype(np.int8)
    return result
