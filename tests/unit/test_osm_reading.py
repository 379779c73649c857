"""Reading OSM files: every format, and every kind of bad file, in the child process."""

import bz2
import gzip
import os
from contextlib import suppress
from pathlib import Path

import numpy as np
import osmium
import pytest

from microville.errors import TerritoryError
from microville.territory.osm import build_from_osm
from microville.territory.osm.raw import load_raw, save_raw
from microville.territory.osm.reading import Limits, file_kind, read_osm

HAMLET = Path(__file__).parents[1] / "fixtures" / "hamlet.osm"
NODE = '<node id="{}" lat="{}" lon="{}"/>'
STREET = '<way id="1"><nd ref="1"/><nd ref="2"/><tag k="highway" v="residential"/></way>'


def osm(*parts):
    return '<?xml version="1.0"?><osm version="0.6">' + "".join(parts) + "</osm>"


def as_pbf(target):
    with osmium.SimpleWriter(str(target)) as writer:
        for obj in osmium.FileProcessor(str(HAMLET)):
            writer.add(obj)
    return target


@pytest.fixture(scope="module")
def pbf(tmp_path_factory):
    return as_pbf(tmp_path_factory.mktemp("pbf") / "hamlet.osm.pbf")


@pytest.fixture(scope="module")
def raw():
    return read_osm(HAMLET)


@pytest.mark.parametrize("name", ["h.osm.pbf", "h.osm.gz", "h.osm.bz2", "h.osm.xml", "h: é.osm"])
def test_every_format_gives_the_same(tmp_path, raw, pbf, name):
    path = tmp_path / name
    text = HAMLET.read_bytes()
    pack = {"gz": gzip.compress, "bz2": bz2.compress, "pbf": lambda _: pbf.read_bytes()}
    path.write_bytes(pack.get(name.rsplit(".", 1)[-1], bytes)(text))
    found = read_osm(path)
    assert found.counts == raw.counts
    assert found.way_tags == raw.way_tags
    np.testing.assert_array_equal(found.ref_lon, raw.ref_lon)
    assert found.relation_wkb == raw.relation_wkb


def test_only_tags_that_matter_are_read(tmp_path):
    path = tmp_path / "private.osm"
    path.write_text(
        osm(
            NODE.format(1, 49, 4),
            '<node id="2" lat="49" lon="4.001"><tag k="addr:street" v="rue X"/>'
            '<tag k="phone" v="06"/><tag k="shop" v="bakery"/></node>',
            STREET,
        ),
        encoding="utf-8",
    )
    assert read_osm(path).node_tags == [{"shop": "bakery"}]


def test_raw_survives_its_folder_and_damage_is_told(tmp_path, raw):
    save_raw(raw, tmp_path)
    again = load_raw(tmp_path)
    assert again.way_tags == raw.way_tags
    assert again.relation_wkb == raw.relation_wkb
    np.testing.assert_array_equal(again.ref_id, raw.ref_id)
    (tmp_path / "raw.json").write_text("{}", encoding="utf-8")
    with pytest.raises(TerritoryError, match="stopped"):
        load_raw(tmp_path)
    (tmp_path / "arrays.npz").unlink()
    with pytest.raises(TerritoryError, match="stopped"):
        load_raw(tmp_path)


def test_not_a_file(tmp_path):
    with pytest.raises(TerritoryError, match="is a folder"):
        file_kind(tmp_path)
    with pytest.raises(TerritoryError, match="There is no file"):
        file_kind(tmp_path / "missing.osm.pbf")
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe.osm")
        with pytest.raises(TerritoryError, match="There is no file"):
            file_kind(tmp_path / "pipe.osm")


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.osm.pbf", b"", "is empty"),
        ("a.osm", b"", "is empty"),
        ("a.csv", b"a,b", "not an OSM file by its name"),
        ("a.osm.pbf", b"<!DOCTYPE html><html>Not found</html>", "does not begin like"),
        ("a.osm.gz", b"<osm/>", "does not begin like"),
        ("a.osm.bz2", b"<osm/>", "does not begin like"),
        ("a.osm", b"PK\x03\x04", "does not begin like"),
        ("a.osm", bytes(range(256)), "does not begin like"),
    ],
)
def test_first_bytes(tmp_path, name, content, message):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(TerritoryError, match=message) as caught:
        build_from_osm(path, name="bad")
    assert caught.value.hint
    assert caught.value.exit_code == 2


LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]><osm version="0.6"><node id="1" lat="1" lon="1">'
    '<tag k="name" v="&c;"/></node></osm>'
)
GOOD_NODES = NODE.format(1, 49, 4) + NODE.format(2, 49, 4.001)

