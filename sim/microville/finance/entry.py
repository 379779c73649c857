"""One entry of a ledger, and what it must satisfy to be recorded."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from microville.errors import LedgerError

if TYPE_CHECKING:
    from collections.abc import Container


class Entry(NamedTuple):
    """One entry: number from 0, month, memo, and lines (account, cents; debit is positive)."""

    number: int
    month: int
    memo: str
    lines: tuple[tuple[str, int], ...]
    closing: bool


def check_account(account: str, chart: Container[str]) -> None:
    """Refuse an account that the chart does not have.

    Raises
    ------
    LedgerError
        If the account is unknown.
    """
    if account not in chart:
        raise LedgerError(
            f"Account {account!r} is not in the chart of accounts.",
            hint="Use the names of microville.finance.accounts.",
        )


def check_entry(
    month: object,
    memo: str,
    pairs: tuple[tuple[str, object], ...],
    chart: Container[str],
) -> None:
    """Refuse an entry that is empty, is not in integer cents or does not balance.

    Raises
    ------
    LedgerError
        If anything is wrong; the message says what and in which entry.
    """
    if type(month) is not int:
        raise LedgerError(f"The month of {memo!r} is {month!r}.", hint="It must be an int.")
    if not pairs:
        raise LedgerError(f"The entry {memo!r} has no lines.", hint="Give at least two.")
    total = 0
    for account, cents in pairs:
        check_account(account, chart)
        # bool is an int in Python, and numpy integers overflow silently: neither is money.
        if type(cents) is not int:
            raise LedgerError(
                f"{memo!r} gives {cents!r} to account {account}.",
                hint="Amounts are integer cents: convert with int().",
            )
        total += cents
    if total:
        raise LedgerError(
            f"The entry {memo!r} of month {month} is out of balance by {total} cents.",
            hint="Debits (positive) and credits (negative) must sum to zero.",
        )
