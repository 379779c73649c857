"""``microville demo``: the main job, end to end."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from microville.cli.compare import print_differences
from microville.cli.options import Lang, Workers
from microville.cli.progress import progress, say
from microville.cli.publish import check_language, publish

if TYPE_CHECKING:
    import pandas as pd

    from microville.sweeps import Outcome

SCENARIOS = ("status_quo", "balanced")
MONTHS, FRACTION, SEEDS = 120, 0.1, 2


def demo(
    out: Annotated[Path, typer.Option(help="Folder for the results.")] = Path("out/demo"),
    months: Annotated[int, typer.Option(help="Months to simulate.", min=12, max=432)] = MONTHS,
    workers: Workers = None,
    lang: Lang = "fr",
) -> None:
    """Compare 'balanced' with 'status_quo' over ten years and write the report.

    The focus area (Courcy and the site) is simulated whole, one household in ten elsewhere, with
    two seeds: an indication, no confidence interval; the report says so.
    """
    from microville.runs.atomic import check_target
    from microville.runs.comparison import compare
    from microville.runs.gates import site_reach
    from microville.runs.summary import difference_rows
    from microville.scenario import load_scenario
    from microville.territory import content_hash, load_territory

    check_target(out)
    check_language(lang)
    loaded = [
        load_scenario(name).update({"run.months": months, "run.fraction": FRACTION})
        for name in SCENARIOS
    ]
    say("1/4  The map of Courcy and Reims (made when first used, then kept).")
    territory = load_territory()
    say(f"2/4  {len(SCENARIOS)} scenarios, {SEEDS} seeds, {months} months each.")
    with progress("     months simulated") as report:
        result = compare(loaded, seeds=SEEDS, workers=workers, progress=report)
    say(
        "3/4  Which assumptions move the headlines most, one at a time; gates and link of the site."
    )
    sensitivity, headlines = _assumptions(months, content_hash(territory), workers)
    reach = site_reach(territory, loaded[1])
    say("4/4  Figures and report.")
    publish(result, out, lang=lang, sensitivity=sensitivity, headlines=headlines, reach=reach)
    print_differences(difference_rows(result))
    for name, value in result.hashes().items():
        print(f"canonical hash of {name}: {value}")
    print(
        f"\nOpen {out}/report.html\n"
        "Next: microville compare status_quo balanced --seeds 8 --out out/eight\n"
        "      microville run balanced --set mobility.walk_speed_kmh=4.0\n"
        "      microville access --profile walk --out out/access.gpkg"
    )


def _assumptions(
    months: int, map_hash: str, workers: int | None
) -> tuple[pd.DataFrame, tuple[Outcome, ...]]:
    """Return what each assumption of ``headline_assumptions`` does alone, and to which outcomes."""
    from microville.sweeps import Means, load_experiment, results
    from microville.sweeps.analysis.swings import swings
    from microville.sweeps.kept import kept_sweep

    asked = load_experiment("headline_assumptions")
    asked = replace(asked, scenarios=(asked.scenarios[0].update({"run.months": months}),))
    with progress("     runs") as report:
        sweep = kept_sweep(
            asked,
            map_name="courcy-reims",
            map_hash=map_hash,
            means=Means(workers=workers),
            progress=report,
        )
    moved = swings(sweep, results(sweep).table)
    return moved.drop(columns=["scenario", "when"]), asked.outcomes
