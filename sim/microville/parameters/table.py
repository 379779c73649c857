"""Parameters as a table: list, look up, change, check one value."""

from __future__ import annotations

import math
import numbers
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from microville.errors import ParameterError
from microville.parameters.parameters import Parameters

if TYPE_CHECKING:
    from collections.abc import Mapping

    from microville.parameters.metadata import Group


@dataclass(frozen=True, slots=True)
class ParameterRow:
    """One parameter with all that is known of it.

    Attributes
    ----------
    key
        Its name, ``"mobility.walk_speed_kmh"``.
    value, unit
        Its value in this set of parameters, and the unit.
    low, high
        Range of uncertainty used by sensitivity studies, or None.
    ge, le
        Hard bounds, or None.
    integer
        Whether only whole numbers make sense.
    description, label_fr
        What it is, in English; short French label.
    source, year, kind
        Where it was read, the year it describes, ``"fact"`` or ``"assumption"``.
    """

    key: str
    value: float
    unit: str
    low: float | None
    high: float | None
    ge: float | None
    le: float | None
    integer: bool
    description: str
    label_fr: str
    source: str
    year: int | None
    kind: str

    @property
    def allowed(self) -> str:
        """The hard range in words, ``"from 1 to 8 km/h"``."""
        low = "" if self.ge is None else f"from {self.ge:g} "
        high = "" if self.le is None else f"to {self.le:g} "
        whole = "a whole number " if self.integer else ""
        return f"{whole}{low}{high}{self.unit}".strip()


def rows(parameters: Parameters | None = None) -> list[ParameterRow]:
    """Return every parameter as a row, in the order of the groups.

    Parameters
    ----------
    parameters
        The set to list; the default one if None.
    """
    values = Parameters() if parameters is None else parameters
    return [
        _row(f"{name}.{field}", getattr(getattr(values, name), field), info)
        for name in Parameters.model_fields
        for field, info in type(getattr(values, name)).model_fields.items()
    ]


def _row(key: str, value: float, info: Any) -> ParameterRow:
    extra = info.json_schema_extra
    bounds = {
        name: getattr(item, name)
        for item in info.metadata
        for name in ("ge", "le")
        if hasattr(item, name)
    }
    return ParameterRow(
        key=key,
        value=value,
        unit=extra["unit"],
        low=extra["low"],
        high=extra["high"],
        ge=bounds.get("ge"),
        le=bounds.get("le"),
        integer=info.annotation is int,
        description=info.description,
        label_fr=extra["label_fr"],
        source=extra["source"],
        year=extra["year"],
        kind=extra["kind"],
    )


@lru_cache(maxsize=1)
def _defaults() -> dict[str, ParameterRow]:
    return {row.key: row for row in rows()}


def get(parameters: Parameters, key: str) -> float:
    """Return the value of one parameter.

    Raises
    ------
    ParameterError
        If there is no such parameter.
    """
    if key not in _defaults():
        raise ParameterError(unknown_key(key))
    group, _, field = key.partition(".")
    return getattr(getattr(parameters, group), field)  # type: ignore[no-any-return]


def unknown_key(key: str) -> str:
    """Return the sentence that refuses an unknown key, with the nearest right one."""
    known = _defaults()
    near = get_close_matches(key, known, n=1, cutoff=0.5)
    if not near:  # perhaps the name is right and the group is not
        name = key.rpartition(".")[2]
        by_name = {other.partition(".")[2]: other for other in known}
        near = [by_name[match] for match in get_close_matches(name, by_name, n=1)]
    meant = f" Did you mean {near[0]!r}?" if near else ""
    return f"There is no parameter {key!r}.{meant}"


def problem(key: str, value: object) -> str:
    """Say what is wrong with a value for a parameter; empty if it can be used.

    Parameters
    ----------
    key
        ``"group.name"``.
    value
        What somebody wants it to be.
    """
    row = _defaults().get(key)
    if row is None:
        return unknown_key(key)
    if isinstance(value, bool) or not isinstance(value, numbers.Real):
        return f"{key} must be a number, not {value!r}; allowed: {row.allowed}."
    try:
        number = float(value)
    except OverflowError:  # a whole number beyond the largest float
        return f"{key} = a number of that size is not allowed: {row.allowed}."
    fits = math.isfinite(number) and (not row.integer or number.is_integer())
    above = row.ge is None or number >= row.ge
    below = row.le is None or number <= row.le
    return "" if fits and above and below else f"{key} = {value} is not allowed: {row.allowed}."


def update(parameters: Parameters, changes: Mapping[str, object]) -> Parameters:
    """Return a copy with some values changed.

    Parameters
    ----------
    parameters
        The set to start from; not changed.
    changes
        New values by key, ``{"mobility.walk_speed_kmh": 4.5}``.

    Raises
    ------
    ParameterError
        If a key is unknown, a value is no number or outside its range, or values contradict each
        other; all problems are in the message, one a line.
    """
    found = [text for text in (problem(key, value) for key, value in changes.items()) if text]
    if found:
        raise ParameterError("\n".join(found), hint="'microville parameters' lists them all.")
    groups: dict[str, Group] = {}
    for key, value in changes.items():
        name, _, field = key.partition(".")
        group = groups.get(name, getattr(parameters, name))
        number = float(value)  # type: ignore[arg-type]
        new = int(number) if _defaults()[key].integer else number
        groups[name] = group.model_copy(update={field: new})
    try:
        checked = {name: type(g).model_validate(g.model_dump()) for name, g in groups.items()}
    except ValidationError as error:
        told = "\n".join(item["msg"].removeprefix("Value error, ") for item in error.errors())
        raise ParameterError(told) from error
    return parameters.model_copy(update=checked)


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema of all parameters, with unit, range and source of each."""
    return Parameters.model_json_schema()
