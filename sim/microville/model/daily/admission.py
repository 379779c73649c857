"""Who is let in where there is not room for all: compiled, in an order that luck decides.

Each facility admits, hour by hour, those who come while it has room; where more come than there is
room for, by the luck of the day keyed by person and facility (ties: the lower identity). Rows of
memory decide nothing, and no more enter than there is room for. Who stands for several people is
let in while any room is left, so that small counters are not closed to them: a sample can exceed
the room by less than one weight.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numba import njit

from microville.model.daily.choice import PENDING, SERVED
from microville.rng import mix_word

if TYPE_CHECKING:
    from numpy.typing import NDArray


def admit(
    state: np.uint64,
    occasion: np.uint64,
    wish: tuple[NDArray[np.int32], NDArray[np.int8], NDArray[np.int16], NDArray[np.int8]],
    facility: NDArray[np.int32],
    by_hour: NDArray[np.bool_],
    keys: tuple[NDArray[np.uint64], NDArray[np.uint64]],
    weight: NDArray[np.int16],
    room: NDArray[np.int64],
    turned_away: NDArray[np.int64],
) -> int:
    """Admit pending wishes; in place.

    Parameters
    ----------
    state, occasion
        Random state after seed and stream; key of the day.
    wish
        Person, category, minute, and state, which becomes ``SERVED`` where there is room.
    facility
        Where each wants to go.
    by_hour
        Whether a category's room is by the hour.
    keys
        Identity of each person and of each facility.
    weight
        How many each person stands for.
    room
        Visits left, shape (facilities, hours); lowered.
    turned_away
        Visits refused by each facility; raised.

    Returns
    -------
    int
        How many wishes are still pending.
    """
    wanted = np.zeros_like(room)
    _demand(wish, facility, by_hour, weight, wanted)
    contested = _admit_where_room(wish, facility, by_hour, wanted, room)
    if not len(contested):
        return 0
    luck = _luck(state, occasion, contested, wish[0], facility, keys)
    order = np.lexsort((keys[0][wish[0][contested]], luck))
    return int(_admit_by_luck(contested[order], wish, facility, by_hour, weight, room, turned_away))


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _demand(
    wish: tuple[NDArray[np.int32], NDArray[np.int8], NDArray[np.int16], NDArray[np.int8]],
    facility: NDArray[np.int32],
    by_hour: NDArray[np.bool_],
    weight: NDArray[np.int16],
    wanted: NDArray[np.int64],
) -> None:
    person, category, minute, state = wish
    for w in range(len(person)):
        if state[w] == PENDING:
            hour = minute[w] // 60 if by_hour[category[w]] else 0
            wanted[facility[w], hour] += weight[person[w]]


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _admit_where_room(
    wish: tuple[NDArray[np.int32], NDArray[np.int8], NDArray[np.int16], NDArray[np.int8]],
    facility: NDArray[np.int32],
    by_hour: NDArray[np.bool_],
    wanted: NDArray[np.int64],
    room: NDArray[np.int64],
) -> NDArray[np.int64]:
    """Serve all where there is room for all; return the wishes of the others."""
    person, category, minute, state = wish
    left = np.empty(len(person), np.int64)
    count = 0
    for w in range(len(person)):
        if state[w] != PENDING:
            continue
        hour = minute[w] // 60 if by_hour[category[w]] else 0
        if wanted[facility[w], hour] <= room[facility[w], hour]:
            state[w] = SERVED
        else:
            left[count] = w
            count += 1
    for f in range(room.shape[0]):
        for hour in range(room.shape[1]):
            if wanted[f, hour] <= room[f, hour]:
                room[f, hour] -= wanted[f, hour]
    return left[:count].copy()


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _luck(
    state: np.uint64,
    occasion: np.uint64,
    wishes: NDArray[np.int64],
    person: NDArray[np.int32],
    facility: NDArray[np.int32],
    keys: tuple[NDArray[np.uint64], NDArray[np.uint64]],
) -> NDArray[np.uint64]:
    luck = np.empty(len(wishes), np.uint64)
    for i in range(len(wishes)):
        w = wishes[i]
        key = mix_word(mix_word(state, keys[0][person[w]]), occasion)
        luck[i] = mix_word(key, keys[1][facility[w]])
    return luck


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _admit_by_luck(
    wishes: NDArray[np.int64],
    wish: tuple[NDArray[np.int32], NDArray[np.int8], NDArray[np.int16], NDArray[np.int8]],
    facility: NDArray[np.int32],
    by_hour: NDArray[np.bool_],
    weight: NDArray[np.int16],
    room: NDArray[np.int64],
    turned_away: NDArray[np.int64],
) -> int:
    person, category, minute, state = wish
    refused = 0
    for w in wishes:
        hour = minute[w] // 60 if by_hour[category[w]] else 0
        visits = np.int64(weight[person[w]])
        if room[facility[w], hour] > 0:
            room[facility[w], hour] -= visits
            state[w] = SERVED
        else:
            turned_away[facility[w]] += visits
            refused += 1
    return refused
