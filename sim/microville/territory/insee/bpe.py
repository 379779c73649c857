"""Services from INSEE's facility base (Base permanente des équipements), as CSV."""

from __future__ import annotations

import csv
from collections import Counter
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from microville.errors import InputError, TerritoryError
from microville.paths import data_dir
from microville.territory.categories import categories
from microville.territory.insee.reading import Column, numbers, read_pieces
from microville.territory.territory import Territory, make_frame

if TYPE_CHECKING:
    from pathlib import Path

    import geopandas as gpd
    import pandas as pd
    from numpy.typing import NDArray

WHAT = "facility base of INSEE (BPE) with coordinates"
COLUMNS = (
    Column("code", ("TYPEQU",)),
    Column("x", ("LAMBERT_X",)),
    Column("y", ("LAMBERT_Y",)),
    Column("commune", ("DEPCOM",), required=False),
    Column("iris", ("DCIRIS",), required=False),
    Column("epsg", ("EPSG",), required=False),
    Column("quality", ("QUALITE_XY",), required=False),
    Column("name", ("NOMRS",), required=False),
    Column("siret", ("SIRET",), required=False),
    Column("year", ("AN",), required=False),
)
"""2013 to 2020 have AN, DEPCOM, DCIRIS, TYPEQU, LAMBERT_X, LAMBERT_Y, QUALITE_XY (2021 and 2022 no
DEPCOM); from 2023 NOMRS, SIRET, EPSG, AAV2020, BV2022, DOM, SDOM and many more. Separator ``;``.
Sources: insee.fr/fr/statistiques/3568638; its columns as described by the R data set
bpe_ens_xy_2018, and those of the 2023 file by a public data-fair schema."""
LAMBERT_93 = 2154
QUALITIES = {"b": "good", "a": "acceptable", "m": "poor"}
"""First letters of Bonne, Acceptable, Mauvaise (B, A, M since 2023; _U undetermined, _Z none)."""
STRAY_M = 1000.0
"""A point beyond every boundary is still of its commune up to here: boundaries are simplified."""
SOURCE = "INSEE, BPE"
LISTED = 40


@dataclass(slots=True)
class _Found:
    """What a file held."""

    rows: int = 0
    unknown: Counter[str] = field(default_factory=Counter)
    categories: set[str] = field(default_factory=set)
    communes: set[str] = field(default_factory=set)


@lru_cache(maxsize=1)
def bpe_codes() -> dict[str, tuple[str, ...]]:
    """Return our categories of each equipment type of ``maps/bpe_codes.csv``.

    Raises
    ------
    TerritoryError
        If the table names an unknown category.
    """
    table: dict[str, tuple[str, ...]] = {}
    with (data_dir("maps") / "bpe_codes.csv").open(encoding="utf-8", newline="") as handle:
        for row in csv.DictReader(handle):
            names = tuple(row["category"].split("|"))
            wrong = [name for name in names if name not in categories()]
            if wrong:
                raise TerritoryError(f"maps/bpe_codes.csv: unknown category {wrong[0]!r}.")
            table[row["code"]] = names
    return table


