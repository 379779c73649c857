"""Lasting choices of a workplace: one pass over (person, workplace, mode)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numba import njit

from microville.access import NEVER
from microville.rng import gumbel_of, mix_word

if TYPE_CHECKING:
    from numpy.typing import NDArray


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def choose_work(
    state: np.uint64,
    table: NDArray[np.int64],
    persons: NDArray[np.int32],
    pending: NDArray[np.bool_],
    full: NDArray[np.bool_],
    person_key: NDArray[np.uint64],
    work_key: NDArray[np.uint64],
    home: NDArray[np.int32],
    may: NDArray[np.bool_],
    work_ms: NDArray[np.int32],
    size: NDArray[np.int64],
    constant: NDArray[np.int64],
    per_hour: NDArray[np.int64],
    out: NDArray[np.int32],
) -> None:
    """Let each pending person choose the best workplace; -1 if none is in reach.

    ``size`` is a thousand times the logarithm of the jobs there; the travel term is that of
    the best mode that the person may use (``work_ms`` has shape (modes, homes, workplaces)).
    """
    modes, works = work_ms.shape[0], work_ms.shape[2]
    for i in range(len(persons)):
        if not pending[i]:
            continue
        person = persons[i]
        place = home[person]
        key = mix_word(state, person_key[person])
        best_value = np.int64(-(2**62))
        out[i] = -1
        for work in range(works):
            if full[work]:
                continue
            travel = np.int64(-(2**62))
            for mode in range(modes):
                time = np.int64(work_ms[mode, place, work])
                if may[person, mode] and time != NEVER:
                    value = constant[mode] + per_hour[mode] * time // 3_600_000
                    travel = max(travel, value)
            if travel == np.int64(-(2**62)):
                continue
            value = travel + size[work] + gumbel_of(mix_word(key, work_key[work]), table)
            if value > best_value:
                best_value = value
                out[i] = work
