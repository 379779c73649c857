"""What can be reached from a place within some minutes, as a polygon."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from microville.access.attach import attach_points
from microville.access.nearest import closest
from microville.access.network import build_network, usable_edges
from microville.access.profiles import profile as find_profile
from microville.errors import InputError
from microville.parameters import Parameters

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import geopandas as gpd
    from numpy.typing import NDArray

    from microville.access.profiles import Profile
    from microville.territory import Territory

BUFFER_M = 40.0
"""Width that a reachable street serves on each side (assumption: about half a town block)."""


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
    """Return the area within reach of a coordinate, one polygon a threshold.

    The union of reachable streets (cut where the time runs out), widened by :data:`BUFFER_M`;
    holes stay holes.

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

    Raises
    ------
    InputError
        If the coordinate is more than 1 km from any street of the profile.
    """
    import geopandas as gpd
    import shapely

    crs = territory.info.crs
    here = gpd.GeoSeries.from_xy([lon], [lat], crs=4326).to_crs(crs).iloc[0]
    who = find_profile(profile, parameters or Parameters())
    network = build_network(territory, who, np.array([[here.x, here.y]]), options=options)
    leg = int(network.point_leg_ms[0])
    if leg > 1000.0 / who.leg_speed_kmh * 3600:
        raise InputError(
            f"{lon}, {lat} is more than 1 km from any street of {territory.info.name!r}.",
            hint="Give longitude, then latitude, of a point on the map.",
        )
    first = np.zeros(1, dtype=np.int32)
    labels, _ = closest(network.reversed(), first, first)
    time = labels[:, 0].astype(np.int64) + who.fixed_ms
    streets = _streets(territory, who, options or {})
    shapes = []
    for threshold in sorted(minutes):
        budget = threshold * 60_000
        parts = [here, _own_street(streets, here, max(budget - leg - who.fixed_ms, 0.0))]
        parts += _reached(streets, time, budget)
        shapes.append(shapely.union_all(shapely.buffer(np.array(parts, dtype=object), BUFFER_M)))
    return gpd.GeoDataFrame(
        {"minutes": sorted(minutes), "profile": profile},
        geometry=[shapely.MultiPolygon([s]) if s.geom_type == "Polygon" else s for s in shapes],
        crs=crs,
    )


@dataclass(frozen=True, slots=True)
class _Streets:
    """Streets of one profile: ends, metres, km/h, and directions that may be travelled."""

    lines: NDArray[Any]
    u: NDArray[np.int32]
    v: NDArray[np.int32]
    length: NDArray[np.float64]
    speed: NDArray[np.float64]
    forward: NDArray[np.bool_]
    backward: NDArray[np.bool_]


def _streets(territory: Territory, who: Profile, options: Mapping[str, bool]) -> _Streets:
    edges = territory.layers["edges"]
    on = usable_edges(territory, options)
    forward = on & ((edges["forward"].to_numpy() & who.bit) > 0)
    backward = on & ((edges["backward"].to_numpy() & who.bit) > 0)
    used = forward | backward
    own = edges["speed_kmh"].to_numpy()[used] * who.speed_factor
    return _Streets(
        lines=edges.geometry.to_numpy()[used],
        u=edges["u"].to_numpy()[used],
        v=edges["v"].to_numpy()[used],
        length=edges["length_m"].to_numpy()[used],
        speed=own if who.speed_kmh is None else np.full(int(used.sum()), who.speed_kmh),
        forward=forward[used],
        backward=backward[used],
    )


def _own_street(streets: _Streets, here: Any, left_ms: float) -> Any:
    """Return the part of the street of departure that is reached before its ends are."""
    import shapely

    door = attach_points(streets.lines, np.arange(len(streets.lines)), np.array([[here.x, here.y]]))
    edge = int(door.edge[0])
    line = streets.lines[edge]
    at = float(door.share[0]) * line.length
    left = left_ms / 3600.0 * streets.speed[edge] * line.length / streets.length[edge]
    return shapely.ops.substring(
        line,
        max(at - left * streets.backward[edge], 0.0),
        min(at + left * streets.forward[edge], line.length),
    )


def _reached(streets: _Streets, time: NDArray[np.int64], budget_ms: float) -> list[Any]:
    """Return the streets, or parts of them, that are reached from their ends in time."""
    import shapely

    rest_u = (budget_ms - time[streets.u]) / 3600.0 * streets.speed / streets.length
    rest_v = (budget_ms - time[streets.v]) / 3600.0 * streets.speed / streets.length
    from_u = np.where(streets.forward, np.clip(rest_u, 0.0, 1.0), 0.0)
    from_v = np.where(streets.backward, np.clip(rest_v, 0.0, 1.0), 0.0)
    whole = from_u + from_v >= 1.0
    parts = list(streets.lines[whole])
    cut = shapely.ops.substring
    parts += [
        cut(streets.lines[i], 0.0, from_u[i], normalized=True)
        for i in np.flatnonzero(~whole & (from_u > 0))
    ]
    parts += [
        cut(streets.lines[i], 1.0 - from_v[i], 1.0, normalized=True)
        for i in np.flatnonzero(~whole & (from_v > 0))
    ]
    return parts
