"""How stressful cycling along a street is: level of traffic stress, 1 (children ride) to 4.

Levels, tables and thresholds: Mekuria, Furth and Nixon (2012), "Low-Stress Bicycling and Network
Connectivity", Mineta Transportation Institute report 11-19: tables 2 (bike lanes beside parking), 3
(bike lanes without parking) and 4 (mixed traffic). 25, 30 and 35 mph are read as 40, 50 and
60 km/h, as European limits come in tens. Junctions and their approaches are not rated.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

Facility = Literal["", "lane", "track"]

QUIET = frozenset({"residential", "living_street", "service", "track"})
"""Classes that count as residential streets, or as streets without a marked centre line."""
LANES = 2
"""Lanes of a two-way street where none are tagged; a one-way street then has half [assumption]."""
_MPH_25, _MPH_30, _MPH_35 = 40.0, 50.0, 60.0


def level_of_stress(
    facility: Facility,
    *,
    speed_kmh: float,
    lanes: int = LANES,
    oneway: bool = False,
    quiet: bool = False,
    parking: bool = False,
) -> int:
    """Return the level of traffic stress of cycling along a street that cars use.

    Parameters
    ----------
    facility
        What cyclists have of their own: ``"track"`` (physically separated), ``"lane"`` or nothing.
    speed_kmh
        Speed limit of cars (km/h).
    lanes
        Lanes for cars, of both directions where it is no one-way street.
    oneway
        Whether all these lanes go one way.
    quiet
        Whether the street is residential or has no marked centre line.
    parking
        Whether cars park beside the cycle lane.

    Returns
    -------
    int
        1 (suits children), 2 (most adults), 3 (confident cyclists), 4 (few).
    """
    if facility == "track":
        return 1
    # a one-way street is often one half of a divided road: the report counts both halves
    mixed = _mixed(speed_kmh, lanes * (2 if oneway else 1), quiet)
    if facility != "lane":
        return mixed
    own = _lane(speed_kmh, lanes if oneway else -(-lanes // 2), oneway, parking)
    # paint does not add stress: where mixed traffic is calmer, its level stands [assumption]
    return min(own, mixed)


def _mixed(speed_kmh: float, lanes: int, quiet: bool) -> int:
    """Return the level in mixed traffic (report 11-19, table 4)."""
    if speed_kmh > _MPH_30:
        return 4
    calm = 1 if quiet and lanes < 3 else 2
    if speed_kmh <= _MPH_25:
        return calm if lanes <= 3 else 3 if lanes <= 5 else 4
    return calm + 1 if lanes <= 3 else 4


def _lane(speed_kmh: float, lanes_one_way: int, divided: bool, parking: bool) -> int:
    """Return the level of a cycle lane; its width is unknown, which is worth level 2."""
    if parking:
        by_lanes = 1 if lanes_one_way == 1 else 3
        limits = (_MPH_25, _MPH_30, _MPH_35)
        by_speed = 1 + sum(speed_kmh > limit for limit in limits)
    else:
        by_lanes = 1 if lanes_one_way == 1 else 2 if lanes_one_way == 2 and divided else 3
        by_speed = 1 if speed_kmh <= _MPH_30 else 3 if speed_kmh <= _MPH_35 else 4
    return max(2, by_lanes, by_speed)


def stress_by_class(
    road_class: Iterable[str],
    speed_kmh: NDArray[np.float64],
    *,
    bike: NDArray[np.bool_],
    car: NDArray[np.bool_],
) -> NDArray[np.uint8]:
    """Return the level of each edge of which only class, speed and permissions are known.

    Mixed traffic on two lanes where cars may go; 1 where they may not; 0 where nobody may cycle.

    Parameters
    ----------
    road_class
        OSM class of each edge.
    speed_kmh
        Speed of cars (km/h), shape (edges,).
    bike, car
        Whether bikes and cars may use it in some direction, shape (edges,).
    """
    levels = np.zeros(len(speed_kmh), dtype=np.uint8)
    known: dict[tuple[str, float], int] = {}
    for row, name in enumerate(road_class):
        if bike[row]:
            key = (name, float(speed_kmh[row]))
            if key not in known:
                known[key] = level_of_stress("", speed_kmh=key[1], quiet=name in QUIET)
            levels[row] = known[key] if car[row] else 1
    return levels
