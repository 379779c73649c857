"""Which assumptions move a headline most: one at a time, low and high."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from microville.errors import InputError
from microville.parameters import rows
from microville.paths import data_dir
from microville.runs.workers import Task, run_all

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import pandas as pd

    from microville.runs.single import RunResult
    from microville.scenario import Scenario
    from microville.territory import Territory


@dataclass(frozen=True, slots=True)
class Headline:
    """A number that a report leads with: an indicator of a group at the end of a run."""

    indicator: str
    group: str


@dataclass(frozen=True, slots=True)
class OneAtATime:
    """A study of assumptions one at a time.

    Attributes
    ----------
    parameters
        Keys of the assumptions.
    headlines
        What is looked at.
    fraction
        Share of households drawn outside the focus area, small for speed.
    """

    parameters: tuple[str, ...]
    headlines: tuple[Headline, ...]
    fraction: float


def load_one_at_a_time(name: str = "headline_assumptions") -> OneAtATime:
    """Read a study from ``experiments/NAME.toml``.

    Raises
    ------
    InputError
        If there is no such file or a parameter in it is unknown.
    """
    path = data_dir("experiments") / f"{name}.toml"
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise InputError(f"{path} cannot be read: {error}.") from error
    return OneAtATime(
        parameters=tuple(data["uncertainties"]),
        headlines=tuple(Headline(h["indicator"], h["group"]) for h in data["outcomes"]),
        fraction=float(data["fraction"]),
    )


def one_at_a_time(
    scenario: Scenario,
    study: OneAtATime,
    territory: Territory,
    *,
    map_name: str,
    seed: int = 1,
    workers: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> pd.DataFrame:
    """Move each assumption to the low and the high end of its range, alone.

    Returns
    -------
    DataFrame
        indicator, group, parameter, low_value, high_value (of the parameter), base, low, high (of
        the headline at the end), swing (largest distance from base), sorted by headline and swing.
    """
    import pandas as pd

    table = {row.key: row for row in rows(scenario.parameters)}
    base = scenario.update({"run.fraction": study.fraction})
    tasks, what = [Task(base, seed, monthly=False)], [("", "base")]
    for key in study.parameters:
        row = table.get(key)
        if row is None or row.low is None or row.high is None:
            raise InputError(f"{key} is no parameter with a range.", hint="See 'parameters'.")
        for side, value in (("low", row.low), ("high", row.high)):
            if value != row.value:
                tasks.append(Task(base.update({key: value}), seed, monthly=False))
                what.append((key, side))
    found: dict[tuple[str, str], RunResult] = {}
    for i, result in run_all(
        tasks, territory, map_name=map_name, workers=workers, progress=progress
    ):
        found[what[i]] = result
    lines = []
    for headline in study.headlines:
        centre = _end_value(found["", "base"], headline)
        for key in study.parameters:
            row = table[key]
            low, high = (
                _end_value(found[key, side], headline) if (key, side) in found else centre
                for side in ("low", "high")
            )
            swing = max(abs(low - centre), abs(high - centre))
            lines.append(
                (
                    headline.indicator,
                    headline.group,
                    key,
                    row.low,
                    row.high,
                    centre,
                    low,
                    high,
                    swing,
                )
            )
    columns = [
        "indicator",
        "group",
        "parameter",
        "low_value",
        "high_value",
        "base",
        "low",
        "high",
        "swing",
    ]
    frame = pd.DataFrame(lines, columns=columns)
    return frame.sort_values(
        ["indicator", "group", "swing", "parameter"], ascending=[True, True, False, True]
    ).reset_index(drop=True)


def _end_value(result: RunResult, headline: Headline) -> float:
    table = result.indicators
    chosen = table[
        (table["indicator"] == headline.indicator)
        & (table["group"] == headline.group)
        & (table["month"] == table["month"].max())
    ]
    return float(chosen["value"].iloc[0]) if len(chosen) else float("nan")


def most_moving(table: pd.DataFrame, headlines: Sequence[Headline], count: int = 3) -> pd.DataFrame:
    """Return the assumptions that move each headline most, those that move nothing left out."""
    import pandas as pd

    parts = []
    for headline in headlines:
        mine = table[
            (table["indicator"] == headline.indicator) & (table["group"] == headline.group)
        ]
        parts.append(mine[mine["swing"] > 0].head(count))
    return pd.concat(parts, ignore_index=True)
