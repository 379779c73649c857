"""Reading a file's tables value by value, keeping every problem with its line."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from microville.scenario.nearest import did_you_mean
from microville.sweeps.keys import short

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from microville.scenario.positions import Path
    from microville.scenario.source import Source


class Reader:
    """Reads one parsed file; what is wrong is collected, never raised.

    Each method returns a value that can be used to go on, also where it told a problem, so that
    all problems of a file are found at once.
    """

    def __init__(self, source: Source) -> None:
        self.source = source
        self._told: list[tuple[int, str]] = []

    @property
    def problems(self) -> list[str]:
        """All problems so far, in the order of the file."""
        return [text for _, text in sorted(self._told, key=lambda found: found[0])]

    def tell(self, path: Path, text: str) -> None:
        """Note a problem: file, line, key, what is wrong."""
        line = int(self.source.where(path).rpartition(":")[2])
        self._told.append((line, self.source.message(path, text)))

    def tell_lines(self, path: Path, lines: Sequence[str]) -> None:
        """Note problems of another file that a key names; they carry their own file and line."""
        line = int(self.source.where(path).rpartition(":")[2])
        self._told += [(line, text) for text in lines]

    def table(
        self, path: Path, value: Any, known: Collection[str], needed: Collection[str] = ()
    ) -> dict[str, Any]:
        """Return a table's right keys; tell unknown and missing ones."""
        if not isinstance(value, dict):
            self.tell(path, f"{short(value)} is no table")
            return {}
        for key in value:
            if key not in known:
                self.tell((*path, key), f"unknown key{did_you_mean(key, known)}")
        for key in needed:
            if key not in value:
                self.tell((*path, key), "this key is missing.")
        return {key: inner for key, inner in value.items() if key in known}

    def items(self, path: Path, value: Any) -> Iterator[tuple[Path, Any]]:
        """Yield each element of a list with its path; tell if it is none."""
        if not isinstance(value, list):
            self.tell(path, f"{short(value)} is no list")
            return
        for position, item in enumerate(value):
            yield (*path, position), item

    def text(self, path: Path, value: Any) -> str:
        """Return a text."""
        if not isinstance(value, str):
            self.tell(path, f"{short(value)} is no text: write it in quotes")
            return ""
        return value

    def one_of(self, path: Path, value: Any, choices: Sequence[str]) -> str:
        """Return one of some words; empty if it is none of them."""
        if value in choices and isinstance(value, str):
            return value
        near = did_you_mean(str(value)[:60], choices, list_all=False) if _is_text(value) else ""
        self.tell(
            path, f"{short(value)} is not allowed{near or '.'} Allowed: {', '.join(choices)}."
        )
        return ""

    def whole(self, path: Path, value: Any, low: int, high: int) -> int | None:
        """Return a whole number between two bounds, None if it is none."""
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            self.tell(path, f"{short(value)} is not allowed: a whole number from {low} to {high}.")
            return None
        return value

    def number(self, path: Path, value: Any) -> float | None:
        """Return a finite number, None if it is none."""
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        try:
            if is_number and math.isfinite(value):
                return float(value)
        except OverflowError:  # a whole number beyond what a float holds
            pass
        self.tell(path, f"{short(value)} is no finite number.")
        return None

    def flag(self, path: Path, value: Any) -> bool:
        """Return true or false."""
        if not isinstance(value, bool):
            self.tell(path, f"{short(value)} is neither true nor false")
            return False
        return value


def _is_text(value: Any) -> bool:
    return isinstance(value, str)
