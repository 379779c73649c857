"""Who works where, for good."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from microville import rng
from microville.model.rationing import ration
from microville.model.work.assign_kernels import choose_work
from microville.population.columns import EMPLOYED, NOWHERE, OUTSIDE

if TYPE_CHECKING:
    from microville.model.model import Microville
    from microville.model.traits import Traits

TRIES = 4


def assign_work(model: Microville, traits: Traits | None = None) -> None:
    """Give a workplace to everyone employed who has none, under the jobs that are left.

    A share works beyond the map, and so does who finds none (the region's labour market is open:
    a closed one would be unfounded).

    Parameters
    ----------
    model
        The state.
    traits
        The month's, if they are known already.
    """
    people, access = model.population.people, model.access
    persons = np.flatnonzero(
        people.alive & (people.status == EMPLOYED) & (people.workplace == NOWHERE)
    ).astype(np.int32)
    outside = rng.happens(
        model.seed_number,
        rng.stream("work.outside"),
        rng.ppb(model.parameters.activity.outside_work_share),
        people.key[persons],
    )
    people.workplace[persons[outside]] = OUTSIDE
    persons = persons[~outside]
    # Where more ask than there are jobs, luck decides, never the order of rows.
    luck = rng.bits(model.seed_number, rng.stream("work.order"), people.key[persons])
    persons = persons[np.lexsort((people.key[persons], luck))]
    rows = access.work_rows
    if not len(persons) or not len(rows):
        people.workplace[persons] = OUTSIDE
        return
    jobs = model.facilities.jobs[rows].astype(np.int64)
    weight = model.population.households.weight[people.household]
    taken_by = people.alive & (people.workplace >= 0)
    taken = np.bincount(
        people.workplace[taken_by], weights=weight[taken_by], minlength=len(model.facilities)
    )
    taken = taken + model.elsewhere.places_taken()
    room = jobs - taken[rows].astype(np.int64)
    traits = model.traits() if traits is None else traits
    may = traits.by_network()
    size = np.array([size_of(int(n)) for n in jobs], dtype=np.int64)
    pending = np.ones(len(persons), dtype=bool)
    got, choice = np.zeros(len(persons), dtype=bool), np.full(len(persons), -1, dtype=np.int32)
    turned = np.zeros(len(rows), dtype=np.int64)
    state = rng.start_state(model.seed_number, rng.stream("work.place"))
    for _ in range(TRIES):
        choose_work(
            state,
            rng.gumbel_table(),
            persons,
            pending,
            room <= 0,
            people.key,
            model.facilities.key[rows],
            traits.home,
            may,
            access.work_ms[:, :, : len(rows)],
            size,
            traits.constant,
            traits.per_hour,
            choice,
        )
        ration(persons, weight, pending, choice, room, got, turned)
    people.workplace[persons[got]] = rows[choice[got]]
    people.workplace[persons[~got]] = OUTSIDE


@lru_cache(maxsize=4096)
def size_of(jobs: int) -> int:
    """Return a thousand times the natural logarithm of a number of jobs, by integers only.

    Exact to a thousandth through :mod:`decimal`, hence the same on every machine.
    """
    from decimal import Decimal

    return int((Decimal(max(jobs, 1)).ln() * 1000).to_integral_value())
