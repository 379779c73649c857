"""The few numbers that a command prints."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from microville.indicators import all_indicators
from microville.runs.gains import OUTCOMES, Outcome

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


GAIN_GROUPS = ("focus", "on_site_worker")
LABELS = {
    "served": "wishes served",
    "within_15": "wishes served within 15 min, on foot or by bike",
    "within_30": "wishes served within 30 min, on foot or by bike",
    "travel_min": "travel time",
    "active_min": "minutes walked or cycled",
    "car_km": "kilometres by car",
    "car_eur": "cost of the car",
    "co2_kg": "CO2 of trips",
}
"""What each of ``gains.OUTCOMES`` is called where a command prints it."""


def gain_rows(comparison: Comparison) -> list[dict[str, object]]:
    """Return who gains and who loses in the main groups, as numbers and as text.

    Empty where people were not kept. Of groups of too few households only the text says so.
    """
    table = comparison.gains()
    outcomes = {outcome.name: outcome for outcome in OUTCOMES}
    rows: list[dict[str, object]] = []
    for row in table[table["group"].isin(GAIN_GROUPS)].to_dict("records"):
        outcome, shown = outcomes[row["outcome"]], bool(row["shown"])
        keys = ("persons", "gain", "lose", "same", "change")
        rows.append(
            {
                "outcome": outcome.name,
                "group": row["group"],
                "label": LABELS[outcome.name],
                "least": outcome.least,
                "unit": outcome.unit,
                "least_text": _least(outcome),
                "scenario": row["scenario"],
                **{key: float(row[key]) if shown else None for key in keys},
                "persons_text": _persons(row),
                "gain_text": _counted(row, "gain") if shown else "",
                "lose_text": _counted(row, "lose") if shown else "",
                "change_text": _mean(row["change"], outcome) if shown else "",
            }
        )
    return rows


def _least(outcome: Outcome) -> str:
    if outcome.unit == "share":
        return f"1 wish in {1 / outcome.least:.0f}"
    return f"{outcome.least:g} {outcome.unit}"


def _mean(change: float, outcome: Outcome) -> str:
    if outcome.unit == "share":
        return f"{100 * change:+.2f} pt"
    return f"{change:+.2f} {outcome.unit}"


def _persons(row: dict[Any, Any]) -> str:
    if row["shown"]:
        return f"{row['persons']:,.0f}"
    return "nobody" if row["persons"] == 0 else "too few"


def _counted(row: dict[Any, Any], name: str) -> str:
    mean, low, high = (f"{row[key]:,.0f}" for key in (name, f"{name}_low", f"{name}_high"))
    return mean if low == high else f"{mean} ({low} to {high})"


def _text(value: float, unit: str, *, sign: bool = False) -> str:
    plus = "+" if sign else ""
    if unit == "EUR":
        return f"{value / 1000:{plus},.0f} kEUR"
    if unit == "share":
        return f"{value * 100:{plus}.1f} {'pt' if sign else '%'}"
    return f"{value:{plus},.0f} {unit.partition('/')[0] if unit.startswith('EUR') else unit}"
