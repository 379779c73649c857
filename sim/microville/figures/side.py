"""Scenarios side by side: one table with a column a scenario, where there are several."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from microville.figures import gains, site_facts, who

if TYPE_CHECKING:
    from collections.abc import Callable

    from microville.figures.results import Results
    from microville.figures.words import Words
    from microville.scenario import Scenario

Block = dict[str, Any]


def side_by_side(results: Results, words: Words) -> list[Block]:
    """Return blocks of rows with a cell for the baseline and one for each other scenario.

    Without any block where there is only one other scenario: the chapters then say it all.

    Returns
    -------
    list of dict
        ``title``; ``rows`` of ``label`` and ``cells`` of ``text``, ``badge`` (a change in words, or
        empty) and ``kind`` (see ``who.Change``).
    """
    if len(results.others) < 2:
        return []
    blocks = [_people(results, words), _gains(results, words)]
    blocks.append(_pairs(results, words, "site", _site_pairs))
    blocks.append(_pairs(results, words, "cooperative", _cooperative_pairs))
    return [block for block in blocks if block["rows"]]


def _cell(text: object, badge: object = "", kind: object = "none") -> Block:
    return {"text": text, "badge": badge, "kind": kind}


def _people(results: Results, words: Words) -> Block:
    """Return access and wishes of present inhabitants."""
    tables = [who.group_tables(results, scenario, words)[0] for scenario in results.others]
    rows = []
    for lines in zip(*(table.lines for table in tables), strict=True):
        cells = [_cell(lines[0].before)]
        cells += [_cell(line.after, line.change, line.kind) for line in lines]
        rows.append({"label": lines[0].label, "cells": cells})
    return {"title": words("side.who"), "rows": rows}


def _gains(results: Results, words: Words) -> Block:
    """Return how many people of the focus area gain and lose."""
    per = [gains.outcome_rows(results, scenario, words) for scenario in results.others]
    labels = {row["label"]: row["least"] for rows in per for row in rows}
    found = []
    for label, least in labels.items():
        cells = [_cell(words("none"))]
        for rows in per:
            row = next((row for row in rows if row["label"] == label), None)
            text = f"▲ {row['gain']}  ▼ {row['lose']}" if row else words("gains.few_short")
            cells.append(_cell(text))
        found.append({"label": f"{label}, {least}", "cells": cells})
    return {"title": words("side.gains"), "rows": found}


def _pairs(
    results: Results,
    words: Words,
    title: str,
    read: Callable[[Results, Scenario, Words], list[tuple[Any, Any, Any]]],
) -> Block:
    """Return rows of (label, without, with) tables, put together."""
    per = [read(results, scenario, words) for scenario in results.others]
    rows = [
        {"label": lines[0][0], "cells": [_cell(lines[0][1]), *(_cell(line[2]) for line in lines)]}
        for lines in zip(*per, strict=True)
    ]
    return {"title": words(f"side.{title}"), "rows": rows}


def _site_pairs(results: Results, scenario: Scenario, words: Words) -> list[tuple[Any, Any, Any]]:
    rows = site_facts.site_rows(results, scenario, words)
    return [(row["label"], row["before"], row["after"]) for row in rows]


def _cooperative_pairs(
    results: Results, scenario: Scenario, words: Words
) -> list[tuple[Any, Any, Any]]:
    rows: list[Any] = site_facts.cooperative_rows(results, scenario, words)
    return [(row["label"], *(cell["text"] for cell in row["cells"])) for row in rows]
