"""What happened in a month, as plain records that any language can tell."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, get_args

import numpy as np

from microville.model.facilities import FOLLOWED
from microville.scenario.shock import Kind as ShockKind

if TYPE_CHECKING:
    from microville.model import Microville

OF_FACILITIES = (
    "service_opens",
    "service_closes",
    "business_opens",
    "business_closes",
    "practitioner_arrives",
    "practitioner_leaves",
)
"""Events whose subject is a facility."""
DISTURBANCES = get_args(ShockKind)
LEAST_TURNED_AWAY = 5
"""Fewer visits refused in a month are not told."""


def month(model: Microville) -> list[dict[str, Any]]:
    """Return the events of the month that a model has just simulated.

    Returns
    -------
    list of dict
        ``month``, ``kind``, ``value`` and, as far as they are known, ``building``, ``parcel``,
        ``use``, ``category``, ``place`` (a commune's name, empty on the site), ``names`` (French
        and English name from the scenario), ``cause`` (why a shop closed).
    """
    past = model.month - 1
    told = []
    for event in reversed(model.events):
        if event.month != past:
            break
        told.append(
            {"month": past, "kind": event.kind, "value": event.value}
            | _subject(model, event.kind, event.subject)
            | _cause(event.kind, event.subject)
        )
    told.reverse()
    near = {
        "",
        *(name for name, focus in zip(model.zone_names, model.focus_zone, strict=True) if focus),
    }
    # Shops open and close all over the map: those of the focus area and the site are told.
    told = [t for t in told if t["kind"] not in OF_FACILITIES or t.get("place", "") in near]
    return told + _turned_away(model, past)


def _cause(kind: str, subject: str) -> dict[str, Any]:
    """Return why a shop closed, which its event says in brackets."""
    cause = subject.rpartition(" (")[2].removesuffix(")") if subject.endswith(")") else ""
    return {"cause": cause} if kind == "business_closes" and cause else {}


def _subject(model: Microville, kind: str, subject: str) -> dict[str, Any]:
    if kind in OF_FACILITIES:
        names = model.facilities.names
        # A closing may say its cause in brackets.
        name = subject.partition(" (")[0]
        return _facility(model, names.index(name)) if name in names else {}
    if kind in ("first_shop_opens", "last_shop_closes"):
        return {"place": subject}
    if kind == "land":
        parcel, _, cover = subject.split("/")[:3]
        return {"parcel": parcel, "use": cover}
    if kind in ("shock_start", "shock_end"):
        return {"category": subject}
    if kind in ("disturbance_start", "disturbance_end"):
        # What is hit, or the facility's own identifier.
        hit = subject.partition(" ")[0]
        return {"use": hit if hit in DISTURBANCES else "close_facility"}
    return _of_unit(model, subject)


def _of_unit(model: Microville, subject: str) -> dict[str, Any]:
    """Return building and use of an entry of the programme; else the subject as a use."""
    for unit in model.site.units:
        if unit.key == subject:
            entry = unit.entry
            named = {"names": (entry.name_fr, entry.name_en)} if entry.name_fr else {}
            return {"building": entry.building, "use": unit.use} | named
    return {"use": subject}


def _facility(model: Microville, row: int) -> dict[str, Any]:
    facilities = model.facilities
    category = int(facilities.category[row])
    on_site = facilities.names[row].startswith("site/")
    zone = int(facilities.zone[row])
    place = "" if on_site or zone < 0 else model.zone_names[zone]
    return {"category": FOLLOWED[category] if category >= 0 else "", "place": place}


def _turned_away(model: Microville, past: int) -> list[dict[str, Any]]:
    """Return the facility of the focus area that turned most people away, if there were many."""
    facilities = model.facilities
    focus = model.focus_zone[np.maximum(facilities.zone, 0)] & (facilities.zone >= 0)
    refused = np.where(focus & (facilities.category >= 0), facilities.turned_away, 0)
    if not len(refused) or refused.max() < LEAST_TURNED_AWAY:
        return []
    row = int(refused.argmax())
    found = {"month": past, "kind": "turned_away", "value": float(refused[row])}
    return [found | _facility(model, row)]
