"""One round: a sweep, a kill at a random moment, the hash that must come out all the same."""

from __future__ import annotations

import os
import signal
import time
from contextlib import nullcontext
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.faults.job import SAMPLES, SEEDS, work
from tests.faults.stage import (
    begin,
    clear,
    cluster,
    count_done,
    is_alive,
    wait_for,
    workers_of,
)

from microville.sweeps import read_sweep, results
from microville.sweeps.tasks import Record

if TYPE_CHECKING:
    import random
    import subprocess
    from pathlib import Path

VICTIMS = ("worker", "parent", "dask worker", "scheduler")
RUNS = 2 * SAMPLES * len(SEEDS)
LATEST = RUNS - 20
"""Results after which nobody is killed: a sweep may be over before the signal arrives."""


@dataclass(frozen=True)
class Round:
    """What became of a round: who was killed after how many results, and what was left then."""

    victim: str
    after: int
    kept: int
    ended: str
    canonical_hash: str


def digest(folder: Path) -> str:
    """Return the canonical hash of a whole sweep.

    Raises
    ------
    AssertionError
        If a run is missing or a file is half-written.
    """
    broken = [path.name for path in (folder / "runs").iterdir() if path.suffix != ".json"]
    assert not broken, broken
    found = results(read_sweep(folder))
    assert found.missing == 0, f"{found.missing} runs are missing"
    return found.canonical_hash


def undisturbed(place: Path) -> str:
    """Return the hash of the sweep that nobody disturbs."""
    marks = place / "marks"
    marks.mkdir(parents=True)
    work(place / "s", marks)
    return digest(place / "s")


def kill_once(victim: str, place: Path, luck: random.Random) -> Round:
    """Kill one process of a sweep at a random moment, and bring the sweep to its end."""
    folder, marks = place / "s", place / "marks"
    marks.mkdir(parents=True)
    by_dask = victim in ("dask worker", "scheduler")
    with cluster(place) if by_dask else nullcontext(("", None)) as (address, scheduler):
        parent = begin("tests.faults.job", str(folder), str(marks), *([address] * by_dask))
        try:
            return _killed(victim, folder, marks, parent, scheduler, luck)
        finally:
            clear(parent)


def _killed(
    victim: str,
    folder: Path,
    marks: Path,
    parent: subprocess.Popen[str],
    scheduler: subprocess.Popen[str] | None,
    luck: random.Random,
) -> Round:
    after = luck.randrange(LATEST)
    wait_for(lambda: parent.poll() is not None or count_done(folder) >= after)
    # A worker is known once it began a run.
    wait_for(lambda: parent.poll() is not None or workers_of(marks))
    time.sleep(luck.uniform(0, 0.03))
    target = {
        "parent": lambda: parent.pid,
        "scheduler": lambda: scheduler.pid,
    }.get(victim, lambda: luck.choice(workers_of(marks)))()
    os.kill(target, signal.SIGKILL)
    said = parent.communicate(timeout=240)[1]
    kept = count_done(folder)
    for path in (folder / "runs").glob("*.json"):
        Record.from_json(path.read_text(encoding="utf-8"))
    if victim in ("worker", "dask worker"):
        assert parent.returncode == 0, said
        ended = "went on by itself"
    else:
        wait_for(lambda: not any(map(is_alive, workers_of(marks))) or victim == "scheduler")
        assert parent.returncode != 0
        assert victim == "parent" or "What is done is kept" in said, said
        assert "Traceback" not in said, said
        work(folder, marks)
        ended = "resumed"
    return Round(victim, after, kept, ended, digest(folder))
