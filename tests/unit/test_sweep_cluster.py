"""The same sweep through a dask scheduler: same hash, also when its worker is killed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from test_sweep_sessions import ask, count_done, digest, go, quick, wait_for, whole  # noqa: F401

from microville.errors import InputError, RunError
from microville.sweeps import read_sweep, resume, status
from microville.sweeps.cluster import run_on_cluster, safety_note
from microville.sweeps.tasks import Context

TESTS = Path(__file__).parents[1]


def begin(program, *words):
    paths = os.pathsep.join([str(TESTS), os.environ.get("PYTHONPATH", "")])
    return subprocess.Popen(
        [sys.executable, "-W", "ignore", "-m", f"distributed.cli.{program}", *words],
        stderr=subprocess.DEVNULL,
        env=os.environ | {"PYTHONPATH": paths},
    )


@pytest.fixture
def cluster(tmp_path):
    """A scheduler on this machine with one worker, kept alive by its nanny."""
    pytest.importorskip("distributed")
    file = tmp_path / "scheduler.json"

    def address():
        try:
            return json.loads(file.read_text(encoding="utf-8"))["address"]
        except (OSError, ValueError):
            return ""

    here = ["--host", "127.0.0.1", "--no-dashboard"]
    scheduler = begin("dask_scheduler", *here, "--port", "0", "--scheduler-file", str(file))
    wait_for(address)
    place = ["--local-directory", str(tmp_path / "dask")]
    worker = begin("dask_worker", address(), *here, "--nthreads", "1", *place)
    yield address(), scheduler
    for process in (worker, scheduler):
        process.terminate()
        process.wait(timeout=30)


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_a_cluster_gives_the_same_hash_also_when_it_dies(tmp_path, whole, cluster):  # noqa: F811
    address, scheduler = cluster
    folder, marks = tmp_path / "s", tmp_path / "marks"
    marks.mkdir()

    killed = []

    def kill_once(done, _total):
        if done == 10 and not killed:
            killed.append(int(next(marks.iterdir()).name.split("-")[1]))
            os.kill(killed[0], signal.SIGKILL)

    from microville.sweeps import Means, start

    start(
        ask(),
        folder,
        map_name="",
        map_hash=str(marks),
        means=Means(scheduler=address, max_runs=20),
        task="fixtures.toy_task:traced",
        progress=kill_once,
    )
    found = status(read_sweep(folder))
    assert (found.done, found.failed, found.left) == (20, 0, 12)
    assert killed
    assert len(list(marks.iterdir())) == 2, "a second process took over"
    assert all(path.name.endswith("-1") for path in marks.iterdir()), "one thread each"

    def kill_scheduler(done, _total):
        if done == 23:
            scheduler.kill()

    with pytest.raises(RunError, match="What is done is kept"):
        resume(folder, means=Means(scheduler=address), progress=kill_scheduler)
    assert 23 <= count_done(folder) <= 32
    resume(folder, means=Means(workers=1))
    assert digest(folder) == whole


def test_no_scheduler_no_library_and_open_doors_are_told(monkeypatch):
    context = Context("x:y", {}, (), "", "")
    monkeypatch.setattr("microville.sweeps.cluster.WAIT_SECONDS", 1)
    for address in ("tcp://127.0.0.1:1", "nonsense://x"):
        with pytest.raises(InputError, match="No dask scheduler answers"):
            next(run_on_cluster(context, iter(()), address))
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(InputError, match=r"microville\[cluster\]"):
        next(run_on_cluster(context, iter(()), "tcp://127.0.0.1:1"))
    for address in ("tcp://127.0.0.1:1", "tcp://localhost:1", "tcp://[::1]:1", "tls://far:1"):
        assert safety_note(address) == ""
    for address in ("tcp://10.0.0.1:1", "far:8786", "tcp://0.0.0.0:1", "ws://far:1"):
        assert "neither on this machine nor encrypted" in safety_note(address)
