"""All runs of an experiment in their one order: scenario, point, seed, id."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from microville.errors import InputError
from microville.runs.identity import canonical_hash, code_hash, run_ids
from microville.sweeps.design import Points, make_points
from microville.sweeps.tasks import Order

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from microville.scenario import Scenario
    from microville.sweeps.experiment import Experiment, Value

ID_LENGTH = 32


@dataclass(frozen=True, slots=True)
class Plan:
    """What a sweep runs: one row a (scenario, point, seed), in this order.

    Attributes
    ----------
    scenarios
        Names, in the order of the file.
    points
        What each point sets.
    run_ids
        Id of each row, shape (rows,), 32 bytes each. Rows whose inputs are the same share one.
    scenario, point, seed
        Position in ``scenarios``, position of the point, seed; shape (rows,).
    """

    scenarios: tuple[str, ...]
    points: Points
    run_ids: NDArray[np.bytes_]
    scenario: NDArray[np.int16]
    point: NDArray[np.int32]
    seed: NDArray[np.int64]

    def distinct(self) -> NDArray[np.int64]:
        """Return the row of each distinct run, in order: what is the same runs once."""
        _, first = np.unique(self.run_ids, return_index=True)
        return np.sort(first).astype(np.int64)

    def order(self, row: int) -> Order:
        """Return the run of a row, ready for a worker."""
        return Order(
            self.run_ids[row].decode(),
            self.scenarios[self.scenario[row]],
            self.points.at(int(self.point[row])),
            int(self.seed[row]),
        )

    def frame(self) -> pd.DataFrame:
        """Return the plan as a table: run_id, scenario, point, seed."""
        import pandas as pd

        return pd.DataFrame(
            {
                "run_id": self.run_ids.astype(str),
                "scenario": np.array(self.scenarios)[self.scenario],
                "point": self.point,
                "seed": self.seed,
            }
        )

    def digest(self) -> str:
        """Return a hash of the plan, the same wherever the same experiment is planned."""
        return canonical_hash([self.frame()])


def make_plan(experiment: Experiment, map_hash: str, before: Plan | None = None) -> Plan:
    """Plan an experiment's runs on a map.

    Parameters
    ----------
    experiment
        What is asked.
    map_hash
        Content hash of the map.
    before
        The plan of the same experiment with its first points only, whose ids are taken over.
    """
    points = make_points(experiment)
    if experiment.focus:  # the focus area alone is another run than the whole map
        map_hash = f"{map_hash} focus"
    seeds = experiment.seeds
    total = len(experiment.scenarios) * points.count
    ids = np.empty((total, len(seeds)), dtype=f"S{ID_LENGTH}")
    known = 0 if before is None else before.points.count
    for s, scenario in enumerate(experiment.scenarios):
        for point in range(points.count):
            row = s * points.count + point
            if before is not None and point < known:
                first = (s * known + point) * len(seeds)
                ids[row] = before.run_ids[first : first + len(seeds)]
                continue
            ids[row] = _ids(scenario, points.at(point), map_hash, seeds)
    rows = np.arange(total * len(seeds))
    return Plan(
        scenarios=tuple(scenario.name for scenario in experiment.scenarios),
        points=points,
        run_ids=ids.reshape(-1),
        scenario=(rows // (points.count * len(seeds))).astype(np.int16),
        point=(rows // len(seeds) % points.count).astype(np.int32),
        seed=np.array(seeds, dtype=np.int64)[rows % len(seeds)],
    )


def _ids(
    scenario: Scenario, changes: dict[str, Value], map_hash: str, seeds: tuple[int, ...]
) -> list[str]:
    try:
        return run_ids(scenario.update(changes), map_hash, seeds)
    except InputError:  # values that contradict each other: the run will fail, and say why
        told = [code_hash(), map_hash, scenario.resolved(), changes]
        text = json.dumps(told, sort_keys=True)
        return [hashlib.sha256(f"{text}{s}".encode()).hexdigest()[:ID_LENGTH] for s in seeds]
