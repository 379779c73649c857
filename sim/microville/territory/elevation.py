"""Heights of street nodes from a raster that the user gives (a GeoTIFF of any projection)."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from microville.errors import MicrovilleError, TerritoryError
from microville.territory.territory import Territory

if TYPE_CHECKING:
    from numpy.typing import NDArray

MOST_CELLS = 200_000_000
"""Cells of the raster that are read at most (1.6 GB as float64)."""


def with_elevation(territory: Territory, path: Path) -> Territory:
    """Return the territory with the height of its nodes.

    Heights are read by bilinear interpolation between the centres of the four cells around a node;
    cells without data are left out of it, and a node has a height only where the cell that it
    lies in has data. Elsewhere it is NaN, and ``notes["elevation"]`` counts how many.

    Parameters
    ----------
    territory
        What to complete.
    path
        Raster that GDAL reads, heights in metres in its first band, with a coordinate system.

    Raises
    ------
    MicrovilleError
        If the package rasterio is not installed.
    TerritoryError
        If the raster cannot be read, has no coordinate system, is too large, or covers no node.
    """
    path = Path(path)
    rasterio = _rasterio()
    if not path.is_file():
        raise TerritoryError(f"There is no file {path}.", hint="Check its name and folder.")
    nodes = territory.layers["nodes"].copy()
    try:
        with rasterio.open(path) as source:
            found = _heights(source, nodes.geometry.x, nodes.geometry.y, territory.info.crs, path)
    except (rasterio.errors.RasterioError, OSError, ValueError) as error:
        raise TerritoryError(
            f"{path} is not a raster that can be read: {f'{error}'.splitlines()[0][:200]}",
            hint="Give a GeoTIFF with heights in metres.",
        ) from error
    missing = int(np.isnan(found).sum())
    if missing == len(found):
        raise TerritoryError(
            f"{path} holds no height at any of the map's {len(found)} nodes.",
            hint="Check that the raster covers the place and that its coordinate system is right.",
        )
    nodes["elevation_m"] = found.round(3)  # a raster knows no millimetres; machines differ there
    with path.open("rb") as handle:
        digest = hashlib.file_digest(handle, "sha256").hexdigest()
    told = {"file": path.name, "sha256": digest, "nodes_without_height": missing}
    info = replace(territory.info, notes=territory.info.notes | {"elevation": told})
    return Territory(info, territory.layers | {"nodes": nodes})


def _rasterio() -> Any:
    try:
        return import_module("rasterio")
    except ImportError as error:
        raise MicrovilleError(
            "Reading heights needs the package rasterio.",
            hint="Install it: pip install 'microville[elevation]'.",
        ) from error


def _heights(source: Any, x: Any, y: Any, crs: str, path: Path) -> NDArray[np.float64]:
    """Return the height at each place, NaN where there is none, shape (places,)."""
    from pyproj import Transformer

    if source.crs is None or source.transform.is_identity:
        raise TerritoryError(
            f"{path} does not say where it lies.",
            hint="Give it a coordinate system, for example with 'gdal_edit.py -a_srs EPSG:2154'.",
        )
    there = Transformer.from_crs(crs, source.crs.to_wkt(), always_xy=True)
    x, y = there.transform(np.asarray(x), np.asarray(y))
    cell = ~source.transform
    with np.errstate(invalid="ignore"):  # beyond the raster's projection, places are infinite
        column, row = cell.a * x + cell.b * y + cell.c, cell.d * x + cell.e * y + cell.f
    inside = (column >= 0) & (column < source.width) & (row >= 0) & (row < source.height)
    found = np.full(len(column), np.nan)
    if inside.any():
        cells, first = _window(source, column[inside], row[inside], path)
        found[inside] = bilinear(cells, column[inside] - first[0], row[inside] - first[1])
    return found


def _window(
    source: Any, column: NDArray[np.float64], row: NDArray[np.float64], path: Path
) -> tuple[NDArray[np.float64], tuple[int, int]]:
    """Return the cells around all places, NaN where there are no data, and the first of them."""
    left, top = max(int(column.min()) - 1, 0), max(int(row.min()) - 1, 0)
    right = min(int(column.max()) + 2, source.width)
    bottom = min(int(row.max()) + 2, source.height)
    if (right - left) * (bottom - top) > MOST_CELLS:
        raise TerritoryError(
            f"{path} has too many cells over the map.", hint="Resample it, for example to 5 m."
        )
    cells = source.read(1, window=((top, bottom), (left, right)), masked=True)
    scale, offset = source.scales[0], source.offsets[0]
    heights = np.ma.filled(cells.astype("float64"), np.nan) * scale + offset
    return np.where(np.isfinite(heights), heights, np.nan), (left, top)


def bilinear(
    cells: NDArray[np.float64], column: NDArray[np.float64], row: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return values between the centres of cells.

    Parameters
    ----------
    cells
        Values, NaN where there are no data, shape (rows, columns).
    column, row
        Places in cells from the upper left corner: the centre of the first cell is (0.5, 0.5).

    Returns
    -------
    numpy.ndarray
        The mean of the four nearest cells that have data, weighted by nearness; NaN where the cell
        that holds the place has none. Shape (places,).
    """
    height, width = cells.shape
    across, down = column - 0.5, row - 0.5
    left, top = np.floor(across).astype(int), np.floor(down).astype(int)
    total, weights = np.zeros(len(column)), np.zeros(len(column))
    for i in (0, 1):
        for j in (0, 1):
            at = cells[np.clip(top + j, 0, height - 1), np.clip(left + i, 0, width - 1)]
            weight = np.abs(1 - i - (across - left)) * np.abs(1 - j - (down - top))
            weight = np.where(np.isnan(at), 0.0, weight)
            total += np.where(np.isnan(at), 0.0, at) * weight
            weights += weight
    own = cells[np.minimum(row.astype(int), height - 1), np.minimum(column.astype(int), width - 1)]
    known = ~np.isnan(own) & (weights > 0)
    return np.where(known, total / np.where(known, weights, 1.0), np.nan)
