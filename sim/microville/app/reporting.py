"""The report of a session, made in a process of its own: one archive with all that it rests on."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from microville.app.comparing import Order

FOLDER = "microville"


@dataclass(frozen=True, slots=True)
class ReportOrder:
    """What the report is to say.

    Attributes
    ----------
    order
        What is compared.
    lang
        ``"fr"`` or ``"en"``.
    minutes
        Of the session, as escaped HTML; empty for none.
    beside
        Further files of the archive by name.
    """

    order: Order
    lang: str
    minutes: str
    beside: dict[str, str]


def report(wanted: ReportOrder, progress: Callable[[int, int], None]) -> dict[str, bytes]:
    """Compare, write the report, and return it with its tables as an archive.

    Parameters
    ----------
    wanted
        What it says.
    progress
        Called with (months done, months in all).

    Raises
    ------
    InputError
        If a scenario cannot be used.
    """
    from microville.app.compared import run_order
    from microville.app.on_map import FILE as MAP
    from microville.app.on_map import write_map
    from microville.figures import write_report
    from microville.runs.folder import store

    comparison = run_order(wanted.order, progress)
    with TemporaryDirectory() as place:
        folder = Path(place)
        store(comparison, folder)
        write_report(comparison, folder, lang=wanted.lang, minutes=wanted.minutes)
        write_map(comparison, folder / MAP)
        for name, text in wanted.beside.items():
            (folder / name).write_text(text, encoding="utf-8")
        return {"archive": _archive(folder)}


def _archive(folder: Path) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                archive.write(path, f"{FOLDER}/{path.relative_to(folder).as_posix()}")
    return held.getvalue()
