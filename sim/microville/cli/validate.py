"""``microville validate``: whether scenario and experiment files are right."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from microville.cli.options import MapName
from microville.errors import InputError


def validate_command(
    files: Annotated[list[Path], typer.Argument(help="Scenario and experiment files.")],
    map_name: MapName = "courcy-reims",
    no_map: Annotated[bool, typer.Option("--no-map", help="Do not check against a map.")] = False,
) -> None:
    """Check scenario and experiment files: the first error of syntax, or all of meaning."""
    from microville.runs.site_check import check_on_map
    from microville.scenario import carry_over, load_scenario
    from microville.sweeps import Experiment, is_experiment, load_experiment
    from microville.sweeps.on_map import check_on_map as check_experiment_on_map
    from microville.territory import load_territory

    problems = []
    territory = None
    for path in files:
        notes: tuple[str, ...] = ()
        try:
            found = load_experiment(path) if is_experiment(path) else load_scenario(path)
            if not no_map:
                territory = territory or load_territory(map_name)
                if isinstance(found, Experiment):
                    check_experiment_on_map(found, territory)
                else:
                    check_on_map(found, territory)
                    notes = carry_over(found, territory).left_out
        except InputError as error:
            problems.append(str(error))
        else:
            print(f"{path}: right")
            if notes and territory is not None:
                print(f"Not carried over to the {territory.site_type} site of {map_name}:")
            for note in notes:
                print(f"  {note}")
    if problems:
        raise InputError("\n".join(problems))
