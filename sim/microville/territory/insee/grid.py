"""The 200 m population grid of INSEE (Filosofi, "données carroyées"), as CSV or GeoPackage."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from microville.errors import InputError
from microville.territory.insee.reading import (
    GEOPACKAGE,
    Column,
    chosen_columns,
    head_of,
    numbers,
    read_pieces,
)
from microville.territory.territory import Territory, make_frame

if TYPE_CHECKING:
    from pathlib import Path

    import geopandas as gpd
    import pandas as pd
    from numpy.typing import NDArray

WHAT = "200 m population grid of INSEE"
CELL_M = 200
GRID_CRS = "EPSG:3035"
BANDS = {
    "0_3": "0_3", "4_5": "4_5", "6_10": "6_10", "11_17": "11_17", "18_24": "18_24",
    "25_39": "25_39", "40_54": "40_54", "55_64": "55_64", "65_79": "65_79", "80_plus": "80p",
}  # fmt: skip
COLUMNS = (
    Column("cell", ("idcar_200m", "IdINSPIRE")),
    Column("persons", ("ind",)),
    Column("imputed", ("i_est_200", "I_est_cr")),
    Column("codes", ("lcog_geo", "Depcom"), required=False),
    *(Column(f"age_{ours}", (f"ind_{theirs}",)) for ours, theirs in BANDS.items()),
)
"""Columns by year: 2017, 2019 and 2021 have ``idcar_200m`` and ``i_est_200`` (2017 with capitals),
2015 has ``IdINSPIRE`` and ``I_est_cr``. Source: insee.fr statistics 4176290 (2015), 6215217 (2017),
7655515 (2019), compared in github.com/jgaffuri/tiled-grid-france-filosofi (README)."""
IDENTIFIER = r"^CRS(?P<crs>\d+)RES(?P<size>\d+)mN(?P<north>\d+)E(?P<east>\d+)$"
EXAMPLES = 5
SOURCE = "INSEE, Filosofi, 200 m grid"


def with_population_grid(territory: Territory, path: Path) -> Territory:
    """Return a territory with the cells of an official 200 m grid file.

    Cells of communes that the file covers replace those that were there; residential buildings of
    these communes are told the cell in which they stand. Persons of communes stay as they are: the
    people follow the cells' shares.

    Parameters
    ----------
    territory
        The map.
    path
        CSV, or GeoPackage with one layer of cells, as INSEE publishes them.

    Returns
    -------
    Territory
        With ``notes["population_grid"]``: what was matched and what was not.

    Raises
    ------
    InputError
        If the file is no such grid, or has no cell on the map.
    """
    table = _read(territory, path)
    zone, doubtful = _zones_of(territory, table)
    inside = zone >= 0
    table, zone = table[inside].reset_index(drop=True), zone[inside]
    if not len(table):
        raise InputError(
            f"{path} has no inhabited cell on the map {territory.info.name!r}.",
            hint="Give the file of the right region or of mainland France.",
        )
    zones = territory.layers["zones"]
    names = zones["zone"].to_numpy(dtype=object)[zone]
    columns: dict[str, Any] = {
        "cell": table["cell"].to_numpy(dtype=object),
        "zone": names,
        "persons": table["persons"].to_numpy(),
        "imputed": table["imputed"].to_numpy(dtype=bool),
    }
    columns |= {f"age_{band}": table[f"age_{band}"].to_numpy() for band in BANDS}
    made = make_frame("cells", columns, _squares(table, territory.info.crs), territory.info.crs)
    cells = _joined(territory.layers["cells"], made)
    buildings = _told(territory, made)
    notes = _notes(territory, made, buildings, outside=int((~inside).sum()), doubtful=doubtful)
    info = replace(territory.info, notes=territory.info.notes | {"population_grid": notes})
    return Territory(info, territory.layers | {"cells": cells, "buildings": buildings})


def _read(territory: Territory, path: Path) -> pd.DataFrame:
    """Return the inhabited cells near the map, with ``north`` and ``east`` (EPSG:3035, metres)."""
    import pandas as pd

    bounds = territory.layers["zones"].to_crs(GRID_CRS).total_bounds
    pieces: list[pd.DataFrame] = []
    rows = 0
    packed = head_of(path, WHAT).startswith(GEOPACKAGE)
    for piece in [_layer(path, bounds)] if packed else read_pieces(path, COLUMNS, WHAT):
        place = piece["cell"].astype("string").str.strip().str.extract(IDENTIFIER)
        _check_identifiers(piece, place, path)
        north, east = place["north"].astype("int64"), place["east"].astype("int64")
        near = (north + CELL_M > bounds[1]) & (north < bounds[3])
        near &= (east + CELL_M > bounds[0]) & (east < bounds[2])
        pieces.append(piece.assign(north=north, east=east)[near])
        rows += len(piece)
    if not rows:
        raise InputError(f"{path} has columns but no rows.", hint="Download it again.")
    table = pd.concat(pieces, ignore_index=True)
    for column in ("persons", "imputed", *(f"age_{band}" for band in BANDS)):
        values = numbers(table[column])
        if values.isna().any() or (values < 0).any():
            wrong = table.loc[values.isna() | (values < 0), "cell"].iloc[0]
            raise InputError(
                f"{path}: column of {column} holds no number of persons in cell {wrong}.",
                hint="Download the file again.",
            )
        table[column] = values
    table = table.drop_duplicates("cell", ignore_index=True)
    result: pd.DataFrame = table[table["persons"] > 0].reset_index(drop=True)
    return result


def _check_identifiers(piece: pd.DataFrame, place: pd.DataFrame, path: Path) -> None:
    wrong = place["crs"].isna()
    if wrong.any():
        raise InputError(
            f"{path}: {piece.loc[wrong, 'cell'].iloc[0]!r} names no cell.",
            hint="Cells are named as CRS3035RES200mN2929200E3885000.",
        )
    other = place[(place["crs"] != GRID_CRS[5:]) | (place["size"] != str(CELL_M))]
    if len(other):
        first = other.iloc[0]
        raise InputError(
            f"{path} holds cells of {first['size']} m in EPSG:{first['crs']}.",
            hint=f"Give the grid of 200 m in {GRID_CRS} (mainland France).",
        )


def _layer(path: Path, bounds: NDArray[np.float64]) -> pd.DataFrame:
    """Return the rows of the first GeoPackage layer with the right columns, near the map."""
    import warnings

    import pyogrio

    failed: InputError | None = None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", RuntimeWarning)  # what GDAL says of damaged files
            for layer in (str(name) for name, _ in pyogrio.list_layers(path)):
                try:
                    return _rows(path, layer, bounds)
                except InputError as error:
                    failed = error
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError) as error:
        text = " ".join(str(error).split())
        raise InputError(f"{path} cannot be read: {text}.", hint="Download it again.") from error
    raise failed or InputError(f"{path} holds no layer.", hint=f"Give the {WHAT}.")


def _rows(path: Path, layer: str, bounds: NDArray[np.float64]) -> pd.DataFrame:
    import pyogrio
    from pyproj import CRS, Transformer

    about = pyogrio.read_info(path, layer=layer)
    named = chosen_columns(list(about["fields"]), COLUMNS, path, WHAT)
    box = None
    if about["crs"] and about["geometry_type"]:
        move = Transformer.from_crs(GRID_CRS, CRS(about["crs"]), always_xy=True)
        box = move.transform_bounds(*bounds)
    frame: pd.DataFrame = pyogrio.read_dataframe(
        path, layer=layer, columns=list(named.values()), bbox=box, read_geometry=False
    )
    if not len(frame) and about["features"]:
        raise InputError(f"{path} has no cell on the map.", hint="Give the file of its region.")
    return frame.rename(columns={theirs: ours for ours, theirs in named.items()})


def _squares(table: pd.DataFrame, crs: str) -> NDArray[Any]:
    """Return cells as polygons of the map's system, corners rounded to the decimetre."""
    import shapely
    from pyproj import Transformer

    transformer = Transformer.from_crs(GRID_CRS, crs, always_xy=True)
    east, north = table["east"].to_numpy(), table["north"].to_numpy()
    xs = east[:, None] + np.array([0, CELL_M, CELL_M, 0])
    ys = north[:, None] + np.array([0, 0, CELL_M, CELL_M])
    x, y = transformer.transform(xs.ravel().astype(float), ys.ravel().astype(float))
    corners = np.round(np.column_stack([x, y]), 1).reshape(-1, 4, 2)
    result: NDArray[Any] = shapely.polygons(corners)
    return result


