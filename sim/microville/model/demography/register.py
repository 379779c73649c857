"""Who lives with whom this month: sizes, ages of the oldest, who is cramped or burdened."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numba import njit

from microville.model.demography.flows import BANDS

if TYPE_CHECKING:
    from collections.abc import Collection

    from numpy.typing import NDArray

    from microville.model.dwellings import Costs
    from microville.model.model import Microville

NOBODY = np.iinfo(np.int32).max


@dataclass(slots=True)
class Register:
    """Facts of each household row, as they were when moves began.

    Attributes
    ----------
    size
        Persons.
    eldest
        Month of birth of the oldest member.
    head
        Row of the oldest member (the first of equals), -1 where nobody lives.
    band
        Age band of the oldest member, see ``flows.BANDS``.
    crowded, burdened
        Less floor a person, or more rent over income, than the parameters' bounds.
    look_permille
        How much more than usual such a household looks for a dwelling.
    costs
        Of the month's dwellings.
    busy
        Who takes part in a move this month: nobody does twice.
    """

    size: NDArray[np.int32]
    eldest: NDArray[np.int32]
    head: NDArray[np.int32]
    band: NDArray[np.int8]
    crowded: NDArray[np.bool_]
    burdened: NDArray[np.bool_]
    look_permille: NDArray[np.int64]
    costs: Costs
    busy: NDArray[np.bool_]


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _fill(
    alive: NDArray[np.bool_],
    household: NDArray[np.int32],
    birth: NDArray[np.int16],
    size: NDArray[np.int32],
    eldest: NDArray[np.int32],
    head: NDArray[np.int32],
) -> None:
    for i in range(len(alive)):
        if alive[i]:
            home = household[i]
            size[home] += 1
            if birth[i] < eldest[home]:
                eldest[home] = birth[i]
                head[home] = i


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _strain(
    month: int,
    rules: NDArray[np.int64],
    bands: NDArray[np.int64],
    alive: NDArray[np.bool_],
    size: NDArray[np.int32],
    eldest: NDArray[np.int32],
    home: NDArray[np.int32],
    income_eur: NDArray[np.int32],
    social: NDArray[np.bool_],
    floor_dm2: NDArray[np.int64],
    rent_cents: NDArray[np.int64],
    band: NDArray[np.int8],
    crowded: NDArray[np.bool_],
    burdened: NDArray[np.bool_],
    permille: NDArray[np.int64],
) -> None:
    least, heavy, lowered, if_crowded, if_burdened = rules
    for i in range(len(alive)):
        if not alive[i]:
            continue
        years = (month - eldest[i]) // 12
        while band[i] < len(bands) and years >= bands[band[i]]:
            band[i] += 1
        rent = rent_cents[home[i]]
        if social[i]:
            rent = rent * lowered // 1000
        crowded[i] = size[i] > 1 and floor_dm2[home[i]] < least * size[i]
        burdened[i] = rent * 10 > income_eur[i] * heavy
        permille[i] = if_crowded if crowded[i] else 1000
        if burdened[i]:
            permille[i] = permille[i] * if_burdened // 1000


def make_register(model: Microville, costs: Costs, social: Collection[int] = ()) -> Register:
    """Return the register of the people of now.

    A household of two or more is crowded under the parameter's floor a person, and burdened where
    rent (for owners, what the dwelling would rent for) takes more of its income than the bound.

    Parameters
    ----------
    model
        The model.
    costs
        Of the month's dwellings.
    social
        Rows of households who pay a social rent.
    """
    people, households = model.population.people, model.population.households
    housing, moves = model.parameters.housing, model.parameters.moves
    count = len(households)
    size = np.zeros(count, dtype=np.int32)
    eldest = np.full(count, NOBODY, dtype=np.int32)
    head = np.full(count, -1, dtype=np.int32)
    _fill(people.alive, people.household, people.birth, size, eldest, head)
    lowered = np.zeros(count, dtype=bool)
    lowered[sorted(social)] = True
    rules = (
        10 * housing.crowded_m2_per_person,
        1000 * housing.heavy_burden_share,
        1000 * housing.social_rent_share,
        1000 * moves.crowded_factor,
        1000 * moves.burdened_factor,
    )
    band = np.zeros(count, dtype=np.int8)
    crowded, burdened = np.zeros(count, dtype=bool), np.zeros(count, dtype=bool)
    permille = np.full(count, 1000, dtype=np.int64)
    _strain(
        model.month,
        np.array([round(rule) for rule in rules], dtype=np.int64),
        np.array(BANDS, dtype=np.int64),
        households.alive,
        size,
        eldest,
        households.home,
        households.income_eur,
        lowered,
        costs.floor_dm2,
        costs.rent_cents,
        band,
        crowded,
        burdened,
        permille,
    )
    busy = np.zeros(count, dtype=bool)
    return Register(size, eldest, head, band, crowded, burdened, permille, costs, busy)
