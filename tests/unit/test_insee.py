"""Official INSEE files into layers: what is matched, what is told, what is refused."""

import json
import shutil
from collections import Counter
from dataclasses import replace
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from microville.access import find_places
from microville.cli.main import main
from microville.errors import InputError
from microville.parameters import Parameters
from microville.population import synthetic_population
from microville.territory import Territory, categories, save_territory
from microville.territory.insee import with_bpe, with_population_grid
from microville.territory.insee.bpe import bpe_codes
from microville.territory.insee.grid import BANDS

FILES = Path(__file__).parents[1] / "fixtures" / "insee"
CODES = {"W": "51055", "E": "51183"}
GRID = FILES / "carreaux_200m_2019.csv"


@pytest.fixture(scope="module")
def coded(village):
    """The village with INSEE codes for zones."""
    layers = dict(village.layers)
    for name in ("zones", "services", "buildings"):
        layers[name] = layers[name].assign(
            zone=[CODES.get(z, z) for z in village.layers[name]["zone"]]
        )
    return Territory(replace(village.info, name="coded"), layers)


@pytest.fixture(scope="module")
def gridded(coded):
    return with_population_grid(coded, GRID)


def test_cells_are_those_of_the_file(coded, gridded):
    table = pd.read_csv(GRID, dtype={"lcog_geo": str})
    here = table[table["lcog_geo"] != "75056"]
    cells = gridded.cells
    assert sorted(cells["cell"]) == sorted(here["idcar_200m"])
    own = here.set_index("idcar_200m").loc[cells["cell"]]
    assert (cells["persons"].to_numpy() == own["ind"].to_numpy()).all()
    assert (cells["imputed"].to_numpy() == own["i_est_200"].to_numpy()).all()
    for ours, theirs in BANDS.items():
        assert (cells[f"age_{ours}"].to_numpy() == own[f"ind_{theirs}"].to_numpy()).all()
    # One commune a cell: the one named, of several the one in which the centre lies.
    for cell, codes, zone in zip(cells.geometry, own["lcog_geo"], cells["zone"], strict=True):
        west = cell.centroid.x < 775_000 + 350
        assert zone == (codes if len(codes) == 5 else CODES["W" if west else "E"])
    assert coded.cells.empty
    assert gridded.zones.equals(coded.zones)


def test_cells_lie_where_their_identifier_says(gridded):
    back = gridded.cells.to_crs(3035)
    for name, square in zip(back["cell"], back.geometry, strict=True):
        north, east = (int(v) for v in name.partition("mN")[2].split("E"))
        assert np.allclose(square.bounds, (east, north, east + 200, north + 200), atol=0.2)


def test_buildings_know_their_cell_and_notes_say_what_was_not_matched(gridded):
    homes = gridded.buildings[gridded.buildings["dwellings"] > 0]
    cells = gridded.cells.set_index("cell")
    for home in homes.itertuples():
        if home.cell:
            assert cells.loc[home.cell].geometry.buffer(0.5).contains(home.geometry.centroid)
            assert cells.loc[home.cell, "zone"] == home.zone
    notes = gridded.info.notes["population_grid"]
    assert notes["cells"] == len(gridded.cells)
    assert notes["cells_outside_the_map"] == 0  # the far one is not even near
    assert notes["dwellings_outside_cells"] == homes.loc[homes["cell"] == "", "dwellings"].sum()
    assert notes["communes_without_cells"] == []
    empty = ~gridded.cells["cell"].isin(set(homes["cell"]))
    assert notes["cells_without_dwellings"] == empty.sum()


