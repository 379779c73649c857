"""``microville access``: what can be reached, without a simulation."""

from __future__ import annotations

import json
import time
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from microville.cli.options import Json, MapName, Settings, read_scenario
from microville.cli.progress import progress, say
from microville.cli.writing import check_target, one_each, write_all, write_layers, write_table
from microville.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    import geopandas as gpd

    from microville.access.study import AccessStudy
    from microville.scenario import Scenario
    from microville.territory import Territory


class Measure(StrEnum):
    """What to measure."""

    closest = "closest"
    cumulative = "cumulative"
    gravity = "gravity"
    fca = "fca"
    score = "score"


class By(StrEnum):
    """What a row of the table is about."""

    home = "home"
    commune = "commune"


class Lang(StrEnum):
    """Language of the map."""

    fr = "fr"
    en = "en"


@dataclass(frozen=True, slots=True)
class _Asked:
    """What was asked for."""

    map_name: str
    scenario: Scenario
    profiles: tuple[str, ...]
    minutes: tuple[float, ...]
    at: tuple[float, float] | None
    measures: tuple[str, ...]
    by: By
    out: tuple[Path, ...]
    lang: str


def access_command(
    map_name: MapName = "courcy-reims",
    scenario: Annotated[
        str, typer.Option(help="Scenario whose speeds and street options are used.")
    ] = "status_quo",
    profile: Annotated[
        list[str] | None,
        typer.Option(help="walk (default), walk_slow, wheelchair, bike, ebike, car. Repeatable."),
    ] = None,
    at: Annotated[str | None, typer.Option(help="LON,LAT: isochrones from there.")] = None,
    minutes: Annotated[
        list[float] | None,
        typer.Option(help="Threshold in minutes, 15 and 30 if not given. Repeatable.", min=0.1),
    ] = None,
    measure: Annotated[
        list[Measure] | None,
        typer.Option(help="What to measure, closest and score if not given. Repeatable."),
    ] = None,
    by: Annotated[By | None, typer.Option(help="A row a home (default) or a commune.")] = None,
    max_stress: Annotated[
        int | None,
        typer.Option(help="Highest level of cycling traffic stress accepted.", min=1, max=4),
    ] = None,
    settings: Settings = None,
    out: Annotated[
        list[Path] | None,
        typer.Option(help="File: .gpkg, .geojson, .parquet, .csv or .png (a map). Repeatable."),
    ] = None,
    lang: Annotated[Lang, typer.Option(help="Language of the map.")] = Lang.fr,
    as_json: Json = False,
) -> None:
    """Write access measures of every home, or isochrones from a coordinate."""
    from microville.access import profile as find_profile
    from microville.access.study import access_study
    from microville.territory import load_territory

    stress = [] if max_stress is None else [f"mobility.max_cycling_stress={max_stress}"]
    asked = _Asked(
        map_name=map_name,
        scenario=read_scenario(scenario, [*(settings or []), *stress], None, None),
        profiles=tuple(dict.fromkeys(profile or ["walk"])),
        minutes=tuple(sorted(set(minutes or [15.0, 30.0]))),
        at=_coordinate(at) if at is not None else None,
        measures=tuple(dict.fromkeys(m.value for m in measure or [Measure.closest, Measure.score])),
        by=by or By.home,
        out=tuple(one_each(out or [])),
        lang=lang.value,
    )
    for path in asked.out:
        check_target(path)
    _check_drawable(asked)
    for name in asked.profiles:
        find_profile(name, asked.scenario.parameters)
    say(f"Loading the map {map_name} …", quiet=as_json)
    territory = load_territory(map_name)
    areas = _areas(territory, asked) if asked.at is not None else None
    study = None
    # Isochrones alone need no times of homes.
    if areas is None or measure or by:
        with _progress_when_long("Travel times", quiet=as_json) as report:
            study = access_study(
                territory,
                profiles=asked.profiles,
                minutes=asked.minutes,
                measures=asked.measures,
                parameters=asked.scenario.parameters,
                options=asked.scenario.options,
                report=report,
            )
    write_all(_writers(territory, asked, study, areas))
    if as_json:
        print(json.dumps(_facts(asked, study, areas), ensure_ascii=False))
    else:
        _tell(asked, study, areas)


