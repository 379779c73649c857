"""Closest travel times for a whole territory: an access study needs no simulation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from microville.access.inequality import (
    TheilDecomposition,
    gini_index,
    palma_ratio,
    theil_decomposition,
)
from microville.access.measures import complete, function_scores, place_score
from microville.access.nearest import at_points, closest, closest_times
from microville.access.network import Network, build_network
from microville.access.places import Places, find_places
from microville.access.profiles import profile as find_profile
from microville.access.residents import residents
from microville.access.searches import NEVER
from microville.access.supply import known_services, unknown_categories
from microville.errors import InputError
from microville.parameters import Parameters
from microville.territory.categories import categories as all_categories

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import geopandas as gpd
    from numpy.typing import NDArray

    from microville.territory import Territory


@dataclass(frozen=True, slots=True, eq=False)
class Inequality:
    """How unequally access is spread over people.

    Attributes
    ----------
    gini, palma
        See :func:`~microville.access.inequality.gini_index` and
        :func:`~microville.access.inequality.palma_ratio`.
    theil
        Theil's T between and within communes; its groups are rows of ``territory.zones``' column
        ``zone``.
    people
        How many people (or dwellings) these numbers are about.
    left_out
        How many are not in them, since nothing is known of theirs: no way, or no data.
    """

    gini: float
    palma: float
    theil: TheilDecomposition
    people: float
    left_out: float


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
        Category of each column; a category of which nothing is known has none.
    time_ms
        int32, shape (homes, categories); the largest int32 where there is no way, or where all
        services of the category are closed.
    unknown
        Categories that were asked for and of which the map knows nothing: not zero, unknown.
    """

    territory: Territory
    places: Places
    network: Network
    names: tuple[str, ...]
    time_ms: NDArray[np.int32]
    unknown: tuple[str, ...] = ()

    def score(self, minutes: float) -> NDArray[np.float64]:
        """Return the place score (0-1) of each home at a threshold in minutes."""
        return place_score(self.time_ms, self.names, all_categories(), minutes)

    def complete(self, minutes: float) -> NDArray[np.bool_]:
        """Return the homes from which every function with data is complete at a threshold."""
        return complete(self.time_ms, self.names, all_categories(), minutes)

    def minutes_to(self, category: str) -> NDArray[np.float64]:
        """Return minutes to the closest service of a category, NaN where there is no way.

        Raises
        ------
        InputError
            If the category has no column.
        """
        if category not in self.names:
            raise InputError(
                f"There are no times to {category!r}.",
                hint=f"Choose among {', '.join(self.names) or 'none: nothing is known here'}.",
            )
        time = self.time_ms[:, self.names.index(category)]
        return np.where(time == NEVER, np.nan, time / 60_000)

    def residents(self) -> NDArray[np.float64]:
        """Return the inhabitants of each home, NaN where the commune's are unknown."""
        return residents(self.territory, self.places.buildings)

    def inequality(
        self, *, minutes: float = 15.0, category: str | None = None, weights: str = "inhabitants"
    ) -> Inequality:
        """Return how unequally access is spread over people, between and within communes.

        Parameters
        ----------
        minutes
            Threshold of the place score, which is what is compared if no category is given.
        category
            Compare the minutes to its closest service instead; homes without a way are left out
            and counted.
        weights
            ``"inhabitants"`` or ``"dwellings"``.

        Raises
        ------
        InputError
            If the category or the weights are unknown, or nothing can be compared.
        """
        buildings = self.territory.layers["buildings"].iloc[self.places.buildings]
        if weights not in {"inhabitants", "dwellings"}:
            raise InputError(
                f"People cannot be weighed by {weights!r}.",
                hint="Choose inhabitants or dwellings.",
            )
        people = (
            self.residents()
            if weights == "inhabitants"
            else buildings["dwellings"].to_numpy().astype(np.float64)
        )
        values = self.score(minutes) if category is None else self.minutes_to(category)
        kept = np.isfinite(values) & np.isfinite(people)
        zone = buildings["zone"].to_numpy().astype(str)[kept]
        all_people = float(np.nansum(people))
        values, people = values[kept], people[kept]
        return Inequality(
            gini=gini_index(values, people),
            palma=palma_ratio(values, people),
            theil=theil_decomposition(values, zone, people),
            people=float(people.sum()),
            left_out=max(0.0, all_people - float(people.sum())),
        )

    def to_frame(self, thresholds: Sequence[float] = (15.0, 30.0)) -> gpd.GeoDataFrame:
        """Return one row a home: minutes by category, function shares and place scores.

        Columns: ``building_id``, ``zone``, ``dwellings``, ``inhabitants`` (a mean, missing where
        unknown), ``profile``, ``<category>_min`` (minutes, missing where there is no way),
        ``<function>_<T>`` and ``place_score_<T>`` (shares, 0-1) and ``complete_<T>``. There is no
        column of what is :attr:`unknown`.
        """
        import geopandas as gpd

        buildings = self.territory.layers["buildings"].iloc[self.places.buildings]
        columns = home_columns(self) | closest_columns(self) | score_columns(self, thresholds)
        geometry = buildings.geometry.centroid.reset_index(drop=True)
        return gpd.GeoDataFrame(columns, geometry=geometry, crs=self.territory.info.crs)


