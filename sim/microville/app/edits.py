"""What a visitor changes in a running scenario, and the scenario that comes of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from microville.errors import InputError
from microville.parameters import Parameters
from microville.scenario import BuildingEntry, ParcelEntry, Shock, month_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from microville.scenario import Scenario


@dataclass(frozen=True, slots=True)
class BuildingEdit:
    """A building of the site gets another use from a month on.

    Attributes
    ----------
    building, start
        Which, and from which month (0 = January 2025).
    use, works
        As in a scenario file.
    energy_class
        After works; empty: as it is.
    service
        Category of a service that opens there once it is let; empty: none.
    """

    building: str
    start: int
    use: str
    works: str = "none"
    energy_class: str = ""
    service: str = ""


@dataclass(frozen=True, slots=True)
class ParcelEdit:
    """The open land of a parcel gets another cover from a month on."""

    parcel: str
    start: int
    cover: str


@dataclass(frozen=True, slots=True)
class OptionEdit:
    """A gate or a path is open, or closed, from the first month on."""

    name: str
    on: bool


@dataclass(frozen=True, slots=True)
class ShockEdit:
    """Something fails for some months or days.

    Attributes
    ----------
    category
        Of what closes; empty where no facility does.
    start, months
        From which month, for how many; ``days``, if any, count instead.
    share
        Share of what may be hit that is hit (0-1).
    what
        Kind of disturbance, as in a scenario file.
    target
        One facility, building or switch of the map; empty: a share of all, or the main tenant.
    commune
        Where that facility is, for the minutes.
    lon, lat, radius_m
        Where a street closes (degrees); all streets within a radius, 0 for the closest one alone.
    """

    category: str
    start: int
    months: int
    share: float
    what: str = "close_category"
    target: str = ""
    commune: str = ""
    days: int = 0
    lon: float | None = None
    lat: float | None = None
    radius_m: float = 0.0


@dataclass(frozen=True, slots=True)
class ParameterEdit:
    """A number of the model has another value, from the first month on.

    Attributes
    ----------
    key
        ``"mobility.walk_speed_kmh"``.
    value
        In the parameter's own unit.
    """

    key: str
    value: float


Edit = BuildingEdit | ParcelEdit | OptionEdit | ShockEdit | ParameterEdit


def apply_edits(
    scenario: Scenario, edits: Sequence[Edit], usable_ha: Mapping[str, float]
) -> Scenario:
    """Return a scenario with edits, one after the other.

    Whatever else the programme plans for the same building or land ends the month before, or is
    dropped where it would start later.

    Parameters
    ----------
    scenario
        What the edits change; stays as it is.
    edits
        In the order in which they were made.
    usable_ha
        Open land of each parcel at full size of the site.

    Raises
    ------
    InputError
        If an edit cannot be: an unknown parcel, a demolished building, values that do not fit.
    """
    for edit in edits:
        try:
            scenario = _apply(scenario, edit, usable_ha)
        except ValidationError as error:
            text = "; ".join(str(item["msg"]) for item in error.errors())
            raise InputError(f"This change cannot be made: {text}.") from error
    return scenario


def _apply(scenario: Scenario, edit: Edit, usable_ha: Mapping[str, float]) -> Scenario:
    if isinstance(edit, OptionEdit):
        return scenario.update({f"territory.options.{edit.name}": edit.on})
    if isinstance(edit, ParameterEdit):
        return scenario.update({known_parameter(edit.key): edit.value})
    if isinstance(edit, ShockEdit):
        return scenario.model_copy(update={"shocks": (*scenario.shocks, _shock(edit))})
    programme = scenario.programme
    if isinstance(edit, BuildingEdit):
        kept = _until(programme.buildings, "building", edit.building, edit.start)
        update: dict[str, Any] = {"buildings": (*kept, _building_entry(edit))}
    else:
        kept = _until(programme.parcels, "parcel", edit.parcel, edit.start)
        update = {"parcels": (*kept, _parcel_entry(edit, usable_ha))}
    return scenario.model_copy(update={"programme": programme.model_copy(update=update)})


def known_parameter(key: str) -> str:
    """Return the key of a parameter as it is.

    Raises
    ------
    InputError
        If there is none: other settings of a scenario are not changed this way.
    """
    group, _, name = key.partition(".")
    info = Parameters.model_fields.get(group)
    if info is None or name not in getattr(info.annotation, "model_fields", {}):
        raise InputError(f"There is no parameter {key!r}.", hint="Choose one from the list.")
    return key


TARGETS = {"close_facility": "facility", "close_street": "option", "tenant": "building"}
"""Which key of a scenario file names the one thing that is hit."""
SHARED = ("close_category", "supplier", "fuel", "heat")
"""Kinds that hit a share."""


def _shock(edit: ShockEdit) -> Shock:
    values: dict[str, Any] = {"kind": edit.what, "start": month_text(edit.start)}
    values |= {"days": edit.days} if edit.days else {"months": edit.months}
    if edit.what == "close_category":
        values["category"] = edit.category
    if edit.what in SHARED:
        values["share"] = edit.share
    if edit.target and edit.what in TARGETS:
        values[TARGETS[edit.what]] = edit.target
    elif edit.what == "close_street":
        values |= {"lon": edit.lon, "lat": edit.lat, "radius_m": edit.radius_m or None}
    return Shock(**values)


def _building_entry(edit: BuildingEdit) -> BuildingEntry:
    values: dict[str, Any] = {
        "building": edit.building,
        "start": month_text(edit.start),
        "works": edit.works,
    }
    if edit.works != "demolition":
        values["use"] = edit.use
        values["energy_class_after"] = edit.energy_class or None
        values["categories"] = (edit.service,) if edit.service else ()
    return BuildingEntry(**values)


def _parcel_entry(edit: ParcelEdit, usable_ha: Mapping[str, float]) -> ParcelEntry:
    area = usable_ha.get(edit.parcel)
    if not area:
        raise InputError(f"There is no open land on {edit.parcel!r}.", hint="Choose another one.")
    values: dict[str, Any] = {"parcel": edit.parcel, "area_ha": area, "cover": edit.cover}
    return ParcelEntry(start=month_text(edit.start), **values)


def _until(entries: Sequence[Any], field: str, name: str, month: int) -> list[Any]:
    """Return entries such that nothing is planned for one building or parcel from a month on."""
    kept = []
    for entry in entries:
        if getattr(entry, field) != name or entry.end_month <= month:
            kept.append(entry)
            continue
        if entry.start_month >= month:
            continue
        if getattr(entry, "works", "") == "demolition":
            raise InputError(
                f"{name} is demolished from {entry.start}.", hint="Choose another building."
            )
        kept.append(entry.model_copy(update={"until": month_text(month - 1)}))
    return kept
