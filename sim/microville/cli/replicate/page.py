"""What every step of ``make figures`` needs: where pages are, and marks in them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

START, END = "<!-- made by make figures: {} -->", "<!-- end -->"


@dataclass(frozen=True, slots=True)
class Asked:
    """What a step is asked for.

    Attributes
    ----------
    docs
        Folder of the documentation.
    sweeps
        Folder of sweeps that were done before, each under its experiment's name; steps that need
        sweeps then only read them. None: what is missing is run.
    workers
        Processes; the cores of this machine if None.
    small
        Two seeds, few months and people: to try a step, not for the documentation.
    """

    docs: Path
    sweeps: Path | None = None
    workers: int | None = None
    small: bool = False


def put_between(path: Path, name: str, text: str) -> None:
    """Replace what stands between a page's marks; what people wrote around it stays.

    Raises
    ------
    SystemExit
        If the page has no such marks.
    """
    page = path.read_text(encoding="utf-8")
    start = START.format(name)
    pattern = re.escape(start) + r"\n.*?" + re.escape(END)
    found = re.compile(pattern, flags=re.DOTALL)
    if not found.search(page):
        raise SystemExit(f"{path} has no place for {name}: write {start} and {END} there.")
    made = f"{start}\n{text}{END}"
    path.write_text(found.sub(lambda _: made, page), encoding="utf-8")


def picture(name: str, says: str) -> str:
    """Return the line of a page that shows the figure of an experiment."""
    return f"\n![{says}](images/experiment_{name}.png)\n"
