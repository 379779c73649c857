"""The benchmark of sweeps: its tables say what was measured, missed goals are told."""

from __future__ import annotations

import pytest
from benchmarks.sweeps.__main__ import _middle, parse
from benchmarks.sweeps.peers import Timed, ours
from benchmarks.sweeps.stores import listing
from benchmarks.sweeps.tables import results_text
from benchmarks.sweeps.tasks import mapped, spin, write_territory


def test_goals_are_met_or_missed_as_measured():
    options = parse(["--tasks", "64", "--empties", "1000"])
    rows = {
        "microville": Timed(cold=4.2, warm=3.3, empty=0.5),
        "microville through dask": Timed(cold=9.0, warm=4.0, empty=2.0),
        "joblib": Timed(cold=16.0, warm=12.8, empty=None),
        "ray": "ModuleNotFoundError: no ray",
    }
    parents = [
        {"runs": runs, "megabytes": 200 + runs / 1000, "seconds": runs / 500}
        for runs in (1000, 10_000)
    ]
    text = results_text(options, "A machine.", rows, parents, None, None)
    lines = {line.split(" | ")[0].strip("| "): line for line in text.splitlines() if "|" in line}
    assert lines["microville"].endswith(
        "| 0.50 | 97% | 76% | overhead met, warm met, cold missed |"
    )
    assert lines["microville through dask"].endswith("| warm missed |")
    assert lines["joblib"].endswith("| - | 25% | 20% |  |")
    assert "no ray" in lines["ray"]
    assert "+4.5%" in text


def test_the_middle_of_rounds_leaves_failures_out():
    assert _middle([Timed(1, 2, 3), "x", Timed(3, 4, 5), Timed(2, 9, 4)]) == Timed(2, 4, 4)
    assert _middle(["x", "x"]) == "x"


def test_a_store_lists_all_it_was_given():
    found = listing(2500)
    assert found["files"] == 2 + 500
    assert found["results"] == 2500


@pytest.mark.slow
def test_our_tasks_read_the_mapped_territory(tmp_path, monkeypatch):
    monkeypatch.setattr("benchmarks.sweeps.tasks.MEGABYTES", 1)
    path = write_territory(tmp_path / "t.npy")
    assert spin(mapped(str(path)), 3, 0.0) == 3.0
    found = ours(path, 2, 3, 1)
    assert found.cold > found.warm > 0.15
