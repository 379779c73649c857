"""Morris' screening on a planted function whose elementary effects are known by hand."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import to_hex
from test_sweep_command import call
from test_sweep_sessions import ask, go, in_process, quick  # noqa: F401

from microville.errors import InputError
from microville.figures.screening_bars import screening_bars
from microville.figures.style import BASELINE, BLUE, VERMILION
from microville.sweeps import read_sweep, results, session
from microville.sweeps.analysis.screening import screen
from microville.sweeps.experiment import Design, Lever, Outcome, Uncertainty

FACTORS = (
    Uncertainty("mobility.walk_speed_kmh", 3.6, 5.0),
    Uncertainty("works.deep_months", 8, 24, integer=True),
    Lever("cooperative.tenure", ("leased", "owned", "staged")),
    Uncertainty("rent.housing", 6.0, 10.0),
)
SPEED, MONTHS, TENURE, RENT = (factor.key for factor in FACTORS)
STEP = 2 / 3
"""A step of Morris with four levels, of the range."""
POPULATION, CASH = "population|all|end", "cooperative_cash_eur|all|end"


@pytest.fixture(scope="module")
def sweep(tmp_path_factory):
    """A folder with a Morris design of four factors, nine trajectories, two seeds, all done."""
    folder = tmp_path_factory.mktemp("screening") / "s"
    asked = replace(
        ask(),
        factors=FACTORS,
        design=Design("morris", samples=9, seed=3),
        seeds=(1, 3),
        outcomes=(Outcome("population"), Outcome("cooperative_cash_eur")),
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(session, "run_locally", in_process)
        go(folder, asked)
    return read_sweep(folder)


def planted(sweep):
    """Replace the outcomes: -4 a range of speed, 9 rent x tenure, nothing by months of works."""
    table = results(sweep).table.copy()
    speed = (table[SPEED] - 3.6) / 1.4
    rent = (table[RENT] - 6.0) / 4.0
    tenure = table[TENURE].map({"leased": 0.0, "owned": 0.5, "staged": 1.0})
    # Halves of opposite sign: the mean over seeds has none of it.
    noise = table["point"] * np.where(table["seed"] == 1, 50.0, -50.0)
    table[POPULATION] = 7 - 4 * speed + 9 * rent * tenure + noise
    table[CASH] = 100 * rent
    return table


def by_hand(sweep, key, position):
    """Elementary effects of a factor by a second way: 9 rent x tenure at each trajectory's step."""
    columns = sweep.plan.points.columns
    place = {"leased": 0.0, "owned": 0.5, "staged": 1.0}
    value = [
        9 * (rent - 6) / 4 * place[tenure]
        for rent, tenure in zip(columns[RENT], columns[TENURE], strict=True)
    ]
    size = len(FACTORS) + 1
    found = []
    for first in range(0, sweep.plan.points.count, size):
        own = [position(columns[key][first + i]) for i in range(size)]
        step = next(i for i in range(size - 1) if own[i] != own[i + 1])
        rise = value[first + step + 1] - value[first + step]
        found.append(rise / STEP * np.sign(own[step + 1] - own[step]))
    return np.array(found)


def indices(table, outcome, scenario="status_quo"):
    mine = table[(table["scenario"] == scenario) & (table["outcome"] == outcome)]
    return mine.set_index("key")


def test_a_linear_an_inert_and_an_interacting_factor_are_told_apart(sweep):
    found = indices(screen(sweep, planted(sweep)), POPULATION)
    speed, months, rent = (found.loc[key] for key in (SPEED, MONTHS, RENT))
    assert speed[["mu_star", "mu"]].tolist() == pytest.approx([4, -4])
    assert (speed["sigma"], speed["confidence"]) == pytest.approx((0, 0), abs=1e-9)
    assert months[["mu_star", "confidence", "mu", "sigma"]].tolist() == pytest.approx(
        [0] * 4, abs=1e-9
    )
    rising = by_hand(sweep, TENURE, ["leased", "owned", "staged"].index)
    assert rising.std() > 0
    assert found.loc[TENURE, ["mu", "sigma"]].tolist() == pytest.approx(
        [rising.mean(), rising.std(ddof=1)]
    )
    effects = by_hand(sweep, RENT, float)
    assert rent["mu_star"] == pytest.approx(np.abs(effects).mean())
    assert rent["mu"] == pytest.approx(effects.mean())
    assert rent["sigma"] == pytest.approx(effects.std(ddof=1))
    assert rent["sigma"] > 1
    half = 1.96 * effects.std() / np.sqrt(len(effects))
    assert rent["confidence"] == pytest.approx(half, rel=0.15), "a bootstrap of the mean"
    assert found["mu_star"].is_monotonic_decreasing
    cash = indices(screen(sweep, planted(sweep)), CASH)
    assert cash.index[0] == RENT
    assert cash.loc[RENT, "mu_star"] == pytest.approx(100)
    assert cash.index[1:].tolist() == [SPEED, MONTHS, TENURE], "ties as in the file"


