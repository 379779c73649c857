"""Maps of access: how much is near home, before and after, and who gains or loses."""

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
from microville.figures.map_marks import attribution, names, scale_bar, schematic_mark
from microville.figures.style import INK, SOFT_INK, new_figure
from microville.figures.words import load_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from microville.figures.words import Words
    from microville.territory import Territory

Area = Literal["near", "whole"]

PANEL, TITLE = 5.6, 0.82


@dataclass(frozen=True, slots=True)
class _Panel:
    """One map of a figure: which homes, coloured by which values."""

    homes: pd.DataFrame
    shown: pd.Series
    title: str
    area: Area


def access_map(
    territory: Territory,
    homes: pd.DataFrame,
    column: str = "end_walk_15",
    *,
    area: Area = "near",
    lang: str = "fr",
    title: str = "",
    subtitle: str = "",
    options: Mapping[str, bool] | None = None,
) -> Figure:
    """Return a map of homes coloured by the share of essential services near them.

    Parameters
    ----------
    territory
        The map.
    homes
        ``RunResult.homes``.
    column
        One of its place scores, ``start_walk_15`` … ``end_bike_30``.
    area
        ``"near"``: the focus commune and the site; ``"whole"``: everything.
    lang
        ``"fr"`` or ``"en"``.
    title, subtitle
        What stands above; the subtitle names scenario and month.
    options
        Gates and links that a scenario switches.
    """
    words = load_words(lang)
    panel = _Panel(homes, homes[column], subtitle, area)
    heading = title or words(f"map.access.{column.split('_', 1)[1]}")
    return _figure(territory, [panel], words, heading, change=False, options=options or {})


def access_before_after(
    territory: Territory,
    before: pd.DataFrame,
    after: pd.DataFrame,
    *,
    mode: str = "walk",
    minutes: int = 15,
    since_start: bool = False,
    area: Area = "near",
    titles: tuple[str, str],
    subtitle: str = "",
    lang: str = "fr",
    options: Mapping[str, bool] | None = None,
) -> Figure:
    """Return two maps side by side: without and with a programme.

    Parameters
    ----------
    territory
        The map.
    before, after
        ``RunResult.homes`` of the two runs (the same twice with ``since_start``).
    mode, minutes
        Which place score.
    since_start
        The left map shows the start of the run instead of its end.
    area
        ``"near"`` or ``"whole"``.
    titles, subtitle
        What stands above each map (scenario and month), and above both.
    lang
        ``"fr"`` or ``"en"``.
    options
        Gates and links that a scenario switches.
    """
    words = load_words(lang)
    name = f"{mode}_{minutes}"
    first = before[f"{'start' if since_start else 'end'}_{name}"]
    panels = [
        _Panel(before, first, titles[0], area),
        _Panel(after, after[f"end_{name}"], titles[1], area),
    ]
    heading = words(f"map.access.{name}")
    return _figure(territory, panels, words, heading, change=False, options=options or {},
                   subtitle=subtitle)


def change_map(
    territory: Territory,
    before: pd.DataFrame,
    after: pd.DataFrame,
    *,
    shown: Sequence[tuple[str, int, Area]] = (("walk", 15, "near"), ("bike", 15, "near")),
    title: str = "",
    subtitle: str = "",
    lang: str = "fr",
    options: Mapping[str, bool] | None = None,
) -> Figure:
    """Return maps of gain and loss, each with how many inhabitants gain, lose or see no change.

    Parameters
    ----------
    territory
        The map.
    before, after
        ``RunResult.homes`` of the baseline and of a scenario; the ends are compared.
    shown
        For each map: mode, minutes and area.
    title, subtitle
        What stands above; the subtitle names scenarios and month.
    lang
        ``"fr"`` or ``"en"``.
    options
        Gates and links that a scenario switches.
    """
    words = load_words(lang)
    panels = []
    for mode, minutes, area in shown:
        name = f"end_{mode}_{minutes}"
        base = before.set_index("building_id")[name].reindex(after["building_id"]).to_numpy()
        change = (after[name] - base).round(6)
        what = words(f"map.short.{mode}_{minutes}")
        panels.append(_Panel(after, change, what, area))
    heading = title or words("map.change")
    return _figure(territory, panels, words, heading, change=True, options=options or {},
                   subtitle=subtitle)


def change_counts(change: pd.Series, persons: pd.Series) -> tuple[float, float, float]:
    """Return how many persons lose, see no change, gain."""
    lose = float(persons[change <= -NO_CHANGE].sum())
    gain = float(persons[change >= NO_CHANGE].sum())
    return lose, float(persons.sum()) - lose - gain, gain


def _figure(
    territory: Territory, panels: list[_Panel], words: Words, heading: str, *, change: bool,
    options: Mapping[str, bool], subtitle: str = "",
) -> Figure:
    count = len(panels)
    width = PANEL * count + 0.12 * (count - 1) + 0.24
    note = 0.32 if change else 0.1
    height = PANEL + (TITLE if subtitle else TITLE - 0.24) + LEGEND + FOOT + note
    figure = new_figure(width, height)
    figure.text(0.12 / width, 1 - 0.12 / height, heading, fontsize=13, fontweight="bold",
                color=INK, ha="left", va="top")
    figure.text(0.12 / width, 1 - 0.37 / height, subtitle, fontsize=9.5, color=SOFT_INK,
                ha="left", va="top")
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
            figure.text(left, (FOOT + LEGEND + note - 0.08) / height, text, fontsize=9, color=INK,
                        ha="left", va="top")
    draw_legend(figure, words, width, height, change=change)
    attribution(figure, territory, words)
    return figure


def _draw(
    axes: Axes, territory: Territory, panel: _Panel, extent: Extent, words: Words, *,
    change: bool, options: Mapping[str, bool],
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
    for marker, mask, size in (("o", ~on_site, 26 if near else 3.0),
                               ("s", on_site, 24 if near else 3.0)):
        axes.scatter(
            x[seen][order][mask], y[seen][order][mask],
            c=np.clip(values[order][mask], edges[0], edges[-1]), marker=marker, s=size,
            cmap=ListedColormap(list(colours)), norm=BoundaryNorm(list(edges), len(colours)),
            linewidths=0.4 if near else 0, edgecolors="#ffffff" if change else "#3a3f45",
            zorder=5, rasterized=True,
        )
    names(axes, territory, extent, words, options)
    scale_bar(axes, extent, words)
    schematic_mark(axes, territory, words)


def _counted(panel: _Panel, territory: Territory, words: Words) -> str:
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
    return words("map.counted", who=who, lose=words.number(lose), gain=words.number(gain),
                 same=words.number(total - round(lose) - round(gain)))
