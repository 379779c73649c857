"""What maps of an access study are put together from: words, frames, colours, legends."""

from __future__ import annotations

import textwrap
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import shapely
from matplotlib import colormaps
from matplotlib.collections import PathCollection
from matplotlib.colors import to_hex
from matplotlib.patches import Rectangle
from matplotlib.path import Path as DrawnPath

from microville.figures.map_legend import SCORE_EDGES
from microville.figures.map_marks import scale_bar, schematic_mark
from microville.figures.map_names import names
from microville.figures.style import INK, SOFT_INK, new_figure
from microville.figures.words import Words, typeset

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from numpy.typing import NDArray

    from microville.figures.basemap import Extent
    from microville.territory import Territory

COLOURS = tuple(to_hex(colormaps["cividis"](x)) for x in (0.0, 0.28, 0.52, 0.76, 1.0))
"""Cividis, readable by colour-blind people (Nunez, Anderton & Renslow 2018)."""
NO_DATA = "#b9bec5"
MARGIN, GAP, HEAD, STRIP, FOOT = 0.12, 0.14, 0.82, 0.68, 0.24
"""Inches: around the figure, between maps, above them, legend, attribution."""
TEXT = {
    "fr": {
        "score": "Services essentiels à portée de chaque logement",
        "score_commune": "Services essentiels à portée, moyenne des habitants par commune",
        "reach": "Jusqu'où l'on va",
        "from": "Depuis {lon} ; {lat} (longitude ; latitude)",
        "legend": "Part des catégories de services essentiels qu'on atteint à temps, "
        "moyenne des six fonctions",
        "unknown": "; catégories dont on ne sait rien ici, laissées de côté : {count}",
        "no_data": "inconnu",
        "panel": "{profile}, {minutes} minutes",
        "minutes": "{minutes} min : {area} km²",
        "people": "{count} habitants",
        "services": "{count} services",
    },
    "en": {
        "score": "Essential services within reach of each home",
        "score_commune": "Essential services within reach, mean of inhabitants by commune",
        "reach": "How far one gets",
        "from": "From {lon}, {lat} (longitude, latitude)",
        "legend": "Share of the categories of essential services that are reached in time, "
        "mean of the six functions",
        "unknown": "; categories of which nothing is known here, left out: {count}",
        "no_data": "unknown",
        "panel": "{profile}, {minutes} minutes",
        "minutes": "{minutes} min: {area} km²",
        "people": "{count} inhabitants",
        "services": "{count} services",
    },
}
PROFILE_NAMES = {
    "fr": {
        "walk": "À pied",
        "walk_slow": "À pied, lentement",
        "wheelchair": "En fauteuil roulant",
        "bike": "À vélo",
        "ebike": "À vélo électrique",
        "car": "En voiture",
    },
    "en": {
        "walk": "On foot",
        "walk_slow": "On foot, slowly",
        "wheelchair": "By wheelchair",
        "bike": "By bicycle",
        "ebike": "By electric bicycle",
        "car": "By car",
    },
}


def tell(words: Words, key: str, **values: object) -> str:
    """Return a sentence of maps of access in a language."""
    text = TEXT[words.lang][key].format(**values)
    return typeset(text) if words.lang == "fr" else text


def map_grid(
    heading: str, subtitle: str, rows: int, columns: int, *, foot: float
) -> tuple[Figure, list[list[Axes]]]:
    """Return a figure with square maps in rows and columns, a heading and room beneath."""
    side = 8.2 if columns == 1 else 5.6
    above = HEAD if subtitle else HEAD - 0.22
    under = foot + 0.3 if rows > 1 else foot
    width = 2 * MARGIN + columns * side + (columns - 1) * GAP
    height = above + rows * side + (rows - 1) * (GAP + 0.24) + under + FOOT
    figure = new_figure(width, height)
    left = MARGIN / width
    for text, down, size, weight, colour in (
        (heading, 0.1, 13, "bold", INK),
        (subtitle, 0.33, 9.5, "normal", SOFT_INK),
    ):
        figure.text(
            left, 1 - down / height, text, fontsize=size, fontweight=weight, color=colour, va="top"
        )
    axes = [
        [
            figure.add_axes(
                (
                    (MARGIN + column * (side + GAP)) / width,
                    1 - (above + (row + 1) * side + row * (GAP + 0.24)) / height,
                    side / width,
                    side / height,
                )
            )
            for column in range(columns)
        ]
        for row in range(rows)
    ]
    return figure, axes


