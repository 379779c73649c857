"""A comparison's numbers as figures and reports need them: series, ends, differences."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from microville.runs import Comparison
    from microville.scenario import Scenario

YEAR = 12


@dataclass(frozen=True, slots=True)
class Spread:
    """A number over seeds: mean, lowest, highest."""

    mean: float
    low: float
    high: float

    @classmethod
    def of(cls, values: pd.Series) -> Spread:
        """Return the spread of one number a seed."""
        return cls(float(values.mean()), float(values.min()), float(values.max()))


class Results:
    """A comparison with its tables ready to be asked.

    Parameters
    ----------
    comparison
        What was run; at least one result.
    """

    def __init__(self, comparison: Comparison) -> None:
        self.comparison = comparison
        table = comparison.indicators()
        self._values = table.pivot_table(
            index=["scenario", "indicator", "group", "month"], columns="seed", values="value"
        )
        self._series: dict[tuple[str, str, str], pd.DataFrame] = {}
        self.months = int(table["month"].max()) + 1

    @property
    def has_targets(self) -> bool:
        """Whether the programme's targets are about this map: they are those of Courcy's site."""
        return self.comparison.territory.info.name == "courcy-reims"

    @property
    def baseline(self) -> Scenario:
        """The scenario that the others are compared with."""
        return self.comparison.scenarios[0]

    @property
    def others(self) -> tuple[Scenario, ...]:
        """The scenarios that are compared with the baseline."""
        return self.comparison.scenarios[1:]

    @cached_property
    def _differences(self) -> dict[tuple[str, str, str], Spread]:
        table = self.comparison.differences()
        last = table[table["month"] == table["month"].max()]
        names = zip(last["scenario"], last["indicator"], last["group"], strict=True)
        numbers = zip(last["difference"], last["low"], last["high"], strict=True)
        return {name: Spread(*map(float, row)) for name, row in zip(names, numbers, strict=True)}

    @cached_property
    def gains(self) -> pd.DataFrame:
        """Who gains and who loses; without any row where the runs did not keep their people."""
        return self.comparison.gains()

    def series(self, scenario: str, indicator: str, group: str = "all") -> pd.DataFrame:
        """Return values by month (rows) and seed (columns); empty where there are none."""
        key = (scenario, indicator, group)
        if key not in self._series:
            self._series[key] = self._read(key)
        return self._series[key]

    def _read(self, key: tuple[str, str, str]) -> pd.DataFrame:
        if key not in self._values.index:
            return pd.DataFrame()
        # A seed in which a group has nobody in a month has no value there.
        return pd.DataFrame(self._values.xs(key)).dropna(how="all")

    def yearly(
        self, scenario: str, indicator: str, group: str = "all", *, how: str = "sum"
    ) -> pd.DataFrame:
        """Return the sum or mean of each whole year by calendar year and seed."""
        monthly = self.series(scenario, indicator, group)
        if monthly.empty:
            return monthly
        grouped = monthly.groupby(monthly.index // YEAR)
        whole = grouped.size() == YEAR
        if not whole.any():
            return pd.DataFrame()
        table = grouped.agg(how)[whole]
        return table.set_axis(table.index + 2025)

    def at(
        self, scenario: str, indicator: str, group: str = "all", *, month: int = -1
    ) -> Spread | None:
        """Return the value of the last month (or of a month), None where there is none."""
        wanted = self.months - 1 if month < 0 else month
        series = self.series(scenario, indicator, group)
        if series.empty or wanted not in series.index:
            return None
        return Spread.of(series[series.index == wanted].iloc[0].dropna())

    def last_year(self, scenario: str, indicator: str, group: str = "all") -> Spread | None:
        """Return the sum over the last twelve months (all of them where there are fewer)."""
        series = self.series(scenario, indicator, group)
        return None if series.empty else Spread.of(series.tail(YEAR).sum())

    def difference(self, scenario: str, indicator: str, group: str = "all") -> Spread | None:
        """Return the paired difference from the baseline at the end, with its interval."""
        return self._differences.get((scenario, indicator, group))

    def lowest(self, scenario: str, indicator: str) -> tuple[float, int] | None:
        """Return the lowest monthly value of any seed, and its month."""
        series = self.series(scenario, indicator)
        if series.empty:
            return None
        worst = series.min(axis=1)
        return float(worst.min()), int(np.argmin(worst.to_numpy())) + int(series.index[0])

    def homes(self, scenario: str) -> pd.DataFrame:
        """Return homes with scores and inhabitants as means over seeds."""
        frames = [self.comparison.results[scenario, seed].homes for seed in self.comparison.seeds]
        columns = ["persons", *[c for c in frames[0].columns if c.startswith(("start_", "end_"))]]
        mean = sum(
            (f.set_index("building_id")[columns].astype(float) for f in frames[1:]),
            frames[0].set_index("building_id")[columns].astype(float),
        ) / len(frames)
        first = frames[0][["building_id", "zone", "x", "y"]]
        return first.join(mean, on="building_id")
