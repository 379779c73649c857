"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from microville.scenario import load_scenario, parse_setting

if TYPE_CHECKING:
    from microville.scenario import Scenario

MapName = Annotated[str, typer.Option("--map", help="Name or folder of the map.")]
Months = Annotated[int | None, typer.Option("--months", help="Months to simulate.", min=1, max=432)]
Fraction = Annotated[
    float | None,
    typer.Option("--fraction", help="Share of households outside the focus area: 1, 0.1, 0.02 …"),
]
Settings = Annotated[
    list[str] | None,
    typer.Option("--set", help="A value to change, e.g. mobility.walk_speed_kmh=4.5. Repeatable."),
]
Seed = Annotated[int, typer.Option("--seed", help="Whole number from 0.", min=0)]
Seeds = Annotated[int, typer.Option("--seeds", help="How many seeds.", min=1, max=1000)]
Workers = Annotated[
    int | None,
    typer.Option("--workers", help="Processes; the machine's cores if not given.", min=1),
]
Threads = Annotated[
    int | None, typer.Option("--threads", help="Threads of the kernels in each process.", min=1)
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON on standard output.")]
Out = Annotated[Path | None, typer.Option("--out", help="Folder for the results.")]
Lang = Annotated[str, typer.Option("--lang", help="Language of the report: fr or en.")]


def read_scenario(
    name: str, settings: list[str] | None, months: int | None, fraction: float | None
) -> Scenario:
    """Load a scenario with what the command line changes.

    Raises
    ------
    InputError
        If the scenario or a change cannot be used.
    """
    changes: dict[str, Any] = dict(parse_setting(text) for text in settings or [])
    if months is not None:
        changes["run.months"] = months
    if fraction is not None:
        changes["run.fraction"] = fraction
    scenario = load_scenario(name)
    return scenario.update(changes) if changes else scenario


def set_threads(threads: int | None) -> None:
    """Bound the threads of the kernels. Results do not depend on it."""
    if threads is not None:
        import os

        import numba

        os.environ["NUMBA_NUM_THREADS"] = os.environ["MICROVILLE_THREADS"] = str(threads)
        numba.set_num_threads(min(threads, numba.config.NUMBA_NUM_THREADS))
