"""A chain of files, from the one below to the one asked for, merged into one scenario.

The rule: a later file replaces single values; its lists (programme, shocks, warnings) are appended
to what it inherits, after ``programme.remove`` has dropped inherited entries. Two entries that
cannot both be true at the same time are an error, never a silent choice.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from microville.parameters import Parameters, update
from microville.scenario.model import Scenario
from microville.scenario.nearest import did_you_mean
from microville.scenario.programme import Programme
from microville.scenario.schema import Cooperative

if TYPE_CHECKING:
    from microville.scenario.entry import Entry
    from microville.scenario.schema import ProgrammeFile, ScenarioFile
    from microville.scenario.shock import Shock
    from microville.scenario.source import Source
    from microville.scenario.warning import EarlyWarning

LISTS = ("buildings", "parcels", "infrastructure", "services", "greenfield")


@dataclass
class _Merged:
    numbers: dict[str, object] = field(default_factory=dict)
    options: dict[str, bool] = field(default_factory=dict)
    settings: dict[str, Any] = field(default_factory=dict)
    levers: dict[str, Any] = field(default_factory=dict)
    shocks: list[tuple[Shock, str]] = field(default_factory=list)
    warnings: list[tuple[EarlyWarning, str]] = field(default_factory=list)
    entries: dict[str, list[tuple[Entry, str]]] = field(
        default_factory=lambda: {name: [] for name in LISTS}
    )


def merge(chain: list[tuple[Source, ScenarioFile]]) -> tuple[Scenario, list[str]]:
    """Merge checked files.

    Parameters
    ----------
    chain
        Files with their sources, the one at the bottom first.

    Returns
    -------
    tuple
        The scenario, and problems that only the whole chain shows, one line each.

    Raises
    ------
    ParameterError
        If parameters that are each allowed contradict each other.
    """
    merged, problems = _Merged(), []
    for source, file in chain:
        problems += _drop(merged, source, file.programme)
        _add(merged, source, file)
    top_source, top = chain[-1]
    programme, origins = _programme(merged)
    shocks = sorted(merged.shocks, key=lambda pair: pair[0].model_dump_json())
    origins |= {f"shocks[{position}]": where for position, (_, where) in enumerate(shocks)}
    scenario = Scenario(
        name=top_source.path.stem,
        title=top.title,
        description=top.description,
        parameters=update(Parameters(), merged.numbers),
        options=dict(sorted(merged.options.items())),
        programme=programme,
        cooperative=Cooperative.model_validate(merged.levers),
        shocks=tuple(shock for shock, _ in shocks),
        warnings=tuple(warning for warning, _ in merged.warnings),
        path=top_source.path,
        origins=origins | {f"warnings[{i}]": where for i, (_, where) in enumerate(merged.warnings)},
        **merged.settings,
    )
    return scenario, problems


def _add(merged: _Merged, source: Source, file: ScenarioFile) -> None:
    for group, values in file.parameters.items():
        merged.numbers |= {f"{group}.{name}": value for name, value in values.items()}
    merged.options |= file.territory.options
    merged.settings |= {key: getattr(file.run, key) for key in file.run.model_fields_set}
    merged.levers |= {key: getattr(file.cooperative, key) for key in _given(source, "cooperative")}
    merged.shocks += [
        (shock, source.where(("shocks", position))) for position, shock in enumerate(file.shocks)
    ]
    merged.warnings += [
        (warning, source.where(("warnings", position)))
        for position, warning in enumerate(file.warnings)
    ]
    for name in LISTS:
        merged.entries[name] += [
            (entry, source.where(("programme", name, position)))
            for position, entry in enumerate(getattr(file.programme, name))
        ]


def _given(source: Source, table: str) -> list[str]:
    return list(source.data.get(table, {}))


def _drop(merged: _Merged, source: Source, programme: ProgrammeFile) -> list[str]:
    """Drop inherited entries; return what cannot be dropped."""
    inherited = {
        target
        for entries in merged.entries.values()
        for entry, _ in entries
        for target in targets(entry)
    }
    for name, entries in merged.entries.items():
        kept = [pair for pair in entries if not targets(pair[0]) & set(programme.remove)]
        merged.entries[name] = kept
    return [
        source.message(
            ("programme", "remove", position),
            f"nothing inherited is named {target!r}{did_you_mean(target, sorted(inherited))}",
        )
        for position, target in enumerate(programme.remove)
        if target not in inherited
    ]


def targets(entry: Entry) -> set[str]:
    """Return the names by which an entry can be removed: building, parcel, kind or plot."""
    names = (getattr(entry, name, None) for name in ("building", "parcel", "kind"))
    return {name for name in names if name is not None}


def _programme(merged: _Merged) -> tuple[Programme, dict[str, str]]:
    """Put each list in canonical order, so that the order of a file changes no result."""
    lists, origins = {}, {}
    for name, entries in merged.entries.items():
        ordered = sorted(entries, key=lambda pair: (pair[0].start, pair[0].model_dump_json()))
        lists[name] = tuple(entry for entry, _ in ordered)
        for position, (_, where) in enumerate(ordered):
            origins[f"programme.{name}[{position}]"] = where
    return Programme.model_validate(lists), origins
