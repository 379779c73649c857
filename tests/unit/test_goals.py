"""The 17 goals: evidence and gaps are told alike, and nothing is scored without evidence."""

from __future__ import annotations

import math
import re
import tomllib
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import microville.goals
from microville.errors import InputError
from microville.goals import evaluate_table, goals, goals_table, overall, read_goals
from microville.goals.evaluate import effect_of, interval
from microville.indicators import all_indicators

FILE = Path(microville.goals.__file__).parent / "goals.toml"


def results(rows):
    """What two scenarios ``a`` and ``b`` say, from rows (scenario, seed, name, group, value)."""
    table = pd.DataFrame(
        [(s, seed, month, n, g, v) for s, seed, n, g, v in rows for month in range(12)],
        columns=["scenario", "seed", "month", "indicator", "group", "value"],
    )
    return {r.goal.number: r for r in evaluate_table(table, "a", "b")}


def both(name, group, before, after, seeds=1):
    return [
        (s, seed, name, group, v) for seed in range(seeds) for s, v in (("a", before), ("b", after))
    ]


def test_there_are_seventeen_each_with_evidence_or_a_reason_in_both_languages():
    found = goals()
    assert [goal.number for goal in found] == list(range(1, 18))
    for goal in found:
        assert bool(goal.evidence) != bool(goal.not_modelled_en and goal.not_modelled_fr)
        assert goal.title_en != goal.title_fr
        for evidence in goal.evidence:
            assert all_indicators()[evidence.indicator].source
            assert evidence.direction in (1, -1)
    assert 2 <= sum(not goal.evidence for goal in found) <= 8


def test_a_goal_without_evidence_has_no_score_rather_than_zero():
    found = results(both("solar_mwh", "all", 5.0, 5.0))
    assert found[7].score == 0.0  # nothing changes: that is evidence
    assert found[5].status == "not_modelled"
    assert found[4].status == "no_data"
    assert found[5].score is None
    assert found[4].score is None
    total = overall(tuple(found.values()))
    assert total.score == 0.0
    assert set(total.parts) == set(range(1, 18))
    assert set(total.without) == set(range(1, 18)) - {7}
    assert overall(tuple(results(both("mobilisation", "none", 1, 2)).values())).score is None


@pytest.mark.parametrize(
    ("name", "after", "effect"),
    [
        ("solar_mwh", 12.0, "better"),
        ("solar_mwh", 8.0, "worse"),
        ("solar_mwh", 10.05, "same"),
        ("home_energy_bill_eur", 12.0, "worse"),
        ("home_energy_bill_eur", 8.0, "better"),
    ],
)
def test_the_sign_of_a_change_follows_the_indicators_direction(name, after, effect):
    found = results(both(name, "all", 10.0, after))[7].findings
    told = {f.evidence.indicator: f for f in found}
    assert told[name].effect == effect
    assert (told[name].baseline, told[name].value) == pytest.approx((10.0, after))
    assert {f.effect for key, f in told.items() if key != name} == {"no_data"}


def test_seeds_that_disagree_leave_a_goal_open():
    rows = []
    for seed, after in enumerate((5.0, 18.0, 4.0, 17.0)):
        rows += [("a", seed, "site_jobs", "all", 10.0), ("b", seed, "site_jobs", "all", after)]
    goal = results(rows)[8]
    assert [f.effect for f in goal.findings] == ["open", "no_data"]
    assert goal.score is None
    low, high = interval(pd.Series([1.0, 2.0, 3.0, 4.0]).to_numpy())
    # Student's t with three degrees of freedom: 3.182 times 1.291 over 2.
    assert (low, high) == (pytest.approx(0.446, abs=1e-3), pytest.approx(4.554, abs=1e-3))


def test_inequality_is_the_gap_between_two_groups_and_less_is_better():
    name = "person_served_nearby_share"
    rows = both(name, "income:low", 0.4, 0.5) + both(name, "income:high", 0.5, 0.55)
    finding = results(rows)[10].findings[0]
    assert finding.difference == pytest.approx(-0.05)
    assert finding.effect == "better"
    # Who stands higher does not matter, the distance does.
    rows = both(name, "income:low", 0.5, 0.7) + both(name, "income:high", 0.5, 0.5)
    assert results(rows)[10].findings[0].effect == "worse"
    # A small gap that moves by less than a hundredth of the level has not moved.
    rows = both(name, "income:low", 0.4, 0.4) + both(name, "income:high", 0.402, 0.405)
    assert results(rows)[10].findings[0].effect == "same"


def test_flows_are_means_of_a_year_at_the_start_and_at_the_end():
    rows = [
        (s, 1, month, "solar_mwh", "all", (month if s == "a" else 2 * month))
        for s in "ab"
        for month in range(24)
    ]
    table = pd.DataFrame(rows, columns=["scenario", "seed", "month", "indicator", "group", "value"])
    finding = evaluate_table(table, "a", "b")[6].findings[0]
    assert (finding.start, finding.baseline, finding.value) == (5.5, 17.5, 35.0)


@given(st.floats(-1e6, 1e6), st.floats(0, 1e6), st.floats(0, 1e6), st.floats(0, 1e6))
def test_swapping_the_scenarios_swaps_better_and_worse(difference, below, above, usual):
    low, high = difference - below, difference + above
    told = effect_of(1, difference, low, high, usual)
    swapped = {"better": "worse", "worse": "better"}
    assert effect_of(1, -difference, -high, -low, usual) == swapped.get(told, told)
    assert effect_of(-1, difference, low, high, usual) == swapped.get(told, told)


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_the_table_tells_formula_source_and_every_gap(lang):
    table = goals_table(tuple(results(both("solar_mwh", "all", 5.0, 6.0)).values()), lang)
    assert set(table["goal"]) == set(range(1, 18))
    assert table["missing"].str.len().min() > 10
    told = table[table["effect"] != "not_modelled"]
    assert told[["formula", "source", "unit", "label", "direction"]].notna().all(axis=None)
    row = told[told["indicator"] == "solar_mwh"].iloc[0]
    assert (row["baseline"], row["value"], row["effect"]) == (5.0, 6.0, "better")
    assert math.isnan(told[told["indicator"] == "mobilisation"].iloc[0]["value"])


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('"solar_mwh"', '"solar_mw"', "goal 7 names 'solar_mw'"),
        ('"solar_mwh"', '"population"', "neither better nor worse"),
        ("number = 17", "number = 16", "each once, in order"),
        ("not_modelled_fr =", "gap_fr =", "goal 5: give evidence, or a reason"),
        ("gap_fr = ", "gap_en2 = ", "not permitted"),
        ("[[goals]]", "[[goals", "cannot be read"),
    ],
)
def test_a_wrong_file_is_refused_with_one_message(tmp_path, old, new, message):
    path = tmp_path / "goals.toml"
    text = FILE.read_text(encoding="utf-8")
    assert tomllib.loads(text)
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(InputError, match=re.escape(message)):
        read_goals(path)


def test_the_page_of_the_goals_is_the_file():
    page = (Path(__file__).parents[2] / "docs" / "goals.md").read_text(encoding="utf-8")
    for goal in goals():
        row = next(line for line in page.splitlines() if line.startswith(f"| {goal.number} "))
        assert goal.title_en in row
        assert (goal.gap_en or goal.not_modelled_en) in row
        assert re.findall(r"`(\w+)`", row) == [e.indicator for e in goal.evidence]
        assert ("*not modelled*" in row) == (not goal.evidence)
