"""Every parameter moves some indicator, euro of impact, or number of the network of sites.

Each is set to the ends of its range (an assumption's own, else the bounds, else half and double),
until one of several small towns shows an effect. One that moves nothing is a defect: either nobody
reads it, or what it says does not happen.
"""

from __future__ import annotations

import math
from dataclasses import replace

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from microville.access import build_network, matrix, profile
from microville.impacts import mean_statement
from microville.indicators import collect
from microville.model import Microville
from microville.model.facilities import ERRANDS, SCHOOLS
from microville.network_of_sites import curve, draw_sites, sites_table, work_out
from microville.parameters import Parameters, rows, update
from microville.runs import Comparison, run
from microville.territory.territory import Territory

pytestmark = pytest.mark.campaign

MONTHS = 38
"""Three winters, three assemblies and the elections of March 2026."""
FROM_RUNS = {"impacts", "site_impacts", "nature"}
"""Groups read for what finished runs are worth."""
OF_NETWORK = {"platform", "site_types"}
"""Groups read by the network of sites."""

OF_ACCESS = {
    "mobility.wheelchair_speed_kmh": ("wheelchair",),
    "mobility.ebike_uphill_share": ("ebike",),
}
"""Read by studies of access only, with the profile: nobody of the model is in a wheelchair, and
electric bicycles take a fixed part of a bicycle's time there."""
OF_POPULATION = {"population.elder_alone_women_share"}
"""Read when people are made: nothing but births depends on who is a woman, so that no indicator
shows it; the people do."""
LATE = {"mobility.car_co2_2050_g_km"}
"""Read for years that months do not reach: the impacts read them."""
ORIGIN = (775_000.0, 6_910_000.0)
"""South-west corner of the village."""

