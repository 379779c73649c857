"""What an implementation of a query is: something built once, and something timed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from benchmarks.case import Bench


def same(native: Any) -> Any:
    """Return an answer that is in the compared form already."""
    return native


@dataclass(frozen=True)
class Run:
    """A query ready to be timed.

    Attributes
    ----------
    run
        What is timed; returns the library's own answer.
    answer
        Turns that answer into the compared form, outside the timing.
    note
        Says more about the answer, beside what is timed.
    check
        Gives the compared form by another call than ``run``, where the timed call throws its
        answers away (to the library's advantage).
    parts
        The time is divided by this many (events, categories).
    size_bytes
        Prepared arrays, where they can be counted.
    """

    run: Callable[[], Any]
    answer: Callable[[Any], Any] = same
    note: Callable[[Any], str] | None = None
    check: Callable[[], Any] | None = None
    parts: int = 1
    size_bytes: int | None = None


@dataclass(frozen=True)
class Implementation:
    """One row of a table.

    Attributes
    ----------
    name
        Library and call.
    build
        Prepares everything that is not timed and returns what is.
    timed
        What the time holds.
    few
        Whether it belongs to networks that serve to fit growth only.
    """

    name: str
    build: Callable[[Bench], Run]
    timed: str = "search"
    few: bool = False
