"""5. Demography and housing: births, deaths, net migration, and who moves into new dwellings.

Net migration of each commune follows its own balance from 2015 to 2021; gross moves within the map
come with the issue on people.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from microville import rng
from microville.model.dwellings import find_dwellings, vacant_dwellings
from microville.model.site import READY
from microville.population.activity import birthday_status
from microville.population.columns import (
    ARRIVAL,
    CHILD,
    COUPLE_CHILDREN,
    EMPLOYED,
    INSTITUTION,
    NEWCOMER,
    NOWHERE,
    SINGLE,
    SINGLE_PARENT,
    Households,
    People,
    extend,
)
from microville.population.newcomers import newcomer_households
from microville.population.traits import cars, incomes

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from microville.model.model import Microville
    from microville.model.site import Unit

DEATHS_PER_MILLE = ((0, 1), (40, 2), (55, 6), (65, 13), (75, 32), (85, 110), (95, 270))
"""First age, deaths a year per thousand: the shape of mortality by age (assumption, in the order of
French life tables); its level is set by each commune's deaths of 2022."""
MOTHERS = (18, 44)
LEAVES_FROM, LEAVES_UNTIL = 19, 32
"""Ages between which grown children leave home (assumption)."""


def demography(model: Microville) -> None:
    """Let a month pass for households: ages, births, deaths, leavers, newcomers."""
    _deaths(model)
    _births(model)
    _age_statuses(model)
    _leave(model)
    _leave_home(model)
    for unit in model.site.units:
        if unit.use == "housing" and unit.state == READY:
            _move_in(model, unit)


def _monthly(model: Microville, stream: str, ppb: NDArray[np.int64]) -> NDArray[np.bool_]:
    return rng.happens(
        model.seed_number, rng.stream(stream), ppb, model.population.people.key, model.month
    )


def _zone_of_people(model: Microville) -> NDArray[np.int64]:
    people, households = model.population.people, model.population.households
    return households.zone[people.household].astype(np.int64)


def _deaths(model: Microville) -> None:
    people = model.population.people
    age = people.age(model.month)
    weight = model.population.households.weight[people.household]
    chance = model.rates.death[_zone_of_people(model)] * death_shape(age) / 12
    dies = people.alive & _monthly(model, "demography.death", rng.ppb(chance))
    before = people.alive.copy()
    people.alive[dies] = False
    people.workplace[dies] = NOWHERE
    people.on_site[dies] = False
    _empty_households(model)
    gone = before & ~people.alive
    model.count("deaths", int(weight[dies].sum()))
    model.count("leavers", int(weight[gone & ~dies].sum()))


def death_shape(age: NDArray[np.int16]) -> NDArray[np.float64]:
    """Return yearly chances of death by age, before the commune's level."""
    first = np.array([row[0] for row in DEATHS_PER_MILLE])
    rate = np.array([row[1] / 1000 for row in DEATHS_PER_MILLE])
    return rate[np.searchsorted(first, age, side="right") - 1]


def _empty_households(model: Microville) -> None:
    """End households of which nobody is left, and those where only minors are."""
    people, households = model.population.people, model.population.households
    adult = people.alive & (people.age(model.month) >= 18)
    grown = np.bincount(people.household[adult], minlength=len(households))
    gone = households.alive & (grown == 0)
    households.alive[gone] = False
    # Minors left alone go to relatives beyond the map (assumption).
    people.alive &= households.alive[people.household]


