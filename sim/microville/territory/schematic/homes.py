"""Residential buildings along streets, with dwellings that sum to each commune's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import shapely

from microville.errors import TerritoryError
from microville.territory.schematic.constants import COURCY, CRS, PATTERNS, REIMS
from microville.territory.schematic.randomness import generator
from microville.territory.territory import make_frame

if TYPE_CHECKING:
    import geopandas as gpd
    from numpy.typing import NDArray

    from microville.territory.schematic.facts import Facts
    from microville.territory.schematic.footprints import Footprints
    from microville.territory.schematic.terrain import Terrain

VACANCY = 0.084
"""Share of dwellings that are vacant: employment zone of Reims, 2019."""
ENERGY = {"B": 0.06, "C": 0.24, "D": 0.329, "E": 0.214, "F": 0.094, "G": 0.063}
"""French stock by energy class; "B" stands for A and B."""
REIMS_SHARES = {"old": 0.22, "faubourg": 0.38, "ensemble": 0.30, "lotissement": 0.10}
"""Share of Reims' dwellings by pattern of quarter: assumed."""
SOURCE = "schematic: placed along generated streets"
_STEP_M = 15.0
Numbers: TypeAlias = "NDArray[np.int64]"
_NAMES = tuple(PATTERNS)
# Pattern: first and last year of building, floor area of a dwelling (m²), floors.
_STOCK = {
    "old": (1800, 1935, 70, 4), "faubourg": (1890, 1965, 76, 3), "ensemble": (1956, 1980, 68, 7),
    "lotissement": (1965, 2018, 100, 2), "village": (1820, 2012, 108, 2),
    "industrial": (1960, 2015, 80, 2), "fields": (1850, 2010, 108, 2),
}  # fmt: skip


@dataclass(slots=True)
class Sites:
    """Places where a residential building may stand: coordinates, pattern, commune."""

    xy: NDArray[np.float64]
    pattern: Numbers
    zone: Numbers


def dwellings_of(facts: Facts, code: str) -> int:
    """Return the dwellings of a commune: households over the occupied share."""
    households = facts.number(code, "households_2021")
    return max(households, round(households / (1 - VACANCY)))


def pattern_index(footprints: Footprints, xy: NDArray[np.float64]) -> Numbers:
    """Return the number of the pattern of each place (see ``Footprints.pattern_at``)."""
    best = np.full(len(xy), np.inf)
    found = np.full(len(xy), _NAMES.index("lotissement"))
    for anchor in footprints.anchors:
        distance = np.hypot(xy[:, 0] - anchor.x, xy[:, 1] - anchor.y)
        share = (
            np.where(distance <= anchor.radius, -1.0, np.inf)
            if anchor.core
            else (distance / anchor.radius)
        )
        nearer = share < best
        best[nearer], found[nearer] = share[nearer], _NAMES.index(anchor.pattern.name)
    return found


def _along(edges: gpd.GeoDataFrame, rng: np.random.Generator) -> NDArray[np.float64]:
    """Return points on both sides of lines, about each 15 m, 8-18 m from the axis."""
    lines = edges.geometry.to_numpy()
    counts = np.maximum(1, (shapely.length(lines) / _STEP_M).astype(int))
    index = np.repeat(np.arange(len(lines)), counts)
    rank = np.arange(len(index)) - np.repeat(np.cumsum(counts) - counts, counts)
    length = shapely.length(lines)[index]
    place = (rank + rng.uniform(0.2, 0.8, len(index))) / counts[index] * length
    xy = shapely.get_coordinates(shapely.line_interpolate_point(lines[index], place))
    back = np.maximum(place - 1.0, 0.0)
    ahead = np.minimum(back + 2.0, length)
    way = shapely.get_coordinates(shapely.line_interpolate_point(lines[index], ahead))
    way = way - shapely.get_coordinates(shapely.line_interpolate_point(lines[index], back))
    way /= np.maximum(np.hypot(way[:, 0], way[:, 1]), 1e-6)[:, None]
    normal = np.column_stack([-way[:, 1], way[:, 0]])
    wide = np.isin(edges["road_class"].to_numpy(), ["primary", "secondary"])[index]
    sides = [
        xy + sign * (rng.uniform(8, 18, len(xy)) + 5 * wide)[:, None] * normal for sign in (1, -1)
    ]
    return np.round(np.vstack(sides), 1)


def _zone_of(facts: Facts, xy: NDArray[np.float64]) -> Numbers:
    """Return the number of the commune of each point, or -1."""
    zone = np.full(len(xy), -1)
    tree = shapely.STRtree(shapely.points(xy))
    for number, code in enumerate(facts.codes):
        inside = tree.query(facts.limits[code], predicate="contains")
        zone[inside[zone[inside] < 0]] = number
    return zone


