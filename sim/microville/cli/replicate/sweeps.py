"""The sweep of an experiment, run or read; what a page says of its settings."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

    from microville.cli.replicate.page import Asked
    from microville.sweeps import Experiment, Sweep

SMALL = {"run.fraction": 0.01, "run.months": 24}


def sweep_of(name: str, asked: Asked) -> tuple[Sweep, pd.DataFrame]:
    """Return an experiment's sweep and its results, run first where they are not there.

    Raises
    ------
    SystemExit
        If runs are missing in a sweep that was done elsewhere, or failed.
    """
    from microville.sweeps import read_sweep, results

    sweep = read_sweep(asked.sweeps / name) if asked.sweeps else _run(name, asked)
    found = results(sweep)
    if found.missing:
        raise SystemExit(f"{found.missing} runs of {name} are missing in {sweep.folder}.")
    return sweep, found.table


def _run(name: str, asked: Asked) -> Sweep:
    from microville.cli.progress import progress
    from microville.sweeps import Means, load_experiment
    from microville.sweeps.kept import kept_sweep
    from microville.territory import content_hash, load_territory

    experiment = load_experiment(name)
    if asked.small:
        experiment = _smaller(experiment)
    map_hash = content_hash(load_territory("courcy-reims"))
    with progress(f"{name}, runs") as report:
        return kept_sweep(
            experiment,
            map_name="courcy-reims",
            map_hash=map_hash,
            means=Means(workers=asked.workers),
            progress=report,
        )


def _smaller(experiment: Experiment) -> Experiment:
    """Return a tiny form: outcomes of later months are read at the end."""
    by_name = ("end", "mean_last_12", "min", "max")
    outcomes = (
        o if o.when in by_name or o.when < "2026-12" else replace(o, when="end")
        for o in experiment.outcomes
    )
    return replace(
        experiment,
        scenarios=tuple(scenario.update(SMALL) for scenario in experiment.scenarios),
        seeds=experiment.seeds[:2],
        outcomes=tuple(dict.fromkeys(outcomes)),
    )


def settings_text(sweep: Sweep, digest: str) -> str:
    """Return what a page says of how its numbers came about, from the sweep itself."""
    about, scenarios = sweep.about, list(sweep.context.scenarios.values())
    months = scenarios[0].months
    seeds = about["seeds"]
    chance = f"seeds {seeds[0]} to {seeds[-1]}" if len(seeds) > 1 else f"seed {seeds[0]}"
    names = ", ".join(f"`{scenario.name}`" for scenario in scenarios)
    kind = about["design"]["kind"].replace("_", " ")
    if kind == "morris":
        kind += f", {about['design']['samples']} trajectories"
    return (
        f"`experiments/{about['name']}.toml`: {names}; {months} months from January 2025, "
        f"everybody of Courcy and the site and {scenarios[0].fraction:.0%} of the households "
        f"around; {chance}; {kind}; {len(sweep.plan.distinct())} runs; canonical hash "
        f"{digest[:12]}.\n"
    )
