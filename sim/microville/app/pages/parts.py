"""Small parts that pages share."""

from __future__ import annotations

from functools import lru_cache
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import solara

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


@lru_cache(maxsize=1)
def css() -> str:
    """Return the style sheet of all pages."""
    folder = Path(__file__).parents[1] / "static"
    return (folder / "app.css").read_text(encoding="utf-8")


@solara.component
def Choice(
    label: str,
    value: str,
    options: Sequence[tuple[str, str]],
    on_value: Callable[[str], None],
    *,
    name: str,
) -> None:
    """Show a choice of one among several: ``options`` are pairs of value and text."""
    solara.v.Select(
        label=label,
        v_model=value,
        items=[{"value": key, "text": text} for key, text in options],
        on_v_model=on_value,
        dense=True,
        outlined=True,
        hide_details=True,
        class_=f"mv-choice mv-choice-{name}",
    )


@solara.component
def Action(
    label: str,
    on_click: Callable[[], Any],
    *,
    name: str,
    disabled: bool = False,
    main: bool = False,
) -> None:
    """Show a button."""
    solara.Button(
        label,
        on_click=on_click,
        disabled=disabled,
        color="primary" if main else None,
        classes=["mv-action", f"mv-do-{name}"],
    )


@solara.component
def Folded(summary: str, part: Callable[..., Any], given: tuple[Any, ...], *, name: str) -> None:
    """Show a part of the page that is folded; it is made once somebody opens it, then stays.

    Parameters
    ----------
    summary
        What is read while it is folded.
    part
        The component.
    given
        Its arguments.
    name
        What the page calls it.
    """
    shown, set_shown = solara.use_state(False)
    made, set_made = solara.use_state(False)

    def turn(value: int | None) -> None:
        set_shown(value is not None)
        set_made(made or value is not None)

    panels = solara.v.ExpansionPanels(
        v_model=0 if shown else None, on_v_model=turn, class_=f"mv-fold-{name}"
    )
    with panels, solara.v.ExpansionPanel():
        solara.v.ExpansionPanelHeader(children=[summary])
        with solara.v.ExpansionPanelContent():
            if made:
                part(*given)


@solara.component
def Heading(text: str) -> None:
    """Show the title of a part of the page."""
    solara.HTML("h2", escape(text), classes=["mv-h2"])


def lines(texts: Sequence[str]) -> str:
    """Return texts as an HTML list; texts are escaped."""
    return "".join(f"<li>{escape(text)}</li>" for text in texts if text)


@solara.component
def Listing(texts: Sequence[str], *, name: str = "list") -> None:
    """Show texts as a list."""
    solara.HTML("ul", lines(texts), classes=["mv-list", f"mv-{name}"])
