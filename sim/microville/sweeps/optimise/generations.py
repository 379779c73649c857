"""A search as points of a sweep: what is tried next follows from the results in the folder."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from microville.errors import RunError
from microville.sweeps.design import from_units, unit_sample
from microville.sweeps.experiment import Design, Lever
from microville.sweeps.optimise.objectives import costs, judge, objectives_of
from microville.sweeps.optimise.search import Search

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    from microville.sweeps.experiment import Experiment, Value


class Generations:
    """Writes down points generation by generation.

    Each programme is tried in the same states of the uncertainties (a Latin hypercube of
    ``samples`` points, one with the scenario's own values if nothing is uncertain).

    Attributes
    ----------
    points
        What each point sets, all generations so far.
    number
        Generations so far.
    """

    def __init__(self, experiment: Experiment) -> None:
        self._experiment = experiment
        self._levers = [f for f in experiment.factors if isinstance(f, Lever)]
        self._states = states_of(experiment)
        design = experiment.design
        self._search = Search(
            [len(lever.values) for lever in self._levers],
            [all(map(_is_number, lever.values)) for lever in self._levers],
            len(objectives_of(experiment.outcomes)),
            design.population,
            design.seed,
        )
        self._before = 0
        self.points: list[dict[str, Value]] = []
        self.number = 0

    def next(self) -> bool:
        """Add a generation's points; False if all generations were, or nothing new can be tried."""
        if self.number == self._experiment.design.generations:
            return False
        rows = self._search.ask()
        self._before = len(self.points)
        self.points += [self._point(row, state) for row in rows for state in self._states]
        self.number += 1
        return len(rows) > 0

    def experiment(self) -> Experiment:
        """Return the experiment with the points so far."""
        return replace(self._experiment, given=tuple(self.points))

    def learn(self, table: pd.DataFrame) -> None:
        """Tell the search what its last generation gave; runs that failed count as bad."""
        size = len(self._states)
        groups = [range(i, i + size) for i in range(self._before, len(self.points), size)]
        runs = len(self._experiment.scenarios) * len(self._experiment.seeds)
        judged = judge(table, groups, self._experiment.outcomes, runs)
        self._search.tell(costs(judged, self._experiment.outcomes), judged.broken)

    def check_known(self, known: list[dict[str, Value]]) -> None:
        """Check that a folder's points are those that the search asks for again.

        Raises
        ------
        RunError
            If they are not: another version of the library searches another way.
        """
        shared = min(len(known), len(self.points))
        if known[:shared] != self.points[:shared]:
            raise RunError(
                "The search in this folder went another way than it does now.",
                hint="Go on with the same file and version of pymoo, or give another --out.",
            )

    def _point(self, row: NDArray[np.int64], state: dict[str, Value]) -> dict[str, Value]:
        chosen = {
            lever.key: lever.values[i]  # noqa: PD011  (a tuple's)
            for lever, i in zip(self._levers, row.tolist(), strict=True)
        }
        # In the order of the file, as every point.
        return {f.key: (chosen | state)[f.key] for f in self._experiment.factors}


def states_of(experiment: Experiment) -> list[dict[str, Value]]:
    """Return the values of the uncertainties in each state."""
    unknown = [f for f in experiment.factors if not isinstance(f, Lever)]
    if not unknown:
        return [{}]
    design = experiment.design
    drawn = Design("latin_hypercube", samples=design.samples, seed=design.seed)
    units = unit_sample(drawn, len(unknown))
    columns: list[list[Any]] = [from_units(f, units[:, i]) for i, f in enumerate(unknown)]
    return [
        {f.key: column[i] for f, column in zip(unknown, columns, strict=True)}
        for i in range(len(units))
    ]


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