TOWN = """
[run]
months = 38

[parameters.works]
deep_months = 4
deep_renovation_months_per_1000m2 = 1.0
light_months = 2
demolition_months = 2

[parameters.housing]
site_fill_months = 4

[parameters.business]
letting_delay_months = 2

[[programme.buildings]]
building = "B04"
use = "housing"
works = "deep_renovation"
start = "2025-03"
floor_area_m2 = 1000
dwellings = 15
energy_class_after = "B"

[[programme.buildings]]
building = "B04"
use = "housing"
works = "deep_renovation"
start = "2025-03"
floor_area_m2 = 400
energy_class_after = "B"

[[programme.buildings]]
building = "B04"
use = "training"
works = "light_transitional"
start = "2025-02"
floor_area_m2 = 1050
energy_class_after = "C"
categories = ["training_centre"]

[[programme.buildings]]
building = "B12"
use = "workshop"
works = "light_transitional"
start = "2025-02"
floor_area_m2 = 500
categories = ["grocery"]

[[programme.buildings]]
building = "B12"
use = "food_hub"
works = "deep_renovation"
start = "2025-04"
floor_area_m2 = 400
energy_class_after = "C"

[[programme.buildings]]
building = "B12"
use = "coworking"
start = "2025-02"
floor_area_m2 = 300
categories = ["coworking"]

[[programme.buildings]]
building = "B12"
use = "culture_sport"
start = "2025-02"
floor_area_m2 = 200
categories = ["community_place", "library"]

[[programme.buildings]]
building = "B12"
use = "storage"
start = "2025-02"
floor_area_m2 = 200
name_en = "Reuse platform"

[[programme.buildings]]
building = "N01"
use = "shop"
works = "new_build"
parcel = "P05"
floor_area_m2 = 300
start = "2025-06"
energy_class_after = "A"
categories = ["bakery"]

[[programme.parcels]]
parcel = "P09"
area_ha = 1.5
cover = "market_garden"
start = "2025-04"

[[programme.parcels]]
parcel = "P09"
area_ha = 1.0
cover = "orchard"
start = "2025-04"

[[programme.parcels]]
parcel = "P09"
area_ha = 1.0
cover = "cereals"
start = "2025-04"

[[programme.parcels]]
parcel = "P05"
area_ha = 1.0
unseal_ha = 1.0
cover = "renatured"
start = "2025-10"

[[programme.infrastructure]]
kind = "solar"
kwp = 50
start = "2025-06"

[[programme.infrastructure]]
kind = "heat_network"
heated_m2 = 2000
start = "2025-06"

[[programme.infrastructure]]
kind = "rain_water"
m3_month = 50
start = "2025-06"

[[programme.infrastructure]]
kind = "grey_water"
m3_month = 20
start = "2025-06"

[[programme.infrastructure]]
kind = "fibre"
subscribers = 30
start = "2025-06"

[[programme.services]]
category = "playground"
parcel = "P05"
start = "2025-05"
"""
TOWN += "".join(
    f"""
[[programme.services]]
category = "{name}"
parcel = "P05"
start = "2025-07"
"""
    for name in (*ERRANDS, *SCHOOLS)
    if name != "playground"
)
"""One new place of each kind: those that were there have room for who comes."""
OFFICES = """
[[programme.buildings]]
building = "B01"
use = "office"
works = "deep_renovation"
start = "2027-01"
energy_class_after = "B"

[[shocks]]
kind = "supplier"
start = "2026-02"
days = 8

[[programme.buildings]]
building = "B19"
use = "care"
start = "2025-01"
categories = ["general_practitioner", "nurse", "pharmacy"]
"""
RICH = """
[parameters.finance]
share_capital_cash_eur = 3000000.0
"""
POOR = """
[parameters.finance]
share_capital_cash_eur = 200000.0

[[programme.buildings]]
building = "B19"
works = "demolition"
start = "2025-02"
"""
LEASED = """
[cooperative]
tenure = "leased"
charter = "2025-09"
colleges = { local_authorities = 30, inhabitants = 40, companies = 30 }
"""
STAGED = """
[cooperative]
tenure = "staged"
charter = "2026-02"
"""
DEAR = """
[cooperative]
co_construction = true
dialogue = true
shared_culture = true

[parameters.finance]
share_capital_cash_eur = 9000000.0

[parameters.works]
deep_renovation_eur_m2 = 4000.0
deep_months = 4

[[programme.buildings]]
building = "B01"
use = "office"
works = "deep_renovation"
start = "2026-03"

[[programme.buildings]]
building = "B04"
use = "housing"
works = "deep_renovation"
start = "2026-03"
dwellings = 20
categories = ["grocery"]

[[programme.parcels]]
parcel = "P09"
area_ha = 3.0
cover = "market_garden"
start = "2026-04"

[[programme.infrastructure]]
kind = "solar"
kwp = 100
start = "2026-05"
"""
"""Works so dear that nothing they bring satisfies: each thing that they bring weighs in the vote."""
RENTED = """
[parameters.rent]
transitional = 30.0

[parameters.finance]
animation_eur_year = 0.0
operating_grant_eur_year = 0.0

[parameters.accounting]
share_interest_pct = 4.0

[[programme.buildings]]
building = "B01"
use = "office"
start = "2025-01"
"""
"""A cooperative with a surplus, which pays tax and interest on shares."""
SOUGHT = """
[parameters.finance]
share_capital_cash_eur = 9000000.0

[parameters.works]
deep_months = 4
deep_renovation_months_per_1000m2 = 0.0

[parameters.housing]
site_interest_share = 1.0
site_fill_months = 8
rent_share_of_price_year = 0.12

[[programme.buildings]]
building = "B04"
use = "housing"
works = "deep_renovation"
start = "2025-08"
dwellings = 40
energy_class_after = "B"
"""
"""Homes are so dear elsewhere that households of every commune wait for those of the site."""
ON_FOOT = """
[parameters.entry]
catchment_car_min = 0.0
smallest_floor_share = 0.0
"""
"""Shops count on custom on foot alone, and take as little floor as that is worth."""
CHANGING = """
[parameters.public_service]
practitioner_leaving_share_year = 0.6
elementary_school_class_seats = 5.0
lower_secondary_class_seats = 5.0
class_opens_share = 0.7
"""
"""Practitioners give up, and classes are so small that each year some open and close."""
LET = """
[parameters.works]
deep_months = 2
deep_renovation_months_per_1000m2 = 0.0

[parameters.business]
letting_delay_months = 0

[[programme.buildings]]
building = "B04"
use = "training"
works = "deep_renovation"
start = "2025-02"
floor_area_m2 = 500
energy_class_after = "B"

[[programme.buildings]]
building = "B04"
use = "coworking"
works = "deep_renovation"
start = "2025-02"
floor_area_m2 = 300
energy_class_after = "B"

[[programme.buildings]]
building = "B04"
use = "culture_sport"
works = "deep_renovation"
start = "2025-02"
floor_area_m2 = 300
energy_class_after = "B"

[[programme.buildings]]
building = "B12"
use = "workshop"
works = "deep_renovation"
start = "2025-02"
floor_area_m2 = 500
energy_class_after = "B"

[[programme.buildings]]
building = "B12"
use = "storage"
works = "deep_renovation"
start = "2025-02"
floor_area_m2 = 300
energy_class_after = "B"

[[programme.buildings]]
building = "B12"
use = "care"
works = "deep_renovation"
start = "2025-02"
floor_area_m2 = 300
energy_class_after = "B"
"""
"""Floor renovated for good, let at the rent of its use."""
TOWNS = (
    (RICH, TOWN, OFFICES),
    (POOR, TOWN),
    (RICH, TOWN, OFFICES, LEASED),
    (RICH, TOWN, OFFICES, STAGED),
    (RICH, TOWN, OFFICES),
    (RICH, TOWN, OFFICES),
    (DEAR,),
    (RENTED,),
    (SOUGHT,),
    (RICH, TOWN, ON_FOOT),
    (RICH, TOWN, CHANGING),
    (RICH, LET),
)
TYPES = (*("military",) * 4, "industrial", "scattered", *("military",) * 6)
"""Type of the site of each town."""
FIRST = {
    "assembly.": 6,
    "governance.": 6,
    "accounting.share_interest": 7,
    "housing.focus_reserved_share": 8,
    "entry.required_profit_share": 9,
    "entry.catchment_": 9,
    "public_service.": 10,
    "works.demolition": 1,
    "rent.": 11,
}
"""The town that is most likely to show an effect, by how keys begin; else the first."""


