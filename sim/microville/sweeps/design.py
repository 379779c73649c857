"""From a design to its points: which values the factors take together."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Any

import numpy as np

from microville.sweeps.count import level_count
from microville.sweeps.experiment import Lever
from microville.sweeps.keys import normal

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from microville.sweeps.experiment import Design, Experiment, Factor, Value


@dataclass(frozen=True, slots=True)
class Points:
    """Points of a design, column by column so that a million of them fit in memory.

    Attributes
    ----------
    columns
        By key, a list of values, one a point. A point sets only the keys that it does not leave
        as they are: ``None`` keeps the scenario's own value.
    count
        Number of points.
    """

    columns: dict[str, list[Value | None]]
    count: int

    def at(self, point: int) -> dict[str, Value]:
        """Return what a point sets."""
        found = ((key, values[point]) for key, values in self.columns.items())
        return {key: value for key, value in found if value is not None}

    def rows(self) -> list[dict[str, Value]]:
        """Return what every point sets."""
        return [self.at(point) for point in range(self.count)]


def make_points(experiment: Experiment) -> Points:
    """Return the points of an experiment, the same for the same file on every machine."""
    factors, kind = experiment.factors, experiment.design.kind
    if kind in ("list", "optimise"):  # an optimise's points are written down as they are found
        return _columns(factors, ([point[f.key] for f in factors] for point in experiment.given))
    if kind == "grid":
        levels = [grid_values(factor, experiment.design.levels) for factor in factors]
        return _columns(factors, product(*levels))
    if kind == "one_at_a_time":
        return _columns(factors, _one_at_a_time(factors))
    units = unit_sample(experiment.design, len(factors))
    columns = {f.key: from_units(f, units[:, i]) for i, f in enumerate(factors)}
    return Points(columns, len(units))


def grid_values(factor: Factor, levels: int) -> list[Value]:
    """Return the values of a factor in a grid: a lever's own, or a range in equal steps."""
    if isinstance(factor, Lever):
        return list(factor.values)
    count = level_count(factor, levels)
    steps = np.linspace(factor.low, factor.high, count).tolist()
    return [normal(factor.key, round(step) if factor.integer else step) for step in steps]


def unit_sample(design: Design, count: int) -> NDArray[np.float64]:
    """Return a sample of the unit cube, made by SALib.

    Parameters
    ----------
    design
        Kind, size and seed.
    count
        Number of factors, at least one.

    Returns
    -------
    ndarray of float64
        Shape (points, factors), each between 0 and 1.
    """
    problem = unit_problem(count)
    sample: NDArray[np.float64]
    if design.kind == "sobol":
        from SALib.sample import sobol

        sample = sobol.sample(
            problem, design.samples, calc_second_order=design.second_order, seed=design.seed
        )
    elif design.kind == "morris":
        from SALib.sample import morris

        sample = morris.sample(problem, design.samples, num_levels=design.levels, seed=design.seed)
    else:
        from SALib.sample import latin

        sample = latin.sample(problem, design.samples, seed=design.seed)
    return sample


def unit_problem(count: int) -> dict[str, Any]:
    """Return what SALib calls a problem: so many factors, each from 0 to 1."""
    return {
        "num_vars": count,
        "names": [f"x{i}" for i in range(count)],
        "bounds": [[0.0, 1.0]] * count,
    }


def from_units(factor: Factor, units: NDArray[np.float64]) -> list[Value | None]:
    """Return values of a factor for numbers between 0 and 1.

    A range is filled evenly. The values of a lever, and the whole numbers of a range of them, each
    get an equal part of the unit interval.
    """
    if isinstance(factor, Lever):
        return [factor.values[i] for i in _parts(units, len(factor.values))]
    if factor.integer:
        low, high = int(factor.low), int(factor.high)
        return [low + i for i in _parts(units, high - low + 1)]
    found = factor.low + units * (factor.high - factor.low)
    values: list[Value | None] = np.clip(found, factor.low, factor.high).tolist()
    return values


def _parts(units: NDArray[np.float64], count: int) -> list[int]:
    parts: list[int] = np.minimum((units * count).astype(np.int64), count - 1).tolist()
    return parts


def _one_at_a_time(factors: Sequence[Factor]) -> Iterable[list[Value | None]]:
    """Yield the point that changes nothing, then each factor at each of its ends, alone."""
    yield [None] * len(factors)
    for i, factor in enumerate(factors):
        for value in grid_values(factor, 2):
            yield [value if j == i else None for j in range(len(factors))]


def _columns(factors: Sequence[Factor], rows: Iterable[Sequence[Value | None]]) -> Points:
    columns: dict[str, list[Value | None]] = {factor.key: [] for factor in factors}
    count = 0
    for row in rows:
        count += 1
        for key, value in zip(columns, row, strict=True):
            columns[key].append(value)
    return Points(columns, count)
