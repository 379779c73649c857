"""The first question of whoever opens the app: what does a programme change for people here."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import solara

from microville.app import answers
from microville.app.comparing import BASE, YEARS, question
from microville.app.pages.parts import Action
from microville.app.titles import scenario_titles

if TYPE_CHECKING:
    from collections.abc import Callable

    from microville.app.comparing import Comparing
    from microville.app.session import Session
    from microville.figures.words import Words


@solara.component
def Ask(session: Session, comparing: Comparing, words: Words, show: Callable[[], None]) -> None:
    """Offer the answer in words; it is shown where scenarios are compared."""
    view = session.view.value
    order = question(view.scenario, fraction=view.fraction, map_name=session.shared.map_name)
    phase = comparing.progress.value.phase
    known = solara.use_memo(
        lambda: order is not None and answers.stored(order) is not None, [order, phase]
    )
    if order is None:
        return

    def ask() -> None:
        comparing.start(order)
        show()

    title = words.pick(*scenario_titles().get(view.scenario, (view.scenario, view.scenario)))
    with solara.Div(classes=["mv-ask"]):
        Action(words("ask.what", name=title), ask, name="ask", main=True)
        base = words.pick(*scenario_titles().get(BASE, (BASE, BASE)))
        key = "ask.known" if known else "ask.unknown"
        told = words(key, years=words.number(YEARS), base=base)
        solara.HTML("div", escape(told), classes=["mv-small"])
