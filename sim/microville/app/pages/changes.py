"""What the visitor has changed: list, undo, gates, shocks, save."""

from __future__ import annotations

from typing import TYPE_CHECKING

import solara

from microville.app.edits import OptionEdit
from microville.app.pages.levers import Levers
from microville.app.pages.parts import Action, Folded, Heading, Listing
from microville.app.pages.shocks import Shocks
from microville.app.telling import edit_sentence

if TYPE_CHECKING:
    from microville.app.session import Session
    from microville.figures.words import Words


@solara.component
def Changes(session: Session, words: Words, clicked: tuple[float, float] | None = None) -> None:
    """Show the changes with undo, and further things to change."""
    view = session.view.value
    edits = view.edits
    Heading(words("live.changes"))
    if edits:
        info = session.shared.info
        Listing([edit_sentence(edit, info, words) for edit in edits], name="changes")
    else:
        solara.HTML("div", words("live.no_changes"), classes=["mv-small"])
    with solara.Div(classes=["mv-row"]):
        Action(
            words("live.undo"),
            session.undo,
            name="undo",
            disabled=not edits or session.busy.value,
        )
        if edits:
            Save(session, words)
    Levers(session, words)
    Gates(session, words)
    Shocks(session, words, clicked)


@solara.component
def Save(session: Session, words: Words) -> None:
    """Let the visitor keep the scenario with the changes as a file."""
    scenario = session.view.value.scenario

    def text() -> bytes:
        title = words("live.saved_title", scenario=scenario)
        return session.toml(title, title).encode()

    solara.FileDownload(
        text,
        filename=f"{scenario}-modifie.toml",
        label=words("live.save"),
        mime_type="application/toml",
    )


@solara.component
def Gates(session: Session, words: Words) -> None:
    """Let the visitor open and close gates and paths."""
    if session.shared.info["options"] and session.view.value.state.get("options"):
        Folded(words("live.gates"), GateSwitches, (session, words), name="gates")


@solara.component
def GateSwitches(session: Session, words: Words) -> None:
    """Show a switch for each gate and path."""
    view = session.view.value
    state = view.state.get("options", {})
    with solara.Div(classes=["mv-fold"]):
        solara.HTML("div", words("live.gates_note"), classes=["mv-small"])
        for option in session.shared.info["options"]:
            solara.Checkbox(
                label=words.pick(option["fr"], option["en"]),
                value=bool(state.get(option["name"], option["default"])),
                on_value=lambda on, name=option["name"]: session.change(OptionEdit(name, on)),
                disabled=session.busy.value or view.phase != "ready",
            )
