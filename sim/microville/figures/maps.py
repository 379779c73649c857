"""Maps of access: how much is near home, before and after, and who gains or loses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
from matplotlib import colormaps
from matplotlib.colors import BoundaryNorm, ListedColormap, to_hex
from matplotlib.patches import Rectangle

from microville.figures.basemap import Extent, draw_base, near_extent, whole_extent
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

SCORE_EDGES = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
SCORE_COLOURS = tuple(to_hex(colormaps["cividis"](x)) for x in (0.0, 0.27, 0.5, 0.75, 1.0))
NO_CHANGE = 0.01
"""Differences of a share below one percentage point are written and drawn as no change."""
CHANGE_EDGES = (-1.0, -0.2, -0.05, -NO_CHANGE, NO_CHANGE, 0.05, 0.2, 1.0)
CHANGE_COLOURS = ("#7f3b08", "#c9700f", "#f2a84b", "#a3a9b1", "#a58fc9", "#7050a3", "#3b0f70")
"""Orange to purple (after ColorBrewer's PuOr) with a grey middle that is drawn as plainly."""

PANEL = 5.6
LEGEND, FOOT, TITLE = 0.86, 0.24, 0.72


@dataclass(frozen=True, slots=True)
class _Panel:
    """One map of a figure: which homes, coloured by which values."""

    homes: pd.DataFrame
    values: pd.Series
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
    titles
        What stands above each: scenario and month.
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
    return _figure(territory, panels, words, heading, change=False, options=options or {})


def change_map(
    territory: Territory,
    before: pd.DataFrame,
    after: pd.DataFrame,
    *,
    shown: Sequence[tuple[str, int, Area]] = (("walk", 15, "near"), ("bike", 15, "near")),
    title: str = "",
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
    title
        What stands above.
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
    return _figure(territory, panels, words, heading, change=True, options=options or {})


def change_counts(change: pd.Series, persons: pd.Series) -> tuple[float, float, float]:
    """Return how many persons lose, see no change, gain."""
    lose = float(persons[change <= -NO_CHANGE].sum())
    gain = float(persons[change >= NO_CHANGE].sum())
    return lose, float(persons.sum()) - lose - gain, gain


def _figure(
    territory: Territory, panels: list[_Panel], words: Words, heading: str, *, change: bool,
    options: Mapping[str, bool],
) -> Figure:
    count = len(panels)
    width = PANEL * count + 0.12 * (count - 1) + 0.24
    note = 0.3
    height = PANEL + TITLE + LEGEND + FOOT + note
    figure = new_figure(width, height)
    figure.text(0.12 / width, 1 - 0.12 / height, heading, fontsize=13, fontweight="bold",
                color=INK, ha="left", va="top")
    for i, panel in enumerate(panels):
        left = (0.12 + i * (PANEL + 0.12)) / width
        axes = figure.add_axes(
            (left, (FOOT + LEGEND + note) / height, PANEL / width, PANEL / height)
        )
        axes.set_title(panel.title, fontsize=10.5, color=INK, loc="left", pad=5)
        extent = whole_extent(territory) if panel.area == "whole" else near_extent(territory)
        _draw(axes, territory, panel, extent.shaped(1.0), words, change=change, options=options)
        if change:
            text = _counted(panel, extent.shaped(1.0), words)
            figure.text(left, (FOOT + LEGEND + note - 0.08) / height, text, fontsize=9, color=INK,
                        ha="left", va="top")
    _legend(figure, words, width, height, change=change)
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
    values = panel.values.to_numpy()[seen]
    # Large changes last: they are rare and must not lie under the many without change.
    order = np.argsort(np.abs(values), kind="stable") if change else np.arange(len(values))
    near = extent.width < 8000
    axes.scatter(
        x[seen][order], y[seen][order], c=np.clip(values[order], edges[0], edges[-1]),
        cmap=ListedColormap(list(colours)), norm=BoundaryNorm(list(edges), len(colours)),
        s=26 if near else 3.0, linewidths=0.35 if near else 0, edgecolors="#ffffff", zorder=5,
        rasterized=True,
    )
    names(axes, territory, extent, words, options)
    scale_bar(axes, extent, words)
    schematic_mark(axes, territory, words)


def _counted(panel: _Panel, extent: Extent, words: Words) -> str:
    homes = panel.homes
    inside = (
        homes["x"].between(extent.west, extent.east) & homes["y"].between(extent.south, extent.north)
    )
    lose, same, gain = change_counts(panel.values[inside], homes["persons"][inside])
    total = lose + same + gain
    if same >= total:
        return words("map.counted_none", total=words.number(total))
    return words("map.counted", lose=words.number(lose), same=words.number(same),
                 gain=words.number(gain))


def _legend(figure: Figure, words: Words, width: float, height: float, *, change: bool) -> None:
    colours = CHANGE_COLOURS if change else SCORE_COLOURS
    labels = _change_labels(words) if change else [
        f"{words.number(low * 100)}{words('map.to')}{words.percent(high)}"
        for low, high in zip(SCORE_EDGES[:-1], SCORE_EDGES[1:], strict=True)
    ]
    axes = figure.add_axes((0.12 / width, FOOT / height, 1 - 0.24 / width, (LEGEND - 0.1) / height))
    axes.set_axis_off()
    total = width - 0.24
    axes.set_xlim(0, total)
    axes.set_ylim(0, LEGEND - 0.1)
    axes.text(0, 0.72, words("map.legend_change" if change else "map.legend_score"), fontsize=8.5,
              color=INK, va="top")
    box = min(total / len(colours), 1.35)
    for i, (colour, label) in enumerate(zip(colours, labels, strict=True)):
        axes.add_patch(Rectangle((i * box, 0.26), box - 0.04, 0.17, color=colour, linewidth=0))
        axes.text(i * box + (box - 0.04) / 2, 0.2, label, fontsize=7.8, color=SOFT_INK,
                  ha="center", va="top")


def _change_labels(words: Words) -> list[str]:
    steps = [words.number(abs(edge) * 100) for edge in CHANGE_EDGES]
    loss = [words("map.more_than", sign="\u2212", value=steps[1]),
            f"\u2212{steps[1]}{words('map.to')}\u2212{steps[2]}",
            f"\u2212{steps[2]}{words('map.to')}\u2212{steps[3]}"]
    gain = [f"+{steps[4]}{words('map.to')}+{steps[5]}",
            f"+{steps[5]}{words('map.to')}+{steps[6]}",
            words("map.more_than", sign="+", value=steps[6])]
    return [*loss, words("no_change"), *gain]
