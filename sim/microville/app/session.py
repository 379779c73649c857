"""One browser tab: its worker process, what it shows, and what it has asked for."""

from __future__ import annotations

import queue
import threading
import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import solara

from microville.app.client import Worker, WorkerLostError
from microville.app.view import View
from microville.app.worker import MOST_MONTHS
from microville.errors import MicrovilleError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from microville.app.edits import Edit
    from microville.app.server import Settings

SPEEDS = {"slow": 2.0, "normal": 0.7, "fast": 0.0}
"""Seconds between two months."""
IDLE_S = 0.25


class Session:
    """A tab's simulation: commands are done one after the other, by a thread of its own.

    Parameters
    ----------
    shared
        What the server was started with.
    """

    def __init__(self, shared: Settings) -> None:
        self.shared = shared
        self.view = solara.Reactive(View(scenario=shared.scenario))
        self._jobs: queue.Queue[Callable[[], None] | None] = queue.Queue()
        self._worker: Worker | None = None
        self._closed = False
        self._want_day = True
        self._day_done = False
        self._looked: tuple[str, str] = ("", "")
        self._setting = threading.Lock()
        threading.Thread(target=self._work, daemon=True).start()
        self.restart(shared.scenario)

    # -- what the page asks -------------------------------------------------------------------

    def restart(self, scenario: str, edits: tuple[Edit, ...] = (), months: int = 1) -> None:
        """Start a scenario from January 2025; also the way on after a lost process."""
        self._set(scenario=scenario, playing=False, seen={})
        self._looked = ("", "")
        self._do(lambda: self._start(scenario, edits, months))

    def resume(self) -> None:
        """Start a new process and play to where the lost one was, with the same changes."""
        view = self.view.peek()
        self._set(phase="starting", message="")
        self.restart(view.scenario, view.edits, max(view.month, 1))

    def step(self, months: int = 1) -> None:
        """Simulate some months."""
        self._do(lambda: self._ask("step", months=months))

    def play(self, *, on: bool) -> None:
        """Let months go on by themselves, or stop them."""
        self._set(playing=on)
        self._do(lambda: None)

    def set_speed(self, speed: str) -> None:
        """Choose one of :data:`SPEEDS`."""
        self._set(speed=speed)

    def change(self, edit: Edit) -> None:
        """Make a change, after those made before."""
        self._do(lambda: self._ask("edit", edits=(*self.view.peek().edits, edit)))

    def undo(self) -> None:
        """Take back the last change."""
        self._do(lambda: self._ask("edit", edits=self.view.peek().edits[:-1]))

    def look(self, kind: str, name: str) -> None:
        """Show a place's facts from now on, month by month."""
        self._looked = (kind, name)
        self._do(self._look)

    def look_away(self) -> None:
        """Show no place any more."""
        self._looked = ("", "")
        self._set(seen={})

    def show_day(self, *, on: bool) -> None:
        """Show people moving while months stand still, or do not."""
        self._want_day = on
        self._day_done = False
        if not on:
            self._set(day=b"")
        self._do(lambda: None)

    def ask(self, command: str, **keywords: Any) -> Mapping[str, Any]:
        """Return the simulation's answer to a question that changes nothing; waits for it.

        What went wrong is in the answer, under ``"refused"``.
        """
        try:
            found: Mapping[str, Any] = self._call(command, **keywords)
        except WorkerLostError:
            self._set(phase="lost", playing=False, busy=False)
            return {"refused": ""}
        except MicrovilleError as error:
            return {"refused": str(error)}
        return found

    def toml(self, name_fr: str, name_en: str) -> str:
        """Return the scenario with its changes as a file; waits for the answer."""
        return str(self._call("toml", name_fr=name_fr, name_en=name_en))

    def close(self) -> None:
        """End the process: the tab is gone."""
        self._closed = True
        self._jobs.put(None)
        if self._worker is not None:
            self.shared.pool.give_back(self._worker)

    # -- how it is done -----------------------------------------------------------------------

    def _set(self, **changes: Any) -> None:
        with self._setting:
            if not self._closed:
                self.view.set(replace(self.view.peek(), **changes))

    def _do(self, job: Callable[[], None]) -> None:
        self._jobs.put(job)

    def _work(self) -> None:
        due = 0.0
        while not self._closed:
            view = self.view.peek()
            try:
                wait = max(due - time.monotonic(), 0.01) if view.playing else IDLE_S
                job = self._jobs.get(timeout=wait)
            except queue.Empty:
                if time.monotonic() >= due and self._goes_on():
                    due = time.monotonic() + SPEEDS[view.speed]
                    self._guarded(lambda: self._ask("step", months=1))
                elif self._day_is_due(view):
                    self._guarded(self._fetch_day)
                continue
            if job is None:
                return
            self._guarded(job)

    def _goes_on(self) -> bool:
        """Return whether the next month is due, and say in the same breath that it is under way.

        A pause comes before (no month follows) or after (the page waits for the month to end),
        never between: a page that stands still would otherwise move once more.
        """
        with self._setting:
            view = self.view.peek()
            due = view.playing and view.phase == "ready" and not self._closed
            if due:
                self.view.set(replace(view, busy=True))
            return due

    def _day_is_due(self, view: View) -> bool:
        still = view.phase == "ready" and not view.playing and not self._day_done
        return still and self._want_day and not view.message

    def _guarded(self, job: Callable[[], None]) -> None:
        try:
            job()
        except WorkerLostError:
            self._set(phase="lost", playing=False, busy=False)
        except MicrovilleError as error:
            self._set(message=str(error), playing=False, busy=False)
            if self._worker is None:
                self._set(phase="full")
        except Exception as error:  # noqa: BLE001  (the tab says so and goes on)
            self._set(message=f"{type(error).__name__}: {error}", playing=False, busy=False)

    def _call(self, command: str, **keywords: Any) -> Any:
        if self._worker is None:
            raise WorkerLostError("The simulation's process has ended.")
        return self._worker.call(command, **keywords)

    def _ask(self, command: str, **keywords: Any) -> None:
        self._set(busy=True)
        state = self._call(command, **keywords)
        self._day_done = False
        playing = self.view.peek().playing and state["month"] < MOST_MONTHS
        self._set(state=state, busy=False, message="", day=b"", phase="ready", playing=playing)
        if self._looked[0]:
            self._look()

    def _start(self, scenario: str, edits: tuple[Edit, ...], months: int) -> None:
        self._set(busy=True, phase="starting")
        if self._worker is None or not self._worker.alive:
            if self._worker is not None:
                self.shared.pool.give_back(self._worker)
                self._worker = None
            self._worker = self.shared.pool.take()
        self._ask(
            "start",
            scenario=scenario,
            seed=self.view.peek().seed,
            fraction=self.shared.fraction,
            edits=edits,
            months=months,
        )
        self.shared.pool.refill()
        if self._closed:
            self.shared.pool.give_back(self._worker)

    def _look(self) -> None:
        kind, name = self._looked
        self._set(seen=self._call("look", kind=kind, name=name))

    def _fetch_day(self) -> None:
        """Fetch the day part by part; whatever else is asked meanwhile comes first."""
        parts: list[bytes] = []
        count = 1
        while len(parts) < count:
            if not self._jobs.empty():
                return
            data, count = self._call("day", part=len(parts))
            parts.append(data)
            # Each part holds some of the whole day: the first is shown while others are made.
            if len(parts) in (1, count):
                self._set(day=b"".join(parts))
        self._day_done = True
