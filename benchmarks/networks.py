"""The street networks of the benchmark."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from benchmarks.case import Case, make_case

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from microville.access import Network

EXTRACTS = Path(__file__).resolve().parents[1].parent / "shared" / "osm"
"""Extracts of OpenStreetMap, beside the repository; they may be absent."""
SPACING_M = 100.0
WALK_M_PER_S = 1.25
FACILITIES = (50, 79, 126, 199, 315, 500)
"""Facilities of the six categories, from 50 to 500 in equal ratios."""
ALL = frozenset(
    (
        *("closest", "five", "opportunities", "isochrones", "matrix"),
        *("facility", "street", "prepare", "reweight", "limit"),
    )
)
GROWTH = frozenset(["closest", "prepare"])
BY_CAR = frozenset(["closest", "five", "facility", "street", "prepare", "reweight"])
"""By car: queries whose cost does not grow with what a quarter of an hour reaches."""


@dataclass(frozen=True)
class Spec:
    """How to make a network, and which queries are asked of it.

    Attributes
    ----------
    title
        What people read.
    make
        Returns the case; may raise, which is reported.
    queries
        Keys of queries.
    quick
        Whether ``--quick`` takes it.
    goals
        Whether the goals of TARGETS.md hold for it (50,000 nodes and more).
    few_peers
        Only the implementations that growth is fitted for.
    memory
        Whether memory is measured by default.
    """

    title: str
    make: Callable[[], Case]
    queries: frozenset[str] = ALL
    quick: bool = False
    goals: bool = False
    few_peers: bool = False
    memory: bool = False


def pick_facilities(node_count: int, seed: int) -> dict[str, NDArray[np.int32]]:
    """Return six categories at seeded nodes, one facility a node in each."""
    rng = np.random.default_rng([112, seed, node_count])
    sizes = [min(size, node_count) for size in FACILITIES]
    return {
        f"c{size}": rng.choice(node_count, size, replace=False).astype(np.int32) for size in sizes
    }


def _scattered(count: int, rng: np.random.Generator) -> NDArray[np.float64]:
    """Return points of a jittered grid, in random order."""
    side = int(np.ceil(np.sqrt(count)))
    cells = rng.permutation(side * side)[:count]
    grid = np.stack([cells % side, cells // side], axis=1).astype(np.float64)
    return (grid + rng.uniform(-0.45, 0.45, (count, 2))) * SPACING_M


def _streets(
    xy: NDArray[np.float64], rng: np.random.Generator
) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Return undirected edges (a spanning tree and other short Delaunay edges) and one-ways.

    One-way streets are drawn from those outside the tree: in a town one can drive back.
    """
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import minimum_spanning_tree
    from scipy.spatial import Delaunay

    corners = Delaunay(xy).simplices
    pairs = np.concatenate([corners[:, [0, 1]], corners[:, [1, 2]], corners[:, [2, 0]]])
    pairs = np.unique(np.sort(pairs.astype(np.int64), axis=1), axis=0)
    length = np.linalg.norm(xy[pairs[:, 0]] - xy[pairs[:, 1]], axis=1)
    liking = length * rng.uniform(0.6, 1.4, len(pairs))
    graph = coo_array((liking, (pairs[:, 0], pairs[:, 1])), shape=(len(xy), len(xy)))
    tree = minimum_spanning_tree(graph.tocsr()).tocoo()
    in_tree = np.isin(
        pairs[:, 0] * len(xy) + pairs[:, 1],
        np.minimum(tree.row, tree.col).astype(np.int64) * len(xy) + np.maximum(tree.row, tree.col),
    )
    wanted = round(1.3 * len(xy)) - int(in_tree.sum())
    others = np.flatnonzero(~in_tree)
    others = others[np.argsort(liking[others], kind="stable")[:wanted]]
    edges = pairs[np.concatenate([np.flatnonzero(in_tree), others])]
    one_way = np.zeros(len(edges), dtype=np.bool_)
    one_way[rng.choice(len(others), round(0.03 * len(edges)), replace=False) - len(others)] = True
    return edges, one_way


def synthetic(count: int, seed: int = 0) -> Case:
    """Return a street-like planar network of mean degree 2.6 with shuffled nodes."""
    rng = np.random.default_rng([112, seed, count])
    xy = _scattered(count, rng)
    edges, one_way = _streets(xy, rng)
    length = np.linalg.norm(xy[edges[:, 0]] - xy[edges[:, 1]], axis=1)
    length *= rng.uniform(1.0, 1.4, len(edges))  # streets are not straight
    weight = np.maximum(np.rint(length / WALK_M_PER_S * 1000), 1)
    turn = rng.random(len(edges)) < 0.5
    edges[turn] = edges[turn][:, ::-1]
    two_way = ~one_way
    tails = np.concatenate([edges[:, 0], edges[two_way, 1]])
    heads = np.concatenate([edges[:, 1], edges[two_way, 0]])
    return make_case(
        f"synthetic-{count}",
        f"Synthetic streets, {count:,} nodes in random order",
        (tails, heads, np.concatenate([weight, weight[two_way]])),
        xy,
        pick_facilities(count, seed),
        "On foot at 4.5 km/h; 3 % of streets are one-way.",
    )


