"""What the tags of an OSM street mean: who may travel, in which direction, how fast.

Sources: the OSM wiki, "Key:access" (hierarchy of keys, national defaults for France), "Key:oneway",
"Key:cycleway", "Key:maxspeed", "Tag:highway=steps"; where the wiki leaves room, what osmnx and OSRM
do is followed.
"""

from __future__ import annotations

import re

from microville.territory.osm.surface import wheels_roll
from microville.territory.territory import BIKE, CAR, WALK, WHEELCHAIR

Tags = dict[str, str]

_ALL = WALK | BIKE | CAR
CLASSES: dict[str, tuple[int, float]] = {
    "motorway": (CAR, 130),
    "motorway_link": (CAR, 70),
    "trunk": (_ALL, 90),
    "trunk_link": (_ALL, 50),
    "primary": (_ALL, 60),
    "primary_link": (_ALL, 50),
    "secondary": (_ALL, 60),
    "secondary_link": (_ALL, 50),
    "tertiary": (_ALL, 50),
    "tertiary_link": (_ALL, 50),
    "unclassified": (_ALL, 50),
    "residential": (_ALL, 30),
    "living_street": (_ALL, 20),
    "service": (_ALL, 20),
    "road": (_ALL, 30),
    # farm and forest tracks: no through traffic by car unless a tag allows it (as OSRM)
    "track": (WALK | BIKE, 15),
    # France lets cyclists ride at walking pace in pedestrian areas (code de la route, R431-9)
    "pedestrian": (WALK | BIKE, 6),
    "path": (WALK | BIKE, 10),
    "cycleway": (BIKE, 20),
    "footway": (WALK, 5),
    "bridleway": (WALK, 5),
    "corridor": (WALK, 5),
    "elevator": (WALK, 5),
    "steps": (WALK, 3),
}
"""Street classes that are read: default permission, and km/h where no limit is tagged.

The speeds are assumptions: legal limits of the class, between town and country for main roads.
Every other value of ``highway`` (construction, proposed, platform …) is counted and left out.
"""

_YES = frozenset({"yes", "designated", "official", "permissive", "destination", "customers"})
_NO = frozenset(
    [
        "no",
        "private",
        "agricultural",
        "forestry",
        "delivery",
        "military",
        "emergency",
        "permit",
        "residents",
        "use_sidepath",
        "dismount",
    ]
)
WHEELCHAIR_YES = frozenset({"yes", "limited", "designated"})
_KEYS = {
    WALK: ("foot", "access"),
    BIKE: ("bicycle", "vehicle", "access"),
    CAR: ("motorcar", "motor_vehicle", "vehicle", "access"),
}
"""Keys that rule a way of travelling, the most particular first."""

_OPPOSITE = ("opposite", "opposite_lane", "opposite_track", "opposite_share_busway")
ONEWAY = {"yes": 1, "true": 1, "1": 1, "-1": -1, "reverse": -1, "no": 0, "false": 0, "0": 0}

_NAMED_SPEEDS = {"urban": 50.0, "rural": 80.0, "motorway": 130.0, "trunk": 110.0}
_RURAL_100 = frozenset({"DE", "AT"})
_MPH = 1.609344


def allowed(tags: Tags, mode: int, default: bool) -> bool:
    """Return whether a mode may use a street or pass a barrier, by its most particular key."""
    for key in _KEYS[mode]:
        value = tags.get(key)
        if value in _NO:
            return False
        # a general access=yes restricts nothing, but opens no footway to cars either
        if value in _YES and key != "access":
            return True
    return default


def _modes(tags: Tags, road_class: str) -> int:
    """Return the bits of who may use the street at all, whatever the direction."""
    default = CLASSES[road_class][0]
    if tags.get("motorroad") == "yes":
        default &= CAR
    if "sac_scale" in tags:
        default &= ~BIKE  # a hiking trail: on foot only, unless it says bicycle=yes
    modes = 0
    for mode in (WALK, BIKE, CAR):
        if allowed(tags, mode, bool(default & mode)):
            modes |= mode
    if road_class in ("steps", "elevator", "corridor") or tags.get("smoothness") == "impassable":
        modes &= WALK
    if road_class == "steps" and modes and tags.get("ramp:bicycle") == "yes":
        # pushed along the ramp: there is no other way up
        modes |= BIKE if tags.get("bicycle") != "no" else 0
    if road_class in ("motorway", "motorway_link"):
        modes &= CAR
    if modes & WALK and _wheels_roll(tags, road_class):
        modes |= WHEELCHAIR
    return modes


