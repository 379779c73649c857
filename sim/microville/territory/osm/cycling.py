"""What the tags of an OSM street say of cycling along it: what cyclists have of their own, stress.

Sources: the OSM wiki, "Key:cycleway", "Street parking", "Key:lanes"; for the levels,
:mod:`microville.territory.stress`. Reading tags as BikeOttawa's stressmodel and Conveyal's R5 do
was the guide; both rate a street where tags are missing by its class, as is done here.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from microville.territory.stress import LANES, QUIET, Facility, level_of_stress
from microville.territory.territory import BIKE, CAR

if TYPE_CHECKING:
    from microville.territory.osm.raw import Tags

_SIDES = ("left", "right")
_RANK = {"track": 2, "opposite_track": 2, "lane": 1, "opposite_lane": 1}
_FACILITY: tuple[Facility, ...] = ("", "lane", "track")
_NO_PARKING = frozenset({"no", "none", "separate", "no_parking", "no_stopping", "fire_lane"})
PARKING_KEYS = tuple(
    f"{stem}:{side}" for stem in ("parking", "parking:lane") for side in (*_SIDES, "both")
)
MOST_LANES = 12
"""More lanes than any street has: the tag is wrong."""


def facility(tags: Tags, forward: int, backward: int) -> Facility:
    """Return what cyclists have of their own: the worse direction counts where they have two.

    Parameters
    ----------
    tags
        Tags of the way.
    forward, backward
        Permission bits along the way and against it.
    """
    sides = [_side(tags, side) for side in _SIDES]
    ranks = [_RANK.get(value, 0) for value, _ in sides]
    if not (forward & BIKE and backward & BIKE):
        return _FACILITY[max(ranks)]
    if bool(forward & CAR) != bool(backward & CAR):  # cyclists go both ways, cars one
        own = [value.startswith("opposite") or turned == "-1" for value, turned in sides]
        along = max((r for r, o in zip(ranks, own, strict=True) if not o), default=0)
        against = max((r for r, o in zip(ranks, own, strict=True) if o), default=0)
        return _FACILITY[min(along, against)]
    two_way = [r for r, (_, turned) in zip(ranks, sides, strict=True) if turned == "no"]
    return _FACILITY[max([min(ranks), *two_way])]


def _side(tags: Tags, side: str) -> tuple[str, str]:
    """Return what stands on a side of the street, and which way it goes if that is tagged."""
    for key in (f"cycleway:{side}", "cycleway:both", "cycleway"):
        if key in tags:
            return tags[key], tags.get(f"{key}:oneway", "")
    return "", ""


def parking(tags: Tags) -> bool:
    """Return whether cars park along the street; where nothing is tagged they do not."""
    return any(tags.get(key, "no") not in _NO_PARKING for key in PARKING_KEYS)


def lanes(tags: Tags) -> int | None:
    """Return the number of lanes, or None where the tag is missing or cannot be read."""
    text = tags.get("lanes", "")
    if not re.fullmatch(r"\d{1,2}(\.\d)?", text):
        return None
    count = int(float(text))
    return count if 1 <= count <= MOST_LANES else None


def stress(
    tags: Tags, forward: int, backward: int, speed_kmh: float, speed_origin: str
) -> tuple[int, str]:
    """Return the level of traffic stress of a way, and what it rests on.

    Parameters
    ----------
    tags
        Tags of the way.
    forward, backward
        Permission bits along the way and against it.
    speed_kmh, speed_origin
        As :func:`microville.territory.osm.tags.speed` gives them.

    Returns
    -------
    tuple
        Level 0 (no cycling) to 4, and ``"no_bike"``, ``"no_car"``, ``"track"``, ``"tagged"`` (speed
        and lanes), ``"default_lanes"``, ``"default_speed"`` or ``"default_both"``.
    """
    either = forward | backward
    if not either & BIKE:
        return 0, "no_bike"
    if not either & CAR:
        return 1, "no_car"
    own = facility(tags, forward, backward)
    oneway = bool(forward & CAR) != bool(backward & CAR)
    tagged = lanes(tags)
    level = level_of_stress(
        own,
        speed_kmh=speed_kmh,
        lanes=tagged if tagged is not None else LANES // 2 if oneway else LANES,
        oneway=oneway,
        quiet=tags["highway"] in QUIET or _unmarked(tags),
        parking=parking(tags),
    )
    if own == "track":
        return level, "track"
    missing = [tagged is None, speed_origin != "tagged"]
    origin = {(0, 0): "tagged", (1, 0): "default_lanes", (0, 1): "default_speed"}
    return level, origin.get((int(missing[0]), int(missing[1])), "default_both")


def _unmarked(tags: Tags) -> bool:
    """Return whether the street is marked as calm: no centre line, or a street for cyclists."""
    return tags.get("lane_markings") == "no" or "yes" in (
        tags.get("bicycle_road"),
        tags.get("cyclestreet"),
    )
