"""A worker and the parent of a sweep killed at random moments; ``make faults`` does it twenty times."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from tests.faults.rounds import LATEST, RUNS, kill_once, undisturbed


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc")
@pytest.mark.parametrize("victim", ["worker", "parent"])
def test_a_kill_at_a_random_moment_changes_nothing(tmp_path, victim):
    expected = undisturbed(tmp_path / "whole")
    found = kill_once(victim, tmp_path / "s", random.Random(victim))
    assert found.canonical_hash == expected
    assert found.after < LATEST
    assert (found.kept, found.ended) == (RUNS, "went on by itself") or victim == "parent"
    assert found.kept < RUNS or victim == "worker"
