"""Arguments and options that the commands of ``microville sweep`` share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Experiment = Annotated[
    str, typer.Argument(help="Name or file of the experiment, or the folder of its sweep.")
]
Out = Annotated[
    Path | None, typer.Option("--out", help="Folder of the sweep; out/sweeps/NAME if not given.")
]


def default_folder(experiment: str) -> Path:
    """Return the folder of a sweep: the one that was named, else that of the experiment."""
    path = Path(experiment)
    return path if path.is_dir() else Path("out") / "sweeps" / path.stem
