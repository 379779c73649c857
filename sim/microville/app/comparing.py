"""Comparisons of a tab: what is ordered, and how a page follows it."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import solara

from microville.app.jobs import LOOK_S, Progress, join, leave

if TYPE_CHECKING:
    from collections.abc import Sequence

    from microville.app.edits import Edit
    from microville.app.reporting import ReportOrder

MOST_SCENARIOS = 5
BASE = "status_quo"
"""What a programme is compared with where nothing else is said."""
YEARS, SEEDS = 10, 1
"""Of the short answer to what a scenario changes (assumption: what a visitor waits for)."""


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be compared.

    Attributes
    ----------
    scenarios
        Names of the project's scenarios, the first is what others are compared with.
    changed
        Scenario and edits of the live page as a further one; None for none.
    months, seeds, fraction
        How long, how many draws, share of households outside the focus area.
    map_name
        The map.
    """

    scenarios: tuple[str, ...]
    changed: tuple[str, tuple[Edit, ...]] | None
    months: int
    seeds: int
    fraction: float
    map_name: str


class Comparing:
    """The comparison of one tab."""

    def __init__(self) -> None:
        self.progress = solara.Reactive(Progress())
        self._stop = threading.Event()
        self._stop.set()

    def start(self, order: Order | ReportOrder) -> None:
        """Start a comparison in the background, after the one before has ended."""
        self.cancel()
        stop = self._stop = threading.Event()
        self.progress.set(Progress("waiting"))
        threading.Thread(target=self._run, args=(order, stop), daemon=True).start()

    def cancel(self) -> None:
        """Give up what runs. Single runs that have ended are kept and found again."""
        if not self._stop.is_set():
            self._stop.set()
            self.progress.set(Progress("cancelled"))

    def _run(self, order: Order | ReportOrder, stop: threading.Event) -> None:
        job = join(order)
        shown = self.progress.peek()
        try:
            while not stop.is_set():
                found, over = job.progress, job.ended
                if found != shown:
                    self.progress.set(found)
                    shown = found
                if over:
                    stop.set()
                    return
                time.sleep(LOOK_S)
        finally:
            leave(job)


def question(scenario: str, *, fraction: float, map_name: str) -> Order | None:
    """Return the order that tells what a scenario changes, None for what it is compared with."""
    if scenario == BASE:
        return None
    return Order((BASE, scenario), None, 12 * YEARS, SEEDS, fraction, map_name)


def order_of(
    chosen: Sequence[str],
    changed: tuple[str, tuple[Edit, ...]] | None,
    *,
    months: int,
    seeds: int,
    fraction: float,
    map_name: str,
) -> Order | None:
    """Return what to compare, None where there are not two to five scenarios."""
    count = len(chosen) + (changed is not None)
    if not 2 <= count <= MOST_SCENARIOS:
        return None
    return Order(tuple(chosen), changed, months, seeds, fraction, map_name)
