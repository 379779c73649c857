"""Arrays that were computed before, kept on disk by the hash of what they depend on."""

from __future__ import annotations

import hashlib
import hmac
import io
import os
import secrets
import tempfile
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile

import numpy as np

from microville.access.shelf import shelf_in_use
from microville.paths import cache_dir
from microville.territory.store import folder_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from microville.territory import Territory

Arrays = dict[str, "NDArray[Any]"]
KEPT = 64
"""Files a folder holds at most; the oldest go first."""
SUFFIX = ".prepared"
SEAL = 32
"""Bytes of the seal before the arrays (npz)."""


@lru_cache(maxsize=1)
def code_hash() -> str:
    """Return the hash of the code of this package: other code, other files."""
    digest = hashlib.sha256()
    for path in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def stored(
    territory: Territory | None,
    key: str,
    compute: Callable[[], Arrays],
    *,
    on_disk: bool = True,
) -> Arrays:
    """Return arrays kept under a key, computed and kept first if they are not there.

    Parameters
    ----------
    territory
        The map that they belong to: they are kept in its folder, under ``prepared/``. Without a
        folder (a map that was only built, or one that cannot be written) they are kept in the
        cache.
    key
        Hash of everything that they depend on, the code apart.
    compute
        Makes them.
    on_disk
        Whether they are worth a file; else only a shelf holds them.

    Notes
    -----
    Files carry a seal that only this user's installation can make: what is damaged, or came with
    a map from somebody else, is made again. Kernels trust the arrays that they are given.
    """
    shelf = shelf_in_use()
    if shelf is not None and key in shelf:
        return shelf.view(key)
    arrays = _from_disk(territory, key, compute) if on_disk else compute()
    if shelf is None:
        return arrays
    shelf.put(key, arrays)
    return shelf.view(key)


def _from_disk(territory: Territory | None, key: str, compute: Callable[[], Arrays]) -> Arrays:
    name = f"{key}-{code_hash()}{SUFFIX}"
    home = folder_of(territory) if territory is not None else None
    folders = [cache_dir() / "prepared"]
    if home is not None and (home / "territory.json").is_file():
        folders.insert(0, home / "prepared")
    for folder in folders:
        found = _load(folder / name)
        if found is not None:
            return found
    arrays = compute()
    for folder in folders:
        if _save(folder / name, arrays):
            break
    return arrays


def _seal(data: memoryview) -> bytes:
    """Return the seal of some bytes: HMAC-SHA256 with this user's own secret.

    Raises
    ------
    OSError
        If the secret can neither be read nor made.
    """
    path = cache_dir() / "secret"
    if not path.is_file():
        handle, name = tempfile.mkstemp(dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(secrets.token_bytes(SEAL))
            # Of two processes that make one at once, both take the first.
            with suppress(FileExistsError):
                os.link(name, path)
        finally:
            Path(name).unlink(missing_ok=True)
    return hmac.new(path.read_bytes(), data, "sha256").digest()


def _load(path: Path) -> Arrays | None:
    """Return the arrays of a file, None if it is not there or not whole."""
    try:
        raw = path.read_bytes()
        if not hmac.compare_digest(_seal(memoryview(raw)[SEAL:]), raw[:SEAL]):
            return None
        with np.load(io.BytesIO(raw[SEAL:]), allow_pickle=False) as file:
            arrays = {name: file[name] for name in file.files}
        os.utime(path)
    except (OSError, ValueError, EOFError, KeyError, TypeError, BadZipFile):
        return None
    else:
        return arrays


def _save(path: Path, arrays: Arrays) -> bool:
    """Keep arrays for the next time; a full or closed disk only costs that."""
    part: Path | None = None
    try:
        stream = io.BytesIO()
        np.savez(stream, **arrays)  # type: ignore[arg-type]
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, suffix=".part")
        part = Path(name)
        with os.fdopen(handle, "wb") as file:
            file.write(_seal(stream.getbuffer()))
            file.write(stream.getbuffer())
        part.replace(path)
        part = None
        files = sorted(path.parent.glob(f"*{SUFFIX}"), key=lambda file: file.stat().st_mtime)
        for old in files[:-KEPT]:
            old.unlink(missing_ok=True)
    except OSError:
        return False
    else:
        return True
    finally:
        # Also when the user presses Ctrl-C.
        if part is not None:
            part.unlink(missing_ok=True)
