"""Small charts as SVG with a table beside them: no script, no request, readable aloud."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from math import floor, log10
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from microville.figures.words import Words

WIDTH, HEIGHT = 200, 80
LEFT, RIGHT, TOP, BOTTOM = 2, 4, 11, 12
COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7")
"""Okabe and Ito (2008)."""
INKS = ("#0072B2", "#B85100", "#00785A", "#A04C7A")
"""The same, dark enough for text on white (at least 4.5 to 1)."""
YEAR_WIDTH = 20
"""Room of a year written on the axis."""
LEAST_MONTHS = 24
START_YEAR = 2025
Values = "Sequence[float | None]"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a chart: its name, values by month, and the same without the visitor's changes.

    ``before`` is empty where nothing was changed.
    """

    name: str
    values: Sequence[float | None]
    before: Sequence[float | None] = ()


SMALLEST = 1e-300
"""Spans below this have no power of ten that a number can hold."""


def nice_bounds(values: Sequence[float], *, zero: bool) -> tuple[float, float]:
    """Return the bounds of an axis: round numbers around the values, with zero if wanted."""
    low, high = min(values), max(values)
    if zero:
        low, high = min(low, 0.0), max(high, 0.0)
    span = high - low or abs(high)
    span = span if span > SMALLEST else 1.0
    step = 10 ** floor(log10(span))
    step = next(step * part for part in (0.2, 0.5, 1.0, 2.0) if span / (step * part) <= 5)
    bottom, top = floor(low / step) * step, -floor(-high / step) * step
    return bottom, top if top > bottom else bottom + step


def chart(
    title: str,
    lines: Sequence[Line],
    words: Words,
    write: Callable[[float], str],
    *,
    zero: bool = True,
) -> str:
    """Return a chart as HTML: title, present values, lines, and a table by year.

    Parameters
    ----------
    title
        What is shown.
    lines
        One or two; solid with the changes of the visitor, dashed without.
    words
        The language.
    write
        How a value is written.
    zero
        Whether the axis holds zero.
    """
    known = [v for line in lines for v in (*line.values, *line.before) if v is not None]
    if not known:
        return ""
    bounds = nice_bounds(known, zero=zero)
    months = max(LEAST_MONTHS, *(len(line.values) for line in lines))
    paths = [_lines(line, bounds, months, COLOURS[i]) for i, line in enumerate(lines)]
    heads = [_head(line, words, write, INKS[i]) for i, line in enumerate(lines)]
    said = escape(f"{title}. {'; '.join(_said(line, words, write) for line in lines)}")
    return (
        f'<figure class="mv-chart"><figcaption>{escape(title)}</figcaption>'
        f'<div class="mv-now">{"".join(heads)}</div>'
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{said}">'
        f"{_grid(bounds, months, write)}{''.join(paths)}</svg>"
        f"{_table(lines, words, write)}</figure>"
    )


def _place(month: int, value: float, bounds: tuple[float, float], months: int) -> str:
    low, high = bounds
    x = LEFT + (WIDTH - LEFT - RIGHT) * month / max(months - 1, 1)
    y = TOP + (HEIGHT - TOP - BOTTOM) * (high - value) / (high - low)
    return f"{x:.1f},{y:.1f}"


def _lines(line: Line, bounds: tuple[float, float], months: int, colour: str) -> str:
    parts = []
    for values, style in (
        (
            line.before,
            f'stroke="{colour}" stroke-dasharray="3 2.5" stroke-width="1.3" opacity=".8"',
        ),
        (line.values, f'stroke="{colour}" stroke-width="2"'),
    ):
        points = [_place(m, v, bounds, months) for m, v in enumerate(values) if v is not None]
        if len(points) == 1:
            x, _, y = points[0].partition(",")
            parts.append(f'<circle cx="{x}" cy="{y}" r="2" fill="{colour}"/>')
        elif points:
            joined = " ".join(points)
            parts.append(f'<polyline points="{joined}" fill="none" {style}/>')
    return "".join(parts)


def _grid(bounds: tuple[float, float], months: int, write: Callable[[float], str]) -> str:
    low, high = bounds
    parts = []
    for value in (low, high):
        y = _place(0, value, bounds, months).partition(",")[2]
        parts.append(
            f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y}" y2="{y}" class="mv-rule"/>'
            f'<text x="{LEFT}" y="{float(y) - 1.5:.1f}">{escape(write(value))}</text>'
        )
    if low < 0 < high:
        y = _place(0, 0.0, bounds, months).partition(",")[2]
        parts.append(f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y}" y2="{y}" class="mv-zero"/>')
    every = 12 * max(1, round(months / 72))
    for month in range(0, months, every):
        x = _place(month, low, bounds, months).partition(",")[0]
        if float(x) > WIDTH - YEAR_WIDTH:
            break
        parts.append(f'<text x="{x}" y="{HEIGHT - 2}">{START_YEAR + month // 12}</text>')
    return "".join(parts)


def _last(values: Sequence[float | None]) -> float | None:
    return next((value for value in reversed(values) if value is not None), None)


def _head(line: Line, words: Words, write: Callable[[float], str], colour: str) -> str:
    value = _last(line.values)
    shown = words("none") if value is None else write(value)
    name = f"<span>{escape(line.name)}</span>" if line.name else ""
    other = _last(line.before)
    without = ""
    if other is not None and value is not None and write(other) != write(value):
        without = f"<small>{escape(words('live.without', value=write(other)))}</small>"
    return f'<div><b style="color:{colour}">{escape(shown)}</b> {name}{without}</div>'


def _said(line: Line, words: Words, write: Callable[[float], str]) -> str:
    value = _last(line.values)
    return f"{line.name} {words('none') if value is None else write(value)}".strip()


def _table(lines: Sequence[Line], words: Words, write: Callable[[float], str]) -> str:
    """Return the values at the end of each year, for who does not see the lines."""
    months = max(len(line.values) for line in lines)
    ends = sorted({*range(11, months, 12), months - 1})
    heads = "".join(
        f'<th scope="col">{escape(line.name or words("live.value"))}</th>' for line in lines
    )
    rows = "".join(
        f'<tr><th scope="row">{escape(words.month(end))}</th>'
        + "".join(f"<td>{escape(_cell(line.values, end, words, write))}</td>" for line in lines)
        + "</tr>"
        for end in ends
    )
    return (
        f"<details><summary>{escape(words('live.table'))}</summary><table><thead><tr>"
        f'<th scope="col">{escape(words("live.month"))}</th>{heads}</tr></thead>'
        f"<tbody>{rows}</tbody></table></details>"
    )


def _cell(
    values: Sequence[float | None], month: int, words: Words, write: Callable[[float], str]
) -> str:
    value = values[month] if month < len(values) else None
    return words("none") if value is None else write(value)
