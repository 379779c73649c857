"""What an experiment file varies and what it holds: levers, uncertainties, constants, points."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from microville.sweeps.experiment import Factor, Lever, Uncertainty, Value
from microville.sweeps.keys import key_problem, normal, parameter_rows, short, value_problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from microville.scenario.positions import Path
    from microville.sweeps.reading import Reader

_RANGE = ("low", "high")
MOST_VALUES = 1000
"""Values of one lever: more are a range."""


def read_constants(reader: Reader, value: Any) -> dict[str, Value]:
    """Return what is set in every run, by key."""
    found: dict[str, Value] = {}
    for path, key, given in _by_key(reader, ("constants",), value):
        if isinstance(given, list | dict):
            reader.tell(path, "a constant has one value; several belong under 'levers'.")
        elif _allowed(reader, path, key, given):
            found[key] = normal(key, given)
    return found


def read_levers(reader: Reader, value: Any) -> list[Factor]:
    """Return keys with a few values each."""
    found: list[Factor] = []
    for path, key, given in _by_key(reader, ("levers",), value):
        if not isinstance(given, list) or not 1 <= len(given) <= MOST_VALUES:
            reader.tell(path, f"a lever has a list of 1 to {MOST_VALUES} values.")
            continue
        items = reader.items(path, given)
        right = [normal(key, v) for at, v in items if _allowed(reader, at, key, v)]
        if len(set(right)) < len(right):
            reader.tell(path, "a value is there twice.")
        if right:
            found.append(Lever(key, tuple(dict.fromkeys(right))))
    return found


def read_uncertainties(reader: Reader, value: Any) -> list[Factor]:
    """Return parameters with a range each; the parameter's own where the file gives none."""
    found: list[Factor] = []
    if isinstance(value, list):
        value_by_key: list[tuple[Path, str, Any]] = [
            (path, key, {})
            for path, item in reader.items(("uncertainties",), value)
            if (key := reader.text(path, item)) and _known(reader, path, key)
        ]
    else:
        value_by_key = list(_by_key(reader, ("uncertainties",), value))
    for path, key, given in value_by_key:
        factor = _uncertainty(reader, path, key, given)
        if factor is not None:
            found.append(factor)
    return found


def _uncertainty(reader: Reader, path: Path, key: str, given: Any) -> Uncertainty | None:
    row = parameter_rows().get(key)
    if row is None:
        reader.tell(path, "only parameters have ranges; give its values under 'levers'.")
        return None
    table = reader.table(path, given, _RANGE)
    ends: dict[str, float] = {}
    for side, own in (("low", row.low), ("high", row.high)):
        end = table.get(side, own)
        if end is None:
            text = "this parameter has no range of its own: write { low = …, high = … }."
            reader.tell(path, text)
            return None
        if side in table and not _allowed(reader, (*path, side), key, end):
            return None
        ends[side] = float(end)
    low, high = ends["low"], ends["high"]
    if not low < high or not math.isfinite(high - low):
        reader.tell(path, f"the low end {low:g} is not below the high end {high:g}.")
        return None
    return Uncertainty(key, low, high, row.integer)


def read_points(reader: Reader, value: Any) -> list[dict[str, Value]]:
    """Return points that are written down, each of which sets the same keys."""
    found: list[dict[str, Value]] = []
    for path, item in reader.items(("points",), value):
        told = len(reader.problems)
        point = {
            key: normal(key, given)
            for at, key, given in _by_key(reader, path, item)
            if _allowed(reader, at, key, given)
        }
        if len(reader.problems) > told:
            continue
        if found and set(point) != set(found[0]):
            different = ", ".join(sorted(set(point) ^ set(found[0])))
            reader.tell(path, f"each point sets the same keys; the difference is {different}.")
        else:
            found.append(point)
    return found


def levers_of(points: list[dict[str, Value]]) -> list[Factor]:
    """Return the keys of written points as levers."""
    keys = list(points[0]) if points else []
    return [Lever(key, tuple(dict.fromkeys(point[key] for point in points))) for key in keys]


def _allowed(reader: Reader, path: Path, key: str, value: Any) -> bool:
    text = value_problem(key, value)
    if text:
        reader.tell(path, text)
    return not text


def _known(reader: Reader, path: Path, key: str) -> bool:
    text = key_problem(key)
    if text:
        reader.tell(path, text)
    return not text


def _by_key(reader: Reader, path: Path, value: Any) -> Iterator[tuple[Path, str, Any]]:
    """Yield path, key and value of a table whose keys have dots, in quotes or not.

    Without quotes TOML reads ``works.deep_months = 5`` as a table in a table: both are right.
    """
    if not isinstance(value, dict):
        reader.tell(path, f'{short(value)} is no table of keys such as "works.deep_months"')
        return
    seen: set[str] = set()
    for at, key, given in _flat(path, "", value):
        if not _known(reader, at, key):
            continue
        if key in seen:
            reader.tell(at, "this key is there twice.")
            continue
        seen.add(key)
        yield at, key, given


def _flat(path: Path, prefix: str, table: dict[str, Any]) -> Iterator[tuple[Path, str, Any]]:
    for name, given in table.items():
        key = f"{prefix}{name}"
        is_inner = isinstance(given, dict) and key_problem(key) and not set(given) <= set(_RANGE)
        if is_inner and len(path) < 6:
            yield from _flat((*path, name), f"{key}.", given)
        else:
            yield (*path, name), key, given
