"""``microville calibrate``: constants of mode choice, fitted and held against what was not."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from microville.cli.options import Json, MapName, Settings, Threads, read_scenario, set_threads
from microville.cli.progress import say


def calibrate_command(
    scenario: Annotated[str, typer.Argument(help="Name or file of the scenario.")] = "status_quo",
    map_name: MapName = "courcy-reims",
    fraction: Annotated[
        float, typer.Option("--fraction", help="Share of households outside the focus area.")
    ] = 0.05,
    seeds: Annotated[int, typer.Option("--seeds", help="How many seeds.", min=1, max=100)] = 2,
    settings: Settings = None,
    out: Annotated[
        Path | None, typer.Option("--out", help="Folder for account, numbers and parameter file.")
    ] = None,
    threads: Threads = None,
    as_json: Json = False,
) -> None:
    """Fit mode constants to published shares on half of the strata; report the other half."""
    from microville.calibration import account_text, calibrate
    from microville.calibration.account import as_json as numbers_of
    from microville.calibration.account import parameter_file
    from microville.runs.atomic import check_target, whole_folder
    from microville.territory import load_territory

    chosen = read_scenario(scenario, settings, None, fraction)
    if out is not None:
        check_target(out)
    set_threads(threads)
    say(f"Loading the map {map_name}.", quiet=as_json)
    territory = load_territory(map_name)
    numbers = list(range(1, seeds + 1))
    trial = calibrate(
        chosen,
        territory,
        seeds=numbers,
        fraction=fraction,
        told=lambda line: say(line, quiet=as_json),
    )
    about = {"scenario": chosen.name, "map": map_name, "fraction": fraction, "seeds": numbers}
    text, found = account_text(trial, about), numbers_of(trial, about)
    print(json.dumps(found) if as_json else text)
    if out is None:
        return
    with whole_folder(out) as folder:
        (folder / "calibration.md").write_text(text, encoding="utf-8")
        (folder / "calibration.toml").write_text(parameter_file(trial, about), encoding="utf-8")
        # The manifest marks the folder as ours.
        (folder / "manifest.json").write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    say(f"Written to {out}/", quiet=as_json)
