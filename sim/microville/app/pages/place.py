"""The place that was clicked: what it is, and another use for it."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any, get_args

import solara

from microville.app.edits import BuildingEdit, ParcelEdit
from microville.app.facts import facts
from microville.app.pages.asking import use_answer
from microville.app.pages.parts import Action, Choice
from microville.app.refusals import refusal
from microville.scenario.entry import Use
from microville.scenario.programme import Cover

if TYPE_CHECKING:
    from collections.abc import Mapping

    from microville.app.edits import Edit
    from microville.app.session import Session
    from microville.figures.words import Words

USES = get_args(Use)
COVERS = get_args(Cover)
WORKS = ("none", "light_transitional", "deep_renovation", "demolition")
CLASSES = ("A", "B", "C", "D")
SERVICES = (
    "bakery",
    "grocery",
    "general_practitioner",
    "nurse",
    "pharmacy",
    "restaurant_cafe",
    "community_place",
    "library",
    "childcare",
    "sports_ground",
    "post_office",
    "hairdresser",
)
"""What may open with a use, most wanted first (assumption)."""
AHEAD = 60
"""A change may start within five years."""


@solara.component
def PlaceCard(session: Session, words: Words) -> None:
    """Show a place's facts; for the site's buildings and parcels also a form."""
    seen = session.view.value.seen
    if not seen:
        return
    title, body = facts(seen, session.shared.info, words)
    with solara.Div(classes=["mv-card"]):
        solara.HTML("h3", escape(title))
        solara.HTML("div", body, classes=["mv-facts"])
        if seen["kind"] in ("building", "parcel"):
            form = BuildingForm if seen["kind"] == "building" else ParcelForm
            form(session, words, str(seen["name"])).key(f"form {seen['name']}")
        Action(words("place.close"), session.look_away, name="close")


def _months(session: Session, words: Words) -> list[tuple[str, str]]:
    first = session.view.value.month
    return [(str(month), words.month(month)) for month in range(first, first + AHEAD)]


@solara.component
def BuildingForm(session: Session, words: Words, building: str) -> None:
    """Let the visitor give a building another use."""
    view = session.view.value
    use, set_use = solara.use_state("housing")
    works, set_works = solara.use_state("deep_renovation")
    letter, set_letter = solara.use_state("B")
    service, set_service = solara.use_state("")
    start, set_start = solara.use_state("")
    begin = max(int(start or 0), view.month)
    deep = works == "deep_renovation"
    opened = service if use != "housing" else ""
    edit = BuildingEdit(building, begin, use, works, letter if deep else "", opened)
    with solara.Details(words("edit.title"), expand=True):
        with solara.Div(classes=["mv-row"]):
            Choice(
                words("edit.use"),
                use,
                [(name, words(f"use.{name}")) for name in USES],
                set_use,
                name="use",
            )
            Choice(
                words("edit.works"),
                works,
                [(name, words(f"works.{name}")) for name in WORKS],
                set_works,
                name="works",
            )
        with solara.Div(classes=["mv-row"]):
            Choice(
                words("edit.start"), str(begin), _months(session, words), set_start, name="start"
            )
            if deep:
                classes = [(name, name) for name in CLASSES]
                Choice(words("edit.energy"), letter, classes, set_letter, name="energy")
        if use != "housing" and works != "demolition":
            none = [("", words("edit.no_service"))]
            options = none + [(name, words(f"category.{name}")) for name in SERVICES]
            Choice(words("edit.service"), service, options, set_service, name="service")
        Quote(session, words, edit)


@solara.component
def ParcelForm(session: Session, words: Words, parcel: str) -> None:
    """Let the visitor give a parcel's open land another cover."""
    cover, set_cover = solara.use_state("market_garden")
    start, set_start = solara.use_state("")
    begin = max(int(start or 0), session.view.value.month)
    with solara.Details(words("edit.title"), expand=True):
        with solara.Div(classes=["mv-row"]):
            Choice(
                words("edit.cover"),
                cover,
                [(name, words(f"cover.{name}")) for name in COVERS],
                set_cover,
                name="cover",
            )
            Choice(
                words("edit.start"), str(begin), _months(session, words), set_start, name="start"
            )
        Quote(session, words, ParcelEdit(parcel, begin, cover))


@solara.component
def Quote(session: Session, words: Words, edit: Edit) -> None:
    """Show what a change would cost and bring, and make it."""
    view = session.view.value
    ready = view.phase == "ready" and not session.busy.value and not view.playing
    found, _ = use_answer(session, "quote", when=ready, again=(view.month, view.edits), edit=edit)
    # Its room is kept while the answer is awaited: the button below must not move under a click.
    told = escape(quoted(found, words)) if found else ""
    solara.HTML("div", told, classes=["mv-quote", "mv-room"])
    Action(
        words("edit.apply"),
        lambda: session.change(edit),
        name="apply",
        disabled=not ready or "refused" in found,
        main=True,
    )


def quoted(found: Mapping[str, Any], words: Words) -> str:
    """Return a quote in words."""
    if "refused" in found:
        return refusal(str(found["refused"]), words)
    if "area_ha" in found:
        key = "edit.quote_land" if found["cost_eur"] else "edit.quote_land_free"
        area = words.number(found["area_ha"], 1)
        return words(key, cost=words.euros(found["cost_eur"]), area=area)
    key = "edit.quote" if found["cost_eur"] else "edit.quote_none"
    told = words(
        key,
        cost=words.euros(found["cost_eur"]),
        grant=words.euros(found["grant_eur"]),
        months=words.number(found["months"]),
        rent=words.euros(found["rent_eur_month"]),
    )
    if found["jobs"]:
        told += f" {words('edit.quote_jobs', count=words.number(found['jobs']))}"
    if found["dwellings"]:
        told += f" {words('edit.quote_dwellings', count=words.number(found['dwellings']))}"
    return told
