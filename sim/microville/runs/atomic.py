"""Results appear whole or not at all."""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from microville.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator

MARK = "manifest.json"
"""A folder of ours holds this file; nothing else is ever replaced."""


@contextmanager
def whole_folder(target: Path) -> Iterator[Path]:
    """Write a folder beside its place, then rename it into place.

    Parameters
    ----------
    target
        Where the results will be. A folder of results that is there is replaced at the end.

    Yields
    ------
    Path
        The temporary folder to write into; it is removed if anything fails.

    Raises
    ------
    InputError
        If the place is taken by something that is not ours, or cannot be written.
    """
    check_target(target)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        temporary = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    except OSError as error:
        raise InputError(
            f"Cannot write {target}: {error.strerror}.", hint="Choose another --out."
        ) from error
    try:
        yield temporary
        temporary.chmod(0o755)
        if target.exists():
            old = Path(tempfile.mkdtemp(prefix=f".{target.name}-old-", dir=target.parent))
            target.rename(old / "old")
            temporary.rename(target)
            shutil.rmtree(old, ignore_errors=True)
        else:
            temporary.rename(target)
    except OSError as error:
        raise InputError(
            f"Cannot write {target}: {error.strerror or error}.",
            hint="Free some space or choose another --out.",
        ) from error
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


def check_target(target: Path) -> None:
    """Check, before any work, that results may be written to a folder.

    Raises
    ------
    InputError
        If it is a file, or a folder that holds something else than results of ours.
    """
    if target.is_file():
        raise InputError(f"{target} is a file.", hint="Give a folder as --out.")
    if target.is_dir() and any(target.iterdir()) and not (target / MARK).is_file():
        raise InputError(
            f"{target} holds something else than results of Microville.",
            hint="Give a new folder as --out; nothing there was touched.",
        )
    parent = target.absolute().parent
    while not parent.exists():
        parent = parent.parent
    if not parent.is_dir() or not os.access(parent, os.W_OK | os.X_OK):
        raise InputError(f"Nothing can be written in {parent}.", hint="Choose another --out.")
    try:
        probe = tempfile.mkdtemp(prefix=".microville-", dir=parent)
        Path(probe).rmdir()
    except OSError as error:
        raise InputError(
            f"Nothing can be written in {parent}: {error.strerror}.", hint="Choose another --out."
        ) from error
