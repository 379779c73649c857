"""The facts that the default map is drawn from, projected to its coordinate system."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import shapely
from pyproj import Transformer
from shapely.geometry import shape

from microville.paths import data_dir
from microville.territory.schematic.constants import COURCY, CRS

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

Point2 = tuple[float, float]

FILES = (
    "services.csv",
    "site_buildings.csv",
    "site_parcels.csv",
    "courcy-reims/communes.csv",
    "courcy-reims/communes.geojson",
    "courcy-reims/facilities_bpe2013.csv",
    "courcy-reims/courcy_population_200m.csv",
    "courcy-reims/alignments.csv",
    "courcy-reims/points.csv",
    "courcy-reims/reims_quarters.csv",
)
"""Files of ``maps/`` that decide the default map."""


def fact_paths() -> list[Path]:
    """Return the paths of the facts files, in a fixed order."""
    return [data_dir("maps") / name for name in FILES]


@dataclass(frozen=True, slots=True)
class Alignment:
    """One line of the alignments table: kind, status (how sure we are), coordinates in metres."""

    name: str
    kind: str
    status: str
    xy: NDArray[np.float64]


def _project(frame: pd.DataFrame, source: str = "EPSG:4326") -> NDArray[np.float64]:
    """Return an (n, 2) array of projected coordinates, rounded to the decimetre."""
    transformer = Transformer.from_crs(source, CRS, always_xy=True)
    x, y = transformer.transform(frame["lon"].to_numpy(), frame["lat"].to_numpy())
    # A decimetre: what is below differs between versions of the projection library.
    return np.round(np.column_stack([x, y]), 1)


class Facts:
    """Facts about the 51 communes; every coordinate is in metres of the map's system.

    Raises
    ------
    TerritoryError
        If the project's data are not installed.
    """

    def __init__(self) -> None:
        self.folder = data_dir("maps") / "courcy-reims"
        text = {"insee_code": str, "department": str}
        self.communes: pd.DataFrame = self._read("communes.csv", text).set_index("insee_code")
        self.points: pd.DataFrame = self._read("points.csv", text)
        self.facilities: pd.DataFrame = self._read("facilities_bpe2013.csv", text)
        self.quarters: pd.DataFrame = self._read("reims_quarters.csv", text)
        self.points[["x", "y"]] = _project(self.points)
        self.quarters[["x", "y"]] = _project(self.quarters)

    def _read(self, name: str, dtype: dict[str, Any]) -> pd.DataFrame:
        return pd.read_csv(self.folder / name, dtype=dtype, encoding="utf-8")

    @property
    def codes(self) -> list[str]:
        """INSEE codes of the communes, sorted."""
        return sorted(self.communes.index)

    @cached_property
    def limits(self) -> dict[str, Any]:
        """Boundary polygon of each commune by INSEE code."""
        text = (self.folder / "communes.geojson").read_text(encoding="utf-8")
        transformer = Transformer.from_crs("EPSG:4326", CRS, always_xy=True)

        def project(xy: NDArray[np.float64]) -> NDArray[np.float64]:
            x, y = transformer.transform(xy[:, 0], xy[:, 1])
            return np.round(np.column_stack([x, y]), 1)

        found = {}
        for feature in json.loads(text)["features"]:
            polygon = shapely.transform(shape(feature["geometry"]), project)
            found[str(feature["properties"]["insee_code"])] = shapely.make_valid(polygon)
        return {code: found[code] for code in self.codes}

    @cached_property
    def area(self) -> Any:
        """Union of the communes, slivers between neighbours closed."""
        union = shapely.union_all(list(self.limits.values()), grid_size=0.1)
        closed = shapely.buffer(shapely.buffer(union, 40), -40)
        parts = [shapely.Polygon(part.exterior) for part in shapely.get_parts(closed)]
        return shapely.union_all(parts)

    @cached_property
    def halls(self) -> dict[str, Point2]:
        """Position of each commune's town hall: within its limits, else a point that is."""
        own = pd.DataFrame({"lon": self.communes["lon"], "lat": self.communes["lat"]})
        first = dict(zip(self.communes.index, _project(own).tolist(), strict=True))
        listed = self.points[self.points["category"] == "town_hall"]
        halls: dict[str, Point2] = {}
        for code in self.codes:
            rows = listed[listed["insee_code"] == code]
            # The head town hall first: a few rows of the communes' table give a namesake.
            candidates = [first[code], *rows[["x", "y"]].to_numpy().tolist()]
            limit = self.limits[code]
            inside = [xy for xy in candidates if limit.contains(shapely.Point(xy))]
            spare = limit.representative_point()
            x, y = inside[0] if inside else (spare.x, spare.y)
            halls[code] = (float(x), float(y))
        return halls

    @cached_property
    def cells(self) -> pd.DataFrame:
        """Courcy's inhabited 200 m cells with ``geometry`` (polygons) and age columns."""
        table = self._read("courcy_population_200m.csv", {"insee_code": str, "cell": str})
        table = table[table["insee_code"] == COURCY].reset_index(drop=True)
        codes = table["cell"].str.extract(r"N(\d+)E(\d+)").astype(float).to_numpy()
        transformer = Transformer.from_crs("EPSG:3035", CRS, always_xy=True)
        polygons = []
        for north, east in codes:
            xs = np.array([east, east + 200, east + 200, east])
            ys = np.array([north, north, north + 200, north + 200])
            x, y = transformer.transform(xs, ys)
            polygons.append(shapely.Polygon(np.round(np.column_stack([x, y]), 1)))
        table["geometry"] = polygons
        return table

    @cached_property
    def alignments(self) -> list[Alignment]:
        """Railways, motorways, main roads, canal and river."""
        table = self._read("alignments.csv", {})
        table[["x", "y"]] = _project(table)
        found = []
        for name, rows in table.groupby("name", sort=False):
            ordered = rows.sort_values("order")
            xy = ordered[["x", "y"]].to_numpy(dtype=np.float64)
            kind, status = str(ordered["kind"].iloc[0]), str(ordered["status"].iloc[0])
            found.append(Alignment(str(name), kind, status, xy))
        return found

    def alignment(self, start: str) -> Alignment:
        """Return the alignment whose name starts with the given text.

        Raises
        ------
        KeyError
            If there is none.
        """
        for line in self.alignments:
            if line.name.startswith(start):
                return line
        raise KeyError(start)

    def number(self, code: str, column: str) -> int:
        """Return a whole number of the communes' table."""
        return int(self.communes[column].to_numpy()[self.communes.index.get_loc(code)])
