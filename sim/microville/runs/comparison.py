"""Scenarios side by side: the same seeds, paired differences."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from microville.errors import InputError
from microville.runs.gains_table import gains_table
from microville.runs.spread import ENOUGH, t_half_widths
from microville.runs.warnings import check_warnings, warning_rows
from microville.runs.workers import Task, run_all
from microville.scenario import load_scenario
from microville.territory import load_territory

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import pandas as pd

    from microville.runs.single import RunResult
    from microville.scenario import Scenario
    from microville.territory import Territory


@dataclass(frozen=True, slots=True)
class Comparison:
    """Runs of several scenarios with the same seeds.

    Attributes
    ----------
    territory
        The map.
    scenarios
        In the order given; the baseline first.
    seeds
        The same for each scenario.
    results
        By (scenario name, seed).
    """

    territory: Territory
    scenarios: tuple[Scenario, ...]
    seeds: tuple[int, ...]
    results: dict[tuple[str, int], RunResult]

    @property
    def baseline(self) -> str:
        """Name of the scenario that the others are compared with."""
        return self.scenarios[0].name

    def indicators(self) -> pd.DataFrame:
        """Return every run's indicators: scenario, seed, month, indicator, group, value, unit."""
        import pandas as pd

        parts = [
            result.indicators.assign(scenario=name, seed=seed)
            for (name, seed), result in sorted(self.results.items())
        ]
        table = pd.concat(parts, ignore_index=True)
        order = ["scenario", "seed", "month", "indicator", "group", "value", "unit"]
        return table[order]

    def differences(self) -> pd.DataFrame:
        """Return paired differences from the baseline, with intervals over seeds.

        Returns
        -------
        DataFrame
            scenario, month, indicator, group, unit, baseline (mean over seeds), value (mean),
            difference (mean of paired differences), low, high (95 % interval by Student's t from
            three seeds on; with two seeds the two differences themselves), seeds. Groups that are
            missing on one side have no row.
        """
        import pandas as pd

        table = self.indicators()
        keys = ["month", "indicator", "group"]
        base = table[table["scenario"] == self.baseline]
        frames = []
        for scenario in self.scenarios[1:]:
            other = table[table["scenario"] == scenario.name]
            paired = other.merge(base, on=[*keys, "seed", "unit"], suffixes=("", "_base"))
            paired["difference"] = paired["value"] - paired["value_base"]
            grouped = paired.groupby([*keys, "unit"], sort=True, observed=True)
            summary = grouped.agg(
                baseline=("value_base", "mean"),
                value=("value", "mean"),
                difference=("difference", "mean"),
                spread=("difference", "std"),
                least=("difference", "min"),
                most=("difference", "max"),
                seeds=("difference", "size"),
            ).reset_index()
            frames.append(_intervals(summary).assign(scenario=scenario.name))
        columns = [
            "scenario",
            *keys,
            "unit",
            "baseline",
            "value",
            "difference",
            "low",
            "high",
            "seeds",
        ]
        if not frames:
            return pd.DataFrame(columns=columns)
        return pd.concat(frames, ignore_index=True)[columns]

    def gains(self) -> pd.DataFrame:
        """Return who gains and who loses against the baseline; see :func:`gains_table`.

        Without any row where a run was made without people.
        """
        return gains_table(self)

    def warnings(self) -> list[dict[str, Any]]:
        """Return the early warnings raised, a row a scenario and warning (see `warning_rows`)."""
        return warning_rows(self.scenarios, self.results)

    def hashes(self) -> dict[str, str]:
        """Return the canonical hash of each run, by ``"scenario-seed"``."""
        return {
            f"{name}-{seed}": result.canonical_hash
            for (name, seed), result in sorted(self.results.items())
        }

    def manifest(self) -> dict[str, Any]:
        """Return the manifests of every run, and what the comparison compares."""
        return {
            "kind": "comparison",
            "baseline": self.baseline,
            "scenarios": [scenario.name for scenario in self.scenarios],
            "seeds": list(self.seeds),
            "runs": [result.manifest for _, result in sorted(self.results.items())],
        }


def _intervals(summary: pd.DataFrame) -> pd.DataFrame:
    count = summary["seeds"].to_numpy()
    enough = count >= ENOUGH
    half = t_half_widths(summary["spread"].to_numpy(), count)
    middle = summary["difference"].to_numpy()
    return summary.assign(
        low=np.where(enough, middle - half, summary["least"]),
        high=np.where(enough, middle + half, summary["most"]),
    )


def compare(
    scenarios: Sequence[str | Path | Scenario],
    *,
    seeds: int | Sequence[int] = 2,
    map_name: str = "courcy-reims",
    months: int | None = None,
    fraction: float | None = None,
    workers: int | None = None,
    people: bool = True,
    progress: Callable[[int, int], None] | None = None,
) -> Comparison:
    """Run scenarios with the same seeds; the first is the baseline.

    Parameters
    ----------
    scenarios
        Names, files or scenarios; at least two, with different names.
    seeds
        How many (then 1, 2, 3 …), or which.
    map_name
        The map.
    months, fraction
        Override the scenarios' own.
    workers
        Processes; the machine's cores if not given.
    people
        Whether each run keeps its people, from which follows who gains and who loses.
    progress
        Called with (months done, months in all).

    Raises
    ------
    InputError
        If there are fewer than two scenarios or no seed, two have one name, or they run for
        different numbers of months.
    """
    loaded = [load_scenario(s) if isinstance(s, str | Path) else s for s in scenarios]
    changes = {
        key: value
        for key, value in (("run.months", months), ("run.fraction", fraction))
        if value is not None
    }
    loaded = [s.update(changes) if changes else s for s in loaded]
    names = [s.name for s in loaded]
    if len(loaded) < 2 or len(set(names)) < len(names):
        raise InputError(
            "A comparison needs two or more scenarios with different names.",
            hint="For example: microville compare status_quo balanced",
        )
    if len({s.months for s in loaded}) > 1:
        told = ", ".join(f"{s.name} {s.months}" for s in loaded)
        raise InputError(
            f"Scenarios can be compared over the same months only; theirs are: {told}.",
            hint="Give --months, or the same run.months in their files.",
        )
    chosen = tuple(range(1, seeds + 1)) if isinstance(seeds, int) else tuple(seeds)
    if not chosen:
        raise InputError("A comparison needs at least one seed.", hint="Give --seeds 2.")
    for scenario in loaded:
        check_warnings(scenario)
    territory = load_territory(map_name)
    tasks = [Task(s, seed, people=people) for seed in chosen for s in loaded]
    results: dict[tuple[str, int], RunResult] = {}
    for i, result in run_all(
        tasks, territory, map_name=map_name, workers=workers, progress=progress
    ):
        results[tasks[i].scenario.name, tasks[i].seed] = result
    return Comparison(territory, tuple(loaded), chosen, results)
