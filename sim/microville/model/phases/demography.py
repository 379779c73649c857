"""5. Demography and housing: births, deaths, couples, moves, and who gets which dwelling."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from microville.model.demography.couples import couples
from microville.model.demography.events import wants
from microville.model.demography.kinds import settle_kinds
from microville.model.demography.moves import change_dwellings, leave_the_map
from microville.model.demography.register import make_register
from microville.model.demography.site_homes import fill_site
from microville.model.demography.vital import vital
from microville.model.dwellings import with_site

if TYPE_CHECKING:
    from microville.model.model import Microville


def demography(model: Microville) -> None:
    """Let a month pass for households, in this order.

    1. deaths, births and birthdays
    2. households leave the map
    3. couples form; one of two dwellings is freed
    4. who looks for a dwelling chooses in turn: who parts, grown children, the waiting list, who
       starts to look, who comes from beyond the map
    5. dwellings of the programme: the waiting list, then households from beyond the map
    6. kinds of household follow who lives there
    """
    changed = vital(model)
    settle_kinds(model, changed)
    costs = with_site(model, model.housing.costs)
    register = make_register(model, costs, model.housing.social)
    if "moves" in model.inputs.frozen:
        model.housing.remember(model)
        model.grow_school_times()
        return
    wanted = wants(model, register, fading(model))
    leave_the_map(model, register, wanted)
    together = couples(model, register, wanted)
    left = change_dwellings(model, register, wanted)
    fill_site(model, register)
    settle_kinds(model, np.concatenate([together, left]))
    model.housing.social = {
        row for row in model.housing.social if model.population.households.alive[row]
    }
    model.housing.remember(model)
    model.grow_school_times()


def fading(model: Microville) -> float:
    """Return what is left of the communes' differences in net migration: 1 at the start, then 0.

    What happened from 2015 to 2021 is no law.
    """
    months = 12 * model.parameters.population.migration_fade_years
    return max(0.0, 1.0 - model.month / months)
