"""What stands behind a report: assumptions that move headlines, what differs, sources."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from microville.figures.words import NO_BREAK
from microville.indicators import all_indicators
from microville.model.day import TRAVEL_MODES
from microville.parameters import rows as parameter_rows
from microville.sweeps.analysis.swings import most_moving

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from microville.figures.results import Results
    from microville.figures.words import Words
    from microville.sweeps import Outcome

SHOWN = 3


def value_with_unit(value: float, unit: str, words: Words) -> str:
    """Return a number with as many decimals as it deserves, and its unit."""
    if unit == "share":
        return words.percent(value, 0 if abs(value) >= 0.1 else 1)
    if unit == "EUR":
        return words.euros(value)
    # As few decimals as leave the number right to half a per cent.
    near = (d for d in (0, 1, 2) if abs(round(value, d) - value) <= 0.005 * abs(value))
    decimals = next(near, 3)
    name = words(f"units.{unit}") if words.has(f"units.{unit}") else unit
    return f"{words.number(value, decimals)}{NO_BREAK}{name}".strip()


def sensitivity_tables(
    table: pd.DataFrame, headlines: Sequence[Outcome], words: Words
) -> list[dict[str, Any]]:
    """Return for each headline the assumptions that move it most, three at most."""
    known = all_indicators()
    labels = {row.key: row for row in parameter_rows()}
    found = []
    for headline in headlines:
        moved = most_moving(table, headline, SHOWN)
        definition = known.get(headline.indicator)
        unit = definition.unit if definition else ""
        name = (
            words.pick(definition.label_fr, definition.label_en)
            if definition
            else (headline.indicator)
        )
        group = f"group.{headline.group}"
        if headline.group != "all" and words.has(group):
            name = words("evidence.of_group", name=name, group=words(group))
        mine = table[
            (table["indicator"] == headline.indicator) & (table["group"] == headline.group)
        ]
        base = float(mine["base"].iloc[0]) if len(mine) else 0.0
        lines = [
            _moved(row, labels.get(str(row.parameter)), unit, words) for row in moved.itertuples()
        ]
        found.append({"name": name, "base": value_with_unit(base, unit, words), "lines": lines})
    return found


def _moved(row: Any, parameter: Any, unit: str, words: Words) -> dict[str, str]:
    label, own = row.parameter, ""
    if parameter is not None:
        label = words.pick(parameter.label_fr, parameter.description) or row.parameter
        own = parameter.unit
    return {
        "label": label,
        "key": row.parameter,
        "low_value": value_with_unit(row.low_value, own, words),
        "high_value": value_with_unit(row.high_value, own, words),
        "low": value_with_unit(row.low, unit, words),
        "high": value_with_unit(row.high, unit, words),
    }


def overrides(results: Results, words: Words) -> list[dict[str, str]]:
    """Return every value of every scenario that differs from its default."""
    labels = {row.key: row for row in parameter_rows()}
    found = []
    for scenario in results.comparison.scenarios:
        for item in scenario.overrides:
            row = labels.get(item.key)
            label = words.pick(row.label_fr, row.description) if row else ""
            if not label and words.has(f"setting.{item.key}"):
                label = words(f"setting.{item.key}")
            unit = row.unit if row else "share" if item.key == "run.fraction" else ""
            found.append(
                {
                    "scenario": words.pick(scenario.title.fr, scenario.title.en),
                    "key": item.key,
                    "label": label,
                    "default": _plain(item.default, unit, words),
                    "value": _plain(item.value, unit, words),
                }
            )
    return found


def _plain(value: Any, unit: str, words: Words) -> str:
    if value is None:
        return words("none")
    if isinstance(value, bool):
        return words("yes" if value else "no")
    if isinstance(value, int | float):
        return value_with_unit(float(value), unit, words)
    if isinstance(value, dict):
        named = {k: words(f"college.{k}") if words.has(f"college.{k}") else k for k in value}
        return ", ".join(f"{named[key]} {_plain(item, '', words)}" for key, item in value.items())
    return str(value)


def counted_parameters(results: Results) -> tuple[int, int]:
    """Return how many parameters are facts and how many assumptions."""
    kinds = [row.kind for row in parameter_rows(results.baseline.parameters)]
    return kinds.count("fact"), kinds.count("assumption")


def trace(results: Results) -> dict[str, Any]:
    """Return what is needed to find and repeat the runs: hashes, versions, ids."""
    runs = [result.manifest for _, result in sorted(results.comparison.results.items())]
    first = runs[0] if runs else {}
    return {
        "territory": first.get("territory", {}),
        "code_hash": first.get("code_hash", ""),
        "versions": sorted(first.get("versions", {}).items()),
        "runs": [
            {
                "scenario": run.get("scenario", ""),
                "seed": run.get("seed", ""),
                "id": run.get("run_id", ""),
                "hash": run.get("canonical_hash", ""),
            }
            for run in runs
        ],
    }


PER_DAY = (
    ("trips_per_day", 2),
    ("travel_minutes_per_day", 0),
    ("active_minutes_per_day", 1),
    ("car_km_per_day", 1),
    ("travel_co2_kg_per_day", 2),
)
"""Travel a person and day, with decimals."""


def mode_shares(results: Results, words: Words) -> list[dict[str, Any]]:
    """Return how present inhabitants travel with each scenario: shares of modes, then a day."""
    asked = [(f"trip_share_{mode}", words(f"mode.{mode}"), words.percent) for mode in TRAVEL_MODES]
    asked += [
        (name, words(f"travel.{name}"), partial(words.number, decimals=decimals))
        for name, decimals in PER_DAY
    ]
    rows = []
    for name, label, write in asked:
        found = [results.at(s.name, name, "present") for s in results.comparison.scenarios]
        if any(found):
            cells = [write(spread.mean) if spread else words("none") for spread in found]
            rows.append({"label": label, "cells": cells})
    return rows
