"""Wheels, the default map and the start scripts in one archive."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

from bundle.closure import BundleError, collect, locked

if TYPE_CHECKING:
    from bundle.target import Target

ROOT = Path(__file__).resolve().parents[1]
FILES = Path(__file__).parent / "files"
PROGRAMS = ("start.sh",)
EXTRAS = ("app",)


def make(target: Target, out: Path, kept: Path) -> Path:
    """Make the archive for a computer and return it.

    Parameters
    ----------
    target
        The computer.
    out
        Folder of the archive; its checksum is written beside it.
    kept
        Folder in which downloaded wheels are kept for the next time.

    Raises
    ------
    BundleError
        If it cannot be made; nothing half-written is left in ``out``.
    """
    kept.mkdir(parents=True, exist_ok=True)
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="microville-bundle-") as temporary:
        built = Path(temporary)
        own = _own_wheel(built / "own")
        version = own.name.split("-")[1]
        folder = built / f"microville-{version}-{target.name}-python{target.python}"
        (folder / "wheels").mkdir(parents=True)
        versions = locked((ROOT / "constraints.txt").read_text(encoding="utf-8"), target)
        print(f"Downloading wheels for {target.name}, Python {target.python} ...", flush=True)
        wheels = collect(own, EXTRAS, kept, versions, target)
        for wheel in (own, *wheels):
            shutil.copy(wheel, folder / "wheels")
        print("Making the default map ...", flush=True)
        _map(folder / "cache")
        _scripts(folder, target, version)
        _sums(folder)
        print("Packing ...", flush=True)
        archive = _archive(folder, built, target)
        final = out / archive.name
        part = out / f".{archive.name}.part"
        shutil.move(archive, part)
        part.replace(final)
    text = f"{_sum(final)}  {final.name}\n"
    (out / f"{final.name}.sha256").write_text(text, encoding="utf-8")
    return final


def _own_wheel(folder: Path) -> Path:
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "-w", str(folder)]
    done = subprocess.run([*command, str(ROOT)], check=False, capture_output=True, text=True)
    found = list(folder.glob("microville-*.whl"))
    if done.returncode or len(found) != 1:
        raise BundleError(f"Microville's own wheel cannot be built:\n{done.stderr}")
    return found[0]


def _map(cache: Path) -> None:
    """Make the default map and what the browser draws of it, as the first start would.

    Networks prepared for walking and driving are not packed: the app reads only those sealed by the
    computer that made them. The installation makes them.
    """
    code = (
        "from microville.app.layers import write_layers\n"
        "from microville.territory.store import DEFAULT_MAP\n"
        "write_layers(DEFAULT_MAP)\n"
    )
    cache.mkdir()
    nothing = {"MICROVILLE_CACHE": str(cache), "MICROVILLE_MAPS": str(cache / "none")}
    path = os.pathsep.join([str(ROOT / "sim"), os.environ.get("PYTHONPATH", "")])
    environment = {**os.environ, **nothing, "PYTHONPATH": path}
    subprocess.run([sys.executable, "-c", code], check=True, env=environment)
    shutil.rmtree(cache / "none")
    (cache / "secret").unlink(missing_ok=True)


def _scripts(folder: Path, target: Target, version: str) -> None:
    for path in sorted(FILES.iterdir()):
        if path.is_file():
            text = path.read_text(encoding="utf-8")
            text = text.replace("@PYTHON@", target.python).replace("@PLATFORM@", target.name)
            text = text.replace("@VERSION@", version)
            end = "\r\n" if path.suffix in (".bat", ".txt") else "\n"
            (folder / path.name).write_text(text, encoding="utf-8", newline=end)
    for name in PROGRAMS:
        (folder / name).chmod(0o755)
    about = {
        "version": version,
        "platform": target.name,
        "python": target.python,
        "extras": list(EXTRAS),
    }
    (folder / "bundle.json").write_text(json.dumps(about, indent=1) + "\n", encoding="utf-8")
    shutil.copy(ROOT / "LICENSE", folder)
    shutil.copytree(ROOT / "docs", folder / "docs")


def _sums(folder: Path) -> None:
    """Write the SHA-256 of every file, in the format of ``sha256sum -c``."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    lines = [f"{_sum(path)}  {path.relative_to(folder).as_posix()}\n" for path in paths]
    (folder / "SHA256SUMS").write_text("".join(lines), encoding="utf-8", newline="\n")


def _sum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _archive(folder: Path, into: Path, target: Target) -> Path:
    """Pack a folder: zip for Windows, tar.gz elsewhere (it keeps what may be executed)."""
    if target.system == "windows":
        path = into / f"{folder.name}.zip"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
            for file in sorted(path for path in folder.rglob("*") if path.is_file()):
                # Wheels are compressed already.
                how = zipfile.ZIP_STORED if file.suffix == ".whl" else None
                archive.write(file, file.relative_to(into), compress_type=how)
        return path
    path = into / f"{folder.name}.tar.gz"
    with tarfile.open(path, "w:gz", compresslevel=1) as archive:
        archive.add(folder, folder.name, filter=_nobody)
    return path


def _nobody(member: tarfile.TarInfo) -> tarfile.TarInfo:
    """Leave out who packed it."""
    member.uid = member.gid = 0
    member.uname = member.gname = ""
    return member
