"""A figure of one or more maps side by side with one legend."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
from matplotlib.colors import BoundaryNorm, ListedColormap

from microville.figures.basemap import NEAR_WIDTH, Extent, draw_base, near_extent, whole_extent
from microville.figures.map_legend import (
    CHANGE_COLOURS,
    CHANGE_EDGES,
    FOOT,
    LEGEND,
    NO_CHANGE,
    SCORE_COLOURS,
    SCORE_EDGES,
    draw_legend,
)
from microville.figures.map_marks import attribution, scale_bar, schematic_mark
from microville.figures.map_names import names
from microville.figures.shop_marks import mark_lost_shops
from microville.figures.style import INK, SOFT_INK, new_figure

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from microville.figures.words import Words
    from microville.territory import Territory

Area = Literal["near", "whole"]
PANEL, TITLE = 5.6, 0.82
"""Inches: the side of a map, the room for titles."""


@dataclass(frozen=True, slots=True)
class Panel:
    """One map of a figure: which homes, coloured by which values, under which title.

    ``lost_shops`` names communes that have lost their last food shop.
    """

    homes: pd.DataFrame
    shown: pd.Series
    title: str
    area: Area
    lost_shops: tuple[str, ...] = ()


def change_counts(change: pd.Series, persons: pd.Series) -> tuple[float, float, float]:
    """Return how many persons lose, see no change, gain."""
    lose = float(persons[change <= -NO_CHANGE].sum())
    gain = float(persons[change >= NO_CHANGE].sum())
    return lose, float(persons.sum()) - lose - gain, gain


def map_figure(
    territory: Territory,
    panels: list[Panel],
    words: Words,
    heading: str,
    *,
    change: bool,
    options: Mapping[str, bool],
    subtitle: str = "",
) -> Figure:
    """Return maps side by side under a heading, with one legend and the attribution."""
    count = len(panels)
    width = PANEL * count + 0.12 * (count - 1) + 0.24
    note = 0.32 if change else 0.1
    height = PANEL + (TITLE if subtitle else TITLE - 0.24) + LEGEND + FOOT + note
    figure = new_figure(width, height)
    figure.text(
        0.12 / width,
        1 - 0.12 / height,
        heading,
        fontsize=13,
        fontweight="bold",
        color=INK,
        ha="left",
        va="top",
    )
    figure.text(
        0.12 / width, 1 - 0.37 / height, subtitle, fontsize=9.5, color=SOFT_INK, ha="left", va="top"
    )
    for i, panel in enumerate(panels):
        left = (0.12 + i * (PANEL + 0.12)) / width
        axes = figure.add_axes(
            (left, (FOOT + LEGEND + note) / height, PANEL / width, PANEL / height)
        )
        axes.set_title(panel.title, fontsize=10.5, color=INK, loc="left", pad=5)
        extent = whole_extent(territory) if panel.area == "whole" else near_extent(territory)
        _draw(axes, territory, panel, extent.shaped(1.0), words, change=change, options=options)
        if change:
            text = _counted(panel, territory, words)
            figure.text(
                left,
                (FOOT + LEGEND + note - 0.08) / height,
                text,
                fontsize=9,
                color=INK,
                ha="left",
                va="top",
            )
    draw_legend(figure, words, width, height, change=change)
    attribution(figure, territory, words)
    return figure


def _draw(
    axes: Axes,
    territory: Territory,
    panel: Panel,
    extent: Extent,
    words: Words,
    *,
    change: bool,
    options: Mapping[str, bool],
) -> None:
    draw_base(axes, territory, extent, options=options)
    edges = CHANGE_EDGES if change else SCORE_EDGES
    colours = CHANGE_COLOURS if change else SCORE_COLOURS
    x, y = panel.homes["x"].to_numpy(), panel.homes["y"].to_numpy()
    seen = (x > extent.west) & (x < extent.east) & (y > extent.south) & (y < extent.north)
    values = panel.shown.to_numpy()[seen]
    # Large changes last: they are rare and must not lie under the many without change.
    order = np.argsort(np.abs(values), kind="stable") if change else np.arange(len(values))
    near = extent.width < NEAR_WIDTH
    buildings = territory.layers["buildings"]
    own = panel.homes["building_id"].isin(set(buildings[buildings["site"]]["building_id"]))
    on_site = own.to_numpy()[seen][order]
    for marker, mask, size in (
        ("o", ~on_site, 26 if near else 3.0),
        ("s", on_site, 24 if near else 3.0),
    ):
        axes.scatter(
            x[seen][order][mask],
            y[seen][order][mask],
            c=np.clip(values[order][mask], edges[0], edges[-1]),
            marker=marker,
            s=size,
            cmap=ListedColormap(list(colours)),
            norm=BoundaryNorm(list(edges), len(colours)),
            linewidths=0.4 if near else 0,
            edgecolors="#ffffff" if change else "#3a3f45",
            zorder=5,
            rasterized=True,
        )
    names(axes, territory, extent, words, options)
    mark_lost_shops(axes, territory, panel.lost_shops, extent, words)
    scale_bar(axes, extent, words)
    schematic_mark(axes, territory, words)


def _counted(panel: Panel, territory: Territory, words: Words) -> str:
    zones = territory.layers["zones"]
    homes, who = panel.homes, words("map.counted_all")
    inside = homes["persons"] > 0
    focus = zones[zones["focus"]]
    if panel.area == "near" and len(focus):
        inside &= homes["zone"].isin(set(focus["zone"]))
        who = words("map.counted_focus", place=words.listing(list(focus["name"])))
    lose, same, gain = change_counts(panel.shown[inside], homes["persons"][inside])
    total = round(lose + same + gain)
    if round(lose) + round(gain) == 0:
        return words("map.counted_none", who=who, total=words.number(total))
    return words(
        "map.counted",
        who=who,
        lose=words.number(lose),
        gain=words.number(gain),
        same=words.number(total - round(lose) - round(gain)),
    )
