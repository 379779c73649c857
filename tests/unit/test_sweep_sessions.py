"""Sweeps of tasks without a model: whatever is killed, the same results come out in the end."""

from __future__ import annotations

import errno
import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from microville.errors import InputError, RunError
from microville.sweeps import (
    Means,
    SweepStoppedError,
    load_experiment,
    local,
    make_points,
    read_sweep,
    results,
    resume,
    session,
    start,
    status,
    store,
    tasks,
)
from microville.sweeps.experiment import Design, Uncertainty
from microville.sweeps.store import Store
from microville.sweeps.tasks import Context, Order, Record, perform

ROOT = Path(__file__).parents[2]
FACTORS = (
    Uncertainty("mobility.walk_speed_kmh", 3.6, 5.0),
    Uncertainty("works.deep_months", 8, 24, integer=True),
)


def ask(samples=8, seeds=(1, 3), kind="latin_hypercube"):
    experiment = load_experiment("walking")
    return replace(experiment, factors=FACTORS, design=Design(kind, samples), seeds=seeds)


def in_process(context, orders, _workers):
    """Stand in for worker processes, so that most tests need none."""
    for order in orders:
        yield perform(context, order)


def nothing_to_do(_context, orders, _workers):
    """Stand in for worker processes where no run should be left."""
    assert list(orders) == []
    yield from ()


@pytest.fixture
def quick(monkeypatch):
    monkeypatch.setattr(session, "run_locally", in_process)


def go(folder, experiment=None, task="formula", map_hash="toy", **means):
    return start(
        experiment or ask(),
        folder,
        map_name="",
        map_hash=map_hash,
        means=Means(**means),
        task=f"fixtures.toy_task:{task}",
    )


def digest(folder):
    return results(read_sweep(folder)).canonical_hash


@pytest.fixture
def whole(tmp_path, quick):
    """The hash of a sweep that nobody disturbs."""
    found = go(tmp_path / "whole")
    assert (found.rows, found.done, found.left, found.failed) == (32, 32, 0, 0)
    assert not found.running
    return digest(tmp_path / "whole")


def test_the_table_is_the_plan_with_what_the_task_gave(tmp_path, quick):
    experiment = ask(seeds=(1, 3))
    go(tmp_path / "s", experiment)
    table = results(read_sweep(tmp_path / "s")).table
    points = make_points(experiment)
    expected = []
    for s, name in enumerate(("status_quo", "balanced")):
        for p in range(points.count):
            for seed in (1, 3):
                changes = points.at(p)
                value = (s + 1) * 1000 + changes["mobility.walk_speed_kmh"] * 10
                value += changes["works.deep_months"] + seed / 7
                row = [name, p, seed, *changes.values()]
                expected.append([*row, *(round(value + i, 6) for i in range(4))])
    assert table.drop(columns="run_id").to_numpy().tolist() == expected
    assert list(table.columns[:4]) == ["run_id", "scenario", "point", "seed"]
    assert table.columns[-1] == "person_served_nearby_share|newcomer|mean_last_12"


def test_the_hash_is_of_what_was_asked_and_found_not_of_ids(tmp_path, whole):
    """Ids name the map and the code; the same numbers from both have the same hash."""
    go(tmp_path / "s", map_hash="another")
    ids = [set(results(read_sweep(tmp_path / n)).table["run_id"]) for n in ("s", "whole")]
    assert not ids[0] & ids[1]
    assert digest(tmp_path / "s") == whole
    go(tmp_path / "t", ask(seeds=(1, 4)))
    assert digest(tmp_path / "t") != whole


def test_stopping_anywhere_and_going_on_gives_the_same_hash(tmp_path, whole):
    folder = tmp_path / "s"
    assert go(folder, max_runs=5).done == 5
    partial = results(read_sweep(folder))
    assert (len(partial.table), partial.missing) == (5, 27)
    assert partial.canonical_hash != whole
    assert resume(folder, means=Means(max_runs=20)).left == 7
    assert go(folder).left == 0
    assert digest(folder) == whole


