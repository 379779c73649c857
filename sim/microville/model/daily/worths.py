"""What each kind of person at each home finds each destination worth: kept from month to month.

A destination's worth is its logsum over the modes a person may use. Only the home, the modes and
the pace count, so that neighbours share it from month to month; it is computed for whom it is new,
and again where options changed.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from numba import njit

from microville.access.threads import chunks, share
from microville.model.daily.modes import log1pexp_table, worth
from microville.model.daily.options import option_of
from microville.model.facilities import ERRANDS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from microville.model.daily.modes import Utility
    from microville.model.daily.options import Options

FEW = 512
"""Rows below which another thread is not worth waking."""
KINDS = 12
"""Without bicycle, with a plain or an electric one; with or without car; quick or slow on foot."""


def kinds_of(may: NDArray[np.bool_], slow: NDArray[np.bool_]) -> NDArray[np.int8]:
    """Return the kind of each person, 0 to 11, from the modes they may use and their pace."""
    wheels = may[:, 1] + 2 * may[:, 3].astype(np.int8)
    kind: NDArray[np.int8] = (wheels * 4 + may[:, 2] * 2 + slow).astype(np.int8)
    return kind


@lru_cache(maxsize=1)
def _modes_of_kinds() -> NDArray[np.bool_]:
    """Return the modes of each kind: on foot and by public transport goes everybody."""
    kind = np.arange(KINDS)
    may = np.ones((KINDS, 5), dtype=bool)
    may[:, 1], may[:, 3] = kind // 4 == 1, kind // 4 == 2
    may[:, 2] = kind % 4 >= 2
    return may


class Worths:
    """Worth of every option for each kind of person at each home.

    Parameters
    ----------
    options
        Those of the homes.
    utility
        See :func:`microville.model.daily.modes.value_of`.
    slow_permille
        Time on foot of the slow over that of others.

    Attributes
    ----------
    table
        int32, shape (rows, errands, room for options), thousandths of a util.
    """

    def __init__(self, options: Options, utility: Utility, slow_permille: int) -> None:
        self._options, self._utility, self._slow = options, utility, slow_permille
        self._row = np.full((len(options.facility), KINDS), -1, dtype=np.int32)
        self._home, self._kind = np.zeros(0, np.int32), np.zeros(0, np.int8)
        self.table = np.empty((0, len(ERRANDS), options.room), dtype=np.int32)

    def rows(
        self, persons: NDArray[np.int32], home: NDArray[np.int32], kind: NDArray[np.int8]
    ) -> NDArray[np.int32]:
        """Return the row of ``table`` of each person, computed where it is new.

        Parameters
        ----------
        persons
            Rows of those who are here, by home; nothing is said of the others.
        home, kind
            Of every person.
        """
        out = np.zeros(len(home), dtype=np.int32)
        before = len(self._home)
        homes, kinds = _rows(persons, home, kind, self._row, before, out)
        if len(homes):
            self._home = np.concatenate([self._home, homes])
            self._kind = np.concatenate([self._kind, kinds])
            if len(self._home) > len(self.table):
                size = len(self._home) + len(self._home) // 8
                grown = np.empty((size, *self.table.shape[1:]), dtype=np.int32)
                grown[:before] = self.table[:before]
                self.table = grown
            new = np.arange(before, len(self._home), dtype=np.int32)
            for category in range(len(ERRANDS)):
                self._compute(new, category)
        return out

    def renew(self, category: int, changed: NDArray[np.bool_]) -> None:
        """Compute a category again for the homes whose options changed."""
        self._compute(np.flatnonzero(changed[self._home]).astype(np.int32), category)

    def _compute(self, rows: NDArray[np.int32], category: int) -> None:
        more = self._options.room - self.table.shape[2]
        if more:
            self.table = np.pad(self.table, ((0, 0), (0, 0), (0, more)))

        def part(own: range) -> None:
            _fill(
                rows[own.start : own.stop],
                category,
                self._home,
                self._kind,
                _modes_of_kinds(),
                self._slow,
                self._options.facility,
                self._options.ms,
                self._utility,
                log1pexp_table(),
                self.table,
            )

        few = len(rows) < FEW
        share(part, [range(len(rows))] if few else chunks(len(rows)))


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _rows(
    persons: NDArray[np.int32],
    home: NDArray[np.int32],
    kind: NDArray[np.int8],
    row: NDArray[np.int32],
    count: int,
    out: NDArray[np.int32],
) -> tuple[NDArray[np.int32], NDArray[np.int8]]:
    """Fill each person's row; number the new ones from ``count`` on and return what they are."""
    homes, kinds = np.empty(len(persons), np.int32), np.empty(len(persons), np.int8)
    new = 0
    for p in persons:
        h, k = home[p], kind[p]
        if row[h, k] < 0:
            row[h, k] = count + new
            homes[new], kinds[new] = h, k
            new += 1
        out[p] = row[h, k]
    return homes[:new].copy(), kinds[:new].copy()


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _fill(
    rows: NDArray[np.int32],
    category: int,
    home: NDArray[np.int32],
    kind: NDArray[np.int8],
    may: NDArray[np.bool_],
    slow_permille: int,
    facility: NDArray[np.int32],
    ms: NDArray[np.int32],
    utility: Utility,
    logs: NDArray[np.int32],
    table: NDArray[np.int32],
) -> None:
    for row in rows:
        h, k = home[row], kind[row]
        slow = slow_permille if k % 2 else 1000
        for c in range(facility.shape[2]):
            if facility[h, category, c] < 0:
                break
            option = option_of(ms, h, category, c)
            table[row, category, c] = worth(option, may, k, slow, utility, logs)
