"""Coopérative / Cooperative: books, colleges and votes, and the dates of the programme."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

import solara

from microville.app.charts import Line, chart
from microville.app.pages.asking import use_answer
from microville.app.pages.parts import Heading, Listing
from microville.app.protocol import bars as drawn
from microville.app.protocol import college_name
from microville.app.tables import table
from microville.app.timeline import timeline

if TYPE_CHECKING:
    from collections.abc import Mapping

    from microville.app.session import Session
    from microville.figures.words import Words


@solara.component
def CooperativePage(session: Session, words: Words) -> None:
    """Show the cooperative of the live simulation as it is now."""
    view = session.view.value
    ready = view.phase == "ready"
    found, _ = use_answer(session, "books", when=ready, again=(view.month, view.edits))
    with solara.Div(classes=["mv-sheet"]):
        if session.shared.info["schematic"]:
            solara.HTML("span", escape(words("app.schematic")), classes=["mv-schematic"])
        Heading(words("coop.title"))
        if not found or "refused" in found:
            solara.HTML("div", escape(words("live.starting")), classes=["mv-small"])
            return
        month = words.month(view.month - 1)
        solara.HTML("div", escape(words("coop.month", month=month)), classes=["mv-small"])
        body = _chart(view.state["series"], words) + _votes(found, words)
        solara.HTML("div", body, classes=["mv-tables"])
        if found["votes"]:
            Listing([_vote(vote, words) for vote in found["votes"]], name="votes")
        if found["assemblies"]:
            solara.HTML("div", assembly_table(found["assemblies"][-1], words))
        for ballot in reversed([b for b in session.minutes.value.ballots if not b.open]):
            solara.HTML("h3", escape(words("coop.room", question=words.pick(ballot.fr, ballot.en))))
            solara.HTML("div", drawn(ballot, words), classes=["mv-room"])
        bars = timeline(found["timeline"], view.month, session.shared.info, words)
        solara.HTML("div", bars)
        solara.HTML("div", _income(found, words), classes=["mv-wide"])
        solara.HTML("div", _balance(found["balance"], words), classes=["mv-tables"])


def _chart(series: Mapping[str, Any], words: Words) -> str:
    lines = [
        Line(words("live.chart.cash_line"), series["cooperative_cash_eur all"]),
        Line(words("live.chart.debt_line"), series["cooperative_debt_eur all"]),
    ]
    return chart(words("live.chart.cash"), lines, words, words.euros)


def _votes(found: Mapping[str, Any], words: Words) -> str:
    rows = [
        [words(f"college.{name}"), words.percent(share), words.percent(mobilised)]
        for name, share, mobilised in found["colleges"]
    ]
    heads = [words("coop.votes"), words("coop.mobilisation")]
    allowed = words("coop.allowed" if found["works_allowed"] else "coop.refused")
    return table(words("coop.colleges"), heads, rows, note=allowed)


def _vote(vote: tuple[int, float, bool], words: Words) -> str:
    month, turnout, agreed = vote
    key = "event.assembly" if agreed else "event.assembly_refuses"
    return f"{words.month(month)} : {words(key, share=words.percent(turnout))}"


def assembly_table(assembly: Mapping[str, Any], words: Words) -> str:
    """Return an assembly's resolutions by category of members as an HTML table."""
    colleges = sorted({name for vote in assembly["votes"] for name in vote["by_college"]})
    rows = []
    for vote in assembly["votes"]:
        name = str(vote["resolution"])
        told = words("coop.report") if name == "report" else name
        told = words(f"use.{name}") if words.has(f"use.{name}") else told
        carried = words("coop.carried" if vote["agreed"] else "coop.not_carried")
        counts = [vote["by_college"].get(college) for college in colleges]
        both = [
            words("coop.for_against", yes=words.number(c[0]), no=words.number(c[1]))
            if c
            else words("none")
            for c in counts
        ]
        rows.append([told, f"{carried} ({words.percent(vote['for_share'])})", *both])
    heads = [words("coop.result_of_vote"), *(college_name(college, words) for college in colleges)]
    note = words(
        "coop.quorum" if assembly["quorate"] else "coop.no_quorum",
        present=words.number(assembly["present"]),
        members=words.number(assembly["members"]),
    )
    month = words.month(assembly["month"])
    return table(words("coop.assembly", month=month), heads, rows, note=note)


def _income(found: Mapping[str, Any], words: Words) -> str:
    years = found["years"]
    rows = [
        [
            f"{row['account']} {words.pick(row['fr'], row['en'])}",
            *(words.number(row["values"].get(i, 0.0)) for i in range(len(years))),
        ]
        for row in found["income"]
    ]
    total = [
        words.number(sum(row["values"].get(i, 0.0) for row in found["income"]))
        for i in range(len(years))
    ]
    rows.append([words("coop.result"), *total])
    return table(words("coop.income"), [str(year) for year in years], rows)


def _balance(balance: Mapping[str, Any], words: Words) -> str:
    parts = []
    for side in ("assets", "liabilities", "equity"):
        rows = [
            [f"{row['account']} {words.pick(row['fr'], row['en'])}", words.number(row["value"])]
            for row in balance[side]
        ]
        if side == "equity":
            rows.append([words("coop.open_result"), words.number(balance["result"])])
        parts.append(table(words(f"coop.{side}"), [words("unit.eur")], rows))
    return "".join(parts)
