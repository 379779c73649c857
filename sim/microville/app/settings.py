"""What the whole server was started with: pages and what they order read it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from microville.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path

    from microville.app.client import Pool
    from microville.app.sharing import Sharing


@dataclass(slots=True)
class Settings:
    """What the whole server shares; pages read it.

    Attributes
    ----------
    map_name
        Name or folder of the map.
    scenario, lang, fraction
        What a new tab starts with.
    folder
        Where :func:`microville.app.layers.write_layers` has put the map.
    info
        What its ``info.json`` says.
    pool
        Processes for tabs.
    code
        Mark of the program's own source, which sessions of the workshop note.
    private
        Whether only this machine reaches the app; others are not shown its stored sessions.
    sharing
        What phones may join, None where nothing is shared.
    """

    map_name: str
    scenario: str
    lang: str
    fraction: float
    folder: Path
    info: dict[str, Any]
    pool: Pool
    code: str = ""
    private: bool = True
    sharing: Sharing | None = None

    def head(self) -> dict[str, Any]:
        """Return what a session of the workshop needs to be played again."""
        said = {"map": self.folder.name, "seed": 1, "fraction": self.fraction}
        return said | {"code": self.code}


_SETTINGS: list[Settings] = []


def settings() -> Settings:
    """Return what the server was started with.

    Raises
    ------
    InputError
        If none was started.
    """
    if not _SETTINGS:
        raise InputError("The app was not started.", hint="Run 'microville ui'.")
    return _SETTINGS[-1]


def started() -> Settings | None:
    """Return what the server was started with, None where none was."""
    return _SETTINGS[-1] if _SETTINGS else None


def remember(shared: Settings) -> None:
    """Let pages read what the server was started with."""
    _SETTINGS.append(shared)