def values_of(row):
    """Return what a parameter is set to, the farthest from its value first."""
    ends = [row.low, row.high] if row.low is not None else [row.value / 2, row.value * 2 + 0.01]
    if row.ge is not None:
        ends = [max(end, row.ge) for end in ends]
    if row.le is not None:
        ends = [min(end, row.le) for end in ends]
    ends = [round(end) if row.integer else float(end) for end in ends]
    far = sorted({end for end in ends if end != row.value}, key=lambda end: -abs(end - row.value))
    # What a range leaves as it is in a village of a kilometre, a bound may change.
    far += [b for b in (row.ge, row.le) if b is not None and b != row.value and b not in far]
    assert far, f"{row.key} has no other value than {row.value}"
    return far


def test_values_differ_from_the_default():
    for row in rows():
        assert all(math.isfinite(value) and value != row.value for value in values_of(row))


@pytest.fixture(scope="module")
def bumpy(village):
    """The village on a slope, with lights, gravel, a library and an upper secondary school.

    Its homes differ in size, and a third commune, whose prices nobody knows, lies in the north.
    """
    layers = {name: layer.copy() for name, layer in village.layers.items()}
    edges, nodes, homes = layers["edges"], layers["nodes"], layers["buildings"]
    number = np.arange(len(edges))
    edges["signals"] = (number % 5 == 0).astype("float32")
    edges["crossings"] = (number % 3 == 0).astype("float32")
    edges.loc[number % 4 == 0, "surface"] = "unpaved"
    edges.loc[number % 7 == 0, "stress"] = 3
    services = layers["services"]
    library = services[services["category"] == "bank"].assign(service_id="l", category="library")
    school = services[services["category"] == "bank"].assign(
        service_id="u", category="upper_secondary"
    )
    layers["services"] = pd.concat([services, library, school], ignore_index=True)
    nodes["elevation_m"] = (nodes.geometry.x - nodes.geometry.x.min()) * 0.02
    layers["landuse"] = _field(village)
    lived = homes["dwellings"] > 0
    homes.loc[lived, "floor_area_m2"] *= 0.7 + 0.15 * (np.arange(lived.sum()) % 5)
    layers["zones"] = _three_communes(village, homes, layers["services"])
    return Territory(village.info, layers)


def _three_communes(village, homes, services):
    """Return the zones with the north of the west apart; homes and services there follow."""
    for layer in (homes, services):
        north = (layer.geometry.centroid.y > ORIGIN[1] + 450) & (layer["zone"] == "W")
        layer.loc[north, "zone"] = "N"
    zones = village.layers["zones"]
    west = zones.index[zones["zone"] == "W"][0]
    part = zones.loc[[west]].assign(zone="N", name="North", price_eur_m2=0.0)
    zones = pd.concat([zones, part], ignore_index=True)
    north = len(zones) - 1
    for column in zones.columns:
        if zones[column].dtype.kind == "i":
            values = zones[column].to_numpy(copy=True)
            values[north] = values[west] * 2 // 5
            values[west] -= values[north]
            zones[column] = values
    x, y = ORIGIN
    zones.loc[west, "geometry"] = shapely.box(x, y - 100, x + 350, y + 450)
    zones.loc[north, "geometry"] = shapely.box(x, y + 450, x + 350, y + 800)
    return zones


def _field(village):
    """Return a field of six hectares in the focus area."""
    middle = village.layers["zones"].geometry[1].centroid
    field = shapely.box(middle.x, middle.y, middle.x + 300, middle.y + 200)
    return gpd.GeoDataFrame({"kind": ["farmland"], "name": [""]}, geometry=[field], crs="EPSG:2154")


