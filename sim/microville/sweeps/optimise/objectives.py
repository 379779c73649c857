"""What a search is after: outcomes with a direction, and limits that no run may break."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from microville.sweeps.analysis.wishes import Wish, sign_of
from microville.sweeps.experiment import Lever

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from numpy.typing import NDArray

    from microville.sweeps.experiment import Experiment, Outcome

MOST_OBJECTIVES = 6
"""Beyond these nearly every programme is on the front, and a front says nothing."""


@dataclass(frozen=True, slots=True)
class Judged:
    """Programmes judged, one row each in the order they were given.

    Attributes
    ----------
    means
        Mean of each objective over scenarios, states and seeds, in its own unit, shape
        (programmes, objectives); not a number where a run is missing or had nobody.
    broken
        Share of runs that break a limit, failed or had nobody, shape (programmes,).
    """

    means: NDArray[np.float64]
    broken: NDArray[np.float64]


def objectives_of(outcomes: Sequence[Outcome]) -> list[Outcome]:
    """Return what is traded off: outcomes with ``better``; if none has, those with a direction."""
    asked = [outcome for outcome in outcomes if outcome.better]
    return asked or [outcome for outcome in outcomes if sign_of(outcome)]


def search_problems(experiment: Experiment) -> list[str]:
    """Return why a search cannot be made, a sentence each."""
    problems = []
    if not any(isinstance(f, Lever) and len(f.values) > 1 for f in experiment.factors):
        problems.append("'optimise' needs a lever with several values: what can be decided.")
    count = len(objectives_of(experiment.outcomes))
    if not 1 <= count <= MOST_OBJECTIVES:
        problems.append(
            f"'optimise' trades off 1 to {MOST_OBJECTIVES} outcomes, not {count}: write better = "
            '"high" or "low" to those that count.'
        )
    return problems


def judge(
    table: pd.DataFrame, groups: Sequence[Sequence[int]], outcomes: Sequence[Outcome], runs: int
) -> Judged:
    """Judge programmes by their runs.

    Parameters
    ----------
    table
        Results of the sweep.
    groups
        By programme, its points.
    outcomes
        Those of the sweep.
    runs
        Runs that each point has, over scenarios and seeds.
    """
    objectives = [outcome.label for outcome in objectives_of(outcomes)]
    wishes = [
        Wish(outcome.label, limit, at_least)
        for outcome in outcomes
        for limit, at_least in ((outcome.at_least, True), (outcome.at_most, False))
        if limit is not None
    ]
    good = table[objectives].notna().all(axis=1).to_numpy()
    for wish in wishes:
        good = good & wish.holds(table)
    points = table["point"].to_numpy()
    values = table[objectives].to_numpy(np.float64)
    means = np.full((len(groups), len(objectives)), np.nan)
    broken = np.ones(len(groups))
    for i, group in enumerate(groups):
        mine = np.isin(points, list(group))
        wanted = runs * len(group)
        broken[i] = 1 - good[mine].sum() / wanted
        if mine.sum() == wanted:
            # Rounded, so that sums in another order make the same search.
            means[i] = values[mine].mean(axis=0).round(9) + 0.0
    return Judged(means, broken)


def costs(judged: Judged, outcomes: Sequence[Outcome]) -> NDArray[np.float64]:
    """Return objectives as what is to be made small; endless where one is not known."""
    signs = np.array([sign_of(outcome) for outcome in objectives_of(outcomes)])
    found: NDArray[np.float64] = np.where(np.isnan(judged.means), np.inf, -signs * judged.means)
    return found


def undominated(cost: NDArray[np.float64], broken: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Return which rows no other beats: as good in all, better in one; none with a broken limit.

    Parameters
    ----------
    cost
        Shape (programmes, objectives), small is good.
    broken
        Share of runs that break a limit, shape (programmes,).
    """
    can = (broken == 0) & np.isfinite(cost).all(axis=1)
    found = np.zeros(len(cost), dtype=bool)
    for i in np.flatnonzero(can):
        as_good = (cost[can] <= cost[i]).all(axis=1)
        found[i] = not (as_good & (cost[can] < cost[i]).any(axis=1)).any()
    return found
