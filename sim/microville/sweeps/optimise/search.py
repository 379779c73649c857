"""NSGA-II over the values of levers, one generation at a time, the same for the same seed.

Deb et al. (2002), "A fast and elitist multiobjective genetic algorithm: NSGA-II", IEEE Transactions
on Evolutionary Computation 6(2), as pymoo has it (Blank and Deb 2020, IEEE Access 8).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from microville.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

WORST = 1e30
"""Stands for an objective that is not known: worse than any."""


class Search:
    """Asks for programmes, is told what they cost, asks for better ones.

    A programme is a row of positions, one for each lever, in the list of its values. Nothing but
    the seed and what was told decides what is asked, so that a search is resumed by telling it
    again what it knew.

    Parameters
    ----------
    sizes
        Values of each lever.
    ordered
        Whether each lever's values are numbers, so that neighbours are alike.
    objectives
        How many costs each programme has.
    population
        Programmes of a generation.
    seed
        Of the search, apart from those of the runs.

    Raises
    ------
    InputError
        If pymoo is not installed.
    """

    def __init__(
        self,
        sizes: Sequence[int],
        ordered: Sequence[bool],
        objectives: int,
        population: int,
        seed: int,
    ) -> None:
        nsga = _nsga()
        self._count = len(sizes)
        problem = nsga.Levers(np.array(sizes), objectives)
        mutation = nsga.Another(np.array(sizes), np.array(ordered))
        self._algorithm = nsga.set_up(problem, mutation, population, seed)
        self._asked: Any = None

    def ask(self) -> NDArray[np.int64]:
        """Return the next programmes, shape (up to population, levers); none if all were tried."""
        self._asked = self._algorithm.ask()
        if self._asked is None or len(self._asked) == 0:
            return np.empty((0, self._count), dtype=np.int64)
        return np.asarray(self._asked.get("X"), dtype=np.int64)

    def tell(self, cost: NDArray[np.float64], broken: NDArray[np.float64]) -> None:
        """Say what the programmes cost that were asked, and which share of their runs is bad."""
        self._asked.set("F", np.where(np.isfinite(cost), cost, WORST))
        self._asked.set("G", broken[:, None])
        for one in self._asked:
            one.evaluated.update({"F", "G", "H"})
        self._algorithm.evaluator.n_eval += len(self._asked)
        self._algorithm.tell(infills=self._asked)


def _nsga() -> Any:
    try:
        from microville.sweeps.optimise import nsga
    except ImportError as error:
        raise InputError(
            "The design 'optimise' needs the library pymoo.",
            hint="Install it with: pip install 'microville[optimise]'",
        ) from error
    return nsga