def _births(model: Microville) -> None:
    people, households = model.population.people, model.population.households
    age = people.age(model.month)
    chance = model.rates.birth[_zone_of_people(model)] / 12
    may = people.alive & people.female & (age >= MOTHERS[0]) & (age <= MOTHERS[1])
    mothers = np.flatnonzero(may & _monthly(model, "demography.birth", rng.ppb(chance)))
    if not len(mothers):
        return
    keys = rng.bits(0, rng.stream("newborn"), people.key[mothers], model.month)
    count = len(mothers)
    sex = rng.bits(model.seed_number, rng.stream("population.sex"), keys) & np.uint64(1)
    extend(
        people,
        People(
            key=keys,
            household=people.household[mothers],
            birth=np.full(count, model.month, dtype=np.int16),
            female=sex.astype(bool),
            status=np.full(count, CHILD, dtype=np.int8),
            licence=np.zeros(count, dtype=bool),
            bike=np.zeros(count, dtype=bool),
            workplace=np.full(count, NOWHERE, dtype=np.int32),
            school=np.full(count, NOWHERE, dtype=np.int32),
            on_site=np.zeros(count, dtype=bool),
            alive=np.ones(count, dtype=bool),
        ),
    )
    model.grow_school_times()
    model.count("births", int(households.weight[people.household[mothers]].sum()))


def _age_statuses(model: Microville) -> None:
    """Let birthdays change what people do."""
    people = model.population.people
    age = people.age(model.month)
    birthday = people.alive & ((model.month - people.birth) % 12 == 0)
    rows = np.flatnonzero(birthday)
    before = people.status[rows]
    after = birthday_status(before, age[rows].astype(np.int64), people.key[rows], model.seed_number)
    people.status[rows] = after
    stops = rows[(before == EMPLOYED) & (after != EMPLOYED)]
    people.workplace[stops] = NOWHERE
    people.on_site[stops] = False
    gets_licence = birthday & (age == 18)
    share = rng.ppb(model.parameters.population.licence_share)
    people.licence |= gets_licence & rng.happens(
        model.seed_number, rng.stream("population.licence"), share, people.key
    )
    people.bike |= (
        birthday
        & (age == 6)
        & rng.happens(
            model.seed_number,
            rng.stream("population.bike"),
            rng.ppb(model.parameters.population.bike_ownership),
            people.key,
        )
    )


def _leave(model: Microville) -> None:
    """Let households leave, or double ones arrive, as their commune's balance says."""
    households = model.population.households
    zone = households.zone.astype(np.int64)
    # What happened from 2015 to 2021 is no law: the balance fades.
    fade = 12 * model.parameters.population.migration_fade_years
    fading = max(0.0, 1.0 - model.month / fade)
    leaves = (
        households.alive
        & (households.presence != NEWCOMER)
        & (households.kind != INSTITUTION)
        & rng.happens(
            model.seed_number,
            rng.stream("demography.leave"),
            rng.ppb(model.rates.leave[zone] * fading / 12),
            households.key,
            model.month,
        )
    )
    households.alive[leaves] = False
    people = model.population.people
    gone = people.alive & leaves[people.household]
    people.alive[gone] = False
    people.on_site[gone] = False
    model.count("leavers", int(households.weight[people.household[gone]].sum()))
    arrives = (
        households.alive
        & (households.presence != NEWCOMER)
        & (households.kind != INSTITUTION)
        & rng.happens(
            model.seed_number,
            rng.stream("demography.arrive"),
            rng.ppb(model.rates.arrive[zone] * fading / 12),
            households.key,
            model.month,
        )
    )
    rows = np.flatnonzero(arrives & (vacant_dwellings(model)[zone] > 0))
    if len(rows):
        _copy_households(model, rows)