def home_columns(times: TravelTimes) -> dict[str, NDArray[np.generic]]:
    """Return what every table of homes begins with."""
    buildings = times.territory.layers["buildings"].iloc[times.places.buildings]
    columns = {name: buildings[name].to_numpy() for name in ("building_id", "zone", "dwellings")}
    columns["inhabitants"] = np.round(times.residents(), 2)
    columns["profile"] = np.full(len(buildings), times.network.profile.name, dtype=object)
    return columns


def closest_columns(times: TravelTimes) -> dict[str, NDArray[np.generic]]:
    """Return minutes to the closest service, by category."""
    return {f"{name}_min": np.round(times.minutes_to(name), 2) for name in times.names}


def score_columns(
    times: TravelTimes, thresholds: Sequence[float]
) -> dict[str, NDArray[np.generic]]:
    """Return function shares, place scores and completeness at each threshold."""
    columns: dict[str, NDArray[np.generic]] = {}
    for threshold in thresholds:
        scores = function_scores(times.time_ms, times.names, all_categories(), threshold)
        for function, share in scores.items():
            columns[f"{function}_{threshold:g}"] = np.round(share, 4)
        columns[f"place_score_{threshold:g}"] = np.round(times.score(threshold), 4)
        columns[f"complete_{threshold:g}"] = times.complete(threshold)
    return columns


def travel_time(
    territory: Territory,
    *,
    profile: str = "walk",
    parameters: Parameters | None = None,
    categories: Sequence[str] | None = None,
    options: Mapping[str, bool] | None = None,
    k: int = 1,
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
    k
        1 for the closest service, 2 for the second closest, and so on: a choice, not a last
        resort. Scores then say of how many categories there are k within reach.

    Raises
    ------
    InputError
        If the profile, a category or an option is unknown, or k is below 1.
    TerritoryError
        If the profile can travel no street.
    """
    if k < 1:
        raise InputError(f"There is no {k}-th closest service.", hint="Give k = 1 or more.")
    who = find_profile(profile, parameters or Parameters())
    supply = known_services(territory, categories)
    places = find_places(territory)
    network = build_network(territory, who, places.xy, options=options)
    homes = np.arange(places.service_start, dtype=np.int32)
    points = [places.services[rows] for rows in supply.values()]
    if k == 1:
        time_ms = closest_times(network, points, seen_from=homes)
    else:
        time_ms = np.empty((len(homes), len(points)), dtype=np.int32)
        for column, mine in enumerate(points):
            labels, _ = closest(network, mine, np.arange(len(mine), dtype=np.int32), k=k)
            time_ms[:, column] = at_points(network, labels[:, -1:], homes)[:, 0]
    unknown = unknown_categories(territory, categories)
    return TravelTimes(territory, places, network, tuple(supply), time_ms, unknown)
