"""Which vacant dwelling each takes: a sample known by luck, weighed in whole thousandths."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numba import njit

from microville.rng import gumbel_of, mix_word

if TYPE_CHECKING:
    from numpy.typing import NDArray

FARTHEST_MS = np.int64(60 * 60_000)
"""Services farther than an hour on foot count as an hour away."""


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def minutes_ms(home_ms: NDArray[np.int32], known: NDArray[np.int64], home: int) -> np.int64:
    """Return the mean time on foot from a home to the closest of each essential category."""
    total = np.int64(0)
    for category in known:
        total += min(np.int64(home_ms[category, home, 0]), FARTHEST_MS)
    return total // max(len(known), 1)


@njit(inline="always", cache=True)  # type: ignore[untyped-decorator]
def _mark(state: np.uint64, home: np.int64, rank: np.int64, total: np.int64) -> np.int64:
    """Return a fixed number of a dwelling, below the dwellings of its commune."""
    mark = mix_word(mix_word(state, np.uint64(home)), np.uint64(rank)) >> np.uint64(32)
    return np.int64((mark * np.uint64(total)) >> np.uint64(32))


@njit(inline="always", cache=True)  # type: ignore[untyped-decorator]
def _refuses(
    rent_cents: np.int64,
    floor_dm2: np.int64,
    income_eur: np.int64,
    size: np.int64,
    refused: np.int64,
    least: np.int64,
) -> np.bool_:
    """Return whether a dwelling is too dear or too small."""
    return rent_cents * 10 > income_eur * refused or (size > 1 and floor_dm2 < least * size)


@njit(inline="always", cache=True)  # type: ignore[untyped-decorator]
def _metres(xy: NDArray[np.float64], one: np.int64, other: np.int64) -> np.int64:
    """Return the straight distance in whole metres, 0 where the other is none."""
    if other < 0:
        return np.int64(0)
    dx, dy = xy[one, 0] - xy[other, 0], xy[one, 1] - xy[other, 1]
    return np.int64(np.sqrt(dx * dx + dy * dy))


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def choose_dwellings(
    states: NDArray[np.uint64],
    table: NDArray[np.int64],
    month: int,
    rules: NDArray[np.int64],
    key: NDArray[np.uint64],
    zone: NDArray[np.int64],
    weight: NDArray[np.int64],
    size: NDArray[np.int64],
    income_eur: NDArray[np.int64],
    must: NDArray[np.bool_],
    old_home: NDArray[np.int64],
    old_zone: NDArray[np.int64],
    frees: NDArray[np.bool_],
    zone_start: NDArray[np.int64],
    home_of: NDArray[np.int32],
    rank_of: NDArray[np.int32],
    dwellings: NDArray[np.int64],
    exact: NDArray[np.bool_],
    lived: NDArray[np.int64],
    room: NDArray[np.int64],
    floor_dm2: NDArray[np.int64],
    rent_cents: NDArray[np.int64],
    bill_cents: NDArray[np.int64],
    home_ms: NDArray[np.int32],
    known: NDArray[np.int64],
    xy: NDArray[np.float64],
    found: NDArray[np.int64],
) -> None:
    """Write the home place each seeker takes, in turn, -1 for none; ``lived``, ``room`` follow."""
    seen, refused, least, first, more = rules[0], rules[1], rules[2], rules[3], rules[4]
    u_size, u_cost, u_access, u_ties = rules[5], rules[6], rules[7], rules[8]
    now, half = np.uint64(month), np.uint64(32)
    for i in range(len(key)):
        found[i] = -1
        z = zone[i]
        total = zone_start[z + 1] - zone_start[z]
        if room[z] <= 0 or total == 0 or (exact[z] and weight[i] != 1):
            continue
        mine = mix_word(mix_word(states[0], key[i]), now)
        luck = mix_word(mix_word(states[1], key[i]), now)
        wanted = first + more * (size[i] - 1)
        income = max(income_eur[i], 1)
        best = np.int64(0)
        for n in range(seen):
            draw = mix_word(mine, np.uint64(n)) >> half
            dwelling = zone_start[z] + np.int64((draw * np.uint64(total)) >> half)
            home = np.int64(home_of[dwelling])
            rank = np.int64(rank_of[dwelling])
            lived_in = (
                rank < lived[home] if exact[z] else _mark(states[2], home, rank, total) >= room[z]
            )
            if lived_in or home == old_home[i]:
                continue
            if not must[i] and _refuses(
                rent_cents[home], floor_dm2[home], income, size[i], refused, least
            ):
                continue
            value = gumbel_of(mix_word(luck, np.uint64(home)), table)
            value -= abs(floor_dm2[home] - wanted) * u_size // 10
            value -= (rent_cents[home] + bill_cents[home]) * u_cost // (100 * income)
            value -= minutes_ms(home_ms, known, home) * u_access // 60_000
            value -= _metres(xy, home, old_home[i]) * u_ties // 1000
            if found[i] < 0 or value > best or (value == best and home < found[i]):
                found[i], best = home, value
        if found[i] >= 0:
            lived[found[i]] += 1
            room[z] -= weight[i]
            if frees[i]:
                lived[old_home[i]] -= 1
                if dwellings[old_home[i]] > 0:
                    room[old_zone[i]] += weight[i]
