"""All scenarios beside the baseline in one table and one figure: people, euros, three groups."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Any

from microville.figures.style import (
    BASELINE,
    BLUE,
    FAINT,
    INK,
    SOFT_INK,
    new_figure,
    plain_axes,
)
from microville.figures.value_text import axis_scale, value_text
from microville.impacts import SIMULATED, statements
from microville.indicators import all_indicators
from microville.runs.spread import interval

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

    from microville.runs import Comparison

ROWS: tuple[tuple[str, str], ...] = (
    ("population", "present"),
    ("person_served_nearby_share", "present"),
    ("place_score_walk_15", "present"),
    ("place_score_bike_15", "present"),
    ("car_km_per_day", "present"),
    ("population", "newcomer"),
    ("person_served_nearby_share", "newcomer"),
    ("site_jobs", "all"),
    ("person_served_nearby_share", "on_site_worker"),
    ("site_presence_by_day", "all"),
    ("site_floor_in_use_share", "all"),
    ("food_local_t", "all"),
    ("energy_co2_t", "all"),
    ("greenfield_built_ha", "all"),
    ("mobilisation", "all"),
    ("animation_eur", "all"),
    ("cooperative_rents_eur", "all"),
    ("cooperative_cash_eur", "all"),
    ("cooperative_debt_eur", "all"),
)
"""Indicator and group: present inhabitants, newcomers, on-site workers, the site, the cooperative;
means over the last twelve months."""
TRAVEL = ("car_km_total_day", "travel_hours_total_day")
"""Read for the impacts in euros."""
IMPACTS, GAIN, LOSE = "impacts_eur", "people_gain", "people_lose"
DRAWN = (
    ("person_served_nearby_share", "present"),
    ("population", "newcomer"),
    ("site_jobs", "all"),
    ("food_local_t", "all"),
    ("cooperative_cash_eur", "all"),
    (IMPACTS, "all"),
)
YEAR = 12
LETTERS = 42
"""Letters of a line of a panel's title."""
GROUPS = {
    "present": ("present inhabitants", "habitants actuels"),
    "newcomer": ("newcomers", "nouveaux habitants"),
    "on_site_worker": ("on-site workers", "travaillant sur le site"),
}


def wanted() -> set[str]:
    """Return the indicators that the table reads."""
    return {name for name, _ in ROWS} | set(TRAVEL)


def scenario_results(comparison: Comparison) -> pd.DataFrame:
    """Return what each scenario gives, and the paired difference from the baseline.

    Parameters
    ----------
    comparison
        Finished runs with their people; the baseline first.

    Returns
    -------
    DataFrame
        scenario, indicator, group, unit, value (mean over seeds), difference, low, high (95 %,
        Student's t, from three seeds on; else least and greatest), seeds. The baseline's rows have
        a difference of 0. Rows without data on one side have a value alone.
    """
    import pandas as pd

    values = _year_means(comparison)
    rows = [
        _row(values, comparison, scenario.name, name, group)
        for scenario in comparison.scenarios
        for name, group in ROWS
    ]
    for scenario in comparison.scenarios[1:]:
        rows += [_impacts(comparison, scenario.name), *_gains(comparison, scenario.name)]
    return pd.DataFrame(rows)


def _year_means(comparison: Comparison) -> pd.Series:
    table = comparison.indicators()
    last = table[table["month"] > table["month"].max() - YEAR]
    means: pd.Series = last.groupby(["scenario", "indicator", "group", "seed"], observed=True)[
        "value"
    ].mean()
    return means


def _row(
    values: pd.Series, comparison: Comparison, scenario: str, name: str, group: str
) -> dict[str, object]:
    import pandas as pd

    def of(which: str) -> pd.Series:
        key = which, name, group
        there: pd.Series = values.loc[key] if key in values.index else pd.Series(dtype=float)
        return there

    own, base = of(scenario), of(comparison.baseline)
    return {
        "scenario": scenario,
        "indicator": name,
        "group": group,
        "unit": all_indicators()[name].unit,
        "value": own.mean(),
        **_interval((own - base).dropna().to_numpy()),
    }


def _interval(paired: Any) -> dict[str, object]:
    middle, low, high = interval(paired)
    return {"difference": middle, "low": low, "high": high, "seeds": len(paired)}


def _impacts(comparison: Comparison, scenario: str) -> dict[str, object]:
    totals = [s.total_eur(SIMULATED) for s in statements(comparison, scenario).values()]
    found = _interval(totals)
    head = {"scenario": scenario, "indicator": IMPACTS, "group": "all", "unit": "EUR"}
    return {**head, "value": found["difference"], **found}


