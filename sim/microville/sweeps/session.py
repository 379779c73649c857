"""A sweep at work: start it, go on with it, stop it without losing what is done."""

from __future__ import annotations

from contextlib import closing, suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from microville.errors import InputError, MicrovilleError
from microville.runs.identity import code_hash
from microville.runs.workers import default_workers
from microville.sweeps.failures import write_failures
from microville.sweeps.folder import (
    MARK,
    Sweep,
    check_folder,
    describe,
    experiment_of,
    read_about,
    read_sweep,
    write_sweep,
)
from microville.sweeps.local import run_locally
from microville.sweeps.lock import only_one
from microville.sweeps.plan import make_plan
from microville.sweeps.progress import Pace, Status, status
from microville.sweeps.store import Store
from microville.sweeps.tasks import SIMULATE, Context

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator
    from pathlib import Path

    from numpy.typing import NDArray

    from microville.sweeps.experiment import Experiment
    from microville.sweeps.tasks import Order, Record


SEARCH = "optimise"
"""Kind of design whose points follow from results."""


class SweepStoppedError(MicrovilleError):
    """Somebody interrupted a sweep; what was done is kept."""

    exit_code = 130


@dataclass(frozen=True, slots=True)
class Means:
    """With what a sweep works.

    Attributes
    ----------
    workers
        Processes on this machine; its cores if None.
    scheduler
        Address of a dask scheduler whose workers do the runs instead.
    max_runs
        Stop after so many runs; None goes on to the end.
    retry
        Whether runs that failed before are tried again.
    """

    workers: int | None = None
    scheduler: str | None = None
    max_runs: int | None = None
    retry: bool = False


def start(
    experiment: Experiment,
    folder: Path,
    *,
    map_name: str,
    map_hash: str,
    means: Means | None = None,
    task: str = SIMULATE,
    progress: Callable[[int, int], None] | None = None,
) -> Status:
    """Plan an experiment's runs and do them; what the folder holds already is not done again.

    Parameters
    ----------
    experiment
        What is asked.
    folder
        Where results are kept. One that holds a sweep with the same code, map and outcomes is
        extended: more seeds or points cost only the runs that are new.
    map_name, map_hash
        From where each worker loads the map, and its content hash.
    means
        Workers and limits.
    task
        What one run does; another one than the model's is for tests.
    progress
        Called with (runs ended, in all).

    Returns
    -------
    Status
        How far it is.

    Raises
    ------
    InputError
        If the folder cannot be used, holds another sweep, or is used by another process.
    RunError
        If workers cannot start or the disk is full.
    SweepStoppedError
        After Ctrl-C.
    """
    check_folder(folder)
    context = Context(
        task=task,
        scenarios={scenario.name: scenario for scenario in experiment.scenarios},
        outcomes=experiment.outcomes,
        map_name=map_name,
        map_hash=map_hash,
        focus=experiment.focus,
    )
    with only_one(folder):
        if (folder / MARK).is_file():
            _check_same(read_about(folder), context)
        if experiment.design.kind == SEARCH:
            sweep = _search(folder, experiment, context, means or Means(), progress)
        else:
            plan = make_plan(experiment, map_hash)
            sweep = Sweep(folder, context, plan, describe(experiment, context, plan))
            write_sweep(sweep)
            _work(sweep, means or Means(), progress)
    return status(sweep)


