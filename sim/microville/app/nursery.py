"""The process that tabs come from: it loads and compiles everything once, then forks.

A tab's process shares with it whatever neither of them changes. The nursery itself runs one thread
of our own and answers nobody but the server; on systems without a safe fork each tab's process is
started from nothing instead (see :class:`microville.app.client.Pool`).
"""

from __future__ import annotations

import gc
import os
import signal
import sys
import threading
from contextlib import suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.reduction import recv_handle, send_handle
from typing import TYPE_CHECKING, Any

from microville.errors import InputError, MicrovilleError, RunError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from microville.app.turns import Turns

READY_S = 300.0
"""The map is made and kernels are compiled when a fresh machine starts for the first time."""
FORK_S = 30.0


def can_fork() -> bool:
    """Return whether tabs can be forked here, and followed though they are nobody's children."""
    return sys.platform.startswith("linux") and hasattr(os, "pidfd_open")


class Forked:
    """A process that was forked by the nursery, as :mod:`multiprocessing` shows its own.

    Attributes
    ----------
    pid
        Its number.
    sentinel
        Something to wait for: ready once the process has ended.
    """

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self.sentinel = os.pidfd_open(pid)
        self._lock = threading.Lock()

    def is_alive(self) -> bool:
        """Return whether it runs."""
        with self._lock:
            return self.sentinel >= 0 and not wait([self.sentinel], 0)

    def terminate(self) -> None:
        """Ask it to end."""
        self._signal(signal.SIGTERM)

    def kill(self) -> None:
        """End it."""
        self._signal(signal.SIGKILL)

    def join(self, timeout: float) -> None:
        """Wait until it has ended, then let go of it."""
        with self._lock:
            if self.sentinel >= 0 and wait([self.sentinel], timeout):
                os.close(self.sentinel)
                self.sentinel = -1

    def _signal(self, number: int) -> None:
        with self._lock:
            if self.sentinel >= 0:
                with suppress(ProcessLookupError):
                    signal.pidfd_send_signal(self.sentinel, number)


class Nursery:
    """The server's end of the nursery.

    Parameters
    ----------
    map_name, warm
        As for :func:`microville.app.worker.main`.
    """

    def __init__(self, map_name: str, warm: tuple[str, float] | None) -> None:
        context = get_context("spawn")
        self._control, theirs = context.Pipe()
        self._process = context.Process(
            target=main, args=(theirs, map_name, warm), name="microville nursery", daemon=True
        )
        self._process.start()
        theirs.close()
        self._lock = threading.Lock()
        self._ready = False

    @property
    def alive(self) -> bool:
        """Whether it runs."""
        return self._process.is_alive()

    def fork(self) -> tuple[Connection, Forked]:
        """Return a new tab's process and the pipe to it, once everything is loaded.

        Raises
        ------
        InputError
            If the map or the scenario cannot be used.
        RunError
            If the nursery has ended or does not answer.
        """
        with self._lock:
            if not self._ready:
                self._receive(READY_S)
                self._ready = True
            ours, theirs = get_context("spawn").Pipe()
            try:
                self._control.send("fork")
                send_handle(self._control, theirs.fileno(), self._process.pid)
            except OSError as error:
                raise _ended() from error
            finally:
                theirs.close()
            return ours, Forked(self._receive(FORK_S))

    def _receive(self, seconds: float) -> Any:
        if not self._control.poll(seconds):
            raise _ended()
        try:
            kind, answer = self._control.recv()
        except (EOFError, OSError) as error:
            raise _ended() from error
        if kind == "refused":
            raise InputError(answer)
        return answer

    def close(self) -> None:
        """End it; tabs go on."""
        self._control.close()
        self._process.terminate()
        self._process.join(2.0)
        if self._process.is_alive():
            self._process.kill()
            self._process.join(2.0)


def _ended() -> RunError:
    return RunError("The process that prepares simulations has ended.", hint="Try again.")


def main(control: Connection, map_name: str, warm: tuple[str, float] | None) -> None:
    """Load and try everything, then fork whenever asked; end when the server is gone.

    Parameters
    ----------
    control
        Sends ``("ok", None)`` once it is ready or ``("refused", message)``; then receives
        ``"fork"`` and the end of a pipe for the new process, sends ``("ok", its number)``.
    map_name, warm
        As for :func:`microville.app.worker.main`.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # Whoever has ended is forgotten by the system at once: the server follows them by itself.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    from microville.app.worker import one_thread

    one_thread()
    try:
        from microville.access.shelf import Shelf, use_shelf
        from microville.app.turns import Turns
        from microville.app.worker import load

        use_shelf(Shelf())
        turns = Turns()
        simulation = load(map_name, warm)
        more = _try_out(simulation) if warm is not None else iter(())
        control.send(("ok", None))
        _named("mv-nursery")
        while True:
            # Until somebody asks, what tabs will need is tried, so that it is compiled and known.
            while not control.poll(0) and next(more, "done") != "done":
                pass
            control.recv()
            pipe = Connection(recv_handle(control))
            gc.collect()
            gc.freeze()
            pid = os.fork()
            if pid == 0:
                _be_a_tab(control, pipe, simulation, turns)
            pipe.close()
            control.send(("ok", pid))
    except (EOFError, OSError):
        return
    except MicrovilleError as error:
        control.send(("refused", str(error)))


def _be_a_tab(control: Connection, pipe: Connection, simulation: Any, turns: Turns) -> None:
    """Answer one tab until it is gone, then end without what the nursery would do at its end."""
    from microville.app.worker import answer_all

    try:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        control.close()
        _named("mv-tab")
        pipe.send(("ok", None))
        answer_all(pipe, simulation, turns)
    finally:
        os._exit(0)


def _try_out(simulation: Any) -> Iterator[None]:
    """Do once what tabs do: kernels are loaded, ways of the first day are known."""
    part, parts = 0, 1
    while part < parts:
        _, parts = simulation.day(part)
        part += 1
        yield
    simulation.books()
    yield
    simulation.reached("all", "walk", 15)
    yield


def _named(name: str) -> None:
    """Name this process in lists of processes (fifteen letters at most)."""
    try:
        with open("/proc/self/comm", "w", encoding="ascii") as file:  # noqa: PTH123
            file.write(name)
    except OSError:
        return
