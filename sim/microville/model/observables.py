"""Pure measures of state that voters inside the model and indicators outside share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from microville.population.columns import EMPLOYED

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from microville.model.model import Microville


def person_weights(model: Microville) -> NDArray[np.int64]:
    """Return how many inhabitants each row stands for; 0 for those who are not here."""
    people, households = model.population.people, model.population.households
    return np.where(people.alive, households.weight[people.household], 0).astype(np.int64)


def in_focus(model: Microville) -> NDArray[np.bool_]:
    """Return which people live in the focus area (zones marked so), site included."""
    people, households = model.population.people, model.population.households
    return people.alive & model.focus_zone[households.zone[people.household]]


def focus_residents(model: Microville) -> int:
    """Return the inhabitants of the focus area."""
    return int(person_weights(model)[in_focus(model)].sum())


def site_jobs(model: Microville) -> int:
    """Return the jobs of the site's units that are let."""
    return sum(unit.jobs for unit in model.site.own_units)


def floor_in_use_share(model: Microville) -> float:
    """Return the share of the site's floor that is let or lived in (0-1)."""
    total = model.site.total_floor_m2
    return model.site.used_floor_m2() / total if total > 0 else 0.0


def cash_is_safe(model: Microville) -> bool:
    """Return whether cash covers the months of running cost that the covenant asks for."""
    months = model.parameters.finance.animation_covenant_cash_months
    cooperative = model.cooperative
    return cooperative.cash_cents >= months * cooperative.monthly_running_cost_cents()


def site_residents(model: Microville) -> int:
    """Return the people who live in dwellings of the programme."""
    rows = [row for unit in model.site.own_units for row in unit.households]
    if not rows:
        return 0
    here = np.zeros(len(model.population.households), dtype=bool)
    here[rows] = True
    people = model.population.people
    return int((here[people.household] & people.alive).sum())


def focus_employed(model: Microville) -> int:
    """Return the inhabitants of the focus area who have a job."""
    employed = in_focus(model) & (model.population.people.status == EMPLOYED)
    return int(person_weights(model)[employed].sum())
