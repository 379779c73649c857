"""Runs, comparisons, their storage and identity."""

from microville.runs.comparison import Comparison, compare
from microville.runs.gates import site_reach
from microville.runs.identity import canonical_hash, code_hash, run_id
from microville.runs.sensitivity import (
    Headline,
    OneAtATime,
    load_one_at_a_time,
    most_moving,
    one_at_a_time,
)
from microville.runs.single import RunResult, run
from microville.runs.workers import default_workers

__all__ = [
    "Comparison",
    "Headline",
    "OneAtATime",
    "RunResult",
    "canonical_hash",
    "code_hash",
    "compare",
    "default_workers",
    "load_one_at_a_time",
    "most_moving",
    "one_at_a_time",
    "run",
    "run_id",
    "site_reach",
]
