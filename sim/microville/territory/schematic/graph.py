"""From lines to a graph: noding, classes, crossings, simplification."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from microville.territory.schematic.constants import RANK

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from microville.territory.schematic.terrain import Barrier

GRID_M = 0.5
Key = tuple[float, float]


@dataclass(slots=True)
class Pieces:
    """Lines with what is known of each: class, option, barriers crossed, whether a main road."""

    lines: list[Any] = field(default_factory=list)
    road_class: list[str] = field(default_factory=list)
    option: list[str] = field(default_factory=list)
    crossing: list[str] = field(default_factory=list)

    def add(self, line: Any, road_class: str, option: str = "", crossing: str = "") -> None:
        """Add one line."""
        self.lines.append(line)
        self.road_class.append(road_class)
        self.option.append(option)
        self.crossing.append(crossing)

    def keep(self, mask: NDArray[np.bool_]) -> Pieces:
        """Return the pieces where the mask is true."""
        chosen = np.flatnonzero(mask)
        return Pieces(
            [self.lines[i] for i in chosen],
            [self.road_class[i] for i in chosen],
            [self.option[i] for i in chosen],
            [self.crossing[i] for i in chosen],
        )

    def extend(self, other: Pieces) -> None:
        """Add all pieces of another."""
        for row in zip(other.lines, other.road_class, other.option, other.crossing, strict=True):
            self.add(*row)


def node_lines(pieces: Pieces) -> Pieces:
    """Cut lines where they meet and keep for each part the most important class at its middle."""
    noded = shapely.get_parts(shapely.union_all(pieces.lines, grid_size=GRID_M))
    noded = noded[shapely.get_type_id(noded) == 1]
    first = shapely.get_coordinates(shapely.get_point(noded, 0))
    noded = noded[np.lexsort((shapely.length(noded), first[:, 1], first[:, 0]))]
    sources = np.array(pieces.lines)
    middles = shapely.line_interpolate_point(noded, 0.5, normalized=True)
    part, source = shapely.STRtree(sources).query(middles, predicate="dwithin", distance=1.2)
    rank = np.array([RANK[name] for name in pieces.road_class])
    # An option never hides a street that is there anyway, and a crossing is never forgotten.
    weak = np.array([name != "" for name in pieces.option], dtype=int)
    named = np.array([name == "" for name in pieces.crossing], dtype=int)
    order = np.lexsort((source, named[source], rank[source], weak[source], part))
    part, source = part[order], source[order]
    starts = np.unique(part, return_index=True)[1]
    result = Pieces()
    for p, s in zip(part[starts], source[starts], strict=True):
        result.add(noded[p], pieces.road_class[s], pieces.option[s], pieces.crossing[s])
    return result


def mark_crossings(pieces: Pieces, barriers: list[Barrier], classes: frozenset[str]) -> None:
    """Name, on pieces of the given classes, the barriers that they cross."""
    lines = np.array(pieces.lines)
    tree = shapely.STRtree(lines)
    for barrier in barriers:
        for i in np.sort(tree.query(barrier.line, predicate="intersects")):
            known = set(filter(None, pieces.crossing[i].split("|")))
            if pieces.road_class[i] in classes or barrier.name in known:
                pieces.crossing[i] = "|".join(sorted(known | {barrier.name}))


@dataclass(slots=True)
class Graph:
    """Nodes (coordinates) and edges (u, v and a piece)."""

    xy: NDArray[np.float64]
    u: NDArray[np.int64]
    v: NDArray[np.int64]
    pieces: Pieces

    @property
    def degree(self) -> NDArray[np.int64]:
        """Number of edge ends at each node."""
        return np.bincount(np.concatenate([self.u, self.v]), minlength=len(self.xy))

    def components(self) -> NDArray[np.int64]:
        """Return the component of each node, numbered from the one with most nodes."""
        size = len(self.xy)
        matrix = coo_matrix((np.ones(len(self.u)), (self.u, self.v)), shape=(size, size))
        labels = connected_components(matrix, directed=False)[1]
        counts = np.bincount(labels)
        order = np.argsort(-counts, kind="stable")
        number = np.empty_like(order)
        number[order] = np.arange(len(order))
        ranked: NDArray[np.int64] = number[labels]
        return ranked


def build_graph(pieces: Pieces) -> Graph:
    """Return the graph of noded pieces; nodes are sorted by coordinates."""
    lines = np.array(pieces.lines)
    ends = np.vstack(
        [
            shapely.get_coordinates(shapely.get_point(lines, 0)),
            shapely.get_coordinates(shapely.get_point(lines, -1)),
        ]
    )
    xy, index = np.unique(np.round(ends * 10).astype(np.int64), axis=0, return_inverse=True)
    index = index.reshape(-1)
    half = len(lines)
    return Graph(xy / 10.0, index[:half], index[half:], pieces)


def simplify_graph(graph: Graph) -> Graph:
    """Join edges of one class and option that meet at a node of degree two."""
    size = len(graph.u)
    ends: list[list[int]] = [[] for _ in range(len(graph.xy))]
    for e in range(size):
        ends[graph.u[e]].append(e)
        ends[graph.v[e]].append(e)
    label = list(zip(graph.pieces.road_class, graph.pieces.option, strict=True))

    def passes(node: int) -> bool:
        pair = ends[node]
        return len(pair) == 2 and pair[0] != pair[1] and label[pair[0]] == label[pair[1]]

    done = np.zeros(size, dtype=bool)
    merged, us, vs = Pieces(), [], []
    starts = [e for e in range(size) if not (passes(graph.u[e]) and passes(graph.v[e]))]
    for e in [*starts, *range(size)]:
        if done[e]:
            continue
        begin = (
            int(graph.v[e]) if passes(graph.u[e]) and not passes(graph.v[e]) else int(graph.u[e])
        )
        chain, node, edge, names = [], begin, e, set()
        while not done[edge]:
            done[edge] = True
            coords = shapely.get_coordinates(graph.pieces.lines[edge])
            forward = graph.u[edge] == node
            chain.append(coords if forward else coords[::-1])
            names |= set(filter(None, graph.pieces.crossing[edge].split("|")))
            node = int(graph.v[edge] if forward else graph.u[edge])
            if not passes(node):
                break
            edge = ends[node][0] if ends[node][1] == edge else ends[node][1]
        coords = np.vstack([chain[0], *[c[1:] for c in chain[1:]]])
        road_class, option = label[e]
        merged.add(shapely.LineString(coords), road_class, option, "|".join(sorted(names)))
        us.append(begin)
        vs.append(node)
    return Graph(graph.xy, np.array(us), np.array(vs), merged)
