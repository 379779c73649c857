"""Arrays that were computed before, kept on disk by the hash of what they depend on."""

from __future__ import annotations

import hashlib
import os
import tempfile
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile

import numpy as np

from microville.paths import cache_dir
from microville.territory.store import folder_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from microville.territory import Territory

Arrays = dict[str, "NDArray[Any]"]
KEPT = 64
"""Files a folder holds at most; the oldest go first."""


@lru_cache(maxsize=1)
def code_hash() -> str:
    """Return the hash of the code of this package: other code, other files."""
    digest = hashlib.sha256()
    for path in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def stored(territory: Territory | None, key: str, compute: Callable[[], Arrays]) -> Arrays:
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
    """
    name = f"{key}-{code_hash()}.npz"
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


def _load(path: Path) -> Arrays | None:
    try:
        with path.open("rb") as stream, np.load(stream, allow_pickle=False) as file:
            arrays = {name: file[name] for name in file.files}
        os.utime(path)
    except (OSError, ValueError, EOFError, KeyError, BadZipFile):
        return None
    else:
        return arrays


def _save(path: Path, arrays: Arrays) -> bool:
    """Keep arrays for the next time; a full or closed disk only costs that."""
    part: Path | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, suffix=".part")
        part = Path(name)
        with os.fdopen(handle, "wb") as stream:
            np.savez(stream, **arrays)  # type: ignore[arg-type]
        part.replace(path)
        files = sorted(path.parent.glob("*.npz"), key=lambda file: file.stat().st_mtime)
        for old in files[:-KEPT]:
            old.unlink(missing_ok=True)
    except OSError:
        if part is not None:
            part.unlink(missing_ok=True)
        return False
    return True
