"""A hand-made hamlet with every rule once: streets, services, buildings, zones, site."""

from pathlib import Path

import numpy as np
import pytest
import shapely

from microville.errors import TerritoryError
from microville.territory.categories import categories
from microville.territory.osm import build_from_osm
from microville.territory.osm.crs import choose_crs, in_metropolitan_france, segment_lengths
from microville.territory.osm.services import match_categories, normalised
from microville.territory.osm.site_link import site_scale
from microville.territory.osm.zones import share_out
from microville.territory.store import content_hash, read_territory, save_territory
from microville.territory.territory import BIKE, CAR, WALK, WHEELCHAIR

HAMLET = Path(__file__).parents[1] / "fixtures" / "hamlet.osm"
ORIGIN = (4.0, 49.3)


@pytest.fixture(scope="module")
def hamlet():
    return build_from_osm(HAMLET, name="hamlet")


@pytest.fixture(scope="module")
def notes(hamlet):
    return hamlet.info.notes


def place(hamlet, x, y):
    """Where a point of the fixture (metres east and north of its origin) is on the map."""
    from pyproj import Transformer

    to_map = Transformer.from_crs("EPSG:4326", hamlet.info.crs, always_xy=True)
    return shapely.Point(to_map.transform(ORIGIN[0] + x / 72_700, ORIGIN[1] + y / 111_200))


def edge(hamlet, a, b):
    """The edge between two places of the fixture, seen from the first."""
    nodes, edges = hamlet.nodes, hamlet.edges
    u, v = (int(nodes.distance(place(hamlet, *p)).argmin()) for p in (a, b))
    for _, row in edges.iterrows():
        if (row.u, row.v) == (u, v):
            return row.forward, row.backward, row
        if (row.u, row.v) == (v, u):
            return row.backward, row.forward, row
    raise AssertionError((a, b))


FOOT = WALK | WHEELCHAIR
ALL = FOOT | BIKE | CAR


@pytest.mark.parametrize(
    ("a", "b", "there", "back", "road_class", "speed"),
    [
        ((0, 0), (150, 0), ALL, ALL, "residential", 30),
        ((300, 0), (600, 0), ALL, ALL, "residential", 30),
        ((300, 0), (300, 200), ALL, FOOT | BIKE, "residential", 30),
        ((600, 200), (600, 0), ALL, FOOT, "residential", 30),
        ((300, 200), (600, 200), ALL, ALL, "tertiary", 50),
        ((150, 0), (150, 100), WALK, WALK, "steps", 3),
        ((150, 100), (300, 200), FOOT, FOOT, "footway", 5),
        ((-100, 420), (700, 430), CAR, 0, "motorway", 130),
        ((0, 0), (-120, -140), FOOT | BIKE, FOOT | BIKE, "track", 15),
        ((-120, -140), (-200, -140), FOOT, FOOT, "path", 10),
        ((600, 0), (760, 0), BIKE, BIKE, "cycleway", 20),
        ((760, 0), (760, 0), ALL, FOOT, "residential", 30),
        ((-120, -140), (-120, -250), FOOT | BIKE, FOOT | BIKE, "track", 15),
        ((-120, -400), (-60, -400), FOOT | BIKE, FOOT | BIKE, "track", 15),
        ((300, 200), (300, 300), FOOT, FOOT, "service", 20),
        ((300, 300), (450, 300), CAR, CAR, "trunk", 80.5),
        ((450, 300), (600, 300), WALK | BIKE, WALK | BIKE, "footway", 5),
        ((600, 200), (600, 300), FOOT | BIKE, FOOT | BIKE, "living_street", 20),
        ((0, 0), (0, 100), FOOT | BIKE, FOOT | BIKE, "unclassified", 50),
        ((0, 100), (0, 200), ALL, ALL, "unclassified", 50),
    ],
)
def test_street_rules(hamlet, a, b, there, back, road_class, speed):
    forward, backward, row = edge(hamlet, a, b)
    assert (forward, backward) == (there, back)
    assert (row.road_class, row.speed_kmh) == (road_class, pytest.approx(speed))