def with_bpe(territory: Territory, path: Path) -> Territory:
    """Return a territory with the services of an official facility base.

    Services of the categories and communes that the file holds replace those that were there; the
    others stay. Each row is one service (a practitioner is one), with its coordinates and, in
    the column ``quality``, how sure they are. Rows without coordinates are counted and listed in
    the notes, not placed.

    Parameters
    ----------
    territory
        The map.
    path
        CSV of the facility base with coordinates, of any year from 2013.

    Returns
    -------
    Territory
        With ``notes["bpe"]``: what was matched and what was not.

    Raises
    ------
    InputError
        If the file is no such base, or has nothing on the map.
    """
    found = _Found()
    table = _read(territory, path, found)
    notes: dict[str, object] = {"source": SOURCE, "rows": found.rows}
    table, notes["duplicates"] = _without_duplicates(table)
    located = table["x"].notna() & table["y"].notna()
    table, lost = table[located].reset_index(drop=True), table[~located]
    zone = _zones_of(territory, table)
    notes["outside_the_map"] = int((zone < 0).sum())
    table, zone = table[zone >= 0].reset_index(drop=True), zone[zone >= 0]
    notes |= _lost(lost)
    if not len(table):
        raise InputError(
            f"{path} has no located equipment on the map {territory.info.name!r}.",
            hint="Give the file of the right region or of the whole country.",
        )
    layer = _layer(territory, table, zone)
    kept = _kept(territory, layer, found)
    services = _joined(kept, layer)
    notes |= {
        "services": len(layer),
        "replaced": len(territory.layers["services"]) - len(kept),
        "quality": dict(sorted(Counter(layer["quality"]).items())),
        "codes_without_category": dict(found.unknown.most_common(LISTED)),
        "categories_kept_from_the_map": sorted(set(kept["category"])),
    }
    info = replace(territory.info, notes=territory.info.notes | {"bpe": notes})
    return Territory(info, territory.layers | {"services": services})


def _read(territory: Territory, path: Path, found: _Found) -> pd.DataFrame:
    """Return equipment of our categories in or near the map; ``x`` and ``y`` in its system."""
    import pandas as pd

    zones = set(territory.layers["zones"]["zone"].astype(str))
    bounds = territory.layers["zones"].total_bounds + STRAY_M * np.array([-1, -1, 1, 1])
    pieces = []
    for rows in read_pieces(path, COLUMNS, WHAT):
        found.rows += len(rows)
        codes = rows["code"].fillna("").str.strip().str.upper()
        piece = rows.assign(code=codes)
        if "commune" not in piece:
            piece["commune"] = piece["iris"].str[:5] if "iris" in piece else ""
        piece["commune"] = piece["commune"].fillna("").str.strip()
        _project(piece, territory.info.crs)
        near = piece["x"].between(bounds[0], bounds[2]) & piece["y"].between(bounds[1], bounds[3])
        near |= piece["commune"].isin(zones) & piece["x"].isna()
        mine = piece[near]
        known = mine["code"].isin(bpe_codes())
        found.unknown.update(mine.loc[~known, "code"])
        found.communes.update(mine["commune"])
        for code in codes[codes.isin(bpe_codes())].unique():
            found.categories.update(bpe_codes()[code])
        pieces.append(mine[known])
    if not found.rows:
        raise InputError(f"{path} has columns but no rows.", hint="Download it again.")
    return pd.concat(pieces, ignore_index=True)


def _project(piece: pd.DataFrame, crs: str) -> None:
    """Turn coordinates into numbers of the map's system; NaN where there are none; in place."""
    from pyproj import Transformer

    x, y = numbers(piece["x"]).to_numpy().copy(), numbers(piece["y"]).to_numpy().copy()
    systems = np.full(len(piece), float(LAMBERT_93))
    if "epsg" in piece:
        systems = numbers(piece["epsg"]).fillna(LAMBERT_93).to_numpy()
    if "quality" in piece:  # older files say "Non géolocalisé", newer ones _Z
        none = piece["quality"].fillna("").str.strip().str.upper().str.startswith(("NON", "_Z"))
        x[none.to_numpy()] = np.nan
    here = (systems == LAMBERT_93) & np.isfinite(x) & np.isfinite(y)
    x[systems != LAMBERT_93] = np.inf  # overseas: located, but nowhere near
    move = Transformer.from_crs(f"EPSG:{LAMBERT_93}", crs, always_xy=True)
    x[here], y[here] = move.transform(x[here], y[here])
    piece["x"], piece["y"] = np.round(x, 1), np.round(y, 1)


