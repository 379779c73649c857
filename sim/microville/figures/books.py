"""The cooperative in the report: early warnings, key lines of its books by year, social return."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from microville.errors import InputError
from microville.impacts import SIMULATED
from microville.impacts.social_return import social_return
from microville.runs.statements import statements_of

if TYPE_CHECKING:
    from microville.figures.results import Results
    from microville.figures.words import Words
    from microville.scenario import Scenario

LINES = (
    ("income", "706"),
    ("income", "gross_operating"),
    ("income", "net"),
    ("cover", "animation"),
    ("cover", "debt_service"),
    ("cover", "debt_cover"),
    ("financing", "use.investment"),
    ("financing", "source.grants"),
    ("financing", "source.loans_drawn"),
    ("balance", "assets"),
    ("balance", "equity"),
    ("balance", "164"),
    ("cash", "closing"),
)
"""What is shown of the statements; all of it is in the spreadsheet (``microville ledger``)."""


def warning_lines(results: Results, scenario: Scenario, words: Words) -> list[str]:
    """Return the early warnings of a scenario's runs as sentences: when, and in how many seeds."""
    lines = []
    for row in results.comparison.warnings():
        if row["scenario"] != scenario.name:
            continue
        first, last = words.month(row["first_month"]), words.month(row["last_month"])
        when = first if first == last else f"{first}{words('map.to')}{last}"
        seeds = words("books.seeds", count=words.number(row["seeds"]), of=words.number(row["of"]))
        lines.append(f"{when} : {words.pick(row['fr'], row['en'])} ({seeds})")
    return lines


def books_block(results: Results, scenario: Scenario, words: Words) -> dict[str, Any] | None:
    """Return key lines of the books by year, of the first seed; None where no books were kept."""
    comparison = results.comparison
    result = comparison.results[scenario.name, comparison.seeds[0]]
    if result.ledger.empty:
        return None
    found = statements_of(result)
    rows = []
    for line in found.lines:
        if (line.statement, line.key) in LINES:
            label = words.pick(line.label_fr, line.label_en)
            ratio = line.unit == "ratio"
            cells = [
                words("none") if c is None else words.number(c / 100, 2 if ratio else 0)
                for c in line.cents
            ]
            rows.append({"label": label, "cells": cells})
    even, rate = found.break_even, found.rate_of_return
    return {
        "years": [f"{year:.0f}" for year in found.years],
        "rows": rows,
        "break_even": words("books.never")
        if even is None
        else words("books.break_even", month=words.month(even)),
        "return": words("books.no_return")
        if rate is None
        else words("books.return", rate=words.percent(rate, 1)),
        "social": _social(results, scenario, words),
    }


def _social(results: Results, scenario: Scenario, words: Words) -> str:
    """Return what a euro of animation and public aid brings; nothing where it is not counted."""
    try:
        found = social_return(results.comparison, scenario.name, SIMULATED)
    except InputError:
        return ""
    if found.ratio is None or not found.impacts_eur:
        return ""  # no year of operation lies within what was simulated
    return words(
        "books.social",
        ratio=words.number(found.ratio, 2),
        impacts=words.euros(found.impacts_eur),
        animation=words.euros(found.animation_eur),
        aid=words.euros(found.aid_eur),
    )