BAD = {
    "html": "<html><body>404</body></html>",
    "other_xml": '<?xml version="1.0"?><gpx version="1.1"></gpx>',
    "cut_short": HAMLET.read_text(encoding="utf-8")[:9000],
    "entities": LAUGHS,
    "no_objects": osm(),
    "no_ways": osm(GOOD_NODES),
    "no_streets": osm(GOOD_NODES, STREET.replace("highway", "waterway")),
    "only_planned": osm(GOOD_NODES, STREET.replace("residential", "proposed")),
    "all_private": osm(GOOD_NODES, STREET.replace("</way>", '<tag k="access" v="no"/></way>')),
    "missing_nodes": osm(STREET),
    "one_node_of_two": osm(NODE.format(1, 49, 4), STREET),
    "way_of_one_node": osm(NODE.format(1, 49, 4), STREET.replace('<nd ref="2"/>', '<nd ref="1"/>')),
    "way_without_nodes": osm('<way id="1"><tag k="highway" v="residential"/></way>'),
    "huge_coordinates": osm(NODE.format(1, 999, 4), NODE.format(2, 49, 1e9), STREET),
    "infinite_coordinates": osm(NODE.format(1, "1e400", 4), NODE.format(2, 49, "inf"), STREET),
    "no_number": osm(NODE.format(1, "nan", "abc"), STREET),
    "huge_identity": osm(NODE.format("9" * 30, 49, 4), STREET),
    "around_the_world": osm(NODE.format(1, -60, -170), NODE.format(2, 60, 170), STREET),
    "pole_to_pole": osm(NODE.format(1, -90, 0), NODE.format(2, 90, 0), STREET),
    "bad_tag": osm(GOOD_NODES, STREET.replace('k="highway"', "")),
}


@pytest.mark.parametrize("case", sorted(BAD))
def test_bad_data(tmp_path, case):
    path = tmp_path / "bad.osm"
    path.write_text(BAD[case], encoding="utf-8")
    with pytest.raises(TerritoryError) as caught:
        build_from_osm(path, name="bad")
    assert caught.value.hint
    assert "Traceback" not in str(caught.value)
    assert len(str(caught.value)) < 600
    assert [each.name for each in tmp_path.iterdir()] == ["bad.osm"]


def test_bytes_that_are_no_text(tmp_path):
    path = tmp_path / "bad.osm"
    path.write_bytes(osm(GOOD_NODES, STREET).encode().replace(b"residential", b"\xff\xfe"))
    with pytest.raises(TerritoryError, match="not readable OSM data"):
        read_osm(path)


@pytest.mark.parametrize("share", [0.05, 0.5, 0.99])
def test_pbf_cut_short(tmp_path, pbf, share):
    path = tmp_path / "cut.osm.pbf"
    content = pbf.read_bytes()
    path.write_bytes(content[: int(len(content) * share)])
    with pytest.raises(TerritoryError, match=r"not readable|holds no street|does not begin"):
        build_from_osm(path, name="bad")


@pytest.mark.parametrize("seed", range(4))
def test_pbf_with_wrong_bytes(tmp_path, pbf, seed):
    """Damage gives one clear error, or is not noticed: never anything else."""
    rng = np.random.default_rng(seed)
    content = bytearray(pbf.read_bytes())
    for place in rng.integers(20, len(content), 12):
        content[place] = int(rng.integers(256))
    path = tmp_path / "damaged.osm.pbf"
    path.write_bytes(content)
    with suppress(TerritoryError):
        build_from_osm(path, name="bad")


def test_gzip_and_bzip2_cut_short(tmp_path):
    text = HAMLET.read_bytes()
    for name, pack in (("a.osm.gz", gzip.compress), ("a.osm.bz2", bz2.compress)):
        path = tmp_path / name
        path.write_bytes(pack(text)[:-200])
        with pytest.raises(TerritoryError, match="not readable OSM data"):
            read_osm(path)


def test_limits_hold(tmp_path):
    """A file that unpacks to far more than it weighs ends the child, not us."""
    path = tmp_path / "bomb.osm.gz"
    more = "".join(
        f'<node id="{i}" lat="1" lon="1"><tag k="shop" v="{"x" * 200}"/></node>'
        for i in range(100_000)
    )
    path.write_bytes(gzip.compress(osm(more).encode(), 1))
    with pytest.raises(TerritoryError, match="needs more memory"):
        read_osm(path, limits=Limits(memory_bytes=60 * 1024**2))
    with pytest.raises(TerritoryError, match="takes longer"):
        read_osm(path, limits=Limits(wall_seconds=0.05))


def test_processor_time_is_limited(tmp_path):
    path = tmp_path / "long.osm"
    way = '<way id="{}">' + '<nd ref="1"/>' * 2000 + '<tag k="highway" v="service"/></way>'
    path.write_text(
        osm(NODE.format(1, 49, 4), *(way.format(i) for i in range(3000))), encoding="utf-8"
    )
    with pytest.raises(TerritoryError, match="takes longer"):
        read_osm(path, limits=Limits(cpu_seconds=1))


@pytest.mark.parametrize("parts", [(STREET, GOOD_NODES), (GOOD_NODES, STREET, STREET)])
def test_a_file_out_of_order_is_told_how_to_be_sorted(tmp_path, parts):
    path = tmp_path / "order.osm"
    path.write_text(osm(*parts), encoding="utf-8")
    with pytest.raises(TerritoryError, match="osmium sort"):
        build_from_osm(path, name="bad")


def test_population_must_be_a_number_of_people():
    with pytest.raises(TerritoryError, match="population cannot be -1"):
        build_from_osm(HAMLET, name="h", population=-1)
