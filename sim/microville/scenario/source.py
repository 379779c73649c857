"""One scenario file: its data, and the line of each key."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from microville.errors import ScenarioError
from microville.scenario.positions import Path, key_lines

if TYPE_CHECKING:
    from pathlib import Path as FilePath

_AT_LINE = re.compile(r"\(at line (\d+), column (\d+)\)")


@dataclass(frozen=True)
class Source:
    """A file that could be parsed: path, raw data and the line of each key."""

    path: FilePath
    data: dict[str, Any]
    lines: dict[Path, int]

    def where(self, path: Path) -> str:
        """Return ``file:line`` of a key, or of the nearest table around it."""
        for length in range(len(path), 0, -1):
            if path[:length] in self.lines:
                return f"{self.path}:{self.lines[path[:length]]}"
        return f"{self.path}:1"

    def message(self, path: Path, text: str) -> str:
        """Return one line of an error message: file, line, key, what is wrong."""
        return f"{self.where(path)}: {key_text(path)}{text}"


def key_text(path: Path) -> str:
    """Return a key as people write it, ``"programme.buildings[3].use: "``."""
    text = ""
    for part in path:
        text += f"[{part + 1}]" if isinstance(part, int) else f".{part}"
    return f"{text.removeprefix('.')}: " if text else ""


def read_source(path: FilePath) -> Source:
    """Read and parse one file.

    Raises
    ------
    ScenarioError
        If it cannot be read or is no TOML; the first fault is named with its line.
    """
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise ScenarioError(f"{path} cannot be read: {error.strerror}.") from error
    try:
        # Some editors put a mark of byte order first.
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise ScenarioError(
            f"{path}:{line}: this is not UTF-8 text.", hint="Save the file as UTF-8."
        ) from error
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ScenarioError(_syntax(path, text, str(error))) from error
    except (ValueError, RecursionError) as error:  # numbers too long, nesting too deep
        raise ScenarioError(f"{path}:1: the file cannot be parsed ({error}).") from error
    return Source(path, data, key_lines(text))


def _syntax(path: FilePath, text: str, message: str) -> str:
    found = _AT_LINE.search(message)
    line = int(found[1]) if found else text.count("\n") + 1
    column = f", column {found[2]}" if found else ""
    reason = _AT_LINE.sub("", message).replace("(at end of document)", "").strip()
    shown = text.split("\n")[line - 1].strip()[:80] if line <= text.count("\n") + 1 else ""
    return f"{path}:{line}{column}: this is no TOML: {reason}: {shown!r}."
