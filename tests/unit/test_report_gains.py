"""The report on who gains and who loses, and scenarios side by side."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from test_figures import texts
from test_report import text_of

from microville.figures import (
    Results,
    gains_chart,
    gains_map,
    load_words,
    report,
    style,
    write_report,
)
from microville.figures.gains import gain_sentences, outcome_rows, rows_of
from microville.figures.pictures import gain_pictures
from microville.runs import Comparison, run


@pytest.fixture(autouse=True)
def _coarse_pictures(monkeypatch):
    """What is tested here is words: pictures may be small, which saves half of the time."""
    monkeypatch.setattr(style, "DPI", 50)
    # The other figures have tests of their own.
    for name in ("map_pictures", "chart_pictures", "gain_pictures", "goal_pictures"):
        monkeypatch.setattr(report, name, lambda *_: [])


@pytest.fixture(scope="module")
def three(quiet, active, village):
    """The village without a programme, with one, and with one without its bakery."""
    programme = active.programme.model_copy(update={"services": ()})
    less = active.model_copy(update={"programme": programme})
    scenarios = []
    for name, scenario in (("quiet", quiet), ("active", active), ("less", less)):
        title = scenario.title.model_copy(update={"fr": f"Essai {name}", "en": f"Test {name}"})
        scenarios.append(
            scenario.model_copy(update={"name": name, "title": title}).update({"run.months": 14})
        )
    results = {
        (s.name, seed): run(s, village, seed=seed, people=True)
        for s in scenarios
        for seed in (1, 2)
    }
    return Comparison(village, tuple(scenarios), (1, 2), results)


def pair_of(three):
    kept = {key: value for key, value in three.results.items() if key[0] != "less"}
    return Comparison(three.territory, three.scenarios[:2], three.seeds, kept)


def test_the_report_says_who_gains_in_both_languages(three, tmp_path, monkeypatch):
    monkeypatch.setattr(report, "gain_pictures", gain_pictures)
    two = pair_of(three)
    for lang, head, nobody in (
        ("fr", "Qui gagne, qui perd, personne par personne", "inhabitants"),
        ("en", "Who gains, who loses, person by person", "habitants"),
    ):
        told = text_of(write_report(two, tmp_path / lang, lang=lang))
        assert head in told
        assert not re.search(rf"\b{nobody}\b", told)
        assert "{" not in told
        rows = outcome_rows(Results(two), two.scenarios[1], load_words(lang))
        assert len(rows) == 8
        assert all(re.sub(r"\s+", " ", row["label"]) in told for row in rows)
        for name in ("gains_active", "gains_map_active"):
            assert (tmp_path / lang / "figures" / f"{name}.png").is_file()
        # One other scenario is told in its chapters alone.
        assert "côte à côte" not in told
        assert "side by side" not in told


def test_three_scenarios_stand_side_by_side(three, tmp_path):
    told = text_of(write_report(three, tmp_path))
    table = told.split("Les scénarios côte à côte")[1].split("Ce qui change, pour qui")[0]
    for words in (
        "Essai active",
        "Essai less",
        "Emplois",
        "Trésorerie à la fin",
        "À pied, 15 minutes",
    ):
        assert words in table
    results, words = Results(three), load_words("fr")
    for scenario in results.others:
        row = outcome_rows(results, scenario, words)[5]
        assert f"▲ {row['gain']} ▼ {row['lose']}" in re.sub(r"\s+", " ", table)


def test_the_counts_of_a_row_add_up_to_everybody(three):
    results = Results(three)
    table = results.gains.set_index(["scenario", "group", "outcome"])
    for row in outcome_rows(results, three.scenarios[1], load_words("en")):
        first = [
            int(re.match(r"[\d,]+", row[k]).group().replace(",", ""))
            for k in ("gain", "lose", "same")
        ]
        assert sum(first) == round(table.loc[("active", "focus", "served"), "persons"])


def moved(three, column, by):
    """The comparison of a run with itself, but for the first person of the focus area."""
    base = three.results["quiet", 1]
    people = base.people.copy()
    row = people.index[(people["focus"] == 1) & (people["months"] == 12)][0]
    people.loc[row, column] += by
    results = {("quiet", 1): base, ("active", 1): replace(base, people=people)}
    return Comparison(three.territory, three.scenarios[:2], (1,), results)


def test_sentences_speak_of_nobody_of_one_and_of_losers(three):
    for by, expected in (
        (0, "Temps de trajet : à , personne ne gagne ni ne perd 2 minutes par jour."),
        (
            -9000,
            "Temps de trajet : à , 1 personne gagne au moins 2 minutes par jour ; personne n'en perd autant.",
        ),
        (
            9000,
            "Temps de trajet : à , personne ne gagne 2 minutes par jour ; 1 en perd au moins autant.",
        ),
    ):
        made = moved(three, "travel_s", by)
        told = gain_sentences(Results(made), made.scenarios[1], load_words("fr"))
        assert expected in [re.sub(r"[\u00a0\u202f]", " ", sentence) for sentence in told]


def test_the_figures_show_what_the_table_counts(three):
    made = moved(three, "car_cents", -6000)
    shown = texts(gains_chart(Results(made), "active", "en"))
    assert shown.count("1") == 3  # a present inhabitant, of one age and one third of incomes
    drawn = texts(gains_map(Results(made), made.scenarios[1], outcome="car_eur", lang="en"))
    assert "too few households" in drawn


def test_the_default_map_is_told_in_french_to_the_french(three, tmp_path):
    info = replace(
        three.territory.info,
        name="courcy-reims",
        source="INSEE and others; streets generated",
        attribution="INSEE; schematic streets: Microville",
    )
    made = replace(pair_of(three), territory=replace(three.territory, info=info))
    told = text_of(write_report(made, tmp_path))
    assert "rues schématiques : Microville" in told
    assert "rues produites par un procédé" in told
    assert "generated" not in told
    assert "schematic" not in told


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_every_word_of_the_page_is_told(three, lang):
    words = load_words(lang)
    results = Results(three)
    for scenario in results.others:
        for group in {g for g, _ in rows_of(results, scenario.name) if ":" not in g} - {"all"}:
            assert words.has(f"gains.group.{group}")


def test_a_comparison_without_people_has_no_such_chapter(three, tmp_path):
    bare = {key: replace(result, people=None) for key, result in three.results.items()}
    told = text_of(write_report(replace(three, results=bare), tmp_path))
    assert "Qui gagne, qui perd, personne par personne" not in told
    assert "Les scénarios côte à côte" in told
