"""Sharing with phones: the PIN, the address as a picture, who has joined."""

from __future__ import annotations

import io
from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING

import solara

from microville.app.pages.parts import Action, Heading
from microville.errors import InputError

if TYPE_CHECKING:
    from microville.app.session import Session
    from microville.figures.words import Words


@lru_cache(maxsize=4)
def qr_svg(text: str) -> str:
    """Return a QR code (ISO/IEC 18004) as SVG, drawn on this machine."""
    import segno

    drawn = io.BytesIO()
    code = segno.make(text, error="m", micro=False)
    code.save(drawn, kind="svg", xmldecl=False, border=3, scale=4, light="#fff", omitsize=True)
    return drawn.getvalue().decode()


@solara.component
def Phones(session: Session, words: Words) -> None:
    """Show how phones can join, or how to let them."""
    sharing = session.shared.sharing
    turn, set_turn = solara.use_state(0)
    Heading(words("phones.title"))
    if sharing is None:
        solara.HTML("div", escape(words("phones.off")), classes=["mv-small"])
        return
    if session.phones.value < 0:
        Ask(session, words)
        return
    Joining(session, words)
    count = words("phones.count", count=words.number(session.phones.value))
    solara.HTML("div", escape(count), classes=["mv-phones"], attributes={"role": "status"})

    def lock() -> None:
        sharing.locked = not sharing.locked
        set_turn(turn + 1)

    with solara.Div(classes=["mv-row"]):
        Action(words("phones.open" if sharing.locked else "phones.lock"), lock, name="phones-lock")
        Action(words("phones.stop"), session.stop_sharing, name="phones-stop")
    solara.HTML("div", escape(words("phones.note")), classes=["mv-small"])


@solara.component
def Ask(session: Session, words: Words) -> None:
    """Ask for the facilitator's PIN."""
    pin = solara.use_reactive("")
    fault, set_fault = solara.use_state("")

    def share() -> None:
        try:
            session.share(pin.value)
            set_fault("")
        except InputError:
            set_fault(words("phones.wrong"))
        pin.value = ""

    solara.HTML("div", escape(words("phones.what")), classes=["mv-small"])
    with solara.Div(classes=["mv-row mv-narrow"]):
        solara.InputText(
            words("phones.pin"), value=pin, continuous_update=True, classes=["mv-write-pin"]
        )
        Action(words("phones.share"), share, name="phones-share", disabled=not pin.value)
    if fault:
        with solara.Div(classes=["mv-alert"], attributes={"role": "alert"}):
            solara.Text(fault)


@solara.component
def Joining(session: Session, words: Words) -> None:
    """Show the address that phones open, as a picture and as text."""
    sharing = session.shared.sharing
    if sharing is None or session.phones.value < 0:
        return
    with solara.Div(classes=["mv-joining"]):
        label = escape(words("phones.qr"))
        svg = qr_svg(sharing.link)
        solara.HTML("div", f'<div role="img" aria-label="{label}">{svg}</div>', classes=["mv-qr"])
        solara.HTML("code", escape(sharing.link), classes=["mv-link"])