@pytest.mark.parametrize("form", ["2015", "gpkg", "gpkg_93", "windows"])
def test_every_official_form_gives_the_same_cells(coded, gridded, tmp_path, form):
    if form == "2015":
        path = FILES / "carreaux_200m_2015.csv"
    elif form == "windows":
        path = tmp_path / "grid.csv"
        path.write_text(GRID.read_text().replace(",", ";"), encoding="utf-8-sig", newline="\r\n")
    else:
        path = tmp_path / "carreaux.gpkg"
        table = pd.read_csv(GRID, dtype={"lcog_geo": str})
        corner = table["idcar_200m"].str.extract(r"N(\d+)E(\d+)").astype(float)
        squares = shapely.box(corner[1], corner[0], corner[1] + 200, corner[0] + 200)
        frame = gpd.GeoDataFrame(table, geometry=squares, crs=3035)
        other = gpd.GeoDataFrame({"a": [1]}, geometry=[shapely.Point(0, 0)], crs=3035)
        other.to_file(path, layer="about", driver="GPKG")
        frame = frame.to_crs(2154) if form == "gpkg_93" else frame
        frame.to_file(path, layer="carreaux_200m_met", driver="GPKG", mode="a")
    again = with_population_grid(coded, path)
    columns = ["cell", "persons", "imputed", *(f"age_{band}" for band in BANDS)]
    one = gridded.cells.sort_values("cell")[columns].reset_index(drop=True)
    two = again.cells.sort_values("cell")[columns].reset_index(drop=True)
    pd.testing.assert_frame_equal(one, two)
    if form != "2015":  # which names one commune a cell
        assert dict(zip(gridded.cells["cell"], gridded.cells["zone"], strict=True)) == dict(
            zip(again.cells["cell"], again.cells["zone"], strict=True)
        )


def test_people_follow_the_cells_and_communes_stay_exact(gridded):
    rows = find_places(gridded).buildings
    made = synthetic_population(gridded, Parameters(), 1, home_rows=rows)
    zone = made.households.zone[made.people.household]
    assert (np.bincount(zone) == gridded.zones["population"]).all()
    cell = gridded.buildings["cell"].to_numpy(dtype=object)[rows][made.households.home]
    size = np.bincount(made.people.household)
    lived = pd.Series(size).groupby(cell).sum()
    assert "" not in lived.index or lived[""] < gridded.zones["population"].sum() / 2


def test_the_grid_of_one_commune_leaves_the_others_alone(gridded, tmp_path):
    lines = GRID.read_text().splitlines()
    part = tmp_path / "part.csv"
    part.write_text("\n".join([lines[0], *(x for x in lines[1:] if ",51183," in x)]) + "\n")
    again = with_population_grid(gridded, part)
    west = gridded.cells["zone"] == CODES["W"]
    kept = again.cells[again.cells["zone"] == CODES["W"]]
    assert sorted(kept["cell"]) == sorted(gridded.cells.loc[west, "cell"])


def zones_by_shape(village):
    return with_population_grid(village, GRID)


def test_maps_without_insee_codes_go_by_the_centre(village):
    """The codes of the file mean nothing there: the centre decides."""
    made = zones_by_shape(village)
    zones = village.zones.set_index("zone").geometry
    for cell in made.cells.itertuples():
        assert zones[cell.zone].contains(cell.geometry.centroid)


WRONG_GRIDS = {
    "empty": (b"", "is empty"),
    "packed": (b"PK\x03\x04abcdef", "is packed"),
    "binary": (bytes(range(256)) * 9, "is no text file"),
    "latin": ("idcar_200m,ind\nété".encode("cp1252"), "no column i_est_200, ind_0_3"),
    "columns": (b"a,b\n1,2\n", "no column idcar_200m, ind, i_est_200, ind_0_3, ind_4_5"),
    "spaces": (b"idcar_200m ind i_est_200\nx 1 0\n", "no column idcar_200m, ind"),
    "database": (b"SQLite format 3\x00" + b"\x00" * 500, "cannot be read"),
}


def rewritten(tmp_path, change):
    path = tmp_path / "grid.csv"
    path.write_text(change(GRID.read_text()))
    return path


