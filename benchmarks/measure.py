"""Interleaved timing: A B C A B C, medians of rounds."""

from __future__ import annotations

import gc
import sys
from dataclasses import asdict, dataclass, field
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING, Any

from benchmarks.common import mismatches
from benchmarks.queries import REFERENCE

if TYPE_CHECKING:
    from benchmarks.case import Bench
    from benchmarks.implementation import Implementation, Run
    from benchmarks.queries import Query

SLOW = ((20.0, 0), (5.0, 2), (1.0, 4))
"""(seconds of the warm-up, rounds after it): slow rows get fewer; 0: the warm-up is the round."""
LONGEST = 200
"""Characters of a reason."""


@dataclass
class Row:
    """What was measured of one implementation.

    Attributes
    ----------
    times_ms
        Of each round.
    warm_up_ms
        The first call, compilation included.
    mismatches
        Entries that differ from networkx; None where nothing is compared.
    compared
        Number of entries compared.
    size_bytes
        Prepared arrays.
    memory_bytes
        Growth of a fresh process by the object and one query, at its peak.
    reason
        Why there is no time.
    """

    name: str
    timed: str
    times_ms: list[float] = field(default_factory=list)
    warm_up_ms: float | None = None
    mismatches: int | None = None
    compared: int | None = None
    size_bytes: int | None = None
    memory_bytes: int | None = None
    reason: str = ""

    @property
    def median_ms(self) -> float | None:
        """Median of the rounds."""
        return median(self.times_ms) if self.times_ms else None

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON holds it."""
        return asdict(self) | {"median_ms": self.median_ms}


def why(error: BaseException) -> str:
    """Return an exception as one line."""
    text = " ".join(str(error).split())
    return f"{type(error).__name__}: {text}"[:LONGEST]


def say(text: str) -> None:
    """Tell progress apart from results."""
    print(text, file=sys.stderr, flush=True)


class _Racer:
    """One implementation on one network."""

    def __init__(self, implementation: Implementation, bench: Bench) -> None:
        self.row = Row(implementation.name, implementation.timed)
        self.run: Run | None = None
        self.native: Any = None
        self.rounds = 0
        self._try(lambda: self._prepare(implementation, bench))

    def _prepare(self, implementation: Implementation, bench: Bench) -> None:
        self.run = implementation.build(bench)
        self.row.size_bytes = self.run.size_bytes

    def _try(self, action: Any) -> None:
        try:
            action()
        except Exception as error:  # noqa: BLE001 - a peer that fails is a row with the reason
            self.row.reason = why(error)
            self.row.times_ms.clear()
            self.run = None

    def warm_up(self, rounds: int) -> None:
        """Call once, keep the answer for comparison, and decide how many rounds follow."""

        def action() -> None:
            seconds, self.native = self._timed()
            self.row.warm_up_ms = seconds * 1000
            # the first call may compile: a second tells what a round will take
            if SLOW[-1][0] < seconds < SLOW[0][0]:
                seconds, self.native = self._timed()
            self.rounds = next((few for long, few in SLOW if seconds > long), rounds)
            self.rounds = min(self.rounds, rounds)
            if self.rounds == 0:
                self.row.times_ms.append(seconds * 1000)

        if self.run is not None:
            self._try(action)

    def turn(self, number: int) -> None:
        """Run one round, if this row has so many."""

        def action() -> None:
            seconds, native = self._timed()
            self.row.times_ms.append(seconds * 1000)
            if number == self.rounds - 1 and self.run is not None and self.run.note is not None:
                self.row.timed += f"; in the last round {self.run.note(native)}"

        if self.run is not None and number < self.rounds:
            self._try(action)

    def _timed(self) -> tuple[float, Any]:
        if self.run is None:
            raise RuntimeError("nothing to run")
        begin = perf_counter()
        native = self.run.run()
        return (perf_counter() - begin) / self.run.parts, native

    def answer(self) -> Any:
        """Return the compared form of the answer and let go of the library's own."""
        if self.run is None:
            return None
        found = self.run.check() if self.run.check else self.run.answer(self.native)
        self.native = None
        return found


def _reference(query: Query, racers: list[_Racer], bench: Bench) -> Any:
    if callable(query.reference):
        return query.reference(bench)
    if not query.reference:
        return None
    # Where networkx was left out, scipy answers in its place.
    named = [r for name in (REFERENCE, "scipy") for r in racers if r.row.name.startswith(name)]
    racer = next((r for r in named if r.run is not None), named[0])
    return racer.answer()


def _compare(query: Query, racers: list[_Racer], bench: Bench) -> None:
    """Count mismatches of every row with networkx."""
    try:
        reference = _reference(query, racers, bench)
    except Exception as error:  # noqa: BLE001 - said in the first row
        racers[0].row.reason = f"no reference to compare with: {why(error)}"
        reference = None
    if reference is None:
        return
    size = int(reference.nnz) if hasattr(reference, "nnz") else int(reference.size)
    for racer in racers:
        row = racer.row
        if row.name.startswith(REFERENCE) and query.reference is True:
            row.mismatches, row.compared = 0, size
        elif racer.run is not None and not row.name.endswith("full recomputation"):
            try:
                row.mismatches = mismatches(reference, racer.answer())
                row.compared = size
            except Exception as error:  # noqa: BLE001 - said in the row
                row.reason = f"not compared: {why(error)}"
        racer.native = None


def measure(query: Query, bench: Bench, rounds: int, *, few: bool) -> list[Row]:
    """Time every implementation of a query on a network, and compare answers.

    Parameters
    ----------
    query, bench
        What is asked of which network.
    rounds
        Rounds of what is quick.
    few
        Only the rows that growth is fitted for.
    """
    racers = [_Racer(row, bench) for row in query.rows if row.few or not few]
    gc.collect()
    gc.freeze()
    gc.disable()
    try:
        for racer in racers:
            racer.warm_up(rounds)
        _compare(query, racers, bench)
        for number in range(rounds):
            for racer in racers:
                racer.turn(number)
    finally:
        gc.enable()
        gc.unfreeze()
    return [racer.row for racer in racers]
