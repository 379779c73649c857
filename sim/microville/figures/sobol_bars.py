"""Sobol's indices as bars: what each factor explains alone, and with the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from matplotlib.ticker import FuncFormatter

from microville.figures.chart_parts import WIDTH, footnote
from microville.figures.screening_bars import in_two_lines, outcome_words
from microville.figures.style import (
    BLUE,
    FAINT,
    INK,
    SKY,
    SOFT_INK,
    heading,
    plain_axes,
    tall_figure,
)
from microville.figures.words import load_words
from microville.sweeps.analysis.names import key_name

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from microville.figures.words import Words

SHOWN = 8
"""Factors a panel; the table has all."""
ROW, HEAD = 0.36, 1.1
"""Inches of a factor, and above a panel."""


def sobol_bars(table: pd.DataFrame, *, lang: str = "fr") -> Figure:
    """Return a panel for each scenario and outcome, one below the other.

    Parameters
    ----------
    table
        Of :func:`microville.sweeps.analysis.sobol.sobol_indices`.
    lang
        ``"fr"`` or ``"en"``.
    """
    words = load_words(lang)
    groups = list(table.groupby(["scenario", "outcome"], sort=False))
    rows = min(SHOWN, int(table["key"].nunique()))
    height = len(groups) * (rows * ROW + HEAD) + 0.7
    figure = tall_figure(
        WIDTH, height, left=0.29, right=0.96, head=0.75, foot=0.8, hspace=HEAD / (rows * ROW)
    )
    panels = figure.subplots(len(groups), 1, squeeze=False)[:, 0]
    for axes, ((scenario, outcome), mine) in zip(panels, groups, strict=True):
        title, unit = outcome_words(str(outcome), words)
        heading(axes, title, f"{scenario} · {unit}")
        _bars(axes, mine.head(SHOWN), rows, words)
    text = words.pick(
        "Sobol : part de la variance expliquée ; foncé : par le facteur seul ; clair : avec ses "
        "interactions ; traits : intervalles à 95 %.",
        "Sobol: share of the variance explained; dark: by the factor alone; light: with its "
        "interactions; lines: 95 % intervals.",
    )
    footnote(figure, text)
    return figure


def _bars(axes: Axes, table: pd.DataFrame, rows: int, words: Words) -> None:
    plain_axes(axes)
    axes.grid(axis="y", visible=False)
    axes.grid(axis="x", color=FAINT, linewidth=0.7)
    at = np.arange(len(table))
    for name, colour, shift in (("total", SKY, 0.2), ("first", BLUE, -0.2)):
        size = np.nan_to_num(table[name].to_numpy(np.float64))
        half = np.nan_to_num(table[f"{name}_confidence"].to_numpy(np.float64))
        axes.barh(at + shift, size, color=colour, height=0.38)
        axes.errorbar(size, at + shift, xerr=half, fmt="none", ecolor=INK, elinewidth=1.0)
    axes.axvline(0, color=SOFT_INK, linewidth=0.8)
    axes.set_yticks(at, [in_two_lines(key_name(key, words.lang)) for key in table["key"]])
    axes.tick_params(axis="y", labelsize=8, labelcolor=INK)
    axes.set_ylim(rows - 0.4, -0.6)
    axes.set_xlim(min(-0.02, *axes.get_xlim()), max(1.0, axes.get_xlim()[1]))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: words.percent(value)))
