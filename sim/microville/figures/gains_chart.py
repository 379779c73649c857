"""A chart of who gains and who loses: bars to the right and to the left, a row a group."""

from __future__ import annotations

from typing import TYPE_CHECKING

from microville.figures.chart_parts import WIDTH, footnote
from microville.figures.gains import AGES, INCOMES, TOLD, group_label, is_shown, least, rows_of
from microville.figures.style import (
    BLUE,
    FAINT,
    INK,
    PAPER,
    SOFT_INK,
    VERMILION,
    heading,
    tall_figure,
)
from microville.figures.words import words_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from microville.figures.gains import Gains, Row
    from microville.figures.results import Results
    from microville.figures.words import Words

BLOCKS = (("present", "arrival", "newcomer", "on_site_worker"), AGES, INCOMES)
"""Groups drawn together, with a gap between blocks."""
GAP = 0.6
LEFT, RIGHT = 0.245, 0.975
CUT = "on_site_worker"
ROOM = 1.7
"""Width of each half over its widest bar: numbers stand at the ends."""


def gains_chart(results: Results, scenario: str, lang: str = "fr") -> Figure:
    """Return the shares of each group that gain and that lose, for three outcomes.

    Parameters
    ----------
    results
        A comparison whose runs kept their people.
    scenario
        Which scenario is compared with the baseline.
    lang
        ``"fr"`` or ``"en"``.
    """
    words = words_of(results.comparison.territory, lang)
    table = rows_of(results, scenario)
    places = _places(table)
    lowest = max(places.values(), default=0.0)
    height = 1.75 + 0.34 * (lowest + 1)
    figure = tall_figure(WIDTH, height, left=LEFT, right=RIGHT, head=0.95, foot=0.6, wspace=0.1)
    drawn = figure.subplots(1, len(TOLD), squeeze=False)[0]
    reach = ROOM * _widest(table, places)
    for axes, name in zip(drawn, TOLD, strict=True):
        _bars(axes, table, places, name, reach, words)
        heading(
            axes, words(f"gains.short.{name}"), words("gains.at_least", least=least(name, words))
        )
    drawn[0].set_yticks(
        list(places.values()), [_named(table, g, words) for g in places], fontsize=9, color=INK
    )
    figure.text(
        0.012, 1 - 0.1 / height, words("gains.chart"), fontsize=9.5, color=SOFT_INK, va="top"
    )
    footnote(figure, words("gains.chart_note"))
    return figure


def _places(table: Gains) -> dict[str, float]:
    """Return the height of each group that is shown, from the top."""
    places: dict[str, float] = {}
    at = 0.0
    for block in BLOCKS:
        for group in block:
            if is_shown(table, group):
                places[group] = at
                at += 1
        at += GAP
    return places


def _widest(table: Gains, places: dict[str, float]) -> float:
    """Return the widest bar of inhabitants, in per cent, five at least.

    Most workers of the site have another workplace in the other run: their bars would leave nothing
    to see of anybody else's.
    """
    groups = [group for group in places if group != CUT] or list(places)
    shares = (_share(table[g, n], side) for g in groups for n in TOLD for side in ("gain", "lose"))
    return max(5.0, *shares)


def _share(row: Row, side: str) -> float:
    """Return the per cent of a group that gains or loses."""
    return 100 * float(row[side]) / max(float(row["persons"]), 1.0)


def _named(table: Gains, group: str, words: Words) -> str:
    persons = words.number(table[group, TOLD[0]]["persons"])
    return f"{group_label(group, words)} ({persons})"


def _bars(
    axes: Axes,
    table: Gains,
    places: dict[str, float],
    name: str,
    reach: float,
    words: Words,
) -> None:
    axes.set_xlim(-reach, reach)
    axes.set_ylim(max(places.values(), default=0.0) + 0.6, -0.6)
    for side in ("top", "right", "left", "bottom"):
        axes.spines[side].set_visible(False)
    axes.tick_params(length=0, labelsize=8.5, colors=SOFT_INK)
    axes.set_xticks([])
    axes.set_yticks([])
    for group, at in places.items():
        axes.axhline(at, color=FAINT, lw=0.7, zorder=1)
        for side, sign, colour in (("gain", 1, BLUE), ("lose", -1, VERMILION)):
            _bar(axes, table[group, name], at, (side, sign, colour), words)
    axes.axvline(0, color=INK, lw=0.9, zorder=4)
    for sign, key, colour in ((1, "gains.gain", BLUE), (-1, "gains.lose", VERMILION)):
        axes.annotate(
            words(key),
            (0.5 + sign * 0.02, 0),
            (0, -4),
            xycoords="axes fraction",
            textcoords="offset points",
            fontsize=8.8,
            fontweight="bold",
            color=colour,
            ha="left" if sign > 0 else "right",
            va="top",
        )


def _bar(axes: Axes, row: Row, at: float, how: tuple[str, int, str], words: Words) -> None:
    """Draw one bar with its count; one that leaves the scale is cut."""
    side, sign, colour = how
    share, count = _share(row, side), round(row[side])
    limit = axes.get_xlim()[1] / ROOM
    drawn = min(share, limit)
    axes.barh(at, sign * drawn, height=0.62, color=colour, zorder=2)
    if share > limit * 1.001:
        for back in (0.88, 0.93):
            x = sign * drawn * back
            axes.plot(
                [x - 0.01 * limit, x + 0.05 * limit], [at + 0.4, at - 0.4], color=PAPER, lw=1.6
            )
    axes.annotate(
        words.number(count),
        (sign * drawn, at),
        (sign * 3, 0),
        textcoords="offset points",
        fontsize=8.5,
        fontweight="bold" if count else "normal",
        color=colour if count else SOFT_INK,
        ha="left" if sign > 0 else "right",
        va="center",
        zorder=3,
    )
