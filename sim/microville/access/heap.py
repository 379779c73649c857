"""A binary heap in arrays that the caller owns: no allocation inside searches."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numba import njit

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Keys hold milliseconds in the upper 32 bits and the node in the lower: equal times by node.


@njit(cache=True, nogil=True, inline="always")  # type: ignore[untyped-decorator]
def push(heap: NDArray[np.int64], size: int, key: int) -> int:
    """Add a key and return the new size; the heap must have room."""
    at = size
    while at > 0:
        above = (at - 1) >> 1
        if heap[above] <= key:
            break
        heap[at] = heap[above]
        at = above
    heap[at] = key
    return size + 1


@njit(cache=True, nogil=True, inline="always")  # type: ignore[untyped-decorator]
def pop(heap: NDArray[np.int64], size: int) -> int:
    """Take away the first key, ``heap[0]``, and return the new size."""
    size -= 1
    key = heap[size]
    at = 0
    below = 1
    while below < size:
        if below + 1 < size and heap[below + 1] < heap[below]:
            below += 1
        if heap[below] >= key:
            break
        heap[at] = heap[below]
        at = below
        below = 2 * at + 1
    heap[at] = key
    return size


@njit(cache=True, nogil=True, inline="always")  # type: ignore[untyped-decorator]
def push_named(
    keys: NDArray[np.int64], names: NDArray[np.int64], size: int, key: int, name: int
) -> int:
    """Add a key with a name that moves along beside it; both arrays must have room."""
    at = size
    while at > 0:
        above = (at - 1) >> 1
        if keys[above] <= key:
            break
        keys[at], names[at] = keys[above], names[above]
        at = above
    keys[at], names[at] = key, name
    return size + 1


@njit(cache=True, nogil=True, inline="always")  # type: ignore[untyped-decorator]
def pop_named(keys: NDArray[np.int64], names: NDArray[np.int64], size: int) -> int:
    """Take away the first key and its name, and return the new size."""
    size -= 1
    key, name = keys[size], names[size]
    at, below = 0, 1
    while below < size:
        if below + 1 < size and keys[below + 1] < keys[below]:
            below += 1
        if keys[below] >= key:
            break
        keys[at], names[at] = keys[below], names[below]
        at = below
        below = 2 * at + 1
    keys[at], names[at] = key, name
    return size


@njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def grown(array: NDArray[np.int64], room: int) -> NDArray[np.int64]:
    """Return an array that holds the same and has at least some room."""
    if room <= len(array):
        return array
    larger = np.empty(2 * room, array.dtype)
    larger[: len(array)] = array
    return larger
