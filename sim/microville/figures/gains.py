"""Who gains and who loses, in words and tables: the same people with and without a programme."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from microville.figures.words import NO_BREAK
from microville.runs.gains import OUTCOMES
from microville.runs.outcomes import MONTHS
from microville.runs.spread import ENOUGH

if TYPE_CHECKING:
    from microville.figures.results import Results
    from microville.figures.words import Words
    from microville.runs.gains import Outcome
    from microville.scenario import Scenario

Row = dict[str, Any]
Gains = dict[tuple[str, str], dict[Any, Any]]
"""Rows of ``gains_table`` for one scenario, by group and outcome."""
TOLD = ("within_15", "travel_min", "car_eur")
"""What the sentences and the tables by group speak of."""
WHO = ("present", "arrival", "newcomer", "on_site_worker")
AGES = ("age:0-14", "age:15-29", "age:30-64", "age:65+")
INCOMES = ("income:low", "income:middle", "income:high")
GROUPS = (*WHO, *AGES, *INCOMES)


def outcome_of(name: str) -> Outcome:
    """Return an outcome by its name."""
    return next(outcome for outcome in OUTCOMES if outcome.name == name)


def rows_of(results: Results, scenario: str) -> Gains:
    """Return the gains of one scenario by (group, outcome); empty where people were not kept."""
    table = results.gains
    records = table[table["scenario"] == scenario].to_dict("records")
    return {(str(row["group"]), str(row["outcome"])): row for row in records}


def is_shown(table: Gains, group: str) -> bool:
    """Return whether enough households of a group are simulated."""
    key = (group, TOLD[0])
    return key in table and bool(table[key]["shown"])


def least(name: str, words: Words) -> str:
    """Return the threshold of an outcome in words: ``2 minutes par jour``."""
    outcome = outcome_of(name)
    if outcome.unit == "share":
        return words("gains.one_in", count=words.number(1 / outcome.least))
    return words(f"gains.least.{name}", value=words.number(outcome.least))


def counted(row: Any, name: str, words: Words) -> str:
    """Return a count of persons with its range over seeds: ``17 (12 à 23)``."""
    return words.number(round(float(row[name]))) + _range(row, name, words)


def _range(row: Any, name: str, words: Words) -> str:
    low, high = (round(float(row[f"{name}_{end}"])) for end in ("low", "high"))
    return "" if low == high else words("range", low=words.number(low), high=words.number(high))


def changed(row: Any, outcome: Outcome, words: Words) -> str:
    """Return the mean difference of everyone in a group, with its sign and unit."""
    mean = float(row["change"])
    if outcome.unit == "share":
        return words.points(mean, 1)
    decimals = 0 if outcome.unit == "EUR/year" else 1
    return f"{words.signed(mean, decimals)}{NO_BREAK}{words(f'gains.unit.{outcome.name}')}"


def gain_sentences(results: Results, scenario: Scenario, words: Words) -> list[str]:
    """Return how many people of the focus area gain and lose, a sentence each outcome told."""
    table = rows_of(results, scenario.name)
    if not is_shown(table, "focus"):
        return []
    return [_sentence(table["focus", name], name, words) for name in TOLD]


def _sentence(row: Any, name: str, words: Words) -> str:
    head, short = words(f"gains.head.{name}"), least(name, words)
    gain, lose = (round(float(row[side])) for side in ("gain", "lose"))
    if not gain and not lose:
        return words("gains.nobody", head=head, least=short)
    win, loss = (
        words(
            f"gains.{key}{'_none' if not count else '_one' if count == 1 else ''}",
            count=words.number(count),
            range=_range(row, side, words),
            least=short,
        )
        for key, side, count in (("win", "gain", gain), ("loss", "lose", lose))
    )
    return words("gains.told", head=head, win=win, loss=loss)


def outcome_rows(results: Results, scenario: Scenario, words: Words) -> list[Row]:
    """Return a row an outcome for the inhabitants of the focus area: gain, lose, same, mean."""
    table = rows_of(results, scenario.name)
    found: list[Row] = []
    for outcome in OUTCOMES if is_shown(table, "focus") else ():
        row = table["focus", outcome.name]
        found.append(
            {
                "label": words(f"gains.outcome.{outcome.name}"),
                "least": words("gains.at_least", least=least(outcome.name, words)),
                "gain": counted(row, "gain", words),
                "lose": counted(row, "lose", words),
                # Rounded apart so that the three counts add up to everybody.
                "same": words.number(
                    round(float(row["persons"]))
                    - round(float(row["gain"]))
                    - round(float(row["lose"]))
                ),
                "change": changed(row, outcome, words),
            }
        )
    return found


def group_rows(results: Results, scenario: Scenario, words: Words) -> list[Row]:
    """Return a row a group of people, with gain and loss for each outcome that is told."""
    table = rows_of(results, scenario.name)
    return [
        _row(table, group, group_label(group, words), words)
        for group in GROUPS
        if (group, TOLD[0]) in table
    ]


def group_label(group: str, words: Words) -> str:
    """Return what people call a group."""
    return words(f"gains.group.{group.replace(':', '_')}")


def commune_rows(results: Results, scenario: Scenario, words: Words) -> list[Row]:
    """Return communes outside the focus where somebody gains or loses with each seed, by name."""
    table = rows_of(results, scenario.name)
    zones = results.comparison.territory.layers["zones"]
    found = []
    for zone in zones[~zones["focus"]].sort_values("name").itertuples():
        group = f"commune:{zone.zone}"
        rows = [table[group, name] for name in TOLD if is_shown(table, group)]
        # What one seed alone shows is chance: a household more or less in a sample.
        if any(round(row[side]) > 0 for row in rows for side in ("gain_low", "lose_low")):
            found.append(_row(table, group, str(zone.name), words))
    return found


def few_communes(results: Results, scenario: Scenario) -> int:
    """Return in how many communes outside the focus too few households are simulated."""
    table = rows_of(results, scenario.name)
    zones = results.comparison.territory.layers["zones"]
    return sum(not is_shown(table, f"commune:{zone}") for zone in zones[~zones["focus"]]["zone"])


def intro(results: Results, scenario: Scenario, words: Words) -> str:
    """Return whom the comparison follows, and over which months."""
    row = rows_of(results, scenario.name)["focus", TOLD[0]]
    count = min(results.months, MONTHS)
    months = (
        words("gains.year")
        if count == MONTHS
        else words("gains.some_months", count=words.number(count))
    )
    return words("gains.intro", months=months, persons=words.number(row["persons"]))


def range_note(results: Results, words: Words) -> str:
    """Return what stands in brackets after a count; empty with one seed."""
    seeds = len(results.comparison.seeds)
    if seeds >= ENOUGH:
        return words("gains.range_ci", count=words.number(seeds))
    return words("gains.range_seeds") if seeds > 1 else ""


def _row(table: Gains, group: str, label: str, words: Words) -> Row:
    first = table[group, TOLD[0]]
    cells = []
    for name in TOLD:
        row = table[group, name]
        cells.append(
            {
                side: (words.number(round(row[side])), _range(row, side, words).strip())
                for side in ("gain", "lose")
                if row["shown"]
            }
        )
    return {
        "label": label,
        "shown": bool(first["shown"]),
        "why": words("gains.nobody_both" if first["persons"] == 0 else "gains.few"),
        "persons": words.number(first["persons"]) if first["shown"] else "",
        "cells": cells,
        "only_before": _alone(first["only_before"], words),
        "only_after": _alone(first["only_after"], words),
    }


def _alone(persons: float, words: Words) -> str:
    return words("gains.few_short") if math.isnan(persons) else words.number(persons)
