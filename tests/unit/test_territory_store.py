"""A territory is checked when it is made, and written and read without loss."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import shapely

import microville.territory.store as store
from microville.errors import TerritoryError
from microville.territory import (
    Territory,
    content_hash,
    list_territories,
    load_territory,
    save_territory,
)
from microville.territory.store import read_territory
from microville.territory.territory import LAYERS, make_frame

CRS = "EPSG:2154"


def changed(territory, layer, **columns):
    frame = territory.layers[layer].copy()
    for name, values in columns.items():
        frame[name] = values
    return territory.layers | {layer: frame}


def test_written_and_read_again_it_is_the_same(village, tmp_path):
    digest = save_territory(village, tmp_path / "village")
    again = load_territory(tmp_path / "village")
    assert again.info == village.info
    assert content_hash(again) == digest == content_hash(village)
    for name, columns in LAYERS.items():
        one, two = village.layers[name], again.layers[name]
        assert list(two.columns) == list(one.columns)
        for column, dtype in columns.items():
            np.testing.assert_array_equal(two[column].to_numpy(), one[column].to_numpy())
            assert dtype == "str" or str(two[column].dtype) == dtype
        assert shapely.equals_exact(one.geometry.to_numpy(), two.geometry.to_numpy()).all()
    meta = json.loads((tmp_path / "village" / "territory.json").read_text(encoding="utf-8"))
    assert meta["content_hash"] == digest
    assert meta["bbox"] == [775_000.0, 6_910_000.0, 776_200.0, 6_910_700.0]
    assert [p.name for p in tmp_path.iterdir()] == ["village"]


def test_the_hash_sees_each_layer_and_no_more_than_a_millimetre(village):
    digest = content_hash(village)
    edges = village.edges
    other = {
        "length": changed(village, "edges", length_m=edges["length_m"] + 0.01),
        "jobs": changed(village, "services", jobs=village.services["jobs"] + np.int32(1)),
        "category": changed(village, "services", category="bank"),
        "place": changed(village, "nodes", geometry=village.nodes.geometry.translate(0.01)),
        "extra": changed(village, "zones", remark="x"),
    }
    hashes = {content_hash(Territory(village.info, layers)) for layers in other.values()}
    assert len(hashes | {digest}) == len(other) + 1
    same = changed(village, "edges", length_m=edges["length_m"] + 1e-5)
    assert content_hash(Territory(village.info, same)) == digest


@pytest.mark.parametrize(
    ("layer", "columns", "match"),
    [
        ("edges", {"u": 1.5}, "edges.u is float64"),
        ("edges", {"length_m": 0.0}, "no positive length"),
        ("edges", {"v": np.int32(999)}, "edges.v names a node"),
        ("nodes", {"node": np.int32(3)}, "count 0, 1, 2"),
        ("services", {"category": 4}, "services.category is int64"),
    ],
)
def test_wrong_layers_are_refused(village, layer, columns, match):
    with pytest.raises(TerritoryError, match=match):
        Territory(village.info, changed(village, layer, **columns))


def test_missing_layers_columns_crs_and_shapes_are_refused(village):
    layers = dict(village.layers)
    del layers["cells"]
    with pytest.raises(TerritoryError, match="no layer 'cells'"):
        Territory(village.info, layers)
    layers = village.layers | {"zones": village.zones.drop(columns="births")}
    with pytest.raises(TerritoryError, match="no column 'births'"):
        Territory(village.info, layers)
    layers = village.layers | {"nodes": village.nodes.to_crs(4326)}
    with pytest.raises(TerritoryError, match="should be in EPSG:2154"):
        Territory(village.info, layers)
    layers = changed(village, "services", geometry=village.services.geometry.buffer(1))
    with pytest.raises(TerritoryError, match="'services' holds Polygon"):
        Territory(village.info, layers)


def test_frames_have_the_schema_and_fill_what_is_not_given():
    frame = make_frame(
        "buildings", {"building_id": ["a", "b"]}, shapely.points([[0, 0], [1, 1]]), CRS
    )
    assert list(frame.columns) == [*LAYERS["buildings"], "geometry"]
    assert frame["dwellings"].tolist() == [0, 0]
    assert frame["use"].tolist() == ["", ""]
    assert frame["site"].tolist() == [False, False]
    assert frame["building_id"].tolist() == ["a", "b"]


def test_frames_take_columns_by_position_whatever_their_index():
    columns = pd.DataFrame({"name": ["a", "b"], "half_width_m": [1.0, 2.0]}, index=[7, 9])
    lines = [shapely.LineString([(0, k), (1, k)]) for k in range(2)]
    frame = make_frame("barriers", dict(columns), lines, CRS)
    assert frame["name"].tolist() == ["a", "b"]
    assert frame["half_width_m"].tolist() == [1.0, 2.0]


def test_layers_are_attributes_and_options_have_defaults(village):
    assert village.edges is village.layers["edges"]
    assert village.has_site
    assert village.option_defaults() == {"west_gate": True, "link": False}
    with pytest.raises(AttributeError, match="roads"):
        _ = village.roads


def test_maps_are_found_by_name_and_by_folder(village, tmp_path, monkeypatch):
    monkeypatch.setenv("MICROVILLE_MAPS", str(tmp_path))
    assert list(list_territories()) == ["courcy-reims"]
    save_territory(village, tmp_path / "village")
    (tmp_path / "notes").mkdir()
    assert list_territories()["village"] == tmp_path / "village"
    assert "notes" not in list_territories()
    assert load_territory("village").info.name == "village"
    with pytest.raises(TerritoryError, match="Did you mean 'village'"):
        load_territory("vilage")


def test_saving_replaces_a_territory_and_nothing_else(village, tmp_path):
    folder = tmp_path / "village"
    save_territory(village, folder)
    (folder / "old").touch()
    save_territory(village, folder)
    assert not (folder / "old").exists()
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "letter.txt").touch()
    with pytest.raises(TerritoryError, match="is not a territory"):
        save_territory(village, mine)
    assert (mine / "letter.txt").exists()


def test_a_failed_write_leaves_what_was_there(village, tmp_path, monkeypatch):
    folder = tmp_path / "village"
    digest = save_territory(village, folder)

    def full(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_text", full)
    with pytest.raises(TerritoryError, match="No space left"):
        save_territory(village, folder)
    assert [path.name for path in tmp_path.iterdir()] == ["village"]
    assert content_hash(read_territory(folder)) == digest


@pytest.mark.parametrize("text", ["", "[1]", "{", '{"name": "x"}', '{"options": [1]}'])
def test_damaged_descriptions_are_told(village, tmp_path, text):
    save_territory(village, tmp_path / "m")
    (tmp_path / "m" / "territory.json").write_text(text, encoding="utf-8")
    with pytest.raises(TerritoryError, match=r"territory\.json"):
        read_territory(tmp_path / "m")


def test_damaged_layers_are_told(village, tmp_path):
    save_territory(village, tmp_path / "m")
    (tmp_path / "m" / "edges.parquet").write_bytes(b"PAR1")
    with pytest.raises(TerritoryError, match=r"edges\.parquet cannot be read"):
        read_territory(tmp_path / "m")
    (tmp_path / "m" / "edges.parquet").unlink()
    with pytest.raises(TerritoryError, match=r"edges\.parquet cannot be read"):
        read_territory(tmp_path / "m")


def test_the_default_map_is_made_once_and_again_when_its_recipe_changes(
    village, tmp_path, monkeypatch
):
    from microville.territory import schematic

    made = []
    monkeypatch.setenv("MICROVILLE_CACHE", str(tmp_path))
    monkeypatch.setattr(schematic, "build_schematic", lambda: made.append(1) or village)
    monkeypatch.setattr(schematic, "recipe_hash", lambda: "a" * 64)
    for _ in range(2):
        assert store.load_territory().info.name == "village"
    assert len(made) == 1
    monkeypatch.setattr(schematic, "recipe_hash", lambda: "b" * 64)
    load_territory()
    assert len(made) == 2
