"""One process at a time works on a sweep's folder."""

from __future__ import annotations

import json
import os
import platform
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from microville.errors import InputError
from microville.sweeps.files import cannot_write, write_whole

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LOCK = ".lock"
OWNER = ".owner.json"


@contextmanager
def only_one(folder: Path) -> Iterator[None]:
    """Hold a folder for this process; the system frees it however the process ends.

    Raises
    ------
    InputError
        If another process holds it.
    RunError
        If nothing can be written there.
    """
    from filelock import FileLock, Timeout

    lock = FileLock(folder / LOCK, timeout=0)
    try:
        lock.acquire()
    except Timeout as error:
        raise InputError(
            f"Another process works on {folder}{_owner(folder)}.",
            hint="Wait for it or stop it; 'microville sweep status' shows how far it is.",
        ) from error
    except OSError as error:
        raise cannot_write(folder / LOCK, error) from error
    try:
        now = datetime.now(UTC).isoformat(timespec="seconds")
        owner = {"process": os.getpid(), "machine": platform.node(), "since": now}
        write_whole(folder / OWNER, json.dumps(owner).encode())
        yield
    finally:
        (folder / OWNER).unlink(missing_ok=True)
        lock.release()


def is_held(folder: Path) -> bool:
    """Return whether a process works on a folder at this moment."""
    from filelock import FileLock, Timeout

    if not (folder / LOCK).exists():
        return False
    try:
        with FileLock(folder / LOCK, timeout=0):
            return False
    except Timeout:
        return True
    except OSError:  # a folder that can only be read
        return False


def _owner(folder: Path) -> str:
    try:
        found = json.loads((folder / OWNER).read_text(encoding="utf-8"))
        return f" (process {found['process']} on {found['machine']} since {found['since']})"
    except (OSError, ValueError, TypeError, KeyError):
        return ""
