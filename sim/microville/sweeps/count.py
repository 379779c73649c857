"""How many points a design has, before any is made."""

from __future__ import annotations

from math import prod
from typing import TYPE_CHECKING

from microville.sweeps.experiment import Lever

if TYPE_CHECKING:
    from microville.sweeps.experiment import Experiment, Factor

MOST_RUNS = 2_000_000
"""Runs of one experiment: what fits a plan in memory."""


def level_count(factor: Factor, levels: int) -> int:
    """Return how many values a factor takes in a grid."""
    if isinstance(factor, Lever):
        return len(factor.values)
    whole = int(factor.high) - int(factor.low) + 1
    return min(levels, whole) if factor.integer else levels


def count_points(experiment: Experiment) -> int:
    """Return the number of points of an experiment's design.

    Sobol: N (k + 2), or N (2 k + 2) with second order (Saltelli et al. 2010, "Variance based
    sensitivity analysis of model output", Computer Physics Communications 181). Morris: r (k + 1)
    (Morris 1991, "Factorial sampling plans", Technometrics 33). Optimise: at most so many.
    """
    design, factors = experiment.design, experiment.factors
    count = len(factors)
    if design.kind == "list":
        return len(experiment.given)
    if design.kind == "grid":
        return prod(level_count(factor, design.levels) for factor in factors)
    if design.kind == "one_at_a_time":
        ends = (len(f.values) if isinstance(f, Lever) else 2 for f in factors)
        return 1 + sum(ends)
    pairs = count if design.second_order else 0
    times = {
        "latin_hypercube": 1,
        "sobol": count + 2 + pairs,
        "morris": count + 1,
        "optimise": design.population * design.generations,
    }
    return design.samples * times[design.kind]