def find_sites(
    facts: Facts, terrain: Terrain, footprints: Footprints, edges: gpd.GeoDataFrame, seed: int
) -> Sites:
    """Return places for residential buildings within the built-up areas."""
    rng = generator(seed, "home sites")
    local = ["residential", "living_street", "tertiary", "secondary", "primary"]
    streets = _along(edges[edges["road_class"].isin(local) & (edges["option"] == "")], rng)
    paths = _along(edges[edges["road_class"] == "footway"], rng)
    paths = paths[pattern_index(footprints, paths) == _NAMES.index("ensemble")]
    xy = np.vstack([streets, paths])
    free = shapely.difference(footprints.union, terrain.closed)
    tree = shapely.STRtree(shapely.points(xy))
    keep = np.unique(tree.query(shapely.get_parts(free), predicate="contains")[1])
    xy = xy[keep]
    # A house stands beside one street, not in the middle of the next one.
    street_tree = shapely.STRtree(edges.geometry.to_numpy())
    near = np.unique(street_tree.query(shapely.points(xy), predicate="dwithin", distance=6.0)[0])
    xy = np.delete(xy, near, axis=0)
    return Sites(xy, pattern_index(footprints, xy), _zone_of(facts, xy))


def _draw_dwellings(pattern: Numbers, large_town: bool, rng: np.random.Generator) -> Numbers:
    """Return dwellings of buildings by pattern."""
    size = len(pattern)
    few = np.where(rng.random(size) < 0.15, rng.integers(2, 4, size), 1)
    collective = (rng.random(size) < 0.10) & large_town
    choices = {
        "old": 2 + rng.poisson(7, size),
        "faubourg": 1 + rng.geometric(0.24, size),
        "ensemble": 20 + rng.poisson(18, size),
        "lotissement": np.where(collective, rng.integers(6, 15, size), few),
        "village": np.where(rng.random(size) < 0.05, 2, 1),
    }
    drawn = np.zeros(size, dtype=np.int64)
    for name, values in choices.items():
        mine = pattern == _NAMES.index(name)
        drawn[mine] = values[mine]
    return drawn


def share_out(weights: NDArray[np.float64], total: int, least: int = 0) -> Numbers:
    """Return whole numbers that sum to a total, in proportion to weights (largest remainders).

    Each is at least ``least`` where the total allows it.
    """
    base = np.full(len(weights), least, dtype=np.int64)
    rest = total - int(base.sum())
    if rest < 0:
        base[:], rest = 0, total
    exact = weights / weights.sum() * rest
    whole = np.floor(exact).astype(np.int64)
    order = np.argsort(-(exact - whole), kind="stable")
    whole[order[: rest - int(whole.sum())]] += 1
    shared: Numbers = base + whole
    return shared


def _fill(
    mine: Numbers, pattern: Numbers, total: int, large_town: bool, rng: np.random.Generator
) -> tuple[Numbers, Numbers]:
    """Return places drawn from ``mine`` and their dwellings, which sum to the total."""
    mine = mine[rng.permutation(len(mine))]
    drawn = _draw_dwellings(pattern[mine], large_town, rng)
    reached = np.cumsum(drawn)
    last = int(np.searchsorted(reached, total))
    chosen, homes = mine[: last + 1], drawn[: last + 1]
    if last < len(mine):
        homes[-1] -= int(reached[last]) - total
    else:
        homes = share_out(homes.astype(float), total, 1)
    return chosen[homes > 0], homes[homes > 0]


def _commune_homes(
    facts: Facts, sites: Sites, code: str, total: int, rng: np.random.Generator
) -> tuple[Numbers, Numbers]:
    """Return chosen places of a commune and their dwellings, which sum to the total."""
    number = facts.codes.index(code)
    mine = np.flatnonzero((sites.zone == number) & (sites.pattern != _NAMES.index("industrial")))
    if not len(mine):
        raise TerritoryError(f"Commune {code} has no street for its {total} dwellings.")
    if code != REIMS:
        large = facts.number(code, "population_2021") > 3000
        return _fill(mine, sites.pattern, total, large, rng)
    parts = []
    amounts = share_out(np.array(list(REIMS_SHARES.values())), total)
    for name, amount in zip(REIMS_SHARES, amounts, strict=True):
        own = mine[sites.pattern[mine] == _NAMES.index(name)]
        parts.append(_fill(own, sites.pattern, int(amount), True, rng))
    return np.concatenate([p[0] for p in parts]), np.concatenate([p[1] for p in parts])


