"""Tasks of known length over a territory of known size, for us and for the others."""

from __future__ import annotations

import time
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

SECONDS = 0.1
MEGABYTES = 50


def write_territory(path: Path) -> Path:
    """Write a stand-in of a territory: 50 MB of numbers."""
    count = MEGABYTES * 1_000_000 // 8
    np.save(path, np.arange(count, dtype=np.float64))
    return path


@lru_cache(maxsize=1)
def mapped(path: str) -> NDArray[np.float64]:
    """Return the territory as pages that all processes of the machine share."""
    found: NDArray[np.float64] = np.load(path, mmap_mode="r")
    return found


def spin(territory: NDArray[np.float64], number: int, seconds: float = SECONDS) -> float:
    """Compute for a time on one core, reading the territory; return a number."""
    end = time.perf_counter() + seconds
    total = float(territory[number % len(territory)])
    while time.perf_counter() < end:
        total += float(territory[::4096].sum())
    return total


def busy(context: Any, order: Any) -> dict[str, float]:
    """Do one task of ours: the map's name says where the territory is."""
    return {"x": spin(mapped(context.map_hash), order.seed)}


def empty(context: Any, order: Any) -> dict[str, float]:
    """Do nothing."""
    del context
    return {"x": float(order.seed)}
