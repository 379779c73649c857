"""The results as a file for other programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from microville.errors import InputError, RunError
from microville.sweeps.files import write_whole

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write_csv(table: pd.DataFrame, path: Path) -> None:
    """Write a table as CSV; texts that a spreadsheet would run as a formula get a quote in front.

    Raises
    ------
    InputError
        If it cannot be written; nothing half-written is left.
    """
    safe = table.copy()
    for name in safe.columns:
        if safe[name].dtype == object or str(safe[name].dtype) in ("str", "string"):
            safe[name] = safe[name].map(_harmless)
    _write(path, safe.to_csv(index=False, lineterminator="\n").encode())


def write_parquet(table: pd.DataFrame, path: Path) -> None:
    """Write a table as Parquet.

    Raises
    ------
    InputError
        If it cannot be written; nothing half-written is left.
    """
    from io import BytesIO

    sink = BytesIO()
    table.to_parquet(sink, index=False)
    _write(path, sink.getvalue())


def _harmless(value: object) -> object:
    risky = isinstance(value, str) and value.startswith(_FORMULA)
    return f"'{value}" if risky else value


def _write(path: Path, data: bytes) -> None:
    try:
        if path.exists() and not path.is_file():
            _write_through(path, data)
        else:
            write_whole(path.resolve(), data)
    except RunError as error:
        raise InputError(error.message, hint="Make room, or give another file.") from error
    except OSError as error:
        raise InputError(
            f"Cannot write {path}: {error.strerror or error}.", hint="Give another file."
        ) from error


def _write_through(path: Path, data: bytes) -> None:
    """Write into what is no file: a device such as standard output is never replaced."""
    with path.open("wb") as device:
        device.write(data)
