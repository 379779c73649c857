"""One assumption at a time: what each does alone, and a sweep of it that is kept."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from test_sweep_command import call
from test_sweep_sessions import ask, go, in_process, nothing_to_do, quick  # noqa: F401

from microville.errors import InputError
from microville.figures.swing_bars import swing_bars
from microville.paths import cache_dir
from microville.sweeps import Means, load_experiment, read_sweep, results, session
from microville.sweeps.analysis.swings import most_moving, swings
from microville.sweeps.experiment import Design, Lever, Outcome, Uncertainty
from microville.sweeps.kept import kept_sweep
from microville.sweeps.lock import only_one

FACTORS = (
    Uncertainty("mobility.walk_speed_kmh", 3.6, 5.0),
    Uncertainty("works.deep_months", 8, 24, integer=True),
    Lever("cooperative.tenure", ("leased", "owned", "staged")),
)
SPEED, MONTHS, TENURE = (factor.key for factor in FACTORS)
PEOPLE = Outcome("population")


def asked(seeds=(1, 3)):
    return replace(
        ask(), factors=FACTORS, design=Design("one_at_a_time"), seeds=seeds, outcomes=(PEOPLE,)
    )


def test_swings_are_distances_from_the_run_that_changes_nothing(tmp_path, quick):  # noqa: F811
    go(tmp_path / "s", asked())
    sweep = read_sweep(tmp_path / "s")
    found = swings(sweep, results(sweep).table.sample(frac=1, random_state=1))
    # The toy: 1000 (or 2000) + 10 km/h + months + seed / 7; what is not set is 4.19 and 18.
    base = 1000 + 41.9 + 18 + 2 / 7
    mine = found[found["scenario"] == "status_quo"].set_index("parameter")
    assert list(mine.index) == [MONTHS, SPEED, TENURE], "by falling swing"
    rows = mine[["low_value", "high_value", "low", "high", "swing"]].to_dict("index")
    assert mine["base"].tolist() == pytest.approx([base] * 3, abs=1e-5)
    assert list(rows[MONTHS].values()) == pytest.approx([8, 24, base - 10, base + 6, 10], abs=1e-5)
    assert list(rows[SPEED].values()) == pytest.approx(
        [3.6, 5.0, base - 5.9, base + 8.1, 8.1], abs=1e-5
    )
    assert (rows[TENURE]["low_value"], rows[TENURE]["high_value"]) == ("leased", "staged")
    assert rows[TENURE]["swing"] == 0
    assert list(most_moving(mine.reset_index(), PEOPLE)["parameter"]) == [MONTHS, SPEED]
    assert list(most_moving(mine.reset_index(), PEOPLE, 1)["parameter"]) == [MONTHS]
    assert most_moving(mine.reset_index(), Outcome("population", "focus")).empty
    with pytest.raises(InputError, match="1 of 32 runs are missing"):
        swings(sweep, results(sweep).table.iloc[1:])


def test_assumptions_of_the_demonstration_have_ranges_and_outcomes():
    study = load_experiment("headline_assumptions")
    assert study.design.kind == "one_at_a_time"
    assert [scenario.name for scenario in study.scenarios] == ["balanced"]
    assert all(isinstance(factor, Uncertainty) for factor in study.factors)
    assert {outcome.when for outcome in study.outcomes} == {"end"}, "a report tells the end"


def kept(experiment):
    """Keep a sweep of the toy task."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            "microville.sweeps.kept.start",
            lambda e, folder, **more: go(folder, e, map_hash=more["map_hash"]),
        )
        return kept_sweep(experiment, map_name="", map_hash="toy", means=Means(1))


def test_what_is_kept_is_not_run_again_and_what_differs_is(quick, monkeypatch):  # noqa: F811
    first = kept(asked())
    assert first.folder.parent == cache_dir() / "sweeps"
    table = results(first).table
    with monkeypatch.context() as patch:
        patch.setattr(session, "run_locally", nothing_to_do)
        again = kept(asked())
    assert again.folder == first.folder
    pd.testing.assert_frame_equal(results(again).table, table)
    others = [
        kept(asked(seeds=(1,))),
        kept(replace(asked(), outcomes=(Outcome("site_jobs"),))),
    ]
    assert len({first.folder, *(other.folder for other in others)}) == 3
    with only_one(first.folder):
        beside = kept(asked())
    assert beside.folder != first.folder, "who works there is left in peace"
    assert results(beside).canonical_hash == results(first).canonical_hash


def test_the_command_tells_the_swings_of_its_design_and_draws_them(tmp_path, quick, capsys):  # noqa: F811
    go(tmp_path / "s", asked())
    png, csv = tmp_path / "s.png", tmp_path / "s.csv"
    assert call("sweep", "analyse", str(tmp_path / "s"), "--png", str(png), "--csv", str(csv)) == 0
    told = capsys.readouterr().out
    assert told.index(MONTHS) < told.index(SPEED), "by falling swing"
    found = pd.read_csv(csv)
    assert found.groupby("scenario")["swing"].max().tolist() == pytest.approx([10, 10], abs=1e-5)
    assert png.read_bytes().startswith(b"\x89PNG")
    # As long as the distance from the run that changes nothing, on its side.
    axes = swing_bars(found[found["scenario"] == "status_quo"], lang="en").axes[0]
    widths = [bar.get_width() for bar in axes.patches]
    assert widths == pytest.approx([-10, 6, -5.9, 8.1], abs=1e-5)
