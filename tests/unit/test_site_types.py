"""The same programme on a base, on a brownfield and in scattered premises."""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microville.cli.main import main
from microville.errors import TerritoryError
from microville.model import Microville
from microville.model.phases.works import works_cost_eur_m2
from microville.scenario import carry_over, list_scenarios, load_scenario
from microville.scenario.hosts import deal, hosts_of, yards_of
from microville.territory.osm import build_from_osm
from microville.territory.osm.premises import Premises, draw_premises, read_premises
from microville.territory.template import template_floors, template_land
from microville.territory.territory import SITE_TYPES

ROOT = Path(__file__).parents[2]
HAMLET = ROOT / "tests" / "fixtures" / "hamlet.osm"
LIECHTENSTEIN = ROOT.parent / "shared" / "osm" / "liechtenstein.osm.pbf"
LISTED = [Premises(4.003 + 0.0004 * i, 49.3, 60.0 + 35 * i, f"Shop {i}") for i in range(9)]
TYPES = ("industrial", "scattered")


@pytest.fixture(scope="module")
def hamlets():
    """Return the hamlet with a site of each type."""
    return {
        kind: build_from_osm(
            HAMLET,
            name="hamlet",
            site=(4.004, 49.3),
            site_type=kind,
            premises=LISTED if kind == "scattered" else None,
            population=60,
        )
        for kind in SITE_TYPES
    }


def play(territory, name, fraction=1.0, months=24):
    """Run a scenario and hold floor, land and money to what there is, every month."""
    model = Microville(
        load_scenario(name).update({"run.months": months}), territory, seed=1, fraction=fraction
    )
    buildings = territory.layers["buildings"]
    on_site = buildings[buildings["site"]]
    floors = dict(zip(on_site["building_id"], on_site["floor_area_m2"], strict=True))
    parcels = territory.layers["parcels"].set_index("parcel_id")
    people = None
    for _ in range(months):
        model.step()
        held, sown = defaultdict(float), defaultdict(float)
        for unit in model.site.own_units:
            if unit.state in ("works", "ready", "let"):
                held[unit.entry.building] += unit.area_m2
        for ground in model.site.grounds:
            if ground.active:
                sown[ground.entry.parcel] += ground.entry.area_ha - ground.entry.unseal_ha
        assert all(area <= floors[b] + 0.5 for b, area in held.items())
        usable = parcels["area_ha"] - parcels["sealed_ha"]
        assert all(area <= usable[p] + 1e-6 for p, area in sown.items())
        assert model.site.total_floor_m2 == pytest.approx(sum(floors.values()))
        debit, credit = (
            sum(side)
            for side in zip(*model.cooperative.ledger.trial_balance().values(), strict=True)
        )
        assert debit == credit > 0
        people = len(model.population.people)
    assert people > 0
    return model


@pytest.mark.parametrize("kind", SITE_TYPES)
def test_balanced_runs_two_years_on_each_type_and_conserves(hamlets, kind):
    model = play(hamlets[kind], "balanced")
    used = [unit for unit in model.site.own_units if unit.in_use]
    assert len({unit.entry.building for unit in used}) > 3
    assert sum(unit.jobs for unit in used) > 0


@pytest.mark.parametrize("kind", SITE_TYPES)
@pytest.mark.parametrize("name", list_scenarios())
def test_every_scenario_fits_every_type(hamlets, kind, name):
    """Each entry is carried over or listed, and the model takes the rest."""
    territory, template = hamlets[kind], load_scenario(name)
    carried = carry_over(template, territory)
    lists = ("buildings", "parcels", "infrastructure", "services", "greenfield")
    sizes = [
        sum(len(getattr(s.programme, which)) for which in lists)
        for s in (template, carried.scenario)
    ]
    assert sizes[0] == sizes[1] + len(carried.left_out)
    assert bool(carried.left_out) == (
        kind == "scattered" and bool(template.programme.parcels or template.programme.services)
    )
    if kind == "scattered":
        assert not carried.scenario.programme.parcels
        assert all(i.kind != "heat_network" for i in carried.scenario.programme.infrastructure)
    if not template.programme.greenfield:  # free fields are another test's
        Microville(template, territory, seed=1)