def _courcy_homes(
    facts: Facts, terrain: Terrain, sites: Sites, total: int, rng: np.random.Generator
) -> tuple[NDArray[np.float64], Numbers, list[str]]:
    """Return places, dwellings and cells: dwellings in proportion to each cell's persons."""
    cells = facts.cells
    shares = share_out(cells["persons"].to_numpy(dtype=float), total, 1)
    tree = shapely.STRtree(shapely.points(sites.xy))
    places, homes, names = [], [], []
    for polygon, name, share in zip(cells["geometry"], cells["cell"], shares, strict=True):
        free = shapely.difference(
            shapely.intersection(polygon, facts.limits[COURCY]), terrain.closed
        )
        free = polygon if free.is_empty else free
        found = np.sort(tree.query(free, predicate="contains"))
        spots = sites.xy[found[rng.permutation(len(found))]]
        extra = [] if len(spots) >= share // 3 + 1 else _scatter(free, int(share), rng)
        spots = np.vstack([spots, *extra]) if extra else spots
        count = min(len(spots), int(share))
        places.append(spots[:count])
        homes.append(share_out(rng.uniform(0.7, 1.3, count), int(share), 1))
        names += [str(name)] * count
    return np.vstack(places), np.concatenate(homes), names


def _scatter(area: Any, count: int, rng: np.random.Generator) -> list[NDArray[np.float64]]:
    """Return points drawn in an area: isolated houses with no street of their own."""
    west, south, east, north = area.bounds
    points: list[NDArray[np.float64]] = []
    inner = shapely.buffer(area, -5)
    inner = area if inner.is_empty else inner
    while len(points) < count:
        x, y = round(rng.uniform(west, east), 1), round(rng.uniform(south, north), 1)
        if inner.contains(shapely.Point(x, y)):
            points.append(np.array([[x, y]]))
    return points


def _stock(pattern: Numbers, homes: Numbers, rng: np.random.Generator) -> dict[str, Any]:
    """Return year, energy class, floor area and footprint of buildings."""
    table = np.array([_STOCK[name] for name in _NAMES])[pattern]
    size = len(pattern)
    year = np.round(rng.uniform(table[:, 0], table[:, 1])).astype(int)
    each = np.clip(table[:, 2] * rng.lognormal(0, 0.16, size), 45, 170)
    floor = np.round(homes * each)
    floors = np.minimum(
        np.maximum(1, np.round(table[:, 3] * rng.uniform(0.6, 1.3, size))), 2 * homes
    )
    # Newer buildings are better, with much noise: shares by dwelling stay those of the country.
    order = np.argsort(-(year + rng.normal(0, 45, size)), kind="stable")
    reached = (np.cumsum(homes[order]) - homes[order] / 2) / homes.sum()
    bounds = np.cumsum(list(ENERGY.values()))
    letters = np.array(list(ENERGY))[np.minimum(np.searchsorted(bounds, reached), len(ENERGY) - 1)]
    energy = np.empty(size, dtype=object)
    energy[order] = letters
    return {
        "year": year,
        "energy_class": energy,
        "floor_area_m2": floor,
        "footprint_m2": np.round(floor / floors),
    }


def build_homes(facts: Facts, terrain: Terrain, footprints: Footprints, edges: gpd.GeoDataFrame,
                seed: int) -> gpd.GeoDataFrame:  # fmt: skip
    """Return the residential buildings of every commune.

    Raises
    ------
    TerritoryError
        If a commune has no place for its dwellings.
    """
    sites = find_sites(facts, terrain, footprints, edges, seed)
    xy, homes, ids, zones, cells = [], [], [], [], []
    for code in facts.codes:
        rng = generator(seed, f"homes {code}")
        total = dwellings_of(facts, code)
        if code == COURCY:
            places, counts, names = _courcy_homes(facts, terrain, sites, total, rng)
        else:
            chosen, counts = _commune_homes(facts, sites, code, total, rng)
            places, names = sites.xy[chosen], [""] * len(chosen)
        xy.append(places)
        homes.append(counts)
        cells += names
        zones += [code] * len(places)
        ids += [f"{code}-h{rank:05d}" for rank in range(1, len(places) + 1)]
    where, count = np.vstack(xy), np.concatenate(homes)
    stock = _stock(pattern_index(footprints, where), count, generator(seed, "stock"))
    columns = {
        "building_id": ids, "use": "housing", "dwellings": count, "zone": zones, "cell": cells,
        "status": "occupied", "source": SOURCE, **stock,
    }  # fmt: skip
    return make_frame("buildings", columns, shapely.points(where), CRS)
