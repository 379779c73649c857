"""Dwellings of the programme: the waiting list first, then households from beyond the map."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from microville import rng
from microville.model.demography.copies import take_out
from microville.model.demography.settling import relocate
from microville.model.site import READY
from microville.population.columns import (
    COUPLE_CHILDREN,
    SINGLE_PARENT,
    Households,
    People,
    extend,
    take,
)
from microville.population.newcomers import (
    FAMILIES,
    SENIORS,
    STUDENTS,
    allocation,
    newcomer_households,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from microville.model.demography.register import Register
    from microville.model.model import Microville
    from microville.model.site import Unit

SENIOR_YEARS, STUDENT_YEARS = 65, 26


@dataclass(frozen=True, slots=True)
class Offers:
    """Dwellings of a unit that are let this month, by rank of letting."""

    ranks: NDArray[np.int64]
    kept_for: NDArray[np.int64]
    reserved: NDArray[np.bool_]
    social: NDArray[np.bool_]


def fill_site(model: Microville, register: Register) -> None:
    """Let households move into the programme's dwellings, spread over the fill time."""
    households = model.population.households
    for unit in model.site.units:
        if unit.use != "housing" or unit.state != READY:
            continue
        here = households.alive & (households.home == unit.place)
        unit.households = [row for row in unit.households if here[row]]
        months = max(round(model.parameters.housing.site_fill_months), 1)
        since = model.month - unit.works_until + 1
        wanted = min(unit.dwellings, -(-unit.dwellings * since // months))
        lacking = wanted - len(unit.households)
        if lacking > 0:
            _let(model, register, unit, lacking)


def _let(model: Microville, register: Register, unit: Unit, lacking: int) -> None:
    offers = _offers(model, unit, lacking)
    unit.lettings += lacking
    taken = _from_waiting_list(model, register, unit, offers)
    rest = np.flatnonzero(~np.isin(offers.ranks, list(taken)))
    new = _from_beyond(model, unit, offers, rest)
    rows = dict(taken) | dict(zip(offers.ranks[rest].tolist(), new, strict=True))
    unit.households.extend(rows[rank] for rank in sorted(rows))
    social = offers.ranks[offers.social].tolist()
    model.housing.social.update(rows[rank] for rank in social)
    model.tell("move_in", unit.key, lacking)


def _offers(model: Microville, unit: Unit, count: int) -> Offers:
    """Return what is let: for whom each is kept is the same in every scenario with the unit."""
    housing, seed = model.parameters.housing, model.seed_number
    ranks = np.arange(unit.lettings, unit.lettings + count)
    key = rng.identity(unit.key)

    def drawn(name: str, share: float) -> NDArray[np.bool_]:
        return rng.happens(seed, rng.stream(name), rng.ppb(share), key, ranks)

    return Offers(
        ranks=ranks,
        kept_for=allocation(unit.key, ranks, model.parameters, seed),
        reserved=drawn("site.reserved", housing.focus_reserved_share),
        social=drawn("site.social", housing.social_share),
    )


def _from_waiting_list(
    model: Microville, register: Register, unit: Unit, offers: Offers
) -> dict[int, int]:
    """Let waiting households take dwellings; return the household row by rank of letting."""
    households, housing = model.population.households, model.parameters.housing
    entries = _candidates(model, register, unit)
    rows = model.housing.waiting.row[entries]
    group, focus = _groups(model, register, rows), model.focus_zone[households.zone[rows]]
    income = households.income_eur[rows].astype(np.int64)
    floor = round(10 * unit.area_m2 / unit.dwellings)
    rent = round(100 * unit.area_m2 / unit.dwellings * model.parameters.rent.housing)
    lower = rent * round(1000 * housing.social_rent_share) // 1000
    refused = round(1000 * housing.refused_burden_share)
    least = round(10 * housing.crowded_m2_per_person)
    size = register.size[rows]
    fits = (size <= 1) | (floor >= least * size)
    taken: dict[int, int] = {}
    gone: list[int] = []
    for i, rank in enumerate(offers.ranks.tolist()):
        price = lower if offers.social[i] else rent
        may = fits & group[offers.kept_for[i]] & (price * 10 <= income * refused)
        first = np.flatnonzero(may & focus) if offers.reserved[i] else may[:0].nonzero()[0]
        chosen = first if len(first) else np.flatnonzero(may)
        if not len(chosen):
            continue
        pick = int(chosen[0])
        fits &= rows != rows[pick]
        taken[rank] = int(rows[pick])
        gone.append(int(entries[pick]))
    return _settle_in(model, unit, taken, gone)


def _candidates(model: Microville, register: Register, unit: Unit) -> NDArray[np.int64]:
    """Return entries of the waiting list that would live here, the longest wait first."""
    waiting, households = model.housing.waiting, model.population.households
    seed, rows = model.seed_number, waiting.row
    share = rng.ppb(model.parameters.housing.site_interest_share)
    key = rng.identity(unit.key)
    keen = rng.happens(seed, rng.stream("site.interest"), share, households.key[rows], key)
    known = rows < len(register.busy)
    idle = known.copy()
    idle[known] = ~register.busy[rows[known]]
    on_site = model.homes.dwellings[households.home[rows]] == 0
    may = idle & households.alive[rows] & ~on_site
    may &= keen | model.focus_zone[households.zone[rows]]
    luck = rng.bits(seed, rng.stream("site.order"), households.key[rows], model.month)
    order: NDArray[np.int64] = np.lexsort((waiting.alone, luck, waiting.since))
    return order[np.flatnonzero(may[order])]


def _groups(model: Microville, register: Register, rows: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Return who belongs to which group of the allocation, shape (groups, rows)."""
    kind = model.population.households.kind[rows]
    years = (model.month - register.eldest[rows].astype(np.int64)) // 12
    group = np.ones((4, len(rows)), dtype=bool)
    group[STUDENTS] = (register.size[rows] == 1) & (years < STUDENT_YEARS)
    group[SENIORS] = years >= SENIOR_YEARS
    group[FAMILIES] = (kind == COUPLE_CHILDREN) | (kind == SINGLE_PARENT)
    return group


def _settle_in(
    model: Microville, unit: Unit, taken: dict[int, int], gone: list[int]
) -> dict[int, int]:
    waiting, households = model.housing.waiting, model.population.households
    ranks, rows = list(taken), np.array(list(taken.values()), dtype=np.int64)
    of_several = households.weight[rows] > 1
    # Each unit may take one of the same row this month.
    one = np.ones(len(rows), dtype=np.int64)
    moved = take_out(model, rows, one, stream=f"split/{unit.key}")
    count = len(rows)
    home = np.full(count, unit.place)
    relocate(model, moved, home, np.full(count, unit.zone), on_site=True)
    # A row that stands for several keeps waiting for the others.
    leaves = np.zeros(len(waiting.row), dtype=bool)
    leaves[gone] = True
    several = np.zeros(len(waiting.row), dtype=bool)
    several[gone] = of_several
    model.housing.waiting = waiting.keep(~leaves | (several & ~waiting.alone))
    return dict(zip(ranks, moved.tolist(), strict=True))


def _from_beyond(
    model: Microville, unit: Unit, offers: Offers, which: NDArray[np.int64]
) -> list[int]:
    """Let households from beyond the map take the rest; return their rows."""
    if not len(which):
        return []
    people, new = newcomer_households(
        key=unit.key,
        first=int(offers.ranks[0]),
        count=len(offers.ranks),
        home=unit.place,
        zone=unit.zone,
        month=model.month,
        parameters=model.parameters,
        seed=model.seed_number,
    )
    _only(people, new, which)
    start = len(model.population.households)
    people.household += np.int32(start)
    extend(model.population.households, new)
    extend(model.population.people, people)
    model.count("newcomers", len(people))
    return list(range(start, start + len(which)))


def _only(people: People, households: Households, which: NDArray[np.int64]) -> None:
    """Keep some of the households and their people, numbered anew from 0."""
    number = np.full(len(households), -1, dtype=np.int32)
    number[which] = np.arange(len(which), dtype=np.int32)
    take(people, np.flatnonzero(number[people.household] >= 0))
    take(households, which)
    people.household = number[people.household]
