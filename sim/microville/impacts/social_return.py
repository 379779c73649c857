"""Social return: impacts in euros for each euro of animation and public aid.

Definition: impacts of a programme against the baseline over the years of the run (a key of
`microville.impacts.MODES` says how travel is counted), over what its cooperative spent on
animation and received as grants in those years, both discounted to the first year of the run at
``impacts.discount_rate``. What the baseline's cooperative spends is not taken off, so that the
number is cautious. Wages of those who animate, time of volunteers and what impacts leave out
(docs/impacts.md) are not in it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from microville.finance.accounts import ANIMATION, GRANTS, OPERATING_GRANTS
from microville.impacts.reading import START_YEAR
from microville.impacts.runs import mean_statement

if TYPE_CHECKING:
    import pandas as pd

    from microville.impacts.statement import Statement
    from microville.runs.comparison import Comparison

AID = (OPERATING_GRANTS, GRANTS)


@dataclass(frozen=True, slots=True)
class SocialReturn:
    """Euros of the first year of the run.

    Attributes
    ----------
    impacts_eur
        Impacts of the run's years against the baseline.
    animation_eur, aid_eur
        Animation, and operating and investment grants.
    """

    impacts_eur: float
    animation_eur: float
    aid_eur: float

    @property
    def ratio(self) -> float | None:
        """Euros of impacts for a euro of animation and public aid; None where there is none."""
        spent = self.animation_eur + self.aid_eur
        return self.impacts_eur / spent if spent > 0 else None


def social_return(
    comparison: Comparison, scenario: str, mode: str, statement: Statement | None = None
) -> SocialReturn:
    """Return the social return of a scenario against the baseline, as a mean over seeds.

    Parameters
    ----------
    comparison
        Finished runs; the baseline is its first scenario.
    scenario
        Name of one of the others.
    mode
        Key of :data:`microville.impacts.MODES`.
    statement
        Its impacts with the mean travel of all seeds, where they are known already.
    """
    chosen = next(s for s in comparison.scenarios if s.name == scenario)
    rate = float(chosen.parameters.impacts.discount_rate)
    years = -(-chosen.months // 12)
    if statement is None:
        statement = mean_statement(comparison, scenario)
    spent = [
        spending(comparison.results[scenario, seed].ledger, years, rate)
        for seed in comparison.seeds
    ]
    animation, aid = np.mean(spent, axis=0)
    return SocialReturn(_impacts(statement, mode, years, rate), float(animation), float(aid))


def spending(ledger: pd.DataFrame, years: int, rate: float) -> tuple[float, float]:
    """Return animation and grants of a run's books, discounted to its first year (EUR)."""
    open_lines = ledger[~ledger["closing"].astype(bool)]
    weight = (1.0 + rate) ** -(open_lines["month"] // 12).astype(float)
    inside = open_lines["month"] < 12 * years
    amount = (open_lines["debit_cents"] - open_lines["credit_cents"]) / 100 * weight * inside
    animation = float(amount[open_lines["account"] == ANIMATION].sum())
    return animation, -float(amount[open_lines["account"].isin(AID)].sum())


def _impacts(statement: Statement, mode: str, years: int, rate: float) -> float:
    """Return what is counted in the years of the run, discounted to its first year (EUR)."""
    begins = statement.years.first - START_YEAR
    at = np.arange(statement.years.count)
    inside = begins + at < years
    # Discounted in the statement to its own first year, here to that of the run.
    weights = statement.years.discount * inside * (1.0 + rate) ** -float(begins)
    return float(sum((line.eur * weights).sum() for line in statement.lines[mode] if line.counted))
