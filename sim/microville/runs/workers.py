"""Runs side by side in processes of their own (spawned: safe with threads and kernels)."""

from __future__ import annotations

import os
import threading
import time
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from dataclasses import dataclass
from multiprocessing import get_context
from typing import TYPE_CHECKING, Any

from microville.errors import RunError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from microville.runs.single import RunResult
    from microville.scenario import Scenario
    from microville.territory import Territory

_STATE: dict[str, Any] = {}


@dataclass(frozen=True, slots=True)
class Task:
    """One run to do: scenario, seed, whether every month is kept, and whether its people are."""

    scenario: Scenario
    seed: int
    monthly: bool = True
    people: bool = False


def default_workers() -> int:
    """Return how many processes to use: the cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return max(1, len(os.sched_getaffinity(0)))
    return max(1, os.cpu_count() or 1)


def run_all(
    tasks: Sequence[Task],
    territory: Territory,
    *,
    map_name: str,
    workers: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Iterator[tuple[int, RunResult]]:
    """Do every run, and yield (position of the task, result) as they end.

    Parameters
    ----------
    tasks
        What to run.
    territory
        The map; used directly when there is one worker.
    map_name
        Name or folder from which each worker loads the map, once.
    workers
        Processes; the cores of this machine if not given.
    progress
        Called with (months done, months in all), over all tasks.

    Raises
    ------
    MicrovilleError
        As the runs raise it.
    RunError
        If a worker process dies.
    """
    total = sum(task.scenario.months for task in tasks)
    count = min(workers or default_workers(), max(len(tasks), 1))
    if count == 1:
        yield from _serial(tasks, territory, total, progress)
        return
    context = get_context("spawn")
    queue = context.SimpleQueue()
    with ProcessPoolExecutor(
        count, mp_context=context, initializer=_start, initargs=(map_name, queue)
    ) as pool:
        pending: dict[Future[RunResult], int] = {
            pool.submit(_do, task): i for i, task in enumerate(tasks)
        }
        done_months = 0
        try:
            while pending:
                ended, _ = wait(pending, timeout=0.2, return_when=FIRST_COMPLETED)
                while not queue.empty():
                    done_months += queue.get()
                if progress is not None:
                    progress(done_months, total)
                for future in ended:
                    yield pending.pop(future), _result(future)
        except BaseException:
            # Runs that ended are kept (see microville.runs.kept); those under way are given up.
            for process in list(pool._processes.values()):  # noqa: SLF001
                process.terminate()
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _result(future: Future[RunResult]) -> RunResult:
    from concurrent.futures.process import BrokenProcessPool

    try:
        return future.result()
    except BrokenProcessPool as error:
        raise RunError(
            "A worker process died.", hint="Memory may be short: try --workers 1."
        ) from error


def _serial(
    tasks: Sequence[Task],
    territory: Territory,
    total: int,
    progress: Callable[[int, int], None] | None,
) -> Iterator[tuple[int, RunResult]]:
    from microville.runs.kept import kept_run

    before = 0
    for i, task in enumerate(tasks):
        start = before

        def report(month: int, _: int, start: int = start) -> None:
            if progress is not None:
                progress(start + month, total)

        yield (
            i,
            kept_run(
                task.scenario,
                territory,
                seed=task.seed,
                progress=report,
                monthly=task.monthly,
                people=task.people,
            ),
        )
        before += task.scenario.months


def _start(map_name: str, queue: Any) -> None:
    """Load the map once in each worker."""
    import signal

    from microville.territory import load_territory

    # The parent handles Ctrl-C; a worker only ends with it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=end_with_parent, args=(os.getppid(),), daemon=True).start()
    # One thread a worker: the workers are as many as the cores that were asked for.
    os.environ["MICROVILLE_THREADS"] = "1"
    _STATE["territory"] = load_territory(map_name)
    _STATE["queue"] = queue


def end_with_parent(parent: int) -> None:
    """End this process when its parent is gone, so that a killed command leaves nobody behind."""
    while os.getppid() == parent:
        time.sleep(1.0)
    os._exit(1)


def _do(task: Task) -> RunResult:
    from microville.runs.kept import kept_run

    last = [0]

    def report(month: int, _total: int) -> None:
        _STATE["queue"].put(month - last[0])
        last[0] = month

    return kept_run(
        task.scenario,
        _STATE["territory"],
        seed=task.seed,
        progress=report,
        monthly=task.monthly,
        people=task.people,
    )
