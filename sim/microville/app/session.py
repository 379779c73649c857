"""One browser tab: its worker process, what it shows, and what it has asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import solara

from microville.app.client import WorkerLostError
from microville.app.engine import SPEEDS, Engine
from microville.app.limits import MOST_MONTHS
from microville.app.workshop import Workshop
from microville.errors import InputError, MicrovilleError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from microville.app.edits import Edit
    from microville.app.settings import Settings

__all__ = ["SPEEDS", "Session"]


class Session(Engine):
    """A tab's simulation: commands are done one after the other, by a thread of its own.

    Parameters
    ----------
    shared
        What the server was started with.
    """

    def __init__(self, shared: Settings) -> None:
        super().__init__(shared)
        self.workshop = Workshop(shared.head(), self._minutes_changed)
        self.minutes = solara.Reactive(self.workshop.minutes)
        self.phones = solara.Reactive(-1)
        self._looked: tuple[str, str] = ("", "")
        self._begin()
        self._do(lambda: self._start(shared.scenario, (), 1, why=""))

    # -- what the page asks -------------------------------------------------------------------

    def restart(self, scenario: str, edits: tuple[Edit, ...] = (), months: int = 1) -> None:
        """Start a scenario from January 2025; also the way on after a lost process."""
        self._set(scenario=scenario, playing=False, seen={})
        self._looked = ("", "")
        self._do(lambda: self._start(scenario, edits, months, why="start"))

    def resume(self) -> None:
        """Start a new process and play to where the lost one was, with the same changes."""
        view = self.view.peek()
        self._set(phase="starting", message="", playing=False, seen={})
        self._looked = ("", "")
        self._do(lambda: self._start(view.scenario, view.edits, max(view.month, 1), why=""))

    def step(self, months: int = 1) -> None:
        """Simulate some months."""
        self._do(lambda: self._ask("step", why="step", months=months))

    def play(self, *, on: bool) -> None:
        """Let months go on by themselves, or stop them."""
        self._set(playing=on)
        self._do(lambda: None)

    def set_speed(self, speed: str) -> None:
        """Choose one of :data:`SPEEDS`."""
        self._set(speed=speed)

    def change(self, edit: Edit) -> None:
        """Make a change, after those made before."""
        self._do(lambda: self._ask("edit", why="edit", edits=(*self.view.peek().edits, edit)))

    def undo(self) -> None:
        """Take back the last change."""
        self._do(lambda: self._ask("edit", why="undo", edits=self.view.peek().edits[:-1]))

    def reopen(self, name: str) -> None:
        """Go on with a stored session where it stopped."""
        self._set(playing=False, seen={}, replay=-1)
        self._looked = ("", "")
        self._do(lambda: self._reopen(name))

    def replay(self, index: int) -> None:
        """Show a state of the session again; nothing is recorded until something is done."""
        self._set(playing=False, seen={}, same=None)
        self._looked = ("", "")
        self._do(lambda: self._replay(index))

    def present(self) -> None:
        """Show the session's last state again, after earlier ones."""
        self._set(playing=False, seen={}, same=None)
        self._looked = ("", "")
        self._do(self._present)

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

    def share(self, pin: str) -> None:
        """Let phones see this session and vote.

        Raises
        ------
        InputError
            If nothing is shared, or the PIN is wrong.
        """
        if self.shared.sharing is None:
            raise InputError("Nothing is shared.", hint="Start with 'microville ui --share'.")
        self.shared.sharing.claim(self, pin)
        self.phones.set(0)

    def stop_sharing(self) -> None:
        """Let phones see this session no more."""
        if self.shared.sharing is not None:
            self.shared.sharing.release(self)
        self.phones.set(-1)

    def show_phones(self) -> None:
        """Show how many phones have joined; called by the thread that answers them."""
        sharing = self.shared.sharing
        if sharing is not None:
            self._do(lambda: self.phones.set(sharing.phones if sharing.is_of(self) else -1))

    def close(self) -> None:
        """End the process: the tab is gone."""
        self._closed = True
        self._jobs.put(None)
        if self.shared.sharing is not None:
            self.shared.sharing.release(self)
        self.workshop.close()
        if self._worker is not None:
            self.shared.pool.give_back(self._worker)

    # -- how it is done -----------------------------------------------------------------------

    def _minutes_changed(self) -> None:
        """Show the minutes; phones' votes come in a thread that knows no page."""
        self._do(lambda: self.minutes.set(self.workshop.minutes))

    def _step(self) -> None:
        self._ask("step", why="play", months=1)

    def _ask(self, command: str, *, why: str = "", **keywords: Any) -> None:
        """Ask for a new state and show it; ``why`` is what the session records, empty for none."""
        self._set(busy=True)
        state = self._call(command, **keywords)
        self._day_done = False
        playing = self.view.peek().playing and state["month"] < MOST_MONTHS
        self._set(state=state, busy=False, message="", day=b"", phase="ready", playing=playing)
        if why:
            self._record(why)
        if self._looked[0]:
            self._look()

    def _record(self, why: str) -> None:
        view = self.view.peek()
        if view.replay >= 0:
            # Something is done from a state of before: the minutes say that one went back to it.
            state = self.workshop.minutes.states[view.replay]
            self.workshop.state("back", state.scenario, state.month, state.edits, state.hash)
            self._set(replay=-1, same=None)
        self.workshop.state(why, view.scenario, view.month, view.edits, view.state["hash"])

    def _start(self, scenario: str, edits: tuple[Edit, ...], months: int, *, why: str) -> None:
        self._set(busy=True, phase="starting")
        if self._worker is None or not self._worker.alive:
            if self._worker is not None:
                self.shared.pool.give_back(self._worker)
                self._worker = None
            self._worker = self.shared.pool.take()
        view = self.view.peek()
        where = {"scenario": scenario, "seed": view.seed, "fraction": view.fraction}
        self._ask("start", why=why, **where, edits=edits, months=months)
        if not self.workshop.minutes.states:
            view = self.view.peek()
            self.workshop.start(scenario, view.month, view.state["hash"])
        self.shared.pool.refill()
        if self._closed:
            self.shared.pool.give_back(self._worker)

    def _reopen(self, name: str) -> None:
        minutes = self.workshop.reopen(name, self.shared.folder.name)
        head = minutes.head
        self._set(seed=int(head["seed"]), fraction=float(head["fraction"]))
        self._present()

    def _present(self) -> None:
        self._replay(len(self.workshop.minutes.states) - 1)
        self._set(replay=-1)

    def _replay(self, index: int) -> None:
        state = self.workshop.minutes.states[index]
        self._start(state.scenario, state.edits, state.month, why="")
        same = self.view.peek().state["hash"] == state.hash
        self._set(scenario=state.scenario, replay=index, same=same)

    def _look(self) -> None:
        kind, name = self._looked
        self._set(seen=self._call("look", kind=kind, name=name))
