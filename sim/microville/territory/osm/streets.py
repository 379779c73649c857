"""Streets: from OSM ways to one table of edges for walking, cycling and driving."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import numpy as np

from microville.errors import TerritoryError
from microville.territory.osm.barriers import barrier_notes, close_at_barriers, read_barriers
from microville.territory.osm.crs import segment_lengths
from microville.territory.osm.cycling import stress
from microville.territory.osm.raw import CONDITIONAL
from microville.territory.osm.simplify import Chain, simplify
from microville.territory.osm.stops import count_stops
from microville.territory.osm.surface import incline, surface, unreadable
from microville.territory.osm.tags import CLASSES, ONEWAY, permissions, speed
from microville.territory.territory import BIKE, CAR, WALK, make_frame

if TYPE_CHECKING:
    from collections.abc import Callable

    import geopandas as gpd
    from numpy.typing import NDArray

    from microville.territory.osm.raw import RawOsm, Tags

SOURCE = "OpenStreetMap"
SHORTEST_M = 0.01
"""Length given to an edge whose nodes lie on one spot: the schema wants a positive length."""


def read_chains(raw: RawOsm) -> tuple[list[Chain], dict[str, Any]]:
    """Return streets as they were read, and what was counted on the way.

    A way is cut where the extract does not hold its nodes: nothing is drawn across a gap.
    """
    counts: Counter[str] = Counter()
    tables: dict[str, Counter[str]] = {name: Counter() for name in _TABLES}
    chains: list[Chain] = []
    for index in np.argsort(raw.way_id, kind="stable").tolist():
        tags = raw.way_tags[index]
        if "highway" not in tags:
            continue
        counts["ways_read"] += 1
        if tags["highway"] not in CLASSES:
            tables["ways_ignored_by_class"][tags["highway"]] += 1
            continue
        forward, backward = permissions(tags)
        if not forward | backward:
            counts["ways_closed_to_all"] += 1
            continue
        speed_kmh, origin = speed(tags, bool((forward | backward) & CAR))
        level, basis = stress(tags, forward, backward, speed_kmh, origin)
        tables["ways_by_speed_origin"][origin] += 1
        tables["ways_by_stress_origin"][basis] += 1
        tables["conditional_tags_not_read"].update(k for k in tags if k.endswith(CONDITIONAL))
        runs = _runs(raw, index)
        counts.update(_seen(tags, forward, backward))
        counts["ways_without_nodes"] += not runs
        counts["ways_cut_at_missing_nodes"] += len(runs) > 1
        rules = (forward, backward, tags["highway"], speed_kmh, level, surface(tags))
        chains += [Chain(run, *rules) for run in runs]
    notes: dict[str, Any] = {key: int(counts[key]) for key in _COUNTED}
    return chains, notes | {name: dict(sorted(tables[name].items())) for name in _TABLES}


_TABLES = (
    "ways_ignored_by_class",
    "ways_by_speed_origin",
    "ways_by_stress_origin",
    "conditional_tags_not_read",
)
_COUNTED = (
    "ways_read",
    "ways_closed_to_all",
    "ways_without_nodes",
    "ways_cut_at_missing_nodes",
    "ways_area_outline",
    "ways_one_way_for_cars",
    "ways_without_surface",
    "ways_with_unreadable_surface",
    "ways_with_two_speeds",
    "ways_with_incline_without_number",
    "ways_with_unreadable_oneway",
)


def _seen(tags: Tags, forward: int, backward: int) -> dict[str, int]:
    """Return what is worth counting of a way: what is missing, and what is not applied."""
    limits = {tags.get(f"maxspeed:{way}", "") for way in ("forward", "backward")}
    return {
        "ways_area_outline": int(tags.get("area") == "yes"),
        "ways_one_way_for_cars": int((forward & CAR) != (backward & CAR)),
        "ways_without_surface": int(not surface(tags)),
        "ways_with_unreadable_surface": int(unreadable(tags)),
        "ways_with_two_speeds": int(len(limits) > 1),
        "ways_with_incline_without_number": int("incline" in tags and incline(tags) is None),
        "ways_with_unreadable_oneway": int(tags.get("oneway", "no") not in ONEWAY),
    }


def _runs(raw: RawOsm, index: int) -> list[tuple[int, ...]]:
    """Return the stretches of a way whose nodes are there, without a node twice in a row."""
    span = slice(raw.way_start[index], raw.way_start[index + 1])
    runs: list[tuple[int, ...]] = []
    run: list[int] = []
    for ref, lon in zip(raw.ref_id[span].tolist(), raw.ref_lon[span].tolist(), strict=True):
        if lon != lon:  # noqa: PLR0124 - NaN: the node is missing
            runs.append(tuple(run))
            run = []
        elif not run or run[-1] != ref:
            run.append(ref)
    runs.append(tuple(run))
    return [run for run in runs if len(run) > 1]


def build_streets(
    raw: RawOsm, crs: str, project: Any
) -> tuple[gpd.GeoDataFrame, gpd.GeoDataFrame, dict[str, Any]]:
    """Return the layers ``nodes`` and ``edges``, and notes.

    Parameters
    ----------
    raw
        What was read.
    crs
        Projected coordinate system.
    project
        Transformer from longitude and latitude to it.

    Raises
    ------
    TerritoryError
        If there is no street at all.
    """
    chains, notes = read_chains(raw)
    stopped, kinds = read_barriers(raw)
    read = chains
    chains, closed = close_at_barriers(read, stopped, _distance(raw))
    if not chains:
        raise TerritoryError(
            "The extract holds no street that can be used.",
            hint="Check that it covers a place and was not filtered to other objects.",
        )
    notes |= barrier_notes(read, kinds, closed)
    notes["segments"] = sum(len(chain.refs) - 1 for chain in chains)
    notes["nodes_before_simplification"] = len({ref for chain in chains for ref in chain.refs})
    edges = simplify(chains)
    lon, lat, start = _positions(raw, edges)
    length = _lengths(lon, lat, start)
    notes["edges_of_zero_length"] = int((length < SHORTEST_M).sum())
    ends = np.array([(e.refs[0], e.refs[-1]) for e in edges], dtype="int64")
    kept, which = np.unique(ends, return_inverse=True)
    which = which.reshape(-1, 2)
    x, y = project.transform(lon, lat)
    stops = count_stops(raw, edges)
    columns = {"length_m": np.maximum(length, SHORTEST_M), "u": which[:, 0], "v": which[:, 1]}
    columns |= {"signals": stops[0], "crossings": stops[1]}
    edge_frame = _edge_frame(edges, columns, (x, y, start), crs)
    node_x, node_y = np.empty(len(kept)), np.empty(len(kept))
    for column, at in ((0, start[:-1]), (1, start[1:] - 1)):
        node_x[which[:, column]], node_y[which[:, column]] = x[at], y[at]
    node_frame = _node_frame(node_x, node_y, crs)
    notes |= {"nodes": len(node_frame), "edges": len(edge_frame)}
    notes["length_km"] = round(float(length.sum()) / 1000, 3)
    notes["components"] = components(node_frame, edge_frame)
    return node_frame, edge_frame, notes


def _positions(
    raw: RawOsm, edges: list[Chain]
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.int64]]:
    """Return longitude and latitude of all nodes of edges, and where each edge starts."""
    start = np.concatenate([[0], np.cumsum([len(edge.refs) for edge in edges])])
    refs = np.fromiter((ref for edge in edges for ref in edge.refs), dtype="int64")
    held = ~np.isnan(raw.ref_lon)
    ids, first = np.unique(raw.ref_id[held], return_index=True)
    at = first[np.searchsorted(ids, refs)]
    return raw.ref_lon[held][at], raw.ref_lat[held][at], start.astype("int64")


def _lengths(
    lon: NDArray[np.float64], lat: NDArray[np.float64], start: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Return the length of each edge in metres."""
    steps = np.append(segment_lengths(lon, lat), 0.0)
    steps[start[1:] - 1] = 0.0  # from the last node of an edge to the first of the next: no street
    return np.add.reduceat(steps, start[:-1])