def resume(
    folder: Path,
    *,
    means: Means | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Status:
    """Go on with the sweep of a folder, as :func:`start` planned it.

    Parameters, results and errors as for :func:`start`; also InputError if the code has changed.
    """
    sweep = read_sweep(folder)
    _check_code(sweep.about)
    with only_one(folder):
        if sweep.about["design"]["kind"] == SEARCH:
            asked = experiment_of(sweep)
            sweep = _search(folder, asked, sweep.context, means or Means(), progress)
        else:
            _work(sweep, means or Means(), progress)
    return status(sweep)


def _check_same(about: dict[str, Any], context: Context) -> None:
    _check_code(about)
    mine = [(o.indicator, o.group, o.when) for o in context.outcomes]
    theirs = [(o["indicator"], o["group"], o["when"]) for o in about["outcomes"]]
    different = [
        name
        for name, before, now in (
            ("the map", about["map"]["content_hash"], context.map_hash),
            ("the task", about["task"], context.task),
            ("the outcomes", theirs, mine),
            ("whether the focus area is alone", bool(about.get("focus")), context.focus),
        )
        if before != now
    ]
    if different:
        raise InputError(
            f"The folder holds a sweep that differs in {', '.join(different)}.",
            hint="Give a new folder as --out; nothing there was touched.",
        )


def _check_code(about: dict[str, Any]) -> None:
    if about.get("code_hash") != code_hash():
        raise InputError(
            "This sweep was started with another version of the code; results would not compare.",
            hint="Go on with that version, or give 'sweep run' a new folder as --out.",
        )


def _search(
    folder: Path,
    experiment: Experiment,
    context: Context,
    means: Means,
    progress: Callable[[int, int], None] | None,
) -> Sweep:
    """Do a search generation by generation; what the folder knows is told again, not done again."""
    from microville.sweeps.optimise.generations import Generations
    from microville.sweeps.table import results

    generations = Generations(experiment)
    before = read_sweep(folder) if (folder / MARK).is_file() else None
    known = [] if before is None or means.retry else before.plan.points.rows()
    table = results(before).table if before is not None else None
    to_do = _points_to_do(before, retry=means.retry) if before is not None else set()
    sweep, plan, room, told = before, None, means.max_runs, 0
    while generations.next():
        generations.check_known(known)
        own = set(range(told, len(generations.points)))
        told = len(generations.points)
        if table is not None and told <= len(known) and not own & to_do:
            generations.learn(table)
            continue
        plan = make_plan(generations.experiment(), context.map_hash, before=plan)
        about = describe(experiment, context, plan) | {"generation": generations.number}
        sweep = Sweep(folder, context, plan, about)
        write_sweep(sweep)
        done = _work(sweep, replace(means, max_runs=room), progress)
        room = None if room is None else room - done
        if _points_to_do(sweep, retry=False):
            break
        generations.learn(results(sweep).table)
    assert sweep is not None, "a search has at least one generation"
    return sweep


def _points_to_do(sweep: Sweep, *, retry: bool) -> set[int]:
    rows, _ = _rows_to_do(sweep, Store(sweep.folder), retry=retry)
    # What is the same runs once: every row with an id that is still to do.
    same = np.isin(sweep.plan.run_ids, sweep.plan.run_ids[rows])
    return set(sweep.plan.point[same].tolist())


def _work(sweep: Sweep, means: Means, progress: Callable[[int, int], None] | None) -> int:
    """Do runs that are missing, and return how many were done."""
    store = Store(sweep.folder)
    store.open()
    rows, total = _rows_to_do(sweep, store, retry=means.retry)
    before = done = total - len(rows)
    rows = rows[: means.max_runs]
    pace = Pace(sweep.folder, means.workers)
    try:
        with closing(_executed(sweep, rows, means)) as records:
            for record in records:
                store.put(record)
                done += 1
                pace.one_more()
                if progress is not None:
                    progress(done, total)
    except KeyboardInterrupt as interrupt:
        with suppress(MicrovilleError):
            write_failures(sweep)
        raise SweepStoppedError(
            f"Interrupted: {done} of {total} runs are done and kept.",
            hint=f"To go on: microville sweep resume {sweep.folder}",
        ) from interrupt
    finally:
        pace.write()
    write_failures(sweep)
    return done - before


def _rows_to_do(sweep: Sweep, store: Store, *, retry: bool) -> tuple[NDArray[np.int64], int]:
    ended = store.ended()
    over = ended.done if retry else ended.done | ended.failed
    rows = sweep.plan.distinct()
    known = np.array(sorted(over), dtype=sweep.plan.run_ids.dtype)
    return rows[~np.isin(sweep.plan.run_ids[rows], known)], len(rows)


def _executed(sweep: Sweep, rows: NDArray[np.int64], means: Means) -> Generator[Record]:
    orders: Iterator[Order] = (sweep.plan.order(int(row)) for row in rows)
    if means.scheduler is not None:
        from microville.sweeps.cluster import run_on_cluster

        return run_on_cluster(sweep.context, orders, means.scheduler)
    workers = min(means.workers or default_workers(), max(len(rows), 1))
    return run_locally(sweep.context, orders, workers)
