"""Stored sessions: go on with one, or delete it."""

from __future__ import annotations

import time
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

import solara

from microville.app import diary
from microville.app.minutes import amount_to
from microville.app.pages.parts import Action, Heading
from microville.app.refusals import refusal
from microville.app.titles import scenario_titles
from microville.errors import InputError

if TYPE_CHECKING:
    from microville.app.minutes import Minutes
    from microville.app.session import Session
    from microville.figures.words import Words

MOST_SHOWN = 30
RECENT_S = 12 * 3600
"""A session that ended so lately is offered on the first page."""


@dataclass(frozen=True, slots=True)
class StoredSession:
    """A session as the list shows it: its name and minutes, or what is wrong with its file."""

    name: str
    minutes: Minutes | None
    fault: str = ""


def listed() -> list[StoredSession]:
    """Return the latest stored sessions, the latest first."""
    found = []
    for name in diary.stored()[:MOST_SHOWN]:
        try:
            found.append(StoredSession(name, amount_to(diary.read(name))))
        except InputError as error:
            found.append(StoredSession(name, None, str(error)))
    return found


def latest() -> str:
    """Return the name of the session that was written last, if lately; else an empty text."""
    names = diary.stored()
    if not names:
        return ""
    try:
        age = time.time() - diary.path_of(names[0]).stat().st_mtime
    except OSError:
        return ""
    return names[0] if age < RECENT_S else ""


def visible(session: Session) -> bool:
    """Return whether a visitor may see stored sessions: on this machine, or with the PIN."""
    return session.shared.private or session.phones.value >= 0


@solara.component
def Stored(session: Session, words: Words) -> None:
    """List stored sessions with what can be done with each."""
    turn, set_turn = solara.use_state(0)
    asked, set_asked = solara.use_state("")
    fault, set_fault = solara.use_state("")
    count = len(session.minutes.value.states)
    found = solara.use_memo(listed, [turn, session.workshop.name, count // 10])
    titles = solara.use_memo(scenario_titles, [])

    def delete(name: str) -> None:
        try:
            diary.delete(name)
            set_fault("")
        except InputError as error:
            set_fault(str(error))
        set_asked("")
        set_turn(turn + 1)

    Heading(words("stored.title"))
    if not visible(session):
        solara.HTML("div", escape(words("stored.private")), classes=["mv-small"])
        return
    if fault:
        with solara.Div(classes=["mv-alert"], attributes={"role": "alert"}):
            solara.Text(refusal(fault, words))
    if not found:
        solara.HTML("div", escape(words("stored.none")), classes=["mv-small"])
    for row in found:
        mine = row.name == session.workshop.name
        with solara.Div(classes=["mv-stored"]).key(row.name):
            solara.HTML("div", escape(_told(row, titles, words, mine=mine)))
            with solara.Div(classes=["mv-row"]):
                if not mine and row.minutes is not None:
                    Action(
                        words("stored.reopen"),
                        lambda name=row.name: session.reopen(name),
                        name="reopen",
                        disabled=session.busy.value,
                    )
                if not mine and asked == row.name:
                    Action(
                        words("stored.sure"),
                        lambda name=row.name: delete(name),
                        name="delete-sure",
                    )
                elif not mine:
                    Action(
                        words("stored.delete"),
                        lambda name=row.name: set_asked(name),
                        name="delete",
                    )
    solara.HTML("div", escape(words("stored.where")), classes=["mv-small"])


def _told(
    row: StoredSession, titles: dict[str, tuple[str, str]], words: Words, *, mine: bool
) -> str:
    """Return a stored session in a line."""
    minutes = row.minutes
    if minutes is None or not minutes.states:
        return f"{row.name} : {refusal(row.fault, words)}" if row.fault else row.name
    last = minutes.states[-1]
    text = words(
        "stored.line",
        at=minutes.head.get("at", row.name),
        title=minutes.title or words.pick(*titles.get(last.scenario, (last.scenario,) * 2)),
        month=words.month(max(last.month - 1, 0)),
        changes=words.number(len(last.edits)),
        votes=words.number(len(minutes.ballots)),
    )
    return f"{text} {words('stored.this')}" if mine else text


@solara.component
def Offer(session: Session, words: Words) -> None:
    """Offer, before anything is done, to go on with the session that was written last."""
    name = solara.use_memo(latest, [])
    gone, set_gone = solara.use_state(False)
    view = session.view.value
    if gone or not name or not visible(session) or session.workshop.name or view.phase != "ready":
        return
    with solara.Div(classes=["mv-quote mv-offer"], attributes={"role": "status"}):
        at = f"{name[6:8]}/{name[4:6]}, {name[9:11]}:{name[11:13]}"
        solara.Text(words("stored.offer", at=at))
        with solara.Div(classes=["mv-row"]):
            Action(
                words("stored.reopen"),
                lambda: session.reopen(name),
                name="reopen-last",
                disabled=session.busy.value,
            )
            Action(words("stored.no"), lambda: set_gone(True), name="offer-no")
