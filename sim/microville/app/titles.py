"""Titles of the scenarios that may be chosen, which several pages show."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from microville.errors import InputError
from microville.scenario import known_scenarios, load_scenario


def scenario_titles() -> dict[str, tuple[str, str]]:
    """Return the French and English title of each scenario that can be read.

    The project's come first, then those of the user's folder; files that are wrong are left out,
    see :func:`faulty_scenarios`. A file that was changed is read again.
    """
    return _read(_stamps())[0]


def faulty_scenarios() -> dict[str, str]:
    """Return what is wrong with files of the user's folder that cannot be chosen."""
    return _read(_stamps())[1]


def _stamps() -> tuple[tuple[str, str, int], ...]:
    return tuple(
        (name, str(path), path.stat().st_mtime_ns)
        for name, path in known_scenarios().items()
        if path.is_file()
    )


@lru_cache(maxsize=2)
def _read(
    stamps: tuple[tuple[str, str, int], ...],
) -> tuple[dict[str, tuple[str, str]], dict[str, str]]:
    titles: dict[str, tuple[str, str]] = {}
    faults: dict[str, str] = {}
    for name, path, _ in stamps:
        try:
            title = load_scenario(Path(path)).title
        except InputError as error:
            faults[name] = str(error)
        else:
            titles[name] = (title.fr, title.en)
    return titles, faults
