"""What Solara loads: the page, and a frame that adds nothing of Solara's own."""

from __future__ import annotations

import solara

from microville.app.pages.main import Page

__all__ = ["Layout", "Page"]


@solara.component
def Layout(children: list[solara.Element] | None = None) -> None:
    """Show the page alone: Solara's own bar and menu are left out."""
    solara.Div(children=children or [], classes=["mv-frame"])
