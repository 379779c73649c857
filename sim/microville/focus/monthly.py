"""Columns whose rows belong to numbered slots of time: what a recording is made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import ArrayLike, NDArray

Columns = dict[str, "NDArray[Any]"]


@dataclass(frozen=True, slots=True)
class Monthly:
    """Rows of columns, slot after slot.

    Attributes
    ----------
    start
        int64, shape (slots + 1,): first row of each slot, and after the last.
    columns
        Arrays by name, equally long.
    """

    start: NDArray[np.int64]
    columns: Columns

    def __len__(self) -> int:
        return len(self.start) - 1

    def of(self, slot: int) -> Columns:
        """Return the rows of one slot (views)."""
        own = slice(int(self.start[slot]), int(self.start[slot + 1]))
        return {name: column[own] for name, column in self.columns.items()}


class Slots:
    """Collects rows by slot, in any order of slots, and joins them at the end.

    Parameters
    ----------
    types
        Type of each column.
    """

    def __init__(self, **types: type | np.dtype[np.generic]) -> None:
        self._types = types
        self._parts: dict[int, list[Columns]] = {}

    def add(self, slot: int, **columns: ArrayLike) -> None:
        """Add rows to a slot."""
        rows = {name: np.array(columns[name], dtype=kind) for name, kind in self._types.items()}
        self._parts.setdefault(slot, []).append(rows)

    def joined(self, slots: int) -> Monthly:
        """Return all rows, of slots 0 to below a number."""
        parts = [(slot, rows) for slot in range(slots) for rows in self._parts.get(slot, [])]
        count = np.zeros(slots, dtype=np.int64)
        for slot, rows in parts:
            count[slot] += len(next(iter(rows.values())))
        columns = {
            name: np.concatenate(
                [np.empty((0, *self._shape(name)), dtype=kind), *(rows[name] for _, rows in parts)]
            )
            for name, kind in self._types.items()
        }
        return Monthly(np.concatenate([[0], np.cumsum(count)]).astype(np.int64), columns)

    def _shape(self, name: str) -> tuple[int, ...]:
        for parts in self._parts.values():
            return parts[0][name].shape[1:]
        return ()


def renumbered(part: Monthly, changed: Mapping[str, NDArray[Any]]) -> Monthly:
    """Return the same rows with some columns replaced."""
    return Monthly(part.start, part.columns | dict(changed))
