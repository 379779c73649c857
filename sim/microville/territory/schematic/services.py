"""Services: as many in each commune as the facility base counts, at real places where known."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import pi, sqrt
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from scipy.spatial import cKDTree

from microville.territory.categories import categories
from microville.territory.schematic.constants import CRS
from microville.territory.schematic.randomness import generator
from microville.territory.territory import make_frame

if TYPE_CHECKING:
    import geopandas as gpd
    from numpy.typing import NDArray

    from microville.territory.schematic.facts import Facts

REAL_POINTS = {
    "post_office": ("post",),
    "library": ("library",),
    "lower_secondary": ("school_college",),
    "station": ("rail_station",),
    "higher_education": ("higher_education",),
    "community_place": ("defibrillator_public_place",),
}
"""Categories whose places are taken from ``points.csv``, and the categories of that table."""
TRADE = frozenset({
    "bakery", "grocery", "supermarket", "butcher", "newsagent_bookshop", "hairdresser", "bank",
    "hardware", "clothing", "restaurant_cafe", "cinema_theatre", "pharmacy",
})  # fmt: skip
"""Categories that stand where public places are dense; the others follow the dwellings."""
BPE = "INSEE, facility base 2013; place within the commune: schematic"


@dataclass(slots=True)
class Rows:
    """Services gathered so far."""

    category: list[str] = field(default_factory=list)
    status: list[str] = field(default_factory=list)
    name: list[str] = field(default_factory=list)
    zone: list[str] = field(default_factory=list)
    jobs: list[int] = field(default_factory=list)
    source: list[str] = field(default_factory=list)
    xy: list[tuple[float, float]] = field(default_factory=list)
    _count: dict[tuple[str, str], int] = field(default_factory=dict)
    service_id: list[str] = field(default_factory=list)

    def add(
        self,
        zone: str,
        category: str,
        xy: tuple[float, float],
        source: str,
        *,
        name: str = "",
        jobs: int = 0,
    ) -> None:
        """Add one service with the category's status on this map."""
        rank = self._count.get((zone, category), 0) + 1
        self._count[zone, category] = rank
        self.service_id.append(f"{zone}-{category}-{rank}")
        self.category.append(category)
        self.status.append(categories()[category].default_status)
        self.name.append(name)
        self.zone.append(zone)
        self.jobs.append(jobs)
        self.source.append(source)
        self.xy.append((round(float(xy[0]), 1), round(float(xy[1]), 1)))

    def frame(self) -> gpd.GeoDataFrame:
        """Return the layer."""
        columns: dict[str, Any] = {
            key: getattr(self, key)
            for key in ("service_id", "category", "status", "name", "zone", "jobs", "source")
        }
        return make_frame("services", columns, shapely.points(np.array(self.xy)), CRS)


@dataclass(slots=True)
class Places:
    """Street corners of a commune with weights: dwellings nearby, public life nearby."""

    xy: NDArray[np.float64]
    homes: NDArray[np.float64]
    trade: NDArray[np.float64]
    area_m2: float

    def choose(
        self, count: int, weights: NDArray[np.float64], rng: np.random.Generator
    ) -> NDArray[np.float64]:
        """Return places drawn by weight, each repelling the next: services of a kind spread."""
        reach = 0.45 * sqrt(self.area_m2 / max(count, 1) / pi)
        left = weights.astype(np.float64).copy()
        chosen = []
        for _ in range(count):
            total = left.sum()
            if not total > 1e-12:
                left = weights.astype(np.float64).copy()
                total = left.sum()
            pick = int(np.searchsorted(np.cumsum(left), rng.random() * total, side="right"))
            pick = min(pick, len(left) - 1)
            chosen.append(pick)
            square = ((self.xy - self.xy[pick]) ** 2).sum(axis=1)
            left *= 1 - 0.97 * np.exp(-square / (2 * reach * reach))
            left[pick] = 0.0
        return self.xy[chosen]


