"""How people get to a place that is theirs: the choice of a mode, compiled."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numba import njit

from microville.access import NEVER
from microville.model.daily.modes import best_mode
from microville.model.daily.transit import link, straight_m
from microville.rng import mix_word

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from microville.model.daily.modes import Utility


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def to_work(
    work_ms: NDArray[np.int32], home: NDArray[np.int32], column: NDArray[np.int32]
) -> NDArray[np.int32]:
    """Return milliseconds from homes to workplaces, shape (trips, networks).

    Parameters
    ----------
    work_ms
        Shape (networks, homes, workplaces).
    home, column
        Row and column in it, of each trip.
    """
    ms = np.empty((len(home), work_ms.shape[0]), np.int32)
    for i in range(len(home)):
        for network in range(work_ms.shape[0]):
            ms[i, network] = work_ms[network, home[i], column[i]]
    return ms


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def go(
    keys: tuple[np.uint64, np.uint64],
    gumbels: NDArray[np.int64],
    persons: NDArray[np.int32],
    target: NDArray[np.int32],
    times: NDArray[np.int32],
    people: tuple[NDArray[np.uint64], NDArray[np.int32], NDArray[np.bool_], NDArray[np.int64]],
    utility: Utility,
    transit: tuple[NDArray[np.float64], NDArray[np.int8], float, NDArray[np.int64]],
    out_mode: NDArray[np.int8],
    out_ms: NDArray[np.int32],
) -> None:
    """Choose the mode of each trip to a given place: a logit with keyed Gumbel draws.

    Parameters
    ----------
    keys
        Random state after seed and stream; key of the day.
    gumbels
        :func:`microville.rng.gumbel_table`.
    persons, target
        Who goes to which place.
    times
        Milliseconds by network, shape (trips, networks).
    people
        Key, home, modes they may use, time on foot (per mille) of every person.
    utility
        See :func:`microville.model.daily.modes.value_of`.
    transit
        Coordinates and stops of places, milliseconds a straight metre, fixed milliseconds.
    out_mode, out_ms
        Choice of each; mode -1 where none gets there.
    """
    person_key, home, may, slow_permille = people
    xy, stop, ms_per_m, fixed_ms = transit
    for i in range(len(persons)):
        p = persons[i]
        service, ms = link(stop, home[p], target[i]), np.int64(NEVER)
        if service >= 0:
            ms = np.int64(straight_m(xy, home[p], target[i]) * ms_per_m) + fixed_ms[service]
        option = times[i, 0], times[i, 1], times[i, 2], ms, service
        key = mix_word(mix_word(keys[0], person_key[p]), keys[1])
        mode, ms = best_mode(key, option, -1, may, p, slow_permille[p], utility, gumbels)
        out_mode[i], out_ms[i] = mode, ms
