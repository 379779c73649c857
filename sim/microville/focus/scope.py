"""Who counts in the focus mode."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from microville.population.columns import NEWCOMER

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from microville.model import Microville


def in_scope(model: Microville) -> NDArray[np.bool_]:
    """Return who is simulated in the focus mode.

    People of the focus area, of the programme's dwellings, and who works on the site wherever they
    live.
    """
    people, households = model.population.people, model.population.households
    home = model.focus_zone[households.zone] | (households.presence == NEWCOMER)
    scope: NDArray[np.bool_] = people.alive & (home[people.household] | people.on_site)
    return np.asarray(scope)
