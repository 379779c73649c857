"""What a comparison of runs says of each goal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from microville.goals.catalogue import Evidence, Goal, goals
from microville.indicators import all_indicators

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from microville.runs.comparison import Comparison

YEAR = 12
SAME_SHARE = 0.01
"""A difference below this part of the baseline's value is no change."""
CONFIDENCE = 0.95
BETTER, WORSE, SAME, OPEN, NO_DATA = "better", "worse", "same", "open", "no_data"
POINTS = {BETTER: 1.0, WORSE: -1.0, SAME: 0.0}


@dataclass(frozen=True, slots=True)
class Finding:
    """What one piece of evidence says; numbers are means over seeds, NaN without data.

    Attributes
    ----------
    evidence
        Indicator and group.
    start
        Baseline's mean of its first twelve months.
    baseline, value
        Means of the last twelve months without and with the programme.
    difference, low, high
        Paired difference, with its interval over seeds (95 %, Student's t, from three seeds on;
        else the lowest and highest seed).
    effect
        better, worse, same, open (the seeds disagree) or no_data.
    """

    evidence: Evidence
    start: float
    baseline: float
    value: float
    difference: float
    low: float
    high: float
    effect: str


@dataclass(frozen=True, slots=True)
class GoalResult:
    """A goal with its findings."""

    goal: Goal
    findings: tuple[Finding, ...]

    @property
    def status(self) -> str:
        """``"evidence"``, ``"no_data"`` or ``"not_modelled"``."""
        if not self.findings:
            return "not_modelled"
        known = any(finding.effect != NO_DATA for finding in self.findings)
        return "evidence" if known else NO_DATA

    @property
    def score(self) -> float | None:
        """Mean of +1 (better), 0 (same), -1 (worse) over findings; None where none is decided.

        None is not 0: a goal without evidence has no score.
        """
        points = [POINTS[f.effect] for f in self.findings if f.effect in POINTS]
        return sum(points) / len(points) if points else None


@dataclass(frozen=True, slots=True)
class Overall:
    """A score over goals, which never goes without its parts.

    Attributes
    ----------
    score
        Mean of the scores of goals that have one, None where there is none.
    parts
        Score by goal, None where a goal has none.
    """

    score: float | None
    parts: dict[int, float | None]

    @property
    def without(self) -> tuple[int, ...]:
        """Goals without a score."""
        return tuple(number for number, score in self.parts.items() if score is None)


def overall(results: tuple[GoalResult, ...]) -> Overall:
    """Return the score over goals with its parts."""
    parts = {result.goal.number: result.score for result in results}
    known = [score for score in parts.values() if score is not None]
    return Overall(sum(known) / len(known) if known else None, parts)


def evaluate(comparison: Comparison, scenario: str) -> tuple[GoalResult, ...]:
    """Return what a scenario does to each of the 17 goals, against the baseline.

    Parameters
    ----------
    comparison
        Finished runs; the baseline is its first scenario.
    scenario
        Name of one of the others.
    """
    return evaluate_table(comparison.indicators(), comparison.baseline, scenario)


def evaluate_table(table: pd.DataFrame, baseline: str, scenario: str) -> tuple[GoalResult, ...]:
    """Return the same from a table of indicators.

    Parameters
    ----------
    table
        scenario, seed, month, indicator, group, value.
    baseline, scenario
        Names in column ``scenario``.
    """
    wanted = {e.indicator for goal in goals() for e in goal.evidence}
    values = table[table["indicator"].isin(wanted)].pivot_table(
        index=["scenario", "indicator", "group", "month"], columns="seed", values="value"
    )
    return tuple(
        GoalResult(goal, tuple(_find(values, e, baseline, scenario) for e in goal.evidence))
        for goal in goals()
    )


def _find(values: pd.DataFrame, evidence: Evidence, baseline: str, scenario: str) -> Finding:
    before = _series(values, evidence, baseline)
    after = _series(values, evidence, scenario)
    if before is None or after is None:
        return _nothing(evidence)
    decimals = all_indicators()[evidence.indicator].decimals + 1
    old, new = before.tail(YEAR).mean(), after.tail(YEAR).mean()
    paired = (new - old).dropna().to_numpy().round(decimals)
    if not len(paired):
        return _nothing(evidence)
    low, high = interval(paired)
    difference = float(paired.mean())
    return Finding(
        evidence,
        start=float(before.head(YEAR).mean().mean()),
        baseline=float(old.mean()),
        value=float(new.mean()),
        difference=difference,
        low=low,
        high=high,
        effect=effect_of(
            evidence.direction, difference, low, high, _level(values, evidence, baseline)
        ),
    )


def _level(values: pd.DataFrame, evidence: Evidence, baseline: str) -> float:
    """Return the baseline's level, of the first group where the evidence is a gap.

    A gap may be near nothing: a hundredth of it would be noise.
    """
    alone = evidence.model_copy(update={"against": ""})
    level = _series(values, alone, baseline)
    return 0.0 if level is None else float(level.tail(YEAR).mean().mean())


def _nothing(evidence: Evidence) -> Finding:
    unknown = float("nan")
    return Finding(evidence, unknown, unknown, unknown, unknown, unknown, unknown, NO_DATA)


def _series(values: pd.DataFrame, evidence: Evidence, scenario: str) -> pd.DataFrame | None:
    """Return values by month and seed, the gap between groups where there are two."""
    import pandas as pd

    keys = [(scenario, evidence.indicator, evidence.group)]
    if evidence.against:
        keys.append((scenario, evidence.indicator, evidence.against))
    if any(key not in values.index for key in keys):
        return None
    first = pd.DataFrame(values.xs(keys[0]))
    return first if len(keys) == 1 else (first - pd.DataFrame(values.xs(keys[1]))).abs()


def interval(paired: NDArray[np.float64]) -> tuple[float, float]:
    """Return the interval of a mean over seeds: Student's t from three seeds on, else the range."""
    if len(paired) < 3:
        return float(paired.min()), float(paired.max())
    from scipy.stats import t

    half = t.ppf((1 + CONFIDENCE) / 2, len(paired) - 1) * paired.std(ddof=1) / np.sqrt(len(paired))
    return float(paired.mean() - half), float(paired.mean() + half)


def effect_of(direction: int, difference: float, low: float, high: float, usual: float) -> str:
    """Return better, worse, same or open.

    Parameters
    ----------
    direction
        +1 where more is better, -1 where less is.
    difference, low, high
        Paired difference and its interval.
    usual
        Level of the baseline: a difference below a hundredth of it is no change.
    """
    if difference == 0.0 or abs(difference) < SAME_SHARE * abs(usual):
        return SAME
    if low <= 0.0 <= high:
        return OPEN
    return BETTER if difference * direction > 0 else WORSE