def _zones_of(territory: Territory, table: pd.DataFrame) -> tuple[NDArray[np.int64], int]:
    """Return the row of each cell's zone (-1: none), and how many cells lie in several communes.

    A cell that names communes of the map is of the one in which its centre lies, else of the first
    it names; a cell that names others only is none of ours; one that names none goes by its centre.
    """
    import shapely

    zones = territory.layers["zones"]
    known = {name: row for row, name in enumerate(zones["zone"].astype(str))}
    centres = shapely.centroid(_squares(table, territory.info.crs))
    cell, zone = zones.sindex.query(centres, predicate="within")
    within = np.full(len(table), -1, dtype=np.int64)
    within[cell[::-1]] = zone[::-1]
    if "codes" not in table or not table["codes"].str[:5].isin(known).any():
        return within, 0
    found = np.full(len(table), -1, dtype=np.int64)
    several = 0
    for row, text in enumerate(table["codes"].fillna("").astype(str)):
        digits = text.replace("-", "").replace(" ", "")
        codes = [digits[k : k + 5] for k in range(0, len(digits), 5)]
        several += len(codes) > 1
        mine = [known[code] for code in codes if code in known]
        found[row] = within[row] if within[row] in mine or not codes else (mine or [-1])[0]
    return found, several


def _joined(old: gpd.GeoDataFrame, new: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return cells with those of the new zones replaced."""
    import geopandas as gpd
    import pandas as pd

    kept = old[~old["zone"].isin(set(new["zone"]))]
    if not len(kept):
        return new
    both = pd.concat([kept.reindex(columns=new.columns), new], ignore_index=True)
    return gpd.GeoDataFrame(both, geometry="geometry", crs=new.crs)


def _told(territory: Territory, cells: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return buildings with the cell in which each residential one of these zones stands."""
    from pyproj import Transformer

    buildings = territory.layers["buildings"].copy()
    mine = buildings["zone"].isin(set(cells["zone"])) & (buildings["dwellings"] > 0)
    centre = buildings.geometry[mine].centroid
    move = Transformer.from_crs(territory.info.crs, GRID_CRS, always_xy=True)
    east, north = move.transform(centre.x.to_numpy(), centre.y.to_numpy())
    corners = zip(
        *(np.floor(np.asarray(v) / CELL_M).astype(int) for v in (north, east)), strict=True
    )
    names = [f"CRS3035RES{CELL_M}mN{n * CELL_M}E{e * CELL_M}" for n, e in corners]
    own = dict(zip(cells["cell"], cells["zone"], strict=True))
    zones = buildings.loc[mine, "zone"]
    told = [name if own.get(name) == zone else "" for name, zone in zip(names, zones, strict=True)]
    column = buildings["cell"].to_numpy(dtype=object).copy()
    column[mine.to_numpy()] = told
    buildings["cell"] = column
    return buildings


def _notes(
    territory: Territory,
    cells: gpd.GeoDataFrame,
    buildings: gpd.GeoDataFrame,
    *,
    outside: int,
    doubtful: int,
) -> dict[str, object]:
    """Return what was matched and what was not."""
    homes = buildings[buildings["zone"].isin(set(cells["zone"])) & (buildings["dwellings"] > 0)]
    lived = set(homes["cell"]) - {""}
    empty = cells[~cells["cell"].isin(lived)]
    zones = territory.layers["zones"]
    return {
        "source": SOURCE,
        "cells": len(cells),
        "cells_imputed": int(cells["imputed"].sum()),
        "cells_outside_the_map": outside,
        "cells_in_several_communes": doubtful,
        "persons_in_cells": round(float(cells["persons"].sum()), 1),
        "communes": int(cells["zone"].nunique()),
        "communes_without_cells": sorted(set(zones["zone"]) - set(cells["zone"])),
        "cells_without_dwellings": len(empty),
        "persons_in_cells_without_dwellings": round(float(empty["persons"].sum()), 1),
        "largest_cells_without_dwellings": empty.sort_values(
            ["persons", "cell"], ascending=[False, True]
        )["cell"]
        .head(EXAMPLES)
        .tolist(),
        "dwellings_outside_cells": int(homes.loc[homes["cell"] == "", "dwellings"].sum()),
    }
