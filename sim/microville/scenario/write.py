"""A scenario back to TOML: complete, without ``extends``, defaults left out."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from microville.parameters import Parameters
from microville.scenario.merge import LISTS

if TYPE_CHECKING:
    from pydantic import BaseModel

    from microville.scenario.model import Scenario


def to_toml(scenario: Scenario) -> str:
    """Return a scenario as the text of one file that loads to the same scenario.

    Parameters
    ----------
    scenario
        The scenario; what it inherited is written out.
    """
    blocks = [
        _table("title", scenario.title.model_dump()),
        _table("description", scenario.description.model_dump()),
        _table("run", _run(scenario)),
        _table("territory.options", scenario.options),
        *_parameters(scenario.parameters),
        _table("cooperative", _given(scenario.cooperative)),
    ]
    blocks += [
        _table(f"[programme.{name}]", _given(entry))
        for name in LISTS
        for entry in getattr(scenario.programme, name)
    ]
    blocks += [_table("[shocks]", _given(shock)) for shock in scenario.shocks]
    blocks += [_table("[warnings]", _given(warning)) for warning in scenario.warnings]
    return "\n".join(block for block in blocks if block)


def _run(scenario: Scenario) -> dict[str, Any]:
    run: dict[str, Any] = {"months": scenario.months, "fraction": scenario.fraction}
    return run | ({"frozen": scenario.frozen} if scenario.frozen else {})


def _parameters(parameters: Parameters) -> list[str]:
    default = Parameters()
    return [
        _table(
            f"parameters.{name}",
            {
                key: value
                for key, value in getattr(parameters, name).model_dump().items()
                if value != getattr(getattr(default, name), key)
            },
        )
        for name in Parameters.model_fields
    ]


def _given(model: BaseModel) -> dict[str, Any]:
    return model.model_dump(exclude_defaults=True, exclude_none=True)


def _table(name: str, values: Mapping[str, Any]) -> str:
    if not values:
        return ""
    lines = [f"{_key(key)} = {_value(value)}" for key, value in values.items()]
    return "\n".join([f"[{name}]", *lines, ""])


def _key(key: str) -> str:
    bare = key.replace("_", "").replace("-", "")
    return key if bare.isascii() and bare.isalnum() else _string(key)


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return _string(value)
    if isinstance(value, Mapping):
        inner = ", ".join(f"{_key(key)} = {_value(item)}" for key, item in value.items())
        return f"{{ {inner} }}"
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(_value(item) for item in value)}]"
    return repr(value)


def _string(text: str) -> str:
    # JSON's escapes are TOML's, but for DEL, which TOML wants escaped and JSON leaves.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
