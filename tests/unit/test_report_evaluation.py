"""The report's chapters on impacts in euros and on the 17 goals."""

from __future__ import annotations

import re

import pytest
from test_report import text_of

from microville.figures import Results, load_words, report, style, write_report
from microville.figures.evaluation import goals_block, impacts_block
from microville.goals import goals
from microville.impacts import FIXED_RULE, NEVER, statements
from microville.runs import Comparison, run


@pytest.fixture(scope="module")
def pair(quiet, active, village):
    scenarios = [s.update({"run.months": 13}) for s in (quiet, active)]
    seeds = (1, 2)
    results = {(s.name, seed): run(s, village, seed=seed) for s in scenarios for seed in seeds}
    return Comparison(village, tuple(scenarios), seeds, results)


def test_the_page_tells_both_in_both_languages(pair, tmp_path, monkeypatch):
    monkeypatch.setattr(style, "DPI", 50)
    for name in ("map_pictures", "chart_pictures"):
        monkeypatch.setattr(report, name, lambda *_: [])
    for lang, worth, heading in (
        ("fr", "Ce que cela vaut, en euros", "Les 17 objectifs de développement durable"),
        ("en", "What it is worth, in euros", "The 17 Sustainable Development Goals"),
    ):
        told = text_of(write_report(pair, tmp_path / lang, lang=lang))
        assert worth in told
        assert heading in told
        plain = re.sub(r"\s+", " ", told)
        words = load_words(lang)
        for goal in goals():
            title = re.sub(r"\s+", " ", words.pick(goal.title_fr, goal.title_en))
            assert f"{goal.number}. {title}" in plain
            reason = words.pick(goal.not_modelled_fr, goal.not_modelled_en)
            assert re.sub(r"\s+", " ", reason) in plain
        for left in NEVER:
            for text in (
                words.pick(left.what_fr, left.what_en),
                words.pick(left.why_fr, left.why_en),
            ):
                assert re.sub(r"\s+", " ", text) in plain
        assert "{" not in told
        assert (tmp_path / lang / "figures" / f"goals_{pair.scenarios[1].name}.png").is_file()


def test_sums_are_those_of_the_statements(pair):
    words, scenario = load_words("en"), pair.scenarios[1]
    block = impacts_block(Results(pair), scenario, words)
    made = next(iter(statements(pair, scenario.name).values()))
    assert block["total"][0] == words.euros(made.total_eur(FIXED_RULE), signed=True)
    lines = [row for part in block["blocks"] for row in part["lines"]]
    assert len(lines) == len(made.lines[FIXED_RULE])
    left_out = [line for line in made.lines[FIXED_RULE] if not line.counted]
    assert [r["cells"][0] for r in lines].count("not counted") == len(left_out)
    # What is left out says why, and is never written as a zero.
    for row in lines:
        if row["cells"][0] == "not counted":
            assert row["condition"]
    told = {row["label"]: row["why"] for row in block["left_out"]}
    assert told.keys() == {line.label_en for line in left_out} | {n.what_en for n in NEVER}
    assert all(told[line.label_en].endswith(line.condition_en) for line in left_out)
    # A line and what has no line are never one thing.
    assert not {line.label_en for line in made.lines[FIXED_RULE]} & {n.what_en for n in NEVER}


def test_a_goal_without_evidence_is_silent_and_one_with_it_says_what_is_missing(pair):
    block = goals_block(Results(pair), pair.scenarios[1], load_words("fr"))
    assert [row["number"] for row in block["rows"]] == list(range(1, 18))
    for row, goal in zip(block["rows"], goals(), strict=True):
        assert row["silent"] == (not goal.evidence)
        assert row["missing"]
        assert len(row["evidence"]) == len(goal.evidence)
