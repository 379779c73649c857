"""Training seats of the site, and who takes them from September to September."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from microville import rng
from microville.model.calendar import is_september
from microville.model.site import LET
from microville.population.columns import STUDENT, UNEMPLOYED

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from microville.model.model import Microville
    from microville.model.site import Unit

ADULT_YEARS, LAST_YEARS = 18, 66


def training_units(model: Microville) -> list[Unit]:
    """Return the units of the site let for training and research."""
    units = model.site.own_units
    return [unit for unit in units if unit.state == LET and unit.use == "training"]


def seats(model: Microville) -> int:
    """Return the training seats of the site; laboratories have none."""
    social = model.parameters.social
    floor = sum(unit.area_m2 for unit in training_units(model)) * (1.0 - social.research_share)
    return int(floor / max(social.seat_m2, 0.1))


def trainees(model: Microville, enrolled: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the rows of people who train on the site this month, in the order of their luck.

    In September, and in the first month, people enrol: of the unemployed and of adult students
    within reach those who ask, while there are seats. Who is enrolled stays until September, as
    long as there are seats and they live on the map.
    """
    room = seats(model)
    if not room:
        return np.zeros(0, dtype=np.int64)
    if model.month == 0 or is_september(model.month):
        enrolled = _who_asks(model)
    people, households = model.population.people, model.population.households
    here = enrolled[people.alive[enrolled]]
    taken = np.cumsum(households.weight[people.household[here]].astype(np.int64))
    return here[taken <= room]


def _who_asks(model: Microville) -> NDArray[np.int64]:
    people, social = model.population.people, model.parameters.social
    age = people.age(model.month)
    fit = people.alive & ((people.status == UNEMPLOYED) | (people.status == STUDENT))
    rows = np.flatnonzero(fit & (age >= ADULT_YEARS) & (age <= LAST_YEARS))
    rows = rows[_within_reach(model, rows)]
    key, seed, year = people.key[rows], model.seed_number, model.month // 12
    chance = rng.ppb(social.trainee_interest_share)
    rows = rows[rng.happens(seed, rng.stream("social.training"), chance, key, year)]
    luck = rng.bits(seed, rng.stream("social.training.order"), people.key[rows], year)
    order: NDArray[np.int64] = rows[np.lexsort((people.key[rows], luck))]
    return order


def _within_reach(model: Microville, rows: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Return who gets to a training unit in time: on foot, by their bicycle, by their car."""
    people, households = model.population.people, model.population.households
    home = households.home[people.household[rows]]
    limit = round(model.parameters.social.training_reach_min * 60_000)
    points = np.array([unit.place for unit in training_units(model)], dtype=np.int32)
    columns = model.access.work_column(points)
    columns = columns[columns >= 0]
    within = np.zeros(len(rows), dtype=bool)
    drives = people.licence[rows] & (households.cars[people.household[rows]] > 0)
    may = (np.ones(len(rows), dtype=bool), people.bike[rows], drives)
    for mode, allowed in enumerate(may):
        near = (model.access.work_ms[mode][:, columns] <= limit).any(axis=1)
        within |= allowed & near[home]
    return within
