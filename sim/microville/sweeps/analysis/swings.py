"""Which assumptions move an outcome most: the design ``one_at_a_time``, low and high."""

from __future__ import annotations

from typing import TYPE_CHECKING

from microville.sweeps.analysis.finished import by_point, check_finished

if TYPE_CHECKING:
    import pandas as pd

    from microville.sweeps.experiment import Outcome
    from microville.sweeps.folder import Sweep


def swings(sweep: Sweep, table: pd.DataFrame) -> pd.DataFrame:
    """Return what each factor does to each outcome of each scenario, alone.

    Parameters
    ----------
    sweep
        A sweep of the design ``one_at_a_time``.
    table
        Its results (:func:`microville.sweeps.results`), in any order. Several seeds are averaged.

    Returns
    -------
    DataFrame
        scenario, indicator, group, when, parameter, low_value, high_value (its first and last value
        that was tried), base (the outcome where nothing is changed), low, high (the outcome at
        these values), swing (largest distance from base of all values tried); sorted by scenario,
        outcome and falling swing.

    Raises
    ------
    InputError
        If the sweep has another design, or a run is missing.
    """
    import pandas as pd

    check_finished(sweep, table, "one_at_a_time")
    columns = sweep.plan.points.columns
    lines = []
    for scenario in sweep.plan.scenarios:
        for outcome in sweep.context.outcomes:
            values = by_point(table, scenario, outcome.label)
            base = float(values[0])
            for key, tried in columns.items():
                own = [point for point, value in enumerate(tried) if value is not None]
                ends = [float(values[point]) for point in own]
                lines.append(
                    {
                        "scenario": scenario,
                        "indicator": outcome.indicator,
                        "group": outcome.group,
                        "when": outcome.when,
                        "parameter": key,
                        "low_value": tried[own[0]],
                        "high_value": tried[own[-1]],
                        "base": base,
                        "low": ends[0],
                        "high": ends[-1],
                        "swing": max(abs(end - base) for end in ends),
                    }
                )
    by = ["scenario", "indicator", "group", "when", "swing", "parameter"]
    rising = [name != "swing" for name in by]
    return pd.DataFrame(lines).sort_values(by, ascending=rising, ignore_index=True)


def most_moving(table: pd.DataFrame, outcome: Outcome, count: int = 3) -> pd.DataFrame:
    """Return the rows of :func:`swings` that move an outcome most, those without effect left out.

    Parameters
    ----------
    table
        Of one scenario.
    outcome
        Whose indicator and group are looked at.
    count
        Rows at most.
    """
    mine = table[(table["indicator"] == outcome.indicator) & (table["group"] == outcome.group)]
    return mine[mine["swing"] > 0].head(count)
