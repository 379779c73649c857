"""What a check of a territory says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from microville.territory.territory import Territory

Level = Literal["info", "warning", "error"]
FIRST = 5
"""How many objects a finding names."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a check found.

    Attributes
    ----------
    level
        ``"info"``, ``"warning"`` or ``"error"``; an error makes results wrong.
    code
        Identifier of the check, for programs.
    message
        What people read, with what to do about it.
    count
        How many objects it concerns.
    ids
        The first of them: identities of services and buildings, row numbers of edges and nodes.
    """

    level: Level
    code: str
    message: str
    count: int
    ids: tuple[str, ...] = ()


def found(level: Level, code: str, message: str, ids: Sequence[object]) -> list[Finding]:
    """Return a finding that names the first of the objects, or none if there is no object."""
    if not len(ids):
        return []
    first = tuple(str(one) for one in ids[:FIRST])
    return [Finding(level, code, message, len(ids), first)]


def rows_where(mask: NDArray[np.bool_]) -> list[int]:
    """Return the numbers of the rows where a mask is true."""
    rows: list[int] = np.flatnonzero(mask).tolist()
    return rows


def bits(territory: Territory) -> NDArray[np.uint8]:
    """Return who may use each edge in either direction."""
    edges = territory.layers["edges"]
    either: NDArray[np.uint8] = edges["forward"].to_numpy() | edges["backward"].to_numpy()
    return either
