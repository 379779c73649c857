"""What a screening by Morris found: for each outcome, the factors that move it most, as bars."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.patches import Patch
from matplotlib.ticker import FuncFormatter, MaxNLocator

from microville.figures.chart_parts import WIDTH, footnote
from microville.figures.style import (
    BASELINE,
    BLUE,
    FAINT,
    INK,
    SOFT_INK,
    VERMILION,
    plain_axes,
    tall_figure,
)
from microville.figures.words import load_words
from microville.indicators import all_indicators
from microville.sweeps.analysis.names import group_name, parameter_names, time_name

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from microville.figures.words import Words

SHOWN = 8
"""Factors a panel; the table has all."""
ROW = 0.3
LEFT, NAMES = 0.23, 0.88
"""Where the bars begin, of the figure; room for names before them, of a panel's width."""
MOSTLY = 0.5
"""Mean over mean absolute effect from which a direction is claimed: three quarters one way."""
LETTERS = 34
"""Letters of a line of a factor's name; a second line takes the rest."""


def screening_bars(table: pd.DataFrame, *, lang: str = "fr") -> Figure:
    """Return a panel for each scenario and outcome, two side by side.

    Parameters
    ----------
    table
        Of :func:`microville.sweeps.analysis.screening.screen`.
    lang
        ``"fr"`` or ``"en"``.
    """
    words = load_words(lang)
    groups = list(table.groupby(["scenario", "outcome"], sort=False))
    names = parameter_names(words.lang)
    lines = (len(groups) + 1) // 2
    height = lines * (SHOWN * ROW + 1.05) + 0.75
    figure = tall_figure(
        WIDTH,
        height,
        left=LEFT,
        right=0.975,
        head=0.7,
        foot=0.75,
        wspace=0.95,
        hspace=1.05 / (SHOWN * ROW),
    )
    grid = figure.subplots(lines, 2, squeeze=False).ravel()
    several = len(set(table["scenario"])) > 1
    for axes, ((scenario, outcome), mine) in zip(grid, groups, strict=False):
        title, unit = outcome_words(str(outcome), words)
        _heading(axes, title, unit)
        if several:
            axes.set_xlabel(str(scenario), fontsize=8.5, color=SOFT_INK)
        _bars(axes, mine, names, words)
    for axes in grid[len(groups) :]:
        axes.set_visible(False)
    _legend(figure, words)
    text = words.pick(
        "Morris : changement moyen quand le facteur parcourt sa plage ; trait : intervalle à 95 %.",
        "Morris: mean change while the factor crosses its range; line: 95 % interval.",
    )
    footnote(figure, text)
    return figure


def outcome_words(label: str, words: Words) -> tuple[str, str]:
    """Return an outcome's name, and its unit, group and time, from ``"indicator|group|when"``."""
    name, group, when = label.split("|")
    known = all_indicators()[name]
    unit = words(f"units.{known.unit}") if words.has(f"units.{known.unit}") else known.unit
    unit = words.pick("part", "share") if known.unit == "share" else unit
    parts = (unit, group_name(group, words.lang), time_name(when, words.lang))
    return words.pick(known.label_fr, known.label_en), ", ".join(parts)


def _heading(axes: Axes, title: str, unit: str) -> None:
    """Write the title over the names of the factors, where there is room for a long one."""
    for text, above, size, colour, weight in (
        (title, 20, 10.5, INK, "bold"),
        (unit, 6, 8.5, SOFT_INK, "normal"),
    ):
        axes.annotate(
            text,
            (-NAMES, 1),
            (0, above),
            xycoords="axes fraction",
            textcoords="offset points",
            fontsize=size,
            fontweight=weight,
            color=colour,
            va="bottom",
        )


def _bars(axes: Axes, table: pd.DataFrame, names: dict[str, str], words: Words) -> None:
    plain_axes(axes)
    axes.grid(axis="y", visible=False)
    axes.grid(axis="x", color=FAINT, linewidth=0.7)
    shown = table[table["mu_star"] > 0].head(SHOWN)
    size = shown["mu_star"].to_numpy(np.float64)
    colours = [_colour(mean, length) for mean, length in zip(shown["mu"], size, strict=True)]
    at = np.arange(len(shown))
    axes.barh(at, size, color=colours, height=0.66)
    # No interval goes below nothing: an absolute change cannot.
    half = shown["confidence"].to_numpy(np.float64)
    axes.errorbar(
        size, at, xerr=[np.minimum(half, size), half], fmt="none", ecolor=INK, elinewidth=1.1
    )
    axes.set_yticks(at, [in_two_lines(names.get(key, key)) for key in shown["key"]])
    axes.tick_params(axis="y", labelsize=7.6, labelcolor=INK)
    axes.set_ylim(SHOWN - 0.4, -0.6)
    axes.set_xlim(left=0)
    axes.xaxis.set_major_locator(MaxNLocator(4, steps=[1, 2, 5, 10]))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: _written(axes, value, words)))
    if shown.empty:
        text = words.pick("aucun facteur n'y change rien", "no factor changes it")
        axes.text(0.02, 0, text, transform=axes.get_yaxis_transform(), fontsize=9, color=SOFT_INK)
        axes.set_xticks([])


def _colour(mean: float, size: float) -> str:
    """Return the colour of a direction; none where a factor now raises, now lowers an outcome."""
    if abs(mean) < MOSTLY * size:
        return BASELINE
    return BLUE if mean > 0 else VERMILION


def _written(axes: Axes, value: float, words: Words) -> str:
    """Return a tick with the decimals that tell it from the next one."""
    ticks = axes.get_xticks()
    step = abs(ticks[1] - ticks[0]) if len(ticks) > 1 else 1.0
    return words.number(value, max(0, int(np.ceil(-np.log10(step)))))


def in_two_lines(name: str) -> str:
    """Return a factor's name broken where a figure has room for two lines."""
    return "\n".join(textwrap.wrap(name, LETTERS, max_lines=2, placeholder=" …"))


def _legend(figure: Figure, words: Words) -> None:
    marks = [
        Patch(color=BLUE, label=words.pick("l'augmente", "raises it")),
        Patch(color=VERMILION, label=words.pick("le diminue", "lowers it")),
        Patch(color=BASELINE, label=words.pick("l'un ou l'autre", "now one, now the other")),
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
