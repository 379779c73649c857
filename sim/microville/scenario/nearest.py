"""The nearest right word, for error messages."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def did_you_mean(word: str, known: Iterable[str], *, list_all: bool = True) -> str:
    """Return ``". Did you mean 'x'?"``; where nothing is near, what there is (if ``list_all``)."""
    names = list(known)
    near = get_close_matches(word[:200], names, n=1, cutoff=0.5)
    near = near or [name for name in names if word and name.startswith(word)]
    if near:
        return f". Did you mean {near[0]!r}?"
    return f". Known: {', '.join(names[:40])}" if names and list_all else ""
