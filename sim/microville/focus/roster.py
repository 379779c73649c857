"""A recorded table as it is now, and the row that each of its entries has in a model."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from microville.focus.monthly import Columns, Monthly


class Roster:
    """Entries of a recorded table.

    Parameters
    ----------
    story
        What changed, slot by slot; column ``row`` is the number of the entry.
    count
        Number of entries.

    Attributes
    ----------
    now
        Columns by number, as they are after the last slot that was read.
    row
        Row in the model, -1 where it has none yet.
    """

    def __init__(self, story: Monthly, count: int) -> None:
        self._story = story
        self._there = np.zeros(count, dtype=bool)
        self.row = np.full(count, -1, dtype=np.int64)
        self.now: Columns = {
            name: np.zeros((count, *column.shape[1:]), dtype=column.dtype)
            for name, column in story.columns.items()
            if name != "row"
        }

    def advance(self, slot: int) -> None:
        """Read one slot."""
        part = self._story.of(slot)
        rows = np.asarray(part["row"], dtype=np.int64)
        self._there[rows] = True
        for name, column in self.now.items():
            column[rows] = part[name]

    def known(self) -> NDArray[np.int64]:
        """Return the numbers of entries that have a row."""
        return np.flatnonzero(self.row >= 0)

    def fresh(self) -> NDArray[np.int64]:
        """Return the numbers of entries that are there and have no row yet."""
        return np.flatnonzero(self._there & (self.row < 0))
