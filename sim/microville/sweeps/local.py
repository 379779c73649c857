"""Runs shared out to processes of this machine, one run at a time each.

Each worker has a pipe of its own, so that the one that dies is known with the run that it was
doing: only that run counts a death, and is tried again by a new worker.
"""

from __future__ import annotations

import os
import signal
import threading
from collections import deque
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from multiprocessing import get_context, resource_tracker
from multiprocessing.connection import wait
from typing import TYPE_CHECKING, Any

from microville.errors import RunError
from microville.sweeps.tasks import Record
from microville.sweeps.worker import ONE_THREAD, READY, work

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    from microville.sweeps.tasks import Context, Order

MOST_DEATHS = 3
"""Workers that one run may take with it before it counts as failed."""
PATIENCE_SECONDS = 5.0


@dataclass(slots=True, eq=False)
class _Worker:
    process: Any
    pipe: Any
    order: Order | None = None
    ready: bool = False


@dataclass(slots=True)
class _Pool:
    context: Context
    orders: Iterator[Order]
    size: int
    workers: list[_Worker] = field(default_factory=list)
    again: deque[Order] = field(default_factory=deque)
    deaths: dict[str, int] = field(default_factory=dict)
    bad_starts: int = 0

    def records(self) -> Iterator[Record]:
        self.fill()
        while busy := {worker.pipe: worker for worker in self.workers if worker.order is not None}:
            for pipe in wait(list(busy)):
                yield from self.hear(busy[pipe])
            self.fill()

    def next_order(self) -> Order | None:
        return self.again.popleft() if self.again else next(self.orders, None)

    def fill(self) -> None:
        """Give every idle worker a run, and start workers while there are runs for them."""
        for worker in self.workers:
            if worker.order is None and (order := self.next_order()) is not None:
                self.give(worker, order)
        while len(self.workers) < self.size and (order := self.next_order()) is not None:
            worker = _started(self.context)
            self.workers.append(worker)
            self.give(worker, order)

    def give(self, worker: _Worker, order: Order) -> None:
        worker.order = order
        with suppress(OSError):  # a dead worker: the end of its pipe is heard next
            worker.pipe.send(order)

    def hear(self, worker: _Worker) -> Iterator[Record]:
        try:
            said = worker.pipe.recv()
        except (EOFError, OSError):
            yield from self.bury(worker)
            return
        if isinstance(said, Record):
            worker.order = None
            yield said
        elif said == READY:
            worker.ready, self.bad_starts = True, 0
        else:
            raise said

    def bury(self, worker: _Worker) -> Iterator[Record]:
        """Take a dead worker out; its run is tried again, or has failed."""
        self.workers.remove(worker)
        worker.pipe.close()
        worker.process.join(PATIENCE_SECONDS)
        how, order = worker.process.exitcode, worker.order
        if order is None:
            return
        if not worker.ready:
            self.bad_starts += 1
            if self.bad_starts >= MOST_DEATHS:
                raise RunError(
                    f"Workers die while they start (exit code {how}).",
                    hint="Memory may be short: try --workers 1.",
                )
            self.again.appendleft(order)
            return
        deaths = self.deaths.get(order.run_id, 0) + 1
        self.deaths[order.run_id] = deaths
        if deaths < MOST_DEATHS:
            self.again.appendleft(order)
            return
        text = f"The worker process died {deaths} times in this run (exit code {how})."
        yield Record(order.run_id, 0.0, None, "WorkerDied", text, "")

    def stop(self) -> None:
        """End all workers: idle ones are asked to, those in a run are killed."""
        for worker in self.workers:
            if worker.order is None:
                with suppress(OSError):
                    worker.pipe.send(None)
            else:
                worker.process.kill()
        for worker in self.workers:
            worker.process.join(PATIENCE_SECONDS)
            if worker.process.exitcode is None:
                worker.process.kill()
                worker.process.join()
            worker.pipe.close()
        self.workers.clear()


def run_locally(context: Context, orders: Iterator[Order], workers: int) -> Generator[Record]:
    """Do runs in processes of this machine, and yield what became of each as it ends.

    Parameters
    ----------
    context
        What all runs share.
    orders
        The runs; taken one by one, so that a long plan is never in memory.
    workers
        Processes, each with one thread.

    Raises
    ------
    InputError
        If no worker can get ready (the map is missing).
    RunError
        If workers die before they are ready.
    """
    pool = _Pool(context, orders, workers)
    try:
        yield from pool.records()
    finally:
        pool.stop()


def _started(context: Context) -> _Worker:
    spawn = get_context("spawn")
    ours, theirs = spawn.Pipe()
    process = spawn.Process(target=work, args=(theirs, context), daemon=True)
    with _calm_start():
        process.start()
    theirs.close()
    return _Worker(process, ours)


@contextmanager
def _calm_start() -> Iterator[None]:
    """Let a child start with one thread, and deaf to Ctrl-C, which is for the parent."""
    before = {name: os.environ.get(name) for name in ONE_THREAD}
    os.environ.update(ONE_THREAD)
    try:
        with _later_interrupt():
            yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


@contextmanager
def _later_interrupt() -> Iterator[None]:
    """Hold Ctrl-C back: an interrupted start would leave a child with half of its orders.

    The mask is what the child inherits. It does not protect the parent, where any other thread may
    take the signal: there a handler notes it for the end.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    noted: list[int] = []
    handler = signal.signal(signal.SIGINT, lambda number, _: noted.append(number))
    can_mask = hasattr(signal, "pthread_sigmask")  # not on Windows
    if can_mask:
        resource_tracker.ensure_running()  # it would undo the mask, were it started below
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        if can_mask:
            signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
        signal.signal(signal.SIGINT, handler)
        if noted:
            signal.raise_signal(signal.SIGINT)