def commune_places(
    facts: Facts, nodes: gpd.GeoDataFrame, edges: gpd.GeoDataFrame, homes: gpd.GeoDataFrame
) -> dict[str, Places]:
    """Return the street corners of each commune where services may stand."""
    open_ = edges["road_class"].isin(
        ["residential", "living_street", "tertiary", "secondary", "primary"]
    ) & (edges["option"] == "")
    ends = np.unique(edges.loc[open_, ["u", "v"]].to_numpy())
    xy = shapely.get_coordinates(nodes.geometry.to_numpy())[ends]
    at_home = shapely.get_coordinates(homes.geometry.to_numpy())
    counts = np.bincount(
        cKDTree(xy).query(at_home)[1], weights=homes["dwellings"].to_numpy(), minlength=len(xy)
    )
    public = facts.points["category"].isin(
        ["defibrillator_public_place", "post", "public_office", "library", "town_hall"]
    )
    pull = facts.points.loc[public, ["x", "y"]].to_numpy(dtype=np.float64)
    near = cKDTree(pull)
    tree = shapely.STRtree(shapely.points(xy))
    found = {}
    for code in facts.codes:
        mine = np.sort(tree.query(facts.limits[code], predicate="contains"))
        mine = mine[counts[mine] > 0] if (counts[mine] > 0).any() else mine
        own = xy[mine]
        distance = near.query(own, k=12, distance_upper_bound=900)[0]
        life = np.exp(-((distance / 220) ** 2) / 2).sum(axis=1)
        hall = np.hypot(*(own - facts.halls[code]).T)
        trade = (0.02 + life + 1.5 * np.exp(-hall / 260)) * np.sqrt(counts[mine] + 1)
        area = max(2e5, len(own) * 9e3)
        found[code] = Places(own, counts[mine] + 0.1, trade, area)
    return found


def _known(facts: Facts, category: str, code: str) -> list[tuple[tuple[float, float], str, str]]:
    """Return (place, name, source) of real places of a category within a commune."""
    points = facts.points
    if category not in REAL_POINTS:
        return []
    rows = points[points["category"].isin(REAL_POINTS[category]) & (points["insee_code"] == code)]
    found = []
    columns = (rows[name].tolist() for name in ("x", "y", "name", "source"))
    for x, y, title, source in zip(*columns, strict=True):
        if facts.limits[code].contains(shapely.Point(x, y)):
            found.append(((float(x), float(y)), str(title), str(source)))
    return found


def expected_counts(facts: Facts) -> dict[tuple[str, str], int]:
    """Return the facility base's count by (commune, category), for categories with its labels."""
    counts: dict[tuple[str, str], int] = {}
    for name, category in categories().items():
        if category.default_status in {"observed", "proxy"} and category.bpe_labels:
            rows = facts.facilities[facts.facilities["bpe_label"].isin(category.bpe_labels)]
            for code, count in rows.groupby("insee_code")["count"].sum().items():
                counts[str(code), name] = int(count)
    return counts


def observed_services(facts: Facts, places: dict[str, Places], seed: int) -> Rows:
    """Return services that are observed, required by law or a proxy."""
    rows = Rows()
    counts = expected_counts(facts)
    for code in facts.codes:
        hall = facts.communes.loc[code, "name"]
        rows.add(code, "town_hall", facts.halls[code], "by law, one a commune", name=str(hall))
        for xy, title, source in _known(facts, "library", code):
            rows.add(code, "library", xy, source, name=title)
        for name in categories():
            count = counts.get((code, name), 0)
            if count:
                _place(rows, facts, places[code], (code, name), count=count, seed=seed)
    return rows


def _place(
    rows: Rows, facts: Facts, places: Places, key: tuple[str, str], *, count: int, seed: int
) -> None:
    """Add the services of one category in a commune: real places first."""
    code, name = key
    rng = generator(seed, f"services {code} {name}")
    known = _known(facts, name, code)
    if name == "community_place" and len(known) > count:
        known = [known[i] for i in np.sort(rng.permutation(len(known))[:count])]
    for xy, title, source in known[:count]:
        # Unnamed public places with a defibrillator stand in for community places.
        label = "" if name == "community_place" else title
        rows.add(code, name, xy, f"INSEE, facility base 2013; {source}", name=label)
    rest = count - min(count, len(known))
    weights = places.trade if name in TRADE else places.homes
    for xy in places.choose(rest, weights, rng):
        rows.add(code, name, beside(xy, facts.limits[code], rng), BPE)


def beside(
    xy: NDArray[np.float64], limit: Any, rng: np.random.Generator, reach_m: float = 12.0
) -> tuple[float, float]:
    """Return a point a few metres from a street corner, within the commune."""
    angle, distance = rng.uniform(0, 2 * pi), rng.uniform(0.5, 1.0) * reach_m
    moved = (round(xy[0] + distance * np.cos(angle), 1), round(xy[1] + distance * np.sin(angle), 1))
    inside = limit.contains(shapely.Point(moved))
    return moved if inside else (float(xy[0]), float(xy[1]))
