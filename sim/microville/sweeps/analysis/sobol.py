"""Shares of an outcome's variance that factors explain: Sobol's indices of a finished sweep."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np

from microville.errors import InputError
from microville.sweeps.analysis.finished import by_point, check_finished
from microville.sweeps.design import unit_problem

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from microville.sweeps.folder import Sweep

RESAMPLES = 1000
"""Bootstrap samples of the intervals; more change their third digit."""
CONFIDENCE = 0.95
INDICES = ("first", "first_confidence", "total", "total_confidence")
_NAMES = ("S1", "S1_conf", "ST", "ST_conf")


def sobol_indices(sweep: Sweep, table: pd.DataFrame) -> pd.DataFrame:
    """Return Sobol's indices of every factor for every scenario and outcome of a sweep.

    Several seeds are averaged first, so that the indices are of the mean outcome.

    Parameters
    ----------
    sweep
        A sweep of the design ``sobol``.
    table
        Its results (:func:`microville.sweeps.results`), in any order.

    Returns
    -------
    DataFrame
        One row a scenario, outcome and factor, by falling ``total``: scenario, outcome, key,
        first (share of the variance that would go if the factor were known), first_confidence
        (half the width of its 95 % interval, by bootstrap), total (share that would be left if all
        others were known), total_confidence. Zeros where an outcome never changes; empty where its
        group had nobody in a run.

    Raises
    ------
    InputError
        If the design is not Sobol's with two base samples at least, or a run is missing.

    Notes
    -----
    Sobol (1993); estimators of Saltelli et al. (2010), Computer Physics Communications 181, and
    Jansen (1999). Computed by SALib. An estimate may lie a little outside 0 to 1.
    """
    import pandas as pd

    _check(sweep, table)
    keys = [factor["key"] for factor in sweep.about["factors"]]
    parts = []
    for scenario, label, found in _found(sweep, table):
        columns = {name: found[theirs] for name, theirs in zip(INDICES, _NAMES, strict=True)}
        frame = pd.DataFrame({"scenario": scenario, "outcome": label, "key": keys} | columns)
        # Stable: factors that explain equally little stay in the order of the file.
        parts.append(frame.sort_values("total", ascending=False, kind="stable"))
    return pd.concat(parts, ignore_index=True)


def sobol_pairs(sweep: Sweep, table: pd.DataFrame) -> pd.DataFrame:
    """Return the share of variance that each pair of factors explains beyond the two alone.

    Returns
    -------
    DataFrame
        scenario, outcome, key, other, second, second_confidence, by falling ``second``.

    Raises
    ------
    InputError
        As :func:`sobol_indices`; also if the design has no ``second_order``.
    """
    import pandas as pd

    _check(sweep, table)
    if not sweep.about["design"]["second_order"]:
        raise InputError(
            "This design has no indices of pairs.",
            hint="Write second_order = true under [design], and give another --out.",
        )
    keys = [factor["key"] for factor in sweep.about["factors"]]
    rows = []
    for scenario, label, found in _found(sweep, table):
        pairs = [
            (scenario, label, keys[i], keys[j], found["S2"][i, j], found["S2_conf"][i, j])
            for i, j in combinations(range(len(keys)), 2)
        ]
        rows += sorted(pairs, key=lambda row: -np.nan_to_num(row[4]))
    names = ["scenario", "outcome", "key", "other", "second", "second_confidence"]
    return pd.DataFrame(rows, columns=names)


def _check(sweep: Sweep, table: pd.DataFrame) -> None:
    check_finished(sweep, table, "sobol")
    if sweep.about["design"]["samples"] < 2:
        raise InputError(
            "One base sample has no variance.",
            hint="Write samples = 64 or more under [design]; the runs that are done are kept.",
        )


def _found(
    sweep: Sweep, table: pd.DataFrame
) -> list[tuple[str, str, dict[str, NDArray[np.float64]]]]:
    """Return SALib's indices by scenario and outcome."""
    design, count = sweep.about["design"], len(sweep.about["factors"])
    return [
        (scenario, outcome.label, _indices(by_point(table, scenario, outcome.label), design, count))
        for scenario in sweep.plan.scenarios
        for outcome in sweep.context.outcomes
    ]


def _indices(
    values: NDArray[np.float64], design: dict[str, Any], count: int
) -> dict[str, NDArray[np.float64]]:
    from SALib.analyze import sobol

    second = bool(design["second_order"])
    spread = np.ptp(values)
    if not spread > 0:  # constant: nothing to share out; or a value is missing
        blank = 0.0 if spread == 0 else np.nan
        empty = {name: np.full(count, blank) for name in _NAMES}
        return empty | {name: np.full((count, count), blank) for name in ("S2", "S2_conf")}
    found = sobol.analyze(
        unit_problem(count),
        values,
        calc_second_order=second,
        num_resamples=RESAMPLES,
        conf_level=CONFIDENCE,
        seed=design["seed"],
    )
    return {name: np.asarray(value, dtype=np.float64) for name, value in found.items()}
