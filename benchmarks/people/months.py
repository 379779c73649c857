"""Time of each phase of a month, of years for real, and memory: in a process of its own."""

from __future__ import annotations

import gc
import json
import os
import resource
import statistics
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

PHASES = (
    "shocks",
    "works",
    "leases",
    "run_businesses",
    "demography",
    "repair_access",
    "daily_life",
    "food",
    "energy",
    "close_ledger",
    "mobilisation",
)


@dataclass
class Months:
    """What months took.

    Attributes
    ----------
    people, months
        Inhabitants simulated at the start; months simulated.
    build_s, total_s
        Seconds to build the model, and of all months together.
    phases
        Milliseconds of each phase: those of the first month, then the mean of the others.
    month_ms, cpu_ms
        Median month after the first; its processor time, which other work on the machine changes
        less.
    peak_mib
        Greatest resident memory of the process.
    threads
        Of the kernels.
    """

    people: int
    months: int
    build_s: float
    total_s: float
    phases: dict[str, tuple[float, float]] = field(default_factory=dict)
    month_ms: float = 0.0
    cpu_ms: float = 0.0
    peak_mib: float = 0.0
    threads: int = 0


def peak_mib() -> float:
    """Return the greatest resident memory of this process so far.

    From the kernel's own mark: that of ``getrusage`` is inherited from the process that started
    this one.
    """
    status = Path("/proc/self/status")
    if status.is_file():
        for line in status.read_text(encoding="ascii").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def timed(model: Any, months: int) -> tuple[dict[str, list[float]], list[float], list[float]]:
    """Step a model; return milliseconds by phase, of each month, and its processor time."""
    spent: dict[str, list[float]] = {name: [] for name in PHASES}
    for name in PHASES:
        setattr(model, name, _timed_phase(getattr(model, name), spent[name]))
    whole, busy = [], []
    for _ in range(months):
        start, cpu = time.perf_counter(), time.process_time()
        model.step()
        whole.append(1000 * (time.perf_counter() - start))
        busy.append(1000 * (time.process_time() - cpu))
    return spent, whole, busy


def _timed_phase(inner: Callable[[], None], spent: list[float]) -> Callable[[], None]:
    def phase() -> None:
        start = time.perf_counter()
        inner()
        spent.append(1000 * (time.perf_counter() - start))

    return phase


def summary(model: Any, build_s: float, months: int) -> Months:
    """Step a model and return what it took."""
    from microville.access.threads import thread_count

    simulated = int(model.population.people.alive.sum())
    spent, whole, busy = timed(model, months)
    later = slice(1, None) if months > 1 else slice(None)
    return Months(
        people=simulated,
        months=months,
        build_s=build_s,
        total_s=sum(whole) / 1000,
        phases={name: (ms[0], statistics.fmean(ms[later])) for name, ms in spent.items()},
        month_ms=statistics.median(whole[later]),
        cpu_ms=statistics.median(busy[later]),
        peak_mib=peak_mib(),
        threads=thread_count(),
    )


def run_months(
    map_name: str, scenario: str, months: int, fraction: float, *, focus: bool = False
) -> Months:
    """Simulate months of a scenario; with ``focus``, of the focus area alone (recorded before)."""
    import microville as mv
    from microville.model import Microville
    from microville.runs.replays import focus_model

    territory = mv.load_territory(map_name)
    chosen = mv.load_scenario(scenario).model_copy(update={"months": months, "fraction": fraction})
    # The focus mode records when first asked.
    warm = focus_model(chosen, territory) if focus else Microville(chosen, territory, fraction=0.01)
    for _ in range(min(months, 2)):
        warm.step()  # kernels are compiled, or read from the cache
    del warm
    gc.collect()
    with suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")  # the mark begins anew
    start = time.perf_counter()
    model = focus_model(chosen, territory) if focus else Microville(chosen, territory)
    return summary(model, time.perf_counter() - start, months)


def in_fresh_process(
    map_name: str, scenario: str, months: int, fraction: float, *, focus: bool = False
) -> Months:
    """Return :func:`run_months` of a process of its own, so that memory is that of the run.

    Raises
    ------
    RuntimeError
        If the process fails.
    """
    words = [map_name, scenario, str(months), str(fraction), str(int(focus))]
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.people.months", *words],
        capture_output=True,
        text=True,
        check=False,
        # One thread for the focus area: a session of the app has no more.
        env=os.environ | ({"MICROVILLE_THREADS": "1"} if focus else {}),
    )
    if done.returncode != 0:
        raise RuntimeError(done.stderr.strip().splitlines()[-1])
    found = json.loads(done.stdout.splitlines()[-1])
    found["phases"] = {name: tuple(ms) for name, ms in found["phases"].items()}
    return Months(**found)


if __name__ == "__main__":
    name, scenario_name, count, share, alone = sys.argv[1:]
    result = run_months(name, scenario_name, int(count), float(share), focus=alone == "1")
    print(json.dumps(result.__dict__))
