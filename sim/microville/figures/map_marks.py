"""What makes a drawing a map: scale bar, north, attribution, the mark of a schematic map."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from matplotlib.patheffects import withStroke

from microville.figures.style import INK, SOFT_INK, VERMILION

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from microville.figures.basemap import Extent
    from microville.figures.words import Words
    from microville.territory import Territory

HALO = [withStroke(linewidth=2.6, foreground="#ffffff")]


def scale_bar(axes: Axes, extent: Extent, words: Words) -> None:
    """Draw a scale bar of a round length at the lower left, and an arrow to the north."""
    goal = extent.width / 5
    power = 10 ** np.floor(np.log10(goal))
    length = float(max(step * power for step in (1, 2, 5) if step * power <= goal))
    x, y = extent.west + extent.width * 0.035, extent.south + extent.height * 0.04
    tick = extent.height * 0.008
    axes.plot(
        [x, x, x + length, x + length],
        [y + tick, y, y, y + tick],
        color=INK,
        lw=1.4,
        zorder=12,
        path_effects=HALO,
        solid_joinstyle="miter",
    )
    text = f"{words.number(length / 1000)} km" if length >= 1000 else f"{words.number(length)} m"
    axes.text(
        x + length / 2,
        y + tick * 1.6,
        text.replace(" ", "\u00a0"),
        ha="center",
        va="bottom",
        fontsize=8,
        color=INK,
        zorder=12,
        path_effects=HALO,
    )
    axes.annotate(
        words("map.north"),
        (0.045, 0.965),
        (0.045, 0.895),
        xycoords="axes fraction",
        ha="center",
        va="center",
        fontsize=8.5,
        color=INK,
        zorder=12,
        fontweight="bold",
        arrowprops={"arrowstyle": "-|>", "color": INK, "lw": 1.3, "shrinkA": 0},
        path_effects=HALO,
    )


def schematic_mark(axes: Axes, territory: Territory, words: Words) -> None:
    """Write on the map itself that its streets are schematic, where they are."""
    if territory.info.schematic:
        axes.text(
            0.985,
            0.985,
            words("map.schematic"),
            transform=axes.transAxes,
            ha="right",
            va="top",
            fontsize=8,
            color="#ffffff",
            fontweight="bold",
            zorder=13,
            bbox={"boxstyle": "round,pad=0.35", "facecolor": VERMILION, "edgecolor": "none"},
        )


def attribution(figure: Figure, territory: Territory, words: Words) -> None:
    """Write where the map comes from at the foot of the figure."""
    who, licence = (words.about(territory.info, what) for what in ("attribution", "licence"))
    text = words("map.attribution", who=who, licence=licence)
    figure.text(0.012, 0.008, text, fontsize=6.8, color=SOFT_INK, ha="left", va="bottom")
