"""The table of all scenarios: what it says is what the runs say."""

import re

import numpy as np
import pytest

from microville.cli.replicate.page import put_between
from microville.figures.scenario_results import (
    IMPACTS,
    ROWS,
    as_markdown,
    figure,
    scenario_results,
)
from microville.runs import Comparison, run


@pytest.fixture(scope="module")
def comparison(quiet, active, village):
    names = ("base", "more", "same")
    scenarios = tuple(
        s.model_copy(update={"name": name}).update({"run.months": 14})
        for s, name in zip((quiet, active, quiet), names, strict=True)
    )
    results = {
        (s.name, seed): run(s, village, seed=seed, people=True)
        for s in scenarios
        for seed in (1, 2, 3)
    }
    return Comparison(village, scenarios, (1, 2, 3), results)


def test_differences_are_paired_means_over_the_last_year(comparison):
    table = scenario_results(comparison).set_index(["scenario", "indicator", "group"])
    each = []
    for seed in comparison.seeds:
        year = []
        for name in ("base", "more"):
            rows = comparison.results[name, seed].indicators
            rows = rows[(rows["indicator"] == "site_jobs") & (rows["month"] >= 2)]
            year.append(rows["value"].mean())
        each.append(year[1] - year[0])
    row = table.loc[("more", "site_jobs", "all")]
    assert row["difference"] == pytest.approx(np.mean(each))
    assert row["low"] <= row["difference"] <= row["high"]
    # What is the same as the baseline differs from it in nothing, and nobody gains or loses.
    same = table.loc["same"]
    assert (same["difference"].dropna() == 0).all()
    assert table.loc[("base", "site_jobs", "all"), "difference"] == 0
    assert ("more", IMPACTS, "all") in table.index
    assert ("base", IMPACTS, "all") not in table.index


def test_the_page_has_a_row_an_indicator_and_the_figure_can_be_drawn(comparison):
    table = scenario_results(comparison)
    text = as_markdown(table)
    lines = text.strip().split("\n")
    assert lines[0] == "| | `base` | `more` | `same` |"
    assert len(lines) == 2 + len(ROWS) + 3
    assert all(line.count("|") == 5 for line in lines)
    assert "nan" not in text
    newcomers = next(line for line in lines if "newcomers" in line and "Wishes" in line)
    assert newcomers.split("|")[2].strip() == "nobody"
    made = figure(table, {name: name for name in ("base", "more", "same")})
    assert len(made.axes) == 6
    assert any(len(axes.lines) > 2 for axes in made.axes)


def test_only_what_stands_between_the_marks_is_replaced(tmp_path):
    page = tmp_path / "page.md"
    page.write_text("before\n<!-- made by make figures: a -->\nold\n<!-- end -->\nafter\n")
    put_between(page, "a", r"new \1" + "\n")
    assert page.read_text() == (
        "before\n<!-- made by make figures: a -->\nnew \\1\n<!-- end -->\nafter\n"
    )
    with pytest.raises(SystemExit, match=re.escape("no place for b")):
        put_between(page, "b", "x\n")
