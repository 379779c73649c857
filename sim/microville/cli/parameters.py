"""``microville parameters``: every number, its unit, range and source."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Annotated

import typer

from microville.cli.options import Json, Settings, read_scenario


def parameters_command(
    scenario: Annotated[
        str | None, typer.Argument(help="Scenario; the defaults if missing.")
    ] = None,
    settings: Settings = None,
    schema: Annotated[bool, typer.Option("--schema", help="Print the JSON Schema.")] = False,
    as_json: Json = False,
) -> None:
    """List parameters: value, unit, range, kind, source, year."""
    from microville.parameters import Parameters, rows
    from microville.scenario import scenario_json_schema

    if schema:
        print(json.dumps(scenario_json_schema(), indent=2, ensure_ascii=False))
        return
    parameters = (
        Parameters()
        if scenario is None and not settings
        else read_scenario(scenario or "status_quo", settings, None, None).parameters
    )
    table = rows(parameters)
    if as_json:
        print(json.dumps([asdict(row) for row in table], ensure_ascii=False))
        return
    for row in table:
        span = "" if row.low is None else f"{row.low:g} to {row.high:g}"
        print(
            f"{row.key:<48} {row.value:>12g}  {row.unit:<18} {span:<20} {row.kind:<10} "
            f"{row.source}{f' ({row.year})' if row.year else ''}"
        )
    facts = sum(row.kind == "fact" for row in table)
    print(f"\n{len(table)} parameters: {facts} facts, {len(table) - facts} assumptions.")
