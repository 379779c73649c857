"""The legend of access maps: classes, colours, what the marks mean."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from matplotlib import colormaps
from matplotlib.colors import to_hex
from matplotlib.patches import Rectangle

from microville.figures.style import INK, SOFT_INK
from microville.figures.words import MINUS

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from microville.figures.words import Words

SCORE_EDGES = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
SCORE_COLOURS = tuple(to_hex(colormaps["viridis"](x)) for x in (0.02, 0.27, 0.5, 0.74, 0.97))
NO_CHANGE = 0.01
"""Differences of a share below one percentage point are written and drawn as no change."""
CHANGE_EDGES = (-1.0, -0.2, -0.05, -NO_CHANGE, NO_CHANGE, 0.05, 0.2, 1.0)
CHANGE_COLOURS = ("#7f3b08", "#c9700f", "#f2a84b", "#a3a9b1", "#a58fc9", "#7050a3", "#3b0f70")
"""Orange to purple (after ColorBrewer's PuOr) with a grey middle that is drawn as plainly."""
LEGEND, FOOT = 0.86, 0.24
"""Heights in inches of the legend and of the line beneath it."""


def draw_legend(figure: Figure, words: Words, width: float, height: float, *, change: bool) -> None:
    """Draw colours with their classes in a strip at the foot, and the marks of homes."""
    colours = CHANGE_COLOURS if change else SCORE_COLOURS
    labels = (
        _change_labels(words)
        if change
        else [
            f"{words.number(low * 100)}{words('map.to')}{words.percent(high)}"
            for low, high in pairwise(SCORE_EDGES)
        ]
    )
    axes = figure.add_axes((0.12 / width, FOOT / height, 1 - 0.24 / width, (LEGEND - 0.1) / height))
    axes.set_axis_off()
    total = width - 0.24
    axes.set_xlim(0, total)
    axes.set_ylim(0, LEGEND - 0.1)
    axes.text(
        0,
        0.72,
        words("map.legend_change" if change else "map.legend_score"),
        fontsize=8.5,
        color=INK,
        va="top",
    )
    box = min(total / len(colours), 1.08)
    for i, (colour, label) in enumerate(zip(colours, labels, strict=True)):
        axes.add_patch(Rectangle((i * box, 0.26), box - 0.04, 0.17, color=colour, linewidth=0))
        axes.text(
            i * box + (box - 0.04) / 2,
            0.2,
            label,
            fontsize=7.6,
            color=SOFT_INK,
            ha="center",
            va="top",
        )
    left = len(colours) * box + 0.15
    if total - left < 2.5:
        return
    for y, marker, key in ((0.36, "o", "home"), (0.12, "s", "building")):
        axes.plot(left, y, marker=marker, ms=5.5, color=SOFT_INK, linestyle="none")
        axes.text(left + 0.13, y, words(f"map.{key}"), fontsize=7.8, color=SOFT_INK, va="center")


def _change_labels(words: Words) -> list[str]:
    steps = [words.number(abs(edge) * 100) for edge in CHANGE_EDGES]
    loss = [
        words("map.more_than", sign=MINUS, value=steps[1]),
        f"{MINUS}{steps[1]}{words('map.to')}{MINUS}{steps[2]}",
        f"{MINUS}{steps[2]}{words('map.to')}{MINUS}{steps[3]}",
    ]
    gain = [
        f"+{steps[4]}{words('map.to')}+{steps[5]}",
        f"+{steps[5]}{words('map.to')}+{steps[6]}",
        words("map.more_than", sign="+", value=steps[6]),
    ]
    return [*loss, words("no_change"), *gain]
