"""The village of the tests, changed so that more of the model has something to act upon."""

from __future__ import annotations

from dataclasses import replace

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from conftest import ORIGIN
from microville.territory.territory import Territory

SHUT = ("s0", "s2")
"""The bakery of the west and the grocery."""
BESIDE = {"h29": (930, 500), "h28": (840, 500)}
"""Homes that are put beside the site: where they stand (m), about 35 and 125 m from its edge."""


def bumpy(village):
    """Return the village on a slope, with lights, gravel, a library and an upper secondary school.

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
    bank = services[services["category"] == "bank"]
    more = [
        bank.assign(service_id="l", category="library"),
        bank.assign(service_id="u", category="upper_secondary"),
    ]
    layers["services"] = pd.concat([services, *more], ignore_index=True)
    nodes["elevation_m"] = (nodes.geometry.x - nodes.geometry.x.min()) * 0.02
    layers["landuse"] = _field(village)
    lived = homes["dwellings"] > 0
    homes.loc[lived, "floor_area_m2"] *= 0.7 + 0.15 * (np.arange(lived.sum()) % 5)
    layers["zones"] = _three_communes(village, homes, layers["services"])
    return Territory(village.info, layers)


def _field(village):
    """Return a field of six hectares in the focus area."""
    middle = village.layers["zones"].geometry[1].centroid
    field = shapely.box(middle.x, middle.y, middle.x + 300, middle.y + 200)
    return gpd.GeoDataFrame({"kind": ["farmland"], "name": [""]}, geometry=[field], crs="EPSG:2154")


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


def with_site_type(territory, kind):
    """Return a map whose site is of a type."""
    notes = territory.info.notes | {"site_type": kind}
    return Territory(replace(territory.info, notes=notes), territory.layers)


def with_shut_shops(territory):
    """Return a map on which some shops stand shut at the start."""
    services = territory.layers["services"].copy()
    services.loc[services["service_id"].isin(SHUT), "status"] = "closed"
    return Territory(territory.info, territory.layers | {"services": services})


def with_homes_beside_the_site(territory):
    """Return a map on which some homes stand within 200 m of the site's edge."""
    homes = territory.layers["buildings"].copy()
    for name, (east, north) in BESIDE.items():
        at = homes.index[homes["building_id"] == name][0]
        home = shapely.Point(ORIGIN[0] + east, ORIGIN[1] + north)
        homes.loc[at, "geometry"] = home.buffer(10, cap_style="square")
    return Territory(territory.info, territory.layers | {"buildings": homes})
