"""``microville shocks``: a scenario beside its twin without shocks."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from microville.cli.options import (
    Fraction,
    Json,
    MapName,
    Months,
    Out,
    Seed,
    Settings,
    read_scenario,
)
from microville.cli.progress import progress, say
from microville.cli.tables import aligned


def shocks_command(
    scenario: Annotated[str, typer.Argument(help="Name or file of a scenario with shocks.")],
    months: Months = None,
    seed: Seed = 1,
    settings: Settings = None,
    out: Out = None,
    map_name: MapName = "courcy-reims",
    fraction: Fraction = None,
    as_json: Json = False,
) -> None:
    """Tell what a scenario's shocks do: cover, people affected, months until all is as before."""
    from microville.errors import InputError
    from microville.runs.shock_effects import shock_months, shock_summary
    from microville.scenario import month_text
    from microville.territory import load_territory

    chosen = read_scenario(scenario, settings, months, fraction)
    target = out or Path("out") / f"shocks-{chosen.name}-{seed}.csv"
    if target.suffix != ".csv":
        raise InputError(f"{target} is no table.", hint="Give --out a name that ends in .csv.")
    say(f"Loading the map {map_name} (made when first used: about 20 s).", quiet=as_json)
    territory = load_territory(map_name)
    with progress(f"{chosen.name} twice, {chosen.months} months", quiet=as_json) as report:
        table = shock_months(chosen, territory, seed=seed, progress=report)
    summary = shock_summary(table)
    table["month"] = [month_text(month) for month in table["month"]]
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        table.to_csv(target, index=False)
    except OSError as error:
        raise InputError(
            f"{target} cannot be written: {error.strerror}.", hint="Choose another file."
        ) from error
    if as_json:
        print(json.dumps({"out": str(target)} | summary))
        return
    head = ("month", "days hit", "cover", "without", "served", "without", "fewer", "more")
    rows = [
        (
            row["month"],
            f"{row['days_share']:.0%}",
            *(f"{row[name]:.4f}" for name in SHARES),
            f"{row['people_affected']:,}",
            f"{row['people_better']:,}",
        )
        for row in table.to_dict("records")
    ]
    print(aligned([head, *rows]))
    recovery = summary["recovery_months"]
    told = "not within the run" if recovery is None else f"{recovery:.0f} months"
    print(
        f"\nMost people affected in a month: {summary['people_affected']:,.0f}\n"
        f"Person-days affected: {summary['person_days_affected']:,.0f}\n"
        f"Cover lost at most: {summary['cover_lost']:.4f}; wishes served lost at most: "
        f"{summary['served_lost']:.4f}\nRecovery: {told}\nWritten to {target}"
    )


SHARES = ("cover", "cover_without", "served", "served_without")
