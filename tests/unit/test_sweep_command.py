"""``microville sweep`` with the model itself, on a small map, as a person would use it."""

from __future__ import annotations

import json
import os
import signal
from pathlib import Path

import pandas as pd
import pytest
from test_sweep_sessions import in_process

from microville.cli.main import main
from microville.runs import run
from microville.scenario import load_scenario
from microville.sweeps import session
from microville.sweeps.experiment import Outcome
from microville.sweeps.files import PART
from microville.sweeps.outcomes import is_read, summed_up
from microville.territory import content_hash, load_territory

ROOT = Path(__file__).parents[2]
FIXTURE = ROOT / "tests" / "fixtures" / "hamlet.osm"

EXPERIMENT = """
scenarios = ["status_quo", "balanced"]
months = 3
seeds = [1]

[question]
en = "Does rent matter?"
fr = "Le loyer compte-t-il ?"

[levers]
"rent.housing" = [7, 9]

[design]
kind = "grid"

[[outcomes]]
indicator = "cooperative_cash_eur"

[[outcomes]]
indicator = "population"
group = "all"
when = "mean_last_12"

[[outcomes]]
indicator = "cooperative_cash_eur"
when = "min"

[[outcomes]]
indicator = "person_served_nearby_share"
group = "on_site_worker"
when = "2025-02"
"""


def call(*words: str) -> int:
    with pytest.raises(SystemExit) as stop:
        main(list(words))
    return int(stop.value.code or 0)


@pytest.fixture(scope="module")
def hamlet(tmp_path_factory):
    """A map from our own OSM fixture, and an experiment beside it."""
    folder = tmp_path_factory.mktemp("sweep")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MICROVILLE_MAPS", str(folder / "maps"))
        patch.setenv("MICROVILLE_CACHE", str(folder / "cache"))
        words = ["--site", "4.004,49.300", "--population", "60", "--json"]
        assert call("map", "build", "hamlet", "--xml", str(FIXTURE), *words) == 0
        (folder / "rent.toml").write_text(EXPERIMENT, encoding="utf-8")
        yield folder


def test_a_sweep_stopped_and_resumed_gives_what_single_runs_give(
    hamlet, tmp_path, capsys, monkeypatch
):
    file, folder = str(hamlet / "rent.toml"), str(tmp_path / "s")
    start = ["sweep", "run", file, "--map", "hamlet", "--out", folder, "--workers", "1", "--json"]
    assert call("validate", file, "--map", "hamlet") == 0
    assert call(*start, "--max-runs", "1") == 0
    said = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert (said["runs"], said["done"], said["left"]) == (4, 1, 3)
    assert said["seconds_left"] > 0
    assert call("sweep", "status", folder) == 0
    assert "1 of 4 runs done, 0 failed, 3 to do; about " in capsys.readouterr().out
    assert call("sweep", "resume", folder, "--workers", "2") == 0
    assert "4 of 4 runs done, 0 failed, 0 to do." in capsys.readouterr().out

    csv, parquet = tmp_path / "r.csv", tmp_path / "r.parquet"
    words = ["--csv", str(csv), "--parquet", str(parquet), "--json"]
    assert call("sweep", "results", file, "--out", folder, *words) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["rows"], told["missing"]) == (4, 0)
    table = pd.read_parquet(parquet)
    pd.testing.assert_frame_equal(pd.read_csv(csv), table, check_dtype=False)
    assert table["scenario"].tolist() == ["status_quo"] * 2 + ["balanced"] * 2
    assert table["rent.housing"].tolist() == [7.0, 9.0] * 2

    # A second way to the same numbers: one run with everything kept.
    row = table.iloc[3]
    scenario = load_scenario("balanced").update({"run.months": 3, "rent.housing": 9.0})
    found = run(scenario, load_territory("hamlet"), seed=1)
    assert found.manifest["run_id"] == row["run_id"]
    series = found.indicators.set_index(["indicator", "group", "month"])["value"]
    cash = [series["cooperative_cash_eur", "all", month] for month in range(3)]
    people = [series["population", "all", month] for month in range(3)]
    assert row["cooperative_cash_eur|all|end"] == cash[2]
    assert row["cooperative_cash_eur|all|min"] == min(cash)
    assert row["population|all|mean_last_12"] == pytest.approx(sum(people) / 3, abs=0.01)
    worker = series.get(("person_served_nearby_share", "on_site_worker", 1))
    label = "person_served_nearby_share|on_site_worker|2025-02"
    assert pd.isna(row[label]) if worker is None else row[label] == worker

    # Undisturbed, and without processes of its own, it gives the same hash.
    monkeypatch.setattr(session, "run_locally", in_process)
    again = [*start[:5], "--out", str(tmp_path / "t"), "--workers", "1", "--json"]
    assert call(*again) == 0
    capsys.readouterr()
    assert call("sweep", "results", str(tmp_path / "t"), "--json") == 0
    assert json.loads(capsys.readouterr().out) == told
    assert not list(tmp_path.rglob(f"*{PART}"))


