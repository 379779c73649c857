"""Expériences / Experiments: stored sweeps, how far they are, what they say."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

import solara
import solara.lab

from microville.app import sweeps_read
from microville.app.pages.parts import Action, Choice, Heading, Listing
from microville.app.refusals import refusal
from microville.app.tables import table
from microville.app.telling import plain_number
from microville.errors import MicrovilleError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from microville.figures.words import Words


@solara.component
def Experiments(words: Words) -> None:
    """Choose a stored sweep and read it."""
    turn, set_turn = solara.use_state(0)
    names = solara.use_memo(sweeps_read.stored_sweeps, [turn])
    chosen, set_chosen = solara.use_state("")
    name = chosen if chosen in names else (names[0] if names else "")

    def ask() -> Mapping[str, Any]:
        try:
            return sweeps_read.ask(name, words.lang) if name else {}
        except MicrovilleError as error:
            return {"refused": str(error)}

    task = solara.lab.use_task(ask, dependencies=[name, turn, words.lang], raise_error=False)
    with solara.Div(classes=["mv-sheet"]):
        Heading(words("sweeps.title"))
        solara.HTML("div", escape(words("sweeps.what")), classes=["mv-small"])
        if not names:
            where = words("sweeps.none", folder=str(sweeps_read.sweeps_dir()))
            solara.HTML("p", escape(where), classes=["mv-no-sweeps"])
        with solara.Div(classes=["mv-row mv-narrow"]):
            if names:
                options = [(known, known) for known in names]
                Choice(words("sweeps.which"), name, options, set_chosen, name="sweep")
            Action(words("sweeps.again"), lambda: set_turn(turn + 1), name="sweeps-again")
        if task.error:
            with solara.Div(classes=["mv-alert"], attributes={"role": "alert"}):
                solara.Text(words("sweeps.failed"))
        elif task.pending or task.latest is None:
            solara.HTML("div", escape(words("live.working")), classes=["mv-small"])
        elif "refused" in task.latest:
            with solara.Div(classes=["mv-alert"], attributes={"role": "alert"}):
                solara.Text(refusal(task.latest["refused"], words))
        elif name:
            Read(task.latest, words)


@solara.component
def Read(found: Mapping[str, Any], words: Words) -> None:
    """Show question, how far it is, what it says, the first rows."""
    asked = found["question"]
    question = words.pick(asked.get("fr", ""), asked.get("en", ""))
    solara.HTML("p", escape(question), classes=["mv-big"])
    solara.HTML("div", escape(how_far(found["status"], words)), attributes={"role": "status"})
    told = words(
        "sweeps.design",
        design=found["design"],
        scenarios=", ".join(found["scenarios"]),
        factors=", ".join(found["factors"]),
    )
    solara.HTML("div", escape(told), classes=["mv-small"])
    if found["why_not"]:
        solara.HTML("div", escape(found["why_not"]), classes=["mv-quote"])
    Listing(found["sentences"], name="sentences")
    if found["picture"]:
        text = escape(words("sweeps.picture"))
        picture = f'<img class="mv-picture" src="{found["picture"]}" alt="{text}">'
        solara.HTML("div", picture)
    if found["rows"]:
        shown, rows = words.number(len(found["rows"])), words.number(found["all_rows"])
        title = words("sweeps.rows", shown=shown, all=rows)
        solara.HTML(
            "details",
            f"<summary>{escape(title)}</summary>{rows_table(found, title, words)}",
            classes=["mv-wide"],
        )
    text = words("sweeps.hash", hash=found["hash"][:16])
    solara.HTML("div", escape(text), classes=["mv-small"])


def how_far(status: Mapping[str, Any], words: Words) -> str:
    """Return how far a sweep is, in a sentence."""
    numbers = {key: words.number(status[key]) for key in ("runs", "done", "failed")}
    text = words("sweeps.status", **numbers)
    if status["running"]:
        text += f" {words('sweeps.running')}"
        if status["seconds_left"] is not None:
            minutes = words.number(max(status["seconds_left"] / 60, 1))
            text += f" {words('sweeps.left', minutes=minutes)}"
    return text


def rows_table(found: Mapping[str, Any], title: str, words: Words) -> str:
    """Return the first rows of the results as an HTML table."""

    def cell(value: Any) -> str:
        if value is None:
            return ""
        number = isinstance(value, int | float) and not isinstance(value, bool)
        return plain_number(value, words) if number else str(value)

    rows = [[cell(value) for value in row] for row in found["rows"]]
    return table(title, found["columns"][1:], rows)
