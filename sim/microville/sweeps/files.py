"""Files that appear whole or not at all."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from microville.errors import RunError

if TYPE_CHECKING:
    from pathlib import Path

PART = ".part"
"""Ending of what is being written; such a file is of no use once its writer is gone."""


def write_whole(path: Path, data: bytes, *, sync: bool = False) -> None:
    """Write a file beside its place, then rename it into place.

    Parameters
    ----------
    path
        Where it will be; its folder is there.
    data
        What it holds.
    sync
        Wait until it is on the disk: for what replaces other files.

    Raises
    ------
    RunError
        If it cannot be written; what was there before is untouched.
    """
    temporary = path.with_name(f".{path.name}.{os.getpid()}{PART}")
    try:
        with temporary.open("wb") as file:
            file.write(data)
            if sync:
                file.flush()
                os.fsync(file.fileno())
        temporary.replace(path)
    except OSError as error:
        raise cannot_write(path, error) from error
    finally:
        temporary.unlink(missing_ok=True)


def cannot_write(path: Path, error: OSError) -> RunError:
    """Return the error for a file that cannot be written."""
    return RunError(
        f"Cannot write {path}: {error.strerror or error}.",
        hint="What is done is kept. Make room or open the folder, then 'microville sweep resume'.",
    )


def remove_parts(folder: Path) -> None:
    """Remove what killed writers left half-written in a folder."""
    for path in folder.glob(f".*{PART}"):
        path.unlink(missing_ok=True)


def parquet_bytes(columns: dict[str, Any]) -> bytes:
    """Return a table as the bytes of a Parquet file, without types of pandas' own."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    sink = pa.BufferOutputStream()
    pq.write_table(pa.table(columns), sink, compression="zstd")
    found: bytes = sink.getvalue().to_pybytes()
    return found
