"""What becomes of each building: as planned, as a run had it, as a table and as a picture."""

from __future__ import annotations

import pandas as pd
import pytest

from microville.cli.main import _run
from microville.figures.timeline_chart import COLOURS, names_of_buildings, timeline_chart
from microville.figures.words import words_of
from microville.model import Microville
from microville.runs.timeline import timeline
from microville.scenario.entry import Use


def states(table, building):
    rows = table[table["building"] == building]
    return [(r.state, r.from_month, r.until_month) for r in rows.itertuples()]


def test_the_plan_is_that_of_the_file(active, village):
    table = timeline(active.update({"run.months": 24}), village)
    # Five months of works from March 2025, then homes; three months, then workshops.
    assert states(table, "B04") == [("works", 2, 7), ("used", 7, 24)]
    assert states(table, "B12") == [("works", 1, 4), ("used", 4, 24)]
    assert states(table, "B01") == [("used", 0, 24)]
    assert table[table["building"] == "B04"]["dwellings"].tolist() == [20, 20]


def test_a_run_shows_what_happened_and_agrees_with_its_units(active, village):
    months = 14
    model = Microville(active, village, seed=1)
    seen = []
    for month in range(months):
        model.step()
        for unit in model.site.units:
            state = "used" if unit.in_use else {"ready": "empty"}.get(unit.state, unit.state)
            seen.append((month, unit.entry.building, state))
    events = pd.DataFrame([(e.month, e.kind, e.subject, e.value) for e in model.events])
    events.columns = ["month", "kind", "subject", "value"]
    table = timeline(active.update({"run.months": months}), village, events)
    for month, building, state in seen:
        rows = table[(table["building"] == building) & (table["from_month"] <= month)]
        rows = rows[rows["until_month"] > month]
        told = rows["state"].tolist()
        assert told == ([] if state == "planned" else [state]), (month, building)


def test_a_building_that_follows_another_use_does_not_wait_a_month(scenario, village):
    body = """
[[programme.buildings]]
building = "B01"
use = "office"
start = "2025-01"
until = "2025-04"

[[programme.buildings]]
building = "B01"
use = "workshop"
works = "light_transitional"
start = "2025-05"
"""
    model = Microville(scenario(body), village, seed=1)
    for _ in range(6):
        model.step()
    starts = [(e.month, e.subject) for e in model.events if e.kind == "works_start"]
    assert starts == [(4, "B01/2025-05/workshop")]
    assert not [e for e in model.events if e.kind == "works_wait"]


def test_the_picture_has_a_bar_a_state_and_speaks_both_languages(active, village):
    table = timeline(active.update({"run.months": 24}), village)
    assert set(Use.__args__) | {"demolition"} == set(COLOURS)
    titles = []
    for lang in ("fr", "en"):
        words = words_of(village, lang)
        figure = timeline_chart(
            table, words, months=24, names=names_of_buildings(village), note="x"
        )
        axes = figure.axes[0]
        assert len(axes.patches) == len(table)
        assert sum(bool(bar.get_hatch()) for bar in axes.patches) == 2
        titles.append(figure.texts[0].get_text())
        labels = [text.get_text() for text in axes.texts]
        assert any("(B04)" in label for label in labels)
    assert titles[0] != titles[1]


@pytest.mark.parametrize("end", ["t.csv", "t.png"])
def test_the_command_writes_table_and_picture(tmp_path, capsys, monkeypatch, active, village, end):
    monkeypatch.setattr("microville.territory.load_territory", lambda name: village)
    out = tmp_path / end
    assert _run(["programme", str(active.path), "--months", "24", "--out", str(out)]) == 0
    assert "2025-08" in capsys.readouterr().out
    assert out.stat().st_size > 300
    assert _run(["programme", str(active.path), "--out", "x.pdf"]) == 2
    assert _run(["programme", str(active.path), "--run", str(tmp_path / "none")]) == 2
