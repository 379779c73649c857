"""Where the project's own data and the user's cache are."""

from __future__ import annotations

import os
from pathlib import Path

from microville.errors import TerritoryError


def data_dir(kind: str) -> Path:
    """Return the folder of the project's own data of one kind.

    Parameters
    ----------
    kind
        ``"maps"`` or ``"scenarios"``.

    Returns
    -------
    Path
        The folder in a checkout (beside ``sim/``) or, once installed, inside the package.

    Raises
    ------
    TerritoryError
        If neither exists, which means that the installation is broken.
    """
    here = Path(__file__).resolve().parent
    for candidate in (here.parents[1] / kind, here / "_data" / kind):
        if candidate.is_dir():
            return candidate
    raise TerritoryError(
        f"The project's folder {kind!r} is missing.", hint="Install the package again."
    )


def cache_dir() -> Path:
    """Return the folder for what can be computed again (made if missing).

    ``MICROVILLE_CACHE`` overrides the operating system's usual place.
    """
    from platformdirs import user_cache_path

    override = os.environ.get("MICROVILLE_CACHE")
    folder = Path(override) if override else user_cache_path("microville")
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def user_maps_dir() -> Path:
    """Return the folder of the maps that the user has built (made if missing).

    ``MICROVILLE_MAPS`` overrides the operating system's usual place.
    """
    from platformdirs import user_data_path

    override = os.environ.get("MICROVILLE_MAPS")
    folder = Path(override) if override else user_data_path("microville") / "maps"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def user_scenarios_dir() -> Path:
    """Return the folder of the user's own scenario files (made if missing).

    ``MICROVILLE_SCENARIOS`` overrides the operating system's usual place.
    """
    from platformdirs import user_data_path

    override = os.environ.get("MICROVILLE_SCENARIOS")
    folder = Path(override) if override else user_data_path("microville") / "scenarios"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def user_sessions_dir() -> Path:
    """Return the folder of the workshop sessions of the app (made if missing).

    ``MICROVILLE_SESSIONS`` overrides the operating system's usual place.
    """
    from platformdirs import user_data_path

    override = os.environ.get("MICROVILLE_SESSIONS")
    folder = Path(override) if override else user_data_path("microville") / "sessions"
    folder.mkdir(parents=True, exist_ok=True)
    return folder
