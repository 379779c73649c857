"""Accès / Access: the six functions from every home, and what lies around a click."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

import solara

from microville.app.map_widget import MapWidget
from microville.app.pages.asking import use_answer
from microville.app.pages.live import FUNCTIONS, map_labels
from microville.app.pages.parts import Action, Choice, Heading
from microville.app.refusals import refusal
from microville.app.tables import table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from microville.app.session import Session
    from microville.figures.words import Words

MODES = ("walk", "bike", "car")
MINUTES = ("15", "30")
PROFILES = ("walk", "walk_slow", "wheelchair", "bike", "ebike", "car")


@solara.component
def Access(session: Session, words: Words) -> None:
    """Show a map coloured by what homes reach; a click asks what lies around."""
    view, info = session.view.value, session.shared.info
    function, set_function = solara.use_state("all")
    mode, set_mode = solara.use_state("walk")
    minutes, set_minutes = solara.use_state("15")
    profile, set_profile = solara.use_state("walk")
    at, set_at = solara.use_state((0.0, 0.0))
    labels = solara.use_memo(lambda: map_labels(info, words), [words])
    ready = view.phase == "ready"
    found, working = use_answer(
        session,
        "reached",
        when=ready,
        again=(view.month, view.edits),
        function=function,
        mode=mode,
        minutes=int(minutes),
    )
    asked = ready and at != (0.0, 0.0)
    around, looking = use_answer(
        session, "isochrone", when=asked, again=view.edits, lon=at[0], lat=at[1], profile=profile
    )
    with solara.Div(classes=["mv-live"]):
        with solara.Div(classes=["mv-mapbox"]):
            MapWidget.element(
                address=f"/carte/{session.shared.folder.name}",
                info={"bounds": info["bounds"], "schematic": info["schematic"]},
                labels=labels,
                site=dict(view.state.get("site", {})),
                options=dict(view.state.get("options", {})),
                scores=found.get("homes", b""),
                areas=around.get("areas", {}),
                on_picked=lambda p: set_at((p["lon"], p["lat"])) if p.get("count") else None,
            )
        with solara.Div(classes=["mv-panel"]):
            Heading(words("access.title"))
            told = words("access.month", month=words.month(view.month - 1)) if view.month else ""
            solara.HTML("div", escape(told), classes=["mv-small"])
            functions = [("all", words("access.all"))]
            functions += [(name, words(f"function.{name}")) for name in FUNCTIONS]
            Choice(words("access.function"), function, functions, set_function, name="function")
            with solara.Div(classes=["mv-row"]):
                modes = [(name, words(f"mode.{name}")) for name in MODES]
                Choice(words("access.mode"), mode, modes, set_mode, name="mode")
                limits = [(value, words("access.within", minutes=value)) for value in MINUTES]
                Choice(words("access.limit"), minutes, limits, set_minutes, name="minutes")
            if working or not ready:
                solara.HTML("div", escape(words("live.working")), classes=["mv-small"])
            if "means" in found:
                solara.HTML("div", means_table(found["means"], words), classes=["mv-facts"])
            Heading(words("access.around"))
            profiles = [(name, words(f"profile.{name}")) for name in PROFILES]
            Choice(words("access.profile"), profile, profiles, set_profile, name="profile")
            if looking:
                solara.HTML("div", escape(words("live.working")), classes=["mv-small"])
            Around(around, words, lambda: set_at((0.0, 0.0)))


@solara.component
def Around(around: Mapping[str, Any], words: Words, forget: Any) -> None:
    """Show what lies within reach of the click."""
    if not around:
        solara.HTML("div", escape(words("access.click")), classes=["mv-small"])
    elif "refused" in around:
        with solara.Div(classes=["mv-alert"], attributes={"role": "alert"}):
            solara.Text(refusal(around["refused"], words) or words("live.lost"))
    else:
        solara.HTML("div", around_table(around["rows"], words), classes=["mv-facts"])
        Action(words("place.close"), forget, name="forget")


def means_table(means: Mapping[str, tuple[float, float]], words: Words) -> str:
    """Return the means by function as an HTML table."""
    rows = [
        [
            words("access.all") if name == "all" else words(f"function.{name}"),
            *(words.percent(value) if name in means else words("none") for value in both),
        ]
        for name, both in ((n, means.get(n, (0.0, 0.0))) for n in (*FUNCTIONS, "all"))
    ]
    heads = [words("access.here"), words("access.everywhere")]
    return table(words("access.means"), heads, rows)


def around_table(rows: list[Mapping[str, Any]], words: Words) -> str:
    """Return what lies within each threshold as an HTML table."""
    names = ["area_km2", "inhabitants", "services", *FUNCTIONS]

    def cell(row: Mapping[str, Any], name: str) -> str:
        value = row[name]
        if value is None:
            return words("none")
        return words.number(float(value), 1 if name == "area_km2" else 0)

    def label(name: str) -> str:
        return words(f"function.{name}" if name in FUNCTIONS else f"access.row.{name}")

    heads = [words("access.within", minutes=words.number(row["minutes"])) for row in rows]
    body = [[label(name), *(cell(row, name) for row in rows)] for name in names]
    return table(words("access.reached"), heads, body)
