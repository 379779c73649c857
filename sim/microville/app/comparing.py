"""A comparison in a process of its own: what it works out, and how a page follows it."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field, replace
from multiprocessing import get_context
from typing import TYPE_CHECKING, Any

import solara

from microville.app.reporting import ReportOrder, report
from microville.errors import MicrovilleError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from multiprocessing.connection import Connection

    from microville.app.edits import Edit

MOST_SCENARIOS = 5
LOOK_S = 0.2
_TURN = threading.Semaphore(1)
"""One comparison at a time on a server: others wait for their turn."""


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be compared.

    Attributes
    ----------
    scenarios
        Names of the project's scenarios, the first is what others are compared with.
    changed
        Scenario and edits of the live page as a further one; None for none.
    months, seeds, fraction
        How long, how many draws, share of households outside the focus area.
    map_name
        The map.
    """

    scenarios: tuple[str, ...]
    changed: tuple[str, tuple[Edit, ...]] | None
    months: int
    seeds: int
    fraction: float
    map_name: str


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
    try:
        pipe.send(("done", _made(order, lambda *n: pipe.send(("progress", n)))))
    except MicrovilleError as error:
        pipe.send(("failed", str(error)))
    except (BrokenPipeError, EOFError):
        return
    except Exception as error:  # noqa: BLE001  (the page shows it)
        pipe.send(("failed", f"{type(error).__name__}: {error}"))


class Comparing:
    """The comparison of one tab."""

    def __init__(self) -> None:
        self.progress = solara.Reactive(Progress())
        self._stop = threading.Event()
        self._stop.set()

    def start(self, order: Order | ReportOrder) -> None:
        """Start a comparison in the background, after the one before has ended."""
        self.cancel()
        stop = self._stop = threading.Event()
        self.progress.set(Progress("waiting"))
        threading.Thread(target=self._run, args=(order, stop), daemon=True).start()

    def cancel(self) -> None:
        """Give up what runs. Single runs that have ended are kept and found again."""
        if not self._stop.is_set():
            self._stop.set()
            self.progress.set(Progress("cancelled"))

    def _tell(self, stop: threading.Event, **changes: Any) -> None:
        if not stop.is_set():
            self.progress.set(replace(self.progress.peek(), **changes))

    def _run(self, order: Order | ReportOrder, stop: threading.Event) -> None:
        while not _TURN.acquire(timeout=LOOK_S):
            if stop.is_set():
                return
        try:
            self._follow(order, stop)
        finally:
            _TURN.release()

    def _follow(self, order: Order | ReportOrder, stop: threading.Event) -> None:
        context = get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(target=work, args=(theirs, order), daemon=True)
        process.start()
        theirs.close()
        self._tell(stop, phase="running")
        started = time.monotonic()
        try:
            while not stop.is_set():
                if not ours.poll(LOOK_S):
                    continue
                kind, value = ours.recv()
                if kind != "progress":
                    self._end(stop, kind, value)
                    return
                share = value[0] / max(value[1], 1)
                spent = time.monotonic() - started
                self._tell(stop, share=share, left_s=spent / share - spent if share else None)
        except (EOFError, OSError):
            self._end(stop, "failed", "")
        finally:
            process.terminate()
            process.join(2.0)
            ours.close()

    def _end(self, stop: threading.Event, kind: str, value: Any) -> None:
        if kind == "done":
            self._tell(stop, phase="done", share=1.0, result=value)
        else:
            self._tell(stop, phase="failed", message=value)
        stop.set()


def order_of(
    chosen: Sequence[str],
    changed: tuple[str, tuple[Edit, ...]] | None,
    *,
    months: int,
    seeds: int,
    fraction: float,
    map_name: str,
) -> Order | None:
    """Return what to compare, None where there are not two to five scenarios."""
    count = len(chosen) + (changed is not None)
    if not 2 <= count <= MOST_SCENARIOS:
        return None
    return Order(tuple(chosen), changed, months, seeds, fraction, map_name)
