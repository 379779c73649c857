"""Times of arcs: speed, surface, grade and waiting, in whole milliseconds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from microville.errors import TerritoryError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from microville.access.profiles import Profile
    from microville.access.streets import Streets
    from microville.territory import Territory

SLOW_SURFACES = ("unpaved", "rough")
UNPAVED_CLASSES = ("track", "path")
"""Classes that are taken for unpaved where no surface is tagged."""
PUSHED_CLASSES = ("steps",)
"""Classes on which a bicycle is pushed, at walking speed."""
STEEPEST = 0.35
"""Grades beyond this (ratio) are taken for errors of elevation and capped."""
FASTEST_KMH = 35.0
"""Highest design speed for cycling on descents: Parkin & Rotheram (2010)."""
TOBLER_FLAT = np.exp(-3.5 * 0.05)


def travel_ms(
    length_m: NDArray[np.float64], speed_kmh: NDArray[np.float64] | float
) -> NDArray[np.int64]:
    """Return travel times in whole milliseconds, at least 1 (lengths in metres, km/h).

    Raises
    ------
    TerritoryError
        If a time does not fit into the engine's range (12 days).
    """
    time = np.rint(np.asarray(length_m) / np.asarray(speed_kmh) * 3600.0)
    if len(time) and not float(time.max()) < 2**30 - 1:
        raise TerritoryError(
            "A street takes longer than 12 days to travel.",
            hint="Check lengths and speeds with 'microville map check'.",
        )
    return np.asarray(np.maximum(time, 1.0), dtype=np.int64)


def arc_ms(territory: Territory, streets: Streets, profile: Profile) -> NDArray[np.int32]:
    """Return the time of every arc for a profile.

    Speed on the flat, by surface and grade, and each arc's part of the waiting along its edge.

    Parameters
    ----------
    territory
        The map; ``surface``, ``signals``, ``crossings`` and ``elevation_m`` are used where it
        knows them.
    streets
        Its prepared streets.
    profile
        Who travels.

    Returns
    -------
    ndarray of int32, shape (arcs,)
        Milliseconds, at least 1.
    """
    edges = territory.layers["edges"]
    edge = streets.arc_edge
    length = np.abs(streets.arc_to_m - streets.arc_from_m)
    if profile.speed_kmh is None:
        own = edges["speed_kmh"].to_numpy()[edge]
        # Streets without a speed carry no cars; any positive number serves there.
        speed = np.where(own > 0, own, 1.0) * profile.speed_factor
    else:
        speed = np.full(len(edge), profile.speed_kmh)
    if profile.unpaved_factor < 1.0:
        surface, road = edges["surface"], edges["road_class"]
        guessed = (surface == "") & road.isin(UNPAVED_CLASSES)
        slow = (surface.isin(SLOW_SURFACES) | guessed).to_numpy()[edge]
        speed = np.where(slow, speed * profile.unpaved_factor, speed)
    if profile.slope:
        speed = on_grade(speed, _grade(territory, streets), profile)
    if profile.slope == "bike":
        pushed = edges["road_class"].isin(PUSHED_CLASSES).to_numpy()[edge]
        speed = np.where(pushed, profile.leg_speed_kmh, speed)
    time = travel_ms(length, speed)
    share = length / edges["length_m"].to_numpy()[edge]
    for column, wait in (("signals", profile.signal_ms), ("crossings", profile.crossing_ms)):
        if wait:
            stops = edges[column].to_numpy().astype(np.float64)[edge]
            time = time + np.rint(stops * share * wait).astype(np.int64)
    return time.astype(np.int32)


def on_grade(
    speed_kmh: NDArray[np.float64], grade: NDArray[np.float64], profile: Profile
) -> NDArray[np.float64]:
    """Return speeds (km/h) on slopes.

    Parameters
    ----------
    speed_kmh
        Speed on the flat.
    grade
        Rise over length, positive uphill; NaN where unknown, which counts as flat.
    profile
        On foot: Tobler's hiking function relative to the flat (Tobler 1993, "Three presentations
        on geographical analysis and modeling", NCGIA report 93-1). By bike: a linear slowing
        uphill and gain downhill (Parkin & Rotheram 2010), not slower than pushing the bike.
    """
    rise = np.clip(np.nan_to_num(grade, nan=0.0), -STEEPEST, STEEPEST)
    if profile.slope == "foot":
        return np.asarray(speed_kmh * (np.exp(-3.5 * np.abs(rise + 0.05)) / TOBLER_FLAT))
    slower = profile.uphill_kmh_per_percent * profile.uphill_share * np.maximum(rise, 0.0) * 100
    faster = profile.downhill_kmh_per_percent * np.maximum(-rise, 0.0) * 100
    changed = np.clip(speed_kmh - slower + faster, profile.leg_speed_kmh, FASTEST_KMH)
    return np.asarray(np.where(rise == 0.0, speed_kmh, changed), dtype=np.float64)


def _grade(territory: Territory, streets: Streets) -> NDArray[np.float64]:
    """Return the rise over length of each arc's edge in the direction of travel."""
    edges, nodes = territory.layers["edges"], territory.layers["nodes"]
    height = nodes["elevation_m"].to_numpy()
    rise = height[edges["v"].to_numpy()] - height[edges["u"].to_numpy()]
    grade = (rise / edges["length_m"].to_numpy())[streets.arc_edge]
    return np.asarray(np.where(streets.arc_to_m >= streets.arc_from_m, grade, -grade))
