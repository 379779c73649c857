"""The goals as a table: every number with its formula and source, every gap with its reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from microville.indicators import all_indicators

if TYPE_CHECKING:
    import pandas as pd

    from microville.goals.evaluate import GoalResult

SIGN = {1: "+", -1: "-"}


def goals_table(results: tuple[GoalResult, ...], lang: str = "en") -> pd.DataFrame:
    """Return a row a finding, and one for each goal without evidence.

    Parameters
    ----------
    results
        Of :func:`microville.goals.evaluate`.
    lang
        ``"en"`` or ``"fr"``.

    Returns
    -------
    DataFrame
        goal, title, indicator, label, group, unit, direction, formula, source, start, baseline,
        value, difference, low, high, effect, missing (what is not modelled, and why).
    """
    import pandas as pd

    rows: list[dict[str, object]] = []
    for result in results:
        goal = result.goal
        head = {"goal": goal.number, "title": getattr(goal, f"title_{lang}")}
        if not result.findings:
            reason = getattr(goal, f"not_modelled_{lang}")
            rows.append({**head, "effect": "not_modelled", "missing": reason})
        for finding in result.findings:
            definition = all_indicators()[finding.evidence.indicator]
            group = finding.evidence.group
            if finding.evidence.against:
                group = f"{group} - {finding.evidence.against}"
            rows.append(
                {
                    **head,
                    "indicator": definition.name,
                    "label": getattr(definition, f"label_{lang}"),
                    "group": group,
                    "unit": definition.unit,
                    "direction": SIGN[finding.evidence.direction],
                    "formula": definition.formula,
                    "source": definition.source,
                    **{
                        name: round(getattr(finding, name), definition.decimals + 1)
                        for name in ("start", "baseline", "value", "difference", "low", "high")
                    },
                    "effect": finding.effect,
                    "missing": getattr(goal, f"gap_{lang}"),
                }
            )
    return pd.DataFrame(rows)
