"""Designs against SALib and scipy directly, and against what each design promises."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from SALib.sample import latin, morris, sobol
from scipy.stats import qmc

from microville.sweeps import load_experiment, make_points
from microville.sweeps.experiment import Design, Lever, Uncertainty

SPEED = Uncertainty("mobility.walk_speed_kmh", 3.6, 5.0)
RENT = Uncertainty("rent.housing", 5.0, 11.0)
MONTHS = Uncertainty("works.deep_months", 8, 24, integer=True)
LINK = Lever("territory.options.link", (False, True))
PROBLEM = {"num_vars": 2, "names": ["a", "b"], "bounds": [[3.6, 5.0], [5.0, 11.0]]}


def points(design, *factors):
    experiment = replace(load_experiment("walking"), factors=factors, design=design)
    return make_points(experiment)


def matrix(design, *factors):
    found = points(design, *factors)
    return np.array([found.columns[factor.key] for factor in factors], dtype=float).T


SAMPLES = [
    (Design("latin_hypercube", 20, seed=5), lambda: latin.sample(PROBLEM, 20, seed=5)),
    (
        Design("sobol", 16, seed=5),
        lambda: sobol.sample(PROBLEM, 16, calc_second_order=False, seed=5),
    ),
    (
        Design("sobol", 16, second_order=True, seed=5),
        lambda: sobol.sample(PROBLEM, 16, calc_second_order=True, seed=5),
    ),
    (
        Design("morris", 7, levels=6, seed=5),
        lambda: morris.sample(PROBLEM, 7, num_levels=6, seed=5),
    ),
]


@pytest.mark.parametrize(("design", "peer"), SAMPLES, ids=lambda x: getattr(x, "kind", ""))
def test_samples_are_those_of_salib(design, peer):
    np.testing.assert_allclose(matrix(design, SPEED, RENT), peer(), rtol=1e-14)


def test_another_seed_is_another_sample():
    first, second = (matrix(Design("sobol", 16, seed=s), SPEED, RENT) for s in (1, 2))
    assert not np.allclose(first, second)


def test_the_first_block_of_sobol_is_scipys_sequence():
    base = qmc.Sobol(4, scramble=True, seed=5).random(16)
    blocks = matrix(Design("sobol", 16, seed=5), SPEED, RENT).reshape(16, 4, 2)
    low, span = np.array([3.6, 5.0]), np.array([1.4, 6.0])
    np.testing.assert_allclose(blocks[:, 0], low + base[:, :2] * span, rtol=1e-12)
    # Saltelli's blocks: A, then A with one column of B each, then B.
    np.testing.assert_allclose(blocks[:, 3], low + base[:, 2:] * span, rtol=1e-12)
    np.testing.assert_array_equal(blocks[:, 1, 0], blocks[:, 3, 0])
    np.testing.assert_array_equal(blocks[:, 1, 1], blocks[:, 0, 1])


def test_a_hypercube_has_one_point_in_each_slice_of_each_factor():
    found = matrix(Design("latin_hypercube", 17), SPEED, RENT)
    slices = np.floor((found - [3.6, 5.0]) / [1.4, 6.0] * 17).astype(int)
    for column in slices.T:
        assert sorted(column.tolist()) == list(range(17))
    # Whole numbers: 17 slices of 8 to 24 months are each of them once.
    months = points(Design("latin_hypercube", 17), MONTHS, RENT).columns[MONTHS.key]
    assert sorted(months) == list(range(8, 25))


def test_morris_changes_one_factor_a_step_by_its_delta():
    found = matrix(Design("morris", 5, levels=4), SPEED, RENT).reshape(5, 3, 2)
    for trajectory in found:
        steps = np.abs(np.diff(trajectory, axis=0)) / [1.4, 6.0]
        assert sorted(steps[steps > 1e-9].round(9).tolist()) == [pytest.approx(2 / 3)] * 2
        assert (steps > 1e-9).sum(axis=0).tolist() == [1, 1]


def test_a_grid_is_every_combination_in_the_order_of_the_file():
    found = points(Design("grid", levels=3), LINK, SPEED, MONTHS)
    rows = list(zip(*(found.columns[f.key] for f in (LINK, SPEED, MONTHS)), strict=True))
    assert rows == list(product((False, True), (3.6, 4.3, 5.0), (8, 16, 24)))
    short = Uncertainty("works.deep_months", 8, 9, integer=True)
    assert points(Design("grid", levels=5), short).columns[short.key] == [8, 9]


def test_one_at_a_time_leaves_the_others_as_they_are():
    found = points(Design("one_at_a_time"), LINK, SPEED)
    assert [found.at(i) for i in range(found.count)] == [
        {},
        {LINK.key: False},
        {LINK.key: True},
        {SPEED.key: 3.6},
        {SPEED.key: 5.0},
    ]


def test_a_design_without_factors_is_one_point():
    assert points(Design("grid")).at(0) == {}


def test_ishigamis_indices_come_out_of_the_design():
    """The design as a whole serves its purpose: known indices of a known function."""
    from SALib.analyze import sobol as indices

    angle = [Uncertainty(f"x{i}", -np.pi, np.pi) for i in range(3)]
    x = matrix(Design("sobol", 2048), *angle)
    y = np.sin(x[:, 0]) + 7 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])
    problem = {"num_vars": 3, "names": ["a", "b", "c"], "bounds": [[-np.pi, np.pi]] * 3}
    found = indices.analyze(problem, y, calc_second_order=False, seed=1)
    np.testing.assert_allclose(found["S1"], [0.3139, 0.4424, 0.0], atol=0.03)
    np.testing.assert_allclose(found["ST"], [0.5576, 0.4424, 0.2437], atol=0.03)
