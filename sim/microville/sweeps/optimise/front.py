"""The trade-off front of a search: programmes that no other beats in everything."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from microville.errors import InputError
from microville.sweeps.analysis.names import key_name, number, outcome_name, pick
from microville.sweeps.analysis.wishes import sign_of
from microville.sweeps.optimise.objectives import costs, judge, objectives_of, undominated

if TYPE_CHECKING:
    from microville.sweeps.folder import Sweep

MOST_NAMED = 4
"""Levers named in a sentence."""


def front_of(sweep: Sweep, table: pd.DataFrame) -> pd.DataFrame:
    """Return every programme that was tried, those on the front first.

    Any sweep that varies levers has a front, of what it tried; a search looks for it.

    Parameters
    ----------
    sweep, table
        A sweep and its results.

    Returns
    -------
    DataFrame
        One row a programme: a column for each lever, the mean of each objective over scenarios,
        states and seeds (empty where a run is missing), ``broken`` (share of runs that break a
        limit or failed), ``front``. By the first objective, the best first.

    Raises
    ------
    InputError
        If no lever varies or no outcome has a direction.
    """
    levers = [f["key"] for f in sweep.about["factors"] if f["kind"] == "lever"]
    outcomes = sweep.context.outcomes
    objectives = objectives_of(outcomes)
    if not levers or not objectives:
        raise InputError(
            "A front needs levers and outcomes with a direction.",
            hint='Vary something under [levers], and write better = "high" or "low".',
        )
    columns = [sweep.plan.points.columns[key] for key in levers]
    groups: dict[tuple[object, ...], list[int]] = {}
    for point, values in enumerate(zip(*columns, strict=True)):
        groups.setdefault(values, []).append(point)
    runs = len(sweep.plan.scenarios) * len(sweep.about["seeds"])
    judged = judge(table, list(groups.values()), outcomes, runs)
    found = pd.DataFrame(list(groups), columns=levers)
    for i, outcome in enumerate(objectives):
        found[outcome.label] = judged.means[:, i]
    found["broken"] = judged.broken
    cost = costs(judged, outcomes)
    found["front"] = undominated(cost, judged.broken)
    order = found.assign(first=cost[:, 0]).sort_values(
        ["front", "first", "broken"], ascending=[False, True, True], kind="stable"
    )
    return found.loc[order.index].reset_index(drop=True)


def front_sentences(sweep: Sweep, found: pd.DataFrame, lang: str) -> list[str]:
    """Say how many programmes are on the front, and which is best by each objective."""
    best = found[found["front"]]
    if best.empty:
        return [
            pick(
                lang,
                f"None of the {len(found)} programmes tried keeps every limit in every run.",
                f"Aucun des {len(found)} programmes essayés ne tient toutes les limites dans tous "
                "les calculs.",
            )
        ]
    said = [
        pick(
            lang,
            f"Of {len(found)} programmes tried, {len(best)} cannot be bettered in one thing "
            "without losing in another.",
            f"Sur {len(found)} programmes essayés, {len(best)} ne peuvent gagner sur un point "
            "sans perdre sur un autre.",
        )
    ]
    levers = [f["key"] for f in sweep.about["factors"] if f["kind"] == "lever"]
    for outcome in objectives_of(sweep.context.outcomes):
        values = best[outcome.label].to_numpy()
        at = int(values.argmax() if sign_of(outcome) > 0 else values.argmin())
        row = best.iloc[at]
        ends = pick(lang, "from {} to {}", "de {} à {}").format(
            number(values.min(), lang), number(values.max(), lang)
        )
        decided = ", ".join(
            f"{key_name(key, lang)} = {_word(row[key], lang)}" for key in levers[:MOST_NAMED]
        )
        more = " …" if len(levers) > MOST_NAMED else ""
        name, value = outcome_name(outcome.label, lang), number(float(values[at]), lang)
        said.append(
            pick(
                lang,
                f"{name}: {ends} along the front; best, {value}, with {decided}{more}.",
                f"{name} : {ends} le long du front ; au mieux {value}, avec {decided}{more}.",
            )
        )
    return said


def _word(value: object, lang: str) -> str:
    if isinstance(value, bool):
        return pick(lang, "yes", "oui") if value else pick(lang, "no", "non")
    return number(float(value), lang) if isinstance(value, int | float) else str(value)
