"""What reaching an option by a mode is worth, and which mode is best: compiled.

Utilities are integers, thousandths of a util; logsums add modes by a table made with
:mod:`decimal`, so that no bit depends on the machine's exponential. Modes are written out one by
one: none is skipped by a branch that a processor could guess wrongly.
"""

from __future__ import annotations

from decimal import Decimal, localcontext
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from numba import njit

from microville.access import NEVER
from microville.rng import gumbel_of, mix_word

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Utility = tuple[
        NDArray[np.int64], NDArray[np.int64], NDArray[np.int64], NDArray[np.int64], int, int
    ]
    Option = tuple[int, int, int, int, int]
    Best = tuple[np.int64, int, np.int64]

NOTHING = np.int64(-(2**31) + 1)
"""Utility of what cannot be had."""
WALK, BIKE, CAR, EBIKE, TRANSIT = range(5)
"""Modes, as in ``day.TRAVEL_MODES``."""
STEP = 4
"""Thousandths of a util between two entries of :func:`log1pexp_table`."""


@lru_cache(maxsize=1)
def log1pexp_table() -> NDArray[np.int32]:
    """Return 1000 ln(1 + exp(-x / 1000)) for x = 0, 4, 8 … until it rounds to nothing."""
    values: list[int] = []
    with localcontext() as context:
        context.prec = 18
        base, step = Decimal(1), (Decimal(-STEP) / 1000).exp()
        while not values or values[-1] > 0:
            values.append(int(((1 + base).ln() * 1000).to_integral_value()))
            base *= step
    table = np.array(values, dtype=np.int32)
    table.setflags(write=False)
    return table


