"""A site of scattered premises: a list of them, or some drawn among the map's own buildings."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from microville import rng
from microville.errors import TerritoryError
from microville.territory.template import template_floor_m2
from microville.territory.territory import make_frame

if TYPE_CHECKING:
    from pathlib import Path

    import geopandas as gpd

NEEDED = ("lon", "lat", "floor_m2")
CLASSES = ("", "A", "B", "C", "D", "E", "F", "G")
SMALLEST_M2, LARGEST_M2 = 40.0, 400.0
RING_M = 800.0
USES = ("retail", "office", "industrial", "lodging", "other")
USUAL_CLASS = "E"
ASSUMPTIONS = {
    "which": (
        "where no list is given: by luck among buildings without homes and without a known "
        "service, of 40 to 400 m2, in the commune of the site, those within 800 m first, "
        "then within 1600 m and so on, up to site_types.floor_scattered_m2"
    ),
    "energy_class": "E where unknown",
}


@dataclass(frozen=True, slots=True)
class Premises:
    """One of the premises of a list.

    Attributes
    ----------
    lon, lat
        Where (degrees).
    floor_m2
        Floor area (m²).
    name, use, energy_class
        As people call it; its former use; energy class, or empty.
    year
        Year of construction, 0 if unknown.
    """

    lon: float
    lat: float
    floor_m2: float
    name: str = ""
    use: str = "retail"
    energy_class: str = ""
    year: int = 0


def read_premises(path: Path) -> list[Premises]:
    """Read premises from a CSV file with ``lon,lat,floor_m2`` and perhaps the other columns.

    Raises
    ------
    TerritoryError
        If the file cannot be read or rows cannot be used: all of them, with their lines.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as handle:
            reader = csv.DictReader(handle)
            rows = list(reader)
            columns = reader.fieldnames or ()
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise TerritoryError(f"{path} cannot be read ({type(error).__name__}).") from error
    known = tuple(Premises.__dataclass_fields__)
    missing = [name for name in NEEDED if name not in columns]
    unknown = [name for name in columns if name not in known]
    if missing or unknown or not rows:
        said = f"no column {missing[0]!r}" if missing else "no rows"
        said = f"an unknown column {unknown[0]!r}" if unknown else said
        raise TerritoryError(f"{path} has {said}.", hint=f"Columns: {', '.join(known)}.")
    found, problems = [], []
    for line, row in enumerate(rows, start=2):
        try:
            found.append(_premises(row))
        except (TypeError, ValueError) as error:
            problems.append(f"{path}:{line}: {error}.")
    if problems:
        raise TerritoryError("\n".join(problems))
    return found


def _premises(row: dict[str, str]) -> Premises:
    lon, lat, floor = (float(row[name]) for name in NEEDED)
    if not (-180 <= lon <= 180 and -90 <= lat <= 90):
        raise ValueError(f"{lon:g}, {lat:g} is no place (longitude, latitude in degrees)")
    if not 5.0 <= floor <= 1e5:
        raise ValueError(f"floor_m2 is {floor:g}: from 5 to 100000 m2")
    letter = (row.get("energy_class") or "").strip().upper()
    if letter not in CLASSES:
        raise ValueError(f"energy_class is {letter!r}: A to G, or nothing")
    year = int(row.get("year") or 0)
    use = (row.get("use") or "retail").strip()
    return Premises(lon, lat, floor, (row.get("name") or "").strip(), use, letter, year)