def _without_duplicates(table: pd.DataFrame) -> tuple[pd.DataFrame, int]:
    """Return rows once each: those of one type, place and establishment or name are one."""
    who = table["code"].str.slice(0, 0)
    for column in ("siret", "name"):
        if column in table:
            own = table[column].fillna("").astype("string").str.strip()
            who = who + "/" + own.where(~own.isin(["_Z", "_U"]), "")
    named = who.str.strip("/") != ""
    again = table.assign(who=who).duplicated(["code", "x", "y", "commune", "who"]) & named
    return table[~again].reset_index(drop=True), int(again.sum())


def _zones_of(territory: Territory, table: pd.DataFrame) -> NDArray[np.int64]:
    """Return the row of each place's zone, -1 if it lies beyond all of them."""
    import shapely

    zones = territory.layers["zones"]
    points = shapely.points(table[["x", "y"]].to_numpy(dtype=float))
    place, zone = zones.sindex.query(points, predicate="within")
    found = np.full(len(table), -1, dtype=np.int64)
    found[place[::-1]] = zone[::-1]
    known = {str(name): row for row, name in enumerate(zones["zone"])}
    for row in np.flatnonzero(found < 0):
        own = known.get(str(table["commune"].iloc[row]), -1)
        if own >= 0 and points[row].distance(zones.geometry.iloc[own]) <= STRAY_M:
            found[row] = own
    return found


def _layer(territory: Territory, table: pd.DataFrame, zone: NDArray[np.int64]) -> gpd.GeoDataFrame:
    """Return the services, one a row and category."""
    import shapely

    names = [bpe_codes()[code] for code in table["code"]]
    row = np.repeat(np.arange(len(table)), [len(own) for own in names])
    category = [name for own in names for name in own]
    text = territory.layers["zones"]["zone"].astype(str).to_numpy()[zone][row]
    count: Counter[tuple[str, str]] = Counter()
    ids = []
    for place, kind in zip(text, category, strict=True):
        count[place, kind] += 1
        ids.append(f"{place}-{kind}-bpe-{count[place, kind]}")
    columns: dict[str, Any] = {
        "service_id": ids,
        "category": category,
        "status": "observed",
        "name": _text(table, "name")[row],
        "zone": text,
        "source": [f"{SOURCE} {year}".strip() for year in _text(table, "year")[row]],
        "quality": [
            QUALITIES.get(word[:1].lower(), "unknown") for word in _text(table, "quality")[row]
        ],
    }
    points = shapely.points(table[["x", "y"]].to_numpy(dtype=float))[row]
    return make_frame("services", columns, points, territory.info.crs)


def _text(table: pd.DataFrame, column: str) -> NDArray[Any]:
    if column not in table:
        return np.full(len(table), "", dtype=object)
    words = table[column].fillna("").astype(str).str.strip().replace({"_Z": "", "_U": ""})
    result: NDArray[Any] = words.to_numpy(dtype=object)
    return result


def _kept(territory: Territory, layer: gpd.GeoDataFrame, found: _Found) -> gpd.GeoDataFrame:
    """Return the services that the file says nothing about."""
    old = territory.layers["services"]
    covered = found.communes | set(layer["zone"])
    gone = old["category"].isin(found.categories) & old["zone"].astype(str).isin(covered)
    return old[~gone]


def _joined(kept: gpd.GeoDataFrame, layer: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    import geopandas as gpd
    import pandas as pd

    if not len(kept):
        return layer
    kept = kept.assign(quality=kept.get("quality", ""))
    both = pd.concat([kept, layer.reindex(columns=kept.columns, fill_value="")], ignore_index=True)
    return gpd.GeoDataFrame(both, geometry="geometry", crs=layer.crs)


def _lost(lost: pd.DataFrame) -> dict[str, object]:
    """Return how many equipments have no coordinates, by type and commune."""
    pairs = Counter(zip(lost["code"], lost["commune"], strict=True))
    listed = sorted(pairs.items(), key=lambda item: (-item[1], item[0]))[:LISTED]
    return {
        "unlocated": len(lost),
        "unlocated_by_type_and_commune": {f"{c} {z}": n for (c, z), n in listed},
    }
