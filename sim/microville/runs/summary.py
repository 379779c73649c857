"""The few numbers that a command prints."""

from __future__ import annotations

from typing import TYPE_CHECKING

from microville.indicators import all_indicators

if TYPE_CHECKING:
    import pandas as pd

    from microville.runs.comparison import Comparison

HEADLINES: tuple[tuple[str, str], ...] = (
    ("place_score_walk_15", "present"),
    ("place_score_bike_15", "present"),
    ("person_served_nearby_share", "present"),
    ("person_served_nearby_share", "on_site_worker"),
    ("population", "newcomer"),
    ("site_jobs", "all"),
    ("site_floor_in_use_share", "all"),
    ("site_presence_by_day", "all"),
    ("cooperative_cash_eur", "all"),
    ("cooperative_debt_eur", "all"),
    ("animation_eur", "all"),
    ("food_land_people", "all"),
)
"""Indicator and group; present inhabitants, newcomers and on-site workers apart."""


def headline_rows(indicators: pd.DataFrame) -> list[dict[str, object]]:
    """Return the headlines of a run at its last month: label, group, value, unit."""
    last = indicators[indicators["month"] == indicators["month"].max()]
    definitions = all_indicators()
    rows: list[dict[str, object]] = []
    for name, group in HEADLINES:
        chosen = last[(last["indicator"] == name) & (last["group"] == group)]
        if len(chosen):
            label = definitions[name].label_en
            rows.append(
                {
                    "indicator": name,
                    "group": group,
                    "label": label if group == "all" else f"{label} ({group})",
                    "value": float(chosen["value"].iloc[0]),
                    "unit": definitions[name].unit,
                }
            )
    return rows


def difference_rows(comparison: Comparison) -> list[dict[str, object]]:
    """Return the headlines of a comparison at its last month, as numbers and as text."""
    table = comparison.differences()
    last = table[table["month"] == table["month"].max()]
    definitions = all_indicators()
    rows: list[dict[str, object]] = []
    for name, group in HEADLINES:
        chosen = last[(last["indicator"] == name) & (last["group"] == group)]
        unit = definitions[name].unit
        for row in chosen.itertuples():
            numbers = {
                key: float(getattr(row, key))
                for key in ("baseline", "value", "difference", "low", "high")
            }
            rows.append(
                {
                    "indicator": name,
                    "group": group,
                    "label": definitions[name].label_en,
                    "scenario": row.scenario,
                    "unit": unit,
                    **numbers,
                    "baseline_text": _text(numbers["baseline"], unit),
                    "value_text": _text(numbers["value"], unit),
                    "difference_text": _text(numbers["difference"], unit, sign=True),
                    "range_text": "one seed"
                    if len(comparison.seeds) == 1
                    else f"{_text(numbers['low'], unit, sign=True)} to "
                    f"{_text(numbers['high'], unit, sign=True)}",
                }
            )
    return rows


def _text(value: float, unit: str, *, sign: bool = False) -> str:
    plus = "+" if sign else ""
    if unit == "EUR":
        return f"{value / 1000:{plus},.0f} kEUR"
    if unit == "share":
        return f"{value * 100:{plus}.1f} {'pt' if sign else '%'}"
    return f"{value:{plus},.0f} {unit.partition('/')[0] if unit.startswith('EUR') else unit}"
