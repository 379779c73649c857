"""The server's end of a worker process."""

from __future__ import annotations

import threading
from multiprocessing import get_context
from multiprocessing.connection import wait
from typing import TYPE_CHECKING, Any

from microville.app.nursery import Forked, Nursery, can_fork
from microville.errors import InputError, MicrovilleError, RunError

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

SLOWEST_S = 300.0
"""A worker that does not answer within five minutes is given up."""


class WorkerLostError(MicrovilleError):
    """The process of a simulation has ended or does not answer."""


class Worker:
    """A process with one simulation.

    Parameters
    ----------
    pipe
        To it, see :func:`microville.app.worker.main`.
    process
        The process itself.
    """

    def __init__(self, pipe: Connection, process: BaseProcess | Forked) -> None:
        self._pipe, self._process = pipe, process
        self._lock = threading.Lock()
        self._ready = False

    @classmethod
    def started(cls, map_name: str, warm: tuple[str, float] | None) -> Worker:
        """Return a worker in a process started from nothing: it loads the map itself."""
        from microville.app.worker import main

        context = get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(
            target=main, args=(theirs, map_name, warm), name="microville tab", daemon=True
        )
        process.start()
        theirs.close()
        return cls(ours, process)

    @property
    def pid(self) -> int | None:
        """Number of the process."""
        return self._process.pid

    @property
    def alive(self) -> bool:
        """Whether the process runs."""
        return self._process.is_alive()

    def call(self, command: str, **keywords: Any) -> Any:
        """Ask for something and wait for the answer; one question at a time.

        Raises
        ------
        InputError
            If the worker refuses what it was given.
        RunError
            If something failed in the worker, which goes on.
        WorkerLostError
            If the process has ended or does not answer.
        """
        with self._lock:
            if not self._ready:
                self._receive()
                self._ready = True
            try:
                self._pipe.send((command, keywords))
            except (OSError, ValueError) as error:
                raise self._lost() from error
            return self._receive()

    def _receive(self) -> Any:
        found = wait([self._pipe, self._process.sentinel], timeout=SLOWEST_S)
        if self._pipe not in found:
            raise self._lost()
        try:
            kind, answer = self._pipe.recv()
        except (EOFError, OSError) as error:
            raise self._lost() from error
        if kind == "refused":
            raise InputError(answer)
        if kind == "failed":
            raise RunError(answer)
        return answer

    def _lost(self) -> WorkerLostError:
        """End whoever does not answer, so that its place is free for another."""
        self._process.kill()
        self._process.join(2.0)
        return WorkerLostError("The simulation's process has ended or does not answer.")

    def close(self) -> None:
        """End the process and give its memory back."""
        self._pipe.close()
        self._process.terminate()
        self._process.join(2.0)
        if self._process.is_alive():
            self._process.kill()
            self._process.join(2.0)


class Pool:
    """Workers for tabs: forked where that is safe, else started with one ready in advance.

    Parameters
    ----------
    map_name
        Name or folder of the map.
    warm
        Scenario and fraction with which most tabs start; None for none.
    most
        How many tabs may run at once.
    fork
        Whether workers are forked, see :func:`microville.app.nursery.can_fork`.
    """

    def __init__(
        self,
        map_name: str,
        warm: tuple[str, float] | None,
        *,
        most: int,
        fork: bool | None = None,
    ) -> None:
        self.map_name, self.warm, self.most = map_name, warm, most
        self._lock = threading.Lock()
        self._fork = can_fork() if fork is None else fork
        self._nursery = Nursery(map_name, warm) if self._fork else None
        self._spare = None if self._fork else Worker.started(map_name, warm)
        self._taken: set[Worker] = set()

    def take(self) -> Worker:
        """Return a worker for a tab.

        Raises
        ------
        InputError
            If as many tabs run as the server allows, or the map cannot be used.
        RunError
            If no process can be made.
        """
        with self._lock:
            self._taken = {worker for worker in self._taken if worker.alive}
            if len(self._taken) >= self.most:
                raise InputError(
                    f"{self.most} simulations run on this server.", hint="Close a tab, then reload."
                )
            worker = self._forked() if self._fork else self._started()
            self._taken.add(worker)
            return worker

    def _forked(self) -> Worker:
        if self._nursery is None or not self._nursery.alive:
            self._nursery = Nursery(self.map_name, self.warm)
        return Worker(*self._nursery.fork())

    def _started(self) -> Worker:
        worker, self._spare = self._spare, None
        if worker is None or not worker.alive:
            worker = Worker.started(self.map_name, self.warm)
        return worker

    def refill(self) -> None:
        """Prepare the next spare worker, once the last tab has its answer."""
        with self._lock:
            if not self._fork and self._spare is None and len(self._taken) < self.most:
                self._spare = Worker.started(self.map_name, self.warm)

    def give_back(self, worker: Worker) -> None:
        """End a worker."""
        with self._lock:
            self._taken.discard(worker)
        worker.close()

    def close(self) -> None:
        """End every worker."""
        if self._nursery is not None:
            self._nursery.close()  # first: a tab may be waiting for it
        with self._lock:
            workers = [*self._taken, *([self._spare] if self._spare else [])]
            self._taken, self._spare = set(), None
        for worker in workers:
            worker.close()
