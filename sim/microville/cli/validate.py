"""``microville validate``: whether scenario files are right."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from microville.cli.options import MapName
from microville.errors import InputError


def validate_command(
    files: Annotated[list[Path], typer.Argument(help="Scenario files.")],
    map_name: MapName = "courcy-reims",
    no_map: Annotated[bool, typer.Option("--no-map", help="Do not check against a map.")] = False,
) -> None:
    """Check scenario files: the first error of syntax, or all errors of meaning at once."""
    from microville.runs.site_check import check_on_map
    from microville.scenario import load_scenario
    from microville.territory import load_territory

    problems = []
    territory = None
    for path in files:
        try:
            scenario = load_scenario(path)
            if not no_map:
                territory = territory or load_territory(map_name)
                check_on_map(scenario, territory)
        except InputError as error:
            problems.append(str(error))
        else:
            print(f"{path}: right")
    if problems:
        raise InputError("\n".join(problems))
