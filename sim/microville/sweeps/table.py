"""The results of a sweep as one tidy table, in one order, with one hash."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from microville.runs.identity import canonical_hash
from microville.sweeps.store import Store

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from microville.sweeps.folder import Sweep

WHO = ("scenario", "point", "seed")


@dataclass(frozen=True, slots=True)
class Results:
    """What a sweep gave so far.

    Attributes
    ----------
    table
        One row a run that ended well, in the order of the plan: run_id, scenario, point, seed, one
        column for each key that varies (empty where the scenario's own value holds), one for each
        outcome (empty where the group had nobody).
    canonical_hash
        Hash of the table without run_id: the same for any number of workers, interruptions and
        machines.
    missing
        Rows of the plan whose runs failed or are still to do.
    """

    table: pd.DataFrame
    canonical_hash: str
    missing: int


def results(sweep: Sweep) -> Results:
    """Return the results of a sweep.

    Raises
    ------
    InputError
        If a file of results is damaged.
    """
    import pandas as pd

    plan = sweep.plan
    frame = plan.frame()
    labels = [outcome.label for outcome in sweep.context.outcomes]
    wanted = set(frame["run_id"])
    found = {
        record.run_id: [(record.outcomes or {}).get(label) for label in labels]
        for record in Store(sweep.folder).records(wanted, ok=True)
    }
    frame = frame[frame["run_id"].isin(list(found))].reset_index(drop=True)
    points = frame["point"].tolist()
    parts = {name: frame[name] for name in ("run_id", *WHO)}
    for key, values in plan.points.columns.items():
        parts[key] = pd.Series([values[point] for point in points], dtype=_dtype(values))
    for i, label in enumerate(labels):
        column = [found[run_id][i] for run_id in frame["run_id"]]
        parts[label] = pd.Series(column, dtype="float64")
    table = pd.DataFrame(parts)
    hashed = canonical_hash([table.drop(columns="run_id")])
    return Results(table, hashed, len(plan.run_ids) - len(table))


def _dtype(values: Sequence[object]) -> str:
    """Return a type that can be empty, the same whichever rows are there."""
    kinds = {type(value) for value in values if value is not None}
    if kinds == {bool}:
        return "boolean"
    if kinds == {int}:
        return "Int64"
    return "float64" if kinds <= {float} else "object"
