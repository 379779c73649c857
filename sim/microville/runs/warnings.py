"""Early warnings on finished runs: thresholds that were crossed, when, in how many seeds.

Those of the scenario file (``[[warnings]]``) and, built in, those of the land cooperative. The
model knows none of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from microville.errors import ScenarioError
from microville.indicators import all_indicators
from microville.runs.outlook import animation_outlook
from microville.scenario.nearest import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from microville.runs.single import RunResult
    from microville.scenario import Scenario


@dataclass(frozen=True, slots=True)
class Watch:
    """What is watched: a threshold on an indicator for some months in a row, and what to say."""

    key: str
    indicator: str
    group: str
    below: float | None
    above: float | None
    months: int
    en: str
    fr: str


@dataclass(frozen=True, slots=True)
class Raised:
    """A warning that was raised in a run.

    Attributes
    ----------
    key, en, fr
        Which one, and what it says in English and French.
    month
        Month in which it was raised for the first time (0 = January 2025).
    months
        Months of the run in which it stood.
    at_end
        Whether it stood in the last month.
    """

    key: str
    en: str
    fr: str
    month: int
    months: int
    at_end: bool


BUILT_IN: tuple[Watch, ...] = (
    Watch(
        "overdrawn",
        "cooperative_cash_eur",
        "all",
        0.0,
        None,
        1,
        "The cooperative has no cash left.",
        "La coopérative n'a plus de trésorerie.",
    ),
    Watch(
        "debt_not_covered",
        "debt_service_cover",
        "all",
        1.0,
        None,
        12,
        "For a year the operating surplus has not covered the debt service.",
        "Depuis un an, l'excédent d'exploitation ne couvre plus le service de la dette.",
    ),
    Watch(
        "no_animation",
        "animation_eur",
        "all",
        1.0,
        None,
        3,
        "No animation has been paid for three months.",
        "Aucune animation n'est financée depuis trois mois.",
    ),
)
"""Watched in every run; `animation_outlook` adds what rents mean for animation."""


def check_warnings(scenario: Scenario) -> None:
    """Check that a scenario's warnings name indicators that exist.

    Raises
    ------
    ScenarioError
        If one does not; the message names file and line.
    """
    known = all_indicators()
    problems = [
        f"{scenario.origins.get(f'warnings[{i}]', scenario.name)}: warnings.indicator: there is no "
        f"indicator {warning.indicator!r}{did_you_mean(warning.indicator, known, list_all=False)}"
        for i, warning in enumerate(scenario.warnings)
        if warning.indicator not in known
    ]
    if problems:
        raise ScenarioError("\n".join(problems), hint="\ndocs/indicators.md lists them.")


def watches_of(scenario: Scenario) -> list[Watch]:
    """Return everything that is watched in the runs of a scenario."""
    own = []
    for i, warning in enumerate(scenario.warnings):
        known = all_indicators()[warning.indicator]
        limit = warning.below if warning.below is not None else warning.above
        of = "" if warning.group == "all" else f" ({warning.group})"
        less = warning.below is not None
        en = f"{known.label_en}{of}: {'below' if less else 'above'} {limit:,.10g} {known.unit}"
        fr = f"{known.label_fr}{of} : {'moins' if less else 'plus'} de {limit:,.10g} {known.unit}"
        if warning.months > 1:
            en, fr = f"{en} for {warning.months} months", f"{fr} pendant {warning.months} mois"
        if warning.message is not None:
            en, fr = warning.message.en, warning.message.fr
        fields = (warning.indicator, warning.group, warning.below, warning.above, warning.months)
        own.append(Watch(f"scenario_{i + 1}", *fields, en, fr))
    return own + list(BUILT_IN)


def warnings_of(scenario: Scenario, result: RunResult) -> list[Raised]:
    """Return the warnings that a finished run raises, in the order of their months."""
    found = [_raised(watch, result.indicators) for watch in watches_of(scenario)]
    found.append(_outlook(result))
    raised = [warning for warning in found if warning is not None]
    return sorted(raised, key=lambda warning: (warning.month, warning.key))


def _raised(watch: Watch, table: pd.DataFrame) -> Raised | None:
    """Go through an indicator's months; a month without a value ends what came before."""
    chosen = table[(table["indicator"] == watch.indicator) & (table["group"] == watch.group)]
    values = dict(zip(chosen["month"].tolist(), chosen["value"].tolist(), strict=True))
    known = sorted(table["month"].unique().tolist())
    since: int | None = None
    stood: list[int] = []
    for position, month in enumerate(known):
        if not _crossed(watch, values.get(month)):
            since = None
            continue
        if since is None:
            # A run that keeps one month a year: each stands for those since the one before.
            since = known[position - 1] + 1 if position else 0
        if month - since + 1 >= watch.months:
            stood.append(month)
    if not stood:
        return None
    at_end = stood[-1] == known[-1]
    return Raised(watch.key, watch.en, watch.fr, stood[0], len(stood), at_end)


def _crossed(watch: Watch, value: float | None) -> bool:
    if value is None:
        return False
    if watch.below is not None:
        return value < watch.below
    return watch.above is not None and value > watch.above


def _outlook(result: RunResult) -> Raised | None:
    """Return the warning that rents no longer carry animation, with when it would stop."""
    found = animation_outlook(result)
    if found is None:
        return None
    rents = f"{found.rents_eur:,.0f}", f"{found.needed_eur:,.0f}"
    spaced = tuple(text.replace(",", "\u202f") for text in rents)
    left = found.months_left
    en = (
        f"Rents bring {rents[0]} EUR a month and {rents[1]} would be needed: if rents stay under "
        f"that, animation stops in {left} months."
    )
    fr = (
        f"Les loyers rapportent {spaced[0]} € par mois, il en faudrait {spaced[1]} : s'ils restent "
        f"en dessous, l'animation s'arrête dans {left} mois."
    )
    return Raised("rents_too_low", en, fr, found.month, found.months, found.at_end)


def warning_rows(
    scenarios: Sequence[Scenario], results: Mapping[tuple[str, int], RunResult]
) -> list[dict[str, Any]]:
    """Return a row a scenario and warning: in how many seeds it was raised, and when.

    Keys ``scenario``, ``warning``, ``en``, ``fr`` (of the first seed that raised it), ``seeds``,
    ``of``, ``first_month``, ``last_month`` (earliest and latest month it was raised in) and
    ``at_end`` (seeds in which it stood at the end).
    """
    rows = []
    for scenario in scenarios:
        runs = sorted(seed for name, seed in results if name == scenario.name)
        by_key: dict[str, list[Raised]] = {}
        for seed in runs:
            for warning in warnings_of(scenario, results[scenario.name, seed]):
                by_key.setdefault(warning.key, []).append(warning)
        for key, raised in by_key.items():
            months = [warning.month for warning in raised]
            rows.append(
                {
                    "scenario": scenario.name,
                    "warning": key,
                    "en": raised[0].en,
                    "fr": raised[0].fr,
                    "seeds": len(raised),
                    "of": len(runs),
                    "first_month": min(months),
                    "last_month": max(months),
                    "at_end": sum(warning.at_end for warning in raised),
                }
            )
    return sorted(rows, key=lambda row: (row["scenario"], row["first_month"], row["warning"]))
