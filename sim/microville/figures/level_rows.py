"""What each choice gives, choices with long names: a row each, an outcome a panel."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from microville.figures.level_chart import outcome_title
from microville.figures.style import BLUE, FAINT, INK, SOFT_INK, plain_axes, tall_figure
from microville.figures.value_text import axis_scale
from microville.indicators import all_indicators

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from matplotlib.figure import Figure

ROW = 0.27
LETTERS = 46
ACROSS = 3


def level_rows(table: pd.DataFrame, levels: Sequence[str], note: str) -> Figure:
    """Return a panel for each outcome: mean as a dot, least to most of the runs as a line.

    Parameters
    ----------
    table
        Of :func:`microville.sweeps.analysis.levels.level_table`, of one scenario.
    levels
        What people call each choice, in the order of its numbers.
    note
        What stands at its foot.
    """
    # What is zero throughout stands in the table; an axis of nothing says nothing.
    some = table[table.groupby("outcome")["most"].transform("max") > 0]
    outcomes = list(dict.fromkeys(some["outcome"]))
    rows = -(-len(outcomes) // ACROSS)
    height = rows * (ROW * len(levels) + 1.15) + 0.35
    figure = tall_figure(
        11.5,
        height,
        left=0.21,
        right=0.985,
        head=0.6,
        foot=0.7,
        hspace=1.15 / (ROW * len(levels)),
        wspace=0.14,
    )
    for number, outcome in enumerate(outcomes):
        axes = figure.add_subplot(rows, ACROSS, number + 1)
        plain_axes(axes)
        axes.grid(axis="y", visible=False)
        axes.grid(axis="x", color=FAINT, linewidth=0.7)
        mine = some[some["outcome"] == outcome].sort_values("level")
        scale, unit = axis_scale(all_indicators()[str(outcome).partition("|")[0]].unit)
        at = mine["level"].to_numpy()
        axes.hlines(at, mine["least"] * scale, mine["most"] * scale, color=BLUE, linewidth=2)
        axes.plot(mine["mean"] * scale, at, "o", color=BLUE, markersize=5)
        axes.set_ylim(len(levels) - 0.5, -0.5)
        axes.set_xlim(left=0, right=float(mine["most"].max()) * scale * 1.12)
        axes.set_yticks(range(len(levels)), levels if number % ACROSS == 0 else [""] * len(levels))
        axes.tick_params(axis="y", labelsize=8.5, labelcolor=INK)
        title = textwrap.fill(outcome_title(str(outcome)), LETTERS)
        axes.set_title(title, fontsize=8.8, loc="left", color=INK)
        axes.set_xlabel(unit, fontsize=8, color=SOFT_INK)
    figure.text(0.012, 0.012, note, fontsize=8, color=SOFT_INK, ha="left", va="bottom")
    return figure
