"""Where a programme fails: every run as a point on the two surest limits, the box around."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.patches import Patch, Rectangle
from matplotlib.ticker import FuncFormatter

from microville.figures.chart_parts import WIDTH, footnote
from microville.figures.style import (
    BLUE,
    INK,
    SOFT_INK,
    VERMILION,
    heading,
    plain_axes,
    tall_figure,
)
from microville.figures.words import load_words
from microville.sweeps.analysis.boxes import coded
from microville.sweeps.analysis.names import key_name, number, percent
from microville.sweeps.analysis.wishes import all_hold

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from numpy.typing import NDArray

    from microville.sweeps.analysis.boxes import Failures, Part

GOLDEN = 0.6180339887498949
"""Points of one value are spread by steps of the golden ratio: evenly, and without chance."""
SPREAD = 0.5
"""Width over which points of one value without order are spread, of the way to the next."""


def failure_boxes(
    found: Sequence[Failures],
    factors: Sequence[dict[str, Any]],
    table: pd.DataFrame,
    *,
    lang: str = "fr",
) -> Figure:
    """Return a panel for each scenario, two side by side.

    Parameters
    ----------
    found
        Of :func:`microville.sweeps.analysis.boxes.failures_of`; the fullest box is drawn.
    factors
        What varies, as ``sweep.json`` says it.
    table
        The results.
    lang
        ``"fr"`` or ``"en"``.
    """
    words = load_words(lang)
    lines = (len(found) + 1) // 2
    height = lines * 4.2 + 0.5
    figure = tall_figure(
        WIDTH, height, left=0.075, right=0.975, head=0.7, foot=1.0, hspace=0.55, wspace=0.25
    )
    grid = figure.subplots(lines, 2, squeeze=False).ravel()
    for axes, one in zip(grid, found, strict=False):
        _panel(axes, one, factors, table[table["scenario"] == one.scenario], lang)
    for axes in grid[len(found) :]:
        axes.set_visible(False)
    _legend(figure, lang)
    text = words.pick(
        "PRIM : un point par calcul ; cadre : la première boîte, sur ses deux limites les plus "
        "sûres.",
        "PRIM: a point for each run; frame: the first box, on its two surest limits.",
    )
    footnote(figure, text)
    return figure


def _panel(
    axes: Axes, one: Failures, factors: Sequence[dict[str, Any]], table: pd.DataFrame, lang: str
) -> None:
    plain_axes(axes)
    parts = list(one.regions[0].parts[:2]) if one.regions else []
    keys = [factor["key"] for factor in factors]
    shown = [keys.index(part.key) for part in parts]
    shown += [i for i in range(len(keys)) if i not in shown][: 2 - len(shown)]
    inputs, ordered = coded(factors, table)
    steps = np.asarray(np.arange(len(inputs)) * GOLDEN % 1.0, dtype=np.float64)
    broken = ~all_hold(one.wishes, table)
    across = _placed(inputs[:, shown[0]], steps, is_ordered=ordered[shown[0]])
    up = (
        steps
        if len(shown) < 2
        else _placed(inputs[:, shown[1]], steps, is_ordered=ordered[shown[1]])
    )
    for which, colour, size in ((~broken, BLUE, 10), (broken, VERMILION, 16)):
        axes.scatter(across[which], up[which], s=size, color=colour, alpha=0.75, linewidths=0)
    if parts:
        _frame(axes, parts, [factors[i] for i in shown[: len(parts)]])
        region = one.regions[0]
        told = f"{percent(region.coverage, lang)} / {percent(region.density, lang)}"
        said = load_words(lang).pick(f"couverture / densité {told}", f"coverage / density {told}")
    else:
        said = load_words(lang).pick("aucune boîte", "no box")
    heading(axes, one.scenario, said)
    axes.set_xlabel(key_name(keys[shown[0]], lang), fontsize=8.5, color=INK)
    _ticks(axes, "x", factors[shown[0]], lang, is_ordered=ordered[shown[0]])
    if len(shown) == 2:
        axes.set_ylabel(key_name(keys[shown[1]], lang), fontsize=8.5, color=INK)
        _ticks(axes, "y", factors[shown[1]], lang, is_ordered=ordered[shown[1]])
    else:
        axes.set_yticks([])


def _placed(
    values: NDArray[np.float64], steps: NDArray[np.float64], *, is_ordered: bool
) -> NDArray[np.float64]:
    placed: NDArray[np.float64] = values if is_ordered else values + SPREAD * (steps - 0.5)
    return placed


def _frame(axes: Axes, parts: Sequence[Part], factors: Sequence[dict[str, Any]]) -> None:
    """Draw the first box; a side that is open, or of a factor without order, goes to the edge."""
    (left, right), (low, high) = axes.get_xlim(), axes.get_ylim()
    ends = [[left, right], [low, high]]
    for i, (part, factor) in enumerate(zip(parts, factors, strict=True)):
        if part.options:
            places = [factor["values"].index(value) for value in part.options]
            ends[i] = [min(places) - 0.45, max(places) + 0.45]
            continue
        ends[i] = [
            own if limit is None else limit
            for own, limit in zip(ends[i], (part.low, part.high), strict=True)
        ]
    axes.add_patch(
        Rectangle(
            (ends[0][0], ends[1][0]),
            ends[0][1] - ends[0][0],
            ends[1][1] - ends[1][0],
            fill=False,
            edgecolor=INK,
            linewidth=1.6,
        )
    )
    axes.set_xlim(left, right)
    axes.set_ylim(low, high)


def _ticks(axes: Axes, side: str, factor: dict[str, Any], lang: str, *, is_ordered: bool) -> None:
    if is_ordered:
        axis = axes.xaxis if side == "x" else axes.yaxis
        axis.set_major_formatter(FuncFormatter(lambda value, _: number(value, lang)))
    else:
        set_ticks = axes.set_xticks if side == "x" else axes.set_yticks
        set_ticks(range(len(factor["values"])), [str(value) for value in factor["values"]])


def _legend(figure: Figure, lang: str) -> None:
    words = load_words(lang)
    marks = [
        Patch(color=VERMILION, label=words.pick("échoue", "fails")),
        Patch(color=BLUE, label=words.pick("tient", "holds")),
        Patch(edgecolor=INK, facecolor="none", label=words.pick("boîte", "box")),
    ]
    figure.legend(
        handles=marks,
        loc="lower right",
        bbox_to_anchor=(0.985, 0.0),
        ncols=3,
        frameon=False,
        fontsize=8.5,
        labelcolor=SOFT_INK,
    )
