"""``microville access``: what can be reached, without a simulation."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from microville.cli.options import Json, MapName, Settings, read_scenario
from microville.errors import InputError

SUFFIXES = {".gpkg": "GPKG", ".geojson": "GeoJSON", ".parquet": "", ".csv": ""}


def access_command(
    map_name: MapName = "courcy-reims",
    scenario: Annotated[
        str, typer.Option(help="Scenario whose speeds and street options are used.")
    ] = "status_quo",
    profile: Annotated[
        str, typer.Option(help="walk, walk_slow, wheelchair, bike, ebike, car.")
    ] = "walk",
    at: Annotated[str | None, typer.Option(help="LON,LAT: isochrones from there.")] = None,
    minutes: Annotated[
        list[float] | None, typer.Option(help="Thresholds in minutes. Repeatable.", min=0.1)
    ] = None,
    settings: Settings = None,
    out: Annotated[
        Path | None, typer.Option(help="File: .gpkg, .geojson, .parquet or .csv.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Write access measures of every home, or isochrones from a coordinate."""
    from microville.access import isochrones, travel_time
    from microville.access import profile as find_profile
    from microville.territory import load_territory

    chosen = read_scenario(scenario, settings, None, None)
    if out is not None:
        check_suffix(out)
    thresholds = minutes or [15.0, 30.0]
    where = _coordinate(at) if at is not None else None
    find_profile(profile, chosen.parameters)
    territory = load_territory(map_name)
    if where is not None:
        frame = isochrones(
            territory,
            *where,
            minutes=thresholds,
            profile=profile,
            parameters=chosen.parameters,
            options=chosen.options,
        )
        summary = [
            {"minutes": float(m), "area_km2": round(float(a) / 1e6, 3)}
            for m, a in zip(frame["minutes"], frame.geometry.area, strict=True)
        ]
    else:
        times = travel_time(
            territory, profile=profile, parameters=chosen.parameters, options=chosen.options
        )
        frame = times.to_frame(thresholds)
        weight = frame["dwellings"]
        summary = [
            {
                "minutes": t,
                "mean_place_score": round(
                    float((frame[f"place_score_{t:g}"] * weight).sum() / max(weight.sum(), 1)), 4
                ),
            }
            for t in thresholds
        ]
    if out is not None:
        write_frame(frame, out)
    if as_json:
        print(
            json.dumps(
                {
                    "map": map_name,
                    "profile": profile,
                    "summary": summary,
                    "out": str(out) if out else None,
                }
            )
        )
        return
    for row in summary:
        print("  ".join(f"{key} {value:g}" for key, value in row.items()))
    if out is not None:
        print(f"Written to {out}")
    elif at is not None:
        print("Add --out isochrones.geojson (or .gpkg) for the shapes.")


def _coordinate(text: str) -> tuple[float, float]:
    try:
        lon, lat = (float(part) for part in text.split(","))
    except ValueError:
        raise InputError(
            f"{text!r} is no coordinate.", hint="Give LON,LAT in degrees, e.g. 4.0292,49.3137."
        ) from None
    if not (-180 <= lon <= 180 and -90 <= lat <= 90):
        raise InputError(f"{text!r} is not on Earth.", hint="Give longitude first, then latitude.")
    return lon, lat


def check_suffix(path: Path) -> None:
    """Check that a file's ending names a format that can be written.

    Raises
    ------
    InputError
        If it does not, or the folder is missing.
    """
    if path.suffix not in SUFFIXES:
        raise InputError(
            f"{path} ends in no known format.", hint=f"Use one of {', '.join(SUFFIXES)}."
        )
    if path.is_dir():
        raise InputError(f"{path} is a folder.", hint="Give a file name.")


def write_frame(frame: object, path: Path) -> None:
    """Write a GeoDataFrame in the format of a file's ending, all or nothing.

    Raises
    ------
    InputError
        If the file cannot be written.
    """
    import os
    import tempfile

    import geopandas as gpd

    if not isinstance(frame, gpd.GeoDataFrame):
        raise InputError("There is nothing to write.")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=path.parent, prefix=".access-") as folder:
            part = Path(folder) / path.name
            if path.suffix == ".parquet":
                frame.to_parquet(part, index=False)
            elif path.suffix == ".csv":
                table = frame.drop(columns="geometry")
                if frame.geom_type.eq("Point").all():
                    table = table.assign(x=frame.geometry.x.round(2), y=frame.geometry.y.round(2))
                table.to_csv(part, index=False)
            elif path.suffix == ".geojson":
                frame.to_crs(4326).to_file(part, driver="GeoJSON", engine="pyogrio")
            else:
                frame.to_file(part, driver="GPKG", layer="access", engine="pyogrio")
            os.replace(part, path)  # noqa: PTH105
    except OSError as error:
        raise InputError(f"Cannot write {path}: {error.strerror or error}.") from error
