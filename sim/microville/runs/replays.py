"""Recordings of full runs for the focus mode, kept in the cache by the id of their run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from microville.errors import InputError
from microville.focus import FocusModel, Recorder
from microville.focus.replay import read_replay
from microville.paths import cache_dir
from microville.runs.atomic import whole_folder
from microville.runs.identity import run_id
from microville.territory import content_hash

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from microville.focus import Replay
    from microville.scenario import Scenario
    from microville.territory import Territory

MOST = 12
"""Recordings kept; the oldest go first (20 years of everybody are about 250 MB)."""


def recording(
    scenario: Scenario,
    territory: Territory,
    *,
    seed: int = 1,
    progress: Callable[[int, int], None] | None = None,
) -> Replay:
    """Return the recording of a full run, made when the same code was not asked for it before.

    Parameters
    ----------
    scenario
        What is recorded, for its months and with its fraction of households elsewhere: a sample is
        quick to record (``fraction`` 0.02: about a 50th of the people), everybody is exact.
    territory
        The map.
    seed
        Any whole number from 0.
    progress
        Called with (months done, months in all) while it is recorded.

    Raises
    ------
    InputError
        If seed or fraction cannot be used.
    ScenarioError
        If the programme does not fit the territory.
    """
    folder = cache_dir() / "replays" / run_id(scenario, content_hash(territory), seed)
    if (folder / "manifest.json").is_file():
        try:
            return read_replay(folder)
        except InputError:
            pass  # a damaged entry: record again
    recorder = Recorder(scenario, territory, seed=seed)
    for month in range(scenario.months):
        recorder.step()
        if progress is not None:
            progress(month + 1, scenario.months)
    replay = recorder.replay()
    try:
        with whole_folder(folder) as temporary:
            replay.write(temporary)
        _forget_oldest(folder.parent)
        return read_replay(folder)
    except (InputError, OSError):
        return replay  # a full disk costs only the memory of this recording


def focus_model(
    scenario: Scenario,
    territory: Territory,
    *,
    seed: int = 1,
    base: Scenario | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> FocusModel:
    """Return the model of the focus area alone, recording the rest when first asked.

    Parameters
    ----------
    scenario
        What is simulated.
    territory, seed, progress
        As for :func:`recording`.
    base
        The scenario whose full run is replayed around the focus area: that before changes were
        made to it, for example. ``scenario`` itself if not given. Its months bound the run.

    Raises
    ------
    InputError, ScenarioError
        As :func:`recording` and :class:`microville.focus.FocusModel`.
    """
    replay = recording(base or scenario, territory, seed=seed, progress=progress)
    return FocusModel(scenario, territory, replay)


def _forget_oldest(folder: Path, most: int = MOST) -> None:
    """Remove the oldest recordings beyond a number."""
    import shutil

    kept = [path for path in folder.iterdir() if path.is_dir() and not path.name.startswith(".")]
    kept.sort(key=lambda path: path.stat().st_mtime)
    for path in kept[: max(len(kept) - most, 0)]:
        shutil.rmtree(path, ignore_errors=True)
