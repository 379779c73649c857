"""How many threads kernels use: results never depend on it."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor, wait
from functools import lru_cache
from threading import Lock, local
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
    if count <= 1 or getattr(_HERE, "busy", False):
        return [work(part) for part in parts]
    pool = _pool(count - 1)
    queue = iter(range(len(parts)))
    found: dict[int, R] = {}
    lock = Lock()

    def take() -> None:
        # Work that shares itself out would wait for threads that wait for it.
        _HERE.busy = True
        try:
            while True:
                with lock:
                    i = next(queue, None)
                if i is None:
                    return
                found[i] = work(parts[i])
        finally:
            _HERE.busy = False

    others = [pool.submit(take) for _ in range(count - 1)]
    try:
        take()
    finally:
        wait(others)
    for other in others:
        other.result()
    return [found[i] for i in range(len(parts))]


_HERE = local()


@lru_cache(maxsize=8)
def _pool(threads: int) -> ThreadPoolExecutor:
    """Return threads that stay: starting one costs more than a small kernel."""
    return ThreadPoolExecutor(threads, thread_name_prefix="microville")


if hasattr(os, "register_at_fork"):
    # Threads do not survive a fork; the child starts its own.
    os.register_at_fork(after_in_child=_pool.cache_clear)


def chunks(count: int, threads: int | None = None, *, each: int = 4) -> list[range]:
    """Return ranges that together hold 0 to ``count``: a few for each thread."""
    wanted = max(1, min(count, thread_count(threads) * each))
    edges = [count * i // wanted for i in range(wanted + 1)]
    return [range(edges[i], edges[i + 1]) for i in range(wanted)]
