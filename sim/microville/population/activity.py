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

ACTIVITY_RATES = ((15, 17, 50), (18, 24, 545), (25, 54, 906), (55, 64, 604))
"""First age, last age, active per thousand. Grand Reims (INSEE 2022): 397 for 15-24, 906 for 25-54,
604 for 55-64; 15-24 is split so that a twentieth of those under 18 are active (assumption)."""

UNEMPLOYED_SHARE = 0.1276
"""Unemployed among the active: 9.3 % over 72.9 % of those of 15-64, Grand Reims (INSEE 2022)."""

ADULT, WORKING, SENIOR, RETIREMENT = 18, 25, 55, 65
"""Birthdays at which activity changes, as the rates do."""


def activity_rate(age: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the active per thousand at each age in years; 0 outside 15 to 64."""
    rate = np.zeros(len(age), dtype=np.int64)
    for low, high, per_mille in ACTIVITY_RATES:
        rate[(age >= low) & (age <= high)] = per_mille
    return rate


def inactive_status(age: NDArray[np.int64]) -> NDArray[np.int8]:
    """Return what people who are not active are at each age."""
    status = np.full(len(age), OTHER, dtype=np.int8)
    status[age < 3] = CHILD
    status[(age >= 3) & (age < ADULT)] = PUPIL
    status[(age >= ADULT) & (age < WORKING)] = STUDENT
    status[age >= 60] = RETIRED
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
    young, adult, senior = (per_mille for _, _, per_mille in ACTIVITY_RATES[1:])
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
    after[(age == 60) & (after == OTHER)] = RETIRED
    after[age == RETIREMENT] = RETIRED
    return after


def _draw(seed: int, stream: str, keys: NDArray[np.uint64], *more: object) -> NDArray[np.int64]:
    return rng.below(seed, rng.stream(stream), 1000, keys, *more)  # type: ignore[arg-type]


def _first_job(keys: NDArray[np.uint64], seed: int) -> NDArray[np.int8]:
    jobless = rng.happens(seed, rng.stream("population.jobless"), rng.ppb(UNEMPLOYED_SHARE), keys)
    return np.where(jobless, UNEMPLOYED, EMPLOYED).astype(np.int8)
