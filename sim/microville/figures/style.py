"""Colours, lines and letters of every figure; no global state of matplotlib is touched."""

from __future__ import annotations

import base64
import io
from typing import TYPE_CHECKING

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

if TYPE_CHECKING:
    from pathlib import Path

    from matplotlib.axes import Axes

INK = "#1b1f24"
SOFT_INK = "#5b636d"
FAINT = "#d9dde2"
PAPER = "#ffffff"
ORANGE, SKY, GREEN, YELLOW = "#E69F00", "#56B4E9", "#009E73", "#F0E442"
BLUE, VERMILION, PURPLE, BLACK = "#0072B2", "#D55E00", "#CC79A7", "#000000"
SERIES = (BLUE, VERMILION, GREEN, PURPLE)
"""Okabe and Ito (2008), told apart by colour-blind readers; the baseline is grey beside them."""
BASELINE = "#767e88"

DPI = 150


def new_figure(width: float, height: float) -> Figure:
    """Return an empty figure in inches with its own Agg canvas."""
    figure = Figure(figsize=(width, height), dpi=DPI, facecolor=PAPER)
    FigureCanvasAgg(figure)
    return figure


def tall_figure(
    width: float, height: float, *, head: float, foot: float, **margins: float
) -> Figure:
    """Return an empty figure whose head and foot keep their inches however tall it is.

    ``margins`` are those of ``subplots_adjust``: ``left`` and ``right`` as shares of the width,
    ``hspace`` and ``wspace`` as shares of the panels.
    """
    figure = new_figure(width, height)
    figure.subplots_adjust(top=1 - head / height, bottom=foot / height, **margins)
    return figure


def plain_axes(axes: Axes) -> None:
    """Take away what is not data: frame, ticks; leave light horizontal lines."""
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set_color(FAINT)
    axes.tick_params(colors=SOFT_INK, labelsize=9, length=0)
    axes.tick_params(axis="x", length=3, color=FAINT)
    axes.grid(axis="y", color=FAINT, linewidth=0.7)
    axes.set_axisbelow(True)


def heading(axes: Axes, text: str, unit: str = "") -> None:
    """Write a title over the axes at the left, and the unit beneath it."""
    if unit:
        axes.annotate(
            unit,
            (0, 1),
            (0, 6),
            xycoords="axes fraction",
            textcoords="offset points",
            fontsize=8.5,
            color=SOFT_INK,
            va="bottom",
            ha="left",
        )
    axes.annotate(
        text,
        (0, 1),
        (0, 20 if unit else 7),
        xycoords="axes fraction",
        textcoords="offset points",
        fontsize=10.5,
        fontweight="bold",
        color=INK,
        va="bottom",
        ha="left",
    )


def png_bytes(figure: Figure) -> bytes:
    """Return a figure as PNG; its metadata hold no date, so that it repeats."""
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", dpi=DPI, metadata={"Software": None})
    return buffer.getvalue()


def save_png(figure: Figure, path: Path) -> str:
    """Write a figure as PNG and return it as a data address to embed in a page."""
    data = png_bytes(figure)
    path.write_bytes(data)
    return "data:image/png;base64," + base64.b64encode(data).decode("ascii")
