"""Parts of charts: lines with bands over seeds, labels at their ends, the axis of years."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.ticker import FuncFormatter, MaxNLocator

from microville.figures.style import INK, SOFT_INK, plain_axes

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from numpy.typing import NDArray

    from microville.figures.words import Words


@dataclass(frozen=True, slots=True)
class Line:
    """One line: years, values by row and seed, colour, label."""

    years: NDArray[np.float64]
    table: pd.DataFrame
    colour: str
    label: str


def lines_over_time(
    axes: Axes,
    lines: list[Line],
    words: Words,
    months: int,
    *,
    scale: float = 1.0,
    decimals: int = 0,
    marker: str = "",
    label: bool = True,
) -> None:
    """Draw lines with the band between their lowest and highest seed, labelled at the end."""
    plain_axes(axes)
    for line in lines:
        values = line.table.to_numpy() * scale
        axes.fill_between(line.years, values.min(axis=1), values.max(axis=1), color=line.colour,
                          alpha=0.2, linewidth=0)
        axes.plot(line.years, values.mean(axis=1), color=line.colour, lw=2.1, marker=marker,
                  ms=3.5, solid_capstyle="round")
    _value_axis(axes, lines, words, scale, decimals)
    year_axis(axes, months)
    if label and lines:
        _labels(axes, lines, scale)


def year_axis(axes: Axes, months: int) -> None:
    """Number the years, every one, second or fifth."""
    years = max(months / 12, 1.0)
    step = 1 if years <= 4 else 2 if years <= 12 else 5
    axes.set_xlim(2025, 2025 + years)
    axes.set_xticks(list(np.arange(2025, 2025 + years + 0.01, step)))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:.0f}"))


def target_line(axes: Axes, value: float, text: str) -> None:
    """Draw the programme's target as a dotted line with its words."""
    axes.axhline(value, color=INK, lw=1.1, ls=(0, (1, 2)))
    top = max(axes.get_ylim()[1], value * 1.16)
    axes.set_ylim(axes.get_ylim()[0], top)
    axes.annotate(text, (0, value), (2, 3), xycoords=("axes fraction", "data"),
                  textcoords="offset points", fontsize=8.5, color=INK, va="bottom", ha="left")


def footnote(figure: Figure, text: str) -> None:
    """Write a note at the foot of a figure."""
    figure.text(0.012, 0.015, text, fontsize=7.8, color=SOFT_INK, ha="left", va="bottom")


def _value_axis(
    axes: Axes, lines: list[Line], words: Words, scale: float, decimals: int
) -> None:
    low = min((float(np.min(line.table.to_numpy())) * scale for line in lines), default=0.0)
    high = max((float(np.max(line.table.to_numpy())) * scale for line in lines), default=1.0)
    span = max(high - min(low, 0.0), 1e-9) if high > 0 or low < 0 else 1.0
    axes.set_ylim(min(low - 0.06 * span, 0.0) if low < 0 else 0.0, max(high, 0.0) + 0.14 * span)
    axes.yaxis.set_major_locator(MaxNLocator(5, integer=span > 6 and decimals == 0))

    def written(value: float, _: int) -> str:
        step = axes.get_yticks()
        finer = len(step) > 1 and abs(step[1] - step[0]) < 1 and decimals == 0
        return words.number(value, 1 if finer else decimals)

    axes.yaxis.set_major_formatter(FuncFormatter(written))
    if low < 0:
        axes.axhline(0, color=INK, lw=0.9)


def _labels(axes: Axes, lines: list[Line], scale: float) -> None:
    """Write each label over its line where the lines lie furthest apart, else by the end."""
    low, high = axes.get_ylim()
    ends = [float(line.table.iloc[-1].mean()) * scale for line in lines]
    gap = (high - low) * 0.085
    order = sorted(range(len(lines)), key=lambda i: ends[i])
    placed: list[float] = []
    for i in order:
        at = ends[i] + gap * 0.5
        if placed:
            at = max(at, placed[-1] + gap)
        placed.append(at)
    for i, at in zip(order, placed, strict=True):
        axes.annotate(
            lines[i].label, (1, min(at, high - gap * 0.2)), (-2, 0),
            xycoords=("axes fraction", "data"), textcoords="offset points", ha="right",
            va="center", fontsize=8.8, color=lines[i].colour, fontweight="bold",
            bbox={"boxstyle": "round,pad=0.1", "facecolor": "#ffffff", "edgecolor": "none",
                  "alpha": 0.75},
        )

