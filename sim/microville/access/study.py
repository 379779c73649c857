"""An access study: several profiles, thresholds and measures in one table of homes."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from microville.access.between import matrix
from microville.access.communes import by_commune, overall, significant
from microville.access.decay import Exponential
from microville.access.floating_catchment import ZONES, floating_catchment_area
from microville.access.opportunities import cumulative_cutoff, gravity
from microville.access.profiles import PROFILES
from microville.access.profiles import profile as find_profile
from microville.access.reach import Reach, to_ms
from microville.access.supply import known_services
from microville.access.travel_time import (
    TravelTimes,
    closest_columns,
    home_columns,
    score_columns,
    travel_time,
)
from microville.errors import InputError
from microville.parameters import Parameters

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    import geopandas as gpd
    from numpy.typing import NDArray

    from microville.territory import Territory

MEASURES = ("closest", "cumulative", "gravity", "fca", "score")
"""What a study can hold, see :func:`access_study`."""
HALF_LIFE_MIN = 10.0
"""Gravity: minutes after which a service counts half (assumption)."""
FAR_MIN = 100.0
"""Gravity: services farther than this are left out; they would count less than a thousandth."""
BLOCK = 256
"""Services whose times to all homes are held in memory at once."""


@dataclass(frozen=True, slots=True, eq=False)
class AccessStudy:
    """What :func:`access_study` found.

    Attributes
    ----------
    homes
        One row for each home and profile, points in the territory's system.
    communes
        One row for each commune and profile.
    minutes
        The thresholds.
    unknown
        Categories of which the map knows nothing: in no column and no score.
    capacity
        With ``fca``: what the capacity of each category is made of, ``"jobs"`` or ``"services"``.
    """

    homes: gpd.GeoDataFrame
    communes: gpd.GeoDataFrame
    minutes: tuple[float, ...]
    unknown: tuple[str, ...]
    capacity: dict[str, str]

    @property
    def home_count(self) -> int:
        """Buildings with dwellings, whatever the number of profiles."""
        lived = self.homes.loc[self.homes["dwellings"] > 0, "building_id"]
        return int(lived.nunique())

    def summary(self) -> list[dict[str, Any]]:
        """Return one row a profile and threshold: what all homes have, by dwellings.

        Keys: ``profile``, ``minutes``, ``mean_place_score``, ``complete_share``, ``gini`` (of the
        place score), ``worst`` and ``best`` (commune and its mean place score). Values are None
        where nothing is known. Empty without the measure ``score``.
        """
        lines = []
        for name, homes in self.homes.groupby("profile", sort=False):
            communes = self.communes[self.communes["profile"] == name]
            for threshold in self.minutes:
                score = f"place_score_{threshold:g}"
                if score in homes:
                    line = overall(homes, communes, f"{threshold:g}")
                    lines.append({"profile": str(name), "minutes": threshold} | line)
        return lines


def access_study(
    territory: Territory,
    *,
    profiles: Sequence[str] = ("walk",),
    minutes: Sequence[float] = (15.0, 30.0),
    measures: Sequence[str] = ("closest", "score"),
    parameters: Parameters | None = None,
    categories: Sequence[str] | None = None,
    options: Mapping[str, bool] | None = None,
    report: Callable[[int, int], None] | None = None,
) -> AccessStudy:
    """Return measures of access from every home, for several profiles.

    ============== ========================== ==================================================
    measure        columns                    what
    ============== ========================== ==================================================
    ``closest``    ``<category>_min``         minutes to the closest service
    ``score``      ``<function>_<T>``,        share of essential categories within T, their mean
                   ``place_score_<T>``,       over functions, whether all are within
                   ``complete_<T>``
    ``cumulative`` ``count_<category>_<T>``   services within T
    ``gravity``    ``gravity_<category>``     services, each weighed ``0.5 ** (t / 10 min)``
    ``fca``        ``fca_<category>``         capacity per inhabitant, others competing (E2SFCA)
    ============== ========================== ==================================================

    Parameters
    ----------
    territory
        The map.
    profiles
        Mobility profiles, see :data:`~microville.access.profiles.PROFILES`.
    minutes
        Thresholds T.
    measures
        Some of :data:`MEASURES`.
    parameters, categories, options
        As in :func:`~microville.access.travel_time.travel_time`.
    report
        Called with (steps done, steps in all).

    Notes
    -----
    Capacity of the catchments: jobs, for categories of which every service's jobs are known; else
    each service counts 1. Demand: inhabitants. Weights and formula: see
    :func:`~microville.access.floating_catchment.floating_catchment_area`.

    Raises
    ------
    InputError
        If a profile, category, option or measure is unknown, a threshold is negative, or ``fca`` is
        wanted where the population of a commune is unknown.
    TerritoryError
        If a profile can travel no street.
    """
    import geopandas as gpd
    import pandas as pd

    thresholds, chosen = _checked(minutes, measures), tuple(dict.fromkeys(profiles))
    if not chosen:
        raise InputError("A study needs a profile.", hint=f"Choose among {', '.join(PROFILES)}.")
    for name in chosen:
        find_profile(name, parameters or Parameters())
    supply = known_services(territory, categories)
    wanted = set(measures)
    blocks = list(_blocks(supply)) if wanted & {"cumulative", "gravity", "fca"} else []
    capacity = _capacities(territory, supply) if "fca" in wanted else {}
    step = _Steps(report, len(chosen) * (1 + len(blocks)))
    tables = []
    for name in chosen:
        times = travel_time(
            territory, profile=name, parameters=parameters, categories=categories, options=options
        )
        step()
        columns = home_columns(times)
        if "closest" in wanted:
            columns |= closest_columns(times)
        if "score" in wanted:
            columns |= score_columns(times, thresholds)
        for column, values in _sums(times, blocks, wanted, thresholds, capacity, step).items():
            columns[column] = significant(values)
        tables.append(pd.DataFrame(columns))
    middle = territory.layers["buildings"].geometry.iloc[times.places.buildings].centroid
    homes = gpd.GeoDataFrame(
        pd.concat(tables, ignore_index=True),
        geometry=np.tile(middle.to_numpy(), len(chosen)),
        crs=territory.info.crs,
    )
    units = {name: "services" if (held == 1).all() else "jobs" for name, held in capacity.items()}
    return AccessStudy(homes, by_commune(territory, homes), thresholds, times.unknown, units)


class _Steps:
    """Counts the steps of a study and tells of each."""

    def __init__(self, report: Callable[[int, int], None] | None, total: int) -> None:
        self.report, self.total, self.done = report, total, 0

    def __call__(self) -> None:
        self.done += 1
        if self.report is not None:
            self.report(self.done, self.total)


def _checked(minutes: Sequence[float], measures: Sequence[str]) -> tuple[float, ...]:
    strange = [name for name in measures if name not in MEASURES]
    if strange or not measures:
        raise InputError(
            f"There is no measure {', '.join(map(repr, strange)) or 'asked for'}.",
            hint=f"Choose among {', '.join(MEASURES)}.",
        )
    if not minutes:
        raise InputError("A study needs a threshold.", hint="Give minutes, e.g. 15.")
    for each in minutes:
        to_ms(each)
        if not math.isfinite(each):
            raise InputError(f"A threshold of {each} minutes has no end.", hint="Give e.g. 60.")
    thresholds = sorted({float(each) for each in minutes})
    names = [f"{each:g}" for each in thresholds]
    if len(set(names)) < len(names):
        raise InputError(
            f"Thresholds of {', '.join(map(str, thresholds))} minutes are too close together.",
            hint="Columns are named by six digits of each.",
        )
    return tuple(thresholds)


def _blocks(supply: Mapping[str, NDArray[np.int64]]) -> Iterator[tuple[str, NDArray[np.int64]]]:
    """Yield the services of each category, few at a time; once where there are none."""
    for name, rows in supply.items():
        for at in range(0, max(len(rows), 1), BLOCK):
            yield name, rows[at : at + BLOCK]


def _capacities(
    territory: Territory, supply: Mapping[str, NDArray[np.int64]]
) -> dict[str, NDArray[np.float64]]:
    """Return the capacity of every row of services, by category: jobs, or one each."""
    jobs = territory.layers["services"]["jobs"].to_numpy().astype(np.float64)
    return {
        name: jobs if len(rows) and (jobs[rows] > 0).all() else np.ones(len(jobs))
        for name, rows in supply.items()
    }


def _sums(
    times: TravelTimes,
    blocks: Sequence[tuple[str, NDArray[np.int64]]],
    wanted: set[str],
    thresholds: Sequence[float],
    capacity: Mapping[str, NDArray[np.float64]],
    step: Callable[[], None],
) -> dict[str, NDArray[np.float64]]:
    """Return the measures that are sums over services, which are taken a block at a time."""
    homes = np.arange(times.places.service_start, dtype=np.int32)
    people = _demand(times) if "fca" in wanted else np.zeros(0)
    decay = Exponential.from_half_life(HALF_LIFE_MIN)
    needed = [*thresholds] if "cumulative" in wanted else []
    needed += [FAR_MIN] if "gravity" in wanted else []
    needed += [ZONES.ends_min] if "fca" in wanted else []
    total: dict[str, NDArray[np.float64]] = {}
    for name, rows in blocks:
        time_ms = matrix(times.network, homes, times.places.services[rows])
        reach, ones = Reach.from_dense(time_ms, to_ms(max(needed))), np.ones(len(rows))
        found: dict[str, NDArray[np.float64]] = {}
        if "cumulative" in wanted:
            found |= {
                f"count_{name}_{each:g}": cumulative_cutoff(reach, ones, minutes=each)
                for each in thresholds
            }
        if "gravity" in wanted:
            found[f"gravity_{name}"] = gravity(reach.within(FAR_MIN), ones, decay=decay)
        if "fca" in wanted:
            held = capacity[name][rows]
            near = reach.within(ZONES.ends_min)
            found[f"fca_{name}"] = floating_catchment_area(near, people, held, method="e2sfca")
        for column, values in found.items():
            total[column] = total.get(column, 0.0) + values
        step()
    return total


def _demand(times: TravelTimes) -> NDArray[np.float64]:
    people = times.residents()
    if np.isnan(people).any():
        raise InputError(
            "The population of a commune is unknown, and with it how many ask for a service.",
            hint="Leave out the measure fca, or build the map with --population.",
        )
    return people
