"""Admitting people in a given order while there is room: compiled."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numba import njit

if TYPE_CHECKING:
    from numpy.typing import NDArray


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def ration(
    wish_person: NDArray[np.int32],
    weight: NDArray[np.int16],
    pending: NDArray[np.bool_],
    facility: NDArray[np.int32],
    room: NDArray[np.int64],
    served: NDArray[np.bool_],
    turned_away: NDArray[np.int64],
) -> None:
    """Admit pending wishes in their order while there is room; in place.

    A wish of someone who stands for several counts as that many visits; it is admitted while any
    room is left (so that small counters are not closed to them), which can exceed the room by
    less than one weight. ``pending`` stays True for those turned away.
    """
    for wish in range(len(wish_person)):
        if not pending[wish]:
            continue
        target = facility[wish]
        if target < 0:
            pending[wish] = False
            continue
        visits = np.int64(weight[wish_person[wish]])
        if room[target] > 0:
            room[target] -= visits
            served[wish] = True
            pending[wish] = False
        else:
            turned_away[target] += visits
