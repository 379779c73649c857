"""The charts that follow the months."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import solara

from microville.app.charts import Line, chart
from microville.app.pages.parts import Heading

if TYPE_CHECKING:
    from microville.app.session import Session
    from microville.figures.words import Words


@solara.component
def Charts(session: Session, words: Words) -> None:
    """Show the charts that follow."""
    view = session.view.value
    series, before = view.state.get("series"), view.state.get("before") or {}
    if not series:
        return

    def line(key: str, name: str = "") -> Line:
        return Line(name, series[key], before.get(key, ()))

    name = words
    drawn = [
        chart(
            name("live.chart.access"),
            [
                line("place_score_walk_15 focus", name("live.chart.walk")),
                line("place_score_bike_15 focus", name("live.chart.bike")),
            ],
            words,
            words.percent,
            zero=False,
        ),
        chart(
            name("live.chart.residents"),
            [
                line("population focus", name("live.chart.all")),
                line("population newcomer", name("live.chart.newcomers")),
            ],
            words,
            words.number,
        ),
        chart(name("live.chart.jobs"), [line("site_jobs all")], words, words.number),
        chart(
            name("live.chart.cash"),
            [
                line("cooperative_cash_eur all", name("live.chart.cash_line")),
                line("cooperative_debt_eur all", name("live.chart.debt_line")),
            ],
            words,
            words.euros,
        ),
    ]
    Heading(words("live.charts"))
    solara.HTML("div", "".join(drawn), classes=["mv-charts"])
    if before:
        solara.HTML("div", escape(words("live.dashed")), classes=["mv-small"])
