"""Dwellings of the programme in the focus mode: as recorded, or filled from beyond the map."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from microville.model.demography.events import LEAVES, wants
from microville.model.demography.kinds import end_households
from microville.model.demography.register import make_register
from microville.model.demography.state import Waiting
from microville.model.site import READY
from microville.population.columns import extend
from microville.population.newcomers import newcomer_households

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from microville.focus.model import FocusModel
    from microville.focus.monthly import Columns
    from microville.model.site import Unit


def matched_units(model: FocusModel) -> dict[int, Unit]:
    """Return the programme's dwellings that are what they were in the recording, by its number.

    The same entry of the programme, ready since the same month, with as many dwellings.
    """
    part = model.month_of("units")
    by_key = {unit.key: unit for unit in model.site.units}
    found = {}
    for number, until, dwellings in zip(
        part["unit"], part["works_until"], part["dwellings"], strict=True
    ):
        unit = by_key.get(model.replay.about["units"][number])
        if unit is None or unit.use != "housing" or unit.state != READY:
            continue
        if (unit.works_until, unit.dwellings) == (until, dwellings):
            found[int(number)] = unit
    return found


def barred_households(model: FocusModel, matched: dict[int, Unit]) -> NDArray[np.bool_]:
    """Return which recorded households live in dwellings of the programme that are not there."""
    part = model.month_of("homes")
    barred = np.zeros(len(model.residents.homes.row), dtype=bool)
    barred[part["household"][~np.isin(part["unit"], list(matched))]] = True
    return barred


def fill_units(model: FocusModel, matched: dict[int, Unit]) -> None:
    """Note who lives in the programme's dwellings, and let households come where it is not known.

    They come from beyond the map: who of the map would move there is not simulated.
    """
    homes, table = model.month_of("homes"), model.month_of("units")
    lettings = dict(zip(table["unit"].tolist(), table["lettings"].tolist(), strict=True))
    for number, unit in matched.items():
        rows = model.residents.homes.row[homes["household"][homes["unit"] == number]]
        unit.households = [int(row) for row in rows]
        if lettings[number] > unit.lettings:
            model.tell("move_in", unit.key, lettings[number] - unit.lettings)
        unit.lettings = lettings[number]
    known = {unit.key for unit in matched.values()}
    for unit in model.site.units:
        if unit.use == "housing" and unit.state == READY and unit.key not in known:
            _fill(model, unit)


def _fill(model: FocusModel, unit: Unit) -> None:
    """Let households from beyond the map move in, spread over the fill time."""
    households = model.population.households
    here = households.alive & (households.home == unit.place)
    unit.households = [row for row in unit.households if here[row]]
    months = max(round(model.parameters.housing.site_fill_months), 1)
    since = model.month - unit.works_until + 1
    lacking = min(unit.dwellings, -(-unit.dwellings * since // months)) - len(unit.households)
    if lacking <= 0:
        return
    people, new = newcomer_households(
        key=unit.key,
        first=unit.lettings,
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
    unit.lettings += lacking
    unit.households.extend(range(start, start + lacking))
    model.tell("move_in", unit.key, lacking)


def newcomers_leave(model: FocusModel, own: NDArray[np.int64]) -> None:
    """Let some of the households that are not recorded go beyond the map, as others do."""
    if not len(own):
        return
    from microville.model.phases.demography import fading

    register = make_register(model, model.housing.costs, model.housing.social)
    event = wants(model, register, fading(model)).event
    end_households(model, own[event[own] == LEAVES])


def recall_waiting(model: FocusModel) -> None:
    """Note who of the focus area waits for a dwelling, and who pays a social rent."""
    row = model.residents.homes.row
    part: Columns = model.month_of("waiting")
    number = np.asarray(part["row"], dtype=np.int64)
    there = number >= 0
    model.housing.waiting = Waiting(
        row[number[there]],
        part["zone"][there].astype(np.int64),
        part["since"][there].astype(np.int64),
        np.asarray(part["alone"][there], dtype=bool),
    )
    social = np.asarray(model.month_of("social")["row"], dtype=np.int64)
    model.housing.social = {int(i) for i in row[social[social >= 0]] if i >= 0}
