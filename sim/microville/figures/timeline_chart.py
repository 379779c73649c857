"""The programme as bars: buildings by row, uses by colour, works hatched."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Any

from microville.figures.style import (
    BASELINE,
    BLUE,
    FAINT,
    GREEN,
    INK,
    ORANGE,
    PAPER,
    PURPLE,
    SKY,
    SOFT_INK,
    VERMILION,
    YELLOW,
    new_figure,
    plain_axes,
)
from microville.paths import data_dir

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure
    from matplotlib.ticker import Locator

    from microville.figures.words import Words
    from microville.territory import Territory

COLOURS = {
    "housing": ORANGE,
    "workshop": BLUE,
    "office": SKY,
    "coworking": "#9fd4f0",
    "training": PURPLE,
    "care": VERMILION,
    "shop": YELLOW,
    "food_hub": GREEN,
    "culture_sport": "#8c6bb1",
    "storage": "#a6adb5",
    "demolition": INK,
}
LANE_IN = 0.145
"""Height of a bar in inches."""


def names_of_buildings(territory: Territory) -> dict[str, tuple[str, str]]:
    """Return the French and English name of each building of a map's site that has names."""
    buildings = territory.layers["buildings"]
    here = set(buildings["building_id"])
    if territory.site_type != "military" and "name_fr" in buildings.columns:
        own = buildings[buildings["site"] & (buildings["name_fr"] != "")]
        pairs = zip(own["name_fr"], own["name_en"], strict=True)
        return dict(zip(own["building_id"], pairs, strict=True))
    with (data_dir("maps") / "site_buildings.csv").open(encoding="utf-8", newline="") as handle:
        return {
            row["building_id"]: (row["name_fr"], row["name_en"])
            for row in csv.DictReader(handle)
            if row["building_id"] in here
        }


def timeline_chart(
    table: pd.DataFrame,
    words: Words,
    *,
    months: int,
    names: dict[str, tuple[str, str]],
    note: str,
) -> Figure:
    """Return a chart of what becomes of each building.

    Parameters
    ----------
    table
        What :func:`microville.runs.timeline.timeline` gave.
    words
        The language.
    months
        Months shown.
    names
        French and English name of each building.
    note
        Said under the title: planned, or as a run had it.
    """
    from matplotlib.patches import Patch

    lanes = _lanes(table)
    order = list(dict.fromkeys(table["building"]))
    height = LANE_IN * sum(lanes[name][1] for name in order) + 0.06 * len(order)
    figure = new_figure(9.0, height + 1.75)
    axes = figure.add_axes((0.27, 1.05 / (height + 1.75), 0.7, height / (height + 1.75)))
    y = 0.0
    for name in order:
        own, count = lanes[name]
        label = words.pick(*names.get(name, ("", ""))) or _named(table, name, words) or name
        axes.annotate(
            label if label == name else f"{label} ({name})",
            (0, y + count / 2),
            (-6, 0),
            xycoords=("axes fraction", "data"),
            textcoords="offset points",
            ha="right",
            va="center",
            fontsize=7.5,
            color=INK,
        )
        for position, lane in own.items():
            row = table.loc[position]
            look = _look(str(row["state"]), COLOURS[str(row["use"])])
            left, right = 2025 + row["from_month"] / 12, 2025 + row["until_month"] / 12
            axes.barh(y + lane + 0.5, right - left, left=left, height=0.82, **look)
        y += count + 0.4
    plain_axes(axes)
    axes.grid(axis="y", visible=False)
    axes.grid(axis="x", color=FAINT, linewidth=0.7)
    axes.set_yticks([])
    axes.set_xlim(2025, 2025 + months / 12)
    axes.set_ylim(y, -0.3)
    axes.xaxis.set_major_locator(_years(months))
    axes.xaxis.set_major_formatter(lambda value, _: f"{value:.0f}")
    top = height + 1.75
    figure.text(0.02, 1 - 0.28 / top, words("gantt.title"), fontsize=12, fontweight="bold")
    figure.text(0.02, 1 - 0.5 / top, note, fontsize=8.5, color=SOFT_INK)
    uses = [use for use in COLOURS if (table["use"] == use).any()]
    keys = [Patch(facecolor=COLOURS[use], label=words(f"gantt.uses.{use}")) for use in uses]
    keys += [
        Patch(**_look(state, BASELINE), label=words(f"gantt.{state}"))
        for state in ("works", "empty", "waiting")
        if (table["state"] == state).any()
    ]
    figure.legend(
        handles=keys, loc="lower left", bbox_to_anchor=(0.02, 0.0), ncols=5, frameon=False,
        fontsize=8, handlelength=1.6, columnspacing=1.4,
    )  # fmt: skip
    return figure


def _look(state: str, colour: str) -> dict[str, Any]:
    """Return how a bar is drawn: hatched in works, an outline while empty, dots while waiting."""
    if state == "works":
        return {"facecolor": PAPER, "edgecolor": colour, "hatch": "//////", "linewidth": 0.8}
    if state == "empty":
        return {"facecolor": PAPER, "edgecolor": colour, "linewidth": 0.8}
    if state == "waiting":
        return {"facecolor": FAINT, "edgecolor": SOFT_INK, "linewidth": 0.6, "linestyle": ":"}
    return {"facecolor": colour, "edgecolor": colour, "linewidth": 0.8}


def _lanes(table: pd.DataFrame) -> dict[str, tuple[dict[int, int], int]]:
    """Return the lane of each row within its building, and how many lanes a building needs.

    Parts used at the same time lie under each other; all states of one part share a lane.
    """
    found = {}
    for name, rows in table.groupby("building", sort=False):
        spans = rows.groupby("row").agg(a=("from_month", "min"), b=("until_month", "max"))
        ends: list[int] = []
        lane_of = {}
        for part, span in spans.sort_values(["a", "b"]).iterrows():
            free = next((i for i, end in enumerate(ends) if end <= span["a"]), len(ends))
            ends[free : free + 1] = [int(span["b"])]
            lane_of[part] = free
        found[str(name)] = ({int(i): lane_of[rows.loc[i, "row"]] for i in rows.index}, len(ends))
    return found


def _named(table: pd.DataFrame, building: str, words: Words) -> str:
    rows = table[table["building"] == building]
    return words.pick(str(rows["name_fr"].iloc[0]), str(rows["name_en"].iloc[0]))


def _years(months: int) -> Locator:
    from matplotlib.ticker import MultipleLocator

    return MultipleLocator(1 if months <= 144 else 2)
