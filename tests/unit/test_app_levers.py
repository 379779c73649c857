"""Numbers as sliders, stored sweeps as a page, and what the app says of closings and sources."""

from __future__ import annotations

import math

import pytest

from microville.app import sweeps_read
from microville.app.edits import ParameterEdit
from microville.app.pages.levers import CHOSEN, rounded, scale, searched
from microville.app.pages.live import credit
from microville.app.story import _cause
from microville.app.telling import edit_sentence, event_sentence
from microville.app.words import app_words
from microville.errors import InputError
from microville.parameters import rows
from microville.parameters.table import problem
from microville.sweeps import Means, load_experiment, start
from microville.territory import content_hash, save_territory

ROWS = {row.key: row for row in rows()}
INFO = {"buildings": {}, "options": []}


def test_sliders_hold_their_value_and_stay_inside_what_is_allowed():
    """For every parameter of the model, not only those chosen."""
    for row in ROWS.values():
        low, high, step = scale(row, row.value)
        assert low <= row.value <= high, row.key
        assert low < high, row.key
        assert 0 < step <= high - low, row.key
        for bound in (low, high):
            assert problem(row.key, rounded(bound, row, step)) == ""
        assert math.isclose(rounded(row.value, row, step), row.value, abs_tol=step), row.key
        if row.integer:
            assert step == 1


def test_chosen_numbers_exist_and_any_other_is_found_in_either_language():
    assert set(CHOSEN) <= ROWS.keys()
    found = [key for key, row in ROWS.items() if "marche" in searched(row)]
    assert "mobility.walk_speed_kmh" in found
    assert "mobility.walk_speed_kmh" in [k for k, row in ROWS.items() if "walk" in searched(row)]


def test_changed_numbers_are_told():
    edit = ParameterEdit("mobility.walk_speed_kmh", 3.9)
    assert "3,9 km/h au lieu de 4,8" in edit_sentence(edit, INFO, app_words("fr"))
    assert "3.9 km/h instead of 4.8" in edit_sentence(edit, INFO, app_words("en"))
    gone = ParameterEdit("mobility.wings", 2.0)
    assert "mobility.wings" in edit_sentence(gone, INFO, app_words("fr"))


@pytest.mark.parametrize("cause", ["cash", "decision", "programme"])
def test_closings_say_why(cause):
    event = {"kind": "business_closes", "value": 1, "category": "bakery", "place": "Courcy"}
    event |= _cause("business_closes", f"bakery/12 ({cause})")
    told = {lang: event_sentence(event, INFO, app_words(lang)) for lang in ("fr", "en")}
    assert "boulangerie de Courcy, " in told["fr"]
    assert told["en"].startswith("Closed for good: the bakery of Courcy, ")
    assert _cause("lease_end", "B12/x (cash)") == {}
    assert _cause("business_closes", "bakery/12") == {}


def test_the_map_is_owed_to_the_same_in_the_readers_language():
    info = {"name": "courcy-reims", "attribution": "in English", "licence": "L"}
    assert "in English" not in credit(info, app_words("fr"))
    assert "rues schématiques" in credit(info, app_words("fr"))
    assert "in English" in credit(info | {"name": "elsewhere"}, app_words("fr"))


@pytest.fixture
def swept(village, tmp_path, monkeypatch):
    """A finished sweep of four runs on the village, where the page looks for sweeps."""
    save_territory(village, tmp_path / "village")
    (tmp_path / "base.toml").write_text('[title]\nen = "Base"\nfr = "Base"\n')
    file = tmp_path / "speed.toml"
    file.write_text(
        'scenarios = ["base.toml"]\nmonths = 1\nreplications = 1\n'
        '[question]\nen = "<b>How fast?"\nfr = "<b>Quelle vitesse ?"\n'
        '[uncertainties]\n"mobility.walk_speed_kmh" = {}\n"mobility.bike_speed_kmh" = {}\n'
        '[design]\nkind = "grid"\nlevels = 2\n'
        '[[outcomes]]\nindicator = "place_score_walk_15"\n'
    )
    folder = tmp_path / "sweeps" / "speed"
    start(
        load_experiment(str(file)),
        folder,
        map_name=str(tmp_path / "village"),
        map_hash=content_hash(village),
        means=Means(1),
    )
    monkeypatch.setenv("MICROVILLE_SWEEPS", str(tmp_path / "sweeps"))
    return folder


def test_a_stored_sweep_is_read(swept):
    (swept.parent / "notes").mkdir()
    assert sweeps_read.stored_sweeps() == ["speed"]
    found = sweeps_read.overview(swept, "fr")
    assert found["question"]["fr"] == "<b>Quelle vitesse ?"
    assert found["status"] == {
        "runs": 4,
        "done": 4,
        "failed": 0,
        "running": False,
        "seconds_left": found["status"]["seconds_left"],
    }
    assert found["all_rows"] == len(found["rows"]) == 4
    assert found["columns"][-1] == "place_score_walk_15|all|end"
    assert found["factors"] == ["mobility.walk_speed_kmh", "mobility.bike_speed_kmh"]
    # A grid is made for no ranking of options with one scenario: said, or told; never silent.
    assert found["sentences"] or found["why_not"]
    for name in ("../speed", "speed/..", "/etc", "notes", ""):
        with pytest.raises(InputError, match="no sweep"):
            sweeps_read.ask(name, "fr")


def test_no_sweeps_are_no_fault(tmp_path, monkeypatch):
    monkeypatch.setenv("MICROVILLE_SWEEPS", str(tmp_path / "none"))
    assert sweeps_read.stored_sweeps() == []
