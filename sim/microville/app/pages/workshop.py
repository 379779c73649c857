"""Atelier / Workshop: the session's minutes, votes, phones, what is stored."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import solara

from microville.app.comparing import order_of
from microville.app.pages.parts import Action, Choice, Heading
from microville.app.pages.phones import Phones
from microville.app.pages.stored import Stored
from microville.app.pages.vote import Vote
from microville.app.protocol import minutes_html, said
from microville.app.refusals import refusal
from microville.app.reporting import ReportOrder
from microville.app.titles import scenario_titles

if TYPE_CHECKING:
    from microville.app.comparing import Comparing
    from microville.app.session import Session
    from microville.figures.words import Words

SEEDS = ("1", "2", "4")
LEAST_MONTHS = 12
BASE = "status_quo"


@solara.component
def WorkshopPage(
    session: Session, comparing: Comparing, reporting: Comparing, words: Words
) -> None:
    """Show what the session is, and what can be done with it."""
    with solara.Div(classes=["mv-sheet"]):
        if session.shared.info["schematic"]:
            solara.HTML("span", escape(words("app.schematic")), classes=["mv-schematic"])
        Heading(words("workshop.title"))
        Kept(session, words)
        with solara.Div(classes=["mv-columns"]):
            with solara.Div(classes=["mv-column"]):
                Vote(session, comparing, words)
                Protocol(session, words)
            with solara.Div(classes=["mv-column"]):
                Phones(session, words)
                Report(session, reporting, words)
                Stored(session, words)


@solara.component
def Kept(session: Session, words: Words) -> None:
    """Say whether the session is kept, and let people name it."""
    minutes = session.minutes.value
    name = session.workshop.name
    title = solara.use_reactive(minutes.title)
    told = words("workshop.kept", name=name) if name else words("workshop.not_yet")
    solara.HTML("div", escape(told), classes=["mv-small"])
    if session.workshop.fault:
        with solara.Div(classes=["mv-alert"], attributes={"role": "alert"}):
            solara.Text(words("workshop.not_kept", why=refusal(session.workshop.fault, words)))
    with solara.Div(classes=["mv-row mv-narrow"]):
        solara.InputText(
            words("workshop.name"), value=title, continuous_update=True, classes=["mv-write-title"]
        )
        Action(
            words("workshop.entitle"),
            lambda: session.workshop.entitle(title.value),
            name="entitle",
            disabled=not title.value.strip() or title.value.strip() == minutes.title,
        )


@solara.component
def Protocol(session: Session, words: Words) -> None:
    """Show the minutes with a way to see each state again, and take notes."""
    minutes, view = session.minutes.value, session.view.value
    note = solara.use_reactive("")
    titles = solara.use_memo(scenario_titles, [])
    lines = said(minutes, session.shared.info, titles, words)
    able = view.phase == "ready" and not session.busy.value and not view.playing

    def write() -> None:
        session.workshop.note(note.value)
        note.value = ""

    Heading(words("workshop.minutes"))
    Replayed(session, words)
    with solara.Div(classes=["mv-minutes"]):
        for number, line in enumerate(lines):
            here = line.state >= 0 and line.state == view.replay
            with solara.Div(classes=["mv-minute", "mv-here" if here else ""]).key(f"line {number}"):
                solara.HTML("span", escape(line.at[-5:]), classes=["mv-small"])
                solara.HTML("span", escape(line.text), classes=["mv-said"])
                if line.state >= 0:
                    Action(
                        words("workshop.see"),
                        lambda index=line.state: session.replay(index),
                        name=f"see-{line.state}",
                        disabled=not able,
                    )
    with solara.Div(classes=["mv-row"]):
        solara.InputText(
            words("workshop.note"), value=note, continuous_update=True, classes=["mv-write-note"]
        )
        Action(words("workshop.write"), write, name="note", disabled=not note.value.strip())
    solara.HTML("div", escape(words("workshop.no_names")), classes=["mv-small"])


@solara.component
def Replayed(session: Session, words: Words) -> None:
    """Show which state is seen again, with the next, the one before, and the present."""
    minutes, view = session.minutes.value, session.view.value
    if view.same is not None:
        key = "workshop.same" if view.same else "workshop.other"
        code = session.shared.code
        if not view.same and minutes.head.get("code") != code:
            key = "workshop.other_version"
        solara.HTML(
            "div", escape(words(key)), classes=["mv-small mv-same"], attributes={"role": "status"}
        )
    if view.replay < 0:
        return
    able = view.phase == "ready" and not session.busy.value
    last = len(minutes.states) - 1
    with solara.Div(classes=["mv-alert"], attributes={"role": "status"}):
        text = words("workshop.replaying", step=view.replay + 1, all=last + 1)
        solara.Text(text)
        with solara.Div(classes=["mv-row"]):
            Action(
                words("workshop.before"),
                lambda: session.replay(view.replay - 1),
                name="replay-before",
                disabled=not able or view.replay == 0,
            )
            Action(
                words("workshop.after"),
                lambda: session.replay(view.replay + 1),
                name="replay-after",
                disabled=not able or view.replay >= last,
            )
            Action(
                words("workshop.present"),
                session.present,
                name="replay-present",
                disabled=not able,
                main=True,
            )


@solara.component
def Report(session: Session, reporting: Comparing, words: Words) -> None:
    """Make the report of the session, follow it, and let people keep it."""
    view, progress = session.view.value, reporting.progress.value
    seeds, set_seeds = solara.use_state("2")
    running = progress.phase in ("waiting", "running")
    titles = solara.use_memo(scenario_titles, [])
    changed = (view.scenario, view.edits) if view.edits else None
    base = (view.scenario,) if changed or view.scenario == BASE else (BASE, view.scenario)
    order = order_of(
        base,
        changed,
        months=max(LEAST_MONTHS, view.month),
        seeds=int(seeds),
        fraction=view.fraction,
        map_name=session.shared.map_name,
    )

    def make() -> None:
        if order is None:
            return
        minutes = minutes_html(session.minutes.value, session.shared.info, titles, words)
        title = words("live.saved_title", scenario=view.scenario)
        beside = {"scenario.toml": session.toml(title, title)}
        reporting.start(ReportOrder(order, words.lang, minutes, beside))

    Heading(words("report_of.title"))
    solara.HTML("div", escape(words("report_of.what")), classes=["mv-small"])
    with solara.Div(classes=["mv-row mv-narrow"]):
        Choice(
            words("compare.seeds"), seeds, [(v, v) for v in SEEDS], set_seeds, name="report-seeds"
        )
        able = (
            order is not None and view.phase == "ready" and not session.busy.value and not running
        )
        Action(words("report_of.make"), make, name="report", disabled=not able, main=True)
    if order is None:
        solara.HTML("div", escape(words("report_of.nothing")), classes=["mv-small"])
    if running:
        with solara.Div(attributes={"role": "status"}):
            solara.ProgressLinear(progress.share * 100 if progress.share else True)
            told = words(f"compare.{progress.phase}", share=words.percent(progress.share))
            solara.HTML("div", escape(told), classes=["mv-small"])
            Action(words("compare.cancel"), reporting.cancel, name="report-cancel")
    elif progress.phase == "failed":
        with solara.Div(classes=["mv-alert"], attributes={"role": "alert"}):
            solara.Text(refusal(progress.message, words) or words("compare.failed"))
    elif progress.phase == "done":
        with solara.Div(classes=["mv-do-keep-report"]):
            solara.FileDownload(
                progress.result["archive"],
                filename=words("report_of.file"),
                label=words("report_of.keep"),
                mime_type="application/zip",
            )
