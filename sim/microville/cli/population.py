"""``microville population``: the synthetic people beside what was imposed on them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from microville.cli.options import Fraction, Json, MapName, Seed
from microville.cli.progress import say
from microville.cli.tables import aligned
from microville.cli.writing import check_target, write_all
from microville.errors import InputError

if TYPE_CHECKING:
    import pandas as pd

    from microville.territory import Territory

SUFFIXES = (".csv", ".parquet")
WORST = 5
MEANING = {
    "exact": "met by construction, in every commune",
    "fitted": "drawn or rounded towards what is imposed",
    "free": "merely plausible: what stands as imposed is known of a larger area",
}
FEWEST = 20.0
"""Fewer imposed than this, and a relative difference says nothing."""


def population_command(
    map_name: MapName = "courcy-reims",
    seed: Seed = 1,
    fraction: Fraction = None,
    out: Annotated[
        Path | None, typer.Option(help="File of the whole table: .csv or .parquet.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Make the synthetic people and compare them with what was imposed, commune by commune."""
    from microville.access import find_places
    from microville.parameters import Parameters
    from microville.population import synthetic_population
    from microville.population.crosstable import cross_table
    from microville.territory import load_territory

    if out is not None:
        _check_out(out)
    territory, parameters = load_territory(map_name), Parameters()
    say(f"Making the people of {territory.info.name} …", quiet=as_json)
    people = synthetic_population(
        territory,
        parameters,
        seed,
        home_rows=find_places(territory).buildings,
        fraction=1.0 if fraction is None else fraction,
    )
    table = cross_table(people, territory, parameters)
    if out is not None:
        write_all({out: lambda path: _write(table, path)})
    if as_json:
        facts = {
            "map": territory.info.name,
            "seed": seed,
            "weight": people.weight,
            "rows": json.loads(table.to_json(orient="records", force_ascii=False)),
        }
        print(json.dumps(facts, ensure_ascii=False))
        return
    print("\n".join(summary(table)))
    if people.weight > 1:
        print(f"\nA sample: outside the focus area a household stands for {people.weight}.")
    print(f"\nwritten to {out}" if out else "\nNext: --out FILE.csv holds every commune.")


def _check_out(out: Path) -> None:
    if out.suffix.lower() not in SUFFIXES:
        raise InputError(f"{out} ends in no known format.", hint=f"Use {' or '.join(SUFFIXES)}.")
    check_target(out)


def _write(table: pd.DataFrame, path: Path) -> None:
    if path.suffix.lower() == ".parquet":
        table.to_parquet(path, index=False)
    else:
        table.to_csv(path, index=False)


def summary(table: pd.DataFrame) -> list[str]:
    """Return what a planner reads of a cross-table, line by line.

    Parameters
    ----------
    table
        See :func:`microville.population.crosstable.cross_table`.
    """
    from microville.population.crosstable import ALL

    whole, communes = table[table["zone"] == ALL], table[table["zone"] != ALL]
    lines = [f"{communes['zone'].nunique()} communes; the people are fictitious.", ""]
    head = ("quantity", "imposed", "realised", "difference", "kind")
    rows = [
        (
            f"{row.quantity} ({row.unit})",
            f"{row.imposed:,.0f}",
            f"{row.realised:,.0f}",
            f"{row.difference:+,.0f}",
            str(row.kind),
        )
        for row in whole.itertuples()
    ]
    lines += aligned([head, *rows]).splitlines()
    for kind, meaning in MEANING.items():
        lines += ["", f"{kind}: {meaning}."]
        lines += [f"  {line}" for line in _worst(communes[communes["kind"] == kind])]
    return lines


def _worst(rows: pd.DataFrame) -> list[str]:
    """Return the largest relative differences, one a quantity, of what is not tiny."""
    off = rows[rows["difference"].abs() > 0]
    if not len(off):
        names = ", ".join(dict.fromkeys(rows["quantity"]))
        return [f"No difference in any commune: {names}."] if names else ["Nothing here."]
    counted = off["unit"].isin(["persons", "households"])
    apart = off[(off["imposed"] == 0) & counted]
    lines = [
        f"{name}: {group['realised'].sum():,.0f} in {len(group)} communes (none wanted)."
        for name, group in apart.groupby("quantity", sort=False)
        if name != "cells_largest_error"
    ]
    cells = off[off["quantity"] == "cells_largest_error"]
    lines += [
        f"200 m cells of {row.commune}: largest error {row.realised:.2f} persons."
        for row in cells.itertuples()
    ]
    large = off[(off["imposed"] >= FEWEST) | ~counted]
    large = large[large["imposed"] > 0]
    order = large["relative"].abs().sort_values(ascending=False, kind="stable").index
    worst = large.loc[order].drop_duplicates("quantity").head(WORST)
    return lines + [
        f"{row.commune}: {row.quantity} {row.realised:,.6g} for {row.imposed:,.6g} {row.unit} "
        f"({row.relative:+.1%})"
        for row in worst.itertuples()
    ]


def enrich_command(
    name: Annotated[str, typer.Argument(help="Name or folder of the map.")],
    grid: Annotated[
        Path | None, typer.Option(help="INSEE's 200 m population grid (.csv or .gpkg).")
    ] = None,
    bpe: Annotated[
        Path | None, typer.Option(help="INSEE's facility base with coordinates (.csv).")
    ] = None,
    out: Annotated[
        str | None, typer.Option("--out", help="Name of the new map; NAME-insee if not given.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace a map of that name.")] = False,
    as_json: Json = False,
) -> None:
    """Add official INSEE files to a map: population by 200 m cell, facilities; store it anew."""
    from microville.cli.maps import _new_folder
    from microville.territory import load_territory, save_territory
    from microville.territory.insee import with_bpe, with_population_grid

    if grid is None and bpe is None:
        raise InputError("There is nothing to add.", hint="Give --grid FILE, --bpe FILE or both.")
    territory = load_territory(name)
    new = out if out is not None else f"{territory.info.name}-insee"
    folder = _new_folder(new, force)
    if grid is not None:
        say(f"Reading {grid} …", quiet=as_json)
        territory = with_population_grid(territory, grid)
    if bpe is not None:
        say(f"Reading {bpe} …", quiet=as_json)
        territory = with_bpe(territory, bpe)
    territory = _renamed(territory, new)
    digest = save_territory(territory, folder)
    notes = {key: territory.info.notes.get(key) for key in ("population_grid", "bpe")}
    if as_json:
        facts = {"map": new, "folder": str(folder), "content_hash": digest, "notes": notes}
        print(json.dumps(facts, ensure_ascii=False, default=str))
        return
    for title, found in notes.items():
        if isinstance(found, dict):
            print(f"{title}:")
            rows = [(f"  {key}", _short(value)) for key, value in found.items()]
            print(aligned(rows))
    print(f"content hash {digest}\nwritten to {folder}")
    print(f"Next: microville map check {new}; microville population --map {new}")


def _short(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False) if isinstance(value, list | dict) else str(value)
    return text if len(text) <= 100 else text[:97] + "…"


def _renamed(territory: Territory, name: str) -> Territory:
    """Return a territory under another name, its sources with INSEE's added."""
    from dataclasses import replace

    from microville.territory import Territory as Made

    def added(text: str) -> str:
        return text if "INSEE" in text else f"{text}; INSEE, Licence Ouverte 2.0"

    info = territory.info
    new = replace(info, name=name, source=added(info.source), attribution=added(info.attribution))
    return Made(new, territory.layers)
