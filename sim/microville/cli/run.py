"""``microville run``: one scenario, one seed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from microville.cli.options import (
    Fraction,
    Json,
    MapName,
    Months,
    Out,
    Seed,
    Settings,
    Threads,
    read_scenario,
    set_threads,
)
from microville.cli.progress import progress, say
from microville.cli.warnings import print_warnings
from microville.errors import InputError


def run_command(
    scenario: Annotated[str, typer.Argument(help="Name or file of the scenario.")],
    months: Months = None,
    seed: Seed = 1,
    settings: Settings = None,
    out: Out = None,
    map_name: MapName = "courcy-reims",
    fraction: Fraction = None,
    threads: Threads = None,
    people: Annotated[
        bool, typer.Option("--people", help="Keep what each person got (people.parquet).")
    ] = False,
    focus: Annotated[
        bool,
        typer.Option(
            "--focus",
            help="Simulate the focus area alone; the rest replays a full run (recorded first).",
        ),
    ] = False,
    base: Annotated[
        str | None,
        typer.Option("--base", help="With --focus: the scenario whose full run is replayed."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Simulate one scenario and store its indicators, ledger, events and manifest."""
    from microville.runs import run
    from microville.runs.atomic import check_target
    from microville.runs.replays import recording
    from microville.runs.summary import headline_rows
    from microville.territory import load_territory

    chosen = read_scenario(scenario, settings, months, fraction)
    if base is not None and not focus:
        raise InputError("--base says what --focus replays.", hint="Add --focus.")
    around = chosen if base is None else read_scenario(base, settings, months, fraction)
    target = out or Path("out") / f"run-{chosen.name}-{seed}"
    check_target(target)
    set_threads(threads)
    say(f"Loading the map {map_name} (made when first used: about 20 s).", quiet=as_json)
    territory = load_territory(map_name)
    replay = None
    if focus:
        with progress(f"Recording {around.name}", quiet=as_json) as report:
            replay = recording(around, territory, seed=seed, progress=report)
    with progress(f"{chosen.name}, {chosen.months} months", quiet=as_json) as report:
        result = run(chosen, territory, seed=seed, progress=report, people=people, replay=replay)
    result.save(target)
    if left_out := result.manifest["left_out"]:
        text = f"{len(left_out)} entries of the programme have no place on this site"
        say(f"{text}: 'microville validate' lists them.", quiet=as_json)
    rows = headline_rows(result.indicators)
    if as_json:
        print(
            json.dumps(
                {
                    "out": str(target),
                    "canonical_hash": result.canonical_hash,
                    "run_id": result.manifest["run_id"],
                    "headlines": rows,
                    "warnings": result.manifest["warnings"],
                }
            )
        )
        return
    for row in rows:
        print(f"{row['label']:<58} {row['value']:>14,.2f} {row['unit']}")
    print_warnings(result.manifest["warnings"])
    print(f"\nCanonical hash {result.canonical_hash}\nWritten to {target}/")