@pytest.mark.parametrize("kind", TYPES)
def test_all_floor_and_land_are_dealt_out(hamlets, kind):
    """The template in full use would fill each host and each yard exactly."""
    territory = hamlets[kind]
    buildings = territory.layers["buildings"]
    on_site = buildings[buildings["site"]].set_index("building_id")["floor_area_m2"]
    filled = defaultdict(float)
    for guest, host in hosts_of(territory).items():
        filled[host.name] += template_floors()[guest] * host.ratio
    assert set(hosts_of(territory)) == set(template_floors())
    assert dict(filled) == pytest.approx(on_site.to_dict())
    parcels = territory.layers["parcels"]
    sown = sum(template_land()[p][0] * yard.usable for p, yard in yards_of(territory).items())
    assert sown == pytest.approx(float((parcels["area_ha"] - parcels["sealed_ha"]).sum()))


sizes = st.dictionaries(st.text("abcdefg", min_size=1, max_size=3), st.floats(1, 1e5), min_size=1)


@given(sizes, sizes)
def test_dealing_goes_by_rank(wanted, there):
    dealt = deal(wanted, there)
    assert set(dealt) == set(wanted)
    assert set(dealt.values()) <= set(there)
    if len(there) >= len(wanted):
        by_size = sorted(wanted, key=lambda name: (-wanted[name], name))
        given_sizes = [there[dealt[name]] for name in by_size]
        assert given_sizes == sorted(given_sizes, reverse=True)
        assert len(set(dealt.values())) == len(wanted)
        return
    # List scheduling: nobody holds more than their share and one guest.
    scale = sum(wanted.values()) / sum(there.values())
    for host, size in there.items():
        guests = [wanted[g] for g, h in dealt.items() if h == host]
        assert sum(guests) <= size * scale + max(guests, default=0.0) + 1e-6 * sum(wanted.values())


def test_the_map_s_own_names_and_demolitions(hamlets, scenario):
    """A file may name a hall of the map; a part of a hall is not demolished, nor built anew."""
    body = """
[[programme.buildings]]
building = "H01"
use = "workshop"
start = "2025-01"
floor_area_m2 = 50

[[programme.buildings]]
building = "B38"
works = "demolition"
start = "2025-02"

[[programme.buildings]]
building = "B38"
use = "shop"
works = "new_build"
floor_area_m2 = 500
start = "2026-02"

[[programme.buildings]]
building = "N01"
use = "shop"
works = "new_build"
parcel = "P05"
floor_area_m2 = 500
start = "2026-02"
"""
    industrial = carry_over(scenario(body), hamlets["industrial"])
    first, new = industrial.scenario.programme.buildings
    assert (first.building, first.floor_area_m2) == ("H01", 50)
    assert new.parcel.startswith("Y")
    assert 0 < new.floor_area_m2 < 500
    assert len(industrial.left_out) == 2
    assert all(":" in line and "B38" in line for line in industrial.left_out)
    scattered = carry_over(scenario(body.replace("H01", "L01")), hamlets["scattered"])
    assert len(scattered.left_out) == 3
    assert "no land of its own" in scattered.left_out[-1]


def test_works_cost_what_the_type_of_site_asks(hamlets):
    """410 of renovation, 75 of asbestos, 66 of cleaning, 6 of studies, 9 % more (EUR/m2)."""
    costs = {
        kind: works_cost_eur_m2(Microville(load_scenario("status_quo"), t), "deep_renovation")
        for kind, t in hamlets.items()
    }
    assert costs["military"] == pytest.approx((410 + 75 + 6) * 1.09)
    assert costs["industrial"] == pytest.approx((410 + 150 + 66 * 0.4 + 6) * 1.09)
    assert costs["scattered"] == pytest.approx((410 + 37.5 + 6) * 1.09)
    # Plausible: works and purchase of a brownfield in Reims cost 600, from 400 to 850.
    assert 400 < costs["industrial"] < 850


def test_premises_stand_in_their_own_streets(hamlets):
    """Homes stay; each of the premises is reached where it stands."""
    territory = hamlets["scattered"]
    model = Microville(load_scenario("balanced"), territory, seed=1)
    places = {unit.entry.building: unit.place for unit in model.site.own_units}
    spots = model.access.places.xy[sorted(set(places.values()))]
    assert len(spots) == len(LISTED)
    assert spots[:, 0].max() - spots[:, 0].min() > 100
    homes = [t.layers["buildings"]["dwellings"].sum() for t in hamlets.values()]
    assert homes[2] >= homes[0]
    assert not len(territory.layers["parcels"])
    assert not territory.info.options


