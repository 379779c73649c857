"""Labels that were computed before, kept on disk by what they depend on."""

from __future__ import annotations

import hashlib
import os
import tempfile
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

import microville.access
from microville.paths import cache_dir

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from microville.access import Network


@lru_cache(maxsize=1)
def _code() -> bytes:
    """Return the hash of the code that computes what is kept."""
    folder = Path(microville.access.__file__).parent
    digest = hashlib.sha256()
    for path in sorted(folder.glob("*.py")):
        digest.update(path.read_bytes())
    return digest.digest()


def network_key(network: Network, *more: bytes) -> str:
    """Return a key of everything that labels of a network depend on."""
    digest = hashlib.sha256(repr(network.profile).encode() + _code())
    for array in (
        network.indptr,
        network.tails,
        network.weight_ms,
        network.point_node,
        network.point_leg_ms,
    ):
        digest.update(array.tobytes())
    for part in more:
        digest.update(hashlib.sha256(part).digest())
    return digest.hexdigest()[:32]


def cached(
    key: str, compute: Callable[[], dict[str, NDArray[np.int32]]]
) -> dict[str, NDArray[np.int32]]:
    """Return arrays from the cache, computed and kept first if they are not there."""
    path = cache_dir() / "access" / f"{key}.npz"
    arrays = _load(path)
    if arrays is None:
        arrays = compute()
        _save(path, arrays)
    return arrays


def _load(path: Path) -> dict[str, NDArray[np.int32]] | None:
    try:
        with np.load(path, allow_pickle=False) as stored:
            return {name: stored[name] for name in stored.files}
    except (OSError, ValueError, EOFError, KeyError):
        return None


def _save(path: Path, arrays: dict[str, NDArray[np.int32]]) -> None:
    """Keep arrays for the next run; a full disk only costs that."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, suffix=".part")
    except OSError:
        return
    try:
        with os.fdopen(handle, "wb") as stream:
            np.savez(stream, **arrays)  # type: ignore[arg-type]
        Path(name).replace(path)
    except OSError:
        Path(name).unlink(missing_ok=True)
