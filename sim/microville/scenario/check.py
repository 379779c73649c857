"""What is wrong with the meaning of a scenario file: all of it, line by line."""

from __future__ import annotations

from copy import deepcopy
from datetime import date
from typing import TYPE_CHECKING, Any, get_args

from pydantic import ValidationError

from microville import parameters
from microville.scenario.nearest import did_you_mean
from microville.scenario.schema import TABLES, ScenarioFile

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

    from microville.scenario.entry import Rule
    from microville.scenario.positions import Path
    from microville.scenario.source import Source


def check_source(source: Source) -> tuple[ScenarioFile | None, list[str]]:
    """Check what a file says.

    Returns
    -------
    tuple
        The checked file, or None; and all problems, one line each, in the order of the file.
    """
    problems = _parameter_problems(source)
    file = None
    try:
        file = ScenarioFile.model_validate(source.data)
    except ValidationError as error:
        items = error.errors(include_url=False)
        for item in items + _hidden(source.data, items):
            problems += _explain(source, item)
    problems.sort(key=lambda found: found[0])
    return file, [text for _, text in problems]


def _hidden(data: dict[str, Any], items: list[ErrorDetails]) -> list[ErrorDetails]:
    """Return errors that other errors hide: rules between the keys of one table.

    Such rules are checked only where each key is right, so check again without the wrong keys.
    """
    wrong = [_path(item) for item in items if not _rules(item)]
    broken = {_path(item) for item in items if _rules(item)}
    pruned = deepcopy(data)
    for path in sorted(wrong, key=len, reverse=True):
        _prune(pruned, path)
    try:
        ScenarioFile.model_validate(pruned)
    except ValidationError as error:
        found = [item for item in error.errors(include_url=False) if _path(item) not in broken]
        for item in found:
            path = _path(item)
            kept = [
                (key, text, other)
                for key, text, other in _rules(item)
                if not (_touches(wrong, (*path, key)) or _touches(wrong, (*path, other)))
            ]
            item["ctx"] = {"problems": kept}
        return [item for item in found if _rules(item)]
    return []


def _rules(item: ErrorDetails) -> list[Rule]:
    """Return the broken rules between keys that an error carries."""
    rules: list[Rule] = item.get("ctx", {}).get("problems", [])
    return rules


def _touches(wrong: list[Path], path: Path) -> bool:
    return any(other[: len(path)] == path for other in wrong)


def _path(item: ErrorDetails) -> Path:
    return tuple(part for part in item["loc"] if part != "[key]")


def _prune(data: Any, path: Path) -> None:
    """Remove a wrong key; tables in lists stay, so that positions still mean the same."""
    parents = [data]
    for part in path[:-1]:
        try:
            parents.append(parents[-1][part])
        except (KeyError, IndexError, TypeError):
            return
    if isinstance(parents[-1], dict):
        parents[-1].pop(path[-1], None)
    elif len(parents) > 1 and isinstance(parents[-2], dict):  # a value in a plain list
        parents[-2].pop(path[-2], None)


def _parameter_problems(source: Source) -> list[tuple[int, str]]:
    groups = source.data.get("parameters", {})
    found = []
    for group, values in groups.items() if isinstance(groups, dict) else ():
        known = parameters.Parameters.model_fields
        path: Path = ("parameters", group)
        if group not in known:
            text = f"there is no group of parameters {group!r}{did_you_mean(group, known)}"
            found.append(_told(source, path, text))
            continue
        for name, value in values.items() if isinstance(values, dict) else ():
            key = f"{group}.{name}"
            text = parameters.problem(key, value).removeprefix(f"{key} = ").removeprefix(f"{key} ")
            if text:
                found.append(_told(source, (*path, name), text))
    return found


def _told(source: Source, path: Path, text: str) -> tuple[int, str]:
    where = source.where(path)
    return int(where.rpartition(":")[2]), source.message(path, text)


def _explain(source: Source, item: ErrorDetails) -> list[tuple[int, str]]:
    """Turn one pydantic error into lines of ours."""
    path = _path(item)
    if rules := _rules(item):
        return [_told(source, (*path, key), text) for key, text, _ in rules]
    return [_told(source, path, _reason(path, item))]


def _reason(path: Path, item: ErrorDetails) -> str:
    kind, value = item["type"], item["input"]
    if kind == "extra_forbidden":
        return f"unknown key{did_you_mean(str(path[-1]), _keys(path))}"
    if kind == "missing":
        return f"this key is missing.{_allowed_values(path)}"
    if kind == "microville":
        return str(item["msg"])
    if kind == "literal_error":
        near = did_you_mean(str(value)[:60], _choices(path), list_all=False) or "."
        return f"{_short(value)} is not allowed{near}{_allowed_values(path)}"
    return _plain_reason(item, value)


def _plain_reason(item: ErrorDetails, value: object) -> str:
    if item["type"] == "string_type" and isinstance(value, date):
        return f'{value} is a date: write the month in quotes, "{value:%Y-%m}"'
    if item["type"] == "string_pattern_mismatch":
        return f"{_short(value)} is not a name: a letter, then letters, digits, '_', '-' or '.'"
    return f"{_short(value)} is not allowed: {item['msg'][:1].lower()}{item['msg'][1:]}"


def _keys(path: Path) -> list[str]:
    table = TABLES.get(tuple(part for part in path[:-1] if isinstance(part, str)))
    return list(table.model_fields) if table else []


def _choices(path: Path) -> list[str]:
    table = TABLES.get(tuple(part for part in path[:-1] if isinstance(part, str)))
    field = table.model_fields.get(str(path[-1])) if table else None
    if field is None:
        return []
    alternatives = (field.annotation, *get_args(field.annotation))
    return [
        choice
        for alternative in alternatives
        for choice in get_args(alternative)
        if isinstance(choice, str)
    ]


def _allowed_values(path: Path) -> str:
    choices = list(dict.fromkeys(_choices(path)))
    return f" Allowed: {', '.join(choices)}." if choices else ""


def _short(value: object) -> str:
    try:
        text = repr(value)
    except ValueError:  # a whole number with thousands of digits
        return "this number"
    return text if len(text) <= 60 else f"{text[:57]}..."
