"""What the books say of the undertaking: debt cover, break-even, internal rate of return."""

from __future__ import annotations

from typing import TYPE_CHECKING

from microville.finance.accounts import (
    BANK,
    CAPITAL,
    CORPORATION_TAX,
    GRANTS,
    GRANTS_RECEIVABLE,
    GRANTS_RELEASED,
    INTEREST,
    LOANS,
    MEMBERS,
    SHARE_INTEREST_DUE,
)
from microville.finance.statements import GROSS_OPERATING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from microville.finance.ledger import Ledger

FINANCING = (CAPITAL, MEMBERS, LOANS, INTEREST, SHARE_INTEREST_DUE)
KEPT_AT_END = ("2", GRANTS, GRANTS_RELEASED, GRANTS_RECEIVABLE)
"""Fixed assets with their depreciation; grants promised, released, and still due."""
LOWEST_RATE, HIGHEST_RATE, GRID = -0.5, 1.0, 300
"""A return is sought between losing half a year and doubling, half a point at a time first."""


def operating_surplus_cents(ledger: Ledger, month_from: int, month_to: int) -> int:
    """Return the gross operating surplus over months (cents), both ends included.

    Operating income less operating expenses, before depreciation, provisions and interest: that of
    `income_statement`, quicker.
    """
    return -sum(
        amount
        for month in range(month_from, month_to + 1)
        for account, amount in ledger.month_movements(month).items()
        if account.startswith(GROSS_OPERATING)
    )


def debt_service_cents(ledger: Ledger, month_from: int, month_to: int) -> int:
    """Return interest paid and principal repaid over months (cents), both ends included.

    Loans drawn are left out; interest on an overdraft counts.
    """
    paid = 0
    for entry in ledger.entries(month_from, month_to):
        if not entry.closing:
            paid += sum(
                amount
                for account, amount in entry.lines
                if account == INTEREST or (account == LOANS and amount > 0)
            )
    return paid


def debt_cover(ledger: Ledger, month_from: int, month_to: int) -> float | None:
    """Return the gross operating surplus over the debt service; None without debt service."""
    service = debt_service_cents(ledger, month_from, month_to)
    if service <= 0:
        return None
    return operating_surplus_cents(ledger, month_from, month_to) / service


def monthly_results(ledger: Ledger, last_month: int) -> list[int]:
    """Return the result before tax of each month from 0 (cents)."""
    return [
        -sum(
            amount
            for account, amount in ledger.month_movements(month).items()
            if account[0] in "67" and account != CORPORATION_TAX
        )
        for month in range(last_month + 1)
    ]


def break_even_month(results: Sequence[int], *, window: int = 12) -> int | None:
    """Return the first month from which the books do not lose money any more.

    The result before tax of the last `window` months is not negative in that month, nor in any
    later one that is known. None if they lose money at the end.

    Parameters
    ----------
    results
        Result before tax of each month (cents).
    window
        Months over which results are added up, so that the seasons of a year do not count.
    """
    found = None
    for month in range(window - 1, len(results)):
        if sum(results[month - window + 1 : month + 1]) < 0:
            found = None
        elif found is None:
            found = month
    return found


def project_flows(ledger: Ledger, last_month: int) -> list[int]:
    """Return the project's cash flow by year from year 0 (cents), whoever finances it.

    Every movement of cash but those of members and lenders; what is contributed in kind counts as
    paid. The last year includes the net book value of fixed assets, less the grants that are not
    yet released, as if they were sold for what the undertaking itself has put in (assumption):
    counted whole, buildings that grants have just paid for would look like earnings.
    """
    flows = [0] * (last_month // 12 + 1)
    for month in range(last_month + 1):
        moves = ledger.month_movements(month)
        # A loan drawn, a share paid and interest move cash and one of these by the same amount.
        flows[month // 12] += sum(moves.get(account, 0) for account in (BANK, *FINANCING))
        flows[-1] += sum(
            amount for account, amount in moves.items() if account.startswith(KEPT_AT_END)
        )
    return flows


def present_value(flows: Sequence[float], rate: float) -> float:
    """Return the value of yearly flows in year 0, at a rate per year above -1."""
    value = 0.0
    for flow in reversed(flows):
        value = value / (1.0 + rate) + flow
    return value


def internal_rate_of_return(flows: Sequence[float]) -> float | None:
    """Return the rate (1/year) at which yearly flows are worth nothing in year 0.

    None where no rate between -50 % and 100 % a year does, or where several do: the number would
    mean nothing. Sought between 300 rates, then by halving the interval.
    """
    grid = [LOWEST_RATE + (HIGHEST_RATE - LOWEST_RATE) * i / GRID for i in range(GRID + 1)]
    values = [present_value(flows, rate) for rate in grid]
    crossings = [i for i in range(GRID) if (values[i] > 0) != (values[i + 1] > 0)]
    if len(crossings) != 1 or not any(values):
        return None
    low, high = grid[crossings[0]], grid[crossings[0] + 1]
    rising = values[crossings[0]] <= 0
    for _ in range(60):
        middle = (low + high) / 2
        if (present_value(flows, middle) > 0) == rising:
            high = middle
        else:
            low = middle
    return (low + high) / 2
