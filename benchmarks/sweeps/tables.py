"""RESULTS_SWEEPS.md: the tables and what they mean."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from benchmarks.sweeps.focus_runs import CLUSTER_CORES
from benchmarks.sweeps.tasks import MEGABYTES, SECONDS

if TYPE_CHECKING:
    import argparse

    from benchmarks.sweeps.peers import Timed

GOALS = {"microville": (0.6, 0.95, 0.80), "microville through dask": (None, 0.90, None)}
"""Most milliseconds an empty task, least efficiency warm and cold."""


def results_text(
    options: argparse.Namespace,
    machine: str,
    rows: dict[str, Timed | str],
    parents: list[dict[str, float]],
    store: dict[str, float] | None,
    ten_years: dict[str, Any] | None,
) -> str:
    """Return the page."""
    text = [
        "# What a sweep costs beside its runs",
        "",
        f"By `make bench-sweeps` (`python -m benchmarks.sweeps`), in one run. {machine}",
        "",
        _title(options),
        "",
        _note(options),
        "",
        "| | ms per empty task | efficiency warm | efficiency cold | goals |",
        "|---|---|---|---|---|",
    ]
    text += [_row(name, found, options) for name, found in rows.items()]
    if parents:
        text += ["", "## Memory of the parent", ""]
        text += ["| runs | peak MB | ms per run |", "|---|---|---|"]
        text += [
            f"| {found['runs']:,.0f} | {found['megabytes']:.0f} | "
            f"{found['seconds'] / found['runs'] * 1000:.2f} |"
            for found in parents
        ]
        grown = parents[-1]["megabytes"] / parents[0]["megabytes"] - 1
        text += ["", f"Growth from the first to the last: {grown:+.1%}. Plan and start included."]
    if store is not None:
        text += ["", f"## A store of {store['results']:,.0f} results", "", _store(store)]
    if ten_years is not None:
        text += ["", *_ten_years(ten_years, options.workers)]
    return "\n".join(text) + "\n"


def _title(options: argparse.Namespace) -> str:
    return (
        f"## {options.tasks} tasks of {SECONDS * 1000:.0f} ms, {MEGABYTES} MB of territory, "
        f"{options.workers} workers"
    )


def _note(options: argparse.Namespace) -> str:
    return (
        "Efficiency: work over cores times time. Cold: from no process to the last result; warm: "
        f"a second batch. Medians of {options.rounds} interleaved rounds. Ours writes each result "
        "to its store, as a sweep does; the others keep them in memory. Microville through dask: "
        "the cluster is there before, cold is the first batch."
    )


def _store(store: dict[str, float]) -> str:
    return (
        f"{store['put_ms']:.2f} ms to keep one (packed by the thousand), {store['list_s']:.2f} s "
        f"to know which are there, {store['read_s']:.2f} s to read all; {store['files']:,.0f} "
        f"files, {store['megabytes']:.0f} MB."
    )


def _row(name: str, found: Timed | str, options: argparse.Namespace) -> str:
    if isinstance(found, str):
        return f"| {name} | - | - | - | {found} |"
    work = options.tasks * SECONDS / options.workers
    empty = None if found.empty is None else found.empty / options.empties * 1000
    warm = None if found.warm is None else work / found.warm
    cold = work / found.cold
    measured = zip(
        ("overhead", "warm", "cold"), (empty, warm, cold), GOALS.get(name, (None,) * 3), strict=True
    )
    verdicts = []
    for what, value, goal in measured:
        if goal is not None and value is not None:
            met = value <= goal if what == "overhead" else value >= goal
            verdicts.append(f"{what} {'met' if met else 'missed'}")
    verdict = ", ".join(verdicts)
    told = [
        "-" if empty is None else f"{empty:.2f}",
        "-" if warm is None else f"{warm:.0%}",
        f"{cold:.0%}",
    ]
    return f"| {name} | {' | '.join(told)} | {verdict} |"


def _ten_years(found: dict[str, Any], workers: int) -> list[str]:
    measured = (
        f"Measured on {workers} workers of one thread: {found['core_seconds_a_run']:.1f} core "
        f"seconds a run in the mean, {found['median']:.1f} in the middle, {found['least']:.1f} at "
        f"least; before that {found['recording_s']:.0f} s for the recording (fraction "
        f"{found['fraction']}; near 0: it was kept). Each run has its own walking speed and rent "
        "of dwellings."
    )
    projected = (
        f"Projected, not measured: 10,000 runs here {found['hours_10000_here']:.1f} h; 1,000,000 "
        f"runs on {CLUSTER_CORES} cores of a cluster {found['hours_million_cluster']:.1f} h, at "
        "the efficiency through dask measured above, with cores as fast as these and one recording "
        "a machine."
    )
    title = f"## {found['runs']:,} runs of the focus area over {found['months']} months"
    return [title, "", measured, "", projected]
