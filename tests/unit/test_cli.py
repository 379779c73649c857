"""The command line as a person would use it: right input, wrong input, interruption."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from microville.cli.main import main

ROOT = Path(__file__).parents[2]
FIXTURE = ROOT / "tests" / "fixtures" / "hamlet.osm"


def run(*words: str) -> int:
    with pytest.raises(SystemExit) as stop:
        main(list(words))
    return int(stop.value.code or 0)


@pytest.fixture
def hamlet(tmp_path, monkeypatch, capsys):
    """Build a map from our own OSM fixture, with a site and people."""
    monkeypatch.setenv("MICROVILLE_MAPS", str(tmp_path / "maps"))
    monkeypatch.setenv("MICROVILLE_CACHE", str(tmp_path / "cache"))
    site = "4.004,49.300"
    code = run(
        "map",
        "build",
        "hamlet",
        "--xml",
        str(FIXTURE),
        "--site",
        site,
        "--population",
        "60",
        "--json",
    )
    out = capsys.readouterr()
    assert code == 0, out.err
    return json.loads(out.out)


def test_build_info_check_path_list(hamlet, capsys):
    assert hamlet["layers"]["edges"] > 5
    assert run("map", "info", "hamlet", "--json") == 0
    info = json.loads(capsys.readouterr().out)
    assert info["content_hash"] == hamlet["content_hash"]
    assert info["population"] == 60
    assert run("map", "check", "hamlet", "--json") == 0
    assert isinstance(json.loads(capsys.readouterr().out), list)
    assert run("map", "path", "hamlet") == 0
    assert Path(capsys.readouterr().out.strip()).is_dir()
    assert run("map", "list", "--json") == 0
    assert set(json.loads(capsys.readouterr().out)) == {"courcy-reims", "hamlet"}


def test_run_and_rerun_give_the_same_hash(hamlet, tmp_path, capsys):
    hashes = []
    for name in ("a", "b"):
        code = run(
            "run",
            "balanced",
            "--map",
            "hamlet",
            "--months",
            "3",
            "--out",
            str(tmp_path / name),
            "--json",
        )
        out = capsys.readouterr()
        assert code == 0, out.err
        hashes.append(json.loads(out.out)["canonical_hash"])
    assert hashes[0] == hashes[1]
    files = {path.name for path in (tmp_path / "a").iterdir()}
    assert files == {
        "indicators.parquet",
        "ledger.parquet",
        "events.parquet",
        "homes.parquet",
        "manifest.json",
    }
    manifest = json.loads((tmp_path / "a" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["seed"] == 1
    assert manifest["territory"]["content_hash"] == hamlet["content_hash"]
    assert all(row["source"] or row["kind"] == "assumption" for row in manifest["parameters"])
    assert {"numpy", "mesa", "python"} <= set(manifest["versions"])


WRONG = [
    (["run", "nope"], "nope"),
    (["run", "balanced", "--seed", "abc"], "seed"),
    (["run", "balanced", "--set", "mobility.walk_speed_kmh=-3"], "walk_speed_kmh"),
    (["run", "balanced", "--set", "mobility.walk_sped_kmh=4"], "walk_speed_kmh"),
    (["run", "balanced", "--set", "nonsense"], "="),
    (["run", "balanced", "--map", "hamlett"], "hamlet"),
    (["run", "balanced", "--map", "hamlet", "--fraction", "0.3"], "whole number"),
    (["run", "balanced", "--months", "0"], "months"),
    (["compare", "balanced"], "two"),
    (["compare", "balanced", "status_quo", "--lang", "de"], "fr or en"),
    (["compare", "balanced", "status_quo", "--baseline", "x"], "status_quo"),
    (["access", "--profile", "horse"], "walk"),
    (["access", "--map", "hamlet", "--at", "here"], "LON,LAT"),
    (["access", "--map", "hamlet", "--at", "120,95"], "Earth"),
    (["map", "info", "atlantis"], "courcy-reims"),
    (["map", "build", "x"], "--pbf"),
    (["map", "build", "a/b", "--schematic"], "letters"),
    (["run", "balanced", "--map", "hamlet", "--set", "territory.options.moon=true"], "moon"),
    (["sing"], "sing"),
]


@pytest.mark.parametrize(("words", "says"), WRONG, ids=[" ".join(w[0]) for w in WRONG])
def test_wrong_input_ends_with_2_and_one_message(
    hamlet, words, says, tmp_path, capsys, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    before = sorted(tmp_path.rglob("*.parquet"))
    assert run(*words) == 2
    out = capsys.readouterr()
    assert says in out.err
    assert "Traceback" not in out.err
    assert sorted(tmp_path.rglob("*.parquet")) == before


def test_scenario_with_more_area_than_the_site_names_file_and_line(hamlet, tmp_path, capsys):
    path = tmp_path / "greedy.toml"
    path.write_text(
        'extends = "status_quo"\n[title]\nen = "x"\nfr = "x"\n[[programme.buildings]]\n'
        'building = "B02"\nuse = "office"\nworks = "none"\nstart = "2026-01"\n'
        "floor_area_m2 = 33600\n",
        encoding="utf-8",
    )
    assert run("validate", str(path), "--map", "hamlet") == 2
    message = capsys.readouterr().err
    assert "greedy.toml" in message
    assert "B02" in message
    assert any(f":{line}" in message for line in range(5, 11))


def test_too_many_dwellings_and_a_byte_order_mark(hamlet, tmp_path, capsys):
    head = 'extends = "status_quo"\n[title]\nen = "x"\nfr = "x"\n'
    entry = '[[programme.buildings]]\nbuilding = "B04"\nuse = "housing"\nstart = "2026-01"\n'
    marked = tmp_path / "marked.toml"
    marked.write_text(head + entry + "dwellings = 34\n", encoding="utf-8-sig")
    assert run("validate", str(marked), "--map", "hamlet") == 0
    crowded = tmp_path / "crowded.toml"
    crowded.write_text(head + entry + "dwellings = 3400\n", encoding="utf-8")
    assert run("validate", str(crowded), "--map", "hamlet") == 2
    message = capsys.readouterr().err
    assert "crowded.toml:5" in message
    assert "at most" in message


def test_a_map_is_replaced_only_when_told(hamlet, capsys):
    words = ["map", "build", "hamlet", "--xml", str(FIXTURE), "--json"]
    assert run(*words) == 2
    assert "--force" in capsys.readouterr().err
    assert run(*words, "--force") == 0
    assert json.loads(capsys.readouterr().out)["content_hash"] != hamlet["content_hash"]


@pytest.mark.parametrize("kind", ["empty", "directory", "truncated", "text", "missing"])
def test_bad_extracts_leave_nothing(kind, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("MICROVILLE_MAPS", str(tmp_path / "maps"))
    path = tmp_path / "bad.osm.pbf"
    if kind == "directory":
        path.mkdir()
    elif kind == "text":
        path.write_text("not a map", encoding="utf-8")
    elif kind == "truncated":
        path.write_bytes(bytes([0, 0, 0, 13, 10, 9]) + b"OSMHeader" + bytes(20))
    elif kind == "empty":
        path.write_bytes(b"")
    assert run("map", "build", "bad", "--pbf", str(path)) == 2
    out = capsys.readouterr()
    assert "Traceback" not in out.err
    assert len(out.err.strip().splitlines()) <= 3
    assert not (tmp_path / "maps" / "bad").exists()
    assert not [p for p in (tmp_path / "maps").glob(".*")]


def test_results_replace_only_results(hamlet, tmp_path, capsys):
    folder = tmp_path / "precious"
    folder.mkdir()
    (folder / "letter.txt").write_text("keep me", encoding="utf-8")
    assert run("run", "status_quo", "--map", "hamlet", "--months", "1", "--out", str(folder)) == 2
    assert (folder / "letter.txt").read_text(encoding="utf-8") == "keep me"
    assert (
        run(
            "run",
            "status_quo",
            "--map",
            "hamlet",
            "--months",
            "1",
            "--out",
            str(folder / "letter.txt"),
        )
        == 2
    )
    capsys.readouterr()


def test_parameters_and_schema_are_json(capsys):
    assert run("parameters", "--json") == 0
    rows = json.loads(capsys.readouterr().out)
    assert len(rows) > 100
    assert all(row["unit"] for row in rows)
    assert run("parameters", "--schema") == 0
    assert "properties" in json.loads(capsys.readouterr().out)


def test_compare_with_workers_equals_without(hamlet, tmp_path, capsys):
    answers = []
    for workers in ("1", "2"):
        code = run(
            "compare",
            "status_quo",
            "balanced",
            "--map",
            "hamlet",
            "--months",
            "2",
            "--seeds",
            "1",
            "--workers",
            workers,
            "--json",
            "--out",
            str(tmp_path / workers),
        )
        out = capsys.readouterr()
        assert code == 0, out.err
        answers.append(json.loads(out.out))
    assert answers[0]["canonical_hashes"] == answers[1]["canonical_hashes"]
    assert (tmp_path / "1" / "report.html").is_file()
    people = [path.read_bytes() for path in sorted((tmp_path / "1").rglob("people.parquet"))]
    assert people == [
        path.read_bytes() for path in sorted((tmp_path / "2").rglob("people.parquet"))
    ]
    assert len(people) == 2
    assert answers[0]["gains"] == answers[1]["gains"]
    assert {row["group"] for row in answers[0]["gains"]} >= {"focus"}
    assert not list(tmp_path.glob(".1-*"))


def test_scenarios_of_other_lengths_are_not_compared(tmp_path, capsys):
    mine = tmp_path / "mine.toml"
    mine.write_text('extends = "balanced"\n[title]\nen = "M"\nfr = "M"\n[run]\nmonths = 3\n')
    assert run("compare", "status_quo", str(mine), "--out", str(tmp_path / "out")) == 2
    assert "status_quo 120, mine 3. Give --months" in " ".join(capsys.readouterr().err.split())


@pytest.mark.skipif(os.name != "posix", reason="signals")
def test_an_interruption_that_a_callback_swallowed_is_heard_a_moment_later():
    """Python drops what is raised within a library's callback, such as a compiler's."""
    code = """if True:
        import ctypes, signal, time
        import microville.cli.main as cli

        # Who is started in the background by a shell ignores the keys.
        signal.signal(signal.SIGINT, signal.default_int_handler)

        def pressed():
            raise KeyboardInterrupt

        def long_work(words):
            ctypes.CFUNCTYPE(None)(pressed)()
            try:
                time.sleep(20)
            except KeyboardInterrupt:
                return cli._stopped()
            return 0

        cli._run = long_work
        cli.main([])
    """
    words = [sys.executable, "-c", code]
    done = subprocess.run(words, check=False, capture_output=True, text=True, timeout=60)
    assert done.returncode == 130
    assert "Interrupted" in done.stderr
    assert "Traceback" not in done.stderr


def test_interrupt_leaves_nothing_half_written(hamlet, tmp_path):
    target = tmp_path / "long"
    words = ["run", "status_quo", "--map", "hamlet", "--months", "432", "--out", str(target)]
    code = "from microville.cli.main import main; print('ready', flush=True); main()"
    process = subprocess.Popen(
        [sys.executable, "-c", code, *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        # A shell's background job ignores the signal, and so would its children.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509
    )
    with process:
        assert process.stderr is not None
        # The first line comes before the map is loaded: seconds before the last month.
        first = process.stderr.readline()
        # Python may lose one that comes within a callback of a library: press again, as people do.
        for pause in (0.3, 2.0, 2.0, 2.0, 2.0):
            time.sleep(pause)
            if process.poll() is None:
                process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=60)
    assert first.startswith("Loading")
    assert process.returncode == 130, err
    assert "Traceback" not in err
    assert not target.exists()
