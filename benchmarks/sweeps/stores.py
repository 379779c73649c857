"""Memory of the parent (``python -m benchmarks.sweeps.stores N``), a store of many results."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from time import perf_counter
from typing import Any

SEEDS = 500
"""Seeds of a point of the toy experiment."""


def parent_megabytes(runs: int) -> dict[str, float]:
    """Return the peak memory of a parent that does so many empty runs, in a fresh process."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.sweeps.stores", str(runs)],
        check=True,
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[2],
    )
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def listing(count: int) -> dict[str, float]:
    """Fill a store with so many results, and time what a resumed sweep asks of it."""
    from microville.sweeps.store import Store
    from microville.sweeps.tasks import Record

    with tempfile.TemporaryDirectory() as place:
        store = Store(Path(place))
        store.open()
        started = perf_counter()
        for i in range(count):
            store.put(Record(f"{i:032x}", 1.0, {f"outcome|all|{k}": i + k / 7 for k in range(4)}))
        filled = perf_counter() - started
        started = perf_counter()
        ended = store.ended()
        listed = perf_counter() - started
        assert len(ended.done) == count
        started = perf_counter()
        read = sum(1 for _ in store.records(ended.done, ok=True))
        seconds = perf_counter() - started
        assert read == count
        files = [path for path in Path(place).rglob("*") if path.is_file()]
        return {
            "results": count,
            "put_ms": filled / count * 1000,
            "list_s": listed,
            "read_s": seconds,
            "files": len(files),
            "megabytes": sum(path.stat().st_size for path in files) / 1e6,
        }


def _alone(runs: int) -> dict[str, float]:
    from microville.sweeps import Means, load_experiment, start
    from microville.sweeps.experiment import Design

    asked = load_experiment("walking")
    design = Design("latin_hypercube", max(runs // SEEDS, 1), seed=1)
    asked = replace(
        asked,
        scenarios=asked.scenarios[:1],
        design=design,
        seeds=tuple(range(min(runs, SEEDS))),
    )
    with tempfile.TemporaryDirectory() as place:
        started = perf_counter()
        found = start(
            asked,
            Path(place) / "s",
            map_name="",
            map_hash="",
            means=Means(workers=2),
            task="benchmarks.sweeps.tasks:empty",
        )
        seconds = perf_counter() - started
    assert found.done == found.runs == runs, found
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"runs": runs, "megabytes": peak, "seconds": seconds}


def main(argv: list[str]) -> None:
    """Do so many empty runs here, and print what they took."""
    told: dict[str, Any] = _alone(int(argv[0]))
    print(json.dumps(told))


if __name__ == "__main__":
    main(sys.argv[1:])