def test_the_focus_area_alone_gives_what_the_whole_map_gives(hamlet, tmp_path, monkeypatch):
    """Around its own recording the focus mode is the full run, so the sweep's numbers are too."""
    from microville.sweeps import load_experiment, read_sweep, results, start

    text = EXPERIMENT.replace('["status_quo", "balanced"]', '["status_quo"]').replace(
        '"rent.housing" = [7, 9]', '"works.deep_months" = [18]'
    )
    outcome = '[[outcomes]]\nindicator = "person_served_share"\ngroup = "present"\n'
    tables = []
    monkeypatch.setattr(session, "run_locally", in_process)
    for name, extra in (("whole", ""), ("alone", "focus = true\n")):
        file = hamlet / f"{name}.toml"
        text_of = text.replace("months = 3\n", f"months = 3\n{extra}") + outcome
        file.write_text(text_of, encoding="utf-8")
        asked = load_experiment(file)
        place = load_territory("hamlet")
        start(asked, tmp_path / name, map_name="hamlet", map_hash=content_hash(place))
        tables.append(results(read_sweep(tmp_path / name)).table)
    whole, alone = tables
    assert set(whole["run_id"]).isdisjoint(alone["run_id"])
    for label in ("cooperative_cash_eur|all|end", "person_served_share|present|end"):
        assert alone[label].tolist() == whole[label].tolist()
        assert alone[label].notna().all()
    assert alone["population|all|mean_last_12"].isna().all(), "told by group, not for all"


def test_the_summary_is_for_people(hamlet, tmp_path, capsys, monkeypatch):
    from microville.sweeps.tasks import Record

    def made_up(_context, orders, _workers):
        for i, order in enumerate(orders):
            outcomes = {"cooperative_cash_eur|all|end": 1000.0 * i}
            yield Record(order.run_id, 0.0, outcomes if i else None, "" if i else "ValueError")

    monkeypatch.setattr(session, "run_locally", made_up)
    folder = str(tmp_path / "s")
    words = ["sweep", "run", str(hamlet / "rent.toml"), "--map", "hamlet", "--out", folder]
    assert call(*words) == 1, "a run failed"
    out = capsys.readouterr().out
    assert "3 of 4 runs done, 1 failed, 0 to do." in out
    assert f"Why runs failed: {folder}/failures.parquet" in out
    assert call("sweep", "results", folder) == 0
    out = capsys.readouterr().out
    lines = [line.split() for line in out.splitlines() if "cash_eur|all|end" in line]
    assert lines[0][2:] == ["1", "1,000.00", "1,000.00", "1,000.00"]
    assert lines[1][2:] == ["2", "2,500.00", "2,000.00", "3,000.00"]
    assert "1 rows are missing" in out


WRONG = [
    (["run", "walkin"], "Did you mean 'walking'?"),
    (["run", "nope.toml"], "cannot be read"),
    (["status", "nowhere"], "There is no sweep in out/sweeps/nowhere"),
    (["resume", "nowhere"], "There is no sweep in"),
    (["results", "nowhere"], "There is no sweep in"),
    (["run", "walking", "--map", "hamlett"], "hamlet"),
    (["run", "walking", "--map", "hamlet"], "The map has no switch 'link_courcy_direct'"),
    (["run", "walking", "--workers", "0"], "workers"),
    (["run", "walking", "--max-runs", "0"], "max-runs"),
    (["run", "walking", "--workers", "2", "--scheduler", "tcp://127.0.0.1:1"], "either"),
]


