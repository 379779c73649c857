"""How much people want a job of the site: one pass over everybody."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numba import njit

from microville.access import NEVER
from microville.population.columns import EMPLOYED, UNEMPLOYED
from microville.rng import gumbel_of, mix_word

if TYPE_CHECKING:
    from numpy.typing import NDArray

UNABLE = np.int64(-(2**62))


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def way_values(
    time_ms: NDArray[np.int32],
    constant: NDArray[np.int64],
    per_hour: NDArray[np.int64],
    longest_ms: int,
) -> NDArray[np.int64]:
    """Return the utility of the best way to a job from each home, thousandths of a util.

    Shape (homes, 4): on foot only, with a bicycle, with a car, with both; UNABLE where none gets
    there in time. ``time_ms`` has shape (walk, bike and car; homes).
    """
    homes = time_ms.shape[1]
    out = np.full((homes, 4), UNABLE)
    for home in range(homes):
        for mode in range(3):
            time = np.int64(time_ms[mode, home])
            if time == NEVER or time > longest_ms:
                continue
            value = constant[mode] + per_hour[mode] * time // 3_600_000
            for owns in range(4):
                if mode == 0 or owns & mode:
                    out[home, owns] = max(out[home, owns], value)
    return out


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def who_wants(
    state: np.uint64,
    table: NDArray[np.int64],
    occasion: NDArray[np.uint64],
    ways: NDArray[np.int64],
    looks: NDArray[np.bool_],
    status: NDArray[np.int8],
    key: NDArray[np.uint64],
    household: NDArray[np.int32],
    home: NDArray[np.int32],
    cars: NDArray[np.int8],
    bike: NDArray[np.bool_],
    licence: NDArray[np.bool_],
    bonus: int,
    out_row: NDArray[np.int64],
    out_value: NDArray[np.int64],
) -> int:
    """List who can get to a job with how much they want it; return how many there are.

    Parameters
    ----------
    state, table, occasion
        Random state, Gumbel table; luck is keyed by the person, then by the words of the occasion.
    ways
        From :func:`way_values`.
    looks, status, key, household, bike, licence
        Of each person: whether they may be hired, status and so on. Only workers are hired; all
        are past the age at which riding alone or being driven depends on it.
    home, cars
        Of each household.
    bonus
        Added for those without work.
    out_row, out_value
        Filled, in the order of rows.
    """
    count = 0
    for row in range(len(looks)):
        if not looks[row] or (status[row] != EMPLOYED and status[row] != UNEMPLOYED):
            continue
        house = household[row]
        owns = np.int64(bike[row]) + 2 * np.int64(cars[house] > 0 and licence[row])
        value = ways[home[house], owns]
        if value == UNABLE:
            continue
        word = mix_word(state, key[row])
        for part in occasion:
            word = mix_word(word, part)
        if status[row] == UNEMPLOYED:
            value += bonus
        out_row[count], out_value[count] = row, value + gumbel_of(word, table)
        count += 1
    return count