@pytest.mark.parametrize("case", WRONG_GRIDS)
def test_files_that_are_no_grid_are_told_in_one_message(coded, tmp_path, case):
    data, message = WRONG_GRIDS[case]
    path = tmp_path / ("grid.gpkg" if case == "database" else "grid.csv")
    path.write_bytes(data)
    with pytest.raises(InputError, match=message) as error:
        with_population_grid(coded, path)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda t: t.replace("CRS3035RES200m", "CRS2975RES200m"), "200 m in EPSG:2975"),
        (lambda t: t.replace("CRS3035RES200m", "CRS3035RES1000m"), "cells of 1000 m"),
        (lambda t: t.replace("CRS3035RES200mN", "cell"), "names no cell"),
        (lambda t: t.replace(",31.0,", ",many,"), "no number of persons"),
        (lambda t: t.replace(",31.0,", ",-31.0,"), "no number of persons"),
        (lambda t: t.splitlines()[0] + "\n", "no rows"),
        (lambda t: "\n".join([t.splitlines()[0], t.splitlines()[-1]]), "no inhabited cell"),
        (lambda t: t.replace("ind_80p", "ind_80"), "no column ind_80p"),
        (lambda t: t + "1,2,3\n" * 2 + "," * 60 + "\n", "cannot be read|names no cell"),
    ],
)
def test_grids_that_do_not_fit_are_told(coded, tmp_path, change, message):
    with pytest.raises(InputError, match=message):
        with_population_grid(coded, rewritten(tmp_path, change))


def test_a_database_without_the_layer_names_what_it_lacks(coded, tmp_path):
    path = tmp_path / "other.gpkg"
    gpd.GeoDataFrame({"ind": [1.0]}, geometry=[shapely.Point(0, 0)], crs=3035).to_file(
        path, layer="x", driver="GPKG"
    )
    with pytest.raises(InputError, match="no column idcar_200m, i_est_200, ind_0_3"):
        with_population_grid(coded, path)
    for gone in (tmp_path / "none.csv", tmp_path):
        with pytest.raises(InputError, match=r"There is no file|is a folder"):
            with_population_grid(coded, gone)


def test_codes_have_known_categories_and_none_twice():
    table = pd.read_csv(FILES.parents[2] / "maps" / "bpe_codes.csv")
    assert table["code"].is_unique
    assert set(bpe_codes()) == set(table["code"])
    used = {name for names in bpe_codes().values() for name in names}
    # Every category that the facility base of 2013 gives here is one that a newer file gives too.
    labelled = {name for name, category in categories().items() if category.bpe_labels}
    assert labelled <= used <= set(categories())


@pytest.fixture(scope="module")
def equipped(coded):
    return with_bpe(coded, FILES / "bpe_2023.csv")


def test_services_are_those_of_the_file(coded, equipped):
    services = equipped.services
    new = services[services["source"].str.startswith("INSEE")]
    found = Counter(zip(new["category"], new["zone"], strict=True))
    east, west = CODES["E"], CODES["W"]
    assert found == {
        ("bakery", east): 1,  # twice in the file, one establishment
        ("bakery", west): 2,  # one of them just beyond the boundary
        ("general_practitioner", east): 2,  # two people in one practice
        ("nursery_school", east): 1,
        ("elementary_school", east): 1,
        ("pharmacy", west): 1,
        ("restaurant_cafe", east): 1,
        ("sports_ground", east): 1,
    }
    bakery = new[(new["category"] == "bakery") & (new["zone"] == east)].iloc[0]
    assert (bakery.geometry.x, bakery.geometry.y) == (775_410.0, 6_910_215.0)
    assert bakery["name"] == "BOULANGERIE INVENTEE"
    assert (new["status"] == "observed").all()
    assert new["service_id"].is_unique
    # What the file does not speak of stays; what it does speak of is replaced.
    rest = services[~services["source"].str.startswith("INSEE")]
    assert set(rest["category"]).isdisjoint(set(new["category"]))
    old = coded.services["category"]
    assert len(rest) == (~old.isin(set(new["category"]))).sum()


