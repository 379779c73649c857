"""The wheels that the app needs on a computer, at the locked versions, nothing else.

pip decides markers for the computer it runs on, whatever ``--platform`` says, so that a Windows set
made on Linux would lack what only Windows needs. The set is therefore walked here: each wheel's own
requirements, decided for the computer it is for, at the version that ``constraints.txt`` names.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from email.parser import BytesHeaderParser
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import ZipFile

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name, parse_wheel_filename

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bundle.target import Target


class BundleError(Exception):
    """An archive cannot be made or does not work; the text says why and what to do."""


def locked(constraints: str, target: Target) -> dict[str, str]:
    """Return the version of each package that ``constraints.txt`` names for a computer.

    Raises
    ------
    BundleError
        If a line names no single version.
    """
    found = {}
    for line in constraints.splitlines():
        text = line.partition("#")[0].strip()
        if not text:
            continue
        wanted = Requirement(text)
        exact = [spec.version for spec in wanted.specifier if spec.operator == "=="]
        if len(exact) != 1 or len(wanted.specifier) != 1:
            raise BundleError(f"constraints.txt: {text!r} should name one version (name==1.2.3).")
        if wanted.marker is None or wanted.marker.evaluate(target.markers()):
            found[canonicalize_name(wanted.name)] = exact[0]
    return found


def requirements(wheel: Path) -> list[Requirement]:
    """Return what a wheel says that it requires."""
    with ZipFile(wheel) as archive:
        name = next(name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        head = BytesHeaderParser().parsebytes(archive.read(name))
    return [Requirement(text) for text in head.get_all("Requires-Dist") or []]


def needed(
    requires: Iterable[Requirement], extras: Iterable[str], target: Target
) -> dict[str, set[str]]:
    """Return the packages that requirements ask for with some extras, and their extras."""
    found: dict[str, set[str]] = {}
    for wanted in requires:
        cases = [target.markers() | {"extra": extra} for extra in ("", *extras)]
        if wanted.marker is None or any(wanted.marker.evaluate(case) for case in cases):
            found.setdefault(canonicalize_name(wanted.name), set()).update(wanted.extras)
    return found


def collect(
    own: Path, extras: Iterable[str], folder: Path, versions: dict[str, str], target: Target
) -> list[Path]:
    """Download every wheel that our own one needs, into a folder.

    Parameters
    ----------
    own
        Our wheel.
    extras
        Parts of it that are wanted (``app``).
    folder
        Where wheels go; those already there are not asked for again.
    versions
        As :func:`locked` gives them.
    target
        The computer.

    Returns
    -------
    list of Path
        The wheels without ours, sorted.

    Raises
    ------
    BundleError
        If something is not locked, or there is no wheel of it for this computer.
    """
    known: dict[str, set[str]] = {}
    waiting = needed(requirements(own), extras, target)
    wheels: dict[str, Path] = {}
    while waiting:
        _download({name: versions[name] for name in _locked(waiting, versions)}, folder, target)
        here = {parse_wheel_filename(path.name)[:2]: path for path in folder.glob("*.whl")}
        by_name = {
            name: path for (name, at), path in here.items() if str(at) == _at(versions, name)
        }
        following: dict[str, set[str]] = {}
        for name, wanted in waiting.items():
            wheels[name] = by_name[name]
            known.setdefault(name, set()).update(wanted)
            for other, more in needed(requirements(by_name[name]), known[name], target).items():
                if other not in known or not more <= known[other]:
                    following.setdefault(other, set()).update(more)
        waiting = following
    return sorted(wheels.values())


def _at(versions: dict[str, str], name: str) -> str:
    from packaging.version import Version

    return str(Version(versions[name])) if name in versions else ""


def _locked(names: Iterable[str], versions: dict[str, str]) -> list[str]:
    missing = sorted(name for name in names if name not in versions)
    if missing:
        raise BundleError(f"constraints.txt does not name {', '.join(missing)}: add a version.")
    return sorted(names)


def _download(wanted: dict[str, str], folder: Path, target: Target) -> None:
    """Download wheels; what is published as source only is built, if it suits every computer."""
    command = ["download", "--no-deps", "--only-binary=:all:", "--dest", str(folder)]
    command += target.pip_options()
    left = dict(wanted)
    while left:
        said = _pip([*command, *(f"{name}=={version}" for name, version in left.items())])
        if not said:
            return
        lacking = re.search(r"No matching distribution found for ([A-Za-z0-9._-]+)==", said)
        name = canonicalize_name(lacking.group(1)) if lacking else ""
        if name not in left:
            raise BundleError(f"No wheels for {target.name}, Python {target.python}: {said}")
        _build(name, left.pop(name), folder, target)


def _build(name: str, version: str, folder: Path, target: Target) -> None:
    own = f"{name}=={version}"
    with tempfile.TemporaryDirectory() as temporary:
        said = _pip(["wheel", "--no-deps", "--wheel-dir", temporary, own])
        found = list(Path(temporary).glob("*-none-any.whl"))
        if said or len(found) != 1:
            raise BundleError(f"There is no wheel of {own} for {target.name}. {said}".strip())
        shutil.copy(found[0], folder)


def _pip(words: list[str]) -> str:
    """Run pip and return what it says of errors, empty if there are none."""
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet", *words]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    if not done.returncode:
        return ""
    errors = [line for line in done.stderr.splitlines() if line.startswith("ERROR: No matching")]
    return " ".join(errors) or done.stderr