def test_what_is_done_is_not_done_again(tmp_path, quick, monkeypatch):
    go(tmp_path / "s")
    monkeypatch.setattr(session, "run_locally", nothing_to_do)
    assert go(tmp_path / "s").left == 0
    assert resume(tmp_path / "s").left == 0


def test_a_sweep_can_grow_and_runs_only_what_is_new(tmp_path, quick, monkeypatch):
    go(tmp_path / "s", ask(seeds=(1,)))
    done = []
    monkeypatch.setattr(
        session,
        "run_locally",
        lambda c, orders, _w: (done.append(o.seed) or perform(c, o) for o in orders),
    )
    found = go(tmp_path / "s", ask(seeds=(1, 3)))
    assert found.rows == found.done == 32
    assert done == [3] * 16


def test_what_is_the_same_runs_once(tmp_path, quick):
    whole_numbers = replace(ask(), factors=(Uncertainty("works.deep_months", 8, 9, integer=True),))
    found = go(tmp_path / "s", whole_numbers)
    assert (found.rows, found.runs, found.done) == (32, 8, 8)
    assert len(results(read_sweep(tmp_path / "s")).table) == 32


def test_order_and_packs_do_not_matter(tmp_path, whole, monkeypatch):
    def backwards(context, orders, _workers):
        yield from (perform(context, order) for order in reversed(list(orders)))

    monkeypatch.setattr(session, "run_locally", backwards)
    monkeypatch.setattr(store, "PACK", 7)
    folder = tmp_path / "s"
    go(folder)
    assert len(list((folder / "packs").iterdir())) == 4
    assert len(list((folder / "runs").iterdir())) == 32 - 28
    assert digest(folder) == whole
    assert status(read_sweep(folder)).done == 32


def test_results_of_two_folders_can_be_put_together(tmp_path, whole, monkeypatch):
    monkeypatch.setattr(store, "PACK", 3)
    go(tmp_path / "a", max_runs=20)
    go(tmp_path / "b")
    for kind in ("runs", "packs"):
        for path in (tmp_path / "b" / kind).iterdir():
            path.rename(tmp_path / "a" / kind / path.name)
    assert status(read_sweep(tmp_path / "a")).left == 0
    assert digest(tmp_path / "a") == whole


def test_failures_are_kept_with_their_traceback_and_stop_nothing(tmp_path, quick, monkeypatch):
    folder = tmp_path / "s"
    experiment = ask(samples=4, seeds=(1, 2, 3))
    found = go(folder, experiment, task="patchy")
    assert (found.done, found.failed, found.left) == (16, 8, 0)
    table = pd.read_parquet(folder / "failures.parquet")
    assert table["seed"].tolist() == [2] * 8
    assert table["point"].tolist() == [0, 1, 2, 3] * 2
    assert set(table["error"]) == {"ValueError"}
    assert set(table["message"]) == {"seed two is unlucky"}
    assert table["traceback"].str.contains("in patchy").all()
    assert json.loads(table["changes"][0]) == make_points(experiment).at(0)
    shown = results(read_sweep(folder)).table
    assert shown["seed"].tolist() == [1, 3] * 8
    assert shown[shown.columns[-4]].isna().tolist() == [False, True] * 8
    # Failures are not tried again unless asked for; a good result then replaces them.
    monkeypatch.setattr(session, "run_locally", nothing_to_do)
    assert resume(folder).failed == 8
    monkeypatch.setattr(session, "run_locally", in_process)
    sweep = json.loads((folder / "sweep.json").read_text(encoding="utf-8"))
    sweep["task"] = "fixtures.toy_task:formula"
    (folder / "sweep.json").write_text(json.dumps(sweep), encoding="utf-8")
    Store(folder).compact()
    found = resume(folder, means=Means(retry=True))
    assert (found.done, found.failed) == (24, 0)
    assert len(pd.read_parquet(folder / "failures.parquet")) == 0


