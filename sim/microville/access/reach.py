"""Travel times within a limit, as compressed rows: what every measure of access is made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from microville.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from numpy.typing import NDArray

NO_WAY = np.int32(2**31 - 1)
"""Travel time of what cannot be reached (the engine's ``NEVER``)."""

NO_LIMIT_MS = int(NO_WAY) - 1
"""The largest limit: every way there is lies within it."""

MS_PER_MINUTE = 60_000


def to_ms(minutes: float) -> int:
    """Return whole milliseconds of a threshold in minutes, at most :data:`NO_LIMIT_MS`.

    Raises
    ------
    InputError
        If the minutes are negative or not a number.
    """
    if not minutes >= 0:
        raise InputError(
            f"A threshold of {minutes} minutes makes no sense.", hint="Give zero or more."
        )
    # Clipped before rounding: infinity has no whole number.
    return round(min(minutes * MS_PER_MINUTE, NO_LIMIT_MS))


def to_minutes(time_ms: NDArray[np.int32]) -> NDArray[np.float64]:
    """Return travel times in minutes, same shape; infinite where there is no way."""
    return np.where(time_ms == NO_WAY, np.inf, time_ms / MS_PER_MINUTE)


@dataclass(frozen=True, slots=True, eq=False)
class Reach:
    """Travel times from origins to the targets within a limit, as compressed rows.

    The targets of origin ``i`` stand at ``indptr[i]:indptr[i + 1]``. What is not in its row is
    farther than the limit, or there is no way.

    Attributes
    ----------
    indptr
        int64, shape (origins + 1).
    target
        int32, shape (pairs): index into the caller's targets, ascending within a row.
    time_ms
        int32, shape (pairs): travel time in milliseconds, from 0 to ``limit_ms``.
    target_count
        How many targets the caller has, reached or not.
    limit_ms
        Nothing farther than this was looked for.

    Raises
    ------
    InputError
        If the arrays are not what is said here.
    """

    indptr: NDArray[np.int64]
    target: NDArray[np.int32]
    time_ms: NDArray[np.int32]
    target_count: int
    limit_ms: int

    def __post_init__(self) -> None:
        problem = _problem(self)
        if problem:
            raise InputError(
                f"These arrays are no travel times: {problem}.",
                hint="Make them with Reach.from_dense or with the engine of this package.",
            )

    @property
    def origin_count(self) -> int:
        """How many origins there are."""
        return len(self.indptr) - 1

    @classmethod
    def from_dense(cls, time_ms: NDArray[np.int32], limit_ms: int = NO_LIMIT_MS) -> Reach:
        """Return the reach of a matrix.

        Parameters
        ----------
        time_ms
            int32, shape (origins, targets); :data:`NO_WAY` where there is no way.
        limit_ms
            Times above it are left out.

        Raises
        ------
        InputError
            If the matrix is not one of int32, or a time is negative.
        """
        matrix = np.asarray(time_ms)
        if matrix.ndim != 2 or matrix.dtype != np.int32:
            raise InputError(
                f"Travel times come as a matrix of int32, not {matrix.ndim}-d of {matrix.dtype}.",
                hint="Give whole milliseconds, shape (origins, targets).",
            )
        limit_ms = min(limit_ms, NO_LIMIT_MS)
        near = matrix <= limit_ms
        indptr = np.zeros(len(matrix) + 1, dtype=np.int64)
        np.cumsum(near.sum(axis=1), out=indptr[1:])
        target = np.nonzero(near)[1].astype(np.int32)
        return cls(indptr, target, matrix[near], matrix.shape[1], limit_ms)

    def to_dense(self) -> NDArray[np.int32]:
        """Return a matrix of int32, shape (origins, targets); :data:`NO_WAY` elsewhere."""
        matrix = np.full((self.origin_count, self.target_count), NO_WAY, dtype=np.int32)
        matrix[self.origins(), self.target] = self.time_ms
        return matrix

    def origins(self) -> NDArray[np.int32]:
        """Return the origin of each pair, int32 of shape (pairs)."""
        rows = np.arange(self.origin_count, dtype=np.int32)
        return np.repeat(rows, np.diff(self.indptr))

    def minutes(self) -> NDArray[np.float64]:
        """Return the travel time of each pair in minutes, shape (pairs)."""
        return self.time_ms / MS_PER_MINUTE

    def within(self, minutes: float) -> Reach:
        """Return the pairs within a shorter limit.

        Raises
        ------
        InputError
            If the limit is longer than this reach's: what lies beyond was not looked for.
        """
        limit = to_ms(minutes)
        self.require(limit)
        near = self.time_ms <= limit
        before = np.concatenate([[0], np.cumsum(near)])
        return Reach(
            before[self.indptr], self.target[near], self.time_ms[near], self.target_count, limit
        )

    def require(self, limit_ms: int) -> None:
        """Raise an :class:`InputError` if a threshold is beyond what was looked for."""
        if limit_ms > self.limit_ms:
            raise InputError(
                f"The travel times end at {self.limit_ms / MS_PER_MINUTE:g} minutes, before "
                f"{limit_ms / MS_PER_MINUTE:g}.",
                hint="Search farther, or choose a shorter threshold.",
            )

    def transposed(self) -> Reach:
        """Return the same pairs with targets as rows and origins as targets."""
        # Pairs stand in order of origin, so a stable sort leaves origins ascending.
        order = np.argsort(self.target, kind="stable")
        indptr = np.zeros(self.target_count + 1, dtype=np.int64)
        np.cumsum(np.bincount(self.target, minlength=self.target_count), out=indptr[1:])
        return Reach(
            indptr, self.origins()[order], self.time_ms[order], self.origin_count, self.limit_ms
        )

    def weighted(self, weights: NDArray[np.float64]) -> Any:
        """Return a weight for each pair as a SciPy sparse array, shape (origins, targets)."""
        from scipy.sparse import csr_array

        shape = (self.origin_count, self.target_count)
        return csr_array((weights, self.target, self.indptr), shape=shape)

    def to_frame(
        self, origin_ids: Sequence[Any] | None = None, target_ids: Sequence[Any] | None = None
    ) -> pd.DataFrame:
        """Return one row a pair: ``origin``, ``target``, ``minutes``.

        Parameters
        ----------
        origin_ids, target_ids
            Identifiers, one an origin or target; their indices if not given.

        Raises
        ------
        InputError
            If there are not as many identifiers as origins or targets.
        """
        import pandas as pd

        return pd.DataFrame(
            {
                "origin": _named(self.origins(), origin_ids, self.origin_count, "origins"),
                "target": _named(self.target, target_ids, self.target_count, "targets"),
                "minutes": self.minutes(),
            }
        )


def as_reach(times: Reach | NDArray[np.int32]) -> Reach:
    """Return travel times as a :class:`Reach`, whether they come as one or as a matrix."""
    return times if isinstance(times, Reach) else Reach.from_dense(times)


def _named(index: NDArray[np.int32], ids: Sequence[Any] | None, count: int, what: str) -> Any:
    if ids is None:
        return index
    if len(ids) != count:
        raise InputError(
            f"There are {len(ids)} identifiers for {count} {what}.", hint="Give one for each."
        )
    return np.asarray(ids)[index]


def _problem(reach: Reach) -> str:
    """Return what is wrong with the arrays of a reach, or nothing."""
    indptr, target, time_ms = reach.indptr, reach.target, reach.time_ms
    checks = (
        (indptr.dtype == np.int64, "indptr is not int64"),
        (target.dtype == np.int32 and time_ms.dtype == np.int32, "pairs are not int32"),
        (len(target) == len(time_ms), "targets and times differ in number"),
        (0 <= reach.limit_ms <= NO_LIMIT_MS, "the limit is out of range"),
    )
    for good, text in checks:
        if not good:
            return text
    if (
        not len(indptr)
        or indptr[0] != 0
        or indptr[-1] != len(target)
        or (np.diff(indptr) < 0).any()
    ):
        return "rows do not cover the pairs"
    if not len(target):
        return ""
    if target.min() < 0 or target.max() >= reach.target_count:
        return "a target does not exist"
    if time_ms.min() < 0 or time_ms.max() > reach.limit_ms:
        return "a time is negative or beyond the limit"
    falls = np.flatnonzero(np.diff(target) <= 0) + 1
    return "" if np.isin(falls, indptr).all() else "targets do not ascend within a row"
