"""The task by Mesa: ``python -m benchmarks.sweeps.mesa_town FILE TASKS WORKERS``."""

from __future__ import annotations

import sys
from time import perf_counter
from typing import Any

import mesa
import numpy as np

from benchmarks.sweeps.tasks import spin


class Same:
    """Holds an array that ``mesa.batch_run`` would else take for a list of values."""

    def __init__(self, array: Any) -> None:
        self.array = array


class Town(mesa.Model):  # type: ignore[misc]
    """A model of one step, which does the task."""

    def __init__(self, territory: Same, number: int, **more: Any) -> None:
        super().__init__(**more)
        self.territory, self.number, self.done = territory.array, number, False
        self.datacollector = mesa.DataCollector({"done": "done"})

    def step(self) -> None:
        """Do the task, once: Mesa 3.3 makes a step too many."""
        if not self.done:
            spin(self.territory, self.number)
        self.done, self.running = True, False
        self.datacollector.collect(self)


def batch(territory: Any, tasks: int, workers: int) -> None:
    """Run the tasks."""
    mesa.batch_run(
        Town,
        parameters={"territory": [Same(territory)], "number": list(range(tasks))},
        number_processes=workers,
        max_steps=1,
        display_progress=False,
    )


if __name__ == "__main__":
    given = np.load(sys.argv[1])
    started = perf_counter()
    batch(given, int(sys.argv[2]), int(sys.argv[3]))
    print(perf_counter() - started)
