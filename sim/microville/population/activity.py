"""Who is active at which age: one rule for the start, for newcomers and for birthdays."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from microville import rng
from microville.population.columns import (
    CHILD,
    EMPLOYED,
    OTHER,
    PUPIL,
    RETIRED,
    STUDENT,
    UNEMPLOYED,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

ACTIVITY_RATES = ((15, 17, 50), (18, 24, 545), (25, 54, 906), (55, 59, 775), (60, 64, 433))
"""First age, last age, active per thousand. Grand Reims (INSEE 2022): 397 for 15-24, 906 for 25-54,
604 for 55-64. Assumptions: a twentieth of those under 18 are active; 55-64 is split so that those
of 60-64 who are not active are about the 5.1 % of 15-64 who are retired (same source)."""

UNEMPLOYED_SHARE = 0.1276
"""Unemployed among the active: 9.3 % over 72.9 % of those of 15-64, Grand Reims (INSEE 2022)."""

UNEMPLOYED_BY_AGE = ((15, 237), (25, 115), (55, 96))
"""First age, unemployed per thousand active: one less the employment rate over the activity rate,
Grand Reims (INSEE 2022): 30.3 over 39.7, 80.2 over 90.6, 54.6 over 60.4."""

ADULT, WORKING, SENIOR, LATE, RETIREMENT = 18, 25, 55, 60, 65
"""Birthdays at which activity changes, as the rates do."""


def activity_rate(age: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the active per thousand at each age in years; 0 outside 15 to 64."""
    rate = np.zeros(len(age), dtype=np.int64)
    for low, high, per_mille in ACTIVITY_RATES:
        rate[(age >= low) & (age <= high)] = per_mille
    return rate


def unemployment_rate(age: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the unemployed per thousand active at each age in years."""
    first = np.array([row[0] for row in UNEMPLOYED_BY_AGE])
    rate = np.array([row[1] for row in UNEMPLOYED_BY_AGE])
    result: NDArray[np.int64] = rate[np.maximum(np.searchsorted(first, age, side="right") - 1, 0)]
    return result


def inactive_status(age: NDArray[np.int64]) -> NDArray[np.int8]:
    """Return what people who are not active are at each age."""
    status = np.full(len(age), OTHER, dtype=np.int8)
    status[age < 3] = CHILD
    status[(age >= 3) & (age < ADULT)] = PUPIL
    status[(age >= ADULT) & (age < WORKING)] = STUDENT
    status[age >= LATE] = RETIRED
    return status


def drawn_status(age: NDArray[np.int64], keys: NDArray[np.uint64], seed: int) -> NDArray[np.int8]:
    """Return statuses drawn by the rates of age, for people of whom nothing else is known."""
    status = inactive_status(age)
    active = _draw(seed, "population.activity", keys) < activity_rate(age)
    status[active] = _first_job(keys[active], seed)
    return status


def birthday_status(
    status: NDArray[np.int8], age: NDArray[np.int64], keys: NDArray[np.uint64], seed: int
) -> NDArray[np.int8]:
    """Return statuses after a birthday.

    The shares who enter or leave activity are those that carry one band's rate into the next, so
    that a population with the rates of the start keeps them.

    Parameters
    ----------
    status, age, keys
        Before the birthday; years reached; identities.
    seed
        The run's seed.
    """
    young, adult, senior, late = (per_mille for _, _, per_mille in ACTIVITY_RATES[1:])
    draw = _draw(seed, "population.birthday", keys, age)
    active = (status == EMPLOYED) | (status == UNEMPLOYED)
    after = status.copy()
    after[(age == 3) & (status == CHILD)] = PUPIL
    leaves_school = (age == ADULT) & (status == PUPIL)
    after[leaves_school] = STUDENT
    starts = leaves_school & (draw < young)
    graduates = (age == WORKING) & (status == STUDENT)
    after[graduates] = OTHER
    starts |= graduates & (draw < 1000 * (adult - young) // (1000 - young))
    after[starts] = _first_job(keys[starts], seed)
    after[(age == SENIOR) & active & (draw >= 1000 * senior // adult)] = OTHER
    after[(age == LATE) & active & (draw >= 1000 * late // senior)] = OTHER
    after[(age == LATE) & (after == OTHER)] = RETIRED
    after[age == RETIREMENT] = RETIRED
    return after


def _draw(seed: int, stream: str, keys: NDArray[np.uint64], *more: object) -> NDArray[np.int64]:
    return rng.below(seed, rng.stream(stream), 1000, keys, *more)  # type: ignore[arg-type]


def _first_job(keys: NDArray[np.uint64], seed: int) -> NDArray[np.int8]:
    jobless = rng.happens(seed, rng.stream("population.jobless"), rng.ppb(UNEMPLOYED_SHARE), keys)
    return np.where(jobless, UNEMPLOYED, EMPLOYED).astype(np.int8)