def test_streets_are_counted_and_none_is_lost_in_silence(hamlet, notes):
    assert notes["ways_read"] == 22
    assert notes["ways_closed_to_all"] == 1
    assert notes["ways_ignored_by_class"] == {"construction": 1}
    assert notes["ways_without_nodes"] == 1
    assert notes["ways_cut_at_missing_nodes"] == 1
    assert notes["ways_one_way_for_cars"] == 4
    assert notes["read"]["refs_missing"] == 3
    origins = notes["ways_by_speed_origin"]
    assert origins["unreadable"] == 1
    closed_or_empty = notes["ways_closed_to_all"] + sum(notes["ways_ignored_by_class"].values())
    assert sum(origins.values()) + closed_or_empty == notes["ways_read"]
    assert notes["components"]["all"]["components"] == 3
    assert notes["nodes"] == len(hamlet.nodes) == 20
    assert notes["edges"] == len(hamlet.edges) == 21


def test_lengths_are_geodesic_and_geometry_is_kept(hamlet):
    _, _, bent = edge(hamlet, (300, 0), (300, 200))
    assert len(bent.geometry.coords) == 3
    assert bent.length_m == pytest.approx(2 * np.hypot(10, 100), rel=2e-3)
    ratio = hamlet.edges.geometry.length / hamlet.edges["length_m"]
    assert ratio.between(0.998, 1.002).all()
    ends = hamlet.nodes.geometry.to_numpy()
    starts = shapely.get_point(hamlet.edges.geometry.to_numpy(), 0)
    assert (shapely.distance(ends[hamlet.edges["u"]], starts) < 1e-6).all()


def test_segment_lengths_of_a_degree():
    along_meridian = segment_lengths(np.array([4.0, 4.0]), np.array([49.0, 50.0]))
    assert along_meridian == pytest.approx([111_229], rel=1e-4)  # ellipsoid; sphere: 111,195


SERVICES = {
    "bakery": (2, 1),
    "restaurant_cafe": (3, 2),
    "playground": (2, 2),
    "nursery_school": (1, 1),
    "elementary_school": (2, 1),
    "school_level_unknown": (2, 2),
    "green_space": (2, 2),
    "workplace": (3, 2),
    "pharmacy": (1, 1),
    "general_practitioner": (1, 1),
    "town_hall": (1, 1),
    "community_place": (1, 1),
    "library": (1, 0),
}


@pytest.mark.parametrize("category", list(categories()))
def test_services_before_and_after_merging(hamlet, notes, category):
    raw, merged = SERVICES.get(category, (0, 0))
    assert notes["services_raw"][category] == raw
    assert notes["services"][category] == merged
    assert (hamlet.services["category"] == category).sum() == merged
    assert (category in notes["unknown_categories"]) == (merged == 0)


def test_services_tell_who_they_are(hamlet, notes):
    services = hamlet.services.set_index("service_id")
    assert services.index.is_unique
    assert (services["status"] == "observed").all()
    assert {"n212:pharmacy", "n212:general_practitioner"} <= set(services.index)
    assert services.loc["w302:elementary_school", "name"] == "École Prévert"
    assert services.loc["w307:workplace", "jobs"] == 30
    assert services.loc["n213:workplace", "jobs"] == 5
    assert services.loc["r401:green_space"].geometry.distance(place(hamlet, 215, 315)) > 35
    at_its_member = services.loc["r405:community_place"].geometry
    assert at_its_member.distance(services.loc["n212:pharmacy"].geometry) < 0.01
    assert notes["services_without_position"] == {"library": 1}
    assert notes["services_with_several_values"] == 1
    assert set(services["zone"]) == {"51999"}


def test_level_of_schools():
    assert match_categories({"amenity": "school"}) == ["school_level_unknown"]
    assert match_categories({"amenity": "school", "isced:level": "2"}) == ["lower_secondary"]
    assert match_categories({"amenity": "school", "isced:level": "1;2"}) == ["school_level_unknown"]


def test_negated_terms():
    assert match_categories({"leisure": "garden"}) == ["green_space"]
    assert match_categories({"leisure": "garden", "garden:type": "residential"}) == []
    assert match_categories({"leisure": "garden", "access": "private"}) == []
    assert match_categories({"leisure": "garden", "access": "yes"}) == ["green_space"]


def test_names_are_compared_without_accents_and_case():
    assert normalised(" L'Épi-d'Or ") == normalised("l’épi d’or") == "lepidor"  # noqa: RUF001


