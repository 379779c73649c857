"""What the platform changes as its network grows: critical size, break-even, its own accounts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matplotlib.ticker import FuncFormatter, NullLocator

from microville.figures.chart_parts import footnote, panels
from microville.figures.style import BLUE, GREEN, INK, VERMILION, heading, plain_axes
from microville.figures.words import load_words
from microville.network_of_sites import TYPES

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from microville.figures.words import Words

COLOURS = dict(zip(TYPES, (BLUE, VERMILION, GREEN), strict=True))
MARKS = dict(zip(TYPES, "osD", strict=True))
SHORT = {
    "military": ("bases", "bases"),
    "industrial": ("brownfields", "friches"),
    "scattered": ("town centres", "centres-villes"),
}


def platform_curve(table: pd.DataFrame, *, lang: str = "fr") -> Figure:
    """Return three panels over the number of sites of the network.

    Parameters
    ----------
    table
        Of :func:`microville.network_of_sites.curve`.
    lang
        ``"fr"`` or ``"en"``.
    """
    words = load_words(lang)
    figure, (size, share, own) = panels(3, left=0.07, wspace=0.3, height=4.1)
    figure.subplots_adjust(bottom=0.24, top=0.8)
    _critical(size, table, words)
    _shares(share, table, words)
    _coverage(own, table, words)
    for axes in (size, share, own):
        axes.set_xscale("log")
        axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: words.number(value)))
        axes.xaxis.set_minor_locator(NullLocator())
        axes.set_xlabel(
            words.pick("sites du réseau", "sites of the network"), fontsize=9, color=INK
        )
    text = words.pick(
        "Traits pleins : avec la plateforme ; pointillés : sans. Hypothèses : docs/network.md.",
        "Solid: with the platform; dashed: without. Assumptions: docs/network.md.",
    )
    footnote(figure, text)
    return figure


def _critical(axes: Axes, table: pd.DataFrame, words: Words) -> None:
    plain_axes(axes)
    heading(axes, words.pick("Taille critique", "Critical size"), "m²")
    for kind in TYPES:
        name = words.pick(SHORT[kind][1], SHORT[kind][0])
        values = table[f"critical_{kind}_with"].astype(float)
        axes.plot(table["sites"], values, color=COLOURS[kind], marker=MARKS[kind], ms=4, label=name)
        lone = table[f"critical_{kind}_without"].astype(float)
        axes.plot(table["sites"], lone, color=COLOURS[kind], ls=(0, (4, 2.2)), lw=1.3)
    axes.set_ylim(bottom=0)
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: words.number(value)))
    axes.legend(frameon=False, fontsize=8.5, labelcolor=INK, loc="lower left")


def _shares(axes: Axes, table: pd.DataFrame, words: Words) -> None:
    plain_axes(axes)
    heading(
        axes,
        words.pick("Sites à l'équilibre en 15 ans", "Sites that break even within 15 years"),
        "%",
    )
    axes.plot(table["sites"], table["share_with"] * 100, color=BLUE, marker="o", ms=4)
    axes.plot(table["sites"], table["share_without"] * 100, color=BLUE, ls=(0, (4, 2.2)), lw=1.3)
    axes.set_ylim(0, 104)


def _coverage(axes: Axes, table: pd.DataFrame, words: Words) -> None:
    plain_axes(axes)
    heading(
        axes,
        words.pick("Recettes propres de la plateforme", "The platform's own income"),
        words.pick("% du coût de son équipe", "% of what its team costs"),
    )
    axes.plot(table["sites"], table["coverage"] * 100, color=BLUE, marker="o", ms=4)
    axes.axhline(100, color=INK, lw=0.9, ls=(0, (1, 2)))
    axes.set_ylim(bottom=0)
