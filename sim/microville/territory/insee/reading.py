"""Tables of INSEE, read in pieces: separators, encodings, column names of any year."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from typing import TYPE_CHECKING

from microville.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    import pandas as pd

SEPARATORS = (";", ",", "\t", "|")
PIECE = 200_000
"""Rows read at a time: a national file does not fit in memory at once."""
PACKED = (b"PK\x03\x04", b"7z\xbc\xaf", b"\x1f\x8b")
GEOPACKAGE = b"SQLite format 3\x00"


@dataclass(frozen=True, slots=True)
class Column:
    """A column under the names that it has had.

    Attributes
    ----------
    name
        What we call it.
    names
        Official names, newest first; upper and lower case count as one.
    required
        Whether the file cannot be used without it.
    """

    name: str
    names: tuple[str, ...]
    required: bool = True


def head_of(path: Path, what: str) -> bytes:
    """Return the first bytes of a file.

    Raises
    ------
    InputError
        If it is missing, a folder, unreadable, empty or still packed.
    """
    if not path.is_file():
        gone = f"{path} is a folder." if path.is_dir() else f"There is no file {path}."
        raise InputError(gone, hint=f"Give the {what}.")
    try:
        with path.open("rb") as handle:
            head = handle.read(65_536)
    except OSError as error:
        raise InputError(f"Cannot read {path}: {error.strerror}.") from error
    if not head.strip():
        raise InputError(f"{path} is empty.", hint=f"Download the {what} again.")
    if head.startswith(PACKED):
        raise InputError(f"{path} is packed.", hint="Unpack it and give the file inside.")
    return head


def chosen_columns(
    found: list[str], columns: tuple[Column, ...], path: Path, what: str
) -> dict[str, str]:
    """Return the file's name of each of our columns that it has.

    Raises
    ------
    InputError
        If required ones are missing: the message names them.
    """
    lower = {name.strip().strip('"').lower(): name for name in found}
    named: dict[str, str] = {}
    missing = []
    for column in columns:
        known = [lower[name.lower()] for name in column.names if name.lower() in lower]
        if known:
            named[column.name] = known[0]
        elif column.required:
            missing.append(column.names[0])
    if missing:
        seen = ", ".join(found[:8]) + (" …" if len(found) > 8 else "")
        raise InputError(
            f"{path} is no {what}: it has no column {', '.join(missing)}.",
            hint=f"Its columns are: {seen}. Give the official file as INSEE publishes it.",
        )
    return named


def read_pieces(path: Path, columns: tuple[Column, ...], what: str) -> Iterator[pd.DataFrame]:
    """Yield pieces of a CSV file: text columns under our names.

    The separator is the one that gives most columns; text is UTF-8 or, failing that, Windows-1252.

    Parameters
    ----------
    path
        The file.
    columns
        What is read of it.
    what
        Name of the kind of file, for messages.

    Raises
    ------
    InputError
        If the file is no such table.
    """
    import pandas as pd

    head = head_of(path, what)
    if b"\x00" in head:
        raise InputError(f"{path} is no text file.", hint=f"Give the {what} as CSV.")
    encoding = _encoding(path)
    line = head.decode(encoding, errors="replace").removeprefix("\ufeff").splitlines()[0]
    separator = max(SEPARATORS, key=line.count)
    names = next(csv.reader([line], delimiter=separator))
    named = chosen_columns(names, columns, path, what)
    try:
        with pd.read_csv(
            path,
            sep=separator,
            dtype=str,
            usecols=[name.strip() for name in named.values()],
            chunksize=PIECE,
            encoding=encoding,
            keep_default_na=False,
            na_values=[""],
        ) as reader:
            for piece in reader:
                yield _renamed(piece, named)
    except (pd.errors.ParserError, ValueError) as error:
        text = " ".join(str(error).split())
        raise InputError(f"{path} cannot be read: {text}.", hint="Download it again.") from error


def _renamed(frame: pd.DataFrame, named: Mapping[str, str]) -> pd.DataFrame:
    return frame.rename(columns={theirs.strip(): ours for ours, theirs in named.items()})


def _encoding(path: Path) -> str:
    """Return "utf-8-sig" if the whole file decodes as UTF-8, else "cp1252"."""
    import codecs

    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        with path.open("rb") as handle:
            while block := handle.read(1 << 22):
                decoder.decode(block)
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8-sig"


def numbers(values: pd.Series[str]) -> pd.Series[float]:
    """Return a text column as numbers; NaN where it holds none. A decimal comma is understood."""
    import pandas as pd

    text = values.astype("string").str.strip().str.replace(",", ".", regex=False)
    result: pd.Series[float] = pd.to_numeric(text, errors="coerce").astype("float64")
    return result