def _gains(comparison: Comparison, scenario: str) -> list[dict[str, object]]:
    """Return how many of the focus area are served more, and less, person by person."""
    table = comparison.gains()
    mine = table[
        (table["scenario"] == scenario)
        & (table["group"] == "focus")
        & (table["outcome"] == "within_15")
    ]
    rows: list[dict[str, object]] = []
    for side, name in (("gain", GAIN), ("lose", LOSE)):
        if len(mine):
            row = mine.iloc[0]
            rows.append(
                {
                    "scenario": scenario,
                    "indicator": name,
                    "group": "focus",
                    "unit": "persons",
                    "value": row[side],
                    "difference": row[side],
                    "low": row[f"{side}_low"],
                    "high": row[f"{side}_high"],
                    "seeds": row["seeds"],
                }
            )
    return rows


def label_of(indicator: str, group: str) -> str:
    """Return what a row of the table is, in English."""
    own = {
        IMPACTS: "Impacts over 50 years, discounted, simulated travel",
        GAIN: "People of the focus area with more of their wishes served nearby",
        LOSE: "People of the focus area with fewer",
    }
    text = own[indicator] if indicator in own else all_indicators()[indicator].label_en
    return f"{text}, {GROUPS[group][0]}" if group in GROUPS else text


def as_markdown(table: pd.DataFrame) -> str:
    """Return the table with a row an indicator and a column a scenario."""
    names = list(dict.fromkeys(table["scenario"]))
    baseline = names[0]
    lines = [
        "| | " + " | ".join(f"`{name}`" for name in names) + " |",
        "|---" * (len(names) + 1) + "|",
    ]
    keys = list(dict.fromkeys(zip(table["indicator"], table["group"], strict=True)))
    by_key: dict[Any, Any] = {(r.scenario, r.indicator, r.group): r for r in table.itertuples()}
    for indicator, group in keys:
        cells = []
        for name in names:
            row = by_key.get((name, indicator, group))
            cells.append("" if row is None else _cell(row, level=name == baseline))
        lines.append(f"| {label_of(indicator, group)} | " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def _cell(row: Any, *, level: bool) -> str:
    value, unit = row.value, row.unit
    if value != value:  # noqa: PLR0124  (NaN: nobody is in the group)
        return "nobody"
    if level or not row.seeds:
        return value_text(value, unit)
    low, high = row.low, row.high
    middle = value_text(row.difference, unit, sign=True)
    if value_text(low, unit, sign=True) == value_text(high, unit, sign=True):
        return middle
    span = f"{value_text(low, unit, sign=True)} to {value_text(high, unit, sign=True)}"
    return f"**{middle}** ({span})" if low * high > 0 else f"{middle} ({span})"


def figure(table: pd.DataFrame, titles: dict[str, str]) -> Figure:
    """Return differences from the baseline with their intervals, an indicator a panel.

    Parameters
    ----------
    table
        Of :func:`scenario_results`.
    titles
        What people call each scenario.
    """
    names = list(dict.fromkeys(table["scenario"]))[1:]
    made = new_figure(11.5, 6.6)
    made.subplots_adjust(left=0.215, right=0.985, top=0.92, bottom=0.08, hspace=0.5, wspace=0.12)
    for number, (indicator, group) in enumerate(DRAWN):
        axes = made.add_subplot(2, 3, number + 1)
        plain_axes(axes)
        axes.grid(axis="y", visible=False)
        axes.grid(axis="x", color=FAINT, linewidth=0.7)
        axes.axvline(0, color=BASELINE, linewidth=1)
        unit = "EUR" if indicator == IMPACTS else all_indicators()[indicator].unit
        scale, unit = axis_scale(unit, difference=True)
        rows = table[(table["indicator"] == indicator) & (table["group"] == group)]
        by_name: dict[str, Any] = {str(row.scenario): row for row in rows.itertuples()}
        for at, name in enumerate(reversed(names)):
            row = by_name.get(name)
            if row is None:
                continue
            # Of newcomers there are none without a programme: what there is is the difference.
            alone = not row.seeds
            middle = row.value if alone else row.difference
            if middle != middle:  # noqa: PLR0124  (NaN)
                continue
            if not alone:
                axes.plot([row.low * scale, row.high * scale], [at, at], color=BLUE, linewidth=2.2)
            axes.plot([middle * scale], [at], "o", color=BLUE, markersize=5)
        axes.set_ylim(-0.6, len(names) - 0.4)
        labels = [titles[name] for name in reversed(names)] if number % 3 == 0 else []
        axes.set_yticks(range(len(names)), labels or [""] * len(names), color=INK)
        title = textwrap.fill(label_of(indicator, group), LETTERS)
        axes.set_title(title, fontsize=9, loc="left", color=INK)
        axes.set_xlabel(unit, fontsize=8, color=SOFT_INK)
    return made
