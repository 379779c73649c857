"""Changes as plain data, to be written to a session's file and read from it."""

from __future__ import annotations

import json
from dataclasses import asdict
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter, ValidationError

from microville.app.edits import BuildingEdit, OptionEdit, ParameterEdit, ParcelEdit, ShockEdit
from microville.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from microville.app.edits import Edit

KINDS: dict[str, type[Edit]] = {
    "building": BuildingEdit,
    "parcel": ParcelEdit,
    "option": OptionEdit,
    "shock": ShockEdit,
    "parameter": ParameterEdit,
}


@lru_cache(maxsize=len(KINDS))
def _adapter(kind: str) -> TypeAdapter[Edit]:
    return TypeAdapter(KINDS[kind])


def to_plain(edit: Edit) -> dict[str, Any]:
    """Return a change as plain data: its ``kind`` and its fields."""
    kind = next(name for name, made in KINDS.items() if isinstance(edit, made))
    return {"kind": kind} | asdict(edit)


def from_plain(values: Mapping[str, Any]) -> Edit:
    """Return the change that :func:`to_plain` wrote.

    Raises
    ------
    InputError
        If it is none: an unknown kind, a missing field, a value of another type.
    """
    kind = values.get("kind")
    if not isinstance(kind, str) or kind not in KINDS:
        raise InputError(f"There is no change of kind {kind!r}.")
    fields = {name: value for name, value in values.items() if name != "kind"}
    try:
        # Strict for JSON: an object stands for a change, and nothing is made to fit.
        return _adapter(kind).validate_json(json.dumps(fields), strict=True)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise InputError(f"A change cannot be read: {where}: {first['msg']}.") from error
