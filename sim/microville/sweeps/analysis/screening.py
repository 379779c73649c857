"""Which factors move an outcome and which hardly do: Morris' screening of a finished sweep."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from microville.errors import InputError
from microville.sweeps.analysis.finished import by_point, check_finished
from microville.sweeps.design import unit_problem

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from numpy.typing import NDArray

    from microville.sweeps.experiment import Value
    from microville.sweeps.folder import Sweep

RESAMPLES = 1000
"""Bootstrap samples of the confidence; more change its third digit."""
CONFIDENCE = 0.95
INDICES = ("mu_star", "confidence", "mu", "sigma")


def screen(sweep: Sweep, table: pd.DataFrame) -> pd.DataFrame:
    """Return Morris' indices of every factor for every scenario and outcome of a sweep.

    An elementary effect is what an outcome changes, in its own unit, where one factor alone moves
    and the others stay, over the share of its range that it moved. Several seeds are averaged
    first. A factor that an outcome does not depend on has zeros throughout, since runs share their
    random numbers.

    Parameters
    ----------
    sweep
        A sweep of the design ``morris``.
    table
        Its results (:func:`microville.sweeps.results`), in any order.

    Returns
    -------
    DataFrame
        One row a scenario, outcome and factor, by falling ``mu_star``: scenario, outcome, key,
        mu_star (mean of the absolute effects: how much the factor moves), confidence (half the
        width of the 95 % interval of mu_star, by bootstrap), mu (mean of the effects: their
        direction), sigma (their standard deviation: curved or dependent on other factors). Empty
        indices where the outcome's group had nobody in a run.

    Raises
    ------
    InputError
        If the design is not Morris' with two trajectories at least, or a run is missing.

    Notes
    -----
    Morris (1991), Technometrics 33(2); mu_star: Campolongo, Cariboni and Saltelli (2007),
    Environmental Modelling & Software 22(10). Computed by SALib.
    """
    import pandas as pd

    _check(sweep, table)
    factors = sweep.about["factors"]
    positions = np.column_stack(
        [_positions(factor, sweep.plan.points.columns[factor["key"]]) for factor in factors]
    )
    parts = [
        _ranked(scenario, outcome.label, [factor["key"] for factor in factors], indices)
        for scenario in sweep.plan.scenarios
        for outcome in sweep.context.outcomes
        for indices in [
            _indices(positions, by_point(table, scenario, outcome.label), sweep.about["design"])
        ]
    ]
    return pd.concat(parts, ignore_index=True)


def _check(sweep: Sweep, table: pd.DataFrame) -> None:
    check_finished(sweep, table, "morris")
    if sweep.about["design"]["samples"] < 2:
        raise InputError(
            "One trajectory says nothing of how sure an effect is.",
            hint="Write samples = 8 or so under [design]; the runs that are done are kept.",
        )


def _positions(factor: dict[str, Any], values: Sequence[Value | None]) -> NDArray[np.float64]:
    """Return numbers that rise where the design rises: SALib reads only the direction of a step."""
    if factor["kind"] == "lever":
        return np.array([factor["values"].index(value) for value in values], dtype=np.float64)
    return np.array(values, dtype=np.float64)


def _indices(
    positions: NDArray[np.float64], values: NDArray[np.float64], design: dict[str, Any]
) -> NDArray[np.float64]:
    """Return the indices, shape (factors, len(INDICES)); all empty where a value is."""
    from SALib.analyze import morris

    count = positions.shape[1]
    if np.isnan(values).any():
        return np.full((count, len(INDICES)), np.nan)
    found = morris.analyze(
        unit_problem(count),
        positions,
        values,
        num_resamples=RESAMPLES,
        conf_level=CONFIDENCE,
        num_levels=design["levels"],
        seed=design["seed"],
    )
    names = ("mu_star", "mu_star_conf", "mu", "sigma")
    return np.column_stack([np.asarray(found[name], dtype=np.float64) for name in names])


def _ranked(
    scenario: str, label: str, keys: Sequence[str], indices: NDArray[np.float64]
) -> pd.DataFrame:
    import pandas as pd

    parts = {"scenario": scenario, "outcome": label, "key": list(keys)}
    frame = pd.DataFrame(parts | dict(zip(INDICES, indices.T, strict=True)))
    # Stable: factors that move equally little stay in the order of the file.
    return frame.sort_values("mu_star", ascending=False, kind="stable", ignore_index=True)
