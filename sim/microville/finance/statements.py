"""Income statement and balance sheet of a year, read from the ledger."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from microville.errors import LedgerError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from microville.finance.ledger import Ledger

# Groups of the French income statement, by the first digits of the account.
GROSS_OPERATING = ("60", "61", "62", "63", "64", "70", "71", "72", "74")
_OPERATING = (*GROSS_OPERATING, "65", "681", "75", "781")
_FINANCIAL = ("66", "76", "686", "786")
_EXCEPTIONAL = ("67", "77", "687", "787")


@dataclass(frozen=True, slots=True)
class IncomeStatement:
    """Income and expenses over months (cents).

    Attributes
    ----------
    income, expenses
        Cents by account, both positive as a rule; accounts without movement are left out.
    gross_operating_cents
        Operating income less operating expenses, before depreciation and provisions (EBITDA).
    operating_cents, financial_cents, exceptional_cents
        The three parts of the result before tax; grants released are exceptional income.
    tax_cents
        Corporation tax.
    """

    income: Mapping[str, int]
    expenses: Mapping[str, int]
    gross_operating_cents: int
    operating_cents: int
    financial_cents: int
    exceptional_cents: int
    tax_cents: int

    @property
    def before_tax_cents(self) -> int:
        """Result before tax (cents)."""
        return self.operating_cents + self.financial_cents + self.exceptional_cents

    @property
    def net_cents(self) -> int:
        """Net result (cents), negative for a loss."""
        return sum(self.income.values()) - sum(self.expenses.values())


def income_statement(ledger: Ledger, month_from: int, month_to: int) -> IncomeStatement:
    """Return the income statement over months, both ends included.

    Closing entries are left out: the statement of a year reads the same before and after its
    books are closed, the tax aside.

    Raises
    ------
    LedgerError
        If an account of income or expense of a custom chart belongs to no part of the statement.
    """
    moves = ledger.all_movements(month_from, month_to, closing=False)
    kinds = {account: row.kind for account, row in ledger.chart.items()}
    income = {a: -cents for a, cents in moves.items() if cents and kinds[a] == "income"}
    expenses = {a: cents for a, cents in moves.items() if cents and kinds[a] == "expense"}

    def part(prefixes: tuple[str, ...]) -> int:
        gained = sum(cents for account, cents in income.items() if account.startswith(prefixes))
        spent = sum(cents for account, cents in expenses.items() if account.startswith(prefixes))
        return gained - spent

    statement = IncomeStatement(
        income=income,
        expenses=expenses,
        gross_operating_cents=part(GROSS_OPERATING),
        operating_cents=part(_OPERATING),
        financial_cents=part(_FINANCIAL),
        exceptional_cents=part(_EXCEPTIONAL),
        tax_cents=-part(("69",)),
    )
    if statement.before_tax_cents - statement.tax_cents != statement.net_cents:
        raise LedgerError(
            "An account of income or expense belongs to no part of the income statement.",
            hint="Give custom accounts numbers of classes 6 and 7 of the French chart.",
        )
    return statement


@dataclass(frozen=True, slots=True)
class BalanceSheet:
    """What is owned and owed at the end of a month (cents).

    Attributes
    ----------
    assets, liabilities, equity
        Cents by account, in their natural sign (a contra account is negative); accounts at zero
        are left out.
    result_cents
        Result of the months not yet closed, part of equity.
    """

    assets: Mapping[str, int]
    liabilities: Mapping[str, int]
    equity: Mapping[str, int]
    result_cents: int

    @property
    def total_assets_cents(self) -> int:
        """Net assets side (cents)."""
        return sum(self.assets.values())

    @property
    def total_liabilities_cents(self) -> int:
        """What is owed to others (cents)."""
        return sum(self.liabilities.values())

    @property
    def total_equity_cents(self) -> int:
        """What belongs to the cooperative (cents), the open result included."""
        return sum(self.equity.values()) + self.result_cents


def balance_sheet(ledger: Ledger, month: int | None = None) -> BalanceSheet:
    """Return the balance sheet at the end of a month; of everything posted if None.

    Raises
    ------
    LedgerError
        If assets differ from liabilities and equity: the ledger was changed from outside.
    """
    balances = ledger.balances(month=month)

    def side(kind: str, sign: int) -> dict[str, int]:
        return {
            account: sign * cents
            for account, cents in balances.items()
            if cents and ledger.chart[account].kind == kind
        }

    sheet = BalanceSheet(
        assets=side("asset", 1),
        liabilities=side("liability", -1),
        equity=side("equity", -1),
        result_cents=sum(side("income", -1).values()) - sum(side("expense", 1).values()),
    )
    gap = sheet.total_assets_cents - sheet.total_liabilities_cents - sheet.total_equity_cents
    if gap:
        raise LedgerError(
            f"The balance sheet is out of balance by {gap} cents.",
            hint="Change the books with Ledger.post only.",
        )
    return sheet
