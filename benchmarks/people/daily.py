"""The day of a crowd by all implementations, interleaved, with answers compared."""

from __future__ import annotations

import gc
import os
import statistics
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from benchmarks.people import columns, ours
from benchmarks.people.crowd import bytes_per_person, make_crowd
from benchmarks.people.town import Town

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from benchmarks.people.outcome import Outcome
    from microville.model import Microville

OURS, NUMPY, MESA = "microville kernels", "numpy columns", "Mesa agents (shuffle_do)"
SLOW_PEOPLE = 30_000
"""Mesa agents are measured up to this many people: beyond, a day of theirs takes too long."""


@dataclass
class Row:
    """One implementation on one crowd.

    Attributes
    ----------
    name, median_ms, rounds
        Who, the median day, and of how many.
    mismatches, compared
        Entries that differ from ours, of those compared; None where draws are others.
    """

    name: str
    median_ms: float
    rounds: int
    mismatches: int | None = None
    compared: int = 0


@dataclass
class Section:
    """One size of crowd.

    Attributes
    ----------
    people, wishes, weighed
        People, errands of the day, alternatives weighed (places, and ways to the chosen one).
    rows
        By implementation.
    same_on_threads
        Whether one and two threads gave the same bytes.
    per_person
        Bytes of columns.
    means
        What the day gave a person: ours, and Mesa's.
    """

    people: int
    wishes: int
    weighed: int
    rows: list[Row] = field(default_factory=list)
    same_on_threads: bool = False
    per_person: dict[str, float] = field(default_factory=dict)
    means: dict[str, tuple[float, float]] = field(default_factory=dict)


@contextmanager
def threads(count: int) -> Iterator[None]:
    """Use a number of threads."""
    before = os.environ.get("MICROVILLE_THREADS")
    os.environ["MICROVILLE_THREADS"] = str(count)
    try:
        yield
    finally:
        if before is None:
            del os.environ["MICROVILLE_THREADS"]
        else:
            os.environ["MICROVILLE_THREADS"] = before


def measure_day(
    model: Microville, size: int, rounds: int, *, scarcity: float = 1.0, mesa: bool = True
) -> Section:
    """Measure one size of crowd.

    Parameters
    ----------
    model
        A model that was just built; its people are replaced.
    size
        People, about.
    rounds
        Interleaved rounds.
    scarcity
        Capacities are divided by it, so that rationing has something to do.
    mesa
        Whether plain agents are measured too.
    """
    crowd = make_crowd(model, size, scarcity)
    mine = frozen(ours.day(crowd))
    twin = columns.Day(crowd)
    other = twin.run()
    section = Section(len(crowd), len(mine.person), twin.weighed)
    section.per_person = bytes_per_person(model)
    with threads(1):
        one = frozen(ours.day(crowd))
    with threads(2):
        two = ours.day(crowd)
        section.same_on_threads = one.mismatches(two) == 0 == one.mismatches(mine)
    work: dict[str, Callable[[], object]] = {
        OURS: lambda: ours.day(crowd),
        NUMPY: lambda: columns.Day(crowd).run(),
    }
    if mesa and len(crowd) <= SLOW_PEOPLE:
        town = Town(crowd)
        town.step()
        served = (mine.state == -2).sum() / len(crowd)
        theirs = town.totals()
        section.means = {
            "errands served": (float(served), theirs["served"]),
            "trips": (float(mine.trips.sum()) / len(crowd), theirs["trips"]),
            "kilometres": (
                float(mine.trip_m.sum()) / len(crowd) / 1000,
                theirs["metres"] / 1000,
            ),
        }
        work[MESA] = town.step
    times = _interleaved(work, rounds)
    for name, found in times.items():
        row = Row(name, statistics.median(found), len(found))
        if name == NUMPY:
            row.mismatches, row.compared = mine.mismatches(other), mine.entries()
        section.rows.append(row)
    return section


def frozen(outcome: Outcome) -> Outcome:
    """Return a copy: columns of the week are those of the model, and written again."""
    from dataclasses import fields, replace

    copies = {f.name: np.array(getattr(outcome, f.name)) for f in fields(outcome)}
    return replace(outcome, **copies)


def _interleaved(work: dict[str, Callable[[], object]], rounds: int) -> dict[str, list[float]]:
    """Return milliseconds of each round: A B C, A B C; the garbage collector rests."""
    times: dict[str, list[float]] = {name: [] for name in work}
    gc.collect()
    gc.disable()
    try:
        for number in range(rounds):
            for name, call in work.items():
                if name == MESA and number >= max(rounds // 4, 1):
                    continue  # slow: fewer rounds
                start = time.perf_counter()
                call()
                times[name].append(1000 * (time.perf_counter() - start))
    finally:
        gc.enable()
    return times


def exponent(sections: list[Section]) -> float | None:
    """Return the slope of log time on log people of our kernels; None for fewer than 3 sizes."""
    if len(sections) < 3:
        return None
    points = [(section.people, section.rows[0].median_ms) for section in sections]
    people, times = np.log(np.array(points, dtype=float)).T
    return float(np.polyfit(people, times, 1)[0])
