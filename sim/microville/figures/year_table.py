"""The charts' numbers as a table, for those who do not see or trust a line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from microville.figures.results import Results
    from microville.figures.words import Words

END = (
    ("population", "present"),
    ("population", "newcomer"),
    ("site_jobs", "all"),
    ("site_presence_by_day", "all"),
    ("site_floor_in_use_share", "all"),
    ("cooperative_cash_eur", "all"),
    ("cooperative_debt_eur", "all"),
)
"""What is read at the end of each year."""
SUMS = ("food_produced_t", "food_eaten_t", "energy_co2_t")
"""What is added up over each year."""


def year_table(results: Results, words: Words) -> dict[str, Any]:
    """Return heads and rows of each scenario's numbers by year, as means over seeds."""
    heads = [words(f"years.{name}.{group}") for name, group in END]
    heads += [words(f"years.{name}") for name in SUMS]
    rows = []
    for scenario in results.comparison.scenarios:
        title = words.pick(scenario.title.fr, scenario.title.en)
        for month in range(11, results.months, 12):
            year = 2025 + month // 12
            cells = [_end(results, scenario.name, name, group, month, words) for name, group in END]
            cells += [_sum(results, scenario.name, name, year, words) for name in SUMS]
            rows.append({"title": title, "year": str(year), "cells": cells})
    return {"heads": heads, "rows": rows}


def _end(results: Results, scenario: str, name: str, group: str, month: int, words: Words) -> str:
    spread = results.at(scenario, name, group, month=month)
    if spread is None:
        return words("none")
    if name.endswith("share"):
        return words.percent(spread.mean)
    return words.euros(spread.mean) if name.endswith("eur") else words.number(spread.mean)


def _sum(results: Results, scenario: str, name: str, year: int, words: Words) -> str:
    table = results.yearly(scenario, name)
    if table.empty:
        return words("none")
    return words.number(float(table[table.index == year].iloc[0].mean()))
