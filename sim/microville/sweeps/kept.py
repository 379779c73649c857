"""Sweeps kept in the cache: asked again, they are there; interrupted, they go on."""

from __future__ import annotations

import hashlib
import os
import shutil
from typing import TYPE_CHECKING

from microville.paths import cache_dir
from microville.sweeps.folder import MARK, Sweep, read_sweep
from microville.sweeps.lock import is_held
from microville.sweeps.plan import make_plan
from microville.sweeps.session import start

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from microville.sweeps.experiment import Experiment
    from microville.sweeps.session import Means

MOST = 40
"""Sweeps kept; the oldest go first."""


def kept_sweep(
    experiment: Experiment,
    *,
    map_name: str,
    map_hash: str,
    means: Means | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Sweep:
    """Return an experiment's sweep with its runs done, in a folder of the cache.

    The folder is named by what is asked: code, map, scenarios, points, seeds and outcomes. Another
    process that works there is left in peace: this one then takes a folder of its own.

    Parameters and errors as for :func:`microville.sweeps.start`; not for searches, whose points
    are not known before.
    """
    outcomes = ",".join(outcome.label for outcome in experiment.outcomes)
    asked = f"{make_plan(experiment, map_hash).digest()} {outcomes}"
    name = f"{experiment.name}-{hashlib.sha256(asked.encode()).hexdigest()[:16]}"
    folder = cache_dir() / "sweeps" / name
    if is_held(folder):
        folder = folder.with_name(f"{name}-{os.getpid()}")
    start(experiment, folder, map_name=map_name, map_hash=map_hash, means=means, progress=progress)
    _forget_oldest(folder.parent)
    return read_sweep(folder)


def _forget_oldest(home: Path, most: int = MOST) -> None:
    """Remove the oldest sweeps beyond a number, but none at which somebody works."""
    kept = [path for path in home.iterdir() if path.is_dir() and (path / MARK).is_file()]
    kept.sort(key=lambda path: (path / MARK).stat().st_mtime)
    for path in kept[: max(len(kept) - most, 0)]:
        if not is_held(path):
            shutil.rmtree(path, ignore_errors=True)