def _wheels_roll(tags: Tags, road_class: str) -> bool:
    """Return whether a wheelchair can follow a walkable street."""
    if tags.get("wheelchair") == "no":
        return False
    if road_class == "steps":
        return tags.get("ramp:wheelchair") == "yes"
    if tags.get("wheelchair") in WHEELCHAIR_YES:
        return True
    return wheels_roll(tags) and "sac_scale" not in tags


def _oneway(tags: Tags, road_class: str) -> int:
    """Return 1 (along the way), -1 (against it) or 0 (both) for vehicles."""
    value = ONEWAY.get(tags.get("oneway", ""))
    if value is not None:
        return value
    implied = tags.get("junction") in {"roundabout", "circular"} or road_class == "motorway"
    return int(implied)


def _oneway_bike(tags: Tags, general: int) -> int:
    """Return the direction of cyclists, who may be exempt from a one-way rule."""
    own = ONEWAY.get(tags.get("oneway:bicycle", ""))
    if own is not None:
        return own
    sides = (tags.get(f"cycleway{side}") for side in ("", ":left", ":right", ":both"))
    against = any(side in _OPPOSITE for side in sides) or tags.get("bicycle:backward") == "yes"
    return 0 if against else general


def permissions(tags: Tags) -> tuple[int, int]:
    """Return the permission bits along a street and against it.

    Parameters
    ----------
    tags
        Tags of an OSM way whose ``highway`` is one of :data:`CLASSES`.

    Returns
    -------
    tuple of int
        Bits of :data:`WALK`, :data:`BIKE`, :data:`CAR`, :data:`WHEELCHAIR`.
    """
    road_class = tags["highway"]
    modes = _modes(tags, road_class)
    general = _oneway(tags, road_class)
    directions = {
        # one-way rules are for vehicles, unless the tag names people on foot
        WALK | WHEELCHAIR: ONEWAY.get(tags.get("oneway:foot", ""), 0),
        BIKE: _oneway_bike(tags, general),
        CAR: ONEWAY.get(tags.get("oneway:motor_vehicle", ""), general),
    }
    forward = backward = 0
    for mask, direction in directions.items():
        if direction >= 0:
            forward |= modes & mask
        if direction <= 0:
            backward |= modes & mask
    return forward, backward


def parse_speed(text: str) -> float | None:
    """Return a speed limit in km/h, or None where the text says none.

    Parameters
    ----------
    text
        Value of ``maxspeed``: ``50``, ``30 mph``, ``FR:urban``, ``FR:zone30``, ``walk``, ``none``.
    """
    text = text.split(";", maxsplit=1)[0].strip()
    if text == "none":
        return _NAMED_SPEEDS["motorway"]
    number = re.fullmatch(r"(\d{1,3}(?:\.\d+)?)\s*(km/h|kmh|kph|mph)?", text)
    if number:
        speed = float(number[1]) * (_MPH if number[2] == "mph" else 1.0)
        return speed if 1.0 <= speed <= 200.0 else None
    country, _, zone = text.rpartition(":")
    if text == "walk" or zone in {"walk", "living_street"}:
        return 6.0 if text == "walk" or zone == "walk" or country == "DE" else 20.0
    own = re.fullmatch(r"(?:[A-Z]{2}:)?(?:zone:?)?(\d{1,3})", text)
    if own:
        return float(own[1]) if 1 <= int(own[1]) <= 200 else None
    if zone == "rural" and country in _RURAL_100:
        return 100.0
    return _NAMED_SPEEDS.get(zone) if country else None


def speed(tags: Tags, car: bool) -> tuple[float, str]:
    """Return km/h of a street, and where it comes from.

    Parameters
    ----------
    tags
        Tags of the way.
    car
        Whether cars may use it; where not, the default of its class stands.

    Returns
    -------
    tuple
        Speed (km/h), and ``"tagged"``, ``"default"``, ``"unreadable"`` or ``"no_car"``.
    """
    default = float(CLASSES[tags["highway"]][1])
    if not car:
        return default, "no_car"
    keys = ("maxspeed", "maxspeed:forward", "maxspeed:backward")
    text = next((tags[key] for key in keys if key in tags), None)
    if text is None:
        return default, "default"
    found = parse_speed(text)
    return (default, "unreadable") if found is None else (round(found, 1), "tagged")
