"""One assumption at a time: what each end of its range makes of an outcome, as bars."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matplotlib.patches import Patch
from matplotlib.ticker import FuncFormatter, MaxNLocator

from microville.figures.chart_parts import WIDTH, footnote
from microville.figures.screening_bars import in_two_lines, outcome_words
from microville.figures.style import BLUE, FAINT, INK, VERMILION, heading, plain_axes, tall_figure
from microville.figures.words import load_words
from microville.sweeps.analysis.names import number, parameter_names

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from microville.figures.words import Words

SHOWN = 8
"""Assumptions a panel; the table has all."""
MILLION = 1e6
ROW, HEAD = 0.33, 1.15
"""Inches of an assumption, and of what stands above and below a panel."""


def swing_bars(table: pd.DataFrame, *, lang: str = "fr") -> Figure:
    """Return a panel for each scenario and outcome: from the outcome as assumed to either end.

    Parameters
    ----------
    table
        Of :func:`microville.sweeps.analysis.swings.swings`.
    lang
        ``"fr"`` or ``"en"``.
    """
    words = load_words(lang)
    groups = list(table.groupby(["scenario", "indicator", "group", "when"], sort=False))
    lines = (len(groups) + 1) // 2
    height = lines * (SHOWN * ROW + HEAD) + 0.45
    figure = tall_figure(
        WIDTH,
        height,
        left=0.22,
        right=0.975,
        head=0.6,
        foot=0.75,
        wspace=0.85,
        hspace=HEAD / (SHOWN * ROW),
    )
    grid = figure.subplots(lines, 2, squeeze=False).ravel()
    for axes, (about, mine) in zip(grid, groups, strict=False):
        title, unit = outcome_words("|".join(str(part) for part in about[1:]), words)
        heading(axes, title, unit)
        _bars(axes, mine[mine["swing"] > 0].head(SHOWN), float(mine["base"].iloc[0]), words)
    for axes in grid[len(groups) :]:
        axes.set_visible(False)
    marks = [
        Patch(color=VERMILION, label=words.pick("bas de sa plage", "low end of its range")),
        Patch(color=BLUE, label=words.pick("haut de sa plage", "high end of its range")),
    ]
    figure.legend(
        handles=marks, loc="lower right", ncols=2, frameon=False, fontsize=8.5, labelcolor=INK
    )
    text = words.pick(
        "Une hypothèse à la fois, les autres à leur valeur ; trait : toutes à leur valeur.",
        "One assumption at a time, the others as assumed; line: all as assumed.",
    )
    footnote(figure, text)
    return figure


def _bars(axes: Axes, table: pd.DataFrame, base: float, words: Words) -> None:
    plain_axes(axes)
    axes.grid(axis="y", visible=False)
    axes.grid(axis="x", color=FAINT, linewidth=0.7)
    names = parameter_names(words.lang)
    for at, row in enumerate(table.to_dict("records")):
        for side, colour in (("low", VERMILION), ("high", BLUE)):
            axes.barh(at, row[side] - base, left=base, color=colour, height=0.6)
    axes.axvline(base, color=INK, linewidth=1)
    keys = [str(key) for key in table["parameter"]]
    axes.set_yticks(range(len(keys)), [in_two_lines(names.get(key, key)) for key in keys])
    axes.tick_params(axis="y", labelsize=8, labelcolor=INK)
    axes.set_ylim(SHOWN - 0.4, -0.6)
    axes.xaxis.set_major_locator(MaxNLocator(4))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: _short(value, words.lang)))


def _short(value: float, lang: str) -> str:
    """Return a number of a scale; millions as such, so that they stand beside each other."""
    millions = abs(value) >= MILLION
    return f"{number(value / MILLION, lang)}\u202fM" if millions else number(value, lang)
