"""En direct / Live: the map, the months, what changes, what happened."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

import solara

from microville.app.map_widget import MapWidget
from microville.app.pages.ask import Ask
from microville.app.pages.changes import Changes
from microville.app.pages.parts import Action, Choice, Heading, Listing, lines
from microville.app.pages.place import PlaceCard
from microville.app.pages.projected import OnScreen
from microville.app.pages.series import Charts
from microville.app.pages.stored import Offer
from microville.app.refusals import refusal
from microville.app.session import SPEEDS
from microville.app.telling import building_name, event_sentence
from microville.app.titles import scenario_titles

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from microville.app.comparing import Comparing
    from microville.app.session import Session
    from microville.figures.words import Words

FUNCTIONS = ("living", "working", "supplying", "caring", "learning", "enjoying")
MODES = ("walk", "bike", "car", "ebike", "transit")
SAID_ON_MAP = (
    "all",
    "by_function",
    "by_mode",
    "clock",
    "day_pause",
    "day_play",
    "fault",
    "keys",
    "legend",
    "map",
    "near",
    "vacant",
    "works",
    "zoom_in",
    "zoom_out",
)
MOST_EARLIER = 40
NOWHERE: tuple[float, float] | None = None


@solara.component
def Live(
    session: Session,
    words: Words,
    comparing: Comparing,
    show_comparison: Callable[[], None],
    *,
    projector: bool = False,
) -> None:
    """Show the map at the left, everything else at the right (below on a phone)."""
    clicked, set_clicked = solara.use_state(NOWHERE)
    with solara.Div(classes=["mv-live"]):
        with solara.Div(classes=["mv-mapbox"]):
            LiveMap(session, words, set_clicked)
        with solara.Div(classes=["mv-panel"]):
            Transport(session, words)
            if not projector:
                Ask(session, comparing, words, show_comparison)
                PeopleSwitch(session, words)
            Alerts(session, words)
            OnScreen(session, words)
            if not projector:
                Offer(session, words)
                PlaceChoice(session, words)
            if not projector:
                PlaceCard(session, words)
            Charts(session, words)
            Events(session, words)
            if not projector:
                Changes(session, words, clicked)


def map_labels(info: Mapping[str, Any], words: Words) -> dict[str, str]:
    """Return what the map says."""
    labels = {name: words(f"map.{name}") for name in SAID_ON_MAP}
    labels |= {name: words(f"function.{name}") for name in FUNCTIONS}
    labels |= {mode: words(f"mode.{mode}") for mode in MODES}
    labels["score"] = words("access.score")
    labels["site"] = words("map.site_view")
    labels["schematic"] = words("app.schematic")
    labels["moving"] = words("map.moving", count="{count}")
    labels["credit"] = credit(info, words)
    return labels


def credit(info: Mapping[str, Any], words: Words) -> str:
    """Return whom the map is owed to, in the reader's language where it is known."""

    def told(what: str) -> str:
        key = f"about.{info['name']}.{what}"
        return words(key) if words.has(key) else str(info[what])

    return words("map.credit", who=told("attribution"), licence=told("licence"))


@solara.component
def LiveMap(
    session: Session, words: Words, on_place: Callable[[tuple[float, float]], None]
) -> None:
    """Show the map with the site's state and people on their way."""
    view = session.view.value
    info = session.shared.info
    labels = solara.use_memo(lambda: map_labels(info, words), [words])

    def picked(found: Mapping[str, Any]) -> None:
        if found.get("count"):
            on_place((float(found["lon"]), float(found["lat"])))
        if found.get("name"):
            session.look(str(found["kind"]), str(found["name"]))

    MapWidget.element(
        address=f"/carte/{session.shared.folder.name}",
        info={"bounds": info["bounds"], "schematic": info["schematic"]},
        labels=labels,
        site=dict(view.state.get("site", {})),
        options=dict(view.state.get("options", {})),
        day=session.day.value,
        chosen=str(view.seen.get("name", "")),
        on_picked=picked,
    )


