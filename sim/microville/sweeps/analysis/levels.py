"""What each choice of the levers gives: means over seeds, and paired differences from the first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from microville.runs.spread import interval

if TYPE_CHECKING:
    import pandas as pd

    from microville.sweeps.experiment import Value
    from microville.sweeps.folder import Sweep

Level = dict[str, "Value | None"]
"""The values of the levers, by key; None keeps the scenario's own."""


def levels_of(sweep: Sweep) -> tuple[list[Level], list[int]]:
    """Return the different choices of the levers, and which of them each point makes.

    Points that differ in what nobody knows alone make the same choice.
    """
    levers = [f["key"] for f in sweep.about["factors"] if f["kind"] == "lever"]
    columns = sweep.plan.points.columns
    found: dict[tuple[Value | None, ...], int] = {}
    of_point = [
        found.setdefault(tuple(columns[key][point] for key in levers), len(found))
        for point in range(sweep.plan.points.count)
    ]
    return [dict(zip(levers, values, strict=True)) for values in found], of_point


def level_table(sweep: Sweep, table: pd.DataFrame) -> pd.DataFrame:
    """Return each outcome for each scenario and choice of the levers.

    Parameters
    ----------
    sweep
        A sweep whose points are chosen by levers: a list or a grid.
    table
        Its results (:func:`microville.sweeps.results`), in any order.

    Returns
    -------
    DataFrame
        One row a scenario, choice and outcome: scenario, level (its number in
        :func:`levels_of`), outcome; mean over runs; low, high (95 % interval over seeds by
        Student's t, from three seeds on, else least and greatest seed); least, most (of all runs);
        difference from the first choice, low and high of it, with the same seed and state of what
        nobody knows (difference_low, difference_high); seeds. Empty numbers where the outcome's
        group had nobody.
    """
    import pandas as pd

    levels, of_point = levels_of(sweep)
    level = table["point"].map(dict(enumerate(of_point)))
    rows = []
    for scenario in sweep.plan.scenarios:
        for outcome in sweep.context.outcomes:
            mine = table["scenario"] == scenario
            runs = table.loc[mine, outcome.label]
            # By level and seed: mean over the states of what nobody knows.
            means = runs.groupby([level[mine], table.loc[mine, "seed"]]).mean()
            by_level = {number: means[number] for number in means.index.unique(0)}
            nothing = means.iloc[:0].droplevel(0)
            for number in range(len(levels)):
                values = by_level.get(number, nothing)
                known = values.dropna()
                apart = (values - by_level.get(0, nothing)).dropna()
                mean, low, high = interval(known)
                difference, below, above = interval(apart)
                own = runs[level[mine] == number]
                rows.append(
                    {
                        "scenario": scenario,
                        "level": number,
                        "outcome": outcome.label,
                        "mean": mean,
                        "low": low,
                        "high": high,
                        "least": own.min(),
                        "most": own.max(),
                        "difference": difference,
                        "difference_low": below,
                        "difference_high": above,
                        "seeds": len(known),
                    }
                )
    return pd.DataFrame(rows)
