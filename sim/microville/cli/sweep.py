"""``microville sweep``: many runs by design; stop and go on as you like."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from microville.cli.options import Json, MapName, Workers
from microville.cli.progress import progress, say
from microville.cli.sweep_analyse import analyse_sweep
from microville.cli.sweep_options import Experiment, Out, default_folder
from microville.cli.sweep_text import print_results, status_text
from microville.errors import InputError

if TYPE_CHECKING:
    from microville.sweeps import Means, Status

MANY = 1000
"""Points from which planning takes seconds, so that it is announced."""

app = typer.Typer(help="Experiments: many runs by design, safe to stop and go on.")

Scheduler = Annotated[
    str | None,
    typer.Option("--scheduler", help="Do the runs on a dask cluster, e.g. tcp://127.0.0.1:8786."),
]
MaxRuns = Annotated[
    int | None, typer.Option("--max-runs", help="Stop after this many runs.", min=1)
]
Retry = Annotated[
    bool, typer.Option("--retry-failed", help="Try runs that failed before once more.")
]


@app.command("run")
def run_sweep(
    experiment: Experiment,
    out: Out = None,
    workers: Workers = None,
    scheduler: Scheduler = None,
    max_runs: MaxRuns = None,
    retry: Retry = False,
    map_name: MapName = "courcy-reims",
    as_json: Json = False,
) -> None:
    """Do the runs of an experiment that its folder does not hold yet."""
    from microville.sweeps import load_experiment, start
    from microville.sweeps.count import count_points
    from microville.sweeps.on_map import check_on_map
    from microville.territory import content_hash, load_territory

    means = _means(workers, scheduler, max_runs, retry=retry)
    asked = load_experiment(experiment)
    folder = out or default_folder(experiment)
    say(f"Loading the map {map_name} (made when first used: about 20 s).", quiet=as_json)
    territory = load_territory(map_name)
    check_on_map(asked, territory)
    map_hash = content_hash(territory)
    del territory  # each worker loads it; here it would only take memory
    many = count_points(asked) * len(asked.scenarios)
    say(f"Planning {many} points (2 ms each).", quiet=as_json or many < MANY)
    with progress("runs", quiet=as_json) as report:
        found = start(
            asked,
            folder,
            map_name=_lasting(map_name),
            map_hash=map_hash,
            means=means,
            progress=report,
        )
    _tell_end(folder, found, as_json=as_json)


@app.command("resume")
def resume_sweep(
    experiment: Experiment,
    out: Out = None,
    workers: Workers = None,
    scheduler: Scheduler = None,
    max_runs: MaxRuns = None,
    retry: Retry = False,
    as_json: Json = False,
) -> None:
    """Go on with a sweep as it was planned, from what its folder holds."""
    from microville.sweeps import resume

    means = _means(workers, scheduler, max_runs, retry=retry)
    folder = out or default_folder(experiment)
    with progress("runs", quiet=as_json) as report:
        found = resume(folder, means=means, progress=report)
    _tell_end(folder, found, as_json=as_json)


@app.command("status")
def show_status(experiment: Experiment, out: Out = None, as_json: Json = False) -> None:
    """Show how far a sweep is and how much time is left."""
    from microville.sweeps import read_sweep, status

    folder = out or default_folder(experiment)
    found = status(read_sweep(folder))
    print(json.dumps({"out": str(folder)} | asdict(found)) if as_json else status_text(found))


@app.command("results")
def show_results(
    experiment: Experiment,
    out: Out = None,
    csv: Annotated[Path | None, typer.Option("--csv", help="Write the table as CSV.")] = None,
    parquet: Annotated[
        Path | None, typer.Option("--parquet", help="Write the table as Parquet.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Give the results as one table, in one order, with its hash."""
    from microville.sweeps import read_sweep, results
    from microville.sweeps.export import write_csv, write_parquet

    sweep = read_sweep(out or default_folder(experiment))
    found = results(sweep)
    for path, write in ((csv, write_csv), (parquet, write_parquet)):
        if path is not None:
            write(found.table, path)
    if as_json:
        said = {"rows": len(found.table), "missing": found.missing}
        print(json.dumps(said | {"canonical_hash": found.canonical_hash}))
        return
    print_results(found, [outcome.label for outcome in sweep.context.outcomes])


app.command("analyse")(analyse_sweep)


def _means(
    workers: int | None, scheduler: str | None, max_runs: int | None, *, retry: bool
) -> Means:
    from microville.sweeps import Means

    if scheduler is not None:
        from microville.sweeps.cluster import safety_note

        if workers is not None:
            raise InputError(
                "Give either --workers or --scheduler.", hint="A cluster has its own workers."
            )
        if note := safety_note(scheduler):
            say(note)
    return Means(workers, scheduler, max_runs, retry)


def _lasting(map_name: str) -> str:
    """Return a map's name, or its full path if it is a folder: a sweep may go on elsewhere."""
    from microville.territory import list_territories

    is_name = map_name in list_territories()
    return map_name if is_name else str(Path(map_name).resolve())


def _tell_end(folder: Path, found: Status, *, as_json: bool) -> None:
    if as_json:
        print(json.dumps({"out": str(folder)} | asdict(found)))
    else:
        print(status_text(found))
        if found.failed:
            print(f"Why runs failed: {folder}/failures.parquet")
        then = "resume" if found.left else "results"
        print(f"Next: microville sweep {then} {folder}")
    if found.failed:
        raise typer.Exit(1)
