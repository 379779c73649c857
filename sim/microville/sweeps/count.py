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
    (Morris 1991, "Factorial sampling plans", Technometrics 33).
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
    if design.kind == "latin_hypercube":
        return design.samples
    if design.kind == "sobol":
        return design.samples * (2 * count + 2 if design.second_order else count + 2)
    return design.samples * (count + 1)
