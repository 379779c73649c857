"""A search's programmes, objective against objective: those on the front, those that are beaten."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from matplotlib.patches import Patch
from matplotlib.ticker import FuncFormatter, MaxNLocator

from microville.figures.chart_parts import WIDTH, footnote
from microville.figures.screening_bars import in_two_lines, outcome_words
from microville.figures.style import (
    BLUE,
    FAINT,
    INK,
    SOFT_INK,
    VERMILION,
    plain_axes,
    tall_figure,
)
from microville.figures.words import load_words
from microville.sweeps.analysis.names import number
from microville.sweeps.analysis.wishes import sign_of
from microville.sweeps.optimise.objectives import objectives_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from microville.figures.words import Words
    from microville.sweeps.experiment import Outcome


def front_chart(table: pd.DataFrame, outcomes: Sequence[Outcome], *, lang: str = "fr") -> Figure:
    """Return a panel for each pair of objectives (one objective: over the programmes' rank).

    Parameters
    ----------
    table
        Of :func:`microville.sweeps.optimise.front.front_of`.
    outcomes
        Those of the sweep.
    lang
        ``"fr"`` or ``"en"``.
    """
    words = load_words(lang)
    objectives = objectives_of(outcomes)
    pairs = list(combinations(objectives, 2)) or [(objectives[0], objectives[0])]
    across = min(len(pairs), 3)
    lines = -(-len(pairs) // across)
    height = lines * 3.5 + 0.8
    figure = tall_figure(
        WIDTH, height, left=0.1, right=0.975, head=0.3, foot=1.15, hspace=0.4, wspace=0.45
    )
    grid = figure.subplots(lines, across, squeeze=False).ravel()
    for axes, (first, second) in zip(grid, pairs, strict=False):
        _panel(axes, table, first, second, words)
    for axes in grid[len(pairs) :]:
        axes.set_visible(False)
    marks = [
        Patch(color=BLUE, label=words.pick("sur le front", "on the front")),
        Patch(color=FAINT, label=words.pick("dépassé", "beaten")),
        Patch(color=VERMILION, label=words.pick("rompt une limite", "breaks a limit")),
    ]
    figure.legend(
        handles=marks,
        loc="lower right",
        bbox_to_anchor=(0.985, 0.0),
        ncols=3,
        frameon=False,
        fontsize=8.5,
        labelcolor=INK,
    )
    text = words.pick(
        "Un point par programme essayé ; flèche : le sens préféré.",
        "A point for each programme tried; arrow: the preferred direction.",
    )
    footnote(figure, text)
    return figure


def _panel(axes: Axes, table: pd.DataFrame, first: Outcome, second: Outcome, words: Words) -> None:
    plain_axes(axes)
    on_front = table["front"].to_numpy()
    broken = table["broken"].to_numpy() > 0
    x, y = table[first.label].to_numpy(), table[second.label].to_numpy()
    for which, colour, size, over in (
        (~on_front & ~broken, FAINT, 14, 2),
        (broken, VERMILION, 10, 3),
        (on_front, BLUE, 26, 4),
    ):
        axes.scatter(x[which], y[which], s=size, color=colour, linewidths=0, zorder=over)
    for axis, outcome, label in (
        (axes.xaxis, first, axes.set_xlabel),
        (axes.yaxis, second, axes.set_ylabel),
    ):
        title, unit = outcome_words(outcome.label, words)
        arrow = "→" if sign_of(outcome) > 0 else "←"
        label(in_two_lines(f"{title} ({unit}) {arrow}"), fontsize=8, color=SOFT_INK)
        axis.set_major_locator(MaxNLocator(4))
        axis.set_major_formatter(FuncFormatter(lambda value, _: number(value, words.lang)))
