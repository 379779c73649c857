"""A radar of the six functions as SVG, with a table of the same numbers."""

from __future__ import annotations

from html import escape
from math import cos, pi, sin
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from microville.figures.words import Words

COLOURS = ("#5b636d", "#0072B2", "#D55E00", "#009E73", "#CC79A7")
"""The baseline is grey; then Okabe and Ito (2008)."""
DASHES = ("", "", "6 3", "2 3", "8 3 2 3")
"""Lines differ by more than their colour."""
SIZE, RADIUS = 320, 105
RINGS = (0.25, 0.5, 0.75, 1.0)


def radar(
    series: Sequence[tuple[str, Mapping[str, float | None]]], words: Words, title: str
) -> str:
    """Return a radar as HTML.

    Parameters
    ----------
    series
        Name and values (0-1) by function of each scenario, the baseline first.
    words
        The language.
    title
        What is shown.
    """
    functions = list(series[0][1])
    shapes = [_ring(share, len(functions)) for share in RINGS]
    shapes += [_spoke(i, words(f"function.{f}"), len(functions)) for i, f in enumerate(functions)]
    shapes += [
        _shape([values.get(f) for f in functions], COLOURS[i], DASHES[i])
        for i, (_, values) in enumerate(series)
    ]
    keys = "".join(
        f'<span><svg width="26" height="8" aria-hidden="true"><line x1="0" x2="26" y1="4" y2="4" '
        f'stroke="{COLOURS[i]}" stroke-width="3" stroke-dasharray="{DASHES[i]}"/></svg> '
        f"{escape(name)}</span>"
        for i, (name, _) in enumerate(series)
    )
    return (
        f'<figure class="mv-radar"><figcaption>{escape(title)}</figcaption>'
        f'<svg viewBox="{-SIZE / 2} {-SIZE / 2} {SIZE} {SIZE}" role="img" '
        f'aria-label="{escape(title)}">{"".join(shapes)}</svg>'
        f'<div class="mv-keys">{keys}</div>{_table(series, functions, words)}</figure>'
    )


def _at(index: int, share: float, count: int) -> tuple[float, float]:
    angle = 2 * pi * index / count - pi / 2
    return RADIUS * share * cos(angle), RADIUS * share * sin(angle)


def _ring(share: float, count: int) -> str:
    points = " ".join("{:.1f},{:.1f}".format(*_at(i, share, count)) for i in range(count))
    return f'<polygon points="{points}" class="mv-ring"/>'


def _spoke(index: int, name: str, count: int) -> str:
    x, y = _at(index, 1.0, count)
    tx, ty = _at(index, 1.14, count)
    anchor = "middle" if abs(tx) < 8 else "start" if tx > 0 else "end"
    return (
        f'<line x1="0" y1="0" x2="{x:.1f}" y2="{y:.1f}" class="mv-ring"/>'
        f'<text x="{tx:.1f}" y="{ty + 4:.1f}" text-anchor="{anchor}">{escape(name)}</text>'
    )


def _shape(values: Sequence[float | None], colour: str, dash: str) -> str:
    count = len(values)
    known = [_at(i, value, count) for i, value in enumerate(values) if value is not None]
    points = " ".join(f"{x:.1f},{y:.1f}" for x, y in known)
    return (
        f'<polygon points="{points}" fill="{colour}" fill-opacity=".07" stroke="{colour}" '
        f'stroke-width="2" stroke-dasharray="{dash}"/>'
    )


def _table(
    series: Sequence[tuple[str, Mapping[str, float | None]]], functions: list[str], words: Words
) -> str:
    heads = "".join(f'<th scope="col">{escape(name)}</th>' for name, _ in series)
    rows = "".join(
        f'<tr><th scope="row">{escape(words(f"function.{function}"))}</th>'
        + "".join(f"<td>{escape(_cell(values[function], words))}</td>" for _, values in series)
        + "</tr>"
        for function in functions
    )
    return f'<table class="mv-table"><thead><tr><td></td>{heads}</tr></thead>{rows}</table>'


def _cell(value: float | None, words: Words) -> str:
    return words("none") if value is None else words.percent(value)
