"""A village small enough to check by hand, and scenarios for it.

The village is a grid of 8 by 8 junctions, 100 m apart, in zone ``W`` (west) and the focus zone
``E`` (east), with a site of four buildings and two parcels east of it. Junction (i, j) is node
8 j + i and stands at ``ORIGIN + (100 i, 100 j)``.

- Row 0 is a motorway (cars only, 90 km/h). Row 3 is one-way eastward for cars and bicycles.
- Column 5 is a footpath (people on foot and in wheelchairs); its last segment has steps.
- Segment (2, 6)-(3, 6) is the gate ``west_gate`` (open by default).
- The site's square of streets hangs on (7, 7) by a road and, if ``link`` is on, on (7, 3).
"""

from __future__ import annotations

import pytest

from microville.territory.territory import (
    BIKE,
    CAR,
    LAYERS,
    WALK,
    WHEELCHAIR,
    Option,
    Territory,
    TerritoryInfo,
    make_frame,
)

CRS = "EPSG:2154"
ORIGIN = (775_000.0, 6_910_000.0)
ALL = WALK | BIKE | CAR | WHEELCHAIR
FOOT = WALK | WHEELCHAIR
SIDE = 8


@pytest.fixture(scope="session", autouse=True)
def _own_folders(tmp_path_factory):
    """Keep the cache and the maps of the machine out of the tests, and the tests out of them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MICROVILLE_CACHE", str(tmp_path_factory.mktemp("cache")))
        patch.setenv("MICROVILLE_MAPS", str(tmp_path_factory.mktemp("maps")))
        yield


def _make_map(nodes, edges, *, options=(), name="test", **layers):
    """Return a territory from node coordinates and edges ``(u, v, {column: value})``.

    An edge is straight, as long as it is drawn, and open to all in both directions unless its
    columns say otherwise. Other layers are ``layer=(columns, geometry)``; missing ones are empty.
    """
    import shapely

    columns = {
        "length_m": lambda line: line.length,
        "road_class": lambda _: "residential",
        "forward": lambda _: ALL,
        "backward": lambda _: ALL,
        "speed_kmh": lambda _: 30.0,
        "option": lambda _: "",
        "source": lambda _: "hand",
    }
    lines = [shapely.LineString([nodes[u], nodes[v]]) for u, v, _ in edges]
    table = {"u": [e[0] for e in edges], "v": [e[1] for e in edges]}
    for column, default in columns.items():
        table[column] = [
            own.get(column, default(line)) for (_, _, own), line in zip(edges, lines, strict=True)
        ]
    parts = {
        "nodes": ({"node": range(len(nodes))}, shapely.points(nodes)),
        "edges": (table, lines),
    } | layers
    info = TerritoryInfo(
        name=name,
        title_en="Test",
        title_fr="Essai",
        crs=CRS,
        schematic=True,
        source="hand",
        licence="none",
        attribution="none",
        options=tuple(options),
    )
    frames = {layer: make_frame(layer, *parts.get(layer, ({}, [])), CRS) for layer in LAYERS}
    return Territory(info, frames)


@pytest.fixture(scope="session")
def make_map():
    """The factory of small maps, see :func:`_make_map`."""
    return _make_map


def _xy(x, y):
    return (ORIGIN[0] + x, ORIGIN[1] + y)


def _streets():
    edges = []
    for j in range(SIDE):
        for i in range(SIDE - 1):
            own = {}
            if j == 0:
                own = {"forward": CAR, "backward": CAR, "speed_kmh": 90.0}
                own["road_class"] = "motorway"
            if j == 3:
                own = {"backward": FOOT}
            if (i, j) == (2, 6):
                own = {"option": "west_gate"}
            edges.append((SIDE * j + i, SIDE * j + i + 1, own))
    for i in range(SIDE):
        for j in range(SIDE - 1):
            own = {"speed_kmh": 50.0} if i == 0 else {}
            if i == 5:
                bits = WALK if j == SIDE - 2 else FOOT
                own = {"forward": bits, "backward": bits, "road_class": "footway"}
            edges.append((SIDE * j + i, SIDE * j + i + SIDE, own))
    edges += [(63, 65, {}), (31, 64, {"option": "link"})]
    edges += [(64, 65, {}), (65, 67, {}), (67, 66, {}), (66, 64, {})]
    return edges


SERVICES = {  # category: positions in metres
    "bakery": [(150, 210), (610, 590)],
    "grocery": [(250, 410)],
    "supermarket": [(80, 690)],
    "butcher": [(260, 405)],
    "hairdresser": [(350, 215)],
    "bank": [(340, 190)],
    "post_office": [(240, 195)],
    "community_place": [(150, 505)],
    "green_space": [(60, 330), (690, 650)],
    "pharmacy": [(260, 195)],
    "general_practitioner": [(140, 415), (650, 410)],
    "nurse": [(145, 395)],
    "dentist": [(130, 390)],
    "restaurant_cafe": [(160, 190), (330, 590), (640, 195)],
    "sports_ground": [(20, 130), (670, 690)],
    "playground": [(210, 330), (610, 330)],
    "nursery_school": [(230, 490)],
    "elementary_school": [(240, 510), (650, 490)],
    "lower_secondary": [(30, 410)],
    "childcare": [(270, 505)],
    "workplace": [(20, 590), (350, 710), (650, 210), (450, 690), (330, 305)],
    "town_hall": [(250, 205)],
    "station": [(10, 720)],
}
"""No library and no upper secondary school: nothing is known of them here."""
JOBS = [60, 40, 8, 20, 15]

SITE = {  # identifier: (x, y, width, depth, floor area, use, energy class, status)
    "B01": (1050, 285, 62, 15, 2400, "office", "F", "occupied"),
    "B04": (1080, 520, 64, 14, 2450, "barracks", "F", "vacant"),
    "B12": (1220, 380, 50, 32, 1600, "workshop", "G", "vacant"),
    "B19": (1120, 315, 38, 12, 900, "care", "F", "occupied"),
}


def _village():
    import shapely

    nodes = [_xy(100 * i, 100 * j) for j in range(SIDE) for i in range(SIDE)]
    nodes += [_xy(1000, 300), _xy(1000, 500), _xy(1200, 300), _xy(1200, 500)]

    def box(x, y, width, depth):
        x0, y0 = _xy(x - width / 2, y - depth / 2)
        return shapely.box(x0, y0, x0 + width, y0 + depth)

    # Homes stand 12 m beside a street, 15 in each zone; the west ones are larger.
    west = [(x, 100 * j + 12) for j in (1, 2, 4, 5, 6) for x in (35, 165, 280)]
    east = [(x, 100 * j - 12) for j in (1, 2, 4, 5, 7) for x in (435, 565, 680)]
    homes = [(x, y, "W", 13) for x, y in west] + [(x, y, "E", 5) for x, y in east]
    count, site = len(homes), list(SITE.items())
    buildings = {
        "building_id": [f"h{k}" for k in range(count)] + [key for key, _ in site],
        "use": ["residential"] * count + [row[5] for _, row in site],
        "dwellings": [home[3] for home in homes] + [0] * len(site),
        "floor_area_m2": [home[3] * 80.0 for home in homes] + [row[4] for _, row in site],
        "footprint_m2": [400.0] * (count + len(site)),
        "year": [1960 + k for k in range(count)] + [1950] * len(site),
        "energy_class": ["ABCDEFG"[k % 7] for k in range(count)] + [row[6] for _, row in site],
        "zone": [home[2] for home in homes] + ["E"] * len(site),
        "site": [False] * count + [True] * len(site),
        "status": ["occupied"] * count + [row[7] for _, row in site],
        "source": "hand",
    }
    shapes = [box(x, y, 20, 20) for x, y, _, _ in homes]
    shapes += [box(*row[:4]) for _, row in site]
    places = [(name, *spot) for name, spots in SERVICES.items() for spot in spots]
    jobs = iter(JOBS)
    services = {
        "service_id": [f"s{k}" for k in range(len(places))],
        "category": [place[0] for place in places],
        "status": "observed",
        "name": "",
        "zone": ["W" if place[1] < 400 else "E" for place in places],
        "jobs": [next(jobs) if place[0] == "workplace" else 0 for place in places],
        "source": "hand",
    }
    zones = {
        "zone": ["W", "E"],
        "name": ["West", "East"],
        "population": [400, 131],
        "population_2015": [430, 119],
        "households": [175, 56],
        "births": [5, 2],
        "deaths": [4, 1],
        "aged_15_64": [262, 85],
        "active_15_64": [190, 63],
        "unemployed_15_64": [23, 7],
        "price_eur_m2": [2000.0, 1800.0],
        "focus": [False, True],
    }
    parcels = {
        "parcel_id": ["P05", "P09"],
        "cover": ["grass", "grass"],
        "area_ha": [6.5, 4.875],
        "sealed_ha": [1.9, 0.2],
        "source": "hand",
    }
    return _make_map(
        nodes,
        _streets(),
        name="village",
        options=[
            Option("west_gate", default=True, kind="gate", label_en="Gate", label_fr="Porte"),
            Option("link", default=False, kind="link", label_en="Link", label_fr="Lien"),
        ],
        services=(services, shapely.points([_xy(*place[1:]) for place in places])),
        buildings=(buildings, shapes),
        parcels=(parcels, [box(1100, 620, 250, 200), box(1100, 150, 225, 216)]),
        zones=(zones, [box(175, 350, 350, 900), box(850, 350, 1000, 900)]),
    )


@pytest.fixture(scope="session")
def village():
    """The village described above (do not change it)."""
    return _village()


TITLE = """
[title]
en = "Test"
fr = "Essai"
"""

QUIET = """
[[programme.buildings]]
building = "B01"
use = "office"
start = "2025-01"
"""
"""Headquarters stay let; nothing else happens."""

ACTIVE = """
[parameters.works]
deep_months = 5
deep_renovation_months_per_1000m2 = 0.0

