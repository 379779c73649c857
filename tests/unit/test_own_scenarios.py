"""A planner's own scenario files and own map: in the menu, told what is wrong, played."""

from __future__ import annotations

from pathlib import Path

import pytest

from microville.app.layers import write_layers
from microville.app.server import prepare
from microville.app.simulation import Simulation
from microville.app.titles import faulty_scenarios, scenario_titles
from microville.errors import InputError
from microville.scenario import known_scenarios, list_scenarios, load_scenario
from microville.territory import save_territory
from microville.territory.osm import build_from_osm

EXTRACT = Path(__file__).parents[2].parent / "shared" / "osm" / "liechtenstein.osm.pbf"
MINE = """extends = "status_quo"
[title]
en = "A bakery in the mess"
fr = "Une boulangerie au mess"
[[programme.buildings]]
building = "B03"
use = "shop"
works = "none"
start = "2025-03"
categories = ["bakery"]
"""


@pytest.fixture
def own(tmp_path, monkeypatch):
    monkeypatch.setenv("MICROVILLE_SCENARIOS", str(tmp_path / "scenarios"))
    (tmp_path / "scenarios").mkdir()
    return tmp_path / "scenarios"


def test_own_files_are_in_the_menu_and_wrong_ones_are_told(own):
    assert list(known_scenarios()) == list(list_scenarios())
    (own / "mine.toml").write_text(MINE)
    (own / "balanced.toml").write_text(MINE)  # the project's name means the project's scenario
    (own / "wrong.toml").write_text(MINE.replace("shop", "shoop"))
    titles = scenario_titles()
    assert titles["mine"] == ("Une boulangerie au mess", "A bakery in the mess")
    assert list(titles)[:-1] == list(list_scenarios())
    assert "Équilibré" in titles["balanced"][0]
    assert list(faulty_scenarios()) == ["wrong"]
    assert "wrong.toml:7" in faulty_scenarios()["wrong"]
    assert load_scenario("mine").programme.buildings[-1].building == "B03"
    # Mended while the app runs: there for the next tab.
    (own / "wrong.toml").write_text(MINE)
    assert "wrong" in scenario_titles()
    assert not faulty_scenarios()


def test_a_tab_takes_names_and_no_paths(own, village, tmp_path):
    (own / "mine.toml").write_text(MINE)
    folder = tmp_path / "village"
    save_territory(village, folder)
    tab = Simulation(str(folder))
    for name in (str(own / "mine.toml"), "../scenarios/mine", "mine.toml"):
        with pytest.raises(InputError, match="There is no scenario"):
            tab.start(name, 1, 1.0, (), 1)
    with pytest.raises(InputError, match="There is no scenario"):
        prepare(str(folder), "nobody", "fr", 0.02, 1)


@pytest.mark.slow
@pytest.mark.skipif(not EXTRACT.is_file(), reason="../shared/osm with real extracts is missing")
def test_an_extract_becomes_a_map_with_a_programme(own, tmp_path, monkeypatch):
    """From the extract to a place that is clicked, with the planner's own programme."""
    monkeypatch.setenv("MICROVILLE_CACHE", str(tmp_path / "cache"))
    (own / "mine.toml").write_text(MINE)
    territory = build_from_osm(EXTRACT, name="mine", site=(9.5215, 47.1410))
    save_territory(territory, tmp_path / "mine")
    drawn = write_layers(str(tmp_path / "mine"))
    assert "Courcy" not in (drawn / "info.json").read_text()
    assert "OpenStreetMap" in (drawn / "info.json").read_text()
    tab = Simulation(str(tmp_path / "mine"))
    tab.start("mine", 1, 0.02, (), 4)
    seen = tab.look("building", "B03")
    assert [unit["use"] for unit in seen["units"]] == ["shop"]
    assert tab.look("parcel", "P07")["area_ha"] > 0
    assert tab.books()
