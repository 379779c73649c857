"""Which projected coordinate system a place gets, and how far places are from one another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from microville.errors import TerritoryError

if TYPE_CHECKING:
    from numpy.typing import NDArray

WIDEST_DEGREES = 6.0
"""Width of a UTM zone: a wider extract has no projection in which lengths hold."""

# Outline of metropolitan France, drawn by us to about 10 km. Near a border either system is right
# to better than one part in a thousand.
_MAINLAND = (
    "-5.3 48.9, -2.5 49.0, -2.0 49.8, 0.0 49.9, 1.4 50.3, 1.5 51.0, 2.55 51.12, 2.65 50.82,"
    "3.2 50.75, 3.3 50.5, 4.15 50.0, 4.7 50.0, 4.85 50.17, 4.9 49.8, 5.5 49.52, 6.37 49.47,"
    "6.75 49.17, 7.4 49.18, 8.23 48.97, 7.8 48.5, 7.57 48.0, 7.6 47.58, 6.95 47.3, 6.45 46.9,"
    "6.1 46.55, 6.1 46.15, 6.3 46.4, 6.8 46.42, 7.04 45.93, 6.8 45.7, 7.15 45.4, 6.65 45.0,"
    "7.0 44.7, 6.9 44.4, 7.7 44.1, 7.53 43.75, 6.5 42.9, 3.3 42.43, 1.75 42.4, 1.45 42.62,"
    "0.7 42.75, -0.7 42.85, -1.4 43.1, -1.85 43.4, -1.6 44.5, -2.6 46.9, -5.3 47.7, -5.3 48.9"
)
_CORSICA = "8.4 41.3, 9.7 41.3, 9.7 43.1, 8.4 43.1, 8.4 41.3"


def in_metropolitan_france(lon: float, lat: float) -> bool:
    """Return whether a place is in metropolitan France (to about 10 km)."""
    import shapely

    outline = shapely.from_wkt(f"MULTIPOLYGON ((({_MAINLAND})), (({_CORSICA})))")
    return bool(shapely.contains_xy(outline, lon, lat))


def choose_crs(lon: NDArray[np.float64], lat: NDArray[np.float64]) -> str:
    """Return the projected system of an extract: Lambert-93 in France, else a UTM zone.

    Parameters
    ----------
    lon, lat
        Positions of its streets (degrees).

    Raises
    ------
    TerritoryError
        If the streets span more than a UTM zone.
    """
    west, south, east, north = lon.min(), lat.min(), lon.max(), lat.max()
    if max(east - west, north - south) > WIDEST_DEGREES:
        raise TerritoryError(
            f"The streets of the extract span {east - west:.0f}° by {north - south:.0f}°, from "
            f"({west:.2f}, {south:.2f}) to ({east:.2f}, {north:.2f}).",
            hint="Cut an extract of one town or region; a misplaced node does this too.",
        )
    middle_lon, middle_lat = (west + east) / 2, (south + north) / 2
    if in_metropolitan_france(middle_lon, middle_lat):
        return "EPSG:2154"
    zone = min(int((middle_lon + 180) // 6) + 1, 60)
    return f"EPSG:{326 if middle_lat >= 0 else 327}{zone:02d}"


def projector(crs: str) -> Any:
    """Return the transformer from longitude and latitude (WGS 84) to a projected system."""
    from pyproj import Transformer

    return Transformer.from_crs("EPSG:4326", crs, always_xy=True)


def segment_lengths(lon: NDArray[np.float64], lat: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the length from each point to the next along the WGS 84 ellipsoid (metres).

    Geodesics by Karney (2013, Journal of Geodesy 87), as pyproj computes them; osmnx uses great
    circles of a sphere, up to 0.5 % away.
    """
    from pyproj import Geod

    _, _, length = Geod(ellps="WGS84").inv(lon[:-1], lat[:-1], lon[1:], lat[1:])
    return np.asarray(length, dtype="float64")
