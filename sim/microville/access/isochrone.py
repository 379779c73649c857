"""What can be reached from a place within some minutes, as a polygon."""

from __future__ import annotations

from typing import TYPE_CHECKING

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
    edges = territory.layers["edges"]
    on = usable_edges(territory, options or {})
    forward = on & ((edges["forward"].to_numpy() & who.bit) > 0)
    backward = on & ((edges["backward"].to_numpy() & who.bit) > 0)
    bit = forward | backward
    forward, backward = forward[bit], backward[bit]
    lines = edges.geometry.to_numpy()[bit]
    u, v = edges["u"].to_numpy()[bit], edges["v"].to_numpy()[bit]
    length = edges["length_m"].to_numpy()[bit]
    speed = (
        edges["speed_kmh"].to_numpy()[bit] * who.speed_factor
        if who.speed_kmh is None
        else np.full(len(lines), who.speed_kmh)
    )
    door = attach_points(lines, np.arange(len(lines)), np.array([[here.x, here.y]]))
    edge, at = int(door.edge[0]), float(door.share[0]) * lines[int(door.edge[0])].length
    shapes = []
    for threshold in sorted(minutes):
        left_u = np.clip((threshold * 60_000 - time[u]) / 3_600_000 * speed * 1000, 0, length)
        left_v = np.clip((threshold * 60_000 - time[v]) / 3_600_000 * speed * 1000, 0, length)
        left_u, left_v = np.where(forward, left_u, 0.0), np.where(backward, left_v, 0.0)
        left = max(threshold * 60_000 - leg - who.fixed_ms, 0.0) / 3600.0 * speed[edge]
        left *= lines[edge].length / length[edge]
        parts = [
            shapely.ops.substring(
                lines[edge],
                max(at - left * backward[edge], 0.0),
                min(at + left * forward[edge], lines[edge].length),
            )
        ]
        for i in np.flatnonzero((left_u > 0) | (left_v > 0)):
            a, b = left_u[i] / length[i], left_v[i] / length[i]
            if a + b >= 1.0:
                parts.append(lines[i])
                continue
            span = lines[i].length
            if a > 0:
                parts.append(shapely.ops.substring(lines[i], 0.0, a * span))
            if b > 0:
                parts.append(shapely.ops.substring(lines[i], (1.0 - b) * span, span))
        parts.append(here)
        shapes.append(shapely.union_all(shapely.buffer(np.array(parts, dtype=object), BUFFER_M)))
    return gpd.GeoDataFrame(
        {"minutes": sorted(minutes), "profile": profile},
        geometry=[shapely.MultiPolygon([s]) if s.geom_type == "Polygon" else s for s in shapes],
        crs=crs,
    )
