"""How many threads kernels use: results never depend on it."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, TypeVar

from microville.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

T = TypeVar("T")
R = TypeVar("R")
VARIABLE = "MICROVILLE_THREADS"


def thread_count(threads: int | None = None) -> int:
    """Return how many threads to use.

    Parameters
    ----------
    threads
        A number, or None for that of the environment variable ``MICROVILLE_THREADS``, or else as
        many as this process may use processors.

    Raises
    ------
    InputError
        If the number is not 1 or more.
    """
    if threads is None:
        text = os.environ.get(VARIABLE, "")
        if not text:
            return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1
        if not text.isdecimal():
            raise InputError(
                f"{VARIABLE} is {text!r}.", hint="Give a number of threads, 1 or more."
            )
        threads = int(text)
    if threads < 1:
        raise InputError(f"{threads} threads cannot work.", hint="Give 1 or more.")
    return threads


def share(work: Callable[[T], R], parts: Sequence[T], threads: int | None = None) -> list[R]:
    """Do work on each part, on several threads, and return the results in the order of the parts.

    Parts must not write to the same places; kernels release the interpreter's lock.
    """
    count = min(thread_count(threads), len(parts))
    if count <= 1:
        return [work(part) for part in parts]
    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(work, parts))


def chunks(count: int, threads: int | None = None, *, each: int = 4) -> list[range]:
    """Return ranges that together hold 0 to ``count``: a few for each thread."""
    wanted = max(1, min(count, thread_count(threads) * each))
    edges = [count * i // wanted for i in range(wanted + 1)]
    return [range(edges[i], edges[i + 1]) for i in range(wanted)]
