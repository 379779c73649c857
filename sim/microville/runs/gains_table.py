"""Gains and losses of a comparison: means and intervals over seeds, small groups left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from microville.runs.gains import FEWEST_HOUSEHOLDS, seed_table
from microville.runs.spread import ENOUGH, t_half_widths

if TYPE_CHECKING:
    import pandas as pd

    from microville.runs.comparison import Comparison

COUNTS = ("gain", "lose", "same", "change")
MEANS = ("persons", "only_before", "only_after")


def gains_table(comparison: Comparison) -> pd.DataFrame:
    """Return who gains and who loses between the baseline and each other scenario.

    Parameters
    ----------
    comparison
        Runs with their people; the first scenario is the baseline.

    Returns
    -------
    DataFrame
        One row a scenario, group (see ``gains.members``) and outcome (see ``gains.OUTCOMES``):
        persons in both runs, ``gain``, ``lose``, ``same`` (persons) and ``change`` (the mean
        difference of all of them, in the outcome's unit), each a mean over seeds with ``_low`` and
        ``_high`` (95 % interval by Student's t on the seeds' values from three seeds on, the least
        and the greatest below; a count's interval stops at 0 and at everybody); ``only_before`` and
        ``only_after`` (persons in one run alone; none is shown where they are of one to ten
        simulated households); simulated ``households`` in the seed with fewest; ``seeds``;
        ``shown``. Of groups of fewer than eleven simulated households nothing stands there but
        their labels, who is in one run alone, and 0 ``persons`` where nobody is in both (``shown``
        is False). No row where people were not kept.
    """
    import pandas as pd

    frames = []
    base = comparison.baseline
    for scenario in comparison.scenarios[1:]:
        for seed in comparison.seeds:
            before, after = (
                comparison.results[name, seed].people for name in (base, scenario.name)
            )
            if before is not None and after is not None:
                frames.append(seed_table(before, after).assign(scenario=scenario.name, seed=seed))
    if not frames:
        return pd.DataFrame(columns=["scenario", "group", "outcome"])
    return _over_seeds(pd.concat(frames, ignore_index=True))


def _over_seeds(table: pd.DataFrame) -> pd.DataFrame:
    keys = ["scenario", "group", "outcome"]
    grouped = table.groupby(keys, sort=False, observed=True)
    seeds = table.groupby("scenario")["seed"].nunique()
    result = grouped[list(MEANS)].mean()
    result["households"] = grouped["households"].min()
    # A seed in which a group has nobody has no row: it counts as none.
    result["seeds"] = grouped.size()
    asked = seeds.loc[result.index.get_level_values(0)].to_numpy()
    result.loc[result["seeds"].to_numpy() < asked, "households"] = 0
    for name in COUNTS:
        values = grouped[name]
        half = t_half_widths(values.std().to_numpy(), result["seeds"].to_numpy())
        enough = result["seeds"].to_numpy() >= ENOUGH
        result[name] = values.mean()
        result[f"{name}_low"] = np.where(enough, result[name] - half, values.min())
        result[f"{name}_high"] = np.where(enough, result[name] + half, values.max())
        if name != "change":
            result[f"{name}_low"] = result[f"{name}_low"].clip(lower=0.0)
            result[f"{name}_high"] = result[f"{name}_high"].clip(upper=result["persons"])
    shown = result["households"] >= FEWEST_HOUSEHOLDS
    hidden = result.columns.difference(["seeds", "only_before", "only_after"])
    result = result.astype(dict.fromkeys(hidden, float))
    result.loc[~shown, hidden] = np.nan
    for side in ("before", "after"):
        most = grouped[f"households_{side}"].max()
        few = (most > 0) & (grouped[f"households_{side}"].min() < FEWEST_HOUSEHOLDS)
        result.loc[few.to_numpy(), f"only_{side}"] = np.nan
    # That nobody is there in both runs tells of no household.
    result.loc[(grouped["households"].max() == 0).to_numpy(), "persons"] = 0.0
    result["shown"] = shown
    return result.reset_index()
