"""The default map holds the facts exactly and keeps the rules of its recipe."""

from collections import Counter

import networkx as nx
import numpy as np
import pandas as pd
import pytest
import shapely

from microville.errors import TerritoryError
from microville.territory import Territory, categories, content_hash
from microville.territory.schematic import build_schematic, recipe_hash
from microville.territory.schematic.constants import COURCY, plan_point
from microville.territory.schematic.facts import Facts
from microville.territory.schematic.homes import ENERGY, share_out
from microville.territory.schematic.rings import Face, long_axis
from microville.territory.schematic.services import expected_counts
from microville.territory.schematic.subdivide import Cutter
from microville.territory.site import place_site
from microville.territory.territory import BIKE, CAR, WALK, WHEELCHAIR

GRADE_SEPARATED = ("motorway", "motorway_link", "trunk")


@pytest.fixture(scope="module")
def territory() -> Territory:
    return build_schematic()


@pytest.fixture(scope="module")
def facts() -> Facts:
    return Facts()


def _graph(territory: Territory, bits: int, **options: bool) -> nx.Graph:
    on = territory.option_defaults() | options
    edges = territory.edges
    usable = (edges["forward"].to_numpy() & bits) > 0
    usable &= np.array([on.get(name, True) for name in edges["option"]])
    graph = nx.Graph()
    rows = edges.loc[usable, ["u", "v", "length_m"]].itertuples(index=False)
    for u, v, length in sorted(rows, key=lambda row: -row[2]):
        graph.add_edge(u, v, weight=length)
    return graph


def _walk(
    territory: Territory, graph: nx.Graph, a: tuple[float, float], b: tuple[float, float]
) -> float:
    names = np.array(sorted(graph.nodes))
    xy = shapely.get_coordinates(territory.nodes.geometry.to_numpy())[names]
    ends = [int(names[np.argmin(((xy - point) ** 2).sum(axis=1))]) for point in (a, b)]
    return float(nx.dijkstra_path_length(graph, *ends))


# Facts


def test_zones_are_the_51_communes_with_their_census(territory: Territory, facts: Facts) -> None:
    zones = territory.zones.set_index("zone")
    assert len(zones) == 51
    assert zones["population"].sum() == 250_149
    assert zones["households"].sum() == 122_295
    assert list(zones.index[zones["focus"]]) == [COURCY]
    for code in facts.codes:
        assert zones.loc[code, "births"] == facts.number(code, "births_2022")
        assert zones.loc[code, "active_15_64"] == facts.number(code, "active_15_64_2021")


def test_cells_are_those_of_courcy_with_ages(territory: Territory) -> None:
    cells = territory.cells
    assert set(cells["zone"]) == {COURCY}
    assert cells["persons"].sum() == pytest.approx(1249.5)
    assert cells["imputed"].sum() == 17
    ages = cells[[name for name in cells.columns if name.startswith("age_")]]
    assert ages.shape[1] == 10
    # The age columns of a cell are published rounded to 0.1.
    assert (ages.sum(axis=1) - cells["persons"]).abs().max() < 1.0
    assert cells.geometry.area.between(39_000, 41_000).all()


def test_facilities_are_exactly_as_counted(territory: Territory, facts: Facts) -> None:
    services = territory.services
    found = services.groupby(["zone", "category"]).size().to_dict()
    expected = expected_counts(facts)
    counted = {name for _, name in expected}
    assert {key: n for key, n in found.items() if key[1] in counted} == expected
    table = categories()
    assert all(table[row.category].default_status == row.status for row in services.itertuples())


def test_services_stand_in_their_commune(territory: Territory, facts: Facts) -> None:
    services = territory.services
    for code, rows in services.groupby("zone"):
        assert shapely.intersects(facts.limits[code], rows.geometry.to_numpy()).all(), code
    assert services["service_id"].is_unique
    assert f"{COURCY}-bakery-1" in set(services["service_id"])


def test_real_places_are_used(territory: Territory, facts: Facts) -> None:
    services = territory.services
    libraries = services[services["category"] == "library"]
    assert len(libraries) == 28
    known = facts.points[facts.points["category"] == "library"]
    spots = {(round(x), round(y)) for x, y in known[["x", "y"]].to_numpy()}
    assert {(round(p.x), round(p.y)) for p in libraries.geometry} == spots
    halls = services[services["category"] == "town_hall"]
    assert Counter(halls["zone"]) == Counter(facts.codes)
    post = services[(services["category"] == "post_office") & (services["zone"] == COURCY)]
    assert "COURCY" in post["name"].iloc[0].upper()


