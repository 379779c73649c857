"""What a comparison says of the six functions and of money, in sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from microville.finance import accounts
from microville.territory.categories import FUNCTIONS

if TYPE_CHECKING:
    from microville.figures.results import Results
    from microville.figures.words import Words
    from microville.scenario import Scenario

LEAST = 0.005
"""Half a point: smaller differences of a share are told as none, as everywhere in reports."""


def function_sentences(results: Results, scenario: Scenario, words: Words) -> list[str]:
    """Return what changes of each function for present inhabitants: needs met nearby."""
    changed, same = [], []
    for name in FUNCTIONS:
        both = [
            results.at(which, f"served_nearby_{name}", "present")
            for which in (results.baseline.name, scenario.name)
        ]
        if both[0] is None or both[1] is None:
            continue
        before, after = both[0].mean, both[1].mean
        function = words(f"function.{name}")
        if abs(after - before) < LEAST:
            same.append(function)
            continue
        numbers = {"before": words.percent(before, 1), "after": words.percent(after, 1)}
        changed.append(words("told.function", function=function, **numbers))
    found = []
    if changed:
        found.append(words("told.functions", changes=words.listing(changed)))
    if same:
        found.append(words("told.functions_same", functions=words.listing(same)))
    return found


def cost_sentences(results: Results, scenario: Scenario, words: Words) -> list[str]:
    """Return what the works have cost and who paid, from the cooperative's ledger."""
    seeds = results.comparison.seeds
    cents = {"cost": 0, "grants": 0, "loans": 0}
    for seed in seeds:
        entries = results.comparison.results[scenario.name, seed].ledger
        account = entries["account"].astype(str)
        for name, number, side in (
            ("cost", accounts.WORKS_IN_PROGRESS, "debit_cents"),
            ("grants", accounts.GRANTS, "credit_cents"),
            ("loans", accounts.LOANS, "credit_cents"),
        ):
            cents[name] += int(entries.loc[account == number, side].sum())
    if not cents["cost"]:
        return [words("told.no_works")]
    euros = {name: words.euros(value / 100 / len(seeds)) for name, value in cents.items()}
    return [words("told.works", **euros)]
