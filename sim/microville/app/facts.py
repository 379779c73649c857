"""The facts of a place as a title and HTML, in a reader's language."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from microville.app.telling import building_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from microville.figures.words import Words

FAR_MIN = 90.0


def facts(seen: Mapping[str, Any], info: Mapping[str, Any], words: Words) -> tuple[str, str]:
    """Return the title and the body (HTML, escaped) of what was clicked.

    Parameters
    ----------
    seen
        As :func:`microville.app.looking.look` gives it.
    info
        What is known of the map.
    words
        The language.
    """
    makers = {"building": _building, "parcel": _parcel, "home": _home, "service": _service}
    return makers[str(seen["kind"])](seen, info, words)


def _paragraphs(texts: Iterable[str]) -> str:
    return "".join(f"<p>{escape(text)}</p>" for text in texts if text)


def _known(words: Words, table: str, name: str) -> str:
    return words(f"{table}.{name}") if words.has(f"{table}.{name}") else name


def _building(seen: Mapping[str, Any], info: Mapping[str, Any], words: Words) -> tuple[str, str]:
    name = str(seen["name"])
    title = f"{building_name(info, name, words)} ({name})"
    first = [
        words("place.floor", area=words.number(seen["floor_area_m2"])),
        words("place.energy", letter=seen["energy_class"] or "?"),
        words("place.former", use=_known(words, "use", seen["former"]), year=seen["year"]),
    ]
    body = _paragraphs([" · ".join(first)])
    units = seen["units"]
    if not units:
        body += _paragraphs([words("place.vacant")])
    for unit in units:
        head = f"<b>{escape(_unit_title(unit, words))}</b> — {escape(_unit_state(unit, words))}"
        body += f"<p>{head}</p>" + _paragraphs([" · ".join(_unit_numbers(unit, words))])
    if seen["visits"]:
        body += _paragraphs([words("place.visits", count=words.number(seen["visits"]))])
    if seen["workers_from"]:
        places = [f"{place} ({words.number(count)})" for place, count in seen["workers_from"]]
        body += _paragraphs([words("place.workers", places=words.listing(places))])
    if seen["planned"]:
        rows = "".join(f"<li>{escape(_planned(unit, words))}</li>" for unit in seen["planned"])
        head = escape(words("place.planned"))
        body += f"<p><b>{head}</b></p><ul class='mv-list'>{rows}</ul>"
    return title, body


def _unit_title(unit: Mapping[str, Any], words: Words) -> str:
    name = words.pick(*unit["names"])
    use = _known(words, "use", unit["use"])
    area = words("place.floor", area=words.number(unit["area_m2"]))
    return f"{name} ({use}, {area})" if name else f"{use[:1].upper()}{use[1:]}, {area}"


def _unit_state(unit: Mapping[str, Any], words: Words) -> str:
    state = str(unit["state"])
    if state == "works":
        return words("place.works_until", month=words.month(unit["works_until"]))
    told = words(f"place.{state}")
    if unit["until"] is not None:
        told += f", {words('place.until', month=words.month(unit['until']))}"
    return told


def _unit_numbers(unit: Mapping[str, Any], words: Words) -> list[str]:
    told = []
    if unit["rent_eur_month"]:
        told.append(words("place.rent", rent=words.euros(unit["rent_eur_month"])))
    if unit["jobs"]:
        told.append(words("place.jobs", count=words.number(unit["jobs"])))
    if unit["dwellings"]:
        count, every = words.number(unit["households"]), words.number(unit["dwellings"])
        told.append(words("place.households", count=count, all=every))
    if unit["cost_eur"]:
        cost, grant = words.euros(unit["cost_eur"]), words.euros(unit["grant_eur"])
        told.append(words("place.cost", cost=cost, grant=grant))
    if unit["services"]:
        names = [_known(words, "category", name) for name in unit["services"]]
        told.append(words("place.services", services=words.listing(names)))
    return told


def _planned(unit: Mapping[str, Any], words: Words) -> str:
    return words(
        "place.planned_line",
        month=words.month(unit["start"]),
        use=_known(words, "use", unit["use"]),
        area=words.number(unit["area_m2"]),
        works=_known(words, "works", unit["works"]),
    )


def _parcel(seen: Mapping[str, Any], info: Mapping[str, Any], words: Words) -> tuple[str, str]:
    del info
    area, sealed = words.number(seen["area_ha"], 1), words.number(seen["sealed_ha"], 1)
    told = [words("place.parcel_area", area=area, sealed=sealed)]
    told.append(words("place.parcel_cover", cover=_known(words, "cover", seen["cover"])))
    told += [
        words(
            "place.parcel_part",
            cover=_known(words, "cover", part["cover"]),
            area=words.number(part["area_ha"], 1),
            since=words("place.since", month=words.month(part["start"])),
        )
        for part in seen["parts"]
    ]
    return words("place.parcel", name=seen["name"]), _paragraphs(told)


def _home(seen: Mapping[str, Any], info: Mapping[str, Any], words: Words) -> tuple[str, str]:
    told = words(
        "place.home_facts",
        count=words.number(seen["dwellings"]),
        year=seen["year"] or "?",
        letter=seen["energy_class"] or "?",
    )
    rows = "".join(
        f"<tr><th scope='row'>{escape(_known(words, 'category', category))}</th>"
        f"<td>{escape(' / '.join(_minutes(value, words) for value in both))}</td></tr>"
        for category, both in seen["minutes"].items()
    )
    table = f"<table><caption>{escape(words('place.home_times'))}</caption>{rows}</table>"
    note = words("place.home_note") if info["schematic"] else ""
    title = words("place.home", commune=seen["commune"])
    return title, _paragraphs([told]) + table + _paragraphs([note])


def _minutes(value: float, words: Words) -> str:
    return words("place.far") if value > FAR_MIN else words.number(value)


def _service(seen: Mapping[str, Any], info: Mapping[str, Any], words: Words) -> tuple[str, str]:
    del info
    service = _known(words, "category", seen["category"])
    told = [words("place.service_open" if seen["open"] else "place.service_closed")]
    if seen["visits"]:
        told.append(words("place.visits", count=words.number(seen["visits"])))
    if seen["turned_away"]:
        told.append(words("place.turned_away", count=words.number(seen["turned_away"])))
    known = _known(words, "place.status", seen["status"])
    told.append(words("place.service_status", status=known))
    commune = seen["commune"]
    title = words("place.service_at", service=service[:1].upper() + service[1:], commune=commune)
    return title.rstrip(", "), _paragraphs(told)
