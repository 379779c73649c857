"""Results shown in the documentation, made again: ``python -m microville.cli.replicate docs``.

Each step reads what a page says of its settings, and writes its table and its figure. Finished runs
are kept, so that what was interrupted goes on where it stopped.
"""

from __future__ import annotations

import argparse
import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

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
SEEDS, MONTHS, FRACTION = 8, 120, 0.05
START, END = "<!-- made by make figures: {} -->", "<!-- end -->"


def put_between(path: Path, name: str, text: str) -> None:
    """Replace what stands between a page's marks; what people wrote around it stays."""
    page = path.read_text(encoding="utf-8")
    start = START.format(name)
    pattern = re.escape(start) + r"\n.*?" + re.escape(END)
    found = re.compile(pattern, flags=re.DOTALL)
    if not found.search(page):
        raise SystemExit(f"{path} has no place for {name}: write {start} and {END} there.")
    made = f"{start}\n{text}{END}"
    path.write_text(found.sub(lambda _: made, page), encoding="utf-8")


def scenarios(docs: Path) -> None:
    """Compare the scenarios over ten years and eight seeds, a twentieth of people outside."""
    from microville.cli.progress import progress
    from microville.figures import scenario_results as made
    from microville.figures.style import save_png
    from microville.runs.comparison import Comparison
    from microville.runs.workers import Task, run_all
    from microville.scenario import load_scenario
    from microville.territory import load_territory

    settings = {"run.fraction": FRACTION, "run.months": MONTHS}
    loaded = tuple(load_scenario(name).update(settings) for name in SCENARIOS)
    seeds = tuple(range(1, SEEDS + 1))
    territory = load_territory("courcy-reims")
    tasks = [Task(scenario, seed, monthly=False, people=True) for seed in seeds for scenario in loaded]
    results = {}
    with progress("runs, in months", quiet=False) as report:
        for i, result in run_all(tasks, territory, map_name="courcy-reims", progress=report):
            # Of 240 months of everything only what the table reads is kept in memory.
            few = result.indicators[result.indicators["indicator"].isin(made.wanted())]
            results[tasks[i].scenario.name, tasks[i].seed] = replace(
                result, indicators=few.reset_index(drop=True)
            )
    table = made.scenario_results(Comparison(territory, loaded, seeds, results))
    put_between(docs / "scenario_results.md", "scenarios", made.as_markdown(table))
    table.round(4).to_csv(docs / "scenario_results.csv", index=False)
    titles = {scenario.name: scenario.title.en for scenario in loaded}
    save_png(made.figure(table, titles), docs / "images" / "scenario_results.png")


STEPS: dict[str, Callable[[Path], None]] = {"scenarios": scenarios}


def main() -> None:
    """Make every step, or those that are named."""
    reader = argparse.ArgumentParser(description=main.__doc__)
    reader.add_argument("docs", type=Path, help="Folder of the documentation.")
    reader.add_argument("--only", choices=sorted(STEPS), action="append", help="Repeatable.")
    asked = reader.parse_args()
    for name, step in STEPS.items():
        if asked.only is None or name in asked.only:
            step(asked.docs)


if __name__ == "__main__":
    main()
