"""Who wishes what and when, with numpy: the agenda of a day in whole columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from benchmarks.people.crowd import KIND
from microville import rng
from microville.model.daily.agenda import (
    AFTER_WISH,
    CHAIN_GAP_MIN,
    CLOSED_MINUTE,
    NEXT_STOP_MIN,
)
from microville.model.daily.choice import PENDING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from benchmarks.people.crowd import Crowd

PPB = np.uint64(1_000_000_000)
HALF = np.uint64(32)
LOW = np.uint64(0xFFFFFFFF)


def mix(state: NDArray[np.uint64] | np.uint64, word: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Return the state after one more word of the key (see ``rng``)."""
    z = (state ^ word) + np.uint64(0x9E3779B97F4A7C15)
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return np.asarray(z ^ (z >> np.uint64(31)))


def gumbel(state: NDArray[np.uint64]) -> NDArray[np.int64]:
    """Return Gumbel draws in thousandths of a util."""
    table = rng.gumbel_table()
    first = (state >> np.uint64(52)).astype(np.int64)
    second = ((state >> np.uint64(40)) & np.uint64(4095)).astype(np.int64)
    return np.where(first == 4095, table[1][second], table[0][first])


class Agenda:
    """Wishes of a crowd in columns, sorted by person and minute.

    Attributes
    ----------
    crowd
        Whose they are.
    person, category, minute, follows
        Of each wish.
    state, facility, mode, ms
        What became of it: nothing yet.
    """

    def __init__(self, crowd: Crowd) -> None:
        self.crowd = crowd
        self._occasion = np.uint64(2 * crowd.model.month + KIND)

    def _key(self, stream: str, keys: NDArray[np.uint64]) -> NDArray[np.uint64]:
        start = rng.start_state(self.crowd.model.seed_number, rng.stream(stream))
        return mix(mix(start, keys), self._occasion)

    def _draw(self) -> None:
        """Fill person, category, minute and follows of every wish, by person and minute."""
        crowd = self.crowd
        here = crowd.traits.by_home
        key = self._key("daily.agenda", crowd.model.population.people.key[here])
        columns = []
        for category in range(crowd.chance.shape[1]):
            if category % 2 == 0:
                bits = mix(key, np.uint64(category))
            draw = bits >> HALF if category % 2 else bits & LOW
            happens = ((draw * PPB) >> HALF).astype(np.int64)
            rows = np.flatnonzero(happens < crowd.chance[crowd.segment[here], category])
            minute = self._minutes(key[rows], category)
            columns.append((rows, np.full(len(rows), category, np.int8), minute))
        place, category_of, minute = (np.concatenate(c) for c in zip(*columns, strict=True))
        order = np.lexsort((category_of, minute, place))
        place, self.category = place[order], category_of[order]
        self.minute = minute[order].astype(np.int16)
        self.person = here[place].astype(np.int32)
        count = len(place)
        self.first = np.flatnonzero(np.append(True, place[1:] != place[:-1])[:count])
        self.size = np.diff(np.append(self.first, count))
        self.follows = np.zeros(count, dtype=np.int8)
        self._chain(key[place])
        self.state = np.full(count, PENDING, dtype=np.int8)
        self.facility = np.full(count, -1, dtype=np.int32)
        self.mode = np.full(count, -1, dtype=np.int8)
        self.ms = np.zeros(count, dtype=np.int32)

    def _minutes(self, key: NDArray[np.uint64], category: int) -> NDArray[np.int64]:
        opening, free = self.crowd.model.opening, self.crowd.free
        begin = max(opening.first[KIND][category], free[category, 0])
        end = min(opening.last[KIND][category], free[category, 1])
        if begin >= end:
            return np.full(len(key), CLOSED_MINUTE)
        low = mix(key, np.uint64(64 + category)) & LOW
        return begin + ((low * np.uint64(end - begin)) >> HALF).astype(np.int64)

    def ranks(self) -> Iterator[NDArray[np.int64]]:
        """Yield the first wish of everybody, then the second of who has two, and so on."""
        for rank in range(int(self.size.max(initial=0))):
            yield self.first[self.size > rank] + rank

    def _chain(self, key: NDArray[np.uint64]) -> None:
        """Let wishes follow the one before, in place."""
        crowd = self.crowd
        share = int(rng.ppb(crowd.model.parameters.activity.chained_errand_share))
        first = crowd.model.opening.first[KIND][self.category]
        last = crowd.model.opening.last[KIND][self.category]
        stay = crowd.free[self.category, 2]
        word = (128 + self.category.astype(np.int64)).astype(np.uint64)
        drawn = (((mix(key, word) >> HALF) * PPB) >> HALF).astype(np.int64) < share
        for rows in list(self.ranks())[1:]:
            before = self.minute[rows - 1].astype(np.int64)
            after = before + stay[rows - 1] + NEXT_STOP_MIN
            chains = (before != CLOSED_MINUTE) & (self.minute[rows] - before <= CHAIN_GAP_MIN)
            chains &= (first[rows] <= after) & (after < last[rows]) & drawn[rows]
            self.minute[rows[chains]] = after[chains]
            self.follows[rows[chains]] = AFTER_WISH