def test_values_that_contradict_each_other_have_an_id_and_fail_alone(tmp_path, quick, monkeypatch):
    from microville.errors import ParameterError
    from microville.scenario import Scenario

    right = Scenario.update

    def update(self, changes):
        if changes.get("works.deep_months", 0) > 16:
            raise ParameterError("these two contradict each other")
        return right(self, changes)

    monkeypatch.setattr(Scenario, "update", update)
    monkeypatch.setattr(
        "fixtures.toy_task.formula",
        lambda c, o: c.scenarios[o.scenario].update(o.changes) and dict.fromkeys(labels, 1.0),
    )
    labels = [outcome.label for outcome in ask().outcomes]
    tasks._function.cache_clear()
    found = go(tmp_path / "s")
    tasks._function.cache_clear()
    months = make_points(ask()).columns["works.deep_months"]
    assert found.runs == 32
    assert found.failed == 4 * sum(value > 16 for value in months) > 0
    assert found.left == 0


def test_a_value_that_is_no_number_is_a_failure():
    context = Context("fixtures.toy_task:formula", {}, load_experiment("walking").outcomes, "", "")
    order = Order("0" * 32, "balanced", {"mobility.walk_speed_kmh": float("nan")}, 1)
    record = perform(context, order)
    assert (record.outcomes, record.error) == (None, "RunError")


# --- the folder -------------------------------------------------------------------------------


def test_a_folder_of_something_else_is_left_alone(tmp_path, quick):
    (tmp_path / "thesis.txt").write_text("x", encoding="utf-8")
    with pytest.raises(InputError, match="nothing there was touched"):
        go(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]
    with pytest.raises(InputError, match="Nothing can be written"):
        go(tmp_path / "thesis.txt")


def test_no_other_command_replaces_a_sweep(tmp_path, quick):
    from microville.runs.atomic import check_target

    go(tmp_path / "s", max_runs=1)
    with pytest.raises(InputError, match="nothing there was touched"):
        check_target(tmp_path / "s")


def test_another_experiment_code_or_map_is_refused(tmp_path, quick, monkeypatch):
    folder = tmp_path / "s"
    go(folder, max_runs=1)
    with pytest.raises(InputError, match="differs in the map"):
        go(folder, map_hash="another")
    fewer = replace(ask(), outcomes=ask().outcomes[:1])
    with pytest.raises(InputError, match="differs in the outcomes"):
        go(folder, fewer)
    monkeypatch.setattr(session, "code_hash", lambda: "new")
    for again in (lambda: go(folder), lambda: resume(folder)):
        with pytest.raises(InputError, match="another version of the code"):
            again()


@pytest.mark.parametrize("name", ["sweep.json", "plan.parquet", "points.parquet"])
@pytest.mark.parametrize("damage", [b"", b"{}", None])
def test_a_damaged_folder_says_what_to_do_and_run_mends_it(tmp_path, whole, name, damage):
    folder = tmp_path / "s"
    go(folder, max_runs=3)
    if damage is None:
        (folder / name).unlink()
    else:
        (folder / name).write_bytes(damage)
    with pytest.raises(InputError, match=r"sweep run|describe a sweep"):
        resume(folder)
    if damage is None or name != "sweep.json":
        assert go(folder).done == 32
        assert digest(folder) == whole


def test_half_written_and_damaged_results_are_done_again(tmp_path, whole):
    folder = tmp_path / "s"
    go(folder)
    files = sorted((folder / "runs").iterdir())
    files[0].write_bytes(files[0].read_bytes()[:-9])
    files[1].write_bytes(b"")
    files[2].write_bytes(files[3].read_bytes())
    (folder / "runs" / ".x.json.1.part").write_bytes(b"half")
    assert status(read_sweep(folder)).left == 3
    resume(folder)
    assert digest(folder) == whole
    assert not [p for p in (folder / "runs").iterdir() if p.name.startswith(".")]
    Store(folder).compact()
    pack = next((folder / "packs").iterdir())
    pack.write_bytes(pack.read_bytes()[:-9])
    with pytest.raises(InputError, match="Remove this file"):
        resume(folder)
    pack.unlink()
    resume(folder)
    assert digest(folder) == whole


