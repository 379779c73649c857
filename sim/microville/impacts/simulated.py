"""Travel that a simulated programme spares against a baseline run."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from microville.errors import InputError
from microville.impacts.reading import START_YEAR
from microville.impacts.travel import Travel

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from microville.impacts.years import Years
    from microville.parameters import Parameters
    from microville.parameters.impacts import Impacts

KM, HOURS, PEOPLE = "car_km_total_day", "travel_hours_total_day", "population"
NEEDED = (KM, HOURS, PEOPLE)
"""Totals, not means a head: a mean is rounded to more than a programme changes."""


def simulated_travel(
    before: pd.DataFrame, after: pd.DataFrame, years: Years, parameters: Parameters
) -> Travel:
    """Return travel spared by a run against the baseline run of the same seed.

    Everybody but newcomers is compared a head, so that a town that grows does not look as if it
    drove more. Newcomers are compared with the average inhabitant of the map in the baseline, as
    far as ``newcomers_counted_share`` says: where they would live otherwise is unknown.

    Parameters
    ----------
    before, after
        Long tables of indicators: month, indicator, group, value.
    years
        The evaluation. After the runs' last year the last one goes on.
    parameters
        Groups ``impacts`` (days a year, share of newcomers) and ``mobility`` (people in a car).

    Raises
    ------
    InputError
        If a table lacks an indicator.
    """
    old, new = _wide(before), _wide(after)
    km = _spared(old, new, KM, years, parameters.impacts)
    hours = _spared(old, new, HOURS, years, parameters.impacts)
    return Travel(car_km=km / parameters.mobility.people_per_car, hours=hours)


def _spared(
    before: pd.DataFrame, after: pd.DataFrame, name: str, years: Years, values: Impacts
) -> NDArray[np.float64]:
    """Return what everybody together spares a year, of one total, by year of evaluation."""
    people = [_series(table, PEOPLE, "all") for table in (before, after)]
    newcomers = [_series(table, PEOPLE, "newcomer") for table in (before, after)]
    total = [_series(table, name, "all") for table in (before, after)]
    theirs = [_series(table, name, "newcomer") for table in (before, after)]
    rest = [(total[i] - theirs[i]) / np.maximum(people[i] - newcomers[i], 1.0) for i in (0, 1)]
    others = (rest[0] - rest[1]) * (people[0] - newcomers[0])
    average = total[0] / np.maximum(people[0], 1.0)
    moved = values.newcomers_counted_share * (average * newcomers[1] - theirs[1])
    return _of_years(others + moved, int(before.index[0]), years) * values.simulated_days_year


def _wide(table: pd.DataFrame) -> pd.DataFrame:
    """Return yearly means, a row a calendar year, columns (indicator, group)."""
    chosen = table[table["indicator"].isin(NEEDED) & table["group"].isin(("all", "newcomer"))]
    missing = sorted(set(NEEDED) - set(chosen["indicator"]))
    if missing:
        raise InputError(
            f"The run has no indicator {', '.join(missing)}.",
            hint="Run the scenario again with this version.",
        )
    year = START_YEAR + chosen["month"] // 12
    return chosen.assign(year=year).pivot_table(
        index="year", columns=["indicator", "group"], values="value", aggfunc="mean"
    )


def _series(wide: pd.DataFrame, name: str, group: str) -> NDArray[np.float64]:
    """Return yearly values; a group without anybody is zero people who travel nothing."""
    if (name, group) not in wide.columns:
        return np.zeros(len(wide))
    return wide[name, group].fillna(0.0).to_numpy().astype(np.float64)


def _of_years(yearly: NDArray[np.float64], first: int, years: Years) -> NDArray[np.float64]:
    """Return a run's yearly values at the years of an evaluation, the last one held."""
    at = np.clip(years.first + np.arange(years.count) - first, 0, len(yearly) - 1)
    return yearly[at]