@solara.component
def Transport(session: Session, words: Words) -> None:
    """Show the month, and the buttons that move it."""
    view = session.view.value
    shown = words.month(view.month - 1) if view.month else words("live.not_yet")
    able = view.phase == "ready"
    titles = solara.use_memo(scenario_titles, [])
    with solara.Div(classes=["mv-transport"]):
        solara.HTML("div", escape(shown[:1].upper() + shown[1:]), classes=["mv-month"])
        with solara.Div(classes=["mv-row"]):
            Action(
                words("live.pause" if view.playing else "live.play"),
                lambda: session.play(on=not view.playing),
                name="play",
                disabled=not able,
                main=True,
            )
            still = able and not view.playing and not session.busy.value
            Action(words("live.step"), lambda: session.step(1), name="step", disabled=not still)
            Action(words("live.year"), lambda: session.step(12), name="year", disabled=not still)
            Action(
                words("live.restart"),
                lambda: session.restart(view.scenario),
                name="restart",
                disabled=not able,
            )
    with solara.Div(classes=["mv-row"]):
        Choice(
            words("live.scenario"),
            view.scenario,
            [(name, words.pick(*both)) for name, both in titles.items()],
            session.restart,
            name="scenario",
        )
        Choice(
            words("live.speed"),
            view.speed,
            [(name, words(f"speed.{name}")) for name in SPEEDS],
            session.set_speed,
            name="speed",
        )


@solara.component
def PeopleSwitch(session: Session, words: Words) -> None:
    """Let the visitor see a weekday's trips, or not."""
    view = session.view.value
    shown, set_shown = solara.use_state(True)

    def turn(on: bool) -> None:
        set_shown(on)
        session.show_day(on=on)

    solara.Checkbox(label=words("live.people"), value=shown, on_value=turn)
    if shown and not session.day.value and view.phase == "ready" and not view.playing:
        solara.HTML("div", escape(words("live.people_wait")), classes=["mv-small"])


@solara.component
def Alerts(session: Session, words: Words) -> None:
    """Show what is under way, and what went wrong with a way on."""
    view = session.view.value
    if view.phase == "lost":
        with solara.Div(classes=["mv-alert"], attributes={"role": "alert"}):
            solara.Text(words("live.lost"))
            Action(words("live.resume"), session.resume, name="resume", main=True)
    elif view.phase == "full":
        with solara.Div(classes=["mv-alert"], attributes={"role": "alert"}):
            solara.Text(words("live.full"))
            Action(words("live.retry"), session.resume, name="resume", main=True)
    elif view.phase == "starting":
        solara.HTML("div", escape(words("live.starting")), classes=["mv-small"])
    if view.message and view.phase != "full":
        with solara.Div(classes=["mv-alert"], attributes={"role": "alert"}):
            solara.Text(refusal(view.message, words))


@solara.component
def PlaceChoice(session: Session, words: Words) -> None:
    """Let people choose a building or parcel without the map."""
    info, view = session.shared.info, session.view.value
    options = [(f"building {name}", building_name(info, name, words)) for name in info["buildings"]]
    options += [(f"parcel {name}", words("place.parcel", name=name)) for name in info["parcels"]]
    seen = f"{view.seen.get('kind', '')} {view.seen.get('name', '')}"

    def choose(value: str) -> None:
        kind, _, name = (value or "").partition(" ")
        if name:
            session.look(kind, name)

    Choice(words("live.choose"), seen, options, choose, name="place")


@solara.component
def Events(session: Session, words: Words) -> None:
    """Show what happened this month, and before."""
    view, info = session.view.value, session.shared.info
    if not view.month:
        return
    told = [
        (event["month"], event_sentence(event, info, words))
        for event in view.state.get("events", ())
    ]
    now = [text for month, text in told if month == view.month - 1 and text]
    past = [(m, text) for m, text in reversed(told) if m < view.month - 1 and text][:MOST_EARLIER]
    Heading(f"{words('live.events')} · {words.month(view.month - 1)}")
    with solara.Div(attributes={"aria-live": "polite"}):
        Listing(now or [words("live.nothing")], name="events")
    if past:
        earlier = lines([f"{words.month(month)} : {text}" for month, text in past])
        summary = escape(words("live.earlier"))
        solara.HTML("details", f"<summary>{summary}</summary><ul class='mv-list'>{earlier}</ul>")
    share = words.percent(view.fraction)
    solara.HTML("div", escape(words("live.sample", share=share)), classes=["mv-small"])
