"""A session's file: one line an entry, on the disk before the next one begins.

JSON lines, UTF-8. A line counts once its end is there: what a power cut left of the last one is
dropped when the file is opened again, so that at most the last action is lost.
"""

from __future__ import annotations

import json
import os
import re
import secrets
from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING, Any

from microville.errors import InputError
from microville.paths import user_sessions_dir

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from filelock import BaseFileLock

SUFFIX = ".jsonl"
NAME = re.compile(r"\d{8}-\d{6}-[0-9a-f]{8}")
LARGEST_BYTES = 20_000_000


class Diary:
    """The file of one session, open for writing; nobody else writes to it meanwhile.

    Parameters
    ----------
    name
        Name of a stored session.

    Raises
    ------
    InputError
        If there is none, it is open elsewhere, or it is damaged.
    """

    def __init__(self, name: str) -> None:
        path = path_of(name)
        self.name = name
        self._lock = _locked(path)
        try:
            self._file = os.open(path, os.O_RDWR | getattr(os, "O_BINARY", 0))
        except OSError as error:
            self._lock.release()
            raise InputError(f"There is no session {name}.") from error
        try:
            data = _read(path)
            # What a power cut left of the last line would run into the next one.
            whole = data.rfind(b"\n") + 1
            os.ftruncate(self._file, whole)
            os.lseek(self._file, 0, os.SEEK_END)
            self.entries = _entries(data[:whole])
        except InputError:
            self.close()
            raise

    @classmethod
    def make(cls, first: Mapping[str, Any]) -> Diary:
        """Make a new session's file with its first entry, and return it open.

        Raises
        ------
        InputError
            If nothing can be written in the user's folder.
        """
        name = f"{datetime.now().astimezone():%Y%m%d-%H%M%S}-{secrets.token_hex(4)}"
        path = path_of(name)
        half = path.with_suffix(".half")
        try:
            with half.open("wb") as file:
                file.write(_line(first))
                file.flush()
                os.fsync(file.fileno())
            half.replace(path)
            _sync_folder(path.parent)
        except OSError as error:
            half.unlink(missing_ok=True)
            raise _unwritable(path, error) from error
        return cls(name)

    def add(self, entry: Mapping[str, Any]) -> None:
        """Write an entry; it is on the disk when this returns.

        Raises
        ------
        InputError
            If it cannot be written, for a full disk for instance; what was there stays whole.
        """
        start = os.lseek(self._file, 0, os.SEEK_END)
        data = _line(entry)
        try:
            while data:
                data = data[os.write(self._file, data) :]
            os.fsync(self._file)
        except OSError as error:
            with suppress(OSError):
                os.ftruncate(self._file, start)
            raise _unwritable(path_of(self.name), error) from error

    def close(self) -> None:
        """Close the file and let others open it."""
        os.close(self._file)
        self._lock.release()


def path_of(name: str) -> Path:
    """Return the file of a session.

    Raises
    ------
    InputError
        If this is no name of a session: names are made here, no path is ever read.
    """
    if not NAME.fullmatch(name):
        raise InputError(f"There is no session {name!r}.", hint="Choose one from the list.")
    return user_sessions_dir() / f"{name}{SUFFIX}"


def stored() -> list[str]:
    """Return the names of stored sessions, the latest first."""
    names = [path.stem for path in user_sessions_dir().glob(f"*{SUFFIX}")]
    return sorted((name for name in names if NAME.fullmatch(name)), reverse=True)


def read(name: str) -> list[dict[str, Any]]:
    """Return the entries of a stored session, which may be open elsewhere.

    Raises
    ------
    InputError
        If there is none or it is damaged.
    """
    data = _read(path_of(name))
    return _entries(data[: data.rfind(b"\n") + 1])


def delete(name: str) -> None:
    """Delete a stored session for good.

    Raises
    ------
    InputError
        If it is open, or cannot be deleted.
    """
    path = path_of(name)
    lock = _locked(path)
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise _unwritable(path, error) from error
    finally:
        lock.release()
        path.with_suffix(".lock").unlink(missing_ok=True)


def _locked(path: Path) -> BaseFileLock:
    from filelock import FileLock, Timeout

    lock = FileLock(path.with_suffix(".lock"), thread_local=False)
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        raise InputError(
            "This session is open in another tab.", hint="Close that tab, then try again."
        ) from error
    except OSError as error:
        raise _unwritable(path, error) from error
    return lock


def _read(path: Path) -> bytes:
    try:
        if path.stat().st_size > LARGEST_BYTES:
            raise InputError(f"The session {path.stem} is too large to be one.")
        return path.read_bytes()
    except OSError as error:
        raise InputError(f"There is no session {path.stem}.") from error


def _entries(data: bytes) -> list[dict[str, Any]]:
    found = []
    for number, line in enumerate(data.splitlines(), start=1):
        try:
            entry = json.loads(line)
        except ValueError:
            entry = None
        if not isinstance(entry, dict):
            raise InputError(
                f"Line {number} of this session is damaged.", hint="Delete the session."
            )
        found.append(entry)
    return found


def _line(entry: Mapping[str, Any]) -> bytes:
    return json.dumps(entry, ensure_ascii=False).encode() + b"\n"


def _sync_folder(folder: Path) -> None:
    """Put the file's name on the disk too, where the system can."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _unwritable(path: Path, error: OSError) -> InputError:
    return InputError(
        f"The session cannot be written in {path.parent}: {error.strerror}.",
        hint="Free some space, or set MICROVILLE_SESSIONS to another folder.",
    )
