"""Read an OSM file in a child process under limits."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from microville.errors import TerritoryError
from microville.territory.osm.raw import load_raw

if TYPE_CHECKING:
    from microville.territory.osm.raw import RawOsm

KINDS = {
    ".pbf": "pbf",
    ".osm": "osm",
    ".xml": "osm",
    ".osm.gz": "osm.gz",
    ".xml.gz": "osm.gz",
    ".osm.bz2": "osm.bz2",
    ".xml.bz2": "osm.bz2",
}
"""Ending of a file's name, and the format as libosmium names it."""

SMALLER = "Cut a smaller extract, for example with 'osmium extract --bbox W,S,E,N'."


@dataclass(frozen=True, slots=True)
class Limits:
    """What the reader may use.

    Attributes
    ----------
    memory_bytes
        Address space of the child process (bytes).
    cpu_seconds
        Processor time of the child process (seconds).
    wall_seconds
        Time on the clock (seconds), after which the child process is ended.
    """

    memory_bytes: int = 4 * 1024**3
    cpu_seconds: int = 300
    wall_seconds: int = 600


def file_kind(path: Path) -> str:
    """Return the format of an OSM file, from its name and its first bytes.

    Raises
    ------
    TerritoryError
        If it is no file, is empty, or is not what its name says.
    """
    if path.is_dir():
        raise TerritoryError(f"{path} is a folder.", hint="Give an .osm.pbf or .osm file.")
    if not path.is_file():
        raise TerritoryError(f"There is no file {path}.", hint="Check its name and folder.")
    name = path.name.lower()
    kind = next((KINDS[end] for end in sorted(KINDS, key=len)[::-1] if name.endswith(end)), None)
    if kind is None:
        raise TerritoryError(
            f"{path.name} is not an OSM file by its name.",
            hint=f"Names end in {', '.join(KINDS)}.",
        )
    try:
        with path.open("rb") as handle:
            head = handle.read(64)
    except OSError as error:
        raise TerritoryError(f"Cannot read {path}: {error.strerror}.") from error
    if not head:
        raise TerritoryError(f"{path} is empty.", hint="Download or export it again.")
    looks = {
        "pbf": b"OSMHeader" in head,
        "osm": head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<"),
        "osm.gz": head.startswith(b"\x1f\x8b"),
        "osm.bz2": head.startswith(b"BZh"),
    }
    if not looks[kind]:
        raise TerritoryError(
            f"{path} does not begin like an OSM file of type {kind}.",
            hint="Download or export it again; a web page saved by mistake looks like this.",
        )
    return kind


def read_osm(path: Path, *, limits: Limits | None = None) -> RawOsm:
    """Read an OSM file in a child process.

    Parameters
    ----------
    path
        ``.osm.pbf``, ``.osm``, ``.osm.xml``, ``.osm.gz`` or ``.osm.bz2``.
    limits
        Memory and time that the child process may use.

    Raises
    ------
    TerritoryError
        If the file is not readable OSM data, or needs more than the limits.
    """
    limits = limits or Limits()
    path = Path(path)
    kind = file_kind(path)
    with tempfile.TemporaryDirectory(prefix="microville-osm-") as name:
        folder = Path(name)
        # -P: the current folder, which may be the downloads folder, is no source of modules
        command = [sys.executable, "-P", "-m", "microville.territory.osm._child"]
        command += [str(path.resolve()), kind, name]
        command += [str(limits.memory_bytes), str(limits.cpu_seconds)]
        try:
            done = subprocess.run(  # noqa: S603 - our own module, no shell
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                timeout=limits.wall_seconds,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise _too_long(path) from error
        if done.returncode != 0:
            raise _failure(path, folder, done.returncode, limits)
        return load_raw(folder)


def _too_long(path: Path) -> TerritoryError:
    return TerritoryError(f"{path} takes longer to read than is allowed.", hint=SMALLER)


def _failure(path: Path, folder: Path, code: int, limits: Limits) -> TerritoryError:
    """Return the error that says why the child process failed."""
    try:
        problem = json.loads((folder / "error.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        problem = {"kind": "stopped", "text": ""}
    if code == -getattr(signal, "SIGXCPU", 24):
        return _too_long(path)
    # an allocation that fails inside a library ends the process without a word
    if problem["kind"] == "memory" or code in (-signal.SIGABRT, -9):
        allowed = limits.memory_bytes / 1024**3
        return TerritoryError(
            f"{path} needs more memory to read than is allowed ({allowed:.1f} GiB).", hint=SMALLER
        )
    if problem["kind"] == "stopped":
        return TerritoryError(
            f"{path} cannot be read: the reader stopped (code {code}).",
            hint="Try another extract; if that fails too, install Microville again.",
        )
    text = problem["text"].rstrip(".?! ")
    hint = "The file may be cut short or damaged; download or export it again."
    if "out of order" in text or "twice" in text:
        hint = "Sort it first, with 'osmium sort', and leave out older versions of objects."
    return TerritoryError(f"{path} is not readable OSM data: {text}.", hint=hint)
