"""Sources: where each number comes from; what is observed, assumed, schematic."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import solara

from microville.app.pages.live import credit
from microville.app.pages.parts import Choice, Heading
from microville.app.tables import table
from microville.app.telling import plain_number, unit_name
from microville.parameters import Parameters, rows

if TYPE_CHECKING:
    from microville.app.session import Session
    from microville.figures.words import Words
    from microville.parameters.table import ParameterRow

EVERY = "all"


@solara.component
def Sources(session: Session, words: Words) -> None:
    """Show the map's sources, and every parameter with unit, range and source."""
    info = session.shared.info
    group, set_group = solara.use_state(EVERY)
    kind, set_kind = solara.use_state(EVERY)
    with solara.Div(classes=["mv-sheet"]):
        Heading(words("sources.title"))
        if info["schematic"]:
            solara.HTML("span", escape(words("app.schematic")), classes=["mv-schematic"])
            solara.HTML("p", escape(words("limits.schematic")))
        solara.HTML("p", escape(words("limits.fictitious")))
        solara.HTML("p", escape(credit(info, words)))
        Heading(words("sources.numbers"))
        with solara.Div(classes=["mv-row mv-narrow"]):
            every = [(EVERY, words("sources.all"))]
            groups = every + [(name, group_name(name, words)) for name in Parameters.model_fields]
            Choice(words("sources.group"), group, groups, set_group, name="group")
            kinds = every + [(name, words(f"sources.{name}")) for name in ("fact", "assumption")]
            Choice(words("sources.kind"), kind, kinds, set_kind, name="kind")
        solara.HTML("div", parameter_table(group, kind, words), classes=["mv-wide"])


def parameter_table(group: str, kind: str, words: Words) -> str:
    """Return the parameters of a group and kind as an HTML table."""
    chosen = [
        row
        for row in rows()
        if group in (EVERY, row.key.partition(".")[0]) and kind in (EVERY, row.kind)
    ]
    body = [
        [
            words.pick(row.label_fr, row.description),
            plain_number(row.value, words),
            unit_name(row.unit, words),
            _range(row, words),
            words(f"sources.{row.kind}"),
            f"{row.source} ({row.year})" if row.year else row.source,
        ]
        for row in chosen
    ]
    heads = [words(f"sources.{n}") for n in ("value", "unit", "range", "kind", "source")]
    return table(words("sources.count", count=words.number(len(body))), heads, body)


def group_name(group: str, words: Words) -> str:
    """Return what people call a group of parameters; its identifier where it has no name yet."""
    return words(f"group_of.{group}") if words.has(f"group_of.{group}") else group


def _range(row: ParameterRow, words: Words) -> str:
    if row.low is None or row.high is None:
        return ""
    return words(
        "sources.from_to", low=plain_number(row.low, words), high=plain_number(row.high, words)
    )
