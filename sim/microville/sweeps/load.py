"""Find an experiment, read it, check everything."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

from microville.errors import InputError
from microville.paths import data_dir
from microville.scenario.nearest import did_you_mean
from microville.scenario.source import read_source
from microville.sweeps.check import check_experiment

if TYPE_CHECKING:
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
    experiment, problems = check_experiment(read_source(_find(name_or_path)))
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


def _find(name_or_path: str | Path) -> Path:
    known = list_experiments()
    name = str(name_or_path)
    if name in known:
        return known[name]
    path = Path(name_or_path)
    if path.suffix == ".toml" or path.is_file():
        return path
    raise InputError(
        f"There is no experiment {name!r}{did_you_mean(name, known)}",
        hint=f"Known experiments: {', '.join(known)}; or give the path of a .toml file.",
    )
