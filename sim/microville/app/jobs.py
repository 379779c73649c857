"""Comparisons under way on this server: one process each, one at a time, followed by any tab."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field, replace
from multiprocessing import get_context
from typing import TYPE_CHECKING, Any

from microville.app import answers
from microville.app.reporting import ReportOrder, report
from microville.errors import MicrovilleError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from multiprocessing.connection import Connection

    from microville.app.comparing import Order

LOOK_S = 0.2
PATIENCE = 5
"""How much a comparison gives way to tabs that are played (see ``nice``)."""
_TURN = threading.Semaphore(1)
"""One comparison at a time on a server: others wait for their turn."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a comparison is.

    Attributes
    ----------
    phase
        ``"none"``, ``"waiting"``, ``"running"``, ``"done"``, ``"cancelled"`` or ``"failed"``.
    share
        Of the months, 0-1.
    left_s
        Seconds left, None while nobody knows.
    result
        What :func:`microville.app.compared.results` gave.
    message
        What went wrong.
    """

    phase: str = "none"
    share: float = 0.0
    left_s: float | None = None
    result: Mapping[str, Any] = field(default_factory=dict)
    message: str = ""


def _made(order: Order | ReportOrder, progress: Callable[[int, int], None]) -> Mapping[str, Any]:
    """Return what was ordered; libraries for it are imported in this process only."""
    if isinstance(order, ReportOrder):
        return report(order, progress)
    from microville.app.compared import results

    return results(order, progress)


def work(pipe: Connection, order: Order | ReportOrder) -> None:
    """Compare, in a process of its own; send ``(kind, value)`` pairs.

    ``("progress", (done, all))``, and at the end ``("done", result)`` or ``("failed", message)``.
    """
    import os
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.environ["MICROVILLE_THREADS"] = "1"
    if hasattr(os, "nice"):
        os.nice(PATIENCE)
    try:
        pipe.send(("done", _made(order, lambda *n: pipe.send(("progress", n)))))
    except MicrovilleError as error:
        pipe.send(("failed", str(error)))
    except (BrokenPipeError, EOFError):
        return
    except Exception as error:  # noqa: BLE001  (the page shows it)
        pipe.send(("failed", f"{type(error).__name__}: {error}"))


class Job:
    """One order being worked out, for whoever asked for the same.

    Attributes
    ----------
    progress
        How far it is; read by those who follow.
    followers
        How many do; without any it is given up.
    """

    def __init__(self, order: Order | ReportOrder) -> None:
        self.order = order
        self.progress = Progress("waiting")
        self.followers = 0
        self._stop = threading.Event()

    @property
    def ended(self) -> bool:
        """Whether nothing more will come."""
        return self.progress.phase not in ("waiting", "running")

    def start(self) -> None:
        """Begin, in a thread of its own."""
        threading.Thread(target=self._run, daemon=True).start()

    def give_up(self) -> None:
        """End it."""
        self._stop.set()

    def _run(self) -> None:
        known = answers.stored(self.order)
        if known is not None:
            self._end("done", known)
            return
        while not _TURN.acquire(timeout=LOOK_S):
            if self._stop.is_set():
                return
        try:
            self._follow()
        finally:
            _TURN.release()

    def _follow(self) -> None:
        context = get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(target=work, args=(theirs, self.order), daemon=True)
        process.start()
        theirs.close()
        self.progress = Progress("running")
        started = time.monotonic()
        try:
            while not self._stop.is_set():
                if not ours.poll(LOOK_S):
                    continue
                kind, value = ours.recv()
                if kind != "progress":
                    self._end(kind, value)
                    return
                share = value[0] / max(value[1], 1)
                spent = time.monotonic() - started
                left = spent / share - spent if share else None
                self.progress = replace(self.progress, share=share, left_s=left)
        except (EOFError, OSError):
            self._end("failed", "")
        finally:
            process.terminate()
            process.join(2.0)
            ours.close()

    def _end(self, kind: str, value: Any) -> None:
        if kind == "done":
            answers.keep(self.order, value)
            self.progress = Progress("done", 1.0, result=value)
        else:
            self.progress = Progress("failed", message=value)


_JOBS: list[Job] = []
_LOCK = threading.Lock()


def join(order: Order | ReportOrder) -> Job:
    """Return the job of an order, begun if nobody else has asked for the same."""
    with _LOCK:
        _JOBS[:] = [job for job in _JOBS if not job.ended and job.followers]
        job = next((job for job in _JOBS if job.order == order), None)
        if job is None:
            job = Job(order)
            _JOBS.append(job)
            job.start()
        job.followers += 1
        return job


def leave(job: Job) -> None:
    """Follow a job no more; the last one to leave ends it."""
    with _LOCK:
        job.followers -= 1
        if not job.followers and not job.ended:
            job.give_up()