def finish(
    axes: Axes, territory: Territory, extent: Extent, words: Words, options: Mapping[str, bool]
) -> None:
    """Add what makes a drawing a map: names, scale, north, the mark of a schematic one."""
    names(axes, territory, extent, words, options)
    scale_bar(axes, extent, words)
    schematic_mark(axes, territory, words)


def score_colours(values: NDArray[np.float64]) -> list[str]:
    """Return the colour of each share, grey where it is unknown."""
    step = np.clip(np.searchsorted(SCORE_EDGES[1:-1], values, side="right"), 0, len(COLOURS) - 1)
    return [
        NO_DATA if np.isnan(value) else COLOURS[i]
        for value, i in zip(values.tolist(), step.tolist(), strict=True)
    ]


def draw_area(
    axes: Axes,
    shapes: Iterable[Any],
    colours: list[Any],
    *,
    alpha: float,
    edge: str,
) -> None:
    """Draw polygons with their holes."""
    paths, tones = [], []
    for shape, colour in zip(shapes, colours, strict=True):
        for polygon in shapely.get_parts(shape):
            rings = [polygon.exterior, *polygon.interiors]
            closed = [DrawnPath(np.asarray(r.coords)[:, :2], closed=True) for r in rings]
            paths.append(DrawnPath.make_compound_path(*closed))
            tones.append(colour)
    axes.add_collection(
        PathCollection(paths, facecolors=tones, edgecolors="none", alpha=alpha, zorder=4.5)
    )
    axes.add_collection(
        PathCollection(paths, facecolors="none", edgecolors=edge, linewidths=0.35, zorder=4.5)
    )


def score_legend(figure: Figure, words: Words, text: str, *, known: bool) -> None:
    """Draw classes and colours at the foot, under a sentence that says what they are of."""
    width, height = figure.get_size_inches()
    axes = figure.add_axes(
        (MARGIN / width, FOOT / height, 1 - 2 * MARGIN / width, (STRIP - 0.08) / height)
    )
    axes.set_axis_off()
    axes.set_xlim(0, width - 2 * MARGIN)
    axes.set_ylim(0, STRIP - 0.08)
    lines = textwrap.wrap(text, int((width - 2 * MARGIN) * 14.5))
    axes.text(
        0, STRIP - 0.1, "\n".join(lines[:2]), fontsize=8, color=INK, va="top", linespacing=1.1
    )
    labels = [
        f"{words.number(low * 100)}{words('map.to')}{words.percent(high)}"
        for low, high in pairwise(SCORE_EDGES)
    ]
    entries = list(zip(COLOURS, labels, strict=True))
    entries += [] if known else [(NO_DATA, tell(words, "no_data"))]
    for i, (colour, label) in enumerate(entries):
        axes.add_patch(Rectangle((i * 1.3, 0.06), 0.22, 0.16, color=colour, linewidth=0))
        axes.text(i * 1.3 + 0.28, 0.14, label, fontsize=7.8, color=SOFT_INK, va="center")


def reach_legend(
    axes: Axes, words: Words, areas: list[dict[str, Any]], tones: list[Any], inch: float
) -> None:
    """Write under a map what each of its areas holds, beside its colour.

    Parameters
    ----------
    axes, words
        Where, and in which language.
    areas
        Rows of :func:`microville.access.isochrones` without their shapes, and their colours in
        ``tones``.
    inch
        An inch as a share of the map's side.
    """
    for i, (row, tone) in enumerate(zip(areas, tones, strict=True)):
        y = -(0.15 + 0.19 * i) * inch
        swatch = Rectangle(
            (0, y - 0.06 * inch),
            0.22 * inch,
            0.13 * inch,
            facecolor=tone,
            alpha=0.7,
            edgecolor=INK,
            linewidth=0.6,
            transform=axes.transAxes,
            clip_on=False,
        )
        axes.add_patch(swatch)
        size = words.number(row["area_km2"], 2)
        parts = [tell(words, "minutes", minutes=f"{row['minutes']:g}", area=size)]
        if not pd.isna(row["inhabitants"]):
            parts.append(tell(words, "people", count=words.number(row["inhabitants"])))
        parts.append(tell(words, "services", count=words.number(row["services"])))
        text = " · ".join(parts)
        axes.text(
            0.3 * inch, y, text, fontsize=8.8, color=INK, va="center", transform=axes.transAxes
        )
