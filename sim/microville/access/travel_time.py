"""Closest travel times for a whole territory: an access study needs no simulation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from microville.access.measures import function_scores, place_score
from microville.access.nearest import closest_times
from microville.access.network import Network, build_network
from microville.access.places import Places, find_places
from microville.access.profiles import profile as find_profile
from microville.access.searches import NEVER
from microville.access.supply import known_services
from microville.parameters import Parameters
from microville.territory.categories import categories as all_categories

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import geopandas as gpd
    from numpy.typing import NDArray

    from microville.territory import Territory


@dataclass(frozen=True, slots=True)
class TravelTimes:
    """Times from every home to the closest service of each category.

    Attributes
    ----------
    territory
        The map.
    places
        The numbering of points.
    network
        The prepared streets of the profile.
    names
        Category of each column; categories without any service are left out.
    time_ms
        int32, shape (homes, categories); the largest int32 where there is no way.
    """

    territory: Territory
    places: Places
    network: Network
    names: tuple[str, ...]
    time_ms: NDArray[np.int32]

    def score(self, minutes: float) -> NDArray[np.float64]:
        """Return the place score (0-1) of each home at a threshold in minutes."""
        return place_score(self.time_ms, self.names, all_categories(), minutes)

    def to_frame(self, thresholds: Sequence[float] = (15.0, 30.0)) -> gpd.GeoDataFrame:
        """Return one row a home: minutes by category, function shares and place scores.

        Columns: ``building_id``, ``zone``, ``dwellings``, ``<category>_min`` (minutes, missing
        where there is no way), ``<function>_<T>`` and ``place_score_<T>`` (shares, 0-1).
        """
        import geopandas as gpd

        buildings = self.territory.layers["buildings"].iloc[self.places.buildings]
        columns: dict[str, object] = {
            "building_id": buildings["building_id"].to_numpy(),
            "zone": buildings["zone"].to_numpy(),
            "dwellings": buildings["dwellings"].to_numpy(),
        }
        for i, name in enumerate(self.names):
            minutes = np.round(self.time_ms[:, i] / 60_000, 2)
            columns[f"{name}_min"] = np.where(self.time_ms[:, i] == NEVER, np.nan, minutes)
        for threshold in thresholds:
            scores = function_scores(self.time_ms, self.names, all_categories(), threshold)
            for function, share in scores.items():
                columns[f"{function}_{threshold:g}"] = np.round(share, 4)
            columns[f"place_score_{threshold:g}"] = np.round(self.score(threshold), 4)
        geometry = buildings.geometry.centroid.reset_index(drop=True)
        return gpd.GeoDataFrame(columns, geometry=geometry, crs=self.territory.info.crs)


def travel_time(
    territory: Territory,
    *,
    profile: str = "walk",
    parameters: Parameters | None = None,
    categories: Sequence[str] | None = None,
    options: Mapping[str, bool] | None = None,
) -> TravelTimes:
    """Return the time from every home to the closest service of each category.

    Parameters
    ----------
    territory
        The map.
    profile
        A mobility profile, see :data:`~microville.access.profiles.PROFILES`.
    parameters
        Speeds; the defaults if not given.
    categories
        Which categories; all that the map knows if not given.
    options
        Switches of the network that differ from the map's defaults.

    Raises
    ------
    InputError
        If the profile or an option is unknown.
    TerritoryError
        If the profile can travel no street.
    """
    who = find_profile(profile, parameters or Parameters())
    places = find_places(territory)
    network = build_network(territory, who, places.xy, options=options)
    supply = known_services(territory, categories)
    homes = np.arange(places.service_start, dtype=np.int32)
    points = [places.services[rows] for rows in supply.values()]
    time_ms = closest_times(network, points, seen_from=homes)
    return TravelTimes(territory, places, network, tuple(supply), time_ms)