def test_jobs_are_those_of_the_employed(territory: Territory, facts: Facts) -> None:
    work = territory.services[territory.services["category"] == "workplace"]
    table = facts.communes
    employed = table["active_15_64_2021"].sum() - table["unemployed_15_64_2021"].sum()
    assert work["jobs"].sum() == employed
    assert 120 <= len(work) <= 200
    assert (work["jobs"] > 0).all()
    city = work[work["name"] != ""]["jobs"].sum()
    assert 0.75 <= city / employed <= 0.80
    assert set(work["status"]) == {"assumed"}


# Homes


def test_dwellings_sum_to_each_communes(territory: Territory, facts: Facts) -> None:
    homes = territory.buildings[~territory.buildings["site"]]
    sums = homes.groupby("zone")["dwellings"].sum()
    for code in facts.codes:
        households = facts.number(code, "households_2021")
        assert sums[code] == max(households, round(households / (1 - 0.084)))
    assert 25_000 <= len(homes) <= 36_000
    assert (homes["dwellings"] > 0).all()
    assert homes["building_id"].is_unique
    each = homes["floor_area_m2"].sum() / homes["dwellings"].sum()
    assert 70 <= each <= 110


def test_homes_stand_in_their_commune_and_not_on_streets(
    territory: Territory, facts: Facts
) -> None:
    homes = territory.buildings[~territory.buildings["site"]]
    for code, rows in homes.groupby("zone"):
        assert shapely.intersects(facts.limits[code], rows.geometry.to_numpy()).all(), code


def test_courcys_homes_follow_its_cells(territory: Territory, facts: Facts) -> None:
    homes = territory.buildings[territory.buildings["zone"] == COURCY]
    homes = homes[~homes["site"]]
    cells = territory.cells.set_index("cell")
    counts = homes.groupby("cell")["dwellings"].sum()
    assert set(counts.index) == set(cells.index)
    total = counts.sum()
    wanted = cells["persons"] / cells["persons"].sum() * (total - len(cells)) + 1
    assert (counts - wanted).abs().max() <= 1
    inside = shapely.intersects(
        cells.geometry.loc[homes["cell"]].to_numpy(), homes.geometry.to_numpy()
    )
    assert inside.all()


def test_energy_classes_are_distributed_as_the_stock(territory: Territory) -> None:
    homes = territory.buildings[~territory.buildings["site"]]
    shares = homes.groupby("energy_class")["dwellings"].sum() / homes["dwellings"].sum()
    for letter, share in ENERGY.items():
        assert shares[letter] == pytest.approx(share, abs=0.01)


# Streets


def test_no_street_crosses_a_barrier_except_at_a_crossing(territory: Territory) -> None:
    edges = territory.edges
    ground = ~edges["road_class"].isin(GRADE_SEPARATED)
    tree = shapely.STRtree(edges.geometry.to_numpy())
    noted = territory.info.notes["crossings"]
    for name, line in zip(territory.barriers["name"], territory.barriers.geometry, strict=True):
        hit = tree.query(line, predicate="intersects")
        named = {i for i in hit if name in edges["crossing"].iloc[i].split("|")}
        assert {i for i in hit if ground.iloc[i]} <= named, name
        # Every barrier can be crossed somewhere; and a name means a crossing.
        every = {i for i, names in enumerate(edges["crossing"]) if name in names.split("|")}
        assert every == named
        assert len(every) == noted[name] > 0


def test_only_gates_pass_the_fence_of_the_base(territory: Territory) -> None:
    crossing = territory.edges[territory.edges["crossing"].str.contains("Base fence")]
    assert set(crossing["option"]) == {"gate_west", "gate_south", "gate_east", "gate_north"}