def test_two_processes_on_one_folder(tmp_path, whole, monkeypatch):
    folder = tmp_path / "s"

    def second_meanwhile(context, orders, _workers):
        for order in orders:
            with pytest.raises(InputError, match=rf"Another process works on .*{os.getpid()}"):
                resume(folder)
            assert status(read_sweep(folder)).running
            yield perform(context, order)

    monkeypatch.setattr(session, "run_locally", second_meanwhile)
    go(folder, max_runs=2)
    monkeypatch.setattr(session, "run_locally", in_process)
    assert resume(folder).left == 0
    assert digest(folder) == whole


# --- a full disk ------------------------------------------------------------------------------


def check_nothing_broken(folder):
    for path in (folder / "runs").iterdir():
        assert path.suffix == ".json"
        Record.from_json(path.read_text(encoding="utf-8"))


def test_a_full_disk_stops_with_one_message_and_no_broken_file(tmp_path, whole, monkeypatch):
    folder = tmp_path / "s"
    real, written = Path.replace, []

    def replace_or_full(self, target):
        if self.name.endswith(".part") and "runs" in self.parts:
            written.append(self)
            if len(written) > 4:
                raise OSError(errno.ENOSPC, "No space left on device")
        return real(self, target)

    monkeypatch.setattr(Path, "replace", replace_or_full)
    with pytest.raises(RunError, match=r"No space left on device\. What is done is kept"):
        go(folder)
    monkeypatch.setattr(Path, "replace", real)
    check_nothing_broken(folder)
    assert status(read_sweep(folder)).done == 4
    assert resume(folder).left == 0
    assert digest(folder) == whole


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full")
def test_a_device_that_is_full_for_real(tmp_path, quick, monkeypatch):
    folder = tmp_path / "s"
    go(folder, max_runs=3)
    real = Path.open

    def full(self, mode="r", **kwargs):
        if mode == "wb" and "runs" in self.parts:
            return real(Path("/dev/full"), mode, **kwargs)
        return real(self, mode, **kwargs)

    monkeypatch.setattr(Path, "open", full)
    with pytest.raises(RunError, match="No space left on device"):
        resume(folder)
    monkeypatch.undo()
    check_nothing_broken(folder)
    assert status(read_sweep(folder)).done == 3


# --- real worker processes --------------------------------------------------------------------


def test_any_number_of_workers_gives_the_same_hash_with_one_thread_each(tmp_path, whole):
    local_runner = local.run_locally
    for workers in (1, 3):
        folder = tmp_path / f"w{workers}"
        marks = tmp_path / f"m{workers}"
        marks.mkdir()
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(session, "run_locally", local_runner)
            patch.setenv("MICROVILLE_THREADS", "7")
            go(folder, task="traced", map_hash=str(marks), workers=workers)
            assert os.environ["MICROVILLE_THREADS"] == "7"
        assert digest(folder) == whole
        names = sorted(path.name for path in marks.iterdir())
        assert 1 <= len(names) <= workers
        assert all(name.endswith("-1") for name in names)
        assert not any(name.split("-")[1] == str(os.getpid()) for name in names)


def test_a_run_that_kills_its_workers_fails_and_the_others_go_on(tmp_path):
    deaths = tmp_path / "deaths"
    deaths.mkdir()
    experiment = replace(
        ask(samples=1, seeds=(1, 2, 3)), scenarios=load_experiment("walking").scenarios[:1]
    )
    found = go(tmp_path / "s", experiment, task="deadly", map_hash=str(deaths), workers=2)
    assert (found.done, found.failed, found.left) == (2, 1, 0)
    assert len(list(deaths.iterdir())) == local.MOST_DEATHS
    row = pd.read_parquet(tmp_path / "s" / "failures.parquet").iloc[0]
    assert (row["error"], row["seed"]) == ("WorkerDied", 2)
    assert "3 times" in row["message"]


