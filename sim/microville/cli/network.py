"""``microville network``: N sites with and without the platform."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from microville.cli.access import Lang
from microville.cli.options import Json, Seed, Settings
from microville.cli.tables import aligned
from microville.cli.writing import check_target, one_each, write_all
from microville.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd

    from microville.network_of_sites import Network
    from microville.parameters import Parameters


def network_command(
    sites: Annotated[int, typer.Option(help="Number of sites drawn.", min=1, max=1_000_000)] = 1000,
    from_file: Annotated[
        Path | None,
        typer.Option("--from", help="CSV of sites instead: type, floor_m2, start_year."),
    ] = None,
    seed: Seed = 1,
    curve: Annotated[
        bool, typer.Option("--curve", help="Compare networks of growing size instead.")
    ] = False,
    settings: Settings = None,
    out: Annotated[
        list[Path] | None,
        typer.Option(help="File: .csv, or .png with --curve. Repeatable."),
    ] = None,
    lang: Annotated[Lang, typer.Option(help="Language of the figure.")] = Lang.fr,
    as_json: Json = False,
) -> None:
    """Work out when each site of a network breaks even, with and without the platform."""
    from microville.network_of_sites import curve as curve_of
    from microville.network_of_sites import draw_sites, read_sites, sites_table, work_out

    paths = one_each(out or [])
    _check(paths, from_file, curve=curve)
    parameters = _parameters(settings)
    if curve:
        table = curve_of(parameters, sites=sites, sizes=_sizes(sites), seed=seed)
        write_all({path: _curve_writer(table, path, lang.value) for path in paths})
        facts: dict[str, Any] = {"curve": _records(table)}
    else:
        chosen = draw_sites(sites, parameters, seed) if from_file is None else read_sites(from_file)
        network = work_out(chosen, parameters)
        table = sites_table(network)
        write_all({path: _csv_writer(table) for path in paths})
        facts = _facts(network, parameters)
    if as_json:
        print(json.dumps(facts, ensure_ascii=False))
    else:
        print(_curve_text(table) if curve else _text(facts))


def _check(paths: list[Path], from_file: Path | None, *, curve: bool) -> None:
    for path in paths:
        check_target(path)
        allowed = (".csv", ".png") if curve else (".csv",)
        if path.suffix.lower() not in allowed:
            raise InputError(
                f"{path} cannot be written here.",
                hint=f"Use {' or '.join(allowed)}{'' if curve else '; .png needs --curve'}.",
            )
    if curve and from_file is not None:
        raise InputError("--curve draws its own sites.", hint="Leave --from out.")


def _parameters(settings: list[str] | None) -> Parameters:
    from microville.parameters import Parameters, update
    from microville.scenario import parse_setting

    return update(Parameters(), dict(parse_setting(text) for text in settings or []))


def _sizes(sites: int) -> tuple[int, ...]:
    from microville.network_of_sites import SIZES

    return tuple(size for size in SIZES if size <= sites)


def _csv_writer(table: pd.DataFrame) -> Callable[[Path], None]:
    return lambda path: table.to_csv(path, index=False)


def _curve_writer(table: pd.DataFrame, path: Path, lang: str) -> Callable[[Path], None]:
    if path.suffix.lower() == ".csv":
        return _csv_writer(table)
    from microville.figures.platform_curve import platform_curve
    from microville.figures.style import save_png

    def draw(target: Path) -> None:
        save_png(platform_curve(table, lang=lang), target)

    return draw


def _records(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Return rows for JSON: missing values as null."""
    rows: list[dict[str, Any]] = json.loads(table.to_json(orient="records"))
    return rows


def _facts(network: Network, parameters: Parameters) -> dict[str, Any]:
    from microville.network_of_sites import NEVER, TYPES, break_even_year, breaks_even

    limit = parameters.site_types.break_even_limit_years
    rows = []
    for number, kind in enumerate(TYPES):
        own = network.sites.kind == number
        if not own.any():
            continue
        row: dict[str, Any] = {"type": kind, "sites": int(own.sum())}
        row["floor_m2"] = int(network.sites.floor_m2[own].sum())
        for name, cash in (("without", network.without.cash), ("with", network.together.cash)):
            row[f"break_even_{name}"] = int(breaks_even(cash[own], limit).sum())
            row[f"never_{name}"] = int((break_even_year(cash[own]) == NEVER).sum())
        rows.append(row)
    result = network.platform.cash
    stays = int(break_even_year(result[None, :])[0])
    return {
        "sites": len(network.sites),
        "limit_years": limit,
        "types": rows,
        "platform_break_even": None if stays == NEVER else network.context.first_year + stays,
        "platform_last_year_eur": float(result[-1] / 100),
    }


def _text(facts: dict[str, Any]) -> str:
    head = ("type", "sites", "floor m²", "break even alone", "with the platform")
    rows = [
        (
            row["type"],
            f"{row['sites']}",
            f"{row['floor_m2']:,}",
            f"{row['break_even_without']} ({row['break_even_without'] / row['sites']:.0%})",
            f"{row['break_even_with']} ({row['break_even_with'] / row['sites']:.0%})",
        )
        for row in facts["types"]
    ]
    year = facts["platform_break_even"]
    own = "never pays its own team" if year is None else f"pays its own team from {year} on"
    return (
        f"{aligned([head, *rows])}\n\nBreak even: within {facts['limit_years']} years of the start "
        f"and for good. The platform {own}."
    )


def _curve_text(table: pd.DataFrame) -> str:
    from microville.network_of_sites import TYPES

    head = ("sites", "alone", "with", *(f"m² {kind}" for kind in TYPES), "services", "own income")
    rows = [
        (
            f"{row['sites']:.0f}",
            f"{row['share_without']:.0%}",
            f"{row['share_with']:.0%}",
            *(_area(row[f"critical_{kind}_with"]) for kind in TYPES),
            f"{row['cost_share']:.0%}",
            f"{row['coverage']:.0%}",
        )
        for row in table.to_dict("records")
    ]
    return (
        f"{aligned([head, *rows])}\n\nalone, with: sites that break even in time; m²: critical "
        "size with the platform;\nservices: what they cost over what they cost alone; own income: "
        "of the platform, over its team."
    )


def _area(value: float | None) -> str:
    return "none" if value is None or value != value else f"{value:,.0f}"  # noqa: PLR0124
