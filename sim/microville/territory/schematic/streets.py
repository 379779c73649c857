"""The network: every kind of line put together, noded, cleaned, with permissions and speeds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from microville.territory.schematic.blocks import field_tracks, town_blocks
from microville.territory.schematic.cleaning import (
    car_part,
    close_to_cars,
    contract_short,
    drop_dependent,
    drop_some,
    largest_component,
    link_pieces,
    true_crossings,
)
from microville.territory.schematic.constants import CRS, SPEEDS, Pattern
from microville.territory.schematic.crossings import interchanges, pair_crossings
from microville.territory.schematic.details import block_details, water_paths
from microville.territory.schematic.graph import (
    Graph,
    Pieces,
    build_graph,
    mark_crossings,
    node_lines,
    simplify_graph,
)
from microville.territory.schematic.mains import Road, motorways
from microville.territory.schematic.randomness import generator
from microville.territory.schematic.site_streets import OPTIONS, option_lines, site_streets
from microville.territory.territory import BIKE, CAR, WALK, WHEELCHAIR, make_frame

if TYPE_CHECKING:
    import geopandas as gpd

    from microville.territory.schematic.facts import Facts
    from microville.territory.schematic.footprints import Footprints
    from microville.territory.schematic.rings import Face
    from microville.territory.schematic.terrain import Terrain

MAIN_CLASSES = frozenset({"trunk", "primary", "secondary", "tertiary"})
PERMISSIONS = {
    "motorway": CAR,
    "motorway_link": CAR,
    "trunk": CAR,
    "track": WALK | BIKE | CAR,
    "cycleway": WALK | BIKE | WHEELCHAIR,
    "path": WALK | BIKE | WHEELCHAIR,
    "footway": WALK | WHEELCHAIR,
}
"""Who may travel a class, in both directions; anyone on every other class."""
SURFACES = {"track": "unpaved", "path": "compacted"}
"""Surface of a class [assumption]: farm tracks of earth, paths by the water of fine gravel; every
other class is paved."""
_ALL = WALK | BIKE | CAR | WHEELCHAIR
_TOWN_SPEEDS = {"primary": 50.0, "secondary": 50.0, "tertiary": 50.0}


@dataclass(frozen=True, slots=True)
class Streets:
    """The network's layers and the blocks that it was made from."""

    nodes: gpd.GeoDataFrame
    edges: gpd.GeoDataFrame
    leaves: list[tuple[Face, Pattern]]


def build_streets(
    facts: Facts, terrain: Terrain, footprints: Footprints, mains: list[Road], seed: int
) -> Streets:
    """Return the network of the territory."""
    town = town_blocks(terrain, footprints, mains, seed)
    fields = field_tracks(terrain, footprints, mains, seed)
    ground = _ground(facts, terrain, footprints.union, mains, [*town.roads, *fields.roads])
    for road in block_details(town.leaves, seed):
        ground.add(road.line, road.road_class)
    upper, stubs = _upper(facts, terrain, mains)
    ground.extend(stubs)
    graph = _clean(ground, upper, terrain, footprints.union, seed)
    nodes, edges = _layers(graph, footprints)
    return Streets(nodes, edges, town.leaves)


def _ground(
    facts: Facts,
    terrain: Terrain,
    built: Any,
    mains: list[Road],
    streets: list[Road],
) -> Pieces:
    """Return the lines that meet one another at junctions, but for those inside blocks."""
    pieces = Pieces()
    for road in [*mains, *streets, *water_paths(terrain, built)]:
        pieces.add(road.line, road.road_class)
    for road, barrier in pair_crossings(terrain, streets, mains, built):
        pieces.add(road.line, road.road_class, "", barrier)
    for road in site_streets():
        pieces.add(road.line, road.road_class)
    for name, road_class, line in option_lines(facts, mains):
        crossed = [b.name for b in terrain.barriers if b.line.intersects(line)]
        pieces.add(line, road_class, name, "|".join(crossed))
    return pieces


def _upper(facts: Facts, terrain: Terrain, mains: list[Road]) -> tuple[Pieces, Pieces]:
    """Return motorways with their slip roads, noded apart, and the stubs that reach the ground."""
    axes = motorways(facts, terrain)
    upper, stubs = Pieces(), Pieces()
    for road in axes:
        upper.add(road.line, road.road_class)
    for ramp in interchanges(axes, mains, terrain):
        first, last = ramp.line.coords[0], ramp.line.coords[-1]
        step = 4.0 / ramp.line.length
        middle = tuple(
            round((a + step * (b - a)) * 2) / 2 for a, b in zip(first, last, strict=True)
        )
        stubs.add(shapely.LineString([first, middle]), "motorway_link")
        upper.add(shapely.LineString([middle, last]), "motorway_link")
    return node_lines(upper), stubs


def _clean(ground: Pieces, upper: Pieces, terrain: Terrain, built: Any, seed: int) -> Graph:
    """Return the network in one piece: noded, thinned, linked, simplified."""
    rng = generator(seed, "graph")
    first = node_lines(ground)
    mark_crossings(first, terrain.barriers, MAIN_CLASSES)
    kept = drop_some(build_graph(first), terrain.base, rng)
    # Cars first, so that no quarter hangs on a towpath; then what is left for walkers.
    for part in (car_part, car_part, lambda graph: graph):
        links = link_pieces(part(build_graph(kept)), terrain.barriers, built)
        if links.lines:
            kept.extend(links)
            kept = node_lines(kept)
    kept.extend(upper)
    mark_crossings(kept, terrain.barriers, MAIN_CLASSES)
    graph = contract_short(build_graph(kept), 7.0)
    switched = frozenset(option.name for option in OPTIONS if not option.default)
    graph = largest_component(drop_dependent(graph, switched))
    close_to_cars(graph)
    graph = largest_component(simplify_graph(graph))
    true_crossings(graph.pieces, terrain.barriers)
    return graph


def _speeds(names: Any, in_town: Any) -> Any:
    speeds = np.array([SPEEDS[name] for name in names])
    for name, value in _TOWN_SPEEDS.items():
        speeds[(names == name) & in_town] = value
    return speeds


def _layers(graph: Graph, footprints: Footprints) -> tuple[gpd.GeoDataFrame, gpd.GeoDataFrame]:
    """Return the layers of nodes and edges."""
    used = np.unique(np.concatenate([graph.u, graph.v]))
    number = np.full(len(graph.xy), -1)
    number[used] = np.arange(len(used))
    lines = np.array(graph.pieces.lines)
    names = np.array(graph.pieces.road_class)
    shapely.prepare(footprints.union)
    middles = shapely.line_interpolate_point(lines, 0.5, normalized=True)
    in_town = shapely.contains(footprints.union, middles)
    allowed = np.array([PERMISSIONS.get(name, _ALL) for name in names], dtype=np.uint8)
    edges = make_frame(
        "edges",
        {
            "u": number[graph.u],
            "v": number[graph.v],
            "length_m": np.round(shapely.length(lines), 2),
            "road_class": names,
            "forward": allowed,
            "backward": allowed,
            "speed_kmh": _speeds(names, in_town),
            "surface": [SURFACES.get(name, "paved") for name in names],
            "option": graph.pieces.option,
            "source": "schematic: generated",
            "crossing": graph.pieces.crossing,
        },
        lines,
        CRS,
    )
    xy = graph.xy[used]
    nodes = make_frame("nodes", {"node": np.arange(len(used))}, shapely.points(xy), CRS)
    return nodes, edges
