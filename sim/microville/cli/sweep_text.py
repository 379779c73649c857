"""What ``microville sweep`` prints."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

    from microville.sweeps import Results, Status


def status_text(found: Status) -> str:
    """Return how far a sweep is, in a line."""
    text = f"{found.done} of {found.runs} runs done, {found.failed} failed, {found.left} to do"
    if found.rows > found.runs:
        text += f" ({found.rows} rows: what is the same runs once)"
    if found.left and found.seconds_left is not None:
        text += f"; about {_duration(found.seconds_left)} at the last pace"
    if found.generation is not None:
        text += f"; generation {found.generation} of {found.generations} at most"
    return f"{text}. {'A process works on it now.' if found.running else ''}".rstrip()


def print_results(found: Results, labels: list[str]) -> None:
    """Print mean and ends of each outcome, what is missing, and the hash."""
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, pad_edge=False)
    for name in ("scenario", "outcome", "runs", "mean", "least", "most"):
        table.add_column(name, justify="left" if name in ("scenario", "outcome") else "right")
    for scenario, group in found.table.groupby("scenario", sort=False):
        for label in labels:
            values = group[label].dropna()
            shown = [f"{f(values):,.2f}" if len(values) else "-" for f in (_mean, min, max)]
            table.add_row(str(scenario), label, str(len(values)), *shown)
    Console(width=150).print(table)
    if found.missing:
        print(f"\n{found.missing} rows are missing: their runs failed or are still to do.")
    print(f"\n{len(found.table)} rows. Canonical hash {found.canonical_hash}")


def print_screening(table: pd.DataFrame, found: Results) -> None:
    """Print Morris' indices, a table for each scenario and outcome."""
    from rich.console import Console
    from rich.table import Table

    from microville.sweeps.analysis.screening import INDICES

    console = Console(width=100)
    for (scenario, outcome), mine in table.groupby(["scenario", "outcome"], sort=False):
        values = found.table[found.table["scenario"] == scenario][str(outcome)]
        ends = " to ".join(_short(end) for end in (values.min(), values.max()))
        console.print(f"\n{scenario}: {outcome}, {ends} in these runs", highlight=False)
        shown = Table(box=None, pad_edge=False)
        for name in ("factor", "mu*", "± 95 %", "mu", "sigma"):
            shown.add_column(name, justify="left" if name == "factor" else "right")
        for key, *numbers in mine[["key", *INDICES]].to_numpy():
            shown.add_row(key, *(_short(value) for value in numbers))
        console.print(shown)
    print(
        "\nmu*: mean absolute change of the outcome while the factor crosses its range; mu: the "
        "same with\nits sign; sigma: spread of the change: curved, or dependent on other factors."
    )


def print_table(table: pd.DataFrame) -> None:
    """Print any table of an analysis, numbers short."""
    from rich.console import Console
    from rich.table import Table

    shown = Table(box=None, pad_edge=False)
    numeric = [name for name in table.columns if table[name].dtype.kind in "if"]
    for name in table.columns:
        shown.add_column(str(name), justify="right" if name in numeric else "left")
    for row in table.itertuples(index=False):
        cells = zip(table.columns, row, strict=True)
        shown.add_row(*(_short(v) if name in numeric else str(v) for name, v in cells))
    Console(width=max(150, 12 * len(table.columns))).print(shown)


def _short(value: float) -> str:
    if value != value:  # noqa: PLR0124
        return "-"
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"


def _duration(seconds: float) -> str:
    if seconds < 120:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 7200 else f"{seconds / 3600:.1f} h"


def _mean(values: object) -> float:
    return float(values.mean())  # type: ignore[attr-defined]