def put_premises(
    buildings: gpd.GeoDataFrame, listed: list[Premises], project: Any, crs: str
) -> tuple[gpd.GeoDataFrame, dict[str, Any]]:
    """Return the buildings with listed premises as those of the site, and notes.

    Each is a square of its floor around its point. It replaces a building without homes that
    holds the point; in one with homes it is the ground floor, and the homes stay.

    Parameters
    ----------
    buildings
        Layer of the map.
    listed
        The premises.
    project
        Transformer from longitude and latitude to ``crs``.
    crs
        Projected coordinate system.
    """
    import pandas as pd
    import shapely

    ranked = sorted(listed, key=lambda each: (-each.floor_m2, each.lon, each.lat))
    x, y = project.transform([each.lon for each in ranked], [each.lat for each in ranked])
    half = np.sqrt([each.floor_m2 for each in ranked]) / 2
    x, y = np.asarray(x), np.asarray(y)
    shapes = shapely.box(x - half, y - half, x + half, y + half)
    inside = np.zeros(len(buildings), dtype=bool)
    tree = shapely.STRtree(buildings.geometry.to_numpy())
    inside[tree.query(shapely.points(x, y), predicate="intersects")[1]] = True
    inside &= buildings["dwellings"].to_numpy() == 0
    floors = [each.floor_m2 for each in ranked]
    names = [each.name for each in ranked]
    columns: dict[str, object] = {
        "building_id": _names(len(ranked)),
        "use": [each.use for each in ranked],
        "floor_area_m2": floors,
        "footprint_m2": floors,
        "year": [each.year for each in ranked],
        "energy_class": [each.energy_class or USUAL_CLASS for each in ranked],
        "site": True,
        "status": "vacant",
        "source": "premises: list",
        "name_en": names,
        "name_fr": names,
    }
    added = make_frame("buildings", columns, shapes, crs)
    both = pd.concat([buildings[~inside], added], ignore_index=True)
    for name in ("name_en", "name_fr"):
        both[name] = both[name].fillna("")
    notes = _notes(floors, drawn=False) | {"buildings_replaced_by_site": int(inside.sum())}
    return both, notes


def draw_premises(
    buildings: gpd.GeoDataFrame,
    services: gpd.GeoDataFrame,
    center: tuple[float, float],
    zone: str,
    floor_m2: float,
) -> tuple[gpd.GeoDataFrame, dict[str, Any]]:
    """Return the buildings with some drawn as vacant premises, and notes.

    Parameters
    ----------
    buildings, services
        Layers of the map, with zones.
    center
        The town's centre (metres).
    zone
        Commune in which they lie.
    floor_m2
        Floor at which the draw stops (m²).

    Raises
    ------
    TerritoryError
        If no building can be one.
    """
    import shapely

    free = (buildings["dwellings"] == 0) & buildings["use"].isin(USES) & (buildings["zone"] == zone)
    free &= buildings["floor_area_m2"].between(SMALLEST_M2, LARGEST_M2)
    open_ = free.to_numpy(dtype=bool).copy()
    tree = shapely.STRtree(buildings.geometry.to_numpy())
    open_[tree.query(services.geometry.to_numpy(), predicate="intersects")[1]] = False
    rows = np.flatnonzero(open_)
    if not len(rows):
        raise TerritoryError(
            "No building here can be one of the scattered premises: none without homes and "
            "without a known service.",
            hint="Give a list: --premises FILE.csv with lon,lat,floor_m2.",
        )
    points = shapely.centroid(buildings.geometry.to_numpy()[rows])
    ring = (shapely.distance(points, shapely.Point(center)) // RING_M).astype(np.int64)
    keys = [rng.identity(str(name)) for name in buildings["building_id"].iloc[rows]]
    luck = rng.bits(0, rng.stream("site.premises"), np.array(keys, dtype=np.uint64))
    order = rows[np.lexsort((luck, ring))]
    floor = buildings["floor_area_m2"].to_numpy()
    enough = int(np.searchsorted(np.cumsum(floor[order]), floor_m2)) + 1
    chosen = order[:enough]
    chosen = chosen[np.lexsort((chosen, -floor[chosen]))]
    found = buildings.copy()
    where = found.index[chosen]
    found.loc[where, "source"] = "premises: drawn (assumed), " + found.loc[where, "building_id"]
    found.loc[where, "building_id"] = _names(len(chosen))
    found.loc[where, "site"] = True
    found.loc[where, "status"] = "vacant"
    unknown = where[(found.loc[where, "energy_class"] == "").to_numpy()]
    found.loc[unknown, "energy_class"] = USUAL_CLASS
    return found, _notes(floor[chosen].tolist(), drawn=True)


def _names(count: int) -> list[str]:
    return [f"L{rank:02d}" for rank in range(1, count + 1)]


def _notes(floors: list[float], *, drawn: bool) -> dict[str, Any]:
    notes: dict[str, Any] = {
        "site_type": "scattered",
        "site_scale": sum(floors) / template_floor_m2(),
        "site_area_ha": 0.0,
        "premises": len(floors),
        "premises_drawn": drawn,
        "assumptions_premises": ASSUMPTIONS,
    }
    return notes
