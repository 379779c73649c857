"""What keeps a tab going: one thread that does what was asked, one thing after the other."""

from __future__ import annotations

import queue
import threading
import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import solara

from microville.app.client import Worker, WorkerLostError
from microville.app.view import View
from microville.errors import MicrovilleError

if TYPE_CHECKING:
    from collections.abc import Callable

    from microville.app.settings import Settings

SPEEDS = {"slow": 2.0, "normal": 0.7, "fast": 0.0}
"""Seconds between two months."""
IDLE_S = 0.25
DAY_AFTER_S = 0.6
"""People's trips are worked out once nothing was asked for so long."""


class Engine:
    """A tab's thread, its worker process, and what the tab shows.

    Parameters
    ----------
    shared
        What the server was started with.
    """

    def __init__(self, shared: Settings) -> None:
        self.shared = shared
        self.shown = View(scenario=shared.scenario, fraction=shared.fraction)
        self.view = solara.Reactive(self.shown)
        self.busy = solara.Reactive(True)
        self.day = solara.Reactive(b"")
        self._jobs: queue.Queue[Callable[[], None] | None] = queue.Queue()
        self._worker: Worker | None = None
        self._closed = False
        self._want_day = True
        self._day_done = False
        self._setting = threading.Lock()

    def _begin(self) -> None:
        threading.Thread(target=self._work, daemon=True).start()

    def _step(self) -> None:
        """Simulate the next month of a tab that plays."""
        raise NotImplementedError

    def _set(self, *, busy: bool | None = None, day: bytes | None = None, **changes: Any) -> None:
        """Change what the tab shows.

        Whether something is under way and the trips to draw are values of their own: they change
        several times a month, and only buttons and the map look at them, so that the rest of the
        page is not drawn anew for it.
        """
        with self._setting:
            if self._closed:
                return
            if changes:
                self.shown = replace(self.view.peek(), **changes)
                self.view.set(self.shown)
            if day is not None:
                self.day.set(day)
            if busy is not None:
                self.busy.set(busy)

    def _do(self, job: Callable[[], None]) -> None:
        self._jobs.put(job)

    def _work(self) -> None:
        due = asked = 0.0
        while not self._closed:
            view = self.view.peek()
            try:
                wait = max(due - time.monotonic(), 0.01) if view.playing else IDLE_S
                job = self._jobs.get(timeout=wait)
            except queue.Empty:
                if time.monotonic() >= due and self._goes_on():
                    due = time.monotonic() + SPEEDS[view.speed]
                    self._guarded(self._step)
                elif time.monotonic() - asked > DAY_AFTER_S and self._day_is_due(view):
                    self._guarded(self._fetch_day)
                continue
            if job is None:
                return
            self._guarded(job)
            asked = time.monotonic()

    def _goes_on(self) -> bool:
        """Return whether the next month is due, and say in the same breath that it is under way.

        A pause comes before (no month follows) or after (the page waits for the month to end),
        never between: a page that stands still would otherwise move once more.
        """
        with self._setting:
            view = self.view.peek()
            due = view.playing and view.phase == "ready" and not self._closed
            if due:
                self.busy.set(True)
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