[parameters.finance]
loan_grace_months = 6
share_capital_cash_eur = 900000.0

[parameters.housing]
site_fill_months = 4

[parameters.business]
letting_delay_months = 1
start_cash_months = 60.0

[[programme.buildings]]
building = "B04"
use = "housing"
works = "deep_renovation"
start = "2025-03"
dwellings = 20
energy_class_after = "B"

[[programme.buildings]]
building = "B12"
use = "workshop"
works = "light_transitional"
start = "2025-02"
categories = ["grocery"]

[[programme.parcels]]
parcel = "P09"
area_ha = 2.0
cover = "market_garden"
start = "2025-04"

[[programme.infrastructure]]
kind = "solar"
kwp = 50
start = "2025-06"

[[programme.services]]
category = "bakery"
parcel = "P05"
start = "2025-05"
"""
"""Homes from September 2025, a workshop with a grocery, a garden, solar power, a bakery.

The shops have cash for years: 531 people with two bakeries of their own would not keep them."""


@pytest.fixture(scope="session")
def scenario(tmp_path_factory):
    """Return ``scenario(body, …)``: texts in the TOML of scenario files, written and loaded."""
    from microville.scenario import load_scenario

    folder = tmp_path_factory.mktemp("scenarios")

    def load(*bodies):
        path = folder / f"s{len(list(folder.iterdir()))}.toml"
        path.write_text("\n".join((TITLE, *bodies)), encoding="utf-8")
        return load_scenario(path)

    return load


@pytest.fixture(scope="session")
def quiet(scenario):
    """The scenario in which headquarters stay let and nothing else happens."""
    return scenario(QUIET)


@pytest.fixture(scope="session")
def active(scenario):
    """The scenario with homes, a workshop, a garden, solar power and services."""
    return scenario(ACTIVE, QUIET)
