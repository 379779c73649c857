"""The outcomes of one run: a model stepped to its end, and only what is looked at kept."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from microville.indicators import all_indicators, collect
from microville.model import Microville
from microville.scenario import month_index

if TYPE_CHECKING:
    from collections.abc import Sequence

    from microville.scenario import Scenario
    from microville.sweeps.experiment import Outcome
    from microville.territory import Territory

MEAN_MONTHS = 12
"""Months of the mean: a year, so that seasons even out."""
MEAN_DECIMALS = 2
"""Decimals that a mean has beyond those of its indicator."""


def observe(
    scenario: Scenario,
    territory: Territory,
    seed: int,
    outcomes: Sequence[Outcome],
    model: Microville | None = None,
) -> dict[str, float | None]:
    """Simulate a scenario and return its outcomes.

    Parameters
    ----------
    scenario, territory, seed
        As for :func:`microville.runs.run`, which gives the same numbers.
    outcomes
        What to read; only these indicators are computed, and only in the months that need them.
    model
        The model of these, before its first month: that of the focus area alone, for example.

    Returns
    -------
    dict
        By label; None where the group had nobody.

    Raises
    ------
    InputError
        If the scenario, the seed and the map do not go together.
    """
    model = Microville(scenario, territory, seed=seed) if model is None else model
    seen: dict[Outcome, list[float]] = {outcome: [] for outcome in outcomes}
    for month in range(scenario.months):
        model.step()
        wanted = [o for o in outcomes if is_read(o, month, scenario.months)]
        if not wanted:
            continue
        table = collect(model, names={o.indicator for o in wanted})
        values = {
            (indicator, group): value
            for indicator, group, value in zip(
                table["indicator"], table["group"], table["value"], strict=True
            )
        }
        for outcome in wanted:
            if (outcome.indicator, outcome.group) in values:
                seen[outcome].append(float(values[outcome.indicator, outcome.group]))
    return {outcome.label: summed_up(outcome, values) for outcome, values in seen.items()}


def is_read(outcome: Outcome, month: int, months: int) -> bool:
    """Return whether an outcome needs a month's indicator.

    Parameters
    ----------
    outcome
        What is looked at.
    month
        Months since January 2025.
    months
        Months of the run.
    """
    if outcome.when in ("min", "max"):
        return True
    if outcome.when == "mean_last_12":
        return month >= months - MEAN_MONTHS
    if outcome.when == "end":
        return month == months - 1
    return month == month_index(outcome.when)


def summed_up(outcome: Outcome, values: Sequence[float]) -> float | None:
    """Return the one number of an outcome from its months, None if there is none."""
    if not values:
        return None
    if outcome.when == "min":
        return min(values)
    if outcome.when == "max":
        return max(values)
    if outcome.when == "mean_last_12":
        decimals = all_indicators()[outcome.indicator].decimals + MEAN_DECIMALS
        # Adding zero turns -0.0 into 0.0: one form for one number.
        return round(math.fsum(values) / len(values), decimals) + 0.0
    return values[-1]
