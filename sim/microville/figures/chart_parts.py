"""Parts of charts: lines with bands over seeds, labels at their ends, the axis of years."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.ticker import FuncFormatter, MaxNLocator

from microville.figures.style import INK, SOFT_INK, new_figure, plain_axes

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from numpy.typing import NDArray

    from microville.figures.words import Words


WIDTH = 10.4
LETTER = 5.9
"""Points that a letter of a label takes, about."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line: years, values by row and seed, colour, label; the baseline is dashed, on top."""

    years: NDArray[np.float64]
    table: pd.DataFrame
    colour: str
    label: str
    dashed: bool = False


def panels(
    count: int, *, left: float = 0.055, wspace: float = 0.24, height: float = 3.5
) -> tuple[Figure, list[Axes]]:
    """Return a figure with axes side by side, placed so that labels know their room."""
    figure = new_figure(WIDTH, height)
    axes = figure.subplots(1, count, squeeze=False)[0]
    figure.subplots_adjust(left=left, right=0.975, top=0.82, bottom=0.165, wspace=wspace)
    return figure, list(axes)


def lines_over_time(
    axes: Axes,
    lines: list[Line],
    words: Words,
    months: int,
    *,
    scale: float = 1.0,
    decimals: int = 0,
    marker: str = "",
    target: float | None = None,
) -> None:
    """Draw lines with the band between their lowest and highest seed, labelled at the end."""
    plain_axes(axes)
    for line in lines:
        values = line.table.to_numpy() * scale
        axes.fill_between(
            line.years,
            values.min(axis=1),
            values.max(axis=1),
            color=line.colour,
            alpha=0.2,
            linewidth=0,
        )
        # Dashes over a line of the same course leave both to be seen.
        axes.plot(
            line.years,
            values.mean(axis=1),
            color=line.colour,
            marker=marker,
            ms=3.5,
            lw=1.6 if line.dashed else 2.3,
            ls=(0, (4, 2.2)) if line.dashed else "solid",
            zorder=4 if line.dashed else 3,
            clip_on=False,
        )
    _value_axis(axes, lines, words, scale, decimals)
    if target is not None:
        _target_line(axes, target, words("chart.target", value=words.number(target)))
    year_axis(axes, months)
    if lines:
        _labels(axes, lines, scale, target)


def year_axis(axes: Axes, months: int) -> None:
    """Write the years on the axis: every one, second or fifth."""
    years = max(months / 12, 1.0)
    step = 1 if years <= 4 else 2 if years <= 12 else 5
    axes.set_xlim(2025, 2025 + years)
    axes.set_xticks(list(np.arange(2025, 2025 + years + 0.01, step)))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:.0f}"))


def _target_line(axes: Axes, value: float, text: str) -> None:
    """Draw the programme's target as a dotted line with its words."""
    axes.axhline(value, color=INK, lw=1.1, ls=(0, (1, 2)))
    top = max(axes.get_ylim()[1], value * 1.16)
    axes.set_ylim(axes.get_ylim()[0], top)
    axes.annotate(
        text,
        (0, value),
        (2, 3),
        xycoords=("axes fraction", "data"),
        textcoords="offset points",
        fontsize=8.5,
        color=INK,
        va="bottom",
        ha="left",
    )


def footnote(figure: Figure, text: str) -> None:
    """Write a note at the foot of a figure."""
    figure.text(0.012, 0.015, text, fontsize=7.8, color=SOFT_INK, ha="left", va="bottom")


def _value_axis(axes: Axes, lines: list[Line], words: Words, scale: float, decimals: int) -> None:
    low = min((float(np.min(line.table.to_numpy())) * scale for line in lines), default=0.0)
    high = max((float(np.max(line.table.to_numpy())) * scale for line in lines), default=1.0)
    span = max(high - min(low, 0.0), 1e-9) if high > 0 or low < 0 else 1.0
    # Room for one label above the highest line, and for each more than two to stand apart.
    top = max(high, 0.0) + (0.14 + 0.1 * max(len(lines) - 2, 0)) * span
    axes.set_ylim(min(low - 0.06 * span, 0.0) if low < 0 else 0.0, top)
    axes.yaxis.set_major_locator(MaxNLocator(5, integer=span > 6 and decimals == 0))

    def written(value: float, _: int) -> str:
        step = axes.get_yticks()
        finer = len(step) > 1 and abs(step[1] - step[0]) < 1 and decimals == 0
        return words.number(value, 1 if finer else decimals)

    axes.yaxis.set_major_formatter(FuncFormatter(written))
    if low < 0:
        axes.axhline(0, color=INK, lw=0.9)


def _labels(axes: Axes, lines: list[Line], scale: float, target: float | None) -> None:
    """Write each line's label near its end, in the order of the lines, where no line crosses."""
    low, high = axes.get_ylim()
    gap = (high - low) * 0.045
    width = axes.get_position().width * WIDTH * 72
    first, last = axes.get_xlim()
    ends = [float(line.table.iloc[-1].mean()) * scale for line in lines]
    order = sorted(range(len(lines)), key=lambda i: ends[i])
    heights = np.linspace(low + gap, high - gap * 0.5, 80)
    floor = low
    for rank, i in enumerate(order):
        share = min(len(lines[i].label) * LETTER / width, 0.98)
        blocked = [_range_from(line, last - share * (last - first), scale) for line in lines]
        if target is not None:
            blocked.append((target, target))
        ceiling = ends[order[rank + 1]] if rank + 1 < len(order) else high
        # Two lines that end together leave no room between them: then only the order counts.
        ceiling = max(ceiling, floor + 3 * gap)
        costs = [
            # Above its own line reads better than below, all else equal.
            abs(y - ends[i] - gap)
            + sum(10 * gap for a, b in blocked if a - gap < y < b + gap)
            + (100 * gap if y < floor or y > ceiling else 0.0)
            for y in heights
        ]
        at = float(heights[int(np.argmin(costs))])
        floor = max(at + 2 * gap, ends[i])
        axes.annotate(
            lines[i].label,
            (1, at),
            (-2, 0),
            xycoords=("axes fraction", "data"),
            textcoords="offset points",
            ha="right",
            va="center",
            fontsize=8.8,
            color=lines[i].colour,
            fontweight="bold",
            zorder=6,
        )


def _range_from(line: Line, start: float, scale: float) -> tuple[float, float]:
    values = line.table.to_numpy()[line.years >= start - 0.5] * scale
    return (float(values.min()), float(values.max())) if values.size else (np.nan, np.nan)
