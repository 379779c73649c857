"""What homes have, by commune and in all: means over those who live there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from microville.access.inequality import gini_index

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd
    from numpy.typing import NDArray

    from microville.territory import Territory


def by_commune(territory: Territory, homes: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the means of a study's homes by commune and profile.

    Parameters
    ----------
    territory
        The map.
    homes
        Homes of an :class:`AccessStudy`.

    Returns
    -------
    GeoDataFrame
        One row a commune with dwellings and profile: ``zone``, ``name``, ``profile``,
        ``dwellings``, ``inhabitants`` (missing where unknown), the mean of every measure over
        inhabitants (over dwellings where these are unknown; missing where a home has none), with
        ``complete_<T>`` the share of them, and ``gini_<T>`` of the place score.
    """
    import geopandas as gpd
    import pandas as pd

    zones = territory.layers["zones"].set_index("zone")
    first = {"building_id", "zone", "dwellings", "inhabitants", "profile", "geometry"}
    measured = [name for name in homes.columns if name not in first]
    lines = []
    for (zone, profile), mine in homes[homes["dwellings"] > 0].groupby(
        ["zone", "profile"], sort=False
    ):
        people = mine["inhabitants"].to_numpy()
        weight = mine["dwellings"].to_numpy() if np.isnan(people).any() else people
        if not weight.sum() > 0:
            continue
        line = {"zone": zone, "name": zones["name"].get(zone, ""), "profile": profile}
        line["dwellings"] = int(mine["dwellings"].sum())
        line["inhabitants"] = round(float(people.sum()), 1)
        means = weight @ mine[measured].to_numpy(dtype=np.float64) / weight.sum()
        line |= dict(zip(measured, significant(means).tolist(), strict=True))
        for score in [name for name in measured if name.startswith("place_score_")]:
            values = mine[score].to_numpy()
            gini = np.nan if np.isnan(values).any() else gini_index(values, weight)
            line[score.replace("place_score", "gini")] = round(gini, 4)
        lines.append(line)
    shapes = [zones.geometry.get(line["zone"]) for line in lines]
    scores = [name for name in measured if name.startswith("place_score_")]
    columns = ["zone", "name", "profile", "dwellings", "inhabitants", *measured]
    columns += [name.replace("place_score", "gini") for name in scores]
    table = pd.DataFrame(lines) if lines else pd.DataFrame(columns=columns)
    return gpd.GeoDataFrame(table, geometry=shapes, crs=territory.info.crs)


def significant(values: NDArray[np.float64], digits: int = 9) -> NDArray[np.float64]:
    """Return values rounded to significant digits: small ones are not rounded away."""
    size = np.where(np.isfinite(values) & (values != 0), np.abs(values), 1.0)
    unit = 10.0 ** (digits - 1 - np.floor(np.log10(size)))
    return np.asarray(np.round(values * unit) / unit, dtype=np.float64)


def overall(homes: pd.DataFrame, communes: pd.DataFrame, minutes: str) -> dict[str, Any]:
    """Return what all homes of one profile have at a threshold."""
    weight = homes["dwellings"].to_numpy(dtype=np.float64)
    score = homes[f"place_score_{minutes}"].to_numpy()
    line: dict[str, Any] = dict.fromkeys(("mean_place_score", "complete_share", "gini"))
    line |= {"worst": None, "best": None}
    if not weight.sum() > 0 or np.isnan(score).any():
        return line
    complete = homes[f"complete_{minutes}"].to_numpy(dtype=np.float64)
    line["mean_place_score"] = round(float(weight @ score / weight.sum()), 4)
    line["complete_share"] = round(float(weight @ complete / weight.sum()), 4)
    line["gini"] = round(gini_index(score, weight), 4)
    means = communes.set_index("name")[f"place_score_{minutes}"]
    for key, at in (("worst", int(means.argmin())), ("best", int(means.argmax()))):
        line[key] = {"commune": str(means.index[at]), "mean_place_score": float(means.iloc[at])}
    return line
