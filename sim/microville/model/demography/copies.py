"""Rows that stand for several households, of which one goes its own way; and rows like others."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

import numpy as np

from microville import rng
from microville.model.demography.kinds import members_of
from microville.population.columns import NOWHERE, Households, People, extend

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from microville.model.model import Microville


def take_out(
    model: Microville,
    rows: NDArray[np.int64],
    taken: NDArray[np.int64],
    *,
    stream: str = "split",
) -> NDArray[np.int64]:
    """Let a part of what each row stands for become a row of its own, people and all.

    Parameters
    ----------
    model
        The model.
    rows
        Household rows, each once.
    taken
        How many households leave each; fewer than its weight, or all of it.
    stream
        Names those taken: another one each time that a row may be asked in a month.

    Returns
    -------
    ndarray of int64
        The rows of those taken: new ones, or the same where all are taken.
    """
    households = model.population.households
    part = taken < households.weight[rows]
    result = rows.copy()
    if part.any():
        new = copy_households(model, rows[part], stream, taken[part])
        households.weight[rows[part]] -= taken[part].astype(np.int16)
        result[part] = new
    return result


def copy_households(
    model: Microville, rows: NDArray[np.int64], stream: str, weight: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Append households like some of those here, with people like theirs, at the same homes.

    Identities are hashes of the copied ones, the stream and the month. Returns the new rows.
    """
    households, people = model.population.households, model.population.people
    first = len(households)
    new = np.arange(first, first + len(rows))
    key = rng.bits(0, rng.stream(stream), households.key[rows], model.month)
    columns = {field.name: getattr(households, field.name)[rows] for field in fields(Households)}
    columns |= {"key": key, "weight": weight.astype(np.int16)}
    place = np.full(first, -1, dtype=np.int32)
    place[rows] = new
    like = members_of(model, rows)
    own = {field.name: getattr(people, field.name)[like] for field in fields(People)}
    own["key"] = rng.bits(0, rng.stream(stream), people.key[like], model.month)
    own["household"] = place[people.household[like]]
    own["school"] = np.full(len(like), NOWHERE, dtype=np.int32)
    extend(households, Households(**columns))
    extend(people, People(**own))
    return new


def add_singles(
    model: Microville, persons: NDArray[np.int64], columns: dict[str, NDArray[np.generic]]
) -> NDArray[np.int64]:
    """Append a household for each of some people who leave theirs; return the new rows."""
    households, people = model.population.households, model.population.people
    first = len(households)
    new = np.arange(first, first + len(persons))
    extend(households, Households(**columns))  # type: ignore[arg-type]
    people.household[persons] = new.astype(np.int32)
    return new
