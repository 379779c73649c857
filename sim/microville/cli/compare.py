"""``microville compare``: scenarios side by side, with the same seeds."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from microville.cli.options import (
    Fraction,
    Json,
    Lang,
    MapName,
    Months,
    Out,
    Seeds,
    Settings,
    Workers,
    read_scenario,
)
from microville.cli.progress import progress, say
from microville.cli.publish import check_language, publish
from microville.cli.warnings import print_warning_rows
from microville.errors import InputError


def compare_command(
    scenarios: Annotated[list[str], typer.Argument(help="Two or more names or files.")],
    seeds: Seeds = 2,
    baseline: Annotated[str | None, typer.Option(help="Which one to compare with.")] = None,
    months: Months = None,
    fraction: Fraction = None,
    settings: Settings = None,
    out: Out = None,
    map_name: MapName = "courcy-reims",
    workers: Workers = None,
    lang: Lang = "fr",
    as_json: Json = False,
) -> None:
    """Compare scenarios seed by seed: differences with intervals, maps, report."""
    from microville.runs.atomic import check_target
    from microville.runs.comparison import compare
    from microville.runs.summary import difference_rows, gain_rows

    check_language(lang)
    loaded = [read_scenario(name, settings, months, fraction) for name in scenarios]
    names = [scenario.name for scenario in loaded]
    if baseline is not None:
        if baseline not in names:
            raise InputError(
                f"The baseline {baseline!r} is not among the scenarios.",
                hint=f"Choose one of {', '.join(names)}.",
            )
        loaded.sort(key=lambda scenario: scenario.name != baseline)
    target = out or Path("out") / "compare"
    check_target(target)
    say(f"Loading the map {map_name} (made when first used: about 20 s).", quiet=as_json)
    with progress("runs, in months", quiet=as_json) as report:
        result = compare(loaded, seeds=seeds, map_name=map_name, workers=workers, progress=report)
    publish(result, target, lang=lang)
    rows, gains = difference_rows(result), gain_rows(result)
    if as_json:
        print(
            json.dumps(
                {
                    "out": str(target),
                    "baseline": result.baseline,
                    "differences": rows,
                    "gains": gains,
                    "warnings": result.warnings(),
                    "canonical_hashes": result.hashes(),
                }
            )
        )
        return
    print_differences(rows)
    print_gains(gains)
    print_warning_rows(result.warnings())
    print(f"\nOpen {target}/report.html")


def print_differences(rows: list[dict[str, object]]) -> None:
    """Print the table that matters."""
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, pad_edge=False)
    for name in ("what", "for whom", "scenario", "baseline", "then", "difference", "range"):
        table.add_column(
            name, justify="left" if name in ("what", "for whom", "scenario") else "right"
        )
    for row in rows:
        table.add_row(
            str(row["label"]),
            str(row["group"]),
            str(row["scenario"]),
            str(row["baseline_text"]),
            str(row["value_text"]),
            str(row["difference_text"]),
            str(row["range_text"]),
        )
    Console(width=150).print(table)


def print_gains(rows: list[dict[str, object]]) -> None:
    """Print who gains and who loses."""
    from rich.console import Console
    from rich.table import Table

    if not rows:
        return
    print("\nWho gains and who loses, person by person (the same people in both runs):")
    table = Table(box=None, pad_edge=False)
    for name in ("what", "for whom", "scenario", "at least", "people"):
        table.add_column(name, justify="right" if name == "people" else "left")
    for name in ("gain", "lose", "mean difference"):
        table.add_column(name, justify="right")
    for row in rows:
        keys = ("label", "group", "scenario", "least_text", "persons_text", "gain_text")
        table.add_row(*(str(row[key]) for key in (*keys, "lose_text", "change_text")))
    Console(width=150).print(table)
