"""Two machines, one experiment file: the same hash, as far as one machine can stand for two.

What differs: process, working directory, folders of maps and cache, number of workers, hash seed of
strings, time zone and language. ``MICROVILLE_OTHER_PYTHON`` names a second interpreter to set
beside this one (another Python, another Mesa).
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import ACTIVE, QUIET, TITLE
from microville.territory import save_territory

ROOT = Path(__file__).parents[2]
EXPERIMENT = """
scenarios = ["mine.toml"]
months = 9
replications = 2

[question]
en = "What?"
fr = "Quoi ?"

[levers]
"cooperative.tenure" = ["owned", "leased"]

[uncertainties]
"mobility.walk_speed_kmh" = {}

[design]
kind = "latin_hypercube"
samples = 2
seed = 4

[[outcomes]]
indicator = "person_served_nearby_share"
groups = ["all", "present"]
when = "mean_last_12"

[[outcomes]]
indicator = "place_score_walk_15"

[[outcomes]]
indicator = "cooperative_cash_eur"
when = "min"

[[outcomes]]
indicator = "mobilisation"
"""


def swept(place: Path, village, python: str, workers: int, **more: str) -> str:
    """Do the sweep in folders of its own and return its canonical hash."""
    place.mkdir()
    save_territory(village, place / "maps" / "village")
    (place / "mine.toml").write_text(f"{TITLE}\n{ACTIVE}\n{QUIET}", encoding="utf-8")
    (place / "asked.toml").write_text(EXPERIMENT, encoding="utf-8")
    own = {"MICROVILLE_CACHE": str(place / "cache"), "MICROVILLE_MAPS": str(place / "maps")}
    own |= {"PYTHONPATH": str(ROOT / "sim")}

    def command(*words: str) -> dict[str, object]:
        done = subprocess.run(
            [python, "-W", "ignore", "-m", "microville.cli.main", "sweep", *words, "--json"],
            cwd=place,
            env=os.environ | own | more,
            capture_output=True,
            text=True,
            timeout=600,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        found: dict[str, object] = json.loads(done.stdout.splitlines()[-1])
        return found

    ran = command("run", "asked.toml", "--map", "village", "--out", "s", "--workers", str(workers))
    assert (ran["done"], ran["failed"]) == (4, 0)
    told = command("results", "s")
    assert told["rows"] == 4
    return str(told["canonical_hash"])


@pytest.mark.slow
def test_the_same_file_gives_the_same_hash_elsewhere(tmp_path, village):
    other = os.environ.get("MICROVILLE_OTHER_PYTHON", sys.executable)
    here = swept(tmp_path / "here", village, sys.executable, 1, PYTHONHASHSEED="0", TZ="UTC")
    there = swept(
        tmp_path / "there é", village, other, 2, PYTHONHASHSEED="4242", TZ="Asia/Tokyo", LC_ALL="C"
    )
    assert here == there
