"""Two real extracts: what is built agrees with independent counts and with networkx."""

import time
from collections import Counter
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import networkx as nx
import numpy as np
import osmium
import pytest

from microville.territory.categories import categories
from microville.territory.checks import check_territory
from microville.territory.osm import build_from_osm
from microville.territory.osm.reading import read_osm
from microville.territory.osm.simplify import simplify
from microville.territory.osm.streets import read_chains
from microville.territory.store import content_hash
from microville.territory.territory import BIKE, CAR, WALK

EXTRACTS = Path(__file__).parents[2].parent / "shared" / "osm"
NAMES = ("dreieich", "liechtenstein")

pytestmark = pytest.mark.skipif(
    not EXTRACTS.is_dir(), reason="../shared/osm with the real OSM extracts is missing"
)


@pytest.fixture(scope="module", params=NAMES)
def built(request):
    path = EXTRACTS / f"{request.param}.osm.pbf"
    begin = time.perf_counter()
    return path, build_from_osm(path, name=request.param), time.perf_counter() - begin


class Counting(osmium.SimpleHandler):
    """Counts objects by the table's tags; written apart from the package's own matching."""

    SCHOOLS = ("nursery_school", "elementary_school", "lower_secondary", "upper_secondary")

    def __init__(self):
        super().__init__()
        self.services, self.buildings, self.streets = Counter(), 0, 0

    def count(self, obj):
        if not len(obj.tags):
            return
        found = set()
        for name, category in categories().items():
            for alternative in category.osm_tags:
                for key, value, wanted in alternative:
                    has = obj.tags.get(key)
                    holds = has is not None if value == "*" else has == value
                    if holds != wanted:
                        break
                else:
                    found.add(name)
        if found.intersection(self.SCHOOLS):
            found.discard("school_level_unknown")
        self.services.update(found)

    def node(self, node):
        self.count(node)

    def way(self, way):
        self.count(way)
        self.streets += "highway" in way.tags
        self.buildings += way.tags.get("building", "no") != "no"

    def relation(self, relation):
        self.count(relation)
        self.buildings += relation.tags.get("building", "no") != "no"


def test_raw_counts_equal_an_independent_count(built):
    path, territory, _ = built
    twin = Counting()
    twin.apply_file(str(path))
    notes = territory.info.notes
    assert notes["services_raw"] == {name: twin.services[name] for name in categories()}
    assert sum(twin.services.values()) > 50
    assert notes["buildings_read"] == twin.buildings
    assert notes["ways_read"] == twin.streets
    for name, raw in notes["services_raw"].items():
        assert 0 <= notes["services"][name] <= raw
        assert (notes["services"][name] == 0) <= (raw == 0 or name in notes["unknown_categories"])


@pytest.fixture(scope="module", params=NAMES)
def chains(request):
    """Streets as read, as segments and simplified, each with a made-up length."""
    read, _ = read_chains(read_osm(EXTRACTS / f"{request.param}.osm.pbf"))
    rng = np.random.default_rng(1)
    refs = sorted({ref for c in read for ref in c.refs})
    place = dict(zip(refs, rng.uniform(0, 1000, len(refs)).tolist(), strict=True))
    segments = [
        replace(c, refs=pair) for c in read for pair in zip(c.refs, c.refs[1:], strict=False)
    ]
    return [
        [(c, sum(abs(place[a] - place[b]) for a, b in pairwise(c.refs))) for c in part]
        for part in (segments, simplify(read))
    ]


@pytest.mark.parametrize("bit", [WALK, BIKE, CAR])
def test_simplification_keeps_every_distance(chains, bit):
    before, after = (graph(part, bit) for part in chains)
    assert 3 * len(after) < len(before)
    kept = sorted(after)
    for source in np.random.default_rng(2).choice(len(kept), 2, replace=False):
        there = nx.single_source_dijkstra_path_length(before, kept[source])
        here = nx.single_source_dijkstra_path_length(after, kept[source])
        assert here.keys() == there.keys() & set(after)
        assert all(abs(there[node] - length) < 1e-5 for node, length in here.items())


def graph(chains, bit):
    """Directed graph of one profile; the shortest of parallel edges."""
    found = nx.DiGraph()
    for c, length in chains:
        ends = ((c.refs[0], c.refs[-1], c.forward), (c.refs[-1], c.refs[0], c.backward))
        for u, v, bits in ends:
            if bits & bit and length < found.get_edge_data(u, v, {"weight": np.inf})["weight"]:
                found.add_edge(u, v, weight=length)
    return found


def test_soon_enough_and_the_same_twice(built):
    path, territory, seconds = built
    assert seconds < 30
    again = build_from_osm(path, name=territory.info.name)
    assert content_hash(again) == content_hash(territory)


def test_nothing_is_wrong_with_it(built):
    _, territory, _ = built
    assert [f for f in check_territory(territory) if f.level == "error"] == []


def test_what_the_extracts_are_known_to_hold(built):
    """Figures of ``SOURCES.md`` beside the extracts, within what simplification changes."""
    path, territory, _ = built
    notes = territory.info.notes
    if path.name.startswith("liechtenstein"):
        assert territory.info.crs == "EPSG:32632"
        assert notes["ways_read"] == 4660
        assert notes["services_raw"]["supermarket"] == 11
        assert notes["services_raw"]["school_level_unknown"] == 19  # none says its level
        assert (territory.zones["zone"] != "rest").sum() == 11  # its eleven communes
        assert notes["length_km"] == pytest.approx(1135, rel=0.02)
    else:
        assert notes["ways_read"] == 477
        assert len(territory.buildings) == pytest.approx(3770, abs=5)
        assert notes["length_km"] == pytest.approx(64, rel=0.02)
