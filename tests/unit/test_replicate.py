"""``make figures``: each experiment of the documentation has its place, table and figure."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pandas as pd
import pytest
from test_sweep_sessions import go, in_process

from microville.cli.replicate import STEPS, main
from microville.cli.replicate.nearby import shares
from microville.sweeps import load_experiment, read_sweep, results, session
from microville.sweeps.analysis.levels import level_table, levels_of

DOCS = Path(__file__).parents[2] / "docs"
EXPERIMENTS = [name for name in STEPS if name != "scenarios"]


@pytest.fixture(scope="module")
def sweeps(tmp_path_factory):
    """Every experiment of the documentation, done by the toy task."""
    home = tmp_path_factory.mktemp("sweeps")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(session, "run_locally", in_process)
        for name in EXPERIMENTS:
            go(home / name, load_experiment(name))
    return home


def test_each_step_writes_its_table_and_figure_into_the_page(sweeps, tmp_path):
    docs = tmp_path / "docs"
    (docs / "images").mkdir(parents=True)
    shutil.copy(DOCS / "experiments.md", docs)
    words = [word for name in EXPERIMENTS for word in ("--only", name)]
    main([str(docs), "--sweeps", str(sweeps), *words])
    page = (docs / "experiments.md").read_text(encoding="utf-8")
    for name in EXPERIMENTS:
        start = f"<!-- made by make figures: {name} -->"
        made = page.partition(start)[2].partition("<!-- end -->")[0]
        assert f"`experiments/{name}.toml`" in made
        rows = [line for line in made.splitlines() if line.startswith("|")]
        assert len(rows) > 3
        assert not re.search(r"\bnan\b", made)
        picture = docs / "images" / f"experiment_{name}.png"
        assert picture.read_bytes().startswith(b"\x89PNG")
        assert f"](images/{picture.name})" in made
    assert re.search(r"## .*fifteen minutes", page), "what people wrote stays"


def test_what_is_filled_in_the_project_shows_its_figure():
    page = (DOCS / "experiments.md").read_text(encoding="utf-8")
    filled = [name for name in EXPERIMENTS if f"figures: {name} -->\n<!-- end" not in page]
    assert {"nearby", "gates", "charter"} <= set(filled)
    for name in filled:
        assert f"](images/experiment_{name}.png)" in page
        assert (DOCS / "images" / f"experiment_{name}.png").is_file()


def test_a_sweep_with_missing_runs_is_not_drawn(sweeps, tmp_path):
    shutil.copytree(sweeps / "size", tmp_path / "size")
    next((tmp_path / "size" / "runs").glob("*.json")).unlink()
    with pytest.raises(SystemExit, match="1 runs of size are missing"):
        main([str(tmp_path), "--sweeps", str(tmp_path), "--only", "size"])


def test_levels_are_means_over_states_and_differences_are_paired(sweeps):
    sweep = read_sweep(sweeps / "charter")
    table = results(sweep).table.copy()
    label = sweep.context.outcomes[0].label
    # Seeds lie far apart, choices do not: 0, 1, 4, 9 and a little that differs by seed.
    luck = {1: 0.0, 2: 100.0, 3: 500.0}
    wobble = {1: -0.1, 2: 0.0, 3: 0.1}
    choice = table["point"] ** 2 + (table["point"] > 0) * table["seed"].map(wobble)
    table[label] = table["seed"].map(luck) + choice
    found = level_table(sweep, table.sample(frac=1, random_state=3))
    mine = found[found["outcome"] == label].set_index("level")
    assert len(levels_of(sweep)[0]) == 4
    assert mine["mean"].tolist() == pytest.approx([200 + k**2 for k in range(4)])
    assert mine["difference"].tolist() == pytest.approx([0, 1, 4, 9])
    half = 4.302653 * 0.1 / 3**0.5  # Student's t, two degrees of freedom, deviation 0.1
    assert mine.loc[2, "difference_high"] == pytest.approx(4 + half, abs=1e-5)
    assert mine.loc[2, "high"] - mine.loc[2, "mean"] > 100, "unpaired spreads are far wider"


def test_shares_set_the_second_scenario_beside_the_first_seed_by_seed():
    rows = [
        {"scenario": name, "point": 0, "seed": seed, "place_score_walk_15|present|end": value}
        for name, values in (("a", (0.5, 0.6, 0.7)), ("b", (0.6, 0.7, 0.8)))
        for seed, value in enumerate(values)
    ]
    (row,) = shares(pd.DataFrame(rows), {}).to_dict("records")
    assert (row["name"], row["column"]) == ("present inhabitants", "on foot")
    assert row["value"] == pytest.approx(0.6)
    assert row["with_value"] == pytest.approx(0.7)
    assert (row["below"], row["above"]) == pytest.approx((0.1, 0.1))
    assert row["high"] > 0.8
