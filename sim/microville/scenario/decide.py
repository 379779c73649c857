"""A programme with some of its decisions made otherwise: what an experiment's levers set.

Keys: ``programme.BUILDING.use``, ``.start`` and ``.works``; ``programme.PARCEL.cover`` and
``.start``. They speak of what is planned for a building: its entries that come with a deep
renovation or a new building, else with light works, else those with no end. Transitional uses that
end as the works start move with them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import ValidationError

from microville.errors import ScenarioError
from microville.scenario.months import month_index, month_text
from microville.scenario.nearest import did_you_mean
from microville.scenario.programme import BuildingEntry, ParcelEntry, Programme

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_Entry = TypeVar("_Entry", BuildingEntry, ParcelEntry)
PREFIX = "programme."
NOTHING = "none"
"""Use of a building, or cover of a parcel, that the programme then leaves as it is."""
_WEIGHTIEST = (("deep_renovation", "new_build"), ("light_transitional",))
FIELDS = ("use", "start", "works", "cover")


def split_key(key: str) -> tuple[str, str]:
    """Return the place and what is decided of it, ``("B07", "use")``; empty if the key is none."""
    place, dot, field = key.removeprefix(PREFIX).rpartition(".")
    is_one = key.startswith(PREFIX) and dot and place and field in FIELDS
    return (place, field) if is_one else ("", "")


def decide(programme: Programme, decisions: Mapping[str, Any]) -> Programme:
    """Return a programme with decisions made otherwise.

    Parameters
    ----------
    programme
        What is planned.
    decisions
        By key; a use or cover of ``"none"`` leaves out what is planned there, and what was there
        before goes on.

    Raises
    ------
    ScenarioError
        If the programme plans nothing there, or a value does not go with the rest of the entry.
    """
    buildings, parcels = list(programme.buildings), list(programme.parcels)
    # Uses and works before dates, so that a date moves what is left.
    for key in sorted(decisions, key=lambda key: (key.endswith(".start"), key)):
        place, field = split_key(key)
        if field == "cover" or any(entry.parcel == place for entry in parcels):
            parcels = _parcel(parcels, key, place, field, decisions[key])
        else:
            buildings = _building(buildings, key, place, field, decisions[key], decisions)
    return programme.model_copy(
        update={"buildings": _ordered(buildings), "parcels": _ordered(parcels)}
    )


def _ordered(entries: Sequence[_Entry]) -> tuple[_Entry, ...]:
    """Return entries in the canonical order of a programme's lists."""
    return tuple(sorted(entries, key=lambda entry: (entry.start, entry.model_dump_json())))


def _building(
    entries: Sequence[BuildingEntry],
    key: str,
    place: str,
    field: str,
    value: Any,
    decisions: Mapping[str, Any],
) -> list[BuildingEntry]:
    planned = _planned([entry for entry in entries if entry.building == place])
    if not planned:
        if decisions.get(f"{PREFIX}{place}.use") == NOTHING:
            return list(entries)
        known = sorted({f"{PREFIX}{entry.building}.{field}" for entry in entries})
        raise ScenarioError(f"The programme plans nothing for {place!r}{did_you_mean(key, known)}")
    first = min(entry.start_month for entry in planned)
    if field == "start":
        return _shifted(entries, place, planned, first, month_index(value), key)
    if field == "use" and value == NOTHING:
        kept = [entry for entry in entries if not _among(entry, planned)]
        return [_until(e, None) if _ends_at(e, place, first) else e for e in kept]
    changes: dict[str, Any] = {field: value}
    found = []
    for entry in entries:
        if not _among(entry, planned):
            found.append(entry)
            continue
        if field == "use" and value != entry.use:
            # What was counted or named for the other use does not hold.
            changes |= {"dwellings": None, "categories": ()}
        found.append(_changed(entry, changes, key))
    return found


def _planned(entries: Sequence[BuildingEntry]) -> list[BuildingEntry]:
    used = [entry for entry in entries if entry.use is not None]
    for works in _WEIGHTIEST:
        with_works = [entry for entry in used if entry.works in works]
        if with_works:
            return with_works
    return [entry for entry in used if entry.until is None]


def _shifted(
    entries: Sequence[BuildingEntry],
    place: str,
    planned: Sequence[BuildingEntry],
    before: int,
    now: int,
    key: str,
) -> list[BuildingEntry]:
    """Move what is planned by the months between its first start and the new one."""
    found = []
    for entry in entries:
        if _among(entry, planned):
            moved = {"start": month_text(entry.start_month + now - before)}
            found.append(_changed(entry, moved, key))
        elif _ends_at(entry, place, before):
            if entry.start_month < now:
                found.append(_until(entry, month_text(now - 1)))
        else:
            found.append(entry)
    return found


def _parcel(
    entries: Sequence[ParcelEntry], key: str, place: str, field: str, value: Any
) -> list[ParcelEntry]:
    planned = [e for e in entries if e.parcel == place and e.until is None]
    if not planned:
        known = sorted({f"{PREFIX}{entry.parcel}.{field}" for entry in entries})
        raise ScenarioError(f"The programme plans nothing for {place!r}{did_you_mean(key, known)}")
    if field == "cover" and value == NOTHING:
        return [entry for entry in entries if not _among(entry, planned)]
    if field not in ("cover", "start"):
        raise ScenarioError(f"A parcel has no {field!r}: {key}.", hint="Give its cover or start.")
    return [_changed(e, {field: value}, key) if _among(e, planned) else e for e in entries]


def _among(entry: object, others: Sequence[object]) -> bool:
    """Return whether an entry is one of some: itself, not one that is equal."""
    return any(entry is other for other in others)


def _ends_at(entry: BuildingEntry, place: str, month: int) -> bool:
    return entry.building == place and entry.until is not None and entry.end_month == month


def _until(entry: BuildingEntry, until: str | None) -> BuildingEntry:
    return entry.model_copy(update={"until": until})


def _changed(entry: _Entry, changes: dict[str, Any], key: str) -> _Entry:
    try:
        return type(entry).model_validate(entry.model_dump() | changes)
    except ValidationError as error:
        told = "; ".join(item["msg"] for item in error.errors())
        raise ScenarioError(f"{key}: {told}.") from error