def test_the_order_of_rows_does_not_matter(sweep):
    table = planted(sweep)
    expected = screen(sweep, table)
    shuffled = table.sample(frac=1, random_state=5)
    assert shuffled.index.tolist() != table.index.tolist()
    pd.testing.assert_frame_equal(screen(sweep, shuffled), expected, check_exact=True)


def test_what_is_no_finished_morris_design_is_refused(sweep, tmp_path, capsys, quick):  # noqa: F811
    table = planted(sweep)
    with pytest.raises(InputError, match="3 of 180 runs are missing"):
        screen(sweep, table.iloc[3:])
    go(tmp_path / "other", ask(samples=1, seeds=(1,)))
    with pytest.raises(InputError, match="design is 'latin_hypercube'"):
        screen(read_sweep(tmp_path / "other"), table)
    go(
        tmp_path / "one",
        replace(ask(), factors=FACTORS, design=Design("morris", samples=1), seeds=(1,)),
    )
    assert call("sweep", "analyse", str(tmp_path / "one")) == 2
    assert "One trajectory says nothing" in capsys.readouterr().err


def test_an_outcome_without_value_is_empty_and_the_other_is_not(sweep):
    table = planted(sweep)
    table.loc[0, POPULATION] = np.nan
    found = screen(sweep, table)
    assert indices(found, POPULATION)[["mu_star", "sigma"]].isna().all(axis=None)
    assert indices(found, POPULATION, "balanced").loc[SPEED, "mu_star"] == pytest.approx(4)
    assert indices(found, CASH).loc[RENT, "mu_star"] == pytest.approx(100)


def test_bars_are_as_long_as_the_effects_and_coloured_by_direction(sweep):
    table = screen(sweep, planted(sweep))
    table = table[table["scenario"] == "status_quo"]
    axes = screening_bars(table, lang="en").axes[0]
    found = indices(table, POPULATION)
    moving = found[found["mu_star"] > 0]
    assert [bar.get_width() for bar in axes.patches] == pytest.approx(moving["mu_star"].tolist())
    wanted = [(BLUE if mean > 0 else VERMILION).lower() for mean in moving["mu"]][:3]
    assert [to_hex(bar.get_facecolor()) for bar in axes.patches][:3] == wanted
    assert {BLUE.lower(), VERMILION.lower()} == set(wanted)
    unsure = table.assign(mu=table["mu_star"] * 0.3)
    bars = screening_bars(unsure, lang="fr").axes[0].patches
    assert {to_hex(bar.get_facecolor()) for bar in bars} == {BASELINE.lower()}


def test_the_command_prints_ranks_and_writes_table_and_figure(sweep, tmp_path, capsys):
    csv, png = tmp_path / "s.csv", tmp_path / "s.png"
    folder = str(sweep.folder)
    assert call("sweep", "analyse", folder, "--csv", str(csv), "--png", str(png)) == 0
    told = capsys.readouterr().out
    assert told.index(SPEED) < told.index(TENURE), "the toy depends on speed, not on tenure"
    found = screen(sweep, results(sweep).table)
    pd.testing.assert_frame_equal(pd.read_csv(csv), found)
    assert png.read_bytes().startswith(b"\x89PNG")
    assert call("sweep", "analyse", folder, "--json") == 0
    first = json.loads(capsys.readouterr().out)[0]
    assert first["mu_star"] == pytest.approx(found["mu_star"][0])
    assert call("sweep", "analyse", folder, "--png", str(tmp_path / "t.csv")) == 2
    assert "is no PNG file" in capsys.readouterr().err