BUILDINGS = {
    # use, dwellings, footprint, floor area
    "w310": ("housing", 2, 120, 192),
    "w311": ("housing", 1, 144, 115.2),
    "w312": ("annex", 0, 24, 19.2),
    "w313": ("other", 0, 1200, 960),
    "w314": ("other", 0, 225, 180),
    "w315": ("other", 0, 225, 180),
    "w316": ("housing", 12, 300, 1200),
    "w317": ("housing", 0, 25, 40),
    "w318": ("housing", 3, 144, 345.6),
    "w319": ("other", 0, 144, 115.2),
    "w320": ("other", 0, 144, 115.2),
    "r402": ("housing", 20, 1000 - 180, (1000 - 180) * 3 * 0.8),
}


@pytest.mark.parametrize("key", list(BUILDINGS))
def test_buildings(hamlet, key):
    use, dwellings, footprint, floor_area = BUILDINGS[key]
    row = hamlet.buildings.set_index("building_id").loc[key]
    assert (row["use"], row["dwellings"]) == (use, dwellings)
    assert row["footprint_m2"] == pytest.approx(footprint, rel=5e-3)
    assert row["floor_area_m2"] == pytest.approx(floor_area, rel=5e-3)


def test_years_and_empty_buildings(hamlet):
    rows = hamlet.buildings.set_index("building_id")
    assert len(rows) == len(BUILDINGS)
    assert rows.loc["w311", "year"] == 1951
    assert rows["status"].to_dict() == {
        k: "vacant" if k == "w320" else "occupied" for k in rows.index
    }


def test_zones_and_people(hamlet, notes):
    zones = hamlet.zones.set_index("zone")
    assert list(zones.index) == ["51999", "rest"]
    assert zones.loc["51999", "name"] == "Hameau"
    assert (notes["boundaries_read"], notes["boundaries_incomplete"]) == (2, 1)
    housed = hamlet.buildings.query("dwellings > 0")["floor_area_m2"].sum()
    assert zones.loc["51999", "population"] == round(housed / 45)
    assert zones.loc["rest", "population"] == 0
    assert zones["focus"].all()
    homes = hamlet.buildings.groupby("zone")["dwellings"].sum()
    assert homes["51999"] >= zones.loc["51999", "households"] > 0


def test_given_population_is_kept_exactly_and_housed():
    territory = build_from_osm(HAMLET, name="hamlet", population=25_001)
    zones, homes = territory.zones, territory.buildings.groupby("zone")["dwellings"].sum()
    assert zones["population"].sum() == 25_001
    assert zones["focus"].tolist() == [True, False]
    assert homes["51999"] == zones["households"].iloc[0]
    assert territory.info.notes["dwellings_added"] > 0
    assert zones["aged_15_64"].iloc[0] == round(25_001 * 0.62)


def test_barriers_and_land_use(hamlet):
    assert sorted(hamlet.barriers["kind"]) == ["canal", "motorway", "motorway", "railway"]
    assert (hamlet.barriers["half_width_m"] > 0).all()
    assert sorted(hamlet.landuse["kind"]) == ["industrial", *["park"] * 4, "residential"]


def test_where_it_comes_from(hamlet):
    info = hamlet.info
    assert info.crs == "EPSG:2154"
    assert not info.schematic
    assert info.licence == "ODbL 1.0"
    assert info.attribution == "© OpenStreetMap contributors"
    assert "hamlet.osm, sha256 " in info.source
    assert info.options == ()


def test_same_file_same_territory_on_disk_too(hamlet, tmp_path):
    assert content_hash(build_from_osm(HAMLET, name="hamlet")) == content_hash(hamlet)
    digest = save_territory(hamlet, tmp_path / "hamlet")
    again = read_territory(tmp_path / "hamlet")
    assert content_hash(again) == digest


def test_a_polygon_that_reaches_round_the_world_is_no_polygon(tmp_path):
    text = HAMLET.read_text(encoding="utf-8")
    near = 'id="520" lat="49.3022482"'
    assert near in text
    path = tmp_path / "far.osm"
    path.write_text(text.replace(near, 'id="520" lat="-49.3"'), encoding="utf-8")
    notes = build_from_osm(path, name="far").info.notes
    assert notes["services_raw"]["green_space"] == 2
    assert notes["shapes"]["relations_without_polygon"] == 4


