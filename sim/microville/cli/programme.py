"""``microville programme``: what becomes of each building and when."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from microville.cli.options import Lang, MapName, Months, Settings, read_scenario
from microville.cli.publish import check_language
from microville.cli.tables import aligned
from microville.errors import InputError


def programme_command(
    scenario: Annotated[str, typer.Argument(help="Name or file of the scenario.")],
    of_run: Annotated[
        Path | None, typer.Option("--run", help="Folder of a run: as it happened there.")
    ] = None,
    months: Months = None,
    settings: Settings = None,
    out: Annotated[
        Path | None, typer.Option(help="A .csv for the table, a .png for the picture.")
    ] = None,
    map_name: MapName = "courcy-reims",
    lang: Lang = "fr",
) -> None:
    """Show what becomes of each building: works, uses, and what waits, as table or picture."""
    import pandas as pd

    from microville.runs.timeline import timeline
    from microville.scenario import month_text
    from microville.territory import load_territory

    check_language(lang)
    if out is not None and out.suffix not in (".csv", ".png"):
        raise InputError(f"{out} is neither table nor picture.", hint="End it in .csv or .png.")
    events = None
    if of_run is not None:
        if not (of_run / "events.parquet").is_file():
            raise InputError(f"{of_run} is no folder of a run.", hint="Run the scenario first.")
        events = pd.read_parquet(of_run / "events.parquet")
    chosen = read_scenario(scenario, settings, months, None)
    territory = load_territory(map_name)
    table = timeline(chosen, territory, events)
    if out is not None and out.suffix == ".png":
        from microville.figures.style import save_png
        from microville.figures.timeline_chart import names_of_buildings, timeline_chart
        from microville.figures.words import words_of

        words = words_of(territory, lang)
        figure = timeline_chart(
            table,
            words,
            months=chosen.months,
            names=names_of_buildings(territory),
            note=words("gantt.planned" if events is None else "gantt.happened"),
        )
        out.parent.mkdir(parents=True, exist_ok=True)
        save_png(figure, out)
    table["from_month"] = [month_text(month) for month in table["from_month"]]
    table["until_month"] = [month_text(month - 1) for month in table["until_month"]]
    table = table.drop(columns="row").rename(
        columns={"from_month": "first_month", "until_month": "last_month"}
    )
    if out is not None and out.suffix == ".csv":
        out.parent.mkdir(parents=True, exist_ok=True)
        table.to_csv(out, index=False)
    shown = ("building", "use", "works", "state", "first_month", "last_month", "floor_area_m2")
    rows = [tuple(str(row[name]) for name in shown) for row in table.to_dict("records")]
    print(aligned([shown, *rows]) if rows else f"{chosen.name} plans nothing for any building.")
    if out is not None:
        print(f"\nWritten to {out}")
