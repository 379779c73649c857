"""The report's chapters on impacts in euros and on the 17 goals, as tables that can be read out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from microville.errors import InputError
from microville.figures.gains import group_label
from microville.goals import BETTER, NO_DATA, OPEN, SAME, WORSE, evaluate
from microville.impacts import (
    ALWAYS,
    BENEFICIARIES,
    FIXED_RULE,
    MODES,
    SIMULATED,
    Statement,
    left_out,
    mean_statement,
    statements,
)
from microville.indicators import all_indicators

if TYPE_CHECKING:
    from collections.abc import Sequence

    from microville.figures.results import Results
    from microville.figures.words import Words
    from microville.goals import Finding, GoalResult
    from microville.impacts import Line
    from microville.scenario import Scenario

SHOWN = (FIXED_RULE, SIMULATED)
KINDS = {BETTER: "gain", WORSE: "loss", SAME: "same", OPEN: "open", NO_DATA: "none"}
"""How the report marks each effect."""


def impacts_block(results: Results, scenario: Scenario, words: Words) -> dict[str, Any] | None:
    """Return what a programme is worth, by who gains.

    None where it cannot be counted: on a map without a site, or for runs without travel totals.

    Amounts of simulated travel are those of the mean over seeds; the range of their sum is given.
    """
    comparison = results.comparison
    try:
        mean = mean_statement(comparison, scenario.name)
    except InputError:
        return None
    each = statements(comparison, scenario.name).values()
    totals = [statement.total_eur(SIMULATED) for statement in each]
    years = mean.years
    return {
        "heads": [words.pick(MODES[mode][1], MODES[mode][0]) for mode in SHOWN],
        "intro": words(
            "impacts.intro", years=words.number(years.count), first=f"{years.first:.0f}"
        ),
        "sentence": words(
            "impacts.sentence",
            fixed=words.euros(mean.total_eur(FIXED_RULE), signed=True),
            simulated=words.euros(mean.total_eur(SIMULATED), signed=True),
            low=words.euros(min(totals), signed=True),
            high=words.euros(max(totals), signed=True),
        ),
        "blocks": [_beneficiary(mean, who, words) for who in BENEFICIARIES],
        "total": [words.euros(mean.total_eur(mode), signed=True) for mode in SHOWN],
        "holding": [
            {
                "label": words.pick(cost.label_fr, cost.label_en),
                "range": words("impacts.range", top=words.euros(cost.published_eur)),
            }
            for cost in mean.holding
        ],
        "left_out": [
            {
                "label": words.pick(left.what_fr, left.what_en),
                "why": words.pick(left.why_fr, left.why_en),
            }
            for left in left_out(mean)
        ],
    }


def _beneficiary(mean: Statement, who: str, words: Words) -> dict[str, Any]:
    name = words.pick(BENEFICIARIES[who][1], BENEFICIARIES[who][0])
    pairs = zip(*(mean.lines[mode] for mode in SHOWN), strict=True)
    return {
        "title": f"{name[0].upper()}{name[1:]}",
        "totals": [words.euros(mean.total_eur(mode, who), signed=True) for mode in SHOWN],
        "lines": [_line(pair, words) for pair in pairs if pair[0].beneficiary == who],
    }


def _line(pair: Sequence[Line], words: Words) -> dict[str, Any]:
    first = pair[0]
    always = first.condition_en == ALWAYS[0]
    return {
        "label": words.pick(first.label_fr, first.label_en),
        "cells": [
            words.euros(line.discounted_eur, signed=True)
            if line.counted
            else words("impacts.not_counted")
            for line in pair
        ],
        "condition": "" if always else words.pick(first.condition_fr, first.condition_en),
    }


def goals_block(results: Results, scenario: Scenario, words: Words) -> dict[str, Any]:
    """Return what the comparison says of each of the 17 goals, evidence and gaps alike."""
    found = evaluate(results.comparison, scenario.name)
    effects = [[finding.effect for finding in result.findings] for result in found]
    counts = {
        effect: sum(effect in each for each in effects) for effect in (BETTER, WORSE, SAME, OPEN)
    }
    silent = sum(not each for each in effects)
    return {
        "results": found,
        "sentence": words(
            "goals.sentence",
            better=words.number(counts[BETTER]),
            worse=words.number(counts[WORSE]),
            open=words.number(counts[OPEN]),
            silent=words.number(silent),
        ),
        "rows": [_goal(result, words) for result in found],
    }


def _goal(result: GoalResult, words: Words) -> dict[str, Any]:
    goal = result.goal
    return {
        "number": goal.number,
        "title": words.pick(goal.title_fr, goal.title_en),
        "evidence": [_evidence(finding, words) for finding in result.findings],
        "missing": words.pick(
            goal.gap_fr or goal.not_modelled_fr, goal.gap_en or goal.not_modelled_en
        ),
        "silent": not result.findings,
    }


def _evidence(finding: Finding, words: Words) -> dict[str, str]:
    evidence = finding.evidence
    known = all_indicators()[evidence.indicator]
    label = words.pick(known.label_fr, known.label_en)
    group = _group(evidence.group, words)
    if evidence.against:
        group = words("goals.gap_between", one=group, other=_group(evidence.against, words))
    return {
        "label": f"{label} ({group})" if group else label,
        "kind": KINDS[finding.effect],
        "effect": words(f"goals.{finding.effect}"),
        "numbers": "" if finding.effect == NO_DATA else _numbers(finding, words),
    }


def _group(group: str, words: Words) -> str:
    """Return what people call a group; nothing of the whole, which needs no name."""
    if group == "all":
        return ""
    return group_label(group, words)


def _numbers(finding: Finding, words: Words) -> str:
    known = all_indicators()[finding.evidence.indicator]
    if known.unit == "share":
        return f"{words.percent(finding.baseline, 1)} → {words.percent(finding.value, 1)}"
    unit = words(f"units.{known.unit}") if words.has(f"units.{known.unit}") else known.unit
    pair = (words.number(value, known.decimals) for value in (finding.baseline, finding.value))
    return f"{' → '.join(pair)} {unit}"
