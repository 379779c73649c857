"""The results of a session as layers that QGIS opens."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    import geopandas as gpd

    from microville.runs import Comparison
    from microville.scenario import Scenario
    from microville.territory import Territory

FILE = "map.gpkg"
MEASURES = ("end_walk_15", "end_walk_30", "end_bike_15", "end_bike_30")


def write_map(comparison: Comparison, path: Path) -> None:
    """Write homes with what they reach, and the site as each scenario leaves it, as a GeoPackage.

    Layers, in the map's system: ``homes`` (a point a building with dwellings: inhabitants in
    January 2025, share of essential services within reach at the end by scenario, and the
    difference from the first one), ``site_SCENARIO`` (a row a part of a building: use and state in
    the last month), ``parcels``, ``streets``. ``source`` repeats whom the map is owed to.
    """
    layers = {"homes": _homes(comparison)}
    for scenario in comparison.scenarios:
        layers[f"site_{scenario.name}"] = _site(comparison, scenario)
    for name, layer in (("parcels", "parcels"), ("streets", "edges")):
        layers[name] = comparison.territory.layers[layer]
    info = comparison.territory.info
    for name, frame in layers.items():
        told = frame.assign(source=f"{info.attribution}; {info.licence}")
        told.to_file(path, driver="GPKG", layer=name, engine="pyogrio", append=path.exists())


def _homes(comparison: Comparison) -> gpd.GeoDataFrame:
    import geopandas as gpd

    from microville.figures.results import Results

    results = Results(comparison)
    base = results.homes(comparison.baseline)
    table = base[["building_id", "zone", "persons"]].copy()
    for scenario in comparison.scenarios:
        homes = results.homes(scenario.name).set_index("building_id").reindex(base["building_id"])
        for name in MEASURES:
            what = name.removeprefix("end_")
            table[f"{scenario.name}_{what}"] = homes[name].to_numpy()
            if scenario.name != comparison.baseline:
                change = homes[name].to_numpy() - base[name].to_numpy()
                table[f"{scenario.name}_{what}_change"] = change.round(6)
    points = gpd.points_from_xy(base["x"], base["y"])
    return gpd.GeoDataFrame(table, geometry=points, crs=comparison.territory.info.crs)


def _site(comparison: Comparison, scenario: Scenario) -> gpd.GeoDataFrame:
    from microville.runs.timeline import timeline

    territory: Territory = comparison.territory
    run = comparison.results[scenario.name, comparison.seeds[0]]
    states = timeline(scenario, territory, run.events)
    last = scenario.months - 1
    now = states[(states["from_month"] <= last) & (states["until_month"] > last)]
    buildings = territory.layers["buildings"]
    site = buildings[buildings["site"]][["building_id", "floor_area_m2", "year", "geometry"]]
    columns = ["building", "use", "works", "state", "floor_area_m2", "dwellings"]
    parts = now[columns].rename(columns={"floor_area_m2": "used_m2", "building": "building_id"})
    return site.merge(parts, on="building_id", how="left")
