"""Who leaves a household to live alone: grown children, and partners who part."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from microville import rng
from microville.model.demography.events import PARTS
from microville.model.demography.kinds import GENERATION, heads_among, members_of
from microville.model.demography.search import LEAVES_PARENTS, PARTED, Seekers
from microville.population.columns import COUPLE_CHILDREN, NOWHERE, SINGLE, SINGLE_PARENT
from microville.population.traits import cars, incomes

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from microville.model.demography.events import Wants
    from microville.model.demography.register import Register
    from microville.model.model import Microville

LEAVES_FROM, LEAVES_UNTIL = 19, 32
"""Ages between which grown children leave home (assumption)."""


def grown_children(model: Microville, register: Register) -> Seekers:
    """Return children of 19 to 32 who want to leave their parents this month."""
    people, households = model.population.people, model.population.households
    oldest = model.month - 12 * (LEAVES_UNTIL + 1) + 1
    youngest = model.month - 12 * LEAVES_FROM
    rows = np.flatnonzero(people.alive & (people.birth >= oldest) & (people.birth <= youngest))
    rows = rows[people.household[rows] < len(register.busy)]
    home = people.household[rows]
    kind = households.kind[home]
    child = (kind == COUPLE_CHILDREN) | (kind == SINGLE_PARENT)
    child &= (people.birth[rows] >= register.eldest[home] + GENERATION) & ~register.busy[home]
    rows = rows[child]
    share = rng.ppb(model.parameters.population.leave_home_share_year / 12)
    stream = rng.stream("demography.leave_home")
    rows = rows[rng.happens(model.seed_number, stream, share, people.key[rows], model.month)]
    keys = rng.bits(0, rng.stream("left_home"), people.key[rows], model.month)
    income, _ = incomes(keys, np.ones(len(rows)), model.parameters, model.seed_number)
    return _alone(model, LEAVES_PARENTS, rows, keys, income)


def parting(model: Microville, register: Register, wants: Wants) -> Seekers:
    """Return the partner who leaves of each couple that wants to part this month.

    Children stay with their mother as often as the parameter says; else a coin decides. Who leaves
    has half the income.
    """
    people, households = model.population.people, model.population.households
    idle = households.alive[: len(register.busy)] & ~register.busy
    homes = np.flatnonzero(idle & (wants.event == PARTS))
    rows = members_of(model, homes)
    heads = rows[heads_among(model, rows)]
    heads = heads[np.lexsort((people.key[heads], people.birth[heads], people.household[heads]))]
    _, first, count = np.unique(people.household[heads], return_index=True, return_counts=True)
    homes, first = homes[count == 2], first[count == 2]
    pairs = np.column_stack([heads[first], heads[first + 1]])
    keys, seed = households.key[homes], model.seed_number
    second = (rng.bits(seed, rng.stream("couples.leaver"), keys, model.month) & np.uint64(1)) == 1
    female = people.female[pairs]
    share = rng.ppb(model.parameters.population.single_mother_share)
    mother = rng.happens(seed, rng.stream("couples.mother"), share, keys, model.month)
    family = (register.size[homes] > 2) & (female[:, 0] != female[:, 1])
    # The second leaves if the first is the mother who stays, or the father who leaves with luck.
    second = np.where(family, female[:, 0] == mother, second)
    person = np.where(second, pairs[:, 1], pairs[:, 0])
    key = rng.bits(0, rng.stream("parted"), people.key[person], model.month)
    return _alone(model, PARTED, person, key, households.income_eur[homes] // 2)


def _alone(
    model: Microville,
    why: int,
    persons: NDArray[np.int64],
    keys: NDArray[np.uint64],
    income: NDArray[np.int32],
) -> Seekers:
    households = model.population.households
    row = model.population.people.household[persons].astype(np.int64)
    count = len(persons)
    return Seekers(
        why=np.full(count, why),
        row=row,
        person=persons,
        key=keys,
        zone=households.zone[row].astype(np.int64),
        weight=households.weight[row].astype(np.int64),
        size=np.ones(count, dtype=np.int64),
        income_eur=income.astype(np.int64),
        since=np.full(count, model.month),
    )


def singles_columns(
    model: Microville, seekers: Seekers, homes: NDArray[np.int64]
) -> dict[str, NDArray[np.generic]]:
    """Return columns of the households of those who live alone from now on.

    Grown children draw income and car; who parts takes half the income and a second car.
    """
    households, people = model.population.households, model.population.people
    old, count = seekers.row, len(seekers)
    parted = seekers.why == PARTED
    income, third = incomes(seekers.key, np.ones(count), model.parameters, model.seed_number)
    drives = people.licence[seekers.person].astype(np.int64)
    own = cars(
        seekers.key, np.zeros(count, dtype=bool), drives, model.parameters, model.seed_number
    )
    second_car = parted & (households.cars[old] > 1)
    households.cars[old[second_car]] -= 1
    households.income_eur[old[parted]] -= seekers.income_eur[parted].astype(np.int32)
    people.school[seekers.person] = NOWHERE
    return {
        "key": seekers.key,
        "zone": households.zone[old],
        "home": homes.astype(np.int32),
        "kind": np.full(count, SINGLE, dtype=np.int8),
        "income_eur": np.where(parted, seekers.income_eur, income).astype(np.int32),
        "third": np.where(parted, households.third[old], third).astype(np.int8),
        "cars": np.where(parted, second_car, own).astype(np.int8),
        "weight": households.weight[old],
        "presence": households.presence[old],
        "alive": np.ones(count, dtype=bool),
    }
