"""Where fifteen minutes suffice: communes on the left, groups of Courcy on the right."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from matplotlib.lines import Line2D
from matplotlib.ticker import PercentFormatter

from microville.figures.style import (
    BLUE,
    FAINT,
    GREEN,
    INK,
    PAPER,
    VERMILION,
    new_figure,
    plain_axes,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

COLOURS, MARKS = (VERMILION, BLUE, GREEN), "osD"


def nearby_chart(table: pd.DataFrame, columns: Sequence[str]) -> Figure:
    """Return shares as dots: filled without the programme, hollow with it.

    Parameters
    ----------
    table
        place, name, column, value, low, high, with_value
        (:func:`microville.cli.replicate.nearby.shares`).
    columns
        What is told, in the order of the colours.
    """
    figure = new_figure(11.0, 5.4)
    left, right = figure.subplots(1, 2)
    figure.subplots_adjust(left=0.125, right=0.975, top=0.92, bottom=0.17, wspace=0.52)
    _dots(left, table[table["place"]], columns, both=False)
    said: dict[str, Any] = {"fontsize": 10.5, "loc": "left", "color": INK}
    left.set_title("Communes around the site, if nothing is decided", **said)
    _dots(right, table[~table["place"]], columns, both=True)
    right.set_title("Courcy, without and with the programme", **said)
    told = {
        "on foot": "essential services within 15 min on foot",
        "by bike": "essential services within 15 min by bike",
        "wishes served nearby": "wishes of a week served within 15 min, on foot or by bike",
    }
    handles = [
        Line2D([], [], color=colour, marker=mark, ls="", label=told.get(column, column))
        for column, colour, mark in zip(columns, COLOURS, MARKS, strict=True)
    ]
    hollow: dict[str, Any] = {"marker": "o", "ls": "", "color": INK, "markerfacecolor": PAPER}
    handles.append(Line2D([], [], **hollow, label="hollow: with the programme"))
    figure.legend(
        handles=handles, loc="lower left", ncols=2, frameon=False, fontsize=9, labelcolor=INK
    )
    return figure


def _dots(axes: Axes, table: pd.DataFrame, columns: Sequence[str], *, both: bool) -> None:
    plain_axes(axes)
    axes.grid(axis="y", color=FAINT, linewidth=0.6)
    names = list(dict.fromkeys(table["name"]))
    for number, column in enumerate(columns):
        mine = table[table["column"] == column].set_index("name").reindex(names)
        at = [place + 0.2 * (number - 1) for place in range(len(names))]
        colour, mark = COLOURS[number], MARKS[number]
        axes.hlines(at, mine["low"], mine["high"], color=colour, linewidth=1.2)
        axes.plot(mine["value"], at, mark, color=colour, markersize=4.5)
        if both:
            axes.plot(
                mine["with_value"],
                at,
                mark,
                color=colour,
                markerfacecolor=PAPER,
                markersize=6.5,
                zorder=1,
            )
    axes.set_yticks(range(len(names)), names)
    axes.tick_params(axis="y", labelsize=9, labelcolor=INK)
    axes.set_ylim(len(names) - 0.5, -0.5)
    axes.set_xlim(0, 1.02)
    axes.set_xticks([0.0, 0.2, 0.4, 0.6, 0.8, 1.0])
    axes.xaxis.set_major_formatter(PercentFormatter(1.0, decimals=0))
