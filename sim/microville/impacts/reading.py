"""A project, its commune and its neighbours, read from a map and two scenarios."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from microville.errors import InputError
from microville.impacts.nearby import M2_HA
from microville.impacts.place import (
    GRASSLAND,
    OTHER_GREEN,
    SEALED,
    WOODLAND,
    Commune,
    Floors,
    Project,
    WhoExist,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from microville.parameters import Parameters
    from microville.scenario import Scenario
    from microville.scenario.entry import Entry
    from microville.scenario.programme import BuildingEntry
    from microville.territory import Territory

START_YEAR = 2025
KIND_OF_USE = {
    "housing": "housing",
    "office": "offices",
    "coworking": "offices",
    "shop": "other_activity",
    "workshop": "other_activity",
    "food_hub": "other_activity",
    "storage": "other_activity",
    "culture_sport": "culture_sport",
    "training": "public",
    "care": "public",
}
"""Our uses as Bénéfriches' kinds of floor; training and care are public buildings there."""
KIND_OF_COVER = {
    "grass": GRASSLAND,
    "renatured": GRASSLAND,
    "woodland": WOODLAND,
    "garden": OTHER_GREEN,
    "market_garden": OTHER_GREEN,
    "orchard": OTHER_GREEN,
    "cereals": OTHER_GREEN,
    "solar": OTHER_GREEN,
}
"""Our covers as kinds of soil; renatured land counts as grassland (assumption)."""
PUBLIC_GREEN = ("garden", "renatured")
"""Covers that are open to all (assumption)."""


def first_year(scenario: Scenario) -> int:
    """Return the first year of operation: the one after the programme's last start.

    Bénéfriches counts a complete project from its first year of operation.
    """
    last = max((entry.start_month for entry in _entries(scenario)), default=0)
    return START_YEAR + last // 12 + 1


def _entries(scenario: Scenario) -> list[Entry]:
    programme = scenario.programme
    return [
        *programme.buildings,
        *programme.parcels,
        *programme.infrastructure,
        *programme.greenfield,
    ]


def _final(scenario: Scenario) -> int:
    """Return a month by which everything has started, and what ends before has ended."""
    return max([scenario.months - 1, *(entry.start_month for entry in _entries(scenario))])


def commune_of(territory: Territory, parameters: Parameters) -> Commune:
    """Return the commune in which the site of a map stands.

    Raises
    ------
    InputError
        If the map has no site.
    """
    buildings, zones = territory.layers["buildings"], territory.layers["zones"]
    names = buildings.loc[buildings["site"], "zone"]
    if names.empty:
        raise InputError(
            f"The map {territory.info.name!r} has no site, so nothing can be counted.",
            hint="Build it with --site LON,LAT.",
        )
    code = names.value_counts().sort_index().idxmax()
    row = zones[zones["zone"] == code].iloc[0]
    return Commune(
        population=float(row["population"]),
        area_m2=float(row.geometry.area),
        price_eur_m2=float(row["price_eur_m2"]),
        rural=bool(parameters.site_impacts.rural_commune),
    )


def project_of(territory: Territory, scenario: Scenario, baseline: Scenario) -> Project:
    """Return what a scenario's programme adds to what the baseline keeps.

    Floors are those of the complete programme less those in use in the baseline, use by use and
    never below zero; land and solar power likewise. The idle floor is what the baseline leaves
    empty. Fields that a programme builds upon outside the site count with their soil; floor there
    brings nothing to the site's neighbours.

    Parameters
    ----------
    territory
        A map with a site.
    scenario, baseline
        The programme, and what happens without it.
    """
    buildings, parcels = territory.layers["buildings"], territory.layers["parcels"]
    on_site = buildings[buildings["site"]]
    area = dict(zip(on_site["building_id"], on_site["floor_area_m2"], strict=True))
    before, after = _floors(baseline, area), _floors(scenario, area)
    covers = [_covers(parcels, each) for each in (baseline, scenario)]
    green = [sum(c.get(cover, 0.0) for cover in PUBLIC_GREEN) for c in covers]
    solar = _solar_mwh(scenario) - _solar_mwh(baseline)
    return Project(
        site_m2=float(parcels["area_ha"].sum() * M2_HA),
        buildings_m2=max(float(sum(area.values())) - sum(before.values()), 0.0),
        floors=Floors(**{k: max(after[k] - before[k], 0.0) for k in after}),
        covers_before=_added(_by_kind(covers[0]), _fields(scenario, built=False)),
        covers_after=_added(_by_kind(covers[1]), _fields(scenario, built=True)),
        public_green_m2=max(green[1] - green[0], 0.0),
        solar_mwh_year=max(solar, 0.0),
        reuses_site=before != after or covers[0] != covers[1] or solar != 0.0,
    )


