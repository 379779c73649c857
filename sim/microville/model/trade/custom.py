"""What custom a new shop may expect: the people who would have no other one nearer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numba import njit

from microville.model.facilities import FOLLOWED, TRADES
from microville.model.trade.books import MILLION, Tariff

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from microville.model.model import Microville
    from microville.model.trade.premises import Premises

WEEKS_A_MONTH = 52.2 / 12
WALK, CAR = 0, 2


def persons_by_home(model: Microville) -> NDArray[np.int64]:
    """Return how many people live at each home place."""
    people, households = model.population.people, model.population.households
    rows = people.household[people.alive]
    count = model.access.places.service_start
    found = np.bincount(households.home[rows], weights=households.weight[rows], minlength=count)
    return found.astype(np.int64) + model.elsewhere.persons()


def expected_visits(
    model: Microville, premises: Premises, trade: str, persons: NDArray[np.int64]
) -> int:
    """Return the visits a month that a shop of a trade may expect in premises.

    It expects a share of the visits of those who live within a walk or a drive of it and have no
    open shop of the trade nearer by the same mode, and those whom shops of the trade in the same
    commune turned away last month.

    Parameters
    ----------
    model
        The state; of closest shops as last repaired.
    premises, trade
        What would open where.
    persons
        From :func:`persons_by_home`.
    """
    facilities, entry = model.facilities, model.parameters.entry
    category = FOLLOWED.index(trade)
    walk, car = premises.times(model)
    won_persons: int = _won(
        persons,
        (walk, _to_beat(model, WALK, category, entry.catchment_walk_min)),
        (car, _to_beat(model, CAR, category, entry.catchment_car_min)),
    )
    weekly = float(getattr(model.parameters.activity, f"{trade}_visits_week"))
    won = won_persons * weekly * WEEKS_A_MONTH * entry.capture_share
    same = facilities.open & (facilities.category == category)
    same &= facilities.zone == premises.zone
    return round(won) + int(facilities.turned_away[same].sum())


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _won(
    persons: NDArray[np.int64],
    walk: tuple[NDArray[np.int32], NDArray[np.int32]],
    car: tuple[NDArray[np.int32], NDArray[np.int32]],
) -> int:
    """Return the persons at homes whose time here beats another, on foot or by car."""
    found = 0
    for home in range(len(persons)):
        if walk[0][home] < walk[1][home] or car[0][home] < car[1][home]:
            found += persons[home]
    return found


def _to_beat(model: Microville, mode: int, category: int, limit_min: float) -> NDArray[np.int32]:
    """Return the time below which each home would come: to its closest shop, or beyond the limit.

    The same for all premises of a month: many are asked about.
    """
    memo, name = model.access.memo, f"to beat {mode} {category}"
    if name not in memo:
        nearest = model.access.home_ms[mode, category, :, 0]
        memo[name] = np.minimum(nearest, np.int32(round(limit_min * 60_000) + 1))
    return memo[name]


def floor_for(model: Microville, tariff: Tariff, trade: str, visits: int) -> float:
    """Return the floor that a new shop takes for the custom it expects (m²).

    As much as that custom pays for, but no more than is usual in its trade, and no less than the
    smallest shop.
    """
    row, entry = TRADES.index(trade), model.parameters.entry
    usual = float(tariff.floor_m2[row])
    margin = visits * int(tariff.margin_micro[row]) / MILLION
    pays = margin / (1.0 + entry.required_profit_share) / tariff.cost_cents_m2
    return min(max(pays, usual * entry.smallest_floor_share), usual)


def profit_cents(model: Microville, tariff: Tariff, trade: str, visits: int) -> int:
    """Return what the smallest shop of a trade would earn a month beyond the profit it requires.

    Above zero it is worth opening one; who expects more custom takes more floor
    (:func:`floor_for`).
    """
    row, entry = TRADES.index(trade), model.parameters.entry
    margin = visits * int(tariff.margin_micro[row]) // MILLION
    smallest = float(tariff.floor_m2[row]) * entry.smallest_floor_share
    return margin - round(smallest * tariff.cost_cents_m2 * (1.0 + entry.required_profit_share))
