"""Cleaning the graph: thinning, isolated pieces, short edges, what cars cannot reach."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from scipy.spatial import cKDTree

from microville.territory.schematic.graph import Graph, Pieces
from microville.territory.schematic.terrain import shut_railway

if TYPE_CHECKING:
    from microville.territory.schematic.terrain import Barrier

LINK_M = 450.0
FOOT_CLASSES = frozenset({"footway", "path", "cycleway"})
_SCRAP_M, _BRIDGE_M = 120.0, 700.0
"""Total length below which an isolated piece is not linked, or not across a barrier."""


def drop_some(graph: Graph, kept: Any, rng: np.random.Generator) -> Pieces:
    """Leave out a few local streets, some tracks and most dangling tracks, but none in ``kept``."""
    degree = graph.degree
    inner = (degree[graph.u] >= 3) & (degree[graph.v] >= 3)
    loose = (degree[graph.u] == 1) | (degree[graph.v] == 1)
    draw = rng.random(len(graph.u))
    name = np.array(graph.pieces.road_class)
    free = np.array(
        [not o and not c for o, c in zip(graph.pieces.option, graph.pieces.crossing, strict=True)]
    )
    free &= ~shapely.intersects(kept, np.array(graph.pieces.lines))
    gone = free & np.isin(name, ["residential", "living_street"]) & inner & (draw < 0.055)
    gone |= free & (name == "track") & inner & (draw < 0.22)
    gone |= free & (name == "track") & loose & (draw < 0.75)
    same = graph.u == graph.v
    return graph.pieces.keep(~gone & ~same)


def car_part(graph: Graph) -> Graph:
    """Return the part of a graph that is wider than a footpath (nodes keep their numbers)."""
    cars = ~np.isin(np.array(graph.pieces.road_class), list(FOOT_CLASSES))
    return Graph(graph.xy, graph.u[cars], graph.v[cars], graph.pieces.keep(cars))


def link_pieces(graph: Graph, barriers: list[Barrier], built: Any) -> Pieces:
    """Return links of at most 450 m that join isolated pieces to the main one.

    Links never cross a motorway or the fence; those of longer pieces may cross one other barrier,
    once. Scraps are not linked: they are dropped later.
    """
    labels = graph.components()
    size = np.bincount(labels[graph.u], weights=shapely.length(np.array(graph.pieces.lines)))
    main = np.flatnonzero(labels == 0)
    tree = cKDTree(graph.xy[main])
    hard = shapely.union_all(
        [b.line for b in barriers if b.kind in {"motorway", "fence"}] + [shut_railway(barriers)]
    )
    soft = [b for b in barriers if b.kind not in {"motorway", "fence"}]
    softs = shapely.STRtree([b.line for b in soft])
    shapely.prepare(hard)
    shapely.prepare(built)
    links = Pieces()
    for label in np.flatnonzero(size > _SCRAP_M)[1:]:
        mine = np.flatnonzero(labels == label)
        found = tree.query(graph.xy[mine], k=min(10, len(main)))
        distance = np.asarray(found[0], dtype=np.float64)
        index = np.asarray(found[1], dtype=np.int64)
        for flat in np.argsort(distance, axis=None, kind="stable")[:60]:
            row, col = divmod(int(flat), distance.shape[1])
            if distance[row, col] > LINK_M:
                break
            line = shapely.LineString([graph.xy[mine[row]], graph.xy[main[index[row, col]]]])
            hits = softs.query(line, predicate="intersects")
            if len(hits) > int(size[label] > _BRIDGE_M) or hard.intersects(line):
                continue
            crossed = soft[int(hits[0])] if len(hits) else None
            if crossed and shapely.intersection(line, crossed.line).geom_type != "Point":
                continue
            road_class = "residential" if built.intersects(line) else "track"
            links.add(line, road_class, "", crossed.name if crossed else "")
            break
    return links


def contract_short(graph: Graph, limit_m: float) -> Graph:
    """Merge the ends of very short edges (junctions that are one crossing in reality)."""
    lengths = shapely.length(np.array(graph.pieces.lines))
    free = np.array(
        [not o and not c for o, c in zip(graph.pieces.option, graph.pieces.crossing, strict=True)]
    )
    short = (lengths < limit_m) & (graph.u != graph.v) & free
    # An end of a motorway or slip road stays where it is: those are not noded with the streets.
    fixed = np.zeros(len(graph.xy), dtype=bool)
    upper = np.isin(np.array(graph.pieces.road_class), ["motorway", "motorway_link", "trunk"])
    fixed[graph.u[upper]] = fixed[graph.v[upper]] = True
    parent, ends = np.arange(len(graph.xy)), graph.degree.copy()

    def root(node: int) -> int:
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = int(parent[node])
        return node

    for e in np.flatnonzero(short):
        a, b = root(int(graph.u[e])), root(int(graph.v[e]))
        # Corners of five streets are rare, and most staggered junctions stay staggered.
        most = 4 if lengths[e] < limit_m / 2 else 3
        if a != b and not (fixed[a] and fixed[b]) and ends[a] + ends[b] - 2 <= most:
            keep, lose = (a, b) if fixed[a] or (not fixed[b] and a < b) else (b, a)
            if float(np.hypot(*(graph.xy[keep] - graph.xy[lose]))) < limit_m:
                parent[lose] = keep
                ends[keep] += ends[lose] - 2
    roots = np.array([root(i) for i in range(len(graph.xy))])
    u, v = roots[graph.u], roots[graph.v]
    moved = (u != graph.u) | (v != graph.v)
    pieces = graph.pieces
    for e in np.flatnonzero(moved):
        coords = shapely.get_coordinates(pieces.lines[e])
        coords[0], coords[-1] = graph.xy[u[e]], graph.xy[v[e]]
        pieces.lines[e] = shapely.LineString(coords)
    keep_edges = (u != v) & (shapely.length(np.array(pieces.lines)) > 1.0)
    return Graph(graph.xy, u[keep_edges], v[keep_edges], pieces.keep(keep_edges))


def true_crossings(pieces: Pieces, barriers: list[Barrier]) -> None:
    """Forget, of the barriers named on pieces, those that a piece does not reach."""
    axes = {barrier.name: barrier.line for barrier in barriers}
    for i, names in enumerate(pieces.crossing):
        kept = [n for n in filter(None, names.split("|")) if axes[n].intersects(pieces.lines[i])]
        pieces.crossing[i] = "|".join(kept)


def close_to_cars(graph: Graph) -> None:
    """Make footways of streets that cars could not reach (their access was a footpath)."""
    cars = ~np.isin(np.array(graph.pieces.road_class), list(FOOT_CLASSES))
    part = car_part(graph).components()
    for e in np.flatnonzero(cars & (part[graph.u] != 0)):
        graph.pieces.road_class[e] = "footway"


def drop_dependent(graph: Graph, switched: frozenset[str]) -> Graph:
    """Drop streets that only an option which is off by default would join to the rest."""
    option = np.array(graph.pieces.option)
    off = np.isin(option, list(switched))
    part = Graph(graph.xy, graph.u[~off], graph.v[~off], graph.pieces).components()
    keep = off | (part[graph.u] == 0)
    return Graph(graph.xy, graph.u[keep], graph.v[keep], graph.pieces.keep(keep))


def largest_component(graph: Graph) -> Graph:
    """Keep the largest connected piece and number its nodes from 0."""
    labels = graph.components()
    edges = labels[graph.u] == 0
    u, v = graph.u[edges], graph.v[edges]
    used = np.unique(np.concatenate([u, v]))
    number = np.full(len(graph.xy), -1)
    number[used] = np.arange(len(used))
    return Graph(graph.xy[used], number[u], number[v], graph.pieces.keep(edges))