@pytest.mark.parametrize(("words", "told"), WRONG, ids=lambda value: str(value)[:40])
def test_wrong_input_is_one_clear_message(hamlet, tmp_path, monkeypatch, capsys, words, told):
    monkeypatch.chdir(tmp_path)
    assert call("sweep", *words) == 2
    error = capsys.readouterr().err
    assert told in error
    assert "Traceback" not in error
    assert not list(tmp_path.rglob("*.json"))


def test_validate_tells_experiments_from_scenarios(hamlet, tmp_path, capsys):
    wrong = tmp_path / "wrong.toml"
    wrong.write_text(EXPERIMENT.replace("rent.housing", "rent.housin"), encoding="utf-8")
    scenario = str(ROOT / "scenarios" / "status_quo.toml")
    assert call("validate", scenario, str(hamlet / "rent.toml"), str(wrong), "--no-map") == 2
    said = capsys.readouterr()
    assert said.out.count(": right") == 2
    assert "wrong.toml:11: levers.rent.housin: " in said.err
    assert "Did you mean 'rent.housing'?" in said.err
    (tmp_path / "group.toml").write_text(
        EXPERIMENT.replace('group = "all"', 'group = "commune:99999"'), encoding="utf-8"
    )
    assert call("validate", str(tmp_path / "group.toml"), "--map", "hamlet") == 2
    assert "The map has no 'commune:99999'" in capsys.readouterr().err


def test_results_are_written_whole_and_devices_are_written_through(hamlet, tmp_path, capfd):
    from microville.errors import InputError
    from microville.sweeps.export import write_csv

    table = pd.DataFrame({"scenario": ["=cmd|x", "balanced"], "value": [-1.5, 2.0]})
    write_csv(table, tmp_path / "r.csv")
    assert (tmp_path / "r.csv").read_text() == "scenario,value\n'=cmd|x,-1.5\nbalanced,2.0\n"
    with pytest.raises(InputError, match=r"Cannot write .*nowhere"):
        write_csv(table, tmp_path / "nowhere" / "r.csv")
    with pytest.raises(InputError, match="Cannot write"):
        write_csv(table, tmp_path)
    if Path("/dev/full").exists():
        with pytest.raises(InputError, match="No space left on device"):
            write_csv(table, Path("/dev/full"))
        assert Path("/dev/full").is_char_device(), "a device is never replaced"
    assert [path.name for path in tmp_path.iterdir()] == ["r.csv"]


@pytest.mark.skipif(not hasattr(os, "killpg"), reason="needs process groups")
def test_ctrl_c_says_how_to_go_on(hamlet, tmp_path):
    import subprocess
    import sys
    import time

    folder = tmp_path / "s"
    words = ["sweep", "run", str(hamlet / "rent.toml"), "--map", "hamlet", "--out", str(folder)]
    process = subprocess.Popen(
        [sys.executable, "-m", "microville.cli.main", *words, "--workers", "1"],
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),  # noqa: PLW1509
    )
    end = time.monotonic() + 120
    while not (folder / "sweep.json").exists() and time.monotonic() < end:
        time.sleep(0.02)
    os.killpg(process.pid, signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 130, said
    assert f"To go on: microville sweep resume {folder}" in said
    assert "Traceback" not in said


@pytest.mark.parametrize(
    ("when", "months", "number"),
    [
        ("end", [29], 3.0),
        ("2026-02", [13], 5.0),
        ("mean_last_12", list(range(18, 30)), 4.33),
        ("min", list(range(30)), 1.0),
        ("max", list(range(30)), 9.0),
    ],
)
def test_each_outcome_reads_its_months_and_no_others(when, months, number):
    series = [5.0] * 18 + [4.0] * 10 + [9.0, 3.0]
    series[7] = 1.0
    outcome = Outcome("site_jobs", "all", when)
    assert [month for month in range(30) if is_read(outcome, month, 30)] == months
    assert summed_up(outcome, [series[month] for month in months]) == number
    assert summed_up(outcome, []) is None
