"""What each choice gives: an outcome a panel, the choices along its foot, a line a scenario."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

import numpy as np

from microville.figures.style import BLUE, GREEN, INK, SOFT_INK, VERMILION, plain_axes, tall_figure
from microville.figures.value_text import axis_scale
from microville.indicators import all_indicators
from microville.sweeps.analysis.names import group_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

COLOURS, MARKS = (BLUE, VERMILION, GREEN), "osD"
ACROSS = 3
LETTERS = 40
"""Letters of a line of a panel's title."""
_WHEN = {"end": "", "mean_last_12": "", "min": ", lowest month", "max": ", highest month"}
_WHOM = {
    "present": "present inhabitants",
    "newcomer": "newcomers",
    "commune:51183": "Courcy",
    "commune:51055": "Bétheny",
    "food:vegetables": "vegetables",
    "food:cereals": "cereals",
}


def outcome_title(label: str) -> str:
    """Return an outcome in words from ``"indicator|group|when"``: name, group, a special time."""
    name, group, when = label.split("|")
    whom = "" if group == "all" else f", {_WHOM.get(group) or group_name(group, 'en')}"
    return f"{all_indicators()[name].label_en}{whom}{_WHEN.get(when, f', {when}')}"


def level_chart(
    table: pd.DataFrame,
    levels: Sequence[str],
    axis: str,
    titles: dict[str, str],
) -> Figure:
    """Return a panel for each outcome.

    Parameters
    ----------
    table
        Of :func:`microville.sweeps.analysis.levels.level_table`.
    levels
        What people call each choice, in the order of its numbers.
    axis
        What the choices are.
    titles
        What people call each scenario.
    """
    # What is zero throughout stands in the table; an axis of nothing says nothing.
    ends = table[["least", "most"]].abs().max(axis=1)
    table = table[ends.groupby(table["outcome"]).transform("max") > 0]
    outcomes = list(dict.fromkeys(table["outcome"]))
    rows = -(-len(outcomes) // ACROSS)
    height = 3.1 * rows + 0.35
    figure = tall_figure(
        11.0, height, left=0.06, right=0.985, head=0.55, foot=0.85, hspace=0.62, wspace=0.22
    )
    for number, outcome in enumerate(outcomes):
        axes = figure.add_subplot(rows, ACROSS, number + 1)
        mine = table[table["outcome"] == outcome]
        _panel(axes, mine, levels, list(titles))
        axes.set_title(
            textwrap.fill(outcome_title(str(outcome)), LETTERS), fontsize=9.5, loc="left", color=INK
        )
        _, unit = axis_scale(all_indicators()[str(outcome).partition("|")[0]].unit)
        axes.set_ylabel(unit, fontsize=8.5, color=SOFT_INK)
        if number >= len(outcomes) - ACROSS:
            axes.set_xlabel(axis, fontsize=9, color=INK)
    if len(titles) > 1:
        handles, _ = figure.axes[0].get_legend_handles_labels()
        figure.legend(
            handles,
            list(titles.values()),
            loc="lower right",
            ncols=len(titles),
            frameon=False,
            fontsize=9,
            labelcolor=INK,
        )
    return figure


def _panel(axes: Axes, table: pd.DataFrame, levels: Sequence[str], scenarios: list[str]) -> None:
    plain_axes(axes)
    scale, _ = axis_scale(all_indicators()[str(table["outcome"].iloc[0]).partition("|")[0]].unit)
    for number, scenario in enumerate(scenarios):
        mine = table[table["scenario"] == scenario].sort_values("level")
        # Side by side, so that no interval hides another.
        at = mine["level"].to_numpy() + 0.07 * (number - (len(scenarios) - 1) / 2)
        values = mine[["mean", "low", "high"]].to_numpy() * scale
        if mine["least"].min() >= 0:  # an interval may reach below what is possible
            values[:, 1] = np.maximum(values[:, 1], 0.0)
        colour = COLOURS[number % len(COLOURS)]
        axes.vlines(at, values[:, 1], values[:, 2], color=colour, linewidth=1.6)
        axes.plot(
            at, values[:, 0], marker=MARKS[number], ms=5, lw=1.4, color=colour, label=scenario
        )
    # From zero, so that what hardly moves looks as if it hardly moved.
    low, high = axes.dataLim.ymin, axes.dataLim.ymax
    room = 0.06 * (max(high, 0.0) - min(low, 0.0))
    axes.set_ylim(min(low - room, 0.0) if low < 0 else 0.0, max(high, 0.0) + room)
    if low < 0:
        axes.axhline(0, color=INK, linewidth=0.9)
    axes.set_xlim(-0.4, len(levels) - 0.6)
    axes.set_xticks(range(len(levels)), levels, fontsize=8.5)