@njit(cache=True, nogil=True, inline="always")  # type: ignore[untyped-decorator]
def add_logs(a: int, b: int, table: NDArray[np.int32]) -> np.int64:
    """Return 1000 ln(exp(a / 1000) + exp(b / 1000)); ``a`` may be :data:`NOTHING`."""
    high, low = max(a, b), min(a, b)
    at = (high - low + STEP // 2) // STEP
    return np.int64(high + (table[at] if at < len(table) else 0))


@njit(cache=True, nogil=True, inline="always")  # type: ignore[untyped-decorator]
def times_of(
    option: Option, slow_permille: int, ebike_permille: int
) -> tuple[np.int64, np.int64, np.int64, np.int64, np.int64]:
    """Return the milliseconds that an option takes by each mode, ``NEVER`` where there is no way.

    Parameters
    ----------
    option
        Milliseconds on foot, by bike, by car, by public transport, and its service (numbers, not
        a row: views of arrays cost more than what is done here).
    slow_permille, ebike_permille
        The person's time on foot over that of an adult; that of an electric over a plain bicycle.
    """
    walk, bike, car, transit, _ = option
    never = np.int64(NEVER)
    on_foot = np.int64(walk) * slow_permille // 1000 if walk != NEVER else never
    electric = np.int64(bike) * ebike_permille // 1000 if bike != NEVER else never
    return on_foot, np.int64(bike), np.int64(car), electric, np.int64(transit)


@njit(cache=True, nogil=True, inline="always")  # type: ignore[untyped-decorator]
def value_of(
    mode: int,
    ms: np.int64,
    may: bool,
    service: int,
    utility: Utility,
) -> np.int64:
    """Return the utility of a time by a mode, :data:`NOTHING` where it cannot be had.

    Parameters
    ----------
    mode, ms
        Index in ``day.TRAVEL_MODES``; milliseconds, ``NEVER`` where there is no way.
    may
        Whether the person may use the mode.
    service
        Of public transport, for its constant.
    utility
        Constants by mode and, for public transport, by service; utility of a millisecond times
        2**32; longest milliseconds; per mille of the logsum that counts for a destination; time of
        an electric over a plain bicycle (per mille).
    """
    constant, by_service, per_ms, longest_ms, _, _ = utility
    fixed = by_service[service] if mode == TRANSIT else constant[mode]
    value = np.int64(fixed + ((ms * per_ms[mode]) >> 32))
    # No short circuits: branches on what differs from person to person cost more than sums.
    return value if may & (ms != NEVER) & (ms <= longest_ms[mode]) else NOTHING


@njit(cache=True, nogil=True, inline="always")  # type: ignore[untyped-decorator]
def worth(
    option: Option,
    may: NDArray[np.bool_],
    p: int,
    slow_permille: int,
    utility: Utility,
    logs: NDArray[np.int32],
) -> np.int64:
    """Return an option's logsum over the modes a person may use."""
    times, service = times_of(option, slow_permille, utility[5]), option[4]
    total = add_worth(NOTHING, value_of(WALK, times[0], may[p, WALK], service, utility), logs)
    total = add_worth(total, value_of(BIKE, times[1], may[p, BIKE], service, utility), logs)
    total = add_worth(total, value_of(CAR, times[2], may[p, CAR], service, utility), logs)
    total = add_worth(total, value_of(EBIKE, times[3], may[p, EBIKE], service, utility), logs)
    value = value_of(TRANSIT, times[4], may[p, TRANSIT], service, utility)
    return np.int64(add_worth(total, value, logs))


@njit(cache=True, nogil=True, inline="always")  # type: ignore[untyped-decorator]
def add_worth(total: np.int64, value: np.int64, logs: NDArray[np.int32]) -> np.int64:
    """Return the logsum with one more mode, unless it cannot be had."""
    return np.int64(add_logs(total, value, logs) if value != NOTHING else total)


@njit(cache=True, nogil=True, inline="always")  # type: ignore[untyped-decorator]
def worth_by(
    mode: int,
    option: Option,
    may: NDArray[np.bool_],
    p: int,
    slow_permille: int,
    utility: Utility,
) -> np.int64:
    """Return an option's utility by one mode."""
    times = times_of(option, slow_permille, utility[5])
    ms = times[0]
    if mode == BIKE:
        ms = times[1]
    elif mode == CAR:
        ms = times[2]
    elif mode == EBIKE:
        ms = times[3]
    elif mode == TRANSIT:
        ms = times[4]
    return np.int64(value_of(mode, ms, may[p, mode], option[4], utility))


@njit(cache=True, nogil=True, inline="always")  # type: ignore[untyped-decorator]
def best_mode(
    key: np.uint64,
    option: Option,
    only: int,
    may: NDArray[np.bool_],
    p: int,
    slow_permille: int,
    utility: Utility,
    gumbels: NDArray[np.int64],
) -> tuple[int, np.int64]:
    """Return the mode of greatest utility plus Gumbel draw, and its milliseconds; -1 for none.

    ``only`` restricts to one mode (-1: any); lower modes win ties.
    """
    times, service = times_of(option, slow_permille, utility[5]), option[4]
    best = NOTHING, -1, np.int64(0)
    here = may[p, WALK] & ((only < 0) | (only == WALK))
    best = _better(best, key, WALK, times[0], here, service, utility, gumbels)
    here = may[p, BIKE] & ((only < 0) | (only == BIKE))
    best = _better(best, key, BIKE, times[1], here, service, utility, gumbels)
    here = may[p, CAR] & ((only < 0) | (only == CAR))
    best = _better(best, key, CAR, times[2], here, service, utility, gumbels)
    here = may[p, EBIKE] & ((only < 0) | (only == EBIKE))
    best = _better(best, key, EBIKE, times[3], here, service, utility, gumbels)
    here = may[p, TRANSIT] & ((only < 0) | (only == TRANSIT))
    best = _better(best, key, TRANSIT, times[4], here, service, utility, gumbels)
    return best[1], best[2]


@njit(cache=True, nogil=True, inline="always")  # type: ignore[untyped-decorator]
def _better(
    best: Best,
    key: np.uint64,
    mode: int,
    ms: np.int64,
    may: bool,
    service: int,
    utility: Utility,
    gumbels: NDArray[np.int64],
) -> Best:
    """Return the better of what was found and one more mode."""
    value = value_of(mode, ms, may, service, utility)
    total = value + gumbel_of(mix_word(key, np.uint64(mode)), gumbels)
    wins = (value != NOTHING) & (total > best[0])
    return (
        total if wins else best[0],
        mode if wins else best[1],
        ms if wins else best[2],
    )
