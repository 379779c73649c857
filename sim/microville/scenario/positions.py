"""Where each key of a TOML file stands: a scanner, because ``tomllib`` tells no lines.

It is given text that ``tomllib`` has accepted, so it only has to find keys, not to judge.
"""

from __future__ import annotations

import tomllib
from typing import TypeAlias

Path: TypeAlias = tuple[str | int, ...]

_SPACE = " \t\r"
_QUOTES = ('"""', "'''", '"', "'")


def key_lines(text: str) -> dict[Path, int]:
    """Return the line (from 1) of every key, table and list element.

    Parameters
    ----------
    text
        A valid TOML document.

    Returns
    -------
    dict
        ``("programme", "buildings", 0, "use")`` and the like, with the line of the key;
        an element of an array of tables has the line of its header.
    """
    return _Scanner(text.replace("\r\n", "\n")).scan()


class _Scanner:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.line = 1
        self.lines: dict[Path, int] = {}
        self.last_index: dict[Path, int] = {}

    def scan(self) -> dict[Path, int]:
        table: Path = ()
        while self._skip_blank(newlines=True):
            if self.text[self.at] == "[":
                table = self._header()
            else:
                self._pair(table)
        return self.lines

    def _advance(self, count: int = 1) -> None:
        self.line += self.text.count("\n", self.at, self.at + count)
        self.at += count

    def _skip_blank(self, *, newlines: bool) -> bool:
        """Skip space and comments; say whether text is left."""
        text = self.text
        while self.at < len(text):
            char = text[self.at]
            if char in _SPACE or (newlines and char == "\n"):
                self._advance()
            elif char == "#":
                end = text.find("\n", self.at)
                self.at = len(text) if end < 0 else end
            else:
                break
        return self.at < len(text)

    def _key(self, stop: str) -> Path:
        """Read a dotted key up to one of the characters in ``stop``."""
        begin = self.at
        while self.text[self.at] not in stop:
            if self.text[self.at] in "\"'":
                self._string()
            else:
                self._advance()
        found: object = tomllib.loads(f"{self.text[begin : self.at].strip()} = 0")
        path: Path = ()
        while isinstance(found, dict):
            key, found = next(iter(found.items()))
            path += (key,)
        return path

    def _header(self) -> Path:
        line = self.line
        is_array = self.text.startswith("[[", self.at)
        self._advance(2 if is_array else 1)
        keys = self._key("]")
        self._advance(2 if is_array else 1)
        path: Path = ()
        for position, key in enumerate(keys):
            path += (key,)
            self.lines.setdefault(path, line)
            if is_array and position == len(keys) - 1:
                self.last_index[path] = self.last_index.get(path, -1) + 1
            if path in self.last_index:
                path += (self.last_index[path],)
                self.lines.setdefault(path, line)
        return path

    def _pair(self, table: Path) -> None:
        line = self.line
        keys = self._key("=")
        path = table
        for key in keys:
            path += (key,)
            self.lines.setdefault(path, line)
        self._advance()
        self._skip_blank(newlines=False)
        self._value(path)

    def _value(self, path: Path) -> None:
        self.lines.setdefault(path, self.line)
        char = self.text[self.at]
        if char in "\"'":
            self._string()
        elif char == "[":
            self._array(path)
        elif char == "{":
            self._inline_table(path)
        else:
            while self.at < len(self.text) and self.text[self.at] not in ",]}#\n":
                self._advance()

    def _array(self, path: Path) -> None:
        self._advance()
        index = 0
        while self._skip_blank(newlines=True) and self.text[self.at] != "]":
            if self.text[self.at] == ",":
                self._advance()
                continue
            self._value((*path, index))
            index += 1
        self._advance()

    def _inline_table(self, path: Path) -> None:
        self._advance()
        while self._skip_blank(newlines=True) and self.text[self.at] != "}":
            if self.text[self.at] == ",":
                self._advance()
                continue
            self._pair(path)
        self._advance()

    def _string(self) -> None:
        quote = next(quote for quote in _QUOTES if self.text.startswith(quote, self.at))
        self._advance(len(quote))
        while not self.text.startswith(quote, self.at):
            escaped = quote[0] == '"' and self.text[self.at] == "\\"
            self._advance(2 if escaped else 1)
        self._advance(len(quote))
        # A multi-line string may end in one or two quotes of its own before the closing three.
        while len(quote) == 3 and self.text.startswith(quote[0], self.at):
            self._advance()
