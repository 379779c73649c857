"""``microville ledger``: the cooperative's yearly statements, as a table or a spreadsheet."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from microville.cli.options import Fraction, Json, Lang, MapName, Months, Seed, Settings
from microville.errors import InputError

if TYPE_CHECKING:
    from microville.runs import RunResult
    from microville.runs.statements import Statements

SUFFIXES = (".xlsx", ".csv")


def ledger_command(
    source: Annotated[
        str, typer.Argument(help="Folder of a stored run, or name or file of a scenario to run.")
    ],
    out: Annotated[Path | None, typer.Option("--out", help="File to write: .xlsx or .csv.")] = None,
    months: Months = None,
    seed: Seed = 1,
    settings: Settings = None,
    map_name: MapName = "courcy-reims",
    fraction: Fraction = None,
    lang: Lang = "fr",
    as_json: Json = False,
) -> None:
    """Print income statement, balance sheet, cash flow and financing plan by year."""
    from microville.cli.publish import check_language
    from microville.runs.statements import statements_of

    check_language(lang)
    if out is not None:
        _check(out)
    if Path(source).is_dir():
        changes = (("--months", months), ("--fraction", fraction), ("--set", settings or None))
        given = [name for name, value in changes if value is not None]
        if given:
            raise InputError(
                f"{', '.join(given)} cannot change a stored run.",
                hint="Give the scenario instead of the folder.",
            )
        from microville.runs.single import load_run

        result = load_run(Path(source))
    else:
        result = _simulate(source, settings, months, fraction, seed, map_name, quiet=as_json)
    statements = statements_of(result)
    if out is not None:
        _write(result, statements, out)
    if as_json:
        _print_json(statements, out)
        return
    _print(statements, lang)
    if out is not None:
        print(f"\nWritten to {out}")


def _check(out: Path) -> None:
    from microville.cli.writing import check_target

    if out.suffix.lower() not in SUFFIXES:
        raise InputError(f"{out} ends in no known format.", hint=f"Use {' or '.join(SUFFIXES)}.")
    check_target(out.with_suffix(".csv"))
    if out.is_dir():
        raise InputError(f"{out} is a folder.", hint="Give a file name.")


def _simulate(
    source: str,
    settings: list[str] | None,
    months: int | None,
    fraction: float | None,
    seed: int,
    map_name: str,
    *,
    quiet: bool,
) -> RunResult:
    from microville.cli.options import read_scenario
    from microville.cli.progress import progress, say
    from microville.runs import run
    from microville.territory import load_territory

    chosen = read_scenario(source, settings, months, fraction)
    say(f"Loading the map {map_name} (made when first used: about 20 s).", quiet=quiet)
    territory = load_territory(map_name)
    with progress(f"{chosen.name}, {chosen.months} months", quiet=quiet) as report:
        return run(chosen, territory, seed=seed, progress=report, monthly=False)


def _write(result: RunResult, statements: Statements, out: Path) -> None:
    from microville.cli.writing import write_all
    from microville.figures.workbook import write_csv, write_workbook

    if out.suffix.lower() == ".csv":
        write_all({out: lambda path: write_csv(statements, path)})
    else:
        write_all({out: lambda path: write_workbook(result, statements, path)})


def _print(statements: Statements, lang: str) -> None:
    """Print one table a statement, in whole euros."""
    from rich.console import Console
    from rich.table import Table

    from microville.runs.statements import TITLES
    from microville.scenario.months import month_text

    console = Console(width=max(60 + 13 * len(statements.years), 80))
    french = lang == "fr"
    for name, titles in TITLES.items():
        table = Table(title=titles[french], title_justify="left", box=None, pad_edge=False)
        table.add_column("EUR")
        for year in statements.years:
            table.add_column(str(year), justify="right")
        for line in statements.lines:
            if line.statement != name:
                continue
            label = line.label_fr if french else line.label_en
            cells = [_cell(cents, line.unit) for cents in line.cents]
            table.add_row(label, *cells, style="bold" if line.total else None)
        console.print(table)
        console.print()
    even, rate = statements.break_even, statements.rate_of_return
    never, words = ("jamais", "Équilibre") if french else ("never", "Break-even")
    print(f"{words} : {never if even is None else month_text(even)}")
    words = "Taux de rentabilité interne" if french else "Internal rate of return"
    print(f"{words} : {'-' if rate is None else f'{100 * rate:.2f} %'}")


def _cell(cents: int | None, unit: str) -> str:
    if cents is None:
        return "-"
    return f"{cents / 100:.2f}" if unit == "ratio" else f"{round(cents / 100):,}"


def _print_json(statements: Statements, out: Path | None) -> None:
    import json

    rows = [
        {
            "statement": line.statement,
            "key": line.key,
            "label_en": line.label_en,
            "label_fr": line.label_fr,
            "unit": line.unit,
            "cents": list(line.cents),
        }
        for line in statements.lines
    ]
    print(
        json.dumps(
            {
                "years": statements.years,
                "lines": rows,
                "break_even_month": statements.break_even,
                "internal_rate_of_return": statements.rate_of_return,
                "out": None if out is None else str(out),
            }
        )
    )
