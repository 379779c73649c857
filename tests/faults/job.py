"""The sweep of a round in a process of its own: ``python -m tests.faults.job FOLDER MARKS``."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

from microville.errors import MicrovilleError
from microville.sweeps import Experiment, Means, load_experiment, start
from microville.sweeps.experiment import Design, Uncertainty

FACTORS = (
    Uncertainty("mobility.walk_speed_kmh", 3.6, 5.0),
    Uncertainty("works.deep_months", 8, 24, integer=True),
)
TASK = "fixtures.toy_task:traced"
SAMPLES, SEEDS = 20, (1, 2, 3)


def experiment() -> Experiment:
    """Return 2 scenarios x 20 points x 3 seeds of 20 ms each."""
    asked = load_experiment("walking")
    design = Design("latin_hypercube", SAMPLES, seed=5)
    return replace(asked, factors=FACTORS, design=design, seeds=SEEDS)


def work(folder: Path, marks: Path, scheduler: str | None = None) -> None:
    """Start the sweep, or go on with it."""
    means = Means(workers=None if scheduler else 2, scheduler=scheduler)
    start(experiment(), folder, map_name="", map_hash=str(marks), means=means, task=TASK)


if __name__ == "__main__":
    try:
        work(Path(sys.argv[1]), Path(sys.argv[2]), *sys.argv[3:])
    except MicrovilleError as error:
        print(error, file=sys.stderr)
        sys.exit(error.exit_code)
