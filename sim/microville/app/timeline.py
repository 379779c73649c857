"""The programme's dates as bars: when works go on, when a use is there."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from microville.app.telling import building_name

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from microville.figures.words import Words

ROW, LEFT, WIDTH = 17, 250, 620
LEAST_MONTHS = 120
COLOURS = {
    "planned": "#d9dde2",
    "waiting": "#f0c9a8",
    "works": "#5b636d",
    "ready": "#a9cfe6",
    "let": "#0072B2",
    "ended": "#c3d9e8",
}


def timeline(
    entries: Sequence[Mapping[str, Any]], month: int, info: Mapping[str, Any], words: Words
) -> str:
    """Return bars as HTML, one row an entry of the programme.

    Parameters
    ----------
    entries
        As :func:`microville.app.books.books` gives them.
    month
        The present month.
    info
        What is known of the map.
    words
        The language.
    """
    rows = sorted(entries, key=lambda e: (e["building"], e["start"]))
    last = max([LEAST_MONTHS, month, *(e["start"] + 24 for e in rows)])
    height = ROW * (len(rows) + 1) + 6
    shapes = [_year(m, last, height) for m in range(0, last, 24)]
    shapes += [_bar(i, entry, last, info, words) for i, entry in enumerate(rows)]
    now = LEFT + WIDTH * month / last
    shapes.append(f'<line x1="{now:.1f}" x2="{now:.1f}" y1="14" y2="{height}" class="mv-present"/>')
    keys = "".join(
        f'<span><i style="background:{colour}"></i>{escape(words(f"timeline.{state}"))}</span>'
        for state, colour in COLOURS.items()
    )
    return (
        f'<figure class="mv-timeline"><figcaption>{escape(words("timeline.title"))}</figcaption>'
        f'<div class="mv-keys">{keys}</div><div class="mv-scroll">'
        f'<svg viewBox="0 0 {LEFT + WIDTH} {height}" role="img" '
        f'aria-label="{escape(words("timeline.title"))}">{"".join(shapes)}</svg></div></figure>'
    )


def _year(month: int, last: int, height: int) -> str:
    x = LEFT + WIDTH * month / last
    return (
        f'<line x1="{x:.1f}" x2="{x:.1f}" y1="14" y2="{height}" class="mv-rule"/>'
        f'<text x="{x + 2:.1f}" y="11">{2025 + month // 12}</text>'
    )


def _bar(
    row: int, entry: Mapping[str, Any], last: int, info: Mapping[str, Any], words: Words
) -> str:
    y = ROW * (row + 1)
    name = building_name(info, entry["building"], words)
    use = words(f"use.{entry['use']}")
    begin = entry["works_from"] if entry["works_from"] >= 0 else entry["start"]
    end = last if entry["end"] is None else min(entry["end"], last)
    done = max(begin, entry["works_until"])
    parts = [(begin, end, COLOURS[entry["state"]])]
    if done > begin:
        parts = [(begin, done, COLOURS["works"])]
        if entry["state"] != "works":
            parts.append((done, end, COLOURS[entry["state"]]))
    bars = "".join(
        f'<rect x="{LEFT + WIDTH * a / last:.1f}" y="{y + 2}" height="{ROW - 4}" '
        f'width="{max(WIDTH * (b - a) / last, 1):.1f}" fill="{colour}"/>'
        for a, b, colour in parts
        if b > a
    )
    state = words(f"timeline.{entry['state']}")
    said = escape(f"{name}, {use} : {words.month(begin)}, {state}")
    shown = escape(f"{name} · {use}")
    return f'<g><title>{said}</title><text x="0" y="{y + 12}">{shown}</text>{bars}</g>'
