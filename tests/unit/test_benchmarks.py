"""The benchmark runs, compares every answer, and says what it lacks; nothing here is timed."""

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_benchmark_compares_and_hides_nothing(tmp_path):
    # A library that cannot be imported, on every machine.
    (tmp_path / "lacking").mkdir()
    (tmp_path / "lacking" / "pandana.py").write_text("raise ImportError('not here today')")
    path = os.pathsep.join([str(tmp_path / "lacking"), str(ROOT)])
    words = ["--quick", "--rounds", "1", "--no-memory", "--out", str(tmp_path / "out")]
    words += ["--networks", "synthetic-5000", "--only", "closest,matrix,facility,street,reweight"]
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.access", *words],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    queries = json.loads((tmp_path / "out" / "results.json").read_text())["networks"][0]["queries"]
    rows = [row for query in queries.values() for row in query]
    assert len(queries) == 5
    ours = [row for row in rows if row["name"] == "microville"]
    assert len(ours) == 5
    for row in rows:
        assert row["reason"] or row["median_ms"] > 0
        if row["mismatches"] is not None:
            assert row["mismatches"] == 0, row["name"]
    assert all(row["mismatches"] == 0 and row["compared"] >= 30_000 for row in ours)
    absent = [row for row in rows if row["name"].startswith("pandana")]
    assert absent
    assert all("not here today" in row["reason"] for row in absent)
    page = (tmp_path / "out" / "RESULTS.md").read_text()
    assert "not here today" in page
    assert "networkx" in page
