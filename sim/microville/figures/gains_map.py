"""Maps of who gains and who loses: by commune, and by 200 m cell in the focus commune."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.collections import PathCollection
from matplotlib.colors import BoundaryNorm, ListedColormap
from matplotlib.patches import Rectangle

from microville.figures.basemap import draw_base, drawn, near_extent, polygons, whole_extent
from microville.figures.gains import TOLD, rows_of
from microville.figures.map_legend import CHANGE_COLOURS
from microville.figures.map_marks import attribution, scale_bar, schematic_mark
from microville.figures.map_names import names
from microville.figures.style import INK, SOFT_INK, new_figure
from microville.figures.words import MINUS, words_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    import geopandas as gpd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.path import Path as DrawnPath

    from microville.figures.basemap import Extent
    from microville.figures.gains import Gains
    from microville.figures.results import Results
    from microville.figures.words import Words
    from microville.scenario import Scenario

EDGES = (-100.0, -20.0, -5.0, -2.0, 2.0, 5.0, 20.0, 100.0)
"""Per cent of people who gain less those who lose; up to two per cent, a person or two in a cell,
are drawn as no difference."""
PANEL, TITLE, FOOT = 5.6, 0.82, 1.02
FEW = "#ffffff"


def gains_map(
    results: Results, scenario: Scenario, *, outcome: str = TOLD[0], lang: str = "fr"
) -> Figure:
    """Return two maps of one outcome: communes, and cells of the focus commune.

    Parameters
    ----------
    results
        A comparison whose runs kept their people.
    scenario
        Which scenario is compared with the baseline.
    outcome
        One of ``runs.gains.OUTCOMES`` by name.
    lang
        ``"fr"`` or ``"en"``.
    """
    territory = results.comparison.territory
    words = words_of(territory, lang)
    table = rows_of(results, scenario.name)
    width, height = 2 * PANEL + 0.36, PANEL + TITLE + FOOT
    figure = new_figure(width, height)
    shown: tuple[tuple[str, Extent, str], ...] = (
        ("commune", whole_extent(territory).shaped(1.0), words("gains.map_communes")),
        ("cell", near_extent(territory).shaped(1.0), words("gains.map_cells")),
    )
    for i, (kind, extent, title) in enumerate(shown):
        left = (0.12 + i * (PANEL + 0.12)) / width
        axes = figure.add_axes((left, FOOT / height, PANEL / width, PANEL / height))
        axes.set_title(title, fontsize=10.5, color=INK, loc="left", pad=5)
        draw_base(axes, territory, extent, options=scenario.options)
        layer = territory.layers["zones" if kind == "commune" else "cells"]
        _fill(axes, layer, "zone" if kind == "commune" else "cell", table, (kind, outcome))
        names(axes, territory, extent, words, scenario.options)
        scale_bar(axes, extent, words)
        schematic_mark(axes, territory, words)
    _heading(figure, results, scenario, words)
    _legend(figure, words)
    attribution(figure, territory, words)
    return figure


def net_share(row: Mapping[Any, Any]) -> float:
    """Return people who gain less people who lose, in per cent of those followed."""
    return 100 * (float(row["gain"]) - float(row["lose"])) / max(float(row["persons"]), 1.0)


def _fill(
    axes: Axes, layer: gpd.GeoDataFrame, column: str, table: Gains, what: tuple[str, str]
) -> None:
    """Colour each area by its net share; hatch those of too few households."""
    kind, outcome = what
    known: list[DrawnPath] = []
    values: list[float] = []
    few: list[DrawnPath] = []
    for label, geometry in zip(layer[column], layer.geometry, strict=True):
        row = table.get((f"{kind}:{label}", outcome))
        if row is None:
            continue
        paths = [drawn(polygon) for polygon in polygons(geometry)]
        if row["shown"]:
            known += paths
            values += [net_share(row)] * len(paths)
        else:
            few += paths
    axes.add_collection(
        PathCollection(
            known,
            array=np.clip(values, EDGES[0], EDGES[-1]),
            cmap=ListedColormap(list(CHANGE_COLOURS)),
            norm=BoundaryNorm(list(EDGES), len(CHANGE_COLOURS)),
            alpha=0.72,
            edgecolors="#ffffff",
            linewidths=0.8,
            zorder=4,
        )
    )
    axes.add_collection(
        PathCollection(
            few, facecolors="none", edgecolors="#b8bdc4", hatch="////", linewidths=0.4, zorder=4
        )
    )


def _heading(figure: Figure, results: Results, scenario: Scenario, words: Words) -> None:
    width, height = figure.get_size_inches()
    pair = [words.pick(s.title.fr, s.title.en) for s in (results.baseline, scenario)]
    end = words.month(results.months - 1)
    subtitle = words("map.compared", month=end, base=pair[0], scenario=pair[1])
    for text, down, size, weight, colour in (
        (words("gains.map"), 0.12, 13, "bold", INK),
        (subtitle, 0.37, 9.5, "normal", SOFT_INK),
    ):
        figure.text(
            0.12 / width,
            1 - down / height,
            text,
            fontsize=size,
            fontweight=weight,
            color=colour,
            ha="left",
            va="top",
        )


def _legend(figure: Figure, words: Words) -> None:
    width, height = figure.get_size_inches()
    axes = figure.add_axes((0.12 / width, 0.2 / height, 1 - 0.24 / width, 0.72 / height))
    axes.set_axis_off()
    axes.set_xlim(0, width - 0.24)
    axes.set_ylim(0, 0.72)
    axes.text(0, 0.68, words("gains.map_legend"), fontsize=8.5, color=INK, va="top")
    box = 1.08
    for i, (colour, label) in enumerate(zip(CHANGE_COLOURS, _labels(words), strict=True)):
        axes.add_patch(Rectangle((i * box, 0.26), box - 0.04, 0.17, color=colour, alpha=0.72))
        axes.text(
            i * box + box / 2 - 0.02,
            0.2,
            label,
            fontsize=7.6,
            color=SOFT_INK,
            ha="center",
            va="top",
        )
    left = len(CHANGE_COLOURS) * box + 0.2
    axes.add_patch(
        Rectangle((left, 0.26), 0.4, 0.17, facecolor=FEW, edgecolor="#b8bdc4", hatch="////", lw=0.4)
    )
    axes.text(left + 0.5, 0.345, words("gains.map_few"), fontsize=7.8, color=SOFT_INK, va="center")


def _labels(words: Words) -> list[str]:
    far, mid, near = (words.number(EDGES[i]) for i in (6, 5, 4))
    to = words("map.to")
    found = [words("map.more_than", sign=MINUS, value=far)]
    found += [f"{MINUS}{far}{to}{MINUS}{mid}", f"{MINUS}{mid}{to}{MINUS}{near}"]
    found.append(words("gains.map_zero"))
    found += [f"+{near}{to}+{mid}", f"+{mid}{to}+{far}"]
    return [*found, words("map.more_than", sign="+", value=far)]
