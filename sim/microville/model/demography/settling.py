"""Moving in: who comes, who lives alone from now on, whole households; and what they are then."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from microville.model.demography.alone import singles_columns
from microville.model.demography.copies import add_singles, copy_households
from microville.model.demography.kinds import members_of
from microville.model.demography.search import PARTED, Seekers
from microville.population.columns import ARRIVAL, NEWCOMER, NOWHERE, SINGLE_PARENT

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from microville.model.model import Microville


def arrive(model: Microville, seekers: Seekers, homes: NDArray[np.int64]) -> None:
    """Let households from beyond the map live in their dwellings, without work and school yet."""
    if not len(seekers):
        return
    households, people = model.population.households, model.population.people
    new = copy_households(model, seekers.row, "arrival", seekers.weight)
    households.home[new] = homes.astype(np.int32)
    households.zone[new] = seekers.zone.astype(np.int16)
    households.presence[new] = ARRIVAL
    members = members_of(model, new)
    people.workplace[members] = NOWHERE
    people.on_site[members] = False
    model.count("arrivals", int(households.weight[people.household[members]].sum()))


def live_alone(model: Microville, seekers: Seekers, homes: NDArray[np.int64]) -> NDArray[np.int64]:
    """Let people who leave a household live alone; return the rows of those households."""
    if not len(seekers):
        return seekers.row
    households = model.population.households
    new = add_singles(model, seekers.person, singles_columns(model, seekers, homes))
    households.presence[new] = _after(model, new, homes_on_site=False, from_focus=None)
    # Settled by who stays: a single, a parent, or one with grown children of the other.
    households.kind[seekers.row[seekers.why == PARTED]] = SINGLE_PARENT
    model.count("moved", int(households.weight[new].sum()))
    return seekers.row


def relocate(
    model: Microville,
    rows: NDArray[np.int64],
    homes: NDArray[np.int64],
    zones: NDArray[np.int64],
    *,
    on_site: bool,
) -> None:
    """Let whole households live elsewhere on the map: pupils change school, workers keep jobs.

    Parameters
    ----------
    model
        The model.
    rows, homes, zones
        Households, their new home places and communes.
    on_site
        Whether the dwellings are those of the programme.
    """
    if not len(rows):
        return
    households, people = model.population.households, model.population.people
    from_focus = model.focus_zone[households.zone[rows]]
    households.zone[rows] = zones.astype(np.int16)
    households.presence[rows] = _after(model, rows, homes_on_site=on_site, from_focus=from_focus)
    households.home[rows] = homes.astype(np.int32)
    model.housing.social.difference_update(rows.tolist())
    members = members_of(model, rows)
    people.school[members] = NOWHERE
    model.count("moved", int(households.weight[people.household[members]].sum()))


def _after(
    model: Microville,
    rows: NDArray[np.int64],
    *,
    homes_on_site: bool,
    from_focus: NDArray[np.bool_] | None,
) -> NDArray[np.int8]:
    """Return the presence of households that moved into their present commune.

    Who was in the focus area stays what they were, also in a dwelling of the programme; who comes
    to it from elsewhere is an arrival, or on the site a newcomer; who leaves the site for an old
    dwelling is a newcomer no more.
    """
    households = model.population.households
    before = households.presence[rows]
    there = model.focus_zone[households.zone[rows]]
    stays = there if from_focus is None else from_focus
    into = there & ~stays
    after = np.where(into, NEWCOMER if homes_on_site else ARRIVAL, before)
    if not homes_on_site:
        after = np.where(before == NEWCOMER, ARRIVAL, after)
    result: NDArray[np.int8] = after.astype(np.int8)
    return result
