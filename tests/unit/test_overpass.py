"""Maps from an Overpass server: the same as from an extract, and one clear error when it fails."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import shapely

from fixtures.overpass_server import TIMESTAMP, serve
from microville.cli.main import main
from microville.errors import InputError, TerritoryError
from microville.territory.categories import categories
from microville.territory.osm import build_from_osm, overpass
from microville.territory.osm.overpass import (
    Patience,
    area_of_bbox,
    build_from_overpass,
    feature_keys,
    tiles,
)
from microville.territory.osm.web import endpoint

HAMLET = Path(__file__).parents[1] / "fixtures" / "hamlet.osm"
EXTRACTS = Path(__file__).parents[2].parent / "shared" / "osm"
BOX = (3.99, 49.29, 4.02, 49.31)
BOX_TEXT = "3.99,49.29,4.02,49.31"


@pytest.fixture(autouse=True)
def _only_here(monkeypatch):
    """No proxy stands between the tests and their own server."""
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.setenv(name, "127.0.0.1")
    monkeypatch.delenv("MICROVILLE_OVERPASS_URL", raising=False)


@pytest.fixture(scope="module")
def hamlet_server():
    with serve(HAMLET) as server:
        yield server


@pytest.fixture
def server(hamlet_server):
    hamlet_server.faults.clear()
    hamlet_server.queries.clear()
    yield hamlet_server
    assert hamlet_server.faults == []  # every planned fault was met


def build(server, **options):
    options.setdefault("bbox", None if "place" in options else BOX)
    return build_from_overpass(
        name="x",
        overpass_url=server.url,
        nominatim_url=server.host,
        patience=Patience(pauses_s=(), read_s=5),
        **options,
    )


def assert_same_layers(one, two):
    for name, frame in one.layers.items():
        other = two.layers[name]
        pd.testing.assert_frame_equal(
            frame.drop(columns="geometry"), other.drop(columns="geometry"), obj=name
        )
        assert shapely.equals_exact(frame.geometry.to_numpy(), other.geometry.to_numpy()).all()


UNPLACED = {
    "library": 1
}  # a relation of which the extract holds no member: it lies nowhere, so no box finds it


def test_the_hamlet_is_the_same_from_both(server):
    from_file, from_web = build_from_osm(HAMLET, name="x"), build(server)
    assert_same_layers(from_file, from_web)
    assert from_file.info.notes["services_without_position"] == UNPLACED
    for note in ("ways_read", "barriers_on_streets", "conditional_tags_not_read", "buildings_read"):
        assert from_web.info.notes[note] == from_file.info.notes[note]
    told = from_web.info.notes["overpass"]
    assert told == {"area": "3.99,49.29,4.02,49.31", "queries": 1, "server": "127.0.0.1"}
    assert TIMESTAMP in from_web.info.source
    assert from_web.info.attribution == "© OpenStreetMap contributors"
    assert server.agents[-1].startswith("Microville/")


@pytest.mark.slow
@pytest.mark.parametrize("name", ["dreieich.osm.pbf", "liechtenstein.osm.pbf"])
def test_a_real_extract_is_the_same_from_both(name):
    path = EXTRACTS / name
    if not path.is_file():
        pytest.skip(f"{path} is not here")
    with serve(path) as server:
        from_web = build(server, bbox=server.world.bounds)
    from_file = build_from_osm(path, name="x")
    assert_same_layers(from_file, from_web)
    apart = {
        note
        for note in from_file.info.notes
        if from_file.info.notes[note] != from_web.info.notes[note]
    }
    assert apart <= {"read"}  # fences and power lines are not asked for
    restrictions = [t.info.notes["read"]["turn_restrictions"] for t in (from_file, from_web)]
    assert restrictions[0] == restrictions[1] > 0


def test_many_small_queries_give_what_one_gives(server, monkeypatch):
    whole = build(server)
    monkeypatch.setattr(overpass, "TILE_DEGREES", 0.005)
    seen = []
    parts = build(server, report=lambda done, total: seen.append((done, total)))
    assert_same_layers(whole, parts)
    assert seen == [(k, 20) for k in range(21)]
    assert len(server.queries) == 21


def test_a_box_keeps_streets_that_cross_it_whole(server):
    """What lies inside or crosses is there with all its nodes; what lies outside is not."""
    world = server.world
    west, _, _, north = world.bounds
    box = (west, 49.2995, 4.0030, north)
    shape = shapely.box(*box)
    expected = 0
    for refs, tags in world.ways.values():
        held = [world.nodes[ref][:2] for ref in refs if ref in world.nodes]
        expected += "highway" in tags and shape.intersects(
            shapely.LineString([*held, held[0]][:99])
        )
    found = build(server, bbox=box)
    assert found.info.notes["ways_read"] == expected < 22
    assert found.info.notes["read"]["refs_missing"] <= 3  # those that the fixture lacks


def test_a_place_is_its_outline(server):
    triangle = [[4.0, 49.2985], [4.012, 49.2985], [4.012, 49.3035], [4.0, 49.2985]]
    point = {"type": "Point", "coordinates": [4, 49.3]}
    outline = {"type": "Polygon", "coordinates": [triangle]}
    server.places["Hameau"] = [
        {"display_name": "Hameau (node)", "geojson": point},
        {"display_name": "Hameau, Marne", "geojson": outline},
    ]
    found = build(server, place="Hameau")
    assert "poly:" in server.queries[-1]
    assert found.info.notes["overpass"]["area"] == "Hameau, Marne"
    whole = build(server)
    assert 0 < len(found.edges) < len(whole.edges)
    inside, outside = shapely.Polygon(triangle), shapely.Polygon(triangle).buffer(0.001)
    ids = set(found.services["service_id"])
    seen = [0, 0]
    for service in whole.services["service_id"]:
        if service[0] == "n":
            lon, lat, _ = server.world.nodes[int(service[1:].split(":")[0])]
            here = shapely.Point(lon, lat)
            seen[0] += inside.contains(here)
            seen[1] += not outside.contains(here)
            assert service in ids or not inside.contains(here)
            assert service not in ids or outside.contains(here)
    assert min(seen) > 0
    server.places["Dot"] = [{"display_name": "Dot", "geojson": point}]
    for name in ("Dot", "Nowhere"):
        with pytest.raises(TerritoryError, match="no place") as caught:
            build(server, place=name)
        assert "--bbox" in caught.value.hint


def test_every_category_is_asked_for():
    keys = set(feature_keys())
    for category in categories().values():
        for terms in category.osm_tags:
            assert keys & {key for key, _, wanted in terms if wanted}


@pytest.mark.parametrize(
    ("faults", "message", "hint"),
    [
        ([429], "too busy .it answered 429", "smaller area"),
        ([504], "too busy .it answered 504", "--pbf"),
        ([400], "refused the query .400", "address"),
        ([404], "refused the query .404", "address"),
        ([500], "refused the query .500", "--pbf"),
        (["<html>Please log in</html>"], "not with JSON .text/html.: <html>Please", "login"),
        (['{"elements": [{"type": "no'], "not with JSON", "address"),
        ([""], "not with JSON", "address"),
        (["[]"], "not that of an Overpass server", "address"),
        (["{}"], "holds no elements", "address"),
        (['{"elements": [7]}'], "element of type None", "address"),
        (['{"elements": [{"type": "node", "id": 1}]}'], "no node", "address"),
        (['{"elements": [{"type": "node", "id": 1, "lat": 99, "lon": 4}]}'], "no node", "address"),
        (['{"elements": [{"type": "way", "id": "1", "nodes": []}]}'], "no way", "address"),
        (['{"elements": [{"type": "relation", "id": 1, "members": [3]}]}'], "relation", "address"),
        (['{"elements": []}'], "holds nothing", "longitude first"),
        (
            ['{"elements": [], "remark": "runtime error: Query timed out"}'],
            "could not finish the query: runtime error: Query timed out",
            "smaller area",
        ),
        (['{"elements": [{"type": "node", "id": 1, "lat": 49, "lon": 4}]}'], "no street", "place"),
    ],
)
def test_whatever_the_server_does_there_is_one_clear_error(server, faults, message, hint):
    server.faults.extend(faults)
    with pytest.raises(TerritoryError, match=message) as caught:
        build(server)
    assert hint in caught.value.hint
    assert caught.value.exit_code == 2
    assert len(str(caught.value)) < 600


def test_a_busy_server_is_asked_again_and_told_time_is_kept(server):
    server.faults.extend([429, 504])
    slept = []
    found = build_from_overpass(
        name="x",
        bbox=BOX,
        overpass_url=server.url,
        patience=Patience(pauses_s=(5.0, 30.0, 60.0), sleep=slept.append),
    )
    assert slept == [7.0, 30.0]  # the server says 7 s; never less than our own pause
    assert len(found.edges)


def test_no_answer_and_no_server(server):
    server.faults.append("hang")
    with pytest.raises(TerritoryError, match=r"in time|Cannot reach"):
        build_from_overpass(
            name="x", bbox=BOX, overpass_url=server.url, patience=Patience((), 1.0, 0.1)
        )
    with serve(HAMLET) as gone:
        url = gone.url
    with pytest.raises(TerritoryError, match=r"Cannot reach 127\.0\.0\.1") as caught:
        build_from_overpass(name="x", bbox=BOX, overpass_url=url, patience=Patience(()))
    assert "--pbf FILE" in caught.value.hint


@pytest.mark.parametrize(
    "box",
    [
        (4, 49, 4, 50),
        (4, 50, 5, 49),
        (49, 4, 4, 49),
        (-181, 0, 1, 1),
        (0, 0, 7, 1),
        (float("nan"), 0, 1, 1),
        (0, 0, 5, 5),
    ],
)
def test_boxes_that_are_no_map(box):
    with pytest.raises(InputError) as caught:
        tiles(area_of_bbox(box))
    assert caught.value.hint


def test_tiles_cover_an_area_without_overlap(monkeypatch):
    area = area_of_bbox((3.9, 49.1, 4.5, 49.6))
    boxes = [[float(x) for x in tile[1:-1].split(",")] for tile in tiles(area)]
    shapes = [shapely.box(w, s, e, n) for s, w, n, e in boxes]
    assert len(shapes) == 6
    assert np.sum([s.area for s in shapes]) == pytest.approx(area.shape.area)
    assert shapely.union_all(shapes).area == pytest.approx(area.shape.area)


def test_where_servers_come_from(monkeypatch):
    import osmnx

    asked = ("MICROVILLE_OVERPASS_URL", "overpass_url")
    monkeypatch.setattr(osmnx.settings, "overpass_url", "https://one.example/api/")
    assert endpoint(None, *asked) == "https://one.example/api"
    monkeypatch.setenv("MICROVILLE_OVERPASS_URL", "https://two.example/api")
    assert endpoint(None, *asked) == "https://two.example/api"
    assert endpoint("http://three.example", *asked) == "http://three.example"
    for wrong in ("three.example", "ftp://x", "http://", "file:///etc/passwd"):
        with pytest.raises(InputError, match="no web address"):
            endpoint(wrong, *asked)


def run(capsys, *words):
    with pytest.raises(SystemExit) as stop:
        main(["map", "build", *words])
    return stop.value.code, capsys.readouterr()


def test_the_command(server, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("MICROVILLE_MAPS", str(tmp_path))
    monkeypatch.setenv("MICROVILLE_OVERPASS_URL", server.url)
    code, said = run(capsys, "web", "--bbox", BOX_TEXT, "--population", "300", "--json")
    assert not code, said.err
    built = json.loads(said.out)
    assert built["layers"]["edges"] > 10
    assert built["notes"]["overpass"]["server"] == "127.0.0.1"
    monkeypatch.delenv("MICROVILLE_OVERPASS_URL")
    code, said = run(capsys, "web2", "--bbox", BOX_TEXT, "--overpass-url", server.url)
    assert not code, said.err
    assert "Asking OpenStreetMap: 1/1" in said.err
    assert sorted(p.name for p in tmp_path.iterdir()) == ["web", "web2"]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--bbox", BOX_TEXT, "--place", "Courcy"), "Give one source"),
        (("--bbox", BOX_TEXT, "--schematic"), "Give one source"),
        ((), "Give one source"),
        (("--schematic", "--site", "4,49.3"), "has its own site"),
        (("--bbox", "1,2,3"), "no box"),
        (("--bbox", "4,49,3,50"), "no box on Earth"),
        (("--bbox", BOX_TEXT, "--elevation", "missing.tif"), "There is no file"),
        (("--bbox", BOX_TEXT, "--overpass-url", "nonsense"), "no web address"),
        (("--bbox", BOX_TEXT, "--overpass-url", "http://127.0.0.1:9/api"), "Cannot reach"),
    ],
)
def test_the_command_says_what_is_wrong_and_writes_nothing(
    words, message, tmp_path, monkeypatch, capsys
):
    monkeypatch.setenv("MICROVILLE_MAPS", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    code, said = run(capsys, "web", *words)
    assert code == 2
    assert message in said.err
    assert "Traceback" not in said.err
    assert list(tmp_path.iterdir()) == []