@pytest.fixture(scope="module")
def town(scenario, bumpy):
    """Return ``town(number, changes)``: the model of a town, at its start."""
    loaded = [scenario(*texts) for texts in TOWNS]

    def of(number, changes=None):
        chosen = loaded[number].update(changes or {})
        notes = bumpy.info.notes | {"site_type": TYPES[number]}
        there = Territory(replace(bumpy.info, notes=notes), bumpy.layers)
        return Microville(chosen, there if TYPES[number] != "military" else bumpy, seed=1)

    return of


@pytest.fixture(scope="module")
def moved(town):
    """Return ``moved(number, changes)``: whether changes move any indicator in any month.

    The town as it is is played once, month by month as far as somebody asks; the changed one stops
    in the first month that differs.
    """
    known = {}

    def month_of(number, month):
        if number not in known:
            known[number] = (town(number), [])
        model, tables = known[number]
        while len(tables) <= month:
            model.step()
            tables.append(collect(model))
        return tables[month]

    def of(number, changes):
        model = town(number, changes)
        for month in range(MONTHS):
            model.step()
            if not collect(model).equals(month_of(number, month)):
                return True
        return False

    return of


def shows(row, moved):
    """Return whether a value of a parameter moves an indicator of some town."""
    first = next((town for start, town in FIRST.items() if row.key.startswith(start)), 0)
    towns = [first, *(number for number in range(len(TOWNS)) if number != first)]
    return any(moved(town, {row.key: value}) for town in towns for value in values_of(row))


@pytest.mark.parametrize(
    "row",
    [r for r in rows() if r.key not in LATE and r.key.split(".")[0] not in FROM_RUNS | OF_NETWORK],
    ids=lambda r: r.key,
)
def test_a_parameter_moves_an_indicator(row, moved, bumpy, scenario):
    if row.key in OF_ACCESS:
        who = OF_ACCESS[row.key][0]
        other = update(Parameters(), {row.key: values_of(row)[0]})
        assert travel_ms(bumpy, who) != travel_ms(bumpy, who, other)
    elif row.key in OF_POPULATION:
        base = scenario(*TOWNS[0])
        changes = ({}, *({row.key: value} for value in values_of(row)))
        made = (Microville(base.update(change), bumpy).population.people for change in changes)
        assert len({int(people.female.sum()) for people in made}) > 1
    else:
        assert shows(row, moved), f"{row.key} moves no indicator: is it read?"


def travel_ms(territory, who, parameters=None):
    """Return the milliseconds of a profile across the village."""
    ends = np.array([(ORIGIN[0], ORIGIN[1] + 100.0), (ORIGIN[0] + 600.0, ORIGIN[1] + 500.0)])
    network = build_network(territory, profile(who, parameters or Parameters()), ends)
    rows_of = np.arange(2, dtype=np.int32)
    return matrix(network, rows_of, rows_of).tolist()


@pytest.fixture(scope="module")
def pair(scenario, quiet, village):
    programme = scenario(*TOWNS[0])
    still = quiet.update({"run.months": MONTHS})
    results = {(s.name, 1): run(s, village, seed=1) for s in (still, programme)}
    return Comparison(village, (still, programme), (1,), results)


@pytest.mark.parametrize(
    "row",
    [r for r in rows() if r.key in LATE or r.key.split(".")[0] in FROM_RUNS],
    ids=lambda r: r.key,
)
def test_a_parameter_moves_a_line_of_the_impacts(row, pair, moved):
    def lines(scenarios):
        results = {
            (s.name, 1): pair.results[old.name, 1]
            for s, old in zip(scenarios, pair.scenarios, strict=True)
        }
        made = mean_statement(
            Comparison(pair.territory, scenarios, (1,), results), scenarios[1].name
        )
        return made.table().drop(columns=["label_en", "label_fr"]), made.holding

    table, holding = lines(pair.scenarios)
    for value in values_of(row):
        other, other_holding = lines(tuple(s.update({row.key: value}) for s in pair.scenarios))
        if not table.equals(other) or holding != other_holding:
            return
    if shows(row, moved):
        return
    pytest.fail(f"{row.key} moves no impact: is it read?")


@pytest.mark.parametrize(
    "row", [r for r in rows() if r.key.split(".")[0] in OF_NETWORK], ids=lambda r: r.key
)
def test_a_parameter_moves_the_network_of_sites(row, moved):
    def network(parameters):
        made = work_out(draw_sites(60, parameters, 1), parameters)
        return sites_table(made), curve(parameters, sites=60, sizes=(5, 60), seed=1)

    ours = network(Parameters())
    for value in values_of(row):
        other = network(update(Parameters(), {row.key: value}))
        if not all(a.equals(b) for a, b in zip(ours, other, strict=True)):
            return
    for value in values_of(row):
        if moved(0, {row.key: value}):
            return
    pytest.fail(f"{row.key} moves nothing of the network: is it read?")
