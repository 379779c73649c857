"""A recording of a full run, as far as the focus area needs it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from microville.errors import InputError
from microville.focus.monthly import Monthly

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

FORMAT = 1
"""Raised when what a recording holds changes."""
ATTEMPTS = 3
"""Choices a day, see ``daily.errands.TRIES``."""


@dataclass(frozen=True, slots=True)
class Replay:
    """What a full run leaves to the people of the focus area, month by month.

    Attributes
    ----------
    about
        Scenario, seed, fraction, months, weight of a row outside, names of facilities, programme
        units and counts, how many people one of the labour reserve stands for.
    arrays
        What does not change: capacities of facilities, age counts, rates of communes.
    parts
        ``people`` and ``households``: how those who ever count were, from slot 0 (the start) on,
        one slot a month, only what changed. ``visits``: by facility and hour, a slot for each
        month, kind of day and attempt; ``served`` and ``refused``: by facility, month and kind of
        day. By month: ``taken`` (jobs and seats), ``hired``, ``units``, ``homes``, ``waiting``,
        ``social``, ``counts``, ``persons`` (by home, elsewhere), ``classes`` (seats that change).
    """

    about: dict[str, Any]
    arrays: dict[str, NDArray[Any]]
    parts: dict[str, Monthly]

    @property
    def months(self) -> int:
        """How many months were recorded."""
        return int(self.about["months"])

    @property
    def fraction(self) -> float:
        """Share of households outside the focus area that the recorded run simulated."""
        return float(self.about["fraction"])

    @property
    def bytes(self) -> int:
        """Size of all arrays."""
        columns = [column for part in self.parts.values() for column in part.columns.values()]
        return sum(array.nbytes for array in [*self.arrays.values(), *columns])

    def write(self, folder: Path) -> None:
        """Write the recording into a folder that exists."""
        for name, array in self.arrays.items():
            np.save(folder / f"{name}.npy", array)
        for name, part in self.parts.items():
            np.save(folder / f"{name}-start.npy", part.start)
            for column, values in part.columns.items():
                np.save(folder / f"{name}-{column}.npy", values)
        tables = {name: list(part.columns) for name, part in self.parts.items()}
        manifest = {"format": FORMAT, "about": self.about, "arrays": list(self.arrays)}
        text = json.dumps(manifest | {"parts": tables}, indent=1, ensure_ascii=False)
        (folder / "manifest.json").write_text(text + "\n", encoding="utf-8")


def read_replay(folder: Path) -> Replay:
    """Read a recording; its arrays stay on disk until they are looked at.

    Raises
    ------
    InputError
        If the folder holds no recording, or a damaged one.
    """

    def read(name: str) -> NDArray[Any]:
        array: NDArray[Any] = np.load(folder / f"{name}.npy", mmap_mode="r", allow_pickle=False)
        return array

    try:
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        if manifest["format"] != FORMAT:
            raise InputError(f"{folder} holds a recording of another format.")
        parts = {
            name: Monthly(
                np.asarray(read(f"{name}-start")).astype(np.int64),
                {column: read(f"{name}-{column}") for column in columns},
            )
            for name, columns in manifest["parts"].items()
        }
        arrays = {name: np.array(read(name)) for name in manifest["arrays"]}
        return Replay(manifest["about"], arrays, parts)
    except (OSError, ValueError, KeyError, TypeError, EOFError) as error:
        raise InputError(
            f"{folder} is no recording ({type(error).__name__}).",
            hint="Delete the folder: the recording is made again.",
        ) from error