def _check_drawable(asked: _Asked) -> None:
    drawn = [path for path in asked.out if path.suffix.lower() == ".png"]
    if drawn and asked.at is None and "score" not in asked.measures:
        raise InputError(
            f"{drawn[0]} would be a map of the place score, which is not measured.",
            hint="Add --measure score.",
        )


def _areas(territory: Territory, asked: _Asked) -> gpd.GeoDataFrame:
    import pandas as pd

    from microville.access import isochrones

    assert asked.at is not None
    frames = [
        isochrones(
            territory,
            *asked.at,
            minutes=asked.minutes,
            profile=name,
            parameters=asked.scenario.parameters,
            options=asked.scenario.options,
        )
        for name in asked.profiles
    ]
    return pd.concat(frames, ignore_index=True)


@contextmanager
def _progress_when_long(title: str, *, quiet: bool) -> Iterator[Callable[[int, int], None]]:
    """Show progress from the third second on."""
    began = time.monotonic()
    with ExitStack() as stack:
        shown: list[Callable[[int, int], None]] = []

        def report(done: int, total: int) -> None:
            if not shown and time.monotonic() - began > 2 and done < total:
                shown.append(stack.enter_context(progress(title, quiet=quiet)))
            for tell in shown:
                tell(done, total)

        yield report


def _writers(
    territory: Territory, asked: _Asked, study: AccessStudy | None, areas: gpd.GeoDataFrame | None
) -> Mapping[Path, Callable[[Path], None]]:
    """Return what writes each file that was asked for."""
    layers: dict[str, gpd.GeoDataFrame] = {}
    if areas is not None:
        layers["isochrones"] = areas
    if study is not None:
        layers |= {"homes": study.homes, "communes": study.communes}
    table = areas
    if table is None and study is not None:
        table = study.communes if asked.by is By.commune else study.homes
    assert table is not None

    def picture(path: Path) -> None:
        from microville.figures import isochrone_map, save_png, study_map

        look: dict[str, Any] = {"lang": asked.lang, "options": asked.scenario.options}
        if asked.at is not None:
            figure = isochrone_map(territory, table, *asked.at, **look)
        else:
            assert study is not None
            figure = study_map(territory, study, by=asked.by.value, **look)
        save_png(figure, path)

    kinds: dict[str, Callable[[Path], None]] = {
        ".gpkg": lambda path: write_layers(layers, path),
        ".png": picture,
    }
    return {
        path: kinds.get(path.suffix.lower(), lambda part: write_table(table, part))
        for path in asked.out
    }


def _facts(
    asked: _Asked, study: AccessStudy | None, areas: gpd.GeoDataFrame | None
) -> dict[str, Any]:
    """Return what ``--json`` prints."""
    facts: dict[str, Any] = {
        "map": asked.map_name,
        "profiles": list(asked.profiles),
        "minutes": list(asked.minutes),
        "out": [str(path) for path in asked.out],
    }
    if study is not None:
        facts |= {
            "homes": study.home_count,
            "summary": study.summary(),
            "unknown": list(study.unknown),
            "capacity": study.capacity,
        }
    if areas is not None:
        rows = areas.drop(columns="geometry").astype(object)
        facts["isochrones"] = rows.where(rows.notna(), None).to_dict("records")
    return facts


def _tell(asked: _Asked, study: AccessStudy | None, areas: gpd.GeoDataFrame | None) -> None:
    """Print what was found, in a few lines."""
    from microville.cli.tables import areas_table, study_table

    if areas is not None:
        print(areas_table(areas))
    if study is not None:
        print(study_table(study))
    for path in asked.out:
        print(f"Written to {path}")
    if areas is not None and not asked.out:
        print("Add --out isochrones.geojson (or .gpkg, .png) for the shapes.")


def _coordinate(text: str) -> tuple[float, float]:
    """Return longitude and latitude of a text ``LON,LAT``.

    Raises
    ------
    InputError
        If it is none.
    """
    try:
        lon, lat = (float(part) for part in text.split(","))
    except ValueError:
        raise InputError(
            f"{text!r} is no coordinate.", hint="Give LON,LAT in degrees, e.g. 4.0292,49.3137."
        ) from None
    if not (-180 <= lon <= 180 and -90 <= lat <= 90):
        raise InputError(f"{text!r} is not on Earth.", hint="Give longitude first, then latitude.")
    return lon, lat
