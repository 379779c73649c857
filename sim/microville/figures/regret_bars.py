"""Regret of each option, outcome by outcome, and how often each keeps every wish."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from matplotlib.ticker import FuncFormatter, MaxNLocator

from microville.figures.chart_parts import WIDTH, footnote
from microville.figures.screening_bars import in_two_lines, outcome_words
from microville.figures.style import (
    BASELINE,
    BLUE,
    FAINT,
    GREEN,
    INK,
    heading,
    plain_axes,
    tall_figure,
)
from microville.figures.words import load_words
from microville.sweeps.analysis.names import number

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from numpy.typing import NDArray

    from microville.figures.words import Words
    from microville.sweeps.analysis.regret import Compared

ROW, HEAD = 0.34, 1.1
"""Inches of an option, and above a panel."""
MOST = 20
"""Options that are shown: of more, those that are regretted least."""


def regret_bars(found: Compared, *, lang: str = "fr") -> Figure:
    """Return a panel for each outcome, and one of wishes where there are any.

    Parameters
    ----------
    found
        Of :func:`microville.sweeps.analysis.regret.compare_options`.
    lang
        ``"fr"`` or ``"en"``.
    """
    words = load_words(lang)
    groups = list(found.regret.groupby("outcome", sort=False))
    count = len(groups) + (found.kept is not None)
    rows = min(MOST, int(found.regret["option"].nunique() if groups else len(found.kept or ())))
    height = max(count, 1) * (rows * ROW + HEAD) + 0.6
    figure = tall_figure(
        WIDTH, height, left=0.25, right=0.96, head=0.75, foot=0.75, hspace=HEAD / (rows * ROW)
    )
    panels = figure.subplots(max(count, 1), 1, squeeze=False)[:, 0]
    for axes, (label, mine) in zip(panels, groups, strict=False):
        title, unit = outcome_words(str(label), words)
        heading(axes, title, unit)
        shown = mine.sort_values("greatest", kind="stable").head(MOST)
        _bars(axes, shown["option"].tolist(), rows)
        at = np.arange(len(shown))
        axes.barh(at, np.nan_to_num(shown["greatest"]), color=BASELINE, height=0.62)
        axes.barh(at, np.nan_to_num(shown["mean"]), color=BLUE, height=0.34)
        axes.xaxis.set_major_locator(MaxNLocator(5))
        axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: number(value, lang)))
        axes.set_xlim(left=0)
    if found.kept is not None:
        _wishes(panels[-1], found, rows, words)
    text = words.pick(
        "Regret : écart à la meilleure option du même état ; gris : au pire ; bleu : en moyenne.",
        "Regret: distance to the best option of the same state; grey: at worst; blue: on average.",
    )
    footnote(figure, text)
    return figure


def _wishes(axes: Axes, found: Compared, rows: int, words: Words) -> None:
    assert found.kept is not None
    heading(
        axes,
        words.pick("Tous les souhaits tiennent", "All wishes hold"),
        words.pick("part des états", "share of the states"),
    )
    shown = found.kept.sort_values("all", ascending=False, kind="stable").head(MOST)
    _bars(axes, shown["option"].tolist(), rows)
    axes.barh(np.arange(len(shown)), shown["all"], color=GREEN, height=0.62)
    axes.set_xlim(0, 1)
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: words.percent(value)))


def _bars(axes: Axes, options: list[str], rows: int) -> None:
    plain_axes(axes)
    axes.grid(axis="y", visible=False)
    axes.grid(axis="x", color=FAINT, linewidth=0.7)
    at: NDArray[np.int64] = np.arange(len(options))
    axes.set_yticks(at, [in_two_lines(option) for option in options])
    axes.tick_params(axis="y", labelsize=8, labelcolor=INK)
    axes.set_ylim(rows - 0.4, -0.6)
