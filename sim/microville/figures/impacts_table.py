"""Impacts in euros as a table: who gains, how much, on which condition, counted in two ways."""

from __future__ import annotations

from typing import TYPE_CHECKING

from microville.figures.style import BLUE, FAINT, INK, SOFT_INK, VERMILION, new_figure
from microville.figures.words import load_words
from microville.impacts import ALWAYS, BENEFICIARIES, FIXED_RULE, MODES, SIMULATED

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from microville.figures.words import Words
    from microville.impacts import Line, Statement

WIDTH, ROW = 12.4, 0.255
HEAD, FOOT = 1.2, 0.1
"""Inches."""
LEFT, WHY = 0.02, 0.7
YEARLY, TOTAL = (0.375, 0.575), (0.475, 0.675)
"""Where columns are: amounts of a year and totals, by mode, end there; the others begin there."""


class _Page:
    """A figure that is written line by line from the top, in inches."""

    def __init__(self, rows: int) -> None:
        self.height = HEAD + rows * ROW + FOOT
        self.figure = new_figure(WIDTH, self.height)
        self.at = HEAD

    def write(
        self,
        x: float,
        text: str,
        *,
        right: bool = False,
        bold: bool = False,
        size: float = 8.8,
        colour: str = INK,
    ) -> None:
        """Write a text on the present line."""
        self.figure.text(
            x,
            1 - self.at / self.height,
            text,
            ha="right" if right else "left",
            va="center",
            fontsize=size,
            fontweight="bold" if bold else "normal",
            color=colour,
        )

    def rule(self) -> None:
        """Draw a line above the present one."""
        from matplotlib.lines import Line2D

        y = 1 - (self.at - ROW / 2) / self.height
        self.figure.add_artist(Line2D([LEFT, 0.98], [y, y], color=FAINT, lw=0.8))

    def next(self) -> None:
        """Go on to the next line."""
        self.at += ROW


def impacts_table(
    statement: Statement, *, lang: str = "fr", title: str = "", note: str = ""
) -> Figure:
    """Return the table of a statement; costs of an idle site stand apart, in no total.

    Parameters
    ----------
    statement
        Of :func:`microville.impacts.make_statement`.
    lang
        ``"fr"`` or ``"en"``.
    title
        What is evaluated.
    note
        How it was simulated; stands after the years.
    """
    words = load_words(lang)
    modes = [mode for mode in (FIXED_RULE, SIMULATED) if mode in statement.lines]
    lines = statement.lines[FIXED_RULE]
    page = _Page(len(lines) + len(BENEFICIARIES) + len(statement.holding) + 3)
    years = statement.years
    span = words.pick(
        f"{years.count} ans à partir de {years.first}, actualisés",
        f"{years.count} years from {years.first}, discounted",
    )
    page.figure.text(LEFT, 1 - 0.25 / page.height, title, fontsize=13, fontweight="bold", color=INK)
    told = f"{span}. {note}" if note else span
    page.figure.text(LEFT, 1 - 0.5 / page.height, told, fontsize=9, color=SOFT_INK)
    page.at = 0.82
    _heads(page, words, modes)
    by_key = {mode: {line.key: line for line in statement.lines[mode]} for mode in modes}
    for who in BENEFICIARIES:
        _heading_of(page, words, statement, modes, who)
        for line in lines:
            if line.beneficiary == who:
                _line(page, words, [by_key[mode][line.key] for mode in modes])
    _holding(page, words, statement)
    return page.figure


def _heads(page: _Page, words: Words, modes: list[str]) -> None:
    for yearly, total, mode in zip(YEARLY, TOTAL, modes, strict=False):
        name = words.pick(MODES[mode][1], MODES[mode][0])
        page.write(total, name, right=True, size=8.4, bold=True, colour=SOFT_INK)
        page.at += 0.19
        page.write(yearly, words.pick("par an", "a year"), right=True, size=8, colour=SOFT_INK)
        page.write(total, words.pick("total", "total"), right=True, size=8, colour=SOFT_INK)
        page.at -= 0.19
    page.at += 0.19
    page.write(WHY, words.pick("condition", "condition"), size=8, colour=SOFT_INK)
    page.at = HEAD


def _heading_of(
    page: _Page, words: Words, statement: Statement, modes: list[str], who: str
) -> None:
    name = words.pick(BENEFICIARIES[who][1], BENEFICIARIES[who][0])
    page.rule()
    page.write(LEFT, f"{name[0].upper()}{name[1:]}", bold=True)
    for x, mode in zip(TOTAL, modes, strict=False):
        total = words.euros(statement.total_eur(mode, who), signed=True)
        page.write(x, total, right=True, bold=True)
    page.next()


def _line(page: _Page, words: Words, pair: list[Line]) -> None:
    first = pair[0]
    page.write(LEFT + 0.015, words.pick(first.label_fr, first.label_en))
    for yearly, total, line in zip(YEARLY, TOTAL, pair, strict=False):
        if not line.counted:
            nothing = words.pick("non compté", "not counted")
            page.write(total, nothing, right=True, colour=SOFT_INK)
            continue
        each = words.euros(line.year_eur, signed=True)
        page.write(yearly, each, right=True, colour=SOFT_INK)
        colour = {1: BLUE, -1: VERMILION, 0: INK}[line.sign]
        page.write(total, words.euros(line.discounted_eur, signed=True), right=True, colour=colour)
    _condition(page, words, first.condition_fr, first.condition_en)
    page.next()


def _condition(page: _Page, words: Words, french: str, english: str) -> None:
    if english != ALWAYS[0]:
        page.write(WHY, words.pick(french, english), size=7.6, colour=SOFT_INK)


def _holding(page: _Page, words: Words, statement: Statement) -> None:
    page.next()
    page.rule()
    page.write(
        LEFT,
        words.pick(
            "À part, dans aucun total : coût d'un site vide, par an",
            "Apart, in no total: cost of an idle site, a year",
        ),
        bold=True,
    )
    for x, text in (
        (TOTAL[1], words.pick("compté", "counted")),
        (YEARLY[1], words.pick("fourchette", "range")),
    ):
        page.write(x, text, right=True, size=8, colour=SOFT_INK)
    page.next()
    for cost in statement.holding:
        page.write(LEFT + 0.015, words.pick(cost.label_fr, cost.label_en))
        top = words.euros(cost.published_eur)
        page.write(YEARLY[1], words.pick(f"0 à {top}", f"0 to {top}"), right=True)
        page.write(TOTAL[1], words.euros(cost.counted_eur), right=True, colour=SOFT_INK)
        _condition(page, words, cost.condition_fr, cost.condition_en)
        page.next()
