"""Tables and maps written in the format of a file's ending, all or nothing."""

from __future__ import annotations

import os
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from microville.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import geopandas as gpd

SUFFIXES = (".gpkg", ".geojson", ".parquet", ".csv", ".png")


def check_target(path: Path) -> None:
    """Check, before anything is worked out, that a file can be written.

    Raises
    ------
    InputError
        If its ending names no known format, it is a folder, or its folder is missing or closed.
    """
    if path.suffix.lower() not in SUFFIXES:
        raise InputError(
            f"{path} ends in no known format.", hint=f"Use one of {', '.join(SUFFIXES)}."
        )
    if path.is_dir():
        raise InputError(f"{path} is a folder.", hint="Give a file name.")
    folder = path.parent
    if not folder.is_dir():
        what = f"{folder} is no folder" if folder.exists() else f"There is no folder {folder}"
        raise InputError(f"{what}.", hint="Make it first, or choose another one.")
    if not os.access(folder, os.W_OK | os.X_OK):
        raise InputError(f"Nothing can be written in {folder}.", hint="Choose another folder.")


def write_all(writers: Mapping[Path, Callable[[Path], None]]) -> None:
    """Write files, each by its function of a path; all of them appear, or none.

    Raises
    ------
    InputError
        If one cannot be written.
    """
    with ExitStack() as stack:
        parts: dict[Path, Path] = {}
        for path, write in writers.items():
            try:
                made = tempfile.TemporaryDirectory(dir=path.parent, prefix=".access-")
                parts[path] = Path(stack.enter_context(made)) / path.name
                write(parts[path])
            except OSError as error:
                raise InputError(
                    f"Cannot write {path}: {error.strerror or error}.",
                    hint="Choose another folder, or make room.",
                ) from error
        for path, part in parts.items():
            try:
                part.replace(path)
            except OSError as error:
                raise InputError(f"Cannot write {path}: {error.strerror or error}.") from error


def write_layers(layers: Mapping[str, gpd.GeoDataFrame], path: Path) -> None:
    """Write tables as layers of a GeoPackage, the first of them what is opened by default."""
    for name, frame in layers.items():
        frame.to_file(path, driver="GPKG", layer=name, engine="pyogrio", append=path.exists())


def write_table(frame: gpd.GeoDataFrame, path: Path) -> None:
    """Write one table: GeoJSON (WGS 84), GeoParquet (with its system), or CSV.

    A CSV holds no shapes; points have ``x``, ``y`` (metres in the map's system), ``lon`` and
    ``lat`` (degrees).
    """
    suffix = path.suffix.lower()
    if suffix == ".parquet":
        frame.to_parquet(path, index=False)
    elif suffix == ".geojson":
        frame.to_crs(4326).to_file(path, driver="GeoJSON", engine="pyogrio")
    else:
        table = frame.drop(columns="geometry")
        if frame.geom_type.eq("Point").all():
            degrees = frame.geometry.to_crs(4326)
            table = table.assign(
                x=frame.geometry.x.round(2),
                y=frame.geometry.y.round(2),
                lon=degrees.x.round(6),
                lat=degrees.y.round(6),
            )
        table.to_csv(path, index=False)


def one_each(paths: Sequence[Path]) -> list[Path]:
    """Return paths without those that are named twice."""
    return list({path.resolve(): path for path in paths}.values())