def test_a_wrong_map_stops_everything_with_one_message(tmp_path):
    with pytest.raises(InputError, match="There is no map 'nowhere'"):
        start(ask(), tmp_path / "s", map_name="nowhere", map_hash="x", means=Means(workers=1))
    assert status(read_sweep(tmp_path / "s")).failed == 0


SCRIPT = """
import sys
from pathlib import Path
from dataclasses import replace
sys.path[:0] = [{tests!r}, {unit!r}]
from test_sweep_sessions import ask, go
from microville.cli.main import _run
from microville.errors import MicrovilleError
if __name__ == "__main__":
    try:
        go(Path({folder!r}), ask(seeds=tuple(range(1, 7))), task="traced", map_hash={marks!r}, workers=2)
    except MicrovilleError as error:
        print(error, file=sys.stderr)
        sys.exit(error.exit_code)
"""


@pytest.fixture
def in_background(tmp_path):
    """Start the sweep of SCRIPT in a process of its own, in a session of its own."""
    folder, marks = tmp_path / "s", tmp_path / "marks"
    marks.mkdir()
    script = tmp_path / "script.py"
    tests = ROOT / "tests"
    script.write_text(
        SCRIPT.format(
            tests=str(tests), unit=str(tests / "unit"), folder=str(folder), marks=str(marks)
        ),
        encoding="utf-8",
    )
    started = []

    def begin():
        process = subprocess.Popen(
            [sys.executable, str(script)],
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),  # noqa: PLW1509
        )
        started.append(process)
        return process

    yield begin, folder, marks
    for process in started:
        if process.poll() is None:
            process.kill()
        process.wait()
        process.stderr.close()


def count_done(folder):
    return len(list((folder / "runs").glob("*.json"))) if (folder / "runs").is_dir() else 0


def wait_for(condition, seconds=240):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.005)


def workers_of(marks):
    return [int(path.name.split("-")[1]) for path in marks.iterdir()]


def alive(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").split()[2] != "Z"
    except OSError:
        return False


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc")
def test_killed_workers_and_a_killed_parent_change_nothing(tmp_path, in_background, quick):
    begin, folder, marks = in_background
    experiment = ask(seeds=tuple(range(1, 7)))
    go(tmp_path / "whole", experiment, map_hash=str(marks), task="traced")
    expected = digest(tmp_path / "whole")
    for path in marks.iterdir():
        path.unlink()

    parent = begin()
    wait_for(lambda: count_done(folder) >= 5)
    os.kill(workers_of(marks)[0], signal.SIGKILL)
    wait_for(lambda: count_done(folder) >= 15)
    assert parent.poll() is None
    parent.kill()
    parent.wait()
    wait_for(lambda: not any(alive(pid) for pid in workers_of(marks)))
    kept = count_done(folder)
    assert 15 <= kept < 96
    found = status(read_sweep(folder))
    assert (found.done, found.failed, found.running) == (kept, 0, False)

    parent = begin()  # goes on, and is interrupted as by Ctrl-C
    wait_for(lambda: count_done(folder) >= kept + 5)
    os.killpg(parent.pid, signal.SIGINT)
    _, said = parent.communicate(timeout=30)
    assert parent.returncode == 130
    assert "Interrupted: " in said
    assert f"microville sweep resume {folder}" in said
    assert "Traceback" not in said
    done = count_done(folder)
    assert f"{done} of 96 runs are done" in said

    assert resume(folder).left == 0
    assert digest(folder) == expected


def test_an_interruption_keeps_what_is_done(tmp_path, whole, monkeypatch):
    def interrupted(context, orders, _workers):
        for i, order in enumerate(orders):
            if i == 3:
                raise KeyboardInterrupt
            yield perform(context, order)

    monkeypatch.setattr(session, "run_locally", interrupted)
    with pytest.raises(SweepStoppedError, match="3 of 32 runs are done and kept") as error:
        go(tmp_path / "s")
    assert error.value.exit_code == 130
    monkeypatch.setattr(session, "run_locally", in_process)
    assert resume(tmp_path / "s").left == 0
    assert digest(tmp_path / "s") == whole