def test_permissions_and_speeds(territory: Territory) -> None:
    edges = territory.edges
    bits = edges.groupby("road_class")["forward"].agg(set)
    assert bits["motorway"] == {CAR}
    assert bits["footway"] == {WALK | WHEELCHAIR}
    assert bits["track"] == {WALK | BIKE | CAR}
    assert bits["residential"] == {WALK | BIKE | CAR | WHEELCHAIR}
    assert (edges["forward"] == edges["backward"]).all()
    driven = (edges["forward"] & CAR) > 0
    assert (edges.loc[driven, "speed_kmh"] > 0).all()
    assert (edges.loc[edges["road_class"] == "motorway", "speed_kmh"] == 110).all()
    assert np.allclose(edges["length_m"], edges.geometry.length, atol=0.01)


@pytest.mark.parametrize("bits", [WALK, BIKE, CAR])
def test_the_network_is_in_one_piece(territory: Territory, bits: int) -> None:
    graph = _graph(territory, bits)
    largest = max(nx.connected_components(graph), key=len)
    assert len(largest) >= 0.999 * len(graph)


def test_every_edge_ends_at_its_nodes(territory: Territory) -> None:
    edges = territory.edges
    xy = shapely.get_coordinates(territory.nodes.geometry.to_numpy())
    lines = edges.geometry.to_numpy()
    for end, column in ((0, "u"), (-1, "v")):
        tips = shapely.get_coordinates(shapely.get_point(lines, end))
        assert np.abs(tips - xy[edges[column].to_numpy()]).max() < 0.2


def test_the_way_from_courcy_to_the_site(territory: Territory, facts: Facts) -> None:
    hall, gate = facts.halls[COURCY], plan_point(-450, 0)
    by_road = _walk(territory, _graph(territory, WALK), hall, gate)
    direct = _walk(territory, _graph(territory, WALK, link_courcy_direct=True), hall, gate)
    assert 2_400 < by_road < 3_100
    assert 2_050 <= direct <= 2_250
    # The direct way is for walkers and bicycles.
    driving = _walk(territory, _graph(territory, CAR, link_courcy_direct=True), hall, gate)
    assert driving > 2_400


def test_gates_decide_whether_the_site_can_be_reached(territory: Territory, facts: Facts) -> None:
    hall, inside = facts.halls[COURCY], plan_point(0, 105)
    names = [option.name for option in territory.info.options if option.kind == "gate"]
    assert territory.option_defaults() == {
        "gate_west": True,
        "gate_south": True,
        "gate_east": False,
        "gate_north": False,
        "link_courcy_direct": False,
    }
    shut = dict.fromkeys(names, False)
    with pytest.raises(nx.NetworkXNoPath):
        _walk(territory, _graph(territory, WALK, **shut), hall, inside)
    for name in names:
        opened = _graph(territory, WALK, **(shut | {name: True}))
        assert _walk(territory, opened, hall, inside) < 20_000, name


def test_cars_leave_and_join_the_motorways(territory: Territory) -> None:
    edges = territory.edges
    motorway = edges[edges["road_class"] == "motorway"]
    graph = _graph(territory, CAR)
    largest = max(nx.connected_components(graph), key=len)
    assert set(motorway["u"]) | set(motorway["v"]) <= largest
    assert (edges["road_class"] == "motorway_link").sum() >= 12


# Site


def test_the_site_has_the_published_totals(territory: Territory) -> None:
    site = territory.buildings[territory.buildings["site"]]
    assert len(site) == 38
    assert site["floor_area_m2"].sum() == 55_000
    assert (site["dwellings"] == 0).all()
    assert set(site["status"]) == {"occupied", "vacant"}
    assert set(site["zone"]) == {COURCY}
    assert territory.parcels["area_ha"].sum() == pytest.approx(65.0, abs=0.01)
    assert territory.parcels["sealed_ha"].sum() == pytest.approx(12.0, abs=0.3)
    assert territory.parcels.geometry.area.sum() / 1e4 == pytest.approx(65.0, abs=0.05)


def test_the_site_is_within_the_base_clear_of_barriers(territory: Territory) -> None:
    land = territory.landuse.set_index("kind").geometry
    assert land["base"].contains(land["site"])
    assert land["base"].area / 1e4 == pytest.approx(540, abs=1)
    railway = territory.barriers[territory.barriers["kind"] == "railway"]
    assert railway.distance(land["site"]).min() > 60
    buildings = territory.buildings[territory.buildings["site"]].geometry.to_numpy()
    assert shapely.contains(land["site"], buildings).all()
    assert (
        not shapely.STRtree(territory.edges.geometry.to_numpy())
        .query(buildings, predicate="intersects")
        .size
    )


