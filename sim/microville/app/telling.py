"""Events and places in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from microville.app.edits import BuildingEdit, OptionEdit, ParameterEdit, ParcelEdit
from microville.parameters import rows

if TYPE_CHECKING:
    from collections.abc import Mapping

    from microville.app.edits import Edit, ShockEdit
    from microville.figures.words import Words

PLURAL_FROM = 2


def building_name(info: Mapping[str, Any], building: str, words: Words) -> str:
    """Return what people call a building of the site; its identifier where it has no name."""
    found = info["buildings"].get(building)
    return words.pick(found["fr"], found["en"]) if found else building


def event_sentence(event: Mapping[str, Any], info: Mapping[str, Any], words: Words) -> str:
    """Return one event in a sentence; empty for a kind that is not told.

    Parameters
    ----------
    event
        As :func:`microville.app.story.month` gives it.
    info
        What is known of the map.
    words
        The language.
    """
    kind = str(event["kind"])
    value = float(event["value"])
    many = round(value) >= PLURAL_FROM
    key = f"event.{kind}" + ("_many" if many and words.has(f"event.{kind}_many") else "")
    if not words.has(key):
        return ""
    names = event.get("names") or ("", "")
    use = str(event.get("use", ""))
    place = str(event.get("place", ""))
    cause = f"event.closing.{event.get('cause', '')}"
    return words(
        key,
        cause=words(cause) if words.has(cause) else "",
        building=words.pick(*names) or building_name(info, str(event.get("building", "")), words),
        parcel=str(event.get("parcel", "")),
        place=place,
        use=words(f"use.{use}") if words.has(f"use.{use}") else use,
        cover=words(f"cover.{use}") if words.has(f"cover.{use}") else use,
        hit=words(f"disturbance.{use}") if words.has(f"disturbance.{use}") else use,
        thing=words(f"installation.{use}") if words.has(f"installation.{use}") else use,
        category=words(f"category.{event['category']}") if event.get("category") else "",
        service=_the_service(str(event.get("category", "")), place, words),
        count=words.number(value),
        hectares=words.number(value, 1),
        share=words.percent(value),
        euros=words.euros(value),
    )


def _the_service(category: str, place: str, words: Words) -> str:
    """Return ``la boulangerie de Courcy``, ``the bakery of the site``."""
    name = words(f"the.{category}") if words.has(f"the.{category}") else category
    where = words("event.of_site") if not place else words("event.of_place", name=of(place, words))
    return f"{name} {where}"


def of(place: str, words: Words) -> str:
    """Return a place's name with the French ``de`` or ``d'`` before it."""
    if words.lang != "fr":
        return place
    if place.startswith("Les "):
        return f"des {place[4:]}"
    if place.startswith("Le "):
        return f"du {place[3:]}"
    return f"d'{place}" if place[:1] in "AEIOUYÉÈÊHaeiouyéèêh" else f"de {place}"


def edit_sentence(edit: Edit, info: Mapping[str, Any], words: Words) -> str:
    """Return a visitor's change in words."""
    if isinstance(edit, BuildingEdit):
        use = "demolition" if edit.works == "demolition" else edit.use
        return words(
            "edit.made_building",
            building=building_name(info, edit.building, words),
            use=words(f"use.{use}"),
            month=words.month(edit.start),
            works=words(f"works.{edit.works}"),
        )
    if isinstance(edit, ParcelEdit):
        cover = words(f"cover.{edit.cover}")
        month = words.month(edit.start)
        return words("edit.made_parcel", parcel=edit.parcel, cover=cover, month=month)
    if isinstance(edit, OptionEdit):
        key = "edit.made_open" if edit.on else "edit.made_closed"
        return words(key, name=_option_name(info, edit.name, words))
    if isinstance(edit, ParameterEdit):
        return _parameter_sentence(edit, words)
    return _shock_sentence(edit, info, words)


def _shock_sentence(edit: ShockEdit, info: Mapping[str, Any], words: Words) -> str:
    key = f"edit.shock.{edit.what}"
    if edit.what == "close_street":
        key = "edit.shock.close_option" if edit.target else key
        key = "edit.shock.close_around" if edit.radius_m and not edit.target else key
    if edit.what == "tenant" and not edit.target:
        key = "edit.shock.main_tenant"
    known = f"category.{edit.category}"
    told = words(
        key if words.has(key) else "edit.shock.other",
        share=words.percent(edit.share),
        category=words(known) if words.has(known) else edit.category,
        service=_the_service(edit.category, edit.commune, words),
        target=edit.target,
        option=_option_name(info, edit.target, words),
        building=building_name(info, edit.target, words),
        lon=plain_number(edit.lon or 0.0, words),
        lat=plain_number(edit.lat or 0.0, words),
        radius=words.number(edit.radius_m),
    )
    return words(
        "edit.shock.when", what=told, length=length(edit, words), month=words.month(edit.start)
    )


def length(edit: ShockEdit, words: Words) -> str:
    """Return how long a disturbance lasts: ``15 days``, ``a month``."""
    if edit.days:
        return words("live.shock.days", count=words.number(edit.days))
    key = "live.shock.month" if edit.months < PLURAL_FROM else "live.shock.months"
    return words(key, count=words.number(edit.months))


def _option_name(info: Mapping[str, Any], name: str, words: Words) -> str:
    found = {option["name"]: option for option in info["options"]}.get(name)
    return words.pick(found["fr"], found["en"]) if found else name


def _parameter_sentence(edit: ParameterEdit, words: Words) -> str:
    row = next((row for row in rows() if row.key == edit.key), None)
    if row is None:
        return f"{edit.key} = {edit.value:g}"
    unit = unit_name(row.unit, words)
    label = words.pick(row.label_fr, row.description).rstrip(".")
    value, default = plain_number(edit.value, words), plain_number(row.value, words)
    return words("edit.made_parameter", name=label, value=value, unit=unit, default=default)


def unit_name(unit: str, words: Words) -> str:
    """Return a parameter's unit as people write it."""
    return words(f"units.{unit}") if words.has(f"units.{unit}") else unit


def plain_number(value: float, words: Words) -> str:
    """Return a parameter's value with as many digits as it needs, at most six."""
    text = f"{value:.6g}"
    return text.replace(".", ",") if words.lang == "fr" else text
