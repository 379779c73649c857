"""The frame around every page: title, tabs, language."""

from __future__ import annotations

from typing import TYPE_CHECKING

import solara

from microville.app.comparing import Comparing
from microville.app.pages.access import Access
from microville.app.pages.compare import Compare
from microville.app.pages.cooperative import CooperativePage
from microville.app.pages.experiments import Experiments
from microville.app.pages.live import Live
from microville.app.pages.parts import css
from microville.app.pages.sources import Sources
from microville.app.pages.workshop import WorkshopPage
from microville.app.session import Session
from microville.app.settings import settings
from microville.app.words import app_words

if TYPE_CHECKING:
    from collections.abc import Callable

    from microville.figures.words import Words

TABS = ("live", "compare", "access", "cooperative", "workshop", "experiments", "sources")


@solara.component
def Page() -> None:
    """Show the app: one simulation a tab of the browser."""
    shared = settings()
    session = solara.use_memo(lambda: Session(shared), [])
    comparing = solara.use_memo(Comparing, [])
    reporting = solara.use_memo(Comparing, [])

    def until_closed() -> Callable[[], None]:
        def close() -> None:
            comparing.cancel()
            reporting.cancel()
            session.close()

        return close

    solara.use_effect(until_closed, [])
    lang, set_lang = solara.use_state(shared.lang)
    tab, set_tab = solara.use_state(TABS[0])
    projector, set_projector = solara.use_state(False)

    def turn() -> None:
        set_tab(TABS[0])
        set_projector(not projector)

    words = app_words(lang, tuple(shared.info["place"]))
    solara.Title(f"{words('app.title')} · {words(f'app.tab.{tab}')}")
    solara.Style(css())
    with solara.Div(classes=["mv-app", f"mv-lang-{lang}", "mv-projector" if projector else ""]):
        Header(
            words, tab, set_tab, lambda: set_lang("en" if lang == "fr" else "fr"), turn, projector
        )
        with solara.Div(classes=["mv-page"], attributes={"role": "main", "lang": lang}):
            # The live page stays where it is, so that months go on while others are read.
            with solara.Div(classes=["mv-tab", "" if tab == "live" else "mv-away"]):
                Live(session, words, comparing, lambda: set_tab("compare"), projector=projector)
            if tab == "compare":
                Compare(session, comparing, words)
            elif tab == "access":
                Access(session, words)
            elif tab == "cooperative":
                CooperativePage(session, words)
            elif tab == "workshop":
                WorkshopPage(session, comparing, reporting, words)
            elif tab == "experiments":
                Experiments(words)
            elif tab == "sources":
                Sources(session, words)


@solara.component
def Header(
    words: Words,
    tab: str,
    set_tab: Callable[[str], None],
    turn_language: Callable[[], None],
    turn_projector: Callable[[], None],
    projector: bool,
) -> None:
    """Show the title, the tabs, the switches of language and of the projector's layout."""
    with solara.Div(classes=["mv-header"], attributes={"role": "banner"}):
        solara.HTML("strong", words("app.title"), classes=["mv-title"])
        with solara.Div(classes=["mv-tabs"], attributes={"role": "navigation"}):
            for name in TABS:
                solara.Button(
                    words(f"app.tab.{name}"),
                    on_click=lambda name=name: set_tab(name),
                    text=True,
                    classes=["mv-tab-button", "mv-here" if name == tab else ""],
                    attributes={"aria-current": "page" if name == tab else "false"},
                )
        solara.Button(
            words("projector.leave" if projector else "projector.enter"),
            on_click=turn_projector,
            text=True,
            classes=["mv-do-projector"],
            attributes={"aria-label": words("projector.hint"), "aria-keyshortcuts": "p"},
        )
        solara.Button(
            words("app.language"),
            on_click=turn_language,
            text=True,
            classes=["mv-language"],
            attributes={"aria-label": words("app.language_hint")},
        )
