"""What shocks do: a run beside its twin without them, person by person."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from microville.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd
    from numpy.typing import NDArray

    from microville.model import Microville
    from microville.scenario import Scenario
    from microville.territory import Territory

RECOVERED = 0.0005
"""A gap of less than half a wish in a thousand counts as none."""


def shock_months(
    scenario: Scenario,
    territory: Territory,
    *,
    seed: int = 1,
    progress: Callable[[int, int], None] | None = None,
) -> pd.DataFrame:
    """Simulate a scenario with and without its shocks, and return what differs month by month.

    Parameters
    ----------
    scenario
        With at least one shock.
    territory, seed
        As for a run.
    progress
        Called with months done and in all.

    Returns
    -------
    DataFrame
        A row a month: ``month``; ``days_share``, the largest share of its days on which a shock
        holds; ``cover`` and ``cover_without``, the share of wishes for which there is an open place
        and a way to it; ``served`` and ``served_without``, the share that was served;
        ``people_affected`` and ``people_better``, inhabitants of both runs who had fewer and more
        wishes served than without.

    Raises
    ------
    InputError
        If the scenario has no shock.
    """
    import pandas as pd

    from microville.model import Microville

    if not scenario.shocks:
        raise InputError(
            f"{scenario.name} has no shock.", hint="Write [[shocks]], see docs/scenarios.md."
        )
    hit = Microville(scenario, territory, seed=seed)
    calm = Microville(scenario.model_copy(update={"shocks": ()}), territory, seed=seed)
    rows = []
    for month in range(scenario.months):
        for model in (hit, calm):
            model.step()
        fewer, more = _who(hit, calm)
        rows.append(
            {
                "month": month,
                "days_share": max(shock.part_of(month) for shock in scenario.shocks),
                "cover": _cover(hit),
                "cover_without": _cover(calm),
                "served": _served(hit),
                "served_without": _served(calm),
                "people_affected": fewer,
                "people_better": more,
            }
        )
        if progress is not None:
            progress(month + 1, scenario.months)
    return pd.DataFrame(rows)


def shock_summary(months: pd.DataFrame) -> dict[str, float | None]:
    """Return what shocks did in all.

    Parameters
    ----------
    months
        What :func:`shock_months` gave.

    Returns
    -------
    dict
        ``cover_lost`` and ``served_lost``, the largest monthly loss of each share;
        ``people_affected``, the most in a month; ``person_days_affected``, people affected times
        the days on which a shock held; ``recovery_months``, months after the last day until the
        share served stays within half a wish in a thousand of that without; None if it does not
        within the run.
    """
    served = (months["served_without"] - months["served"]).to_numpy()
    cover = (months["cover_without"] - months["cover"]).to_numpy()
    days = months["days_share"].to_numpy() * 365.25 / 12
    held = np.flatnonzero(days > 0)
    last = int(held[-1]) if len(held) else -1
    apart = np.flatnonzero(np.abs(served) >= RECOVERED)
    end = int(apart[-1]) + 1 if len(apart) else 0
    recovery = None if end >= len(months) and len(apart) else float(max(end - last - 1, 0))
    return {
        "cover_lost": float(cover.max(initial=0.0)),
        "served_lost": float(served.max(initial=0.0)),
        "people_affected": float(months["people_affected"].max()),
        "person_days_affected": float((months["people_affected"] * days).sum()),
        "recovery_months": recovery,
    }


def _wishes(model: Microville, column: NDArray[np.int16]) -> float:
    people, households = model.population.people, model.population.households
    weight = np.where(people.alive, households.weight[people.household], 0).astype(np.int64)
    return float((column.astype(np.int64) * weight).sum())


def _served(model: Microville) -> float:
    day = model.day
    wanted = _wishes(model, day.wanted_by.sum(axis=1))
    return _wishes(model, day.served_by.sum(axis=1)) / wanted if wanted else 1.0


def _cover(model: Microville) -> float:
    day = model.day
    wanted = _wishes(model, day.wanted_by.sum(axis=1))
    return 1.0 - _wishes(model, day.out_of_reach) / wanted if wanted else 1.0


def _who(hit: Microville, calm: Microville) -> tuple[int, int]:
    """Return how many people of both runs had fewer, and more, wishes served."""
    one, two = hit.population.people, calm.population.people
    mine, theirs = np.flatnonzero(one.alive), np.flatnonzero(two.alive)
    _, a, b = np.intersect1d(one.key[mine], two.key[theirs], return_indices=True)
    mine, theirs = mine[a], theirs[b]
    gap = hit.day.served_by[mine].sum(axis=1) - calm.day.served_by[theirs].sum(axis=1)
    weight = hit.population.households.weight[one.household[mine]]
    return int(weight[gap < 0].sum()), int(weight[gap > 0].sum())
