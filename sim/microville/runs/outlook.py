"""How long rents carry animation: what the books of a run say month by month."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from microville.finance.accounts import RENTS
from microville.finance.appraisal import debt_service_cents, operating_surplus_cents
from microville.runs.statements import ledger_of

if TYPE_CHECKING:
    from microville.runs.single import RunResult

HORIZON = 24
"""A stop within two years is worth a warning (assumption)."""
YEAR = 12


@dataclass(frozen=True, slots=True)
class Outlook:
    """What rents mean for animation, when the warning is first raised.

    Attributes
    ----------
    month, months, at_end
        First month of the warning, months in which it stood, whether it stood in the last one.
    rents_eur, needed_eur
        Rents of a mean month of the last twelve, and those at which cash would not fall.
    months_left
        Months until cash meets what the covenant keeps, if rents stay as they are.
    """

    month: int
    months: int
    at_end: bool
    rents_eur: float
    needed_eur: float
    months_left: int


def animation_outlook(result: RunResult) -> Outlook | None:
    """Return the outlook of the first month in which animation is bound to stop within two years.

    Each month from the twelfth: the operating surplus of the last twelve months less their debt
    service is what a year adds to cash, works and their grants and loans left out. Where it is
    negative, the cash above the covenant lasts for so many months. None if that never is short.
    """
    table = result.indicators
    if result.ledger.empty:
        return None
    chosen = table[table["group"] == "all"]
    cash, kept = (
        dict(zip(part["month"].tolist(), part["value"].tolist(), strict=True))
        for part in (
            chosen[chosen["indicator"] == name]
            for name in ("cooperative_cash_eur", "cooperative_cash_kept_eur")
        )
    )
    ledger = ledger_of(result)
    first: tuple[int, float, float, int] | None = None
    stood: list[int] = []
    last = max(cash, default=-1)
    for month in sorted(cash.keys() & kept.keys()):
        if month < YEAR - 1:
            continue
        span = (month - YEAR + 1, month)
        gained = operating_surplus_cents(ledger, *span) - debt_service_cents(ledger, *span)
        if gained >= 0:
            continue
        drain = -gained / 100 / YEAR
        left = max(int((cash[month] - kept[month]) / drain), 0)
        if left > HORIZON:
            continue
        stood.append(month)
        if first is None:
            rents = -sum(
                ledger.month_movements(at).get(RENTS, 0) for at in range(span[0], month + 1)
            )
            mean = rents / 100 / YEAR
            first = (month, mean, mean + drain, left)
    if first is None:
        return None
    month, mean, needed, left = first
    return Outlook(month, len(stood), stood[-1] == last, mean, needed, left)
