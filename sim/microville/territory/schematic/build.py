"""The default map, put together; and the hash of what decides it."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from microville.territory.schematic.assumed import add_assumed, total_jobs
from microville.territory.schematic.constants import COURCY, CRS, SITE_ANGLE_DEG, plan_point
from microville.territory.schematic.facts import Facts, fact_paths
from microville.territory.schematic.footprints import build_footprints
from microville.territory.schematic.homes import build_homes
from microville.territory.schematic.layers import (
    barriers_layer,
    cells_layer,
    landuse_layer,
    zones_layer,
)
from microville.territory.schematic.mains import build_mains
from microville.territory.schematic.services import commune_places, observed_services
from microville.territory.schematic.site_streets import OPTIONS
from microville.territory.schematic.streets import build_streets
from microville.territory.schematic.terrain import build_terrain
from microville.territory.site import place_site
from microville.territory.territory import Territory, TerritoryInfo

if TYPE_CHECKING:
    import geopandas as gpd

DEFAULT_SEED = 112


def recipe_hash() -> str:
    """Return the SHA-256 of the facts files and of the source text that decide the map."""
    here = Path(__file__).resolve().parent
    # What measures the map does not decide it.
    own = [path for path in sorted(here.glob("*.py")) if path.name != "statistics.py"]
    shared = ("site.py", "territory.py", "categories.py", "stress.py")
    code = [*own, *(here.parent / name for name in shared)]
    digest = hashlib.sha256()
    for path in [*fact_paths(), *code]:
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def build_schematic(seed: int = DEFAULT_SEED) -> Territory:
    """Build the default map: facts where they exist, generated streets and buildings elsewhere.

    Parameters
    ----------
    seed
        Seed of what is generated. Facts (counts, areas, people) do not depend on it.

    Returns
    -------
    Territory
        The map ``courcy-reims`` in EPSG:2154 (metres); two calls with one seed are identical.

    Raises
    ------
    TerritoryError
        If the project's facts are missing.
    """
    facts = Facts()
    terrain = build_terrain(facts)
    mains = build_mains(facts, terrain, seed)
    footprints = build_footprints(facts, terrain, mains)
    streets = build_streets(facts, terrain, footprints, mains, seed)
    homes = build_homes(facts, terrain, footprints, streets.edges, seed)
    site, parcels, outline = place_site(plan_point(0, 0), CRS, angle_deg=SITE_ANGLE_DEG)
    site["zone"] = COURCY
    places = commune_places(facts, streets.nodes, streets.edges, homes)
    rows = observed_services(facts, places, seed)
    add_assumed(rows, facts, places, seed)
    services = rows.frame()
    layers = {
        "nodes": streets.nodes,
        "edges": streets.edges,
        "services": services,
        "buildings": _stacked(homes, site),
        "parcels": parcels,
        "zones": zones_layer(facts),
        "cells": cells_layer(facts),
        "barriers": barriers_layer(terrain),
        "landuse": landuse_layer(facts, terrain, footprints, outline, services),
    }
    return Territory(_info(facts, seed, layers), layers)


def _stacked(homes: gpd.GeoDataFrame, site: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the buildings of the territory: homes, then the site's."""
    shared = site[list(homes.columns)]
    stacked: gpd.GeoDataFrame = pd.concat([homes, shared], ignore_index=True)
    return stacked


def _info(facts: Facts, seed: int, layers: dict[str, gpd.GeoDataFrame]) -> TerritoryInfo:
    crossed = layers["edges"]["crossing"].str.split("|").explode()
    crossings = crossed[crossed != ""].value_counts().sort_index()
    notes: dict[str, object] = {
        "seed": seed,
        "streets": "generated, not observed: lengths and statistics are plausible, places are not",
        "crossings": {str(name): int(count) for name, count in crossings.items()},
        "jobs": total_jobs(facts),
        "facilities": "counts of 2013; places within a commune are generated unless real",
        "site": "centred 330 m east of the inventory's point and turned by 10.5 degrees, to stay "
        "east of the railway; division into buildings and parcels assumed",
        "canal": "approximate; led between Courcy and the houses of its halt",
    }
    return TerritoryInfo(
        name="courcy-reims",
        title_en="Courcy, Reims and the communes around (schematic streets)",
        title_fr="Courcy, Reims et les communes alentour (rues schématiques)",
        crs=CRS,
        schematic=True,
        source="INSEE, IGN, SNCF, La Poste and others (maps/SOURCES.md); streets generated",
        licence="Licence Ouverte 2.0 (Etalab); post offices ODbL 1.0",
        attribution="INSEE, IGN, SNCF, La Poste, ADEME; schematic streets: Microville",
        options=OPTIONS,
        notes=notes,
    )
