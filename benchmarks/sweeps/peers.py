"""The same tasks by us and by others: seconds of a cold, a warm and an empty batch."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path as FilePath
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import TYPE_CHECKING, Any

import numpy as np

from benchmarks.sweeps.tasks import mapped, spin

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

MESA_SECONDS = 120
"""After which mesa.batch_run counts as hung: it does where a worker of it dies."""


@dataclass(frozen=True)
class Timed:
    """Seconds of a batch with workers that are yet to start, of a second one, of empty tasks."""

    cold: float
    warm: float | None
    empty: float | None


def ours(path: Path, tasks: int, empties: int, workers: int) -> Timed:
    """Measure Microville's workers and store: each result is a file, as in a sweep."""
    from microville.sweeps.local import run_locally

    return _ours(
        lambda context, orders: run_locally(context, orders, workers), path, tasks, empties
    )


def ours_by_dask(path: Path, tasks: int, empties: int, workers: int) -> Timed:
    """Measure Microville's store with dask's workers; the cluster is there before (warm only)."""
    import distributed

    from microville.sweeps.cluster import run_on_cluster

    with (
        TemporaryDirectory() as place,
        distributed.LocalCluster(
            n_workers=workers,
            threads_per_worker=1,
            dashboard_address=None,
            local_directory=place,
            host="127.0.0.1",
        ) as cluster,
    ):
        address = cluster.scheduler_address
        return _ours(
            lambda context, orders: run_on_cluster(context, orders, address), path, tasks, empties
        )


def _ours(run: Callable[..., Any], path: Path, tasks: int, empties: int) -> Timed:
    from microville.sweeps.store import Store
    from microville.sweeps.tasks import Context, Order

    with TemporaryDirectory() as place:
        store = Store(FilePath(place))
        store.open()

        def batches(task: str, count: int) -> tuple[float, float]:
            context = Context(f"benchmarks.sweeps.tasks:{task}", {}, (), "", str(path))
            orders = (Order(f"{task}{i:08}", "", {}, i) for i in range(2 * count))
            started, times = perf_counter(), []
            for record in run(context, orders):
                assert record.outcomes is not None, record.traceback
                store.put(record)
                times.append(perf_counter() - started)
            return times[count - 1], times[-1] - times[count - 1]

        cold, warm = batches("busy", tasks)
        return Timed(cold, warm, batches("empty", empties)[1])


def futures(path: Path, tasks: int, empties: int, workers: int) -> Timed:
    """Measure concurrent.futures, spawned, the territory mapped by an initializer."""
    started = perf_counter()
    context = get_context("spawn")
    with ProcessPoolExecutor(
        workers, mp_context=context, initializer=_keep, initargs=(str(path),)
    ) as pool:
        list(pool.map(_kept_busy, range(tasks)))
        cold = perf_counter() - started
        return Timed(
            cold,
            _seconds(lambda: list(pool.map(_kept_busy, range(tasks)))),
            _seconds(lambda: list(pool.map(_nothing, range(empties)))),
        )


def futures_each(path: Path, tasks: int, empties: int, workers: int) -> Timed:
    """Measure concurrent.futures, spawned, the territory sent with each task."""
    territory = np.load(path)
    started = perf_counter()
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        list(pool.map(spin, [territory] * tasks, range(tasks)))
        cold = perf_counter() - started
        warm = _seconds(lambda: list(pool.map(spin, [territory] * tasks, range(tasks))))
        few = max(empties // 100, 10)
        once = _seconds(lambda: list(pool.map(_nothing_with, [territory] * few, range(few))))
        return Timed(cold, warm, once * empties / few)


def joblib_each(path: Path, tasks: int, empties: int, workers: int) -> Timed:
    """Measure joblib's loky, which maps large arguments to files by itself."""
    from joblib import Parallel, delayed

    territory = np.load(path)
    started = perf_counter()
    with Parallel(n_jobs=workers) as pool:
        pool(delayed(spin)(territory, i) for i in range(tasks))
        cold = perf_counter() - started
        return Timed(
            cold,
            _seconds(lambda: pool(delayed(spin)(territory, i) for i in range(tasks))),
            _seconds(lambda: pool(delayed(_nothing)(i) for i in range(empties))),
        )


def dask_scattered(path: Path, tasks: int, empties: int, workers: int) -> Timed:
    """Measure dask.distributed on this machine, the territory scattered to its workers."""
    import distributed

    territory = np.load(path)
    started = perf_counter()
    with (
        TemporaryDirectory() as place,
        distributed.LocalCluster(
            n_workers=workers,
            threads_per_worker=1,
            dashboard_address=None,
            local_directory=place,
            host="127.0.0.1",
        ) as cluster,
        distributed.Client(cluster) as client,
    ):
        shared = client.scatter(territory, broadcast=True)

        def batch() -> None:
            client.gather([client.submit(spin, shared, i, pure=False) for i in range(tasks)])

        batch()
        cold = perf_counter() - started
        return Timed(
            cold,
            _seconds(batch),
            _seconds(lambda: client.gather(client.map(_nothing, range(empties), pure=False))),
        )


def mesa_batch(path: Path, tasks: int, empties: int, workers: int) -> Timed:
    """Measure mesa.batch_run, the territory as a parameter of the model, one step each.

    In a process of its own, since it forks, which what others left running may not bear.
    """
    del empties
    words = ("benchmarks.sweeps.mesa_town", str(path), str(tasks), str(workers))
    done = subprocess.run(
        [sys.executable, "-m", *words],
        check=True,
        capture_output=True,
        text=True,
        timeout=MESA_SECONDS,
        cwd=FilePath(__file__).parents[2],
    )
    return Timed(float(done.stdout.splitlines()[-1]), None, None)


PEERS: dict[str, Callable[[Path, int, int, int], Timed]] = {
    "microville": ours,
    "microville through dask": ours_by_dask,
    "futures, mapped by an initializer": futures,
    "futures, territory with each task": futures_each,
    "joblib": joblib_each,
    "dask, scattered": dask_scattered,
    "mesa.batch_run": mesa_batch,
}

_HERE: dict[str, Any] = {}


def _keep(path: str) -> None:
    _HERE["territory"] = mapped(path)


def _kept_busy(number: int) -> float:
    return spin(_HERE["territory"], number)


def _nothing(number: int) -> int:
    return number


def _nothing_with(territory: Any, number: int) -> int:
    del territory
    return number


def _seconds(call: Callable[[], object]) -> float:
    started = perf_counter()
    call()
    return perf_counter() - started
