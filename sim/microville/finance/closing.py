"""The end of a year: tax and appropriation found together, and the books closed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from microville.finance.accounts import (
    CAPITAL,
    CORPORATION_TAX,
    CORPORATION_TAX_DUE,
    GRANT_SHARE,
    LOSS,
    LOSSES_CARRIED,
    OPERATING_GRANTS,
    RESULT,
)
from microville.finance.appropriation import Appropriation, AppropriationRules, appropriate
from microville.finance.tax import TaxRules, corporation_tax, taxable_profit

if TYPE_CHECKING:
    from microville.finance.ledger import Ledger


@dataclass(frozen=True, slots=True)
class YearEnd:
    """A year's tax and appropriation (cents), which depend on each other."""

    before_tax_cents: int
    tax_cents: int
    tax_losses_cents: int
    appropriation: Appropriation = field(repr=False)


def year_end(
    before_tax_cents: int,
    rules: AppropriationRules | None = None,
    tax_rules: TaxRules | None = None,
    *,
    capital_cents: int = 0,
    losses_carried_cents: int = 0,
    tax_losses_cents: int = 0,
    public_aid_cents: int = 0,
) -> YearEnd:
    """Find tax and appropriation together: reserves lower the tax, and tax lowers the reserves.

    Starting from no tax, each round shares out what is left and taxes it again. Tax can only rise
    from one round to the next and is bounded, so that the rounds stop, at the least tax that
    agrees with itself, exact to the cent.

    Parameters
    ----------
    before_tax_cents
        Result before tax (cents); negative for a loss.
    rules, tax_rules
        As in `appropriate` and `corporation_tax`.
    capital_cents, losses_carried_cents, public_aid_cents
        As in `appropriate`.
    tax_losses_cents
        Past losses not yet set off against taxable profit (cents). The result carries what is
        left of them to give next year.

    Raises
    ------
    ParameterError
        If an amount is not an integer or is outside its bounds.
    """
    tax = 0
    while True:
        appropriation = appropriate(
            before_tax_cents - tax,
            rules,
            capital_cents=capital_cents,
            losses_carried_cents=losses_carried_cents,
            public_aid_cents=public_aid_cents,
        )
        reserves = appropriation.indivisible_cents
        profit = max(before_tax_cents - reserves, 0)
        taxable = taxable_profit(before_tax_cents, reserves, tax_losses_cents)
        found = corporation_tax(taxable, tax_rules)
        if found == tax:
            break
        tax = found
    left = tax_losses_cents - (profit - taxable) + max(-before_tax_cents, 0)
    return YearEnd(before_tax_cents, tax, left, appropriation)


def closing_lines(ledger: Ledger) -> dict[str, int]:
    """Return the lines that empty income and expense accounts into the result of the year."""
    lines = {
        account: -cents
        for account, cents in ledger.balances().items()
        if cents and ledger.chart[account].kind in {"income", "expense"}
    }
    # The lines reverse the balances, so that their sum is the surplus: income is negative.
    surplus = sum(lines.values())
    lines[RESULT if surplus >= 0 else LOSS] = -surplus
    return lines


def close_books(
    ledger: Ledger,
    month: int,
    rules: AppropriationRules | None = None,
    tax_rules: TaxRules | None = None,
    *,
    tax_losses_cents: int = 0,
) -> YearEnd:
    """Close a year in the ledger: post tax, empty income and expenses, share out the result.

    Capital, past losses and the year's public aid are read from the ledger. Public aid is what
    stands in operating grants and in the share of investment grants (assumption). The tax, and
    the interest on shares, stay due until they are paid.

    Parameters
    ----------
    ledger
        The books, in which three entries at most are posted.
    month
        Last month of the year.
    rules, tax_rules, tax_losses_cents
        As in `year_end`; `tax_losses_cents` is what the previous year end left.
    """
    balances = ledger.balances()
    kinds = {account: row.kind for account, row in ledger.chart.items()}
    before_tax = -sum(
        cents for account, cents in balances.items() if kinds[account] in {"income", "expense"}
    )
    end = year_end(
        before_tax,
        rules,
        tax_rules,
        capital_cents=max(-balances[CAPITAL], 0),
        losses_carried_cents=max(balances[LOSSES_CARRIED], 0),
        tax_losses_cents=tax_losses_cents,
        public_aid_cents=max(-balances[OPERATING_GRANTS] - balances[GRANT_SHARE], 0),
    )
    tax_lines = {CORPORATION_TAX: end.tax_cents, CORPORATION_TAX_DUE: -end.tax_cents}
    ledger.post(month, "corporation tax of the year", tax_lines)
    ledger.post(month, "closing of the year", closing_lines(ledger), closing=True)
    # No income, no expense and no cash: what months moved (Ledger.month_movements) leaves it out.
    ledger.post(month, "appropriation of the result", end.appropriation.lines(), closing=True)
    return end