def test_notes_count_what_was_not_placed(equipped):
    notes = equipped.info.notes["bpe"]
    assert notes["rows"] == 15
    assert notes["duplicates"] == 1
    assert notes["unlocated"] == 2
    assert notes["unlocated_by_type_and_commune"] == {"A504 51055": 1, "A504 51183": 1}
    assert notes["codes_without_category"] == {"A401": 1}
    assert notes["quality"] == {"acceptable": 2, "good": 4, "poor": 3, "unknown": 1}
    assert notes["services"] == 10
    assert "workplace" in notes["categories_kept_from_the_map"]


def test_older_files_have_other_names_words_and_codes(coded):
    made = with_bpe(coded, FILES / "bpe_2018.csv")
    new = made.services[made.services["source"] == "INSEE, BPE 2018"]
    assert Counter(new["category"]) == {
        "bakery": 1, "nursery_school": 1, "elementary_school": 1, "nurse": 1,
    }  # fmt: skip
    assert Counter(new["quality"]) == {"good": 2, "acceptable": 1, "poor": 1}
    assert made.info.notes["bpe"]["unlocated"] == 1
    # The pharmacy is of unknown place: those of the map in communes of the file are gone.
    assert "pharmacy" not in set(made.services["category"])


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "is empty"),
        ("DEPCOM;TYPEQU;NB_EQUIP\n51183;A401;2\n", "no column LAMBERT_X, LAMBERT_Y"),
        ("TYPEQU;LAMBERT_X;LAMBERT_Y\n", "no rows"),
        ("TYPEQU;LAMBERT_X;LAMBERT_Y\nB207;1;2\n", "no located equipment"),
        ("TYPEQU;LAMBERT_X;LAMBERT_Y\nB207;x;y\n", "no located equipment"),
    ],
)
def test_files_that_are_no_facility_base_are_told(coded, tmp_path, text, message):
    path = tmp_path / "bpe.csv"
    path.write_text(text)
    with pytest.raises(InputError, match=message):
        with_bpe(coded, path)


@pytest.fixture
def stored(coded, tmp_path, monkeypatch):
    monkeypatch.setenv("MICROVILLE_MAPS", str(tmp_path / "maps"))
    save_territory(coded, tmp_path / "maps" / "coded")
    return tmp_path


def call(capsys, *words):
    with pytest.raises(SystemExit) as end:
        main([str(word) for word in words])
    text = capsys.readouterr()
    return end.value.code, text.out, text.err


def test_the_command_stores_a_map_that_commands_read(stored, capsys):
    bpe = FILES / "bpe_2023.csv"
    words = ("map", "enrich", "coded", "--grid", GRID, "--bpe", bpe, "--out", "real", "--json")
    code, out, _ = call(capsys, *words)
    assert code == 0
    facts = json.loads(out)
    assert facts["notes"]["bpe"]["services"] == 10
    assert facts["notes"]["population_grid"]["communes"] == 2
    code, out, _ = call(capsys, "population", "--map", "real", "--json")
    assert code == 0
    rows = pd.DataFrame(json.loads(out)["rows"])
    exact = rows[rows["kind"] == "exact"]
    assert (exact["difference"] == 0).all()
    code, out, _ = call(capsys, "map", "info", "real", "--json")
    assert "INSEE" in json.loads(out)["source"]


def test_the_command_refuses_wrong_files_and_leaves_nothing(stored, capsys):
    wrong = stored / "x.csv"
    wrong.write_text("a;b\n1;2\n")
    for words, message in (
        (("--grid", wrong), "no column idcar_200m"),
        (("--bpe", wrong), "no column TYPEQU, LAMBERT_X, LAMBERT_Y"),
        ((), "nothing to add"),
        (("--bpe", stored / "none.csv"), "There is no file"),
    ):
        code, _, err = call(capsys, "map", "enrich", "coded", *words)
        assert code == 2
        assert message in err
        assert "Traceback" not in err
    assert [path.name for path in (stored / "maps").iterdir()] == ["coded"]
    shutil.rmtree(stored / "maps")
