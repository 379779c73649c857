"""Find an experiment, read it, check everything."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING

from microville.errors import InputError
from microville.paths import data_dir
from microville.scenario.load import find_file
from microville.scenario.source import read_source
from microville.sweeps.check import check_experiment

if TYPE_CHECKING:
    from pathlib import Path

    from microville.sweeps.experiment import Experiment

HINT = "\ndocs/sweeps.md describes the format."
_OWN_KEYS = {"scenarios", "design", "levers", "uncertainties", "outcomes", "points"}
"""Keys that no scenario has."""


def list_experiments() -> dict[str, Path]:
    """Return the project's own experiments by name."""
    return {path.stem: path for path in sorted(data_dir("experiments").glob("*.toml"))}


def load_experiment(name_or_path: str | Path) -> Experiment:
    """Load an experiment by name, or from a file.

    Parameters
    ----------
    name_or_path
        ``"break_even"``, or the path of a TOML file.

    Raises
    ------
    InputError
        If there is no such experiment or its file is wrong. Of wrong syntax the first fault is
        named; of wrong meaning all, one a line, with file, line, key and what is allowed.
    """
    file = find_file(name_or_path, list_experiments(), "experiment", InputError)
    experiment, problems = check_experiment(read_source(file))
    if experiment is None:
        raise InputError("\n".join(problems), hint=HINT)
    return experiment


def is_experiment(path: Path) -> bool:
    """Return whether a file has the keys of an experiment, not those of a scenario."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError, RecursionError):
        return False
    return bool(_OWN_KEYS & set(data))