def _floors(scenario: Scenario, area: Mapping[str, float]) -> dict[str, float]:
    floors = dict.fromkeys(KIND_OF_USE.values(), 0.0)
    month = _final(scenario)
    for entry in scenario.programme.buildings:
        if entry.use is not None and entry.start_month <= month < entry.end_month:
            floors[KIND_OF_USE[entry.use]] += _floor_m2(entry, area)
    return floors


def _floor_m2(entry: BuildingEntry, area: Mapping[str, float]) -> float:
    return float(entry.floor_area_m2 or area.get(entry.building, 0.0))


def _covers(parcels: pd.DataFrame, scenario: Scenario) -> dict[str, float]:
    """Return the site's land by cover (m²), sealed land as ``sealed``."""
    own = dict(zip(parcels["parcel_id"], parcels["cover"], strict=True))
    covers: dict[str, float] = {SEALED: float(parcels["sealed_ha"].sum() * M2_HA)}
    green_ha = parcels["area_ha"] - parcels["sealed_ha"]
    for cover, area_ha in zip(parcels["cover"], green_ha, strict=True):
        covers[cover] = covers.get(cover, 0.0) + float(area_ha) * M2_HA
    month = _final(scenario)
    for entry in scenario.programme.parcels:
        if entry.start_month <= month < entry.end_month and entry.parcel in own:
            sealed = entry.unseal_ha * M2_HA
            taken = entry.area_ha * M2_HA - sealed
            covers[SEALED] -= sealed
            covers[own[entry.parcel]] -= taken
            covers[entry.cover] = covers.get(entry.cover, 0.0) + sealed + taken
    return covers


def _fields(scenario: Scenario, *, built: bool) -> dict[str, float]:
    """Return the programme's plots on fields by kind of cover (m²), before or once built upon."""
    taken = sum(entry.land_ha for entry in scenario.programme.greenfield) * M2_HA
    sealed = taken * scenario.parameters.works.greenfield_sealed_share if built else 0.0
    return {SEALED: sealed, OTHER_GREEN: taken - sealed}


def _added(covers: dict[str, float], more: dict[str, float]) -> dict[str, float]:
    return {kind: m2 + more.get(kind, 0.0) for kind, m2 in covers.items()}


def _by_kind(covers: Mapping[str, float]) -> dict[str, float]:
    kinds = dict.fromkeys((GRASSLAND, WOODLAND, OTHER_GREEN, SEALED), 0.0)
    for cover, m2 in covers.items():
        kinds[KIND_OF_COVER.get(cover, cover)] += m2
    return kinds


def _solar_mwh(scenario: Scenario) -> float:
    month = _final(scenario)
    kwp = sum(
        entry.kwp or 0.0
        for entry in scenario.programme.infrastructure
        if entry.start_month <= month < entry.end_month
    )
    return kwp * scenario.parameters.energy.pv_kwh_kwp_year / 1e3


def neighbours_of(territory: Territory, homes: pd.DataFrame) -> WhoExist:
    """Return the neighbours who exist: homes of a run with their distance to the site's edge.

    Parameters
    ----------
    territory
        A map with a site; its edge is that of its parcels, or of its buildings without any.
    homes
        Table of homes of a run: ``building_id``, ``x``, ``y``, ``persons`` at the start.
    """
    import shapely

    buildings, parcels = territory.layers["buildings"], territory.layers["parcels"]
    site = buildings[buildings["site"]]
    shapes = parcels.geometry if len(parcels) else site.geometry
    edge = shapely.union_all(shapes.to_numpy())
    outside = homes[~homes["building_id"].isin(set(site["building_id"]))]
    points = shapely.points(outside["x"].to_numpy(), outside["y"].to_numpy())
    return WhoExist(
        distance_m=np.asarray(shapely.distance(points, edge), dtype=np.float64),
        persons=outside["persons"].to_numpy().astype(np.float64),
    )
