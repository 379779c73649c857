"""Runs of the focus area over ten years, as a sweep does them, and what more of them would take."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path
from statistics import median
from time import perf_counter

MONTHS = 120
CLUSTER_CORES = 64


def focus_runs(
    runs: int, fraction: float, workers: int, efficiency: float, folder: Path | None = None
) -> dict[str, float]:
    """Do runs of `balanced` with drawn walking speeds and rents, around one recording.

    Parameters
    ----------
    runs
        How many.
    fraction
        Of the households elsewhere, in the recording.
    workers
        Processes.
    efficiency
        Of the workers through dask, for the projection (0 to 1).
    folder
        Where the sweep is kept, to go on with it after a stop; None: nowhere.
    """
    from microville.runs.replays import recording
    from microville.scenario import load_scenario
    from microville.sweeps import Means, load_experiment, resume, start
    from microville.sweeps.experiment import Design, Uncertainty
    from microville.territory import content_hash, load_territory

    scenario = load_scenario("balanced").update({"run.months": MONTHS, "run.fraction": fraction})
    territory = load_territory("courcy-reims")
    started = perf_counter()
    recording(scenario, territory, seed=1)
    recorded = perf_counter() - started
    asked = replace(
        load_experiment("walking"),
        scenarios=(scenario,),
        factors=(
            Uncertainty("mobility.walk_speed_kmh", 3.6, 5.0),
            Uncertainty("rent.housing", 6.0, 9.0),
        ),
        design=Design("latin_hypercube", runs, seed=1),
        seeds=(1,),
        focus=True,
    )
    map_hash = content_hash(territory)
    del territory
    means = Means(workers=workers)
    with tempfile.TemporaryDirectory() as place:
        kept = folder or Path(place) / "s"
        if kept.exists():
            found = resume(kept, means=means)
        else:
            found = start(asked, kept, map_name="courcy-reims", map_hash=map_hash, means=means)
        assert found.done == runs, found
        seconds = _seconds(kept)
    core_seconds = sum(seconds) / runs
    return {
        "runs": runs,
        "months": MONTHS,
        "fraction": fraction,
        "recording_s": recorded,
        "least": min(seconds),
        "median": median(seconds),
        "core_seconds_a_run": core_seconds,
        "hours_10000_here": 10_000 * core_seconds / workers / 3600,
        "hours_million_cluster": 1_000_000 * core_seconds / (CLUSTER_CORES * efficiency) / 3600,
    }


def _seconds(folder: Path) -> list[float]:
    """Return the time that each run took its worker, of one thread."""
    from microville.sweeps import read_sweep
    from microville.sweeps.store import Store

    sweep = read_sweep(folder)
    store = Store(sweep.folder)
    done = store.ended().done
    return [record.seconds for record in store.records(done, ok=True)]
