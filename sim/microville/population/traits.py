"""What people are and own: status, income, cars, bicycles, licences."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from microville import rng
from microville.population.activity import activity_rate, inactive_status, unemployment_rate
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
    to 64, the others study until 24, are retired from 60, else "other"; retired from 65. The
    unemployed are drawn among the active by age-specific rates. Where the zone's totals differ from
    what the rates give, the odds of every age are multiplied by one number.
    """
    status = inactive_status(age)
    candidates = np.flatnonzero((age >= 15) & (age < 65))
    active = _by_odds(zone, "active", candidates, activity_rate(age[candidates]), seed)
    active = active[: marginals.active]
    status[active] = EMPLOYED
    jobless = _by_odds(zone, "unemployed", active, unemployment_rate(age[active]), seed)
    status[jobless[: marginals.unemployed]] = UNEMPLOYED
    return status


def _by_odds(
    zone: str, name: str, rows: NDArray[np.int64], per_mille: NDArray[np.int64], seed: int
) -> NDArray[np.int64]:
    """Return rows in an order of which any first part has odds in proportion to those of rates."""
    size = 1 << 30
    draw = rng.below(seed, rng.stream(f"population.{name}"), size, rng.identity(zone), rows)
    key = (draw + 0.5) / (size - draw - 0.5) * (1000.0 - per_mille) / np.maximum(per_mille, 1)
    result: NDArray[np.int64] = rows[np.argsort(key, kind="stable")]
    return result


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
    """Return the cars of households that come one by one: none without a driver.

    Each owns a car with the share of its type of commune and a second one, if two drive, with the
    cars per owner there less one.
    """
    population = parameters.population
    share = np.where(urban, population.car_ownership_urban, population.car_ownership_rural)
    owns = rng.happens(seed, rng.stream("population.car"), rng.ppb(share), keys) & (drivers > 0)
    second_share = rng.ppb(_cars_per_owner(urban, parameters) - 1.0)
    second = rng.happens(seed, rng.stream("population.second_car"), second_share, keys)
    result: NDArray[np.int8] = (owns + (owns & second & (drivers > 1))).astype(np.int8)
    return result


def zone_cars(
    keys: NDArray[np.uint64],
    urban: bool,
    drivers: NDArray[np.int64],
    parameters: Parameters,
    seed: int,
) -> NDArray[np.int8]:
    """Return the cars of all households of a commune: as many owners as the published share.

    Households without a driver have none, hence those with drivers more often; more drivers, more
    likely. Cars beyond the first go, one at a time, to owners with more drivers than cars, until
    owners have the mean of their type of commune (less, if drivers are too few).
    """
    population = parameters.population
    share = population.car_ownership_urban if urban else population.car_ownership_rural
    luck = rng.below(seed, rng.stream("population.car"), 1 << 30, keys)
    order = np.argsort(luck / np.maximum(drivers, 0.5), kind="stable")
    owners = order[drivers[order] > 0][: round(share * len(keys))]
    result = np.zeros(len(keys), dtype=np.int8)
    result[owners] = 1
    mean = float(_cars_per_owner(np.array([urban]), parameters)[0])
    more = round((mean - 1.0) * len(owners))
    luck = rng.below(seed, rng.stream("population.second_car"), 1 << 30, keys)
    while more > 0:
        may = owners[drivers[owners] > result[owners]]
        chosen = may[np.argsort(luck[may], kind="stable")][:more]
        if not len(chosen):
            break
        result[chosen] += 1
        more -= len(chosen)
    return result


def _cars_per_owner(urban: NDArray[np.bool_], parameters: Parameters) -> NDArray[np.float64]:
    population = parameters.population
    return np.where(urban, population.cars_per_owner_urban, population.cars_per_owner)
