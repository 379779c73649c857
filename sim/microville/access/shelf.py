"""Large arrays held once for several models and processes, each with a view of its own.

A view can be written to: the system then copies that page for the one who writes and leaves the
others as they were (a private mapping). Processes that are forked share what they have not changed.
"""

from __future__ import annotations

import mmap
import os
import tempfile
import weakref
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from typing import BinaryIO

    from numpy.typing import NDArray

    Arrays = dict[str, NDArray[Any]]
    Place = tuple[str, int, tuple[int, ...], np.dtype[Any]]

BLOCK = 1 << 18
"""Numbers that are compared at a time."""


class Shelf:
    """Groups of arrays by name, and views of them that may be written to.

    Parameters
    ----------
    most_bytes
        Beyond this the groups that were not asked for longest are let go; None: never. Views of
        them stay.
    """

    def __init__(self, most_bytes: int | None = None) -> None:
        self._held: dict[str, tuple[BinaryIO, list[Place]]] = {}
        self._most_bytes = most_bytes
        weakref.finalize(self, _close, self._held)

    def __contains__(self, group: str) -> bool:
        return group in self._held

    def put(self, group: str, arrays: Arrays) -> None:
        """Hold copies of arrays from now on, in one file without a name."""
        file, places, at = _nameless(), [], 0
        for name, array in arrays.items():
            plain = np.ascontiguousarray(array)
            places.append((name, at, plain.shape, plain.dtype))
            file.seek(at)
            file.write(plain.reshape(-1).view(np.uint8).data)
            # The next one starts a page of its own.
            at += -(-max(plain.nbytes, 1) // mmap.PAGESIZE) * mmap.PAGESIZE
        file.truncate(max(at, mmap.PAGESIZE))
        file.flush()
        if group in self._held:
            self._held.pop(group)[0].close()
        self._held[group] = file, places
        if self._most_bytes is not None:
            self._let_go(self._most_bytes)

    def _let_go(self, most_bytes: int) -> None:
        sizes = {name: os.fstat(file.fileno()).st_size for name, (file, _) in self._held.items()}
        total = sum(sizes.values())
        for name in list(sizes)[:-1]:
            if total > most_bytes:
                total -= sizes[name]
                self._held.pop(name)[0].close()

    def view(self, group: str) -> Arrays:
        """Return the arrays of a group; what is written to them nobody else sees."""
        # The last one asked for is the last to go.
        file, places = self._held[group] = self._held.pop(group)
        held = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_COPY)
        return {
            name: np.ndarray(shape, dtype, buffer=held, offset=at)
            for name, at, shape, dtype in places
        }

    def shared(self, group: str, arrays: Arrays) -> Arrays:
        """Return the content of arrays as views of what a group holds, put there if it is new.

        Only what differs takes memory. Arrays of other shapes come back as they are.
        """
        if group not in self._held:
            self.put(group, arrays)
        found = self.view(group)
        for name, array in arrays.items():
            view = found.get(name)
            if view is None or (view.shape, view.dtype) != (array.shape, array.dtype):
                found[name] = array
                continue
            to, of = view.reshape(-1), np.ascontiguousarray(array).reshape(-1)
            for first in range(0, len(of), BLOCK):
                part = slice(first, first + BLOCK)
                np.copyto(to[part], of[part], where=to[part] != of[part])
        return found


def _close(held: dict[str, tuple[BinaryIO, list[Place]]]) -> None:
    """Let go of files; views that are still used stay."""
    for file, _ in held.values():
        file.close()


def _nameless() -> BinaryIO:
    """Return a file that only this process and its children know; in memory where possible."""
    if hasattr(os, "memfd_create"):
        return os.fdopen(os.memfd_create("microville"), "w+b")
    return tempfile.TemporaryFile()


_SHELVES: list[Shelf] = []


def use_shelf(shelf: Shelf | None) -> None:
    """Hold what is prepared from now on (see ``access.prepared``) on a shelf in this process."""
    _SHELVES[:] = [] if shelf is None else [shelf]


def shelf_in_use() -> Shelf | None:
    """Return the shelf of this process, None where nothing is held."""
    return _SHELVES[0] if _SHELVES else None
