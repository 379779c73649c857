"""The eight scenarios side by side: docs/scenario_results.md."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from microville.cli.replicate.page import Asked, put_between

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from microville.runs import Comparison

SCENARIOS = (
    "status_quo",
    "transitional_only",
    "intergenerational_housing",
    "productive_circular",
    "food_resilience",
    "research_training",
    "balanced",
    "sprawl",
)
SEEDS, MONTHS, FRACTION = 8, 240, 0.1


def scenarios(asked: Asked) -> None:
    """Compare the scenarios over twenty years and eight seeds, a tenth of people outside."""
    from microville.figures import scenario_results as made
    from microville.figures.style import save_png

    comparison = compared(asked, SCENARIOS, made.wanted())
    docs, table = asked.docs, made.scenario_results(comparison)
    put_between(docs / "scenario_results.md", "scenarios", made.as_markdown(table))
    table.round(4).to_csv(docs / "scenario_results.csv", index=False)
    titles = {scenario.name: scenario.title.en for scenario in comparison.scenarios}
    save_png(made.figure(table, titles), docs / "images" / "scenario_results.png")


def compared(asked: Asked, names: Sequence[str], wanted: Collection[str]) -> Comparison:
    """Return runs of scenarios with the settings of this page, from the cache where they are kept.

    Of their indicators only those that are wanted stay in memory: months of everything are much.
    """
    from microville.cli.progress import progress
    from microville.runs.comparison import Comparison
    from microville.runs.workers import Task, run_all
    from microville.scenario import load_scenario
    from microville.territory import load_territory

    settings = {"run.fraction": FRACTION, "run.months": MONTHS}
    if asked.small:
        settings = {"run.fraction": 0.01, "run.months": 24}
    loaded = tuple(load_scenario(name).update(settings) for name in names)
    seeds = tuple(range(1, 3 if asked.small else SEEDS + 1))
    territory = load_territory("courcy-reims")
    tasks = [
        Task(scenario, seed, monthly=False, people=True) for seed in seeds for scenario in loaded
    ]
    results = {}
    with progress("runs, in months", quiet=False) as report:
        for i, result in run_all(
            tasks, territory, map_name="courcy-reims", workers=asked.workers, progress=report
        ):
            few = result.indicators[result.indicators["indicator"].isin(wanted)]
            results[tasks[i].scenario.name, tasks[i].seed] = replace(
                result, indicators=few.reset_index(drop=True)
            )
    return Comparison(territory, loaded, seeds, results)
