"""``--set key=value`` and the JSON Schema of a scenario file."""

from __future__ import annotations

import tomllib
from typing import Any

from microville import parameters
from microville.errors import ParameterError
from microville.scenario.schema import ScenarioFile


def parse_setting(text: str) -> tuple[str, Any]:
    """Split ``"mobility.walk_speed_kmh=4.5"`` into key and value.

    Parameters
    ----------
    text
        A key, an equals sign and a TOML value; a word that is no TOML value is taken as text.

    Returns
    -------
    tuple
        For :meth:`Scenario.update`, which checks it.

    Raises
    ------
    ParameterError
        If there is no key or no value.
    """
    key, equals, value = (part.strip() for part in text.partition("="))
    if not (equals and key and value):
        raise ParameterError(
            f"{text!r} sets nothing.", hint="Write --set mobility.walk_speed_kmh=4.5"
        )
    try:
        found: dict[str, Any] = tomllib.loads(f"value = {value}")
    except (ValueError, RecursionError):
        return key, value
    return key, found["value"] if set(found) == {"value"} else value


def scenario_json_schema() -> dict[str, Any]:
    """Return the JSON Schema of a scenario file, for editors that complete and check TOML."""
    schema = ScenarioFile.model_json_schema()
    schema["title"] = "Microville scenario"
    table = parameters.json_schema()
    definitions = table.pop("$defs", {})
    for group in definitions.values():
        group.pop("required", None)
    schema["$defs"] = schema.get("$defs", {}) | definitions | {"Parameters": table}
    schema["properties"]["parameters"] = {"$ref": "#/$defs/Parameters"}
    return schema
