"""What a street network measures like: the statistics that tell a city from spaghetti.

They work on any territory, generated or read from OpenStreetMap.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
import shapely
from scipy.sparse import coo_matrix, csr_matrix
from scipy.sparse.csgraph import connected_components, dijkstra
from scipy.spatial import cKDTree

from microville.territory.schematic.graph import Graph, Pieces, simplify_graph
from microville.territory.territory import CAR, WALK

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from microville.territory.territory import Territory

Network = Literal["street", "all"]
_NOT_STREETS = {"motorway", "motorway_link", "service", "track"}
_DENSITY_M = 300.0


@dataclass(frozen=True, slots=True)
class StreetStatistics:
    """Statistics of a network whose nodes of two ends have been joined through.

    Attributes
    ----------
    nodes, edges
        Their numbers.
    streets_per_node
        Mean number of street ends at a node.
    dead_ends, three_way, four_way, five_way
        Share of nodes with one, three, four, five or more ends.
    edge_median_m, edge_mean_m
        Lengths of edges, metres.
    circuity
        Length of edges over the straight lines between their ends.
    orientation_entropy
        Entropy (nats) of bearings in 36 bins, each edge in both directions, by length: a grid
        gives about 1.4, no order 3.58.
    density_median, density_p90
        Junctions of three or more ends within 300 m of each of them, per km².
    largest_share
        Share of nodes in the largest connected piece.
    detour
        Median of shortest path over straight line, between 0.5 and 5 km apart.
    """

    nodes: int
    edges: int
    streets_per_node: float
    dead_ends: float
    three_way: float
    four_way: float
    five_way: float
    edge_median_m: float
    edge_mean_m: float
    circuity: float
    orientation_entropy: float
    density_median: float
    density_p90: float
    largest_share: float
    detour: float

    def as_dict(self) -> dict[str, float]:
        """Return the statistics by name."""
        return asdict(self)


def street_statistics(territory: Territory, network: Network = "street") -> StreetStatistics:
    """Measure a territory's streets.

    Parameters
    ----------
    territory
        Any territory. Edges of network options count as the defaults say.
    network
        ``"street"``: open to cars, without motorways, service ways and tracks; ``"all"``:
        everything walkable.

    Returns
    -------
    StreetStatistics
        Of that part of the network.
    """
    graph = _joined(territory, network)
    used = np.unique(np.concatenate([graph.u, graph.v]))
    degree = graph.degree[used]
    lines = np.array(graph.pieces.lines)
    length = shapely.length(lines)
    straight = np.hypot(*(graph.xy[graph.u] - graph.xy[graph.v]).T)
    apart = straight > 1.0
    density = _density(graph.xy[used[degree >= 3]])
    share, detour = _reach(graph, length)
    return StreetStatistics(
        nodes=len(used),
        edges=len(lines),
        streets_per_node=float(degree.mean()),
        dead_ends=float((degree == 1).mean()),
        three_way=float((degree == 3).mean()),
        four_way=float((degree == 4).mean()),
        five_way=float((degree >= 5).mean()),
        edge_median_m=float(np.median(length)),
        edge_mean_m=float(length.mean()),
        circuity=float(length[apart].sum() / straight[apart].sum()),
        orientation_entropy=_entropy(graph, straight),
        density_median=float(np.median(density)),
        density_p90=float(np.quantile(density, 0.9)),
        largest_share=share,
        detour=detour,
    )


def _joined(territory: Territory, network: Network) -> Graph:
    """Return the chosen network with nodes of degree two joined through."""
    edges = territory.layers["edges"]
    on = territory.option_defaults()
    exists = np.array([on.get(str(name), True) for name in edges["option"]], dtype=bool)
    bits = (edges["forward"] | edges["backward"]).to_numpy()
    if network == "street":
        exists &= (bits & CAR) > 0
        exists &= ~edges["road_class"].isin(_NOT_STREETS).to_numpy(dtype=bool)
    else:
        exists &= (bits & WALK) > 0
    chosen = edges[exists]
    u, v = chosen["u"].to_numpy(dtype=np.int64), chosen["v"].to_numpy(dtype=np.int64)
    # One street a pair of directions: OSM maps may hold an edge for each.
    pair = np.column_stack([np.minimum(u, v), np.maximum(u, v), np.rint(chosen["length_m"])])
    first = np.sort(np.unique(pair, axis=0, return_index=True)[1])
    count = len(first)
    lines = list(chosen.geometry.to_numpy()[first])
    same = [""] * count
    pieces = Pieces(lines, list(same), list(same), list(same))
    xy = shapely.get_coordinates(territory.layers["nodes"].geometry.to_numpy())
    return simplify_graph(Graph(xy, u[first], v[first], pieces))


def _entropy(graph: Graph, weight: NDArray[np.float64]) -> float:
    """Return the entropy of the edges' bearings."""
    way = graph.xy[graph.v] - graph.xy[graph.u]
    bearing = np.degrees(np.arctan2(way[:, 1], way[:, 0])) % 180
    both = np.concatenate([bearing, bearing + 180])
    # Bins are centred on the axes, so that a grid aligned to north is not split between two.
    counts = np.bincount(
        ((both + 5) % 360 // 10).astype(int), weights=np.tile(weight, 2), minlength=36
    )
    share = counts[counts > 0] / counts.sum()
    return float(-(share * np.log(share)).sum())


def _density(xy: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return junctions per km² within 300 m of each."""
    if not len(xy):
        return np.zeros(1)
    tree = cKDTree(xy)
    inside = tree.query_ball_point(xy, _DENSITY_M, return_length=True)
    return np.asarray(inside, dtype=np.float64) / (np.pi * (_DENSITY_M / 1000) ** 2)


def _reach(graph: Graph, length: NDArray[np.float64]) -> tuple[float, float]:
    """Return the share of the largest piece and the median detour."""
    size = len(graph.xy)
    both = (np.concatenate([graph.u, graph.v]), np.concatenate([graph.v, graph.u]))
    matrix = csr_matrix(coo_matrix((np.ones(len(both[0])), both), shape=(size, size)))
    used = np.unique(both[0])
    labels = connected_components(matrix, directed=False)[1][used]
    counts = np.bincount(labels)
    largest = used[labels == int(np.argmax(counts))]
    order = np.argsort(np.concatenate([length, length]), kind="stable")
    pairs = np.column_stack(both)[order]
    # Parallel edges: the shortest one of each pair.
    kept = order[np.unique(pairs, axis=0, return_index=True)[1]]
    values = np.tile(length, 2)[kept]
    weights = csr_matrix((values, (both[0][kept], both[1][kept])), shape=(size, size))
    sources = largest[:: max(1, len(largest) // 60)][:60]
    paths = dijkstra(weights, indices=sources, limit=15_000)
    ratios = []
    for row, source in zip(paths, sources, strict=True):
        straight = np.hypot(*(graph.xy[largest] - graph.xy[source]).T)
        near = (straight > 500) & (straight < 5000) & np.isfinite(row[largest])
        ratios.append(row[largest][near] / straight[near])
    every = np.concatenate(ratios)
    return float(counts.max() / len(used)), float(np.median(every)) if len(every) else float("nan")
