"""Tables as HTML: a caption, heads, rows; every text is escaped."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def table(
    title: str, heads: Sequence[str], rows: Sequence[Sequence[str]], *, note: str = ""
) -> str:
    """Return a table.

    Parameters
    ----------
    title
        Its caption.
    heads
        Names of the columns after the first, which names the rows.
    rows
        Texts; the first of a row is its name.
    note
        What stands below; empty for nothing.
    """
    head = "".join(f'<th scope="col">{escape(text)}</th>' for text in heads)
    body = "".join(
        f'<tr><th scope="row">{escape(row[0])}</th>'
        + "".join(f"<td>{escape(cell)}</td>" for cell in row[1:])
        + "</tr>"
        for row in rows
    )
    foot = f'<div class="mv-small">{escape(note)}</div>' if note else ""
    return (
        f'<div class="mv-scroll"><table class="mv-table"><caption>{escape(title)}</caption>'
        f"<thead><tr><td></td>{head}</tr></thead><tbody>{body}</tbody></table>{foot}</div>"
    )
