"""People who leave the map because plain Mesa code says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from microville.model.demography.kinds import lose_heads, settle_kinds
from microville.population.columns import NOWHERE

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from microville.model.model import Microville


def leave(model: Microville, rows: NDArray[np.int64]) -> None:
    """Let people leave the map for good; minors left alone go to relatives beyond it.

    Parameters
    ----------
    model
        The model, whose count of leavers rises.
    rows
        Rows of people who live on the map.
    """
    people, households = model.population.people, model.population.households
    before = people.alive.copy()
    homes = np.unique(people.household[rows]).astype(np.int64)
    lose_heads(model, homes, rows)
    people.alive[rows] = False
    grown = people.alive & (people.age(model.month) >= 18)
    ended = homes[~np.isin(homes, people.household[grown])]
    households.alive[ended] = False
    people.alive &= households.alive[people.household]
    gone = before & ~people.alive
    people.workplace[gone], people.on_site[gone] = NOWHERE, False
    model.count("leavers", int(households.weight[people.household[gone]].sum()))
    settle_kinds(model, homes)
    model.views.forget_gone()