def cli(capsys, *words):
    with pytest.raises(SystemExit) as stop:
        main([str(word) for word in words])
    out = capsys.readouterr()
    return int(stop.value.code or 0), out.out, out.err


def test_a_town_hall_with_a_list_of_premises(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("MICROVILLE_MAPS", str(tmp_path / "maps"))
    listed = tmp_path / "premises.csv"
    rows = "".join(f"{p.lon},{p.lat},{p.floor_m2},{p.name}\n" for p in LISTED)
    listed.write_text(f"lon,lat,floor_m2,name\n{rows}", encoding="utf-8")
    build = ("map", "build", "shops", "--xml", HAMLET, "--population", 60)
    code, out, err = cli(capsys, *build, "--site-type", "scattered", "--premises", listed)
    assert code == 0, err
    assert "scattered site: 9 buildings, 1800 m2 of floor, 0.0 ha" in out
    code, out, err = cli(capsys, "validate", "balanced", "--map", "shops")
    assert code == 0, err
    assert out.startswith("balanced: right\nNot carried over to the scattered site of shops:")
    assert out.count("this site has no land of its own") == 13
    where = tmp_path / "out"
    code, _, err = cli(capsys, "run", "balanced", "--map", "shops", "--months", 2, "--out", where)
    assert code == 0, err
    manifest = json.loads((where / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["territory"]["site_type"] == "scattered"
    assert sum("has no land" in line for line in manifest["left_out"]) == 13


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--site-type", "naval"), "Allowed: military, industrial, scattered"),
        (("--site-type", "industrial"), "Give --site LON,LAT"),
        (("--premises", "{list}", "--site", "4.004,49.3"), "Add --site-type scattered"),
        (("--premises", "{bad}", "--site-type", "scattered"), "bad.csv:3: floor_m2 is 0"),
        (("--premises", "{far}", "--site-type", "scattered"), "is outside the extract"),
    ],
)
def test_wrong_sites_end_with_2(words, told, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("MICROVILLE_MAPS", str(tmp_path / "maps"))
    for name, rows in {
        "list": "4.004,49.3,80",
        "bad": "4.004,49.3,80\n4.004,49.3,0",
        "far": "9.5,47.1,80",
    }.items():
        (tmp_path / f"{name}.csv").write_text(f"lon,lat,floor_m2\n{rows}\n", encoding="utf-8")
    given_words = [
        w.format(**{n: tmp_path / f"{n}.csv" for n in ("list", "bad", "far")}) for w in words
    ]
    code, _, err = cli(capsys, "map", "build", "x", "--xml", HAMLET, *given_words)
    assert code == 2
    assert told in " ".join(err.split()).replace(" .csv", ".csv")
    assert not (tmp_path / "maps" / "x").exists()


def test_a_list_without_a_column_says_which(tmp_path):
    path = tmp_path / "p.csv"
    path.write_text("lon,lat\n4,49\n", encoding="utf-8")
    with pytest.raises(TerritoryError, match="no column 'floor_m2'"):
        read_premises(path)


def test_where_nothing_can_be_drawn_a_list_is_asked_for(hamlets):
    layers = hamlets["military"].layers
    lived_in = layers["buildings"].assign(dwellings=1)
    with pytest.raises(TerritoryError, match="can be one of the scattered premises"):
        draw_premises(lived_in, layers["services"], (0.0, 0.0), "51999", 4000.0)


@pytest.mark.skipif(not LIECHTENSTEIN.is_file(), reason="../shared/osm has no real extract")
def test_three_types_on_liechtenstein():
    floors = []
    for kind in SITE_TYPES:
        build = {"name": "liechtenstein", "site": (9.5215, 47.1660), "site_type": kind}
        territory = build_from_osm(LIECHTENSTEIN, **build)
        model = play(territory, "balanced", fraction=0.01)
        floors.append(model.site.total_floor_m2)
        if kind != "scattered":
            continue
        drawn = territory.layers["buildings"][territory.layers["buildings"]["site"]]
        assert territory.info.notes["premises_drawn"] is True
        assert (drawn["dwellings"] == 0).all()
        assert drawn["zone"].nunique() == 1
        assert len(drawn) > 10
    assert floors[:2] == [55000.0, 12000.0]
    assert 4000 <= floors[2] < 4400
