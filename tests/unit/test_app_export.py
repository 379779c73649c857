"""What a session hands over: its results on a map, and assemblies by college."""

from __future__ import annotations

import pytest

from microville.app.on_map import write_map
from microville.app.pages.cooperative import assembly_table
from microville.app.simulation import Simulation
from microville.app.words import app_words
from microville.runs import compare
from microville.territory import save_territory


@pytest.fixture(scope="module")
def folder(village, tmp_path_factory):
    place = tmp_path_factory.mktemp("maps") / "village"
    save_territory(village, place)
    return str(place)


def test_results_open_in_a_geographic_information_system(folder, quiet, active, tmp_path):
    """Homes, the site of each scenario and the map's own layers, in the map's system."""
    import pyogrio

    comparison = compare([quiet, active], seeds=1, map_name=folder, months=12, workers=1)
    path = tmp_path / "map.gpkg"
    write_map(comparison, path)
    names = {str(row[0]) for row in pyogrio.list_layers(path)}
    assert names == {"homes", "parcels", "streets", f"site_{quiet.name}", f"site_{active.name}"}
    homes = pyogrio.read_dataframe(path, layer="homes")
    territory = comparison.territory
    assert homes.crs == territory.info.crs
    lived = territory.layers["buildings"]["dwellings"] > 0
    assert set(homes["building_id"]) >= set(territory.layers["buildings"]["building_id"][lived])
    run = comparison.results[active.name, 1].homes.set_index("building_id")
    told = homes.set_index("building_id")[f"{active.name}_walk_15"]
    assert told.to_dict() == pytest.approx(run["end_walk_15"].reindex(told.index).to_dict())
    change = homes[f"{active.name}_walk_15"] - homes[f"{quiet.name}_walk_15"]
    assert homes[f"{active.name}_walk_15_change"].tolist() == pytest.approx(change.tolist())
    site = pyogrio.read_dataframe(path, layer=f"site_{active.name}")
    workshop = site[site["building_id"] == "B12"]
    assert workshop["use"].tolist() == ["workshop"]
    assert workshop["state"].isin(["used", "empty"]).all()
    assert set(homes["source"]) == {f"{territory.info.attribution}; {territory.info.licence}"}


def test_assemblies_are_told_by_college(folder, active, monkeypatch):
    monkeypatch.setattr("microville.app.simulation.known_scenarios", lambda: {"active": None})
    monkeypatch.setattr("microville.app.simulation.load_scenario", lambda _: active)
    tab = Simulation(folder)
    tab.start("active", 1, 1.0, (), 12)
    found = tab.books()["assemblies"]
    model = tab.now.model
    assert [a["month"] for a in found] == [a.month for a in model.assemblies]
    last = found[-1]
    assert 0 < last["present"] <= last["members"]
    for vote in last["votes"]:
        cast = sum(yes + no for yes, no in vote["by_college"].values())
        assert cast <= last["present"]
    for lang, expected in (("fr", "rapport de l'année"), ("en", "report of the year")):
        html = assembly_table(last, app_words(lang, ("East",)))
        assert expected.replace("'", "&#x27;") in html or expected in html
        assert app_words(lang)("college.inhabitants") in html
