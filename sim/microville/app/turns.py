"""Turns for what takes much memory for a moment: few processes at a time, whoever comes first."""

from __future__ import annotations

import os
import tempfile
import weakref
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

AT_ONCE = 2
"""Models built at the same time on a server: each needs some 400 MB until it is done."""


class Turns:
    """A lock for several holders among forked processes; whoever is killed lets go of it.

    Parameters
    ----------
    count
        How many may hold it at once.
    """

    def __init__(self, count: int = AT_ONCE) -> None:
        self._count = count
        self._file = tempfile.TemporaryFile()  # noqa: SIM115  (open for as long as tabs run)
        self._file.write(b"\0" * count)
        self._file.flush()
        weakref.finalize(self, self._file.close)

    @contextmanager
    def one(self) -> Iterator[None]:
        """Wait for a turn, and have it for as long as the block runs."""
        import fcntl

        place = self._free_place()
        try:
            yield
        finally:
            fcntl.lockf(self._file, fcntl.LOCK_UN, 1, place)

    def _free_place(self) -> int:
        import fcntl

        for place in range(self._count):
            try:
                fcntl.lockf(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, place)
            except OSError:
                continue
            return place
        place = os.getpid() % self._count
        fcntl.lockf(self._file, fcntl.LOCK_EX, 1, place)
        return place
