"""What a room sees on the projector beside the map: the vote, the code to join, what happened."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import solara

from microville.app.pages.phones import Joining
from microville.app.protocol import bars

if TYPE_CHECKING:
    from microville.app.session import Session
    from microville.figures.words import Words


@solara.component
def OnScreen(session: Session, words: Words) -> None:
    """Show the open vote with the code to join, or the result until something else is done."""
    minutes = session.minutes.value
    last = minutes.ballots[-1] if minutes.ballots else None
    if last is None or not (last.open or last.after == len(minutes.states)):
        return
    with solara.Div(classes=["mv-card mv-on-screen"], attributes={"aria-live": "polite"}):
        solara.HTML("h3", escape(words.pick(last.fr, last.en)))
        if last.open:
            # How the vote goes is told once it is closed: nobody follows the others.
            came = words("vote.came", count=words.number(len(last.votes)))
            solara.HTML("div", escape(came), classes=["mv-came"])
            Joining(session, words)
        else:
            solara.HTML("div", bars(last, words))
