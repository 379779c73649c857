"""Processes of a round: how they are started, watched and cleared away."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).parents[2]
PATIENCE = 240.0
"""Seconds after which a round counts as hung: minutes, for machines with much else to do."""


def environment() -> dict[str, str]:
    """Return an environment in which the toy tasks can be imported."""
    paths = [str(ROOT), str(ROOT / "tests"), str(ROOT / "sim"), os.environ.get("PYTHONPATH", "")]
    return os.environ | {"PYTHONPATH": os.pathsep.join(paths)}


def begin(*words: str) -> subprocess.Popen[str]:
    """Start a Python module with words."""
    return subprocess.Popen(
        [sys.executable, "-W", "ignore", "-m", *words],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        env=environment(),
        cwd=ROOT,
    )


def wait_for(condition: Callable[[], object]) -> None:
    """Wait until something is so.

    Raises
    ------
    TimeoutError
        After PATIENCE.
    """
    end = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > end:
            raise TimeoutError("the round hangs")
        time.sleep(0.002)


def count_done(folder: Path) -> int:
    """Return how many results stand in a sweep's folder."""
    return len(list((folder / "runs").glob("*.json"))) if (folder / "runs").is_dir() else 0


def workers_of(marks: Path) -> list[int]:
    """Return the processes that did runs, those that still live."""
    found = {int(path.name.split("-")[1]) for path in marks.iterdir()}
    return sorted(pid for pid in found if is_alive(pid))


def is_alive(pid: int) -> bool:
    """Return whether a process runs (one that only waits to be buried does not)."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").split()[2] != "Z"
    except OSError:
        return False


def clear(process: subprocess.Popen[str]) -> None:
    """End a process of ours."""
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
    if process.stderr is not None:
        process.stderr.close()


@contextmanager
def cluster(place: Path) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """Yield the address and process of a scheduler on loopback with one worker and its nanny."""
    file = place / "scheduler.json"

    def address() -> str:
        try:
            return str(json.loads(file.read_text(encoding="utf-8"))["address"])
        except (OSError, ValueError):
            return ""

    here = ("--host", "127.0.0.1", "--no-dashboard")
    scheduler = begin(
        *("distributed.cli.dask_scheduler", *here, "--port", "0", "--scheduler-file", str(file))
    )
    worker = None
    try:
        wait_for(address)
        room = ("--nthreads", "1", "--local-directory", str(place / "dask"))
        worker = begin("distributed.cli.dask_worker", address(), *here, *room)
        yield address(), scheduler
    finally:
        for process in (worker, scheduler):
            if process is not None:
                clear(process)
