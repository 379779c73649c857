"""What analyses of a design need of a finished sweep: every run there, outcomes by point."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from microville.errors import InputError

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from microville.sweeps.folder import Sweep


def check_finished(sweep: Sweep, table: pd.DataFrame, kind: str) -> None:
    """Check that a sweep has a kind of design and that none of its runs is missing.

    Raises
    ------
    InputError
        If it has another design, or a run failed or is still to do.
    """
    found = sweep.about["design"]["kind"]
    if found != kind:
        raise InputError(
            f"This sweep's design is {found!r}; the analysis is for {kind!r}.",
            hint=f'Write kind = "{kind}" under [design], and give another --out.',
        )
    missing = len(sweep.plan.run_ids) - len(table)
    if missing:
        raise InputError(
            f"{missing} of {len(sweep.plan.run_ids)} runs are missing: they failed or are still "
            f"to do, and the indices of {kind!r} need every one.",
            hint="Give 'microville sweep resume' with the folder; --retry-failed for failed ones.",
        )


def by_point(table: pd.DataFrame, scenario: str, label: str) -> NDArray[np.float64]:
    """Return an outcome's mean over seeds, in the order of the points, shape (points,)."""
    mine = table[table["scenario"] == scenario].sort_values(["point", "seed"])
    values = mine[label].to_numpy(np.float64)
    means: NDArray[np.float64] = values.reshape(mine["point"].nunique(), -1).mean(axis=1)
    return means
