"""What an OSM street is made of, how steep it is, and what that means on wheels.

Sources: the OSM wiki, "Key:surface", "Key:tracktype", "Key:smoothness" (which says what kind of
wheels can follow), "Key:incline". The grouping into four kinds is ours.
"""

from __future__ import annotations

import re
from math import radians, tan
from typing import TYPE_CHECKING

from microville.territory.territory import SURFACES

if TYPE_CHECKING:
    from microville.territory.osm.raw import Tags

_WORDS = {
    "paved": "paved asphalt chipseal concrete concrete:lanes concrete:plates paving_stones "
    "paving_stones:lanes grass_paver:lanes sett cobblestone bricks brick metal metal_grid wood "
    "stone tiles rubber tartan acrylic plastic cement interlock",
    "compacted": "compacted fine_gravel",
    "unpaved": "unpaved gravel pebblestone ground dirt earth grass grass_paver clay woodchips "
    "soil artificial_turf shells",
    "rough": "sand mud rock rocks rocky stepping_stones unhewn_cobblestone snow ice stones "
    "boulders",
}
KIND = {word: kind for kind, words in _WORDS.items() for word in words.split()}
"""Kind of each value of ``surface`` that is read."""
TRACKS = {
    "grade1": "paved",
    "grade2": "compacted",
    "grade3": "unpaved",
    "grade4": "unpaved",
    "grade5": "rough",
}
SMOOTH = {
    "excellent": "paved",
    "good": "paved",
    "intermediate": "compacted",
    "bad": "unpaved",
    "very_bad": "rough",
    "horrible": "rough",
    "very_horrible": "rough",
    "impassable": "rough",
}
"""Kinds where only the smoothness is tagged; ``bad`` and worse also make a tagged surface worse."""
STEEPEST = 0.08
"""Steeper than this (rise over run), a wheelchair does not get up by itself [assumption]."""


def surface(tags: Tags) -> str:
    """Return the kind of surface: one of :data:`SURFACES`, empty where no tag says it.

    The tag ``surface`` decides (the worst of several values), else ``tracktype``, else
    ``smoothness``; a smoothness of ``bad`` or worse makes it worse.
    """
    parts = [KIND.get(part.strip(), "") for part in tags.get("surface", "").split(";")]
    found = max(parts, key=SURFACES.index)
    found = found or TRACKS.get(tags.get("tracktype", ""), "")
    smooth = SMOOTH.get(tags.get("smoothness", ""), "")
    if not found or smooth in {"unpaved", "rough"}:
        found = max(found, smooth, key=SURFACES.index)
    return found


def unreadable(tags: Tags) -> bool:
    """Return whether a surface is tagged, but with words that are not known."""
    return "surface" in tags and not any(
        part.strip() in KIND for part in tags["surface"].split(";")
    )


def incline(tags: Tags) -> float | None:
    """Return the steepness (rise over run, never negative), or None where no number says it.

    Parameters
    ----------
    tags
        Tags of the way; ``incline`` is ``10%``, ``-5 %``, ``7°``; ``up`` and ``down`` say nothing.
    """
    text = tags.get("incline", "").strip()
    number = re.fullmatch(r"[+-]?(\d{1,2}(?:[.,]\d+)?)\s*(%|°)", text)
    if not number:
        return None
    value = float(number[1].replace(",", "."))
    return value / 100 if number[2] == "%" else tan(radians(value))


def wheels_roll(tags: Tags) -> bool:
    """Return whether surface and slope let a wheelchair follow; unknown ones do."""
    steep = incline(tags)
    return surface(tags) not in {"unpaved", "rough"} and (steep is None or steep <= STEEPEST)