def _leave_home(model: Microville) -> None:
    """Let grown children move into a vacant dwelling of their commune, as singles."""
    people, households = model.population.people, model.population.households
    age = people.age(model.month)
    kind = households.kind[people.household]
    members = people.household
    # Children are those below the oldest members of a family: parents are kept by age.
    family = (kind == COUPLE_CHILDREN) | (kind == SINGLE_PARENT)
    grown = people.alive & family & (age >= LEAVES_FROM) & (age <= LEAVES_UNTIL)
    eldest = np.zeros(len(households), dtype=np.int64)
    np.maximum.at(eldest, members[people.alive], age[people.alive].astype(np.int64))
    grown &= age <= eldest[members] - 18
    chance = rng.ppb(model.parameters.population.leave_home_share_year / 12)
    rows = np.flatnonzero(grown & _monthly(model, "demography.leave_home", chance))
    if not len(rows):
        return
    first = len(households)
    keys = rng.bits(0, rng.stream("left_home"), people.key[rows])
    homes = find_dwellings(model, members[rows].astype(np.int64), keys)
    rows, keys, homes = rows[homes >= 0], keys[homes >= 0], homes[homes >= 0]
    if not len(rows):
        return
    old = members[rows]
    income, third = incomes(keys, np.ones(len(rows)), model.parameters, model.seed_number)
    drives = people.licence[rows].astype(np.int64)
    urban = np.zeros(len(rows), dtype=bool)
    extend(
        households,
        Households(
            key=keys,
            zone=households.zone[old],
            home=homes.astype(np.int32),
            kind=np.full(len(rows), SINGLE, dtype=np.int8),
            income_eur=income,
            third=third,
            cars=cars(keys, urban, drives, model.parameters, model.seed_number),
            weight=households.weight[old],
            presence=households.presence[old],
            alive=np.ones(len(rows), dtype=bool),
        ),
    )
    people.household[rows] = np.arange(first, first + len(rows), dtype=np.int32)


def _copy_households(model: Microville, rows: NDArray[np.int64]) -> None:
    """Let households like some of those here arrive in vacant dwellings of the same commune."""
    people, households = model.population.people, model.population.households
    first_new = len(households)
    keys = rng.bits(0, rng.stream("arrival"), households.key[rows], model.month)
    homes = find_dwellings(model, rows, keys)
    found = homes >= 0
    rows, keys, homes = rows[found], keys[found], homes[found]
    if not len(rows):
        return
    new = Households(
        key=keys,
        zone=households.zone[rows],
        home=homes.astype(np.int32),
        kind=households.kind[rows],
        income_eur=households.income_eur[rows],
        third=households.third[rows],
        cars=households.cars[rows],
        weight=households.weight[rows],
        presence=np.full(len(rows), ARRIVAL, dtype=np.int8),
        alive=np.ones(len(rows), dtype=bool),
    )
    place = np.full(first_new, -1, dtype=np.int32)
    place[rows] = np.arange(first_new, first_new + len(rows))
    like = np.flatnonzero(people.alive & (place[people.household] >= 0))
    copies = People(
        key=rng.bits(0, rng.stream("arrival"), people.key[like], model.month),
        household=place[people.household[like]],
        birth=people.birth[like],
        female=people.female[like],
        status=people.status[like],
        licence=people.licence[like],
        bike=people.bike[like],
        workplace=np.full(len(like), NOWHERE, dtype=np.int32),
        school=np.full(len(like), NOWHERE, dtype=np.int32),
        on_site=np.zeros(len(like), dtype=bool),
        alive=np.ones(len(like), dtype=bool),
    )
    extend(households, new)
    extend(people, copies)
    model.grow_school_times()
    model.count("arrivals", int(new.weight[copies.household - first_new].sum()))


def _move_in(model: Microville, unit: Unit) -> None:
    """Let households move into a finished programme's dwellings, spread over the fill time."""
    households = model.population.households
    unit.households = [row for row in unit.households if households.alive[row]]
    months = max(round(model.parameters.housing.site_fill_months), 1)
    since = model.month - unit.works_until + 1
    wanted = min(unit.dwellings, -(-unit.dwellings * since // months))
    lacking = wanted - len(unit.households)
    if lacking <= 0:
        return
    first = unit.lettings
    unit.lettings += lacking
    people, new = newcomer_households(
        key=unit.key,
        first=first,
        count=lacking,
        home=unit.place,
        zone=model.site_zone,
        month=model.month,
        parameters=model.parameters,
        seed=model.seed_number,
    )
    start = len(households)
    people.household += np.int32(start)
    extend(households, new)
    extend(model.population.people, people)
    unit.households.extend(range(start, start + lacking))
    model.grow_school_times()
    model.count("newcomers", len(people))
    model.tell("move_in", unit.key, lacking)