def _distance(raw: RawOsm) -> Callable[[int, int], float]:
    """Return a function for the distance between two nodes, in degrees of latitude."""
    held = ~np.isnan(raw.ref_lon)
    ids, first = np.unique(raw.ref_id[held], return_index=True)
    lon, lat = raw.ref_lon[held][first], raw.ref_lat[held][first]

    def distance(u: int, v: int) -> float:
        i, j = np.searchsorted(ids, [u, v])
        across = (lon[i] - lon[j]) * np.cos(np.radians(lat[i]))
        return float(np.hypot(across, lat[i] - lat[j]))

    return distance


def _edge_frame(
    edges: list[Chain],
    columns: dict[str, Any],
    line: tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.int64]],
    crs: str,
) -> gpd.GeoDataFrame:
    import shapely

    x, y, start = line
    owner = np.repeat(np.arange(len(edges)), np.diff(start))
    for name in ("road_class", "forward", "backward", "speed_kmh", "surface"):
        columns[name] = [getattr(edge, name) for edge in edges]
    # a barrier may have closed to cyclists what its tags let them use
    columns["stress"] = [e.stress if (e.forward | e.backward) & BIKE else 0 for e in edges]
    columns["source"] = SOURCE
    return make_frame("edges", columns, shapely.linestrings(x, y, indices=owner), crs)


def _node_frame(x: NDArray[np.float64], y: NDArray[np.float64], crs: str) -> gpd.GeoDataFrame:
    import shapely

    return make_frame("nodes", {"node": np.arange(len(x))}, shapely.points(x, y), crs)


def components(nodes: gpd.GeoDataFrame, edges: gpd.GeoDataFrame) -> dict[str, dict[str, float]]:
    """Return, for each profile, the number of connected pieces and the share of the largest.

    Directions are left aside. Shares are of the nodes that the profile reaches at all.
    """
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    found: dict[str, dict[str, float]] = {}
    allowed = edges["forward"].to_numpy() | edges["backward"].to_numpy()
    for name, bit in (("all", 255), ("walk", WALK), ("bike", BIKE), ("car", CAR)):
        part = edges[(allowed & bit) > 0]
        u, v = part["u"].to_numpy(), part["v"].to_numpy()
        touched = np.unique(np.concatenate([u, v]))
        graph = coo_array((np.ones(len(u)), (u, v)), shape=(len(nodes), len(nodes)))
        _, label = connected_components(graph, directed=False)
        sizes = np.bincount(label[touched]) if len(touched) else np.zeros(1)
        found[name] = {
            "components": int((sizes > 0).sum()),
            "largest_share": round(float(sizes.max() / max(len(touched), 1)), 4),
        }
    return found
