"""Questions to a tab's simulation that do not hold up the page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import solara
import solara.lab

if TYPE_CHECKING:
    from collections.abc import Mapping

    from microville.app.session import Session


def use_answer(
    session: Session, command: str, *, when: bool, again: object = None, **keywords: Any
) -> tuple[Mapping[str, Any], bool]:
    """Ask in the background, again whenever the question changes; a hook of a component.

    Parameters
    ----------
    session
        The tab.
    command
        One of :data:`microville.app.worker.COMMANDS` that change nothing.
    when
        Whether there is anything to ask now.
    again
        What else makes the answer out of date, the month for instance.
    **keywords
        The question.

    Returns
    -------
    tuple
        The last answer (empty before the first one, and where nothing is asked), and whether a
        newer one is under way.
    """
    dependencies = [command, when, again, tuple(sorted(keywords.items()))]

    def ask() -> Mapping[str, Any]:
        return session.ask(command, **keywords) if when else {}

    task = solara.lab.use_task(ask, dependencies=dependencies, raise_error=False)
    return (task.latest or {}) if when else {}, bool(task.pending and when)