def liechtenstein(profile_name: str) -> Case:
    """Return every OSM node that a profile may travel, before any simplification."""
    from microville.access import profile
    from microville.access.speeds import travel_ms
    from microville.parameters import Parameters
    from microville.territory.osm.crs import choose_crs, projector, segment_lengths
    from microville.territory.osm.reading import read_osm
    from microville.territory.osm.streets import read_chains

    raw = read_osm(_extract("liechtenstein.osm.pbf"))
    who = profile(profile_name, Parameters())
    held = ~np.isnan(raw.ref_lon)
    ids, first = np.unique(raw.ref_id[held], return_index=True)
    lon, lat = raw.ref_lon[held][first], raw.ref_lat[held][first]
    tails, heads, speed = [], [], []
    for chain in read_chains(raw)[0]:
        refs = np.searchsorted(ids, np.array(chain.refs, dtype=np.int64))
        for rule, ends in ((chain.forward, refs), (chain.backward, refs[::-1])):
            if rule & who.bit:
                tails.append(ends[:-1])
                heads.append(ends[1:])
                km_h = who.speed_kmh or chain.speed_kmh * who.speed_factor
                speed.append(np.full(len(ends) - 1, km_h))
    tail, head = np.concatenate(tails), np.concatenate(heads)
    # pairs of positions, so that the length between pairs is not used
    between = np.stack([tail, head], axis=1).ravel()
    length = segment_lengths(lon[between], lat[between])[::2]
    used, ends = np.unique(np.concatenate([tail, head]), return_inverse=True)
    x, y = projector(choose_crs(lon, lat)).transform(lon[used], lat[used])
    shuffle = np.random.default_rng([112, len(used)]).permutation(len(used))
    xy = np.empty((len(used), 2))
    xy[shuffle] = np.column_stack([x, y])
    tail, head = shuffle[ends[: len(tail)]], shuffle[ends[len(tail) :]]
    return make_case(
        f"liechtenstein-{profile_name}",
        f"Liechtenstein before simplification, {profile_name}",
        (tail, head, travel_ms(np.maximum(length, 0.01), np.concatenate(speed))),
        xy,
        pick_facilities(len(used), 7),
        "Every OSM node that the profile may travel, in random order, islands included.",
    )


def _extract(name: str) -> Path:
    path = EXTRACTS / name
    if not path.is_file():
        raise FileNotFoundError(f"{name} is not in the folder shared/osm beside the repository")
    return path


def on_map(map_name: str, profile_name: str) -> Case:
    """Return a map as the simulation sees it: homes and services cut the streets."""
    from microville.access import build_network, find_places, profile
    from microville.parameters import Parameters

    territory = _territory(map_name)
    places = find_places(territory)
    network = build_network(territory, profile(profile_name, Parameters()), places.xy)
    corners = territory.layers["nodes"].geometry
    xy = np.full((network.node_count, 2), np.nan)
    entered = network.point_node >= 0
    xy[network.point_node[entered]] = places.xy[entered]
    xy[_map_nodes(network)] = np.column_stack([corners.x.to_numpy(), corners.y.to_numpy()])
    kind = territory.layers["services"]["category"].to_numpy()
    node = network.point_node[places.services]
    names, counts = np.unique(kind[node >= 0], return_counts=True)
    most = names[np.lexsort((names, -counts))][:6]
    return make_case(
        f"{map_name}-{profile_name}",
        f"Map {map_name} simplified, with homes and services, {profile_name}",
        network.arcs(),
        xy,
        {str(name): node[(kind == name) & (node >= 0)] for name in most},
        "Microville's own network: nodes are sorted along a Hilbert curve, for everyone; legs to "
        "doors are left out, for everyone.",
    )


def _map_nodes(network: Network) -> NDArray[np.int32]:
    """Return the network's node of each node of the map."""
    if network.streets is None:
        raise ValueError("the network was not made from a map")
    return network.streets.map_node


_TERRITORIES: dict[str, Any] = {}


def _territory(name: str) -> Any:
    """Return a territory; reading one takes seconds, so two profiles share it."""
    from microville.territory.osm import build_from_osm
    from microville.territory.store import DEFAULT_MAP, load_territory

    if name not in _TERRITORIES:
        _TERRITORIES[name] = (
            load_territory(name)
            if name == DEFAULT_MAP
            else build_from_osm(_extract(f"{name}.osm.pbf"), name=name)
        )
    return _TERRITORIES[name]


def _synthetic_spec(count: int) -> Spec:
    full = count == 50_000
    return Spec(
        title=f"Synthetic streets, {count:,} nodes",
        make=lambda: synthetic(count),
        queries=ALL if full or count == 5_000 else GROWTH,
        quick=count in {5_000, 12_500},
        goals=full,
        few_peers=not full and count != 5_000,
        memory=full,
    )


def _map_spec(name: str, profile_name: str) -> Spec:
    return Spec(
        f"Map {name}, {profile_name}",
        lambda: on_map(name, profile_name),
        # by car a quarter of an hour reaches half of a large map: peers would take hours
        queries=ALL if profile_name == "walk" or name == "dreieich" else BY_CAR,
        quick=name == "dreieich",
    )


SPECS: dict[str, Spec] = {
    **{
        f"synthetic-{count}": _synthetic_spec(count)
        for count in (5_000, 12_500, 25_000, 50_000, 100_000, 200_000)
    },
    "liechtenstein-walk": Spec(
        "Liechtenstein before simplification, walk",
        lambda: liechtenstein("walk"),
        goals=True,
    ),
    "liechtenstein-car": Spec(
        "Liechtenstein before simplification, car",
        lambda: liechtenstein("car"),
        queries=BY_CAR,
    ),
    **{
        f"{name}-{who}": _map_spec(name, who)
        for name in ("dreieich", "courcy-reims")
        for who in ("walk", "car")
    },
}
