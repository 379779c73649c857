"""People and households through time: who counts, and what changed about them each month."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

import numpy as np

from microville import rng
from microville.focus.monthly import Monthly, Slots, renumbered
from microville.focus.scope import in_scope
from microville.population.columns import Households, People

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from microville.focus.monthly import Columns
    from microville.model import Microville

RESERVE = 5000
"""People elsewhere who are kept as a labour reserve, about (all where there are fewer)."""


class Table:
    """One table through time: rows are written from the month before they first count.

    Parameters
    ----------
    columns
        The table at the start.
    """

    def __init__(self, columns: Columns) -> None:
        self.before = columns
        self.kept = np.zeros(self._size(), dtype=bool)
        self.slots = Slots(row=np.int32, **{name: column.dtype for name, column in columns.items()})

    def _size(self) -> int:
        return len(self.before["key"])

    def write(self, slot: int, now: Columns, wanted: NDArray[np.int64]) -> None:
        """Write what changed of the kept rows, and keep those that are wanted from now on."""
        old, count = self._size(), len(now["key"])
        kept = np.zeros(count, dtype=bool)
        kept[: len(self.kept)] = self.kept
        first = wanted[~kept[wanted]]
        was = first[first < old]
        if slot > 0 and len(was):
            self._add(slot - 1, self.before, was)
        kept[first] = True
        rows = np.flatnonzero(kept)
        there = rows[rows < old]
        differs = np.zeros(len(there), dtype=bool)
        for name, column in now.items():
            other = column[there] != self.before[name][there]
            differs |= other.any(axis=1) if other.ndim == 2 else other
        if slot == 0:
            differs[:] = True
        self._add(slot, now, np.concatenate([there[differs], rows[rows >= old]]))
        self.before, self.kept = now, kept

    def _add(self, slot: int, table: Columns, rows: NDArray[np.int64]) -> None:
        self.slots.add(slot, row=rows, **{name: column[rows] for name, column in table.items()})

    def number(self) -> NDArray[np.int32]:
        """Return the number of each kept row among the kept ones, -1 for others."""
        number = np.full(len(self.kept) + 2, -1, dtype=np.int32)
        rows = np.flatnonzero(self.kept)
        number[rows] = np.arange(len(rows), dtype=np.int32)
        return number


class Tape:
    """Both tables, and who is of the labour reserve.

    Attributes
    ----------
    people, homes
        The tables.
    stands_for
        How many people elsewhere one of the labour reserve stands for.
    reserve
        Rows of the labour reserve.
    """

    def __init__(self, model: Microville) -> None:
        people = model.population.people
        outside = np.flatnonzero(people.alive & ~in_scope(model))
        self.stands_for = max(round(len(outside) / RESERVE), 1)
        self.reserve = self._of_reserve(model, outside)
        self.people, self.homes = Table(people_columns(model)), Table(home_columns(model))
        self.write(model, self.reserve)

    def _of_reserve(self, model: Microville, rows: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return which of some people are kept as labour reserve, by their identity."""
        stream, key = rng.stream("focus.reserve"), model.population.people.key[rows]
        luck = rng.below(model.seed_number, stream, self.stands_for, key)
        return np.asarray(rows[luck == 0])

    def write(self, model: Microville, wanted: NDArray[np.int64]) -> None:
        """Write the state after the last month, or at the start.

        Those who count are kept from now on, who is of the labour reserve, and who is wanted.
        """
        slot = model.month
        rows = np.union1d(np.flatnonzero(in_scope(model)), wanted)
        if slot > 0:
            came = np.arange(len(self.people.kept), len(model.population.people))
            more = self._of_reserve(model, came)
            self.reserve = np.concatenate([self.reserve, more])
            rows = np.union1d(rows, more)
        now = people_columns(model)
        fresh = rows[rows < len(self.people.kept)]
        fresh = fresh[~self.people.kept[fresh]]
        was = self.people.before["household"][fresh]
        self.people.write(slot, now, rows)
        own = now["household"][self.people.kept]
        self.homes.write(slot, home_columns(model), np.union1d(own, was).astype(np.int64))

    def joined(self, slots: int) -> tuple[Monthly, Monthly]:
        """Return people and households, rows numbered among those that are kept."""
        people, homes = self.people.slots.joined(slots), self.homes.slots.joined(slots)
        own, home = self.people.number(), self.homes.number()
        return (
            renumbered(
                people,
                {
                    "row": own[people.columns["row"]],
                    "household": home[people.columns["household"]],
                },
            ),
            renumbered(homes, {"row": home[homes.columns["row"]]}),
        )


def people_columns(model: Microville) -> Columns:
    """Return copies of the columns of people, with milliseconds to school by mode."""
    model.grow_school_times()
    people = model.population.people
    columns: Columns = {f.name: getattr(people, f.name).copy() for f in fields(People)}
    return columns | {"ms": model.school_ms.copy()}


def home_columns(model: Microville) -> Columns:
    """Return copies of the columns of households."""
    households = model.population.households
    return {f.name: getattr(households, f.name).copy() for f in fields(Households)}
