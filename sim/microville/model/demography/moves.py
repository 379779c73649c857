"""Moves: who leaves the map, who comes, who changes dwelling, who keeps waiting."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from microville import rng
from microville.model.demography.alone import grown_children, parting
from microville.model.demography.copies import take_out
from microville.model.demography.events import LEAVES, LOOKS
from microville.model.demography.kinds import end_households
from microville.model.demography.search import (
    COMES,
    LEAVES_PARENTS,
    STARTS,
    WAITS,
    Seekers,
    find_dwellings,
    in_turn,
)
from microville.model.demography.settling import arrive, live_alone, relocate
from microville.model.demography.state import Waiting

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from microville.model.demography.events import Wants
    from microville.model.demography.register import Register
    from microville.model.model import Microville


def leave_the_map(model: Microville, register: Register, wants: Wants) -> None:
    """Let households go beyond the map for good."""
    gone = np.flatnonzero(wants.event == LEAVES)
    register.busy[gone] = True
    model.count("leavers", end_households(model, gone))


def change_dwellings(model: Microville, register: Register, wants: Wants) -> NDArray[np.int64]:
    """Let all who look this month choose a dwelling in turn, and move.

    Returns
    -------
    ndarray of int64
        Rows of households that somebody left.
    """
    _still_waiting(model)
    seekers = in_turn(
        model,
        Seekers.join(
            [
                parting(model, register, wants),
                grown_children(model, register),
                _waiting(model, register),
                _starting(model, register, wants),
                _coming(model, register, wants),
            ]
        ),
    )
    homes = find_dwellings(model, seekers, register.costs)
    found = homes >= 0
    without = seekers.keep(~found)
    _wait(model, without, seekers.keep(found))
    left = _move(model, register, seekers.keep(found), homes[found])
    _come_elsewhere(model, register, without.keep(without.why == COMES))
    return left


def _come_elsewhere(model: Microville, register: Register, seekers: Seekers) -> None:
    """Let who comes to a commune without vacancies look in another, as present people do."""
    stream = rng.stream("moves.instead")
    draw = rng.below(model.seed_number, stream, 1_000_000_000, seekers.key, model.month)
    cumulated = model.housing.flows.to_elsewhere[seekers.zone]
    seekers.zone = np.minimum(
        (cumulated <= draw[:, None]).sum(axis=1), len(model.focus_zone) - 1
    ).astype(np.int64)
    known = cumulated[:, -1] > 0
    seekers = seekers.keep(known)
    homes = find_dwellings(model, seekers, register.costs)
    arrive(model, seekers.keep(homes >= 0), homes[homes >= 0])


def _still_waiting(model: Microville) -> None:
    """Take out of the waiting list who is gone, who has waited too long, and one of several left.

    Where of the households of a row only one is left, it may begin to look again.
    """
    waiting, households = model.housing.waiting, model.population.households
    patient = model.month - waiting.since < model.parameters.moves.waiting_months
    last = waiting.alone & (households.weight[waiting.row] == 1)
    model.housing.waiting = waiting.keep(households.alive[waiting.row] & patient & ~last)


def _waiting(model: Microville, register: Register) -> Seekers:
    waiting = model.housing.waiting
    known = waiting.row < len(register.busy)
    idle = np.zeros(len(known), dtype=bool)
    idle[known] = ~register.busy[waiting.row[known]]
    waiting = waiting.keep(idle)
    return _whole(
        model, register, WAITS, waiting.row, waiting.zone, waiting.stands_for(model), waiting.since
    )


def _starting(model: Microville, register: Register, wants: Wants) -> Seekers:
    """Return households that begin to look: all of a row, or in the focus area one."""
    households, waiting = model.population.households, model.housing.waiting
    count = len(register.busy)
    looks = (wants.event == LOOKS) & ~register.busy & households.alive[:count]
    alone = looks & (households.weight[:count] > 1) & model.focus_zone[wants.zone]
    already = np.zeros((2, len(households)), dtype=bool)
    already[waiting.alone.astype(np.int64), waiting.row] = True
    looks &= ~np.where(alone, already[1, :count], already[0, :count])
    rows = np.flatnonzero(looks)
    weight = np.where(alone[rows], 1, households.weight[rows]).astype(np.int64)
    zone = wants.zone[rows].astype(np.int64)
    return _whole(model, register, STARTS, rows, zone, weight, np.full(len(rows), model.month))


def _coming(model: Microville, register: Register, wants: Wants) -> Seekers:
    """Return households from beyond the map, each like one that lives here."""
    households = model.population.households
    rows = np.flatnonzero(wants.copied & ~register.busy & households.alive[: len(register.busy)])
    zone, weight = households.zone[rows].astype(np.int64), households.weight[rows]
    return _whole(
        model, register, COMES, rows, zone, weight.astype(np.int64), np.full(len(rows), model.month)
    )


def _whole(
    model: Microville,
    register: Register,
    why: int,
    rows: NDArray[np.int64],
    zone: NDArray[np.int64],
    weight: NDArray[np.int64],
    since: NDArray[np.int64],
) -> Seekers:
    households = model.population.households
    return Seekers(
        why=np.full(len(rows), why),
        row=rows,
        person=np.full(len(rows), -1),
        key=households.key[rows],
        zone=zone,
        weight=weight,
        size=register.size[rows].astype(np.int64),
        income_eur=households.income_eur[rows].astype(np.int64),
        since=since,
    )


def _wait(model: Microville, without: Seekers, served: Seekers) -> None:
    """Keep the waiting list: who began to look and found nothing joins, who found goes."""
    waiting = model.housing.waiting
    gets = served.keep(served.why == WAITS)
    got = np.isin(_entry(waiting.row, waiting.alone), _entry(gets.row, _alone(model, gets)))
    joins = without.keep(without.why == STARTS)
    new = Waiting(joins.row, joins.zone, joins.since, _alone(model, joins))
    model.housing.waiting = waiting.keep(~got).join(new)


def _alone(model: Microville, seekers: Seekers) -> NDArray[np.bool_]:
    weight = model.population.households.weight[seekers.row]
    alone: NDArray[np.bool_] = (seekers.weight == 1) & (weight > 1)
    return alone


def _entry(row: NDArray[np.int64], alone: NDArray[np.bool_]) -> NDArray[np.int64]:
    return 2 * row + alone


def _move(
    model: Microville, register: Register, seekers: Seekers, homes: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Let seekers move into their dwellings: first who comes, so that they are like the others."""
    comes, single = seekers.why == COMES, seekers.why <= LEAVES_PARENTS
    alone = ~comes & ~single & _alone(model, seekers)
    whole = ~comes & ~single & ~alone
    arrive(model, seekers.keep(comes), homes[comes])
    left = live_alone(model, seekers.keep(single), homes[single])
    for part in (alone, whole):
        rows = seekers.row[part]
        weight = model.population.households.weight[rows].astype(np.int64)
        taken = np.ones_like(weight) if part is alone else weight
        moved = take_out(model, rows, taken)
        relocate(model, moved, homes[part], seekers.zone[part], on_site=False)
        register.busy[rows] = True
    return left
