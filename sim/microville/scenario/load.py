"""Find a scenario, follow ``extends``, check everything."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from microville.errors import ParameterError, ScenarioError
from microville.paths import data_dir, user_scenarios_dir
from microville.scenario.check import check_source
from microville.scenario.merge import merge
from microville.scenario.nearest import did_you_mean
from microville.scenario.site import programme_conflicts
from microville.scenario.source import Source, read_source

if TYPE_CHECKING:
    from collections.abc import Mapping

    from microville.errors import InputError
    from microville.scenario.model import Scenario
    from microville.scenario.schema import ScenarioFile

HINT = "docs/scenarios.md describes the format."


def list_scenarios() -> dict[str, Path]:
    """Return the project's own scenarios by name."""
    return {path.stem: path for path in sorted(data_dir("scenarios").glob("*.toml"))}


def known_scenarios() -> dict[str, Path]:
    """Return the project's scenarios, then those of the user's own folder, by name.

    A file of the user's with the name of one of the project's is left out: it can be given by its
    path, and a name means the same on every machine.
    """
    own = list_scenarios()
    try:
        found = sorted(user_scenarios_dir().glob("*.toml"))
    except OSError:
        return own
    return own | {path.stem: path for path in found if path.stem not in own}


def load_scenario(name_or_path: str | Path) -> Scenario:
    """Load a scenario by name, or from a file.

    Parameters
    ----------
    name_or_path
        ``"balanced"``, the name of a file in the user's own folder, or the path of a TOML file.

    Raises
    ------
    ScenarioError
        If there is no such scenario or its file is wrong. Of wrong syntax the first fault is
        named; of wrong meaning all, one a line, with file, line, key and what is allowed.
    """
    chain = _chain(find_file(name_or_path, known_scenarios(), "scenario", ScenarioError))
    problems: list[str] = []
    checked: list[tuple[Source, ScenarioFile]] = []
    for source in chain:
        file, found = check_source(source)
        problems += found
        if file is not None:
            checked.append((source, file))
    if problems:
        raise ScenarioError("\n".join(problems), hint=f"\n{HINT}")
    try:
        scenario, problems = merge(checked)
    except ParameterError as error:
        where = chain[-1].where(("parameters",))
        raise ScenarioError(f"{where}: parameters: {error.message}.") from error
    problems += programme_conflicts(scenario)
    if problems:
        raise ScenarioError("\n".join(problems), hint=f"\n{HINT}")
    return scenario


def find_file(
    name_or_path: str | Path, known: Mapping[str, Path], what: str, error: type[InputError]
) -> Path:
    """Return the file of a known name, or the path that was given.

    Parameters
    ----------
    name_or_path
        What somebody named.
    known
        The project's own files, by name.
    what
        What they are, ``"scenario"``.
    error
        What to raise.

    Raises
    ------
    InputError
        As ``error``, if it is neither a known name nor a path.
    """
    name = str(name_or_path)
    if name in known:
        return known[name]
    path = Path(name_or_path)
    if path.suffix == ".toml" or path.is_file():
        return path
    raise error(
        f"There is no {what} {name!r}{did_you_mean(name, known)}",
        hint=f"Known {what}s: {', '.join(known)}; or give the path of a .toml file.",
    )


def _chain(path: Path) -> list[Source]:
    """Read a file and all that it extends, the one at the bottom first."""
    chain = [read_source(path)]
    while isinstance(wanted := chain[0].data.get("extends"), str):
        source = chain[0]
        below = _below(source, wanted)
        seen = [other.path.resolve() for other in chain]
        if below.resolve() in seen:
            loop = " -> ".join(str(other.path) for other in reversed(chain))
            raise ScenarioError(
                source.message(("extends",), f"this is a circle: {loop} -> {below}."),
                hint="A scenario cannot extend itself, nor one that extends it.",
            )
        chain.insert(0, read_source(below))
    return chain


def _below(source: Source, wanted: str) -> Path:
    """Return the file that ``extends`` names: a known name, else a neighbour of the file."""
    known = list_scenarios()
    if wanted in known:
        return known[wanted]
    file = wanted if wanted.endswith(".toml") else f"{wanted}.toml"
    path = source.path.parent / file
    if "\0" not in wanted and path.is_file():
        return path
    raise ScenarioError(
        source.message(("extends",), f"no scenario {wanted!r}{did_you_mean(wanted, known)}"),
        hint=f"Known scenarios: {', '.join(known)}; or a file beside {source.path.name}.",
    )
