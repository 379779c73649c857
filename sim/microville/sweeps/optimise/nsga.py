"""NSGA-II of pymoo over positions in lists of values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from pymoo.algorithms.moo.nsga2 import NSGA2
from pymoo.core.mutation import Mutation
from pymoo.core.problem import Problem
from pymoo.operators.crossover.ux import UniformCrossover
from pymoo.operators.sampling.rnd import IntegerRandomSampling

if TYPE_CHECKING:
    from numpy.typing import NDArray

NEAR = 0.5
"""Share of the changes of a number that go to the value beside it."""


class Levers(Problem):  # type: ignore[misc]
    """So many positions for each lever, so many costs, and one limit: the share of bad runs."""

    def __init__(self, sizes: NDArray[np.int64], objectives: int) -> None:
        low, high = np.zeros_like(sizes), sizes - 1
        count = len(sizes)
        super().__init__(n_var=count, n_obj=objectives, n_ieq_constr=1, xl=low, xu=high, vtype=int)


class Another(Mutation):  # type: ignore[misc]
    """Gives levers another value, one in each programme on average."""

    def __init__(self, sizes: NDArray[np.int64], ordered: NDArray[np.bool_]) -> None:
        super().__init__()
        self._high, self._ordered = sizes - 1, ordered

    def _do(
        self, _: object, x: NDArray[np.int64], random_state: Any = None, **_more: object
    ) -> NDArray[np.int64]:
        changed = random_state.random(x.shape) < 1 / x.shape[1]
        # Any other value: a shift by 1 to the greatest position, around the end.
        shift = (random_state.random(x.shape) * np.maximum(self._high, 1)).astype(np.int64) + 1
        any_other = (x + shift) % (self._high + 1)
        step = np.where(random_state.random(x.shape) < 0.5, -1, 1)
        beside = np.clip(x + step, 0, self._high)
        near = self._ordered & (random_state.random(x.shape) < NEAR)
        found: NDArray[np.int64] = np.where(changed, np.where(near, beside, any_other), x)
        return found


def set_up(problem: Levers, mutation: Another, population: int, seed: int) -> Any:
    """Return the algorithm, ready to be asked."""
    algorithm = NSGA2(
        pop_size=population,
        sampling=IntegerRandomSampling(),
        crossover=UniformCrossover(),
        mutation=mutation,
        eliminate_duplicates=True,
    )
    # How many generations there are is the caller's affair.
    algorithm.setup(problem, termination=("n_gen", 10**9), seed=seed, verbose=False)
    return algorithm