def test_a_site_is_joined_to_the_streets():
    import networkx as nx

    territory = build_from_osm(HAMLET, name="hamlet", site=(4.003, 49.3005))
    notes = territory.info.notes
    assert notes["site_scale"] == 0.05
    assert territory.has_site
    assert territory.buildings["site"].sum() == 38
    assert len(territory.parcels) == 12
    assert notes["buildings_replaced_by_site"] > 0
    assert (territory.buildings.query("site")["zone"] == "51999").all()
    assert [option.name for option in territory.info.options] == ["site_gate"]
    ours = territory.edges[territory.edges["source"] == "template"]
    assert ours["option"].tolist() == ["", "", "site_gate"]
    assert (ours["forward"] == ALL).all()
    graph = nx.Graph(zip(territory.edges["u"], territory.edges["v"], strict=True))
    assert nx.has_path(graph, ours["u"].iloc[0], 0)
    without = build_from_osm(HAMLET, name="hamlet").edges["length_m"].sum()
    assert territory.edges["length_m"].sum() - ours["length_m"].sum() == pytest.approx(without)
    assert "site" in set(territory.landuse["kind"])


def test_a_site_elsewhere_is_refused():
    with pytest.raises(TerritoryError, match="outside the extract") as caught:
        build_from_osm(HAMLET, name="hamlet", site=(2.35, 48.85))
    assert "LON" in caught.value.hint
    with pytest.raises(TerritoryError, match="outside the extract"):
        build_from_osm(HAMLET, name="hamlet", site=(float("nan"), 49.3))


def test_a_site_is_at_most_a_hundredth_of_its_map():
    assert site_scale(650_000, 1e9) == 1.0
    assert site_scale(650_000, 6.5e6) == pytest.approx(0.1)
    assert site_scale(650_000, 1e5) == 0.05


def test_streets_alone_make_a_territory(tmp_path):
    path = tmp_path / "bare.osm"
    path.write_text(
        '<osm version="0.6"><node id="1" lat="-33.0" lon="151.0"/><node id="2" lat="-33.001" '
        'lon="151.0"/><node id="3" lat="-33.001" lon="151.0"/><way id="1"><nd ref="1"/><nd ref="2"/>'
        '<tag k="highway" v="residential"/></way><way id="2"><nd ref="2"/><nd ref="3"/>'
        '<tag k="highway" v="steps"/></way></osm>',
        encoding="utf-8",
    )
    territory = build_from_osm(path, name="bare", population=100)
    assert territory.info.crs == "EPSG:32756"
    assert len(territory.edges) == 2
    assert territory.info.notes["edges_of_zero_length"] == 1
    assert territory.info.notes["population_not_housed"] == 100
    assert len(territory.zones) == 1
    save_territory(territory, tmp_path / "bare")
    assert len(read_territory(tmp_path / "bare").edges) == 2


@pytest.mark.parametrize(
    ("lon", "lat", "france"),
    [
        (2.35, 48.86, True),  # Paris
        (4.03, 49.25, True),  # Reims
        (7.75, 48.57, True),  # Strasbourg
        (7.27, 43.70, True),  # Nice
        (9.15, 42.15, True),  # Corte
        (-4.49, 48.39, True),  # Brest
        (3.06, 50.63, True),  # Lille
        (4.35, 50.85, False),  # Brussels
        (6.13, 49.61, False),  # Luxembourg
        (6.96, 49.24, False),  # Saarbrücken
        (7.85, 48.00, False),  # Freiburg
        (9.52, 47.14, False),  # Vaduz
        (7.44, 46.95, False),  # Bern
        (7.69, 45.07, False),  # Turin
        (2.17, 41.38, False),  # Barcelona
        (-2.0, 43.32, False),  # San Sebastián
        (0.12, 51.5, False),  # London
        (55.45, -20.88, False),  # Saint-Denis, La Réunion
    ],
)
def test_lambert_93_in_metropolitan_france_only(lon, lat, france):
    assert in_metropolitan_france(lon, lat) is france
    if not france:
        zone = int((lon + 180) // 6) + 1
        half = "326" if lat >= 0 else "327"
        assert choose_crs(np.array([lon]), np.array([lat])) == f"EPSG:{half}{zone:02d}"


def test_share_out_is_exact():
    for total in (0, 1, 7, 1000):
        shares = share_out(total, np.array([1.0, 1.0, 1.0, 0.0]))
        assert shares.sum() == total
        assert shares[3] == 0
    assert share_out(5, np.zeros(2)).tolist() == [0, 0]
