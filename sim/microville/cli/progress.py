"""Progress with time left: a bar on a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

EVERY_SECONDS = 5.0


@contextmanager
def progress(title: str, *, quiet: bool = False) -> Iterator[Callable[[int, int], None]]:
    """Show the progress of something long on the error stream.

    Yields
    ------
    callable
        To be called with (done, in all).
    """
    if quiet:
        yield lambda _done, _total: None
    elif sys.stderr.isatty():
        with _bar(title) as report:
            yield report
    else:
        yield _lines(title)


@contextmanager
def _bar(title: str) -> Iterator[Callable[[int, int], None]]:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f} %"),
        TimeRemainingColumn(),
        console=Console(stderr=True),
    )
    with bar:
        task = bar.add_task(title, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def _lines(title: str) -> Callable[[int, int], None]:
    started = time.monotonic()
    last = [started]

    def report(done: int, total: int) -> None:
        now = time.monotonic()
        if done < total and now - last[0] < EVERY_SECONDS:
            return
        if done >= total and last[0] < 0:
            return
        last[0] = now if done < total else -1.0
        left = (now - started) / done * (total - done) if done else 0.0
        note = f", about {left:.0f} s left" if done and done < total else ""
        print(f"{title}: {done}/{total}{note}", file=sys.stderr, flush=True)

    return report


def say(text: str, *, quiet: bool = False) -> None:
    """Print a line on the error stream."""
    if not quiet:
        print(text, file=sys.stderr, flush=True)