def test_every_site_building_has_a_street(territory: Territory) -> None:
    streets = territory.edges[territory.edges["option"] == ""]
    tree = shapely.STRtree(streets.geometry.to_numpy())
    buildings = territory.buildings[territory.buildings["site"]].geometry.to_numpy()
    _, distance = tree.query_nearest(buildings, return_distance=True, all_matches=False)
    assert distance.max() < 45


def test_placing_the_site_elsewhere_scales_and_turns() -> None:
    half, parcels, outline = place_site((1000.0, 2000.0), "EPSG:32632", angle_deg=90, scale=0.5)
    full, _, _ = place_site((0.0, 0.0), "EPSG:32632")
    assert half["floor_area_m2"].sum() == pytest.approx(27_500)
    assert parcels["area_ha"].sum() == pytest.approx(32.5, abs=0.01)
    assert half.geometry.area.sum() == pytest.approx(full.geometry.area.sum() / 2, rel=1e-3)
    assert outline.centroid.distance(shapely.Point(1000, 2000)) < 0.1
    # A quarter turn: what was east is north.
    east = full.geometry.iloc[1].centroid
    north = half.geometry.iloc[1].centroid
    assert north.y - 2000 == pytest.approx(east.x * 0.5**0.5, abs=0.1)
    assert full["floor_area_m2"].tolist() == [float(int(a)) for a in full["floor_area_m2"]]


def test_a_site_without_size_is_refused() -> None:
    with pytest.raises(TerritoryError, match="scale"):
        place_site((0.0, 0.0), "EPSG:2154", scale=0.0)


# Determinism


def test_recipe_hash_is_stable_and_cheap() -> None:
    assert recipe_hash() == recipe_hash()
    assert len(recipe_hash()) == 64


@pytest.mark.slow
def test_two_builds_are_identical_and_another_seed_differs(territory: Territory) -> None:
    digest = content_hash(territory)
    assert content_hash(build_schematic()) == digest
    other = build_schematic(7)
    assert content_hash(other) != digest
    # Facts do not depend on the seed.
    pd.testing.assert_frame_equal(
        pd.DataFrame(other.zones.drop(columns="geometry")),
        pd.DataFrame(territory.zones.drop(columns="geometry")),
    )
    assert other.buildings["dwellings"].sum() == territory.buildings["dwellings"].sum()


# Parts of the recipe


def test_shares_sum_to_the_total() -> None:
    weights = np.array([1.0, 2.0, 3.5])
    for total in range(40):
        shares = share_out(weights, total, 1)
        assert shares.sum() == total
        assert (shares >= (1 if total >= 3 else 0)).all()


def test_cutting_keeps_the_area_and_makes_blocks_of_the_wanted_size() -> None:
    from microville.territory.schematic.constants import PATTERNS

    square = Face([(0.0, 0.0), (900.0, 0.0), (900.0, 600.0), (0.0, 600.0)], [True] * 4)
    cutter = Cutter(np.random.Generator(np.random.PCG64(1)))
    pattern = PATTERNS["faubourg"]
    leaves = cutter.subdivide([square], lambda _face: pattern)
    areas = [leaf.area for leaf, _ in leaves]
    assert sum(areas) == pytest.approx(square.area, rel=0.02)
    # No block may stay a giant: at most three times the pattern's size.
    assert max(areas) < 3 * pattern.block_ha * 1e4 * 1.5
    assert len(cutter.cuts) == len(leaves) - 1


def test_streets_stop_before_an_edge_that_is_no_street() -> None:
    from microville.territory.schematic.constants import PATTERNS

    face = Face(
        [(0.0, 0.0), (400.0, 0.0), (400.0, 200.0), (0.0, 200.0)], [True, False, False, False]
    )
    cutter = Cutter(np.random.Generator(np.random.PCG64(3)))
    cutter.subdivide([face], lambda _face: PATTERNS["faubourg"])
    assert cutter.tips
    for x, y in cutter.tips:
        assert min(x, 400 - x, 200 - y) > 8 or y < 200


def test_long_axis_of_a_rectangle() -> None:
    _, length, width = long_axis([(0.0, 0.0), (30.0, 40.0), (26.0, 43.0), (-4.0, 3.0)])
    assert length == pytest.approx(50)
    assert width == pytest.approx(5)
