"""The benchmark of people compares every answer and hides nothing; nothing here is timed."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest
from benchmarks.people import columns, ours
from benchmarks.people.__main__ import main
from benchmarks.people.crowd import make_crowd
from benchmarks.people.daily import MESA, NUMPY, Row, Section, frozen, measure_day
from benchmarks.people.tables import Results, goals
from benchmarks.people.town import Town

from microville.model import Microville
from microville.model.daily.choice import CLOSED, FULL, SERVED

ABOUT = {
    "date": "2026-01-01",
    "cpu": "",
    "cores": 2,
    "threads": 2,
    "load_at_start": 0.0,
    "system": "",
    "python": "",
    "versions": {},
}


@pytest.mark.parametrize(("size", "scarcity"), [(500, 1.0), (300, 2.0), (4000, 6.0)])
def test_kernels_and_numpy_agree_wish_by_wish(village, quiet, size, scarcity):
    crowd = make_crowd(Microville(quiet, village, seed=4), size, scarcity)
    mine = frozen(ours.day(crowd))
    twin = columns.Day(crowd)
    other = twin.run()
    assert abs(len(crowd) - size) < 0.2 * size
    assert mine.mismatches(other) == 0
    assert mine.entries() > 20 * size
    assert twin.weighed > len(mine.person)
    assert (mine.state == SERVED).sum() > size
    if scarcity > 2:
        assert (mine.state == FULL).sum() > 20  # luck had to decide
    assert set(np.unique(mine.state)) <= {SERVED, FULL, CLOSED, 0}


def test_one_wrong_entry_is_a_mismatch(village, quiet):
    crowd = make_crowd(Microville(quiet, village, seed=4), 300)
    mine = frozen(ours.day(crowd))
    wrong = mine.minute.copy()
    wrong[7] += 1
    assert mine.mismatches(replace(mine, minute=wrong)) == 1
    assert mine.mismatches(replace(mine, minute=wrong[1:])) == len(wrong)


def test_mesa_agents_live_like_the_others(village, quiet):
    """Other draws, the same rules: means of many days differ by sampling alone."""
    crowd = make_crowd(Microville(quiet, village, seed=4), 3000, 3.0)
    found: list[np.ndarray] = []
    for month in range(6):
        crowd.model.month = month
        day = frozen(ours.day(crowd))
        modes = day.trips.sum(axis=0) / day.trips.sum()
        found.append(np.array([(day.state == SERVED).sum(), day.trips.sum(), *modes[:3] * 1e4]))
    theirs = []
    for seed in range(3):
        town = Town(crowd, seed)
        town.step()
        total = town.totals()
        modes = np.array([a.trips for a in town.agents]).sum(axis=0)
        count = len(crowd)
        shares = modes[:3] / modes.sum() * 1e4
        theirs.append(np.array([total["served"] * count, total["trips"] * count, *shares]))
    mine, other = np.mean(found, axis=0), np.mean(theirs, axis=0)
    gap = np.abs(other / mine - 1)
    # a few hundred distinct people and three towns: shares differ by some percent by luck
    assert gap[[0, 1]].max() < 0.03, (mine, other)
    assert gap[[2, 4]].max() < 0.1, (mine, other)
    assert gap[3] < 0.25, (mine, other)  # bicycles are few


def test_a_section_says_what_it_compared(village, quiet):
    section = measure_day(Microville(quiet, village, seed=4), 800, 1, scarcity=3.0)
    assert [row.name for row in section.rows][-1] == MESA
    assert section.same_on_threads
    (numpy_row,) = [row for row in section.rows if row.name == NUMPY]
    assert numpy_row.mismatches == 0
    assert numpy_row.compared > 20 * section.people
    assert sum(section.per_person.values()) > 40
    for mine, theirs in section.means.values():
        assert mine == pytest.approx(theirs, rel=0.15)


def test_goals_are_missed_where_they_are_missed():
    rows = [
        Row("microville kernels", 10.0, 9),
        Row(NUMPY, 25.0, 9, mismatches=3, compared=100),
        Row(MESA, 2500.0, 2),
    ]
    sections = [
        Section(n, n, 10 * n, rows, same_on_threads=n != 300, per_person={"the month's day": 1.0})
        for n in (100, 200, 300)
    ]
    verdicts = {name: met for name, _, _, met in goals(Results(ABOUT, "", sections))}
    assert verdicts["a day against Mesa agents"] == "met"  # 250 times
    assert verdicts["a day against numpy"] == "missed"  # 2.5 times
    assert verdicts["same bits, 1 and 2 threads"] == "missed"
    assert verdicts["mismatches with numpy"] == "missed"
    assert verdicts["growth exponent"] == "met"  # flat
    assert verdicts["bytes of columns a person"] == "met"


def test_the_command_measures_days_months_and_the_focus_area(village, tmp_path, monkeypatch):
    from microville.territory import save_territory

    folder, out = tmp_path / "village", tmp_path / "out"
    save_territory(village, folder)
    monkeypatch.setenv("PYTHONPATH", str(__import__("pathlib").Path(__file__).parents[2]))
    scenario = tmp_path / "quiet.toml"
    scenario.write_text('[title]\nen = "Q"\nfr = "Q"\n')
    words = ["--quick", "--map", str(folder), "--scenario", str(scenario), "--sizes", "300,600,900"]
    words += ["--months", "2", "--focus", "2", "--years", "1", "--out", str(out)]
    assert main(words) == 0
    kept = json.loads((out / "results_people.json").read_text())
    assert len(kept["days"]) == 3
    assert kept["years"]["months"] == 12
    assert kept["years"]["peak_mib"] > 50
    assert kept["focus"]["people"] < kept["month"]["people"]
    page = (out / "RESULTS_PEOPLE.md").read_text()
    assert "A month of the focus area" in page
    assert "daily_life" in page
    assert "missed" in page or "met" in page
