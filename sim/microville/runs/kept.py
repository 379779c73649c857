"""Runs kept in the cache by their id, so that what was interrupted goes on where it stopped."""

from __future__ import annotations

from typing import TYPE_CHECKING

from microville.errors import InputError
from microville.paths import cache_dir
from microville.runs.identity import run_id
from microville.runs.single import RunResult, load_run, run
from microville.territory import content_hash

if TYPE_CHECKING:
    from collections.abc import Callable

    from microville.scenario import Scenario
    from microville.territory import Territory

MOST = 400
"""Runs kept; the oldest go first."""


def kept_run(
    scenario: Scenario,
    territory: Territory,
    *,
    seed: int,
    monthly: bool = True,
    people: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> RunResult:
    """Return :func:`run`, from the cache where the same code ran the same inputs before.

    Parameters, results and errors as in :func:`run`.
    """
    name = run_id(scenario, content_hash(territory), seed) + ("" if monthly else "-yearly")
    folder = cache_dir() / "runs" / name
    if (folder / "manifest.json").is_file():
        try:
            result = load_run(folder)
        except InputError:
            pass  # a damaged entry: run again
        else:
            # A run kept without its people does not serve who asks for them.
            if result.people is not None or not people:
                if progress is not None:
                    progress(scenario.months, scenario.months)
                return result
    result = run(scenario, territory, seed=seed, progress=progress, monthly=monthly, people=people)
    try:
        result.save(folder)
        forget_oldest()
    except (InputError, OSError):
        pass  # a full disk costs only the memory of this run
    return result


def forget_oldest(most: int = MOST) -> None:
    """Remove the oldest kept runs beyond a number."""
    import shutil

    folder = cache_dir() / "runs"
    runs = [path for path in folder.iterdir() if path.is_dir() and not path.name.startswith(".")]
    runs.sort(key=lambda path: path.stat().st_mtime)
    for path in runs[: max(len(runs) - most, 0)]:
        shutil.rmtree(path, ignore_errors=True)
