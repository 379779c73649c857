"""What can be reached from a place within some minutes, as polygons."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from microville.access.attach import FRONT_M
from microville.access.dijkstra import dijkstra
from microville.access.ground import Ground, ground_of
from microville.access.nearest import LATEST
from microville.access.profiles import profile as find_profile
from microville.access.reach import to_ms
from microville.access.searches import NEVER
from microville.access.service_area import cut_lines
from microville.access.speeds import arc_ms, travel_ms
from microville.access.splitting import NEAR_M
from microville.errors import InputError
from microville.parameters import Parameters

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import geopandas as gpd
    from numpy.typing import NDArray

    from microville.access.network import Network
    from microville.territory import Territory

FARTHEST_M = 1000.0
"""A coordinate farther than this from any street is not on the map."""


def isochrones(
    territory: Territory,
    lon: float,
    lat: float,
    *,
    minutes: Sequence[float] = (15.0, 30.0),
    profile: str = "walk",
    parameters: Parameters | None = None,
    options: Mapping[str, bool] | None = None,
) -> gpd.GeoDataFrame:
    """Return the area within reach of a coordinate, one row a threshold.

    The ground that reached streets serve, each cut where the time runs out, see
    :class:`~microville.access.service_area.ServiceAreas`. Holes stay holes.

    Parameters
    ----------
    territory
        The map.
    lon, lat
        WGS 84 degrees.
    minutes
        Thresholds.
    profile, parameters, options
        As in :func:`~microville.access.travel_time.travel_time`.

    Returns
    -------
    GeoDataFrame
        In the territory's system, thresholds ascending: ``minutes``, ``profile``, ``area_km2``,
        ``inhabitants`` (of homes whose middle lies inside; missing where a commune's population is
        unknown), ``services`` inside and, of these, those of each of the six functions (only
        services that count as supply).

    Raises
    ------
    InputError
        If the coordinate is more than 1 km from any street of the profile, or a threshold is
        negative or no number.
    TerritoryError
        If an option is unknown or no edge can be travelled by the profile.
    """
    import geopandas as gpd
    import shapely

    limits = {each: to_ms(each) for each in sorted(set(map(float, minutes)))}
    if not limits:
        raise InputError("An isochrone needs a threshold.", hint="Give minutes, e.g. 15.")
    ground = ground_of(territory, find_profile(profile, parameters or Parameters()), options or {})
    door = _door(territory, ground, lon, lat)
    at_nodes = times_from(ground.network, door.node, door.ms, max(limits.values()))
    time = at_nodes[ground.map_node].astype(np.float64)
    shapes: list[Any] = []
    whole = np.zeros(len(ground.areas.edge), dtype=bool)
    for limit in limits.values():
        before = whole
        whole, ends = _reached(ground, time, limit)
        loose = np.concatenate([ends, _first_steps(ground, door, limit)])
        parts = [*ground.areas.union(whole, before), *ground.areas.of(loose)]
        # The area before is part of this one, to the last corner.
        joined = shapely.union_all(shapes[-1:] + parts)
        polygons = [p for p in shapely.get_parts(joined) if p.geom_type == "Polygon"]
        shapes.append(shapely.MultiPolygon(polygons))
    counts = [ground.contents.inside(shape) for shape in shapes]
    columns: dict[str, Any] = {"minutes": list(limits), "profile": profile}
    columns["area_km2"] = [round(float(shape.area) / 1e6, 4) for shape in shapes]
    columns |= {name: [count[name] for count in counts] for name in counts[0]}
    frame = gpd.GeoDataFrame(columns, geometry=shapes, crs=territory.info.crs)
    return frame.astype({"inhabitants": "Int64"})


def times_from(
    network: Network, nodes: NDArray[np.int32], ms: NDArray[np.int32], limit_ms: int
) -> NDArray[np.int32]:
    """Return the time of every node from several seeds, in the direction of travel.

    Parameters
    ----------
    network
        Prepared streets of one profile.
    nodes, ms
        Each seed's node and the milliseconds at which it is there.
    limit_ms
        Nothing later than this is known.

    Returns
    -------
    ndarray of int32, shape (nodes,)
        Milliseconds; :data:`~microville.access.searches.NEVER` where it takes longer or there is
        no way.
    """
    rows = network.ahead()
    limit_ms = min(limit_ms, LATEST)
    best = np.full(network.node_count, NEVER, dtype=np.int32)
    soon = ms <= limit_ms
    np.minimum.at(best, nodes[soon], ms[soon].astype(np.int32))
    seeds = np.flatnonzero(best != NEVER)
    queue = np.empty(len(rows[1]) + len(seeds) + 1, dtype=np.uint64)
    queue[1 : len(seeds) + 1] = np.sort((best[seeds].astype(np.int64) << 32) | seeds)
    settled = np.empty(network.node_count, dtype=np.uint32)
    dijkstra(rows, best.view(np.uint32), settled, queue, len(seeds), limit_ms)
    return best


@dataclass(frozen=True, slots=True, eq=False)
class _Door:
    """Where a coordinate enters the network.

    Attributes
    ----------
    node, ms
        The ends of that street that can be reached along it, and when.
    edge, share
        The street, and where on it (0-1).
    leg, leg_ms
        Straight way to the street, and its time.
    fixed_ms
        Time before anything is reached.
    ahead_ms, back_ms
        Time from there to the street's end and to its start, infinite where not allowed.
    """

    node: NDArray[np.int32]
    ms: NDArray[np.int32]
    edge: int
    share: float
    leg: Any
    leg_ms: int
    fixed_ms: int
    ahead_ms: float
    back_ms: float


def _door(territory: Territory, ground: Ground, lon: float, lat: float) -> _Door:
    """Return where a coordinate enters: as if the street were cut there."""
    import shapely

    if not (-180 <= lon <= 180 and -90 <= lat <= 90):
        raise InputError(
            f"{lon:g}, {lat:g} is not on Earth.", hint="Give longitude first, then latitude."
        )
    here = shapely.Point(ground.to_map.transform(lon, lat))
    edge, away = _entrance(ground, here)
    line, length = ground.lines[edge], float(ground.length_m[edge])
    if not away <= FARTHEST_M:
        raise _outside(territory, lon, lat)
    who = ground.network.profile
    share = float(shapely.line_locate_point(line, here, normalized=True))
    leg_ms = int(travel_ms(np.array([away]), who.leg_speed_kmh)[0]) if away > 0 else 0
    foot = shapely.line_interpolate_point(line, share, normalized=True)
    ends = np.array([ground.v[edge], ground.u[edge]])
    at_start, at_end = share * length < NEAR_M, (1.0 - share) * length < NEAR_M
    if at_start or at_end:
        ends, share = ends[1:] if at_start else ends[:1], 0.0 if at_start else 1.0
        ways = np.zeros(1)
    else:
        at = float(np.rint(share * length / NEAR_M) * NEAR_M)
        share, ways = at / length, _ways(territory, ground, edge, at)
    ms = np.where(np.isfinite(ways), ways + leg_ms + who.fixed_ms, float(NEVER)).astype(np.int32)
    both = ways if len(ways) == 2 else np.array([np.inf, np.inf])
    return _Door(
        node=ground.map_node[ends],
        ms=ms,
        edge=edge,
        share=share,
        leg=shapely.LineString([here, foot]) if away > 0 else here,
        leg_ms=leg_ms,
        fixed_ms=who.fixed_ms,
        ahead_ms=float(both[0]),
        back_ms=float(both[1]),
    )


def _entrance(ground: Ground, here: Any) -> tuple[int, float]:
    """Return the street that a point enters and its distance, as where places are attached."""
    if not here.is_valid or here.is_empty:
        return -1, np.inf
    nearest = ground.doors.nearest(here, ground.lines)
    if ground.allowed.front is None:
        return nearest
    front = ground.front.nearest(here, ground.lines)
    if front[1] <= nearest[1] + FRONT_M:
        return front
    return (-1, np.inf) if ground.allowed.wheels_only else nearest


def _ways(territory: Territory, ground: Ground, edge: int, at: float) -> NDArray[np.float64]:
    """Return the time from a position (metres) to the end and to the start of a street."""
    streets = ground.network.streets
    assert streets is not None
    pieces = replace(
        streets,
        arc_edge=np.array([edge, edge], dtype=np.int32),
        arc_from_m=np.array([at, at]),
        arc_to_m=np.array([ground.length_m[edge], 0.0]),
    )
    ms = arc_ms(territory, pieces, ground.network.profile).astype(np.float64)
    allowed = np.isfinite([ground.ahead_ms[edge], ground.back_ms[edge]])
    return np.where(allowed, ms, np.inf)


def _outside(territory: Territory, lon: float, lat: float) -> InputError:
    west, south, east, north = territory.layers["nodes"].geometry.to_crs(4326).total_bounds.tolist()
    return InputError(
        f"{lon:g}, {lat:g} is more than 1 km from any street of {territory.info.name!r}.",
        hint="Give longitude, then latitude, of a point on the map: longitude "
        f"{west:.4f} to {east:.4f}, latitude {south:.4f} to {north:.4f}.",
    )


def _reached(
    ground: Ground, time: NDArray[np.float64], limit_ms: int
) -> tuple[NDArray[np.bool_], NDArray[Any]]:
    """Return which streets are reached as a whole, and the reached ends of others."""
    areas = ground.areas
    own, u, v = areas.edge, ground.u[areas.edge], ground.v[areas.edge]
    from_u = np.clip((limit_ms - time[u]) / ground.ahead_ms[own], 0.0, 1.0)
    from_v = np.clip((limit_ms - time[v]) / ground.back_ms[own], 0.0, 1.0)
    whole = from_u + from_v >= 1.0
    first, last = np.flatnonzero(~whole & (from_u > 0)), np.flatnonzero(~whole & (from_v > 0))
    start = np.concatenate([np.zeros(len(first)), 1.0 - from_v[last]])
    end = np.concatenate([from_u[first], np.ones(len(last))])
    return whole, cut_lines(areas.lines[np.concatenate([first, last])], start, end)


def _first_steps(ground: Ground, door: _Door, limit_ms: int) -> NDArray[Any]:
    """Return what is reached of the leg to the street, and of that street from there."""
    import shapely

    left = max(limit_ms - door.fixed_ms, 0)
    if left < door.leg_ms:
        leg = shapely.ops.substring(door.leg, 0.0, left / door.leg_ms, normalized=True)
        return np.array([leg], dtype=object)
    left -= door.leg_ms
    line = ground.lines[door.edge]
    start = door.share * (1.0 - min(left / door.back_ms, 1.0))
    end = door.share + (1.0 - door.share) * min(left / door.ahead_ms, 1.0)
    street = shapely.ops.substring(line, start, end, normalized=True)
    return np.array([door.leg, street], dtype=object)
