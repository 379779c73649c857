"""How far a sweep is: counts, and the time that is left at its present pace."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from microville.errors import RunError
from microville.sweeps.files import write_whole
from microville.sweeps.lock import is_held
from microville.sweeps.store import Store

if TYPE_CHECKING:
    from pathlib import Path

    from microville.sweeps.folder import Sweep

PACE = "progress.json"
EVERY_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Status:
    """How far a sweep is.

    Attributes
    ----------
    rows
        Rows of the results: scenarios x points x seeds.
    runs
        Different runs among them: what is the same runs once.
    done, failed, left
        Runs that ended well, runs that failed, runs still to do.
    running
        Whether a process works on it now.
    seconds_left
        At the pace of the last session with its workers; None before the first result.
    generation, generations
        Of a search: those that were asked so far, and how many there are at most; the runs of later
        ones are not counted yet. None of other designs.
    """

    rows: int
    runs: int
    done: int
    failed: int
    left: int
    running: bool
    seconds_left: float | None
    generation: int | None = None
    generations: int | None = None


def status(sweep: Sweep) -> Status:
    """Return how far a sweep is; it may be running.

    Raises
    ------
    InputError
        If a file of results is damaged.
    """
    ended = Store(sweep.folder).ended()
    wanted = set(sweep.plan.run_ids[sweep.plan.distinct()].astype(str).tolist())
    done, failed = len(wanted & ended.done), len(wanted & ended.failed)
    left = len(wanted) - done - failed
    pace = read_pace(sweep.folder)
    return Status(
        rows=len(sweep.plan.run_ids),
        runs=len(wanted),
        done=done,
        failed=failed,
        left=left,
        running=is_held(sweep.folder),
        seconds_left=None if pace is None else round(pace * left, 1),
        generation=sweep.about.get("generation"),
        generations=sweep.about["design"]["generations"] if "generation" in sweep.about else None,
    )


class Pace:
    """Notes, now and then, how many seconds pass from one result to the next."""

    def __init__(self, folder: Path, workers: int | None) -> None:
        self._path = folder / PACE
        self._workers = workers
        self._started = self._written = time.monotonic()
        self._count = 0

    def one_more(self) -> None:
        """Count a result."""
        self._count += 1
        if time.monotonic() - self._written > EVERY_SECONDS:
            self.write()

    def write(self) -> None:
        """Write the pace down; a full disk costs nothing but this."""
        self._written = time.monotonic()
        if not self._count:
            return
        pace = (self._written - self._started) / self._count
        said = {"seconds_per_run": round(pace, 4), "workers": self._workers}
        try:
            write_whole(self._path, json.dumps(said).encode())
        except RunError:
            return


def read_pace(folder: Path) -> float | None:
    """Return the seconds from one result to the next in the last session, None if not known."""
    try:
        return float(json.loads((folder / PACE).read_text(encoding="utf-8"))["seconds_per_run"])
    except (OSError, ValueError, TypeError, KeyError):
        return None
